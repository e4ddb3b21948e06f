"""The larger part of the tuned half: what all sorts of people type, by kind of difficulty.

Tuning looks at these queries, at those of ``queries`` and at general principle, never at the untouched half. Each row
is "query | services that are right on the first place"; rows end with a semicolon.
"""

# ruff: noqa: E501 - a table is read by its rows

from tests.search.queries import Example

_SERVICES = {
    "colloquial": """
        anak gue 17 taun mau bikin ktp | ktp-baru; blm pernah rekam ktp | ktp-baru;
        ktp lecet gabisa di scan | ktp-hilang-rusak; ktp ketinggalan di angkot terus ilang | ktp-hilang-rusak;
        ktp dimakan rayap | ktp-hilang-rusak; nama di ktp keliru | ktp-ubah-data;
        pasang gelar sarjana di ktp | ktp-ubah-data; ganti agama di ktp | ktp-ubah-data;
        baru nikah bikin kk sendiri | kk-baru; pisah kk dari mertua | kk-baru; anak baru lahir belum masuk kk | kk-ubah;
        keluarin nama anak dari kk | kk-ubah; ganti golongan darah di kk | kk-ubah; kk digigit tikus | kk-hilang-rusak;
        kk kebakar | kk-hilang-rusak; anak lahir di rumah dukun beranak mau bikin akte | akta-lahir;
        nenek meninggal mau lapor | akta-mati; urus surat kematian kakek | akta-mati;
        kartu buat anak sd yg kaya ktp | kia; pindah rumah beda kecamatan | pindah-wni;
        pindah ikut suami ke surabaya | pindah-wni; kawin di vihara | akta-kawin;
        pemberkatan nikah catat di capil | akta-kawin; ijab kabul di rumah | nikah-kua; rapak nikah | nikah-kua;
        mau naik haji nabung dulu | haji-reguler; estimasi berangkat haji | haji-reguler;
        paspor buat liburan ke singapur | paspor-baru; paspor buat kerja di malaysia | paspor-baru;
        paspor udah kadaluarsa 3 taun | paspor-ganti; paspor tinggal 3 bulan lagi | paspor-ganti;
        paspor ketumpahan kopi | paspor-hilang-rusak; paspor dicuri di bandara | paspor-hilang-rusak;
        mau ajak anak ke luar negeri perlu paspor | paspor-anak; gimana biar punya sim c | sim-baru;
        ujian praktek sim | sim-baru; sim kadaluarsa sehari | sim-perpanjang;
        sim internasional buat ke jepang | sim-internasional; surat catatan kepolisian buat lamar kerja | skck;
        dompet jatuh surat surat ilang semua | sktlk; atm ilang butuh surat polisi | sktlk;
        pajak mobil jatuh tempo | pajak-tahunan; telat pajek 2 taun dendanya | pajak-tahunan;
        plat motor udah mati | stnk-5tahun; ganti stnk 5 taun | stnk-5tahun; motor bekas belum balik nama | balik-nama;
        mobil atas nama orang mau ganti atas nama saya | balik-nama;
        pindahin motor dari jateng ke jatim | mutasi-kendaraan; bikin acara organ tunggal malem2 | izin-keramaian;
        ijin bikin lomba kampung | izin-keramaian; mau buka warung makan ijinnya | nib;
        olshop perlu izin usaha ga | nib; mau bangun kos2an | pbg; nambah lantai rumah izinnya apa | pbg;
        gedung baru jadi boleh dipakai | slf; bikin sambel kemasan ijin edar | spp-irt;
        jualan frozen food rumahan | spp-irt; buka praktek bidan | sip-nakes; izin buka praktek dokter umum | sip-nakes;
        truk belum kir | uji-kir; kir mati | uji-kir; bikin kartu pencaker | ak1; surat kuning buat ngelamar | ak1;
        surat keterangan ga mampu buat beasiswa | sktm; surat miskin rumah sakit | sktm;
        surat ket usaha | domisili-usaha; surat keterangan tinggal ngontrak | domisili-usaha;
        surat riset skripsi | izin-penelitian; anak lulus smp mau daftar sma | spmb-sma;
        masuk sma jalur prestasi | spmb-sma; belum pernah dapet bantuan pemerintah | usul-bansos;
        nama saya ga ada di cek bansos | usul-bansos; sertifikat masih nama penjual | tanah-balik-nama;
        abis beli tanah ngurus sertifikat | tanah-balik-nama; sertifikat palsu apa asli | tanah-cek;
        kpr lunas ambil sertifikat | tanah-roya; coret hutang bank di sertifikat | tanah-roya;
        bagi tanah warisan | tanah-pecah; kavling tanah | tanah-pecah; tanah belum ada sertifikatnya | ptsl;
        sertifikat gratis dari presiden | ptsl; kerja diminta npwp | npwp; daftar bpjs sekeluarga | bpjs-mandiri;
        masukin bayi ke bpjs | bpjs-mandiri; bpjs nonaktif mau aktifin lagi | bpjs-mandiri;
        di phk mau ambil jamsostek | jht; saldo jmo cair | jht; bikin perusahaan sendiri | pt-perorangan;
        ijazah mau dipake kuliah di luar | apostille; cap legalisasi buat dokumen ke luar negeri | apostille;
        daftarin logo usaha | merek; nama brand biar ga dicuri orang | merek;
        lagu saya dipake orang mau daftarin | hak-cipta; halal buat umkm gratis | halal-self;
        sertifikat halal restoran besar | halal-reguler; label halal | halal-self halal-reguler;
        apoteker baru lulus registrasi | str-nakes; minta data apbd | info-publik;
        minta salinan dokumen dinas | info-publik; laporin kelurahan yang lambat | ombudsman;
        data kemiskinan per kabupaten | data-bps; guru honorer mau nuptk | nuptk;
        mau nyalain listrik rumah baru | pln-pasang; naikin daya listrik | pln-pasang;
    """,
    "slang": """
        bkin ktp gmn sih | ktp-baru; ktp ilang hrs gmn | ktp-hilang-rusak; brp sih bikin sim a | sim-baru;
        sim abis gmn perpanjangnya | sim-perpanjang; ngurus akte lhr anak | akta-lahir;
        mw nikah di kua syaratnya ap | nikah-kua; dmn bs bkin skck | skck; kk rusak ganti baru gmn | kk-hilang-rusak;
        pngn bikin paspor | paspor-baru; byr pjk motor online | pajak-tahunan; krtu kuning onlen | ak1;
        bikin npwp lwt hp | npwp; cairin bpjs tk gmn | jht; surat2 jual beli tanah | tanah-balik-nama;
        ngurusin pindahan kk | pindah-wni; nyari surat keterangan usaha buat kur | domisili-usaha;
    """,
    "spelling pair": """
        surat ijin praktek perawat | sip-nakes; akte perkawinan | akta-kawin; akte nikah | akta-kawin nikah-kua;
        sertipikat tanah gratis | ptsl; sertipikat laik fungsi | slf; ijin usaha mikro kecil | nib;
        surat ijin mengemudi mati | sim-perpanjang; pasport anak | paspor-anak;
        kartu tanda penduduk elektronik hilang | ktp-hilang-rusak; ijin riset | izin-penelitian;
        photocopy kk hilang | kk-hilang-rusak; legalisasi ijasah | apostille;
        sertifikasi halal mui | halal-reguler halal-self; apostil | apostille; nomer npwp | npwp;
        nikah secara agama kristen | akta-kawin; ijin konser musik | izin-keramaian; hak paten merk | merek;
    """,
    "typo": """
        kartu kelarga baru | kk-baru; aktaa lahir | akta-lahir; akte kelahirn anak | akta-lahir;
        pasport hilng | paspor-hilang-rusak; perpanjngan sim | sim-perpanjang;
        sertifkat halal | halal-self halal-reguler; surat ketrangan usaha | domisili-usaha; bpjs ketenagkerjaan | jht;
        pajk mobil | pajak-tahunan; ganti plt nomor | stnk-5tahun; blaik nama mobil | balik-nama;
        srtifikat tanah | tanah-cek ptsl tanah-pecah tanah-balik-nama tanah-roya;
        imigrsi paspor | paspor-baru paspor-ganti; pernikahn kua | nikah-kua; listirk baru | pln-pasang;
        kartu identias anak | kia; surt pindah | pindah-wni; bangunn gedung | pbg; legalsir | apostille;
        pencari kreja | ak1; informsi publik | info-publik; penelitin mahasiswa | izin-penelitian;
        keramain konser | izin-keramaian;
    """,
    "old name": """
        siup tdp | nib; surat ijin tempat usaha | nib; imb rumah | pbg; ppdb online | spmb-sma;
        zonasi smp sma | spmb-sma; jamkesmas | bpjs-mandiri usul-bansos; kis | bpjs-mandiri usul-bansos;
        askes | bpjs-mandiri; surat keterangan kelakuan baik skkb | skck; jamsostek | jht;
        kartu c1 | kk-baru kk-ubah kk-hilang-rusak; dtks online | usul-bansos; sertifikat prona | ptsl;
        legalisasi kemenkumham | apostille; surat tanda registrasi ktki | str-nakes; iumk | nib; ho izin gangguan | nib;
        paten merek | merek; bphtb balik nama | tanah-balik-nama; halal mui restoran | halal-reguler halal-self;
        bbn 1 | balik-nama; sertifikat produksi pangan pirt | spp-irt;
    """,
    "English": """
        new id card | ktp-baru; replace damaged id card | ktp-hilang-rusak;
        change address on id card | ktp-ubah-data pindah-wni; new family card | kk-baru;
        add baby to family card | kk-ubah; register newborn | akta-lahir; report a death | akta-mati;
        kids identity card | kia; move to another city | pindah-wni; register marriage christian | akta-kawin;
        islamic marriage registration | nikah-kua; apply for passport | paspor-baru; extend passport | paspor-ganti;
        damaged passport | paspor-hilang-rusak; passport for baby | paspor-anak; driving license new | sim-baru;
        renew driver license | sim-perpanjang; international license | sim-internasional;
        police record certificate | skck; lost item report police | sktlk; pay vehicle tax | pajak-tahunan;
        new license plate | stnk-5tahun; transfer car ownership | balik-nama; concert permit | izin-keramaian;
        business registration number | nib; construction permit | pbg; home food business license | spp-irt;
        nurse practice license | sip-nakes; vehicle inspection | uji-kir; job seeker card | ak1;
        proof of poverty letter | sktm; proof of residence | domisili-usaha; research permit | izin-penelitian;
        social assistance | usul-bansos; land title transfer | tanah-balik-nama; split land certificate | tanah-pecah;
        free land certificate | ptsl; taxpayer id | npwp; health insurance | bpjs-mandiri; claim pension fund | jht;
        legalize diploma | apostille; register brand name | merek; copyright song | hak-cipta;
        halal certification free | halal-self; nurse registration | str-nakes; public information request | info-publik;
        complaint ombudsman | ombudsman; statistics data request | data-bps; teacher id number | nuptk;
        electricity installation | pln-pasang; sole proprietorship company | pt-perorangan;
        umrah passport | paspor-baru;
    """,
    "fee": """
        bikin skck bayar berapa | skck; berapa biaya nikah di rumah | nikah-kua;
        tarif perpanjang sim a | sim-perpanjang; biaya mutasi mobil ke luar provinsi | mutasi-kendaraan;
        harga ganti plat mobil | stnk-5tahun; tarif cek sertifikat | tanah-cek; biaya pasang listrik 1300 | pln-pasang;
        ongkos balik nama motor | balik-nama; bikin paspor 10 tahun berapa duit | paspor-baru;
        biaya paspor hilang | paspor-hilang-rusak; biaya sim internasional | sim-internasional;
        biaya daftar hak cipta | hak-cipta; harga daftar merek | merek; apostille berapa bayarnya | apostille;
        biaya bikin pt perorangan | pt-perorangan; uji kir gratis ga | uji-kir; biaya roya sertifikat | tanah-roya;
        iuran bpjs kelas 1 | bpjs-mandiri; izin keramaian bayar ga | izin-keramaian; biaya halal umkm | halal-self;
        sktm bayar berapa | sktm; kia bayar ga | kia;
    """,
    "time": """
        ktp hilang berapa hari jadi | ktp-hilang-rusak; akta kematian berapa lama | akta-mati;
        berapa lama urus pbg | pbg; sip bidan brp hari jadi | sip-nakes; kapan jadi paspor anak | paspor-anak;
        berapa hari stnk jadi | stnk-5tahun pajak-tahunan balik-nama; lama pengurusan roya | tanah-roya;
        jht cair berapa hari | jht; surat penelitian keluar berapa hari | izin-penelitian;
        sertifikat merek keluar berapa lama | merek; berapa lama pln pasang listrik | pln-pasang;
    """,
    "requirements": """
        syarat pindah kk | pindah-wni kk-baru; berkas tambah anak di kk | kk-ubah;
        dokumen akta kawin non muslim | akta-kawin; syarat daftar haji | haji-reguler;
        syarat balik nama sertifikat tanah waris | tanah-balik-nama; syarat nikah janda duda | nikah-kua;
        persyaratan sim internasional | sim-internasional; syarat domisili usaha | domisili-usaha;
        syarat cabut berkas motor | mutasi-kendaraan; dokumen slf gedung | slf; syarat pirt | spp-irt;
        berkas ptsl | ptsl; syarat pecah sertifikat | tanah-pecah; syarat bpjs mandiri | bpjs-mandiri; syarat jht | jht;
        bawa apa ke samsat bayar pajak | pajak-tahunan; syarat masuk sma negeri | spmb-sma;
        syarat kehilangan di polsek | sktlk;
    """,
    "location": """
        bikin ktp dimana | ktp-baru; tempat perpanjang sim terdekat | sim-perpanjang; dimana urus paspor | paspor-baru;
        urus sktm di mana | sktm; bikin surat kehilangan dimana | sktlk; tempat uji kir | uji-kir;
        loket balik nama motor | balik-nama; kantor buat urus akta lahir | akta-lahir;
    """,
    "online": """
        skck online | skck; perpanjang paspor online | paspor-ganti; ktp online | ktp-baru; kk online | kk-baru;
        bayar pajak motor lewat hp | pajak-tahunan; aplikasi signal | pajak-tahunan; mobile jkn daftar | bpjs-mandiri;
        daftar nib online | nib; pln mobile pasang baru | pln-pasang; sentuh tanahku | tanah-cek;
        m paspor | paspor-baru; sinar sim | sim-perpanjang; jmo | jht; coretax | npwp; satusehat sdmk | str-nakes;
        oss rba | nib; simbg | pbg; simkah | nikah-kua; dapodik | nuptk; sihalal | halal-self halal-reguler;
        cek bansos | usul-bansos; karirhub | ak1; siskohat | haji-reguler; silastik | data-bps;
        ptsp halal | halal-self halal-reguler;
    """,
    "complaint": """
        disuruh bayar bikin ktp | ktp-baru; akte anak 2 bulan belum jadi | akta-lahir;
        petugas samsat minta duit lebih | pajak-tahunan balik-nama stnk-5tahun;
        antri paspor dari subuh ga dilayani | paspor-baru; penghulu minta uang bensin | nikah-kua;
        kelurahan minta duit buat sktm | sktm; blanko ktp habis terus | ktp-baru ktp-hilang-rusak ktp-ubah-data;
        ngurus kk dipersulit rt | kk-baru kk-ubah; sertifikat tanah bertahun tahun belum jadi | ptsl tanah-balik-nama;
        imb dipersulit | pbg; calo paspor | paspor-baru; pungli kir | uji-kir;
        uang pelicin sertifikat tanah | ptsl tanah-balik-nama tanah-cek; bansos dipotong rt | usul-bansos;
        halal ga keluar keluar | halal-self halal-reguler; npwp belum jadi | npwp; jht belum cair | jht;
        pasang listrik lama banget | pln-pasang; skck dimintain uang rokok | skck; sim nembak | sim-baru;
    """,
    "ambiguous": """
        surat kehilangan | sktlk; sertifikat | tanah-cek tanah-balik-nama ptsl tanah-pecah halal-self halal-reguler;
        nikah beda agama | akta-kawin nikah-kua; hilang | sktlk ktp-hilang-rusak paspor-hilang-rusak kk-hilang-rusak;
        izin usaha | nib; plat nomor | stnk-5tahun; pindah | pindah-wni; surat kematian | akta-mati; kartu anak | kia;
        akta nikah | akta-kawin nikah-kua; perpanjang | sim-perpanjang paspor-ganti stnk-5tahun skck; sip | sip-nakes;
        dokter | str-nakes sip-nakes; tanah | tanah-balik-nama tanah-cek tanah-roya tanah-pecah ptsl;
        motor | balik-nama pajak-tahunan stnk-5tahun mutasi-kendaraan; bayi | akta-lahir kia paspor-anak; guru | nuptk;
        usaha | nib domisili-usaha; listrik | pln-pasang; bansos | usul-bansos;
    """,
    "long question": """
        saya baru pindah ke kota ini apakah harus ganti ktp | pindah-wni ktp-ubah-data;
        suami saya meninggal apa yang harus saya urus di dukcapil | akta-mati;
        saya mau kuliah ke luar negeri ijazah harus dilegalisir di mana | apostille;
        motor saya hilang stnk ikut hilang harus lapor ke mana | sktlk;
        bagaimana cara mendapatkan sertifikat halal untuk warung bakso saya | halal-self halal-reguler;
        saya ingin membuka apotek apa saja izin yang diperlukan | nib;
        apakah saya bisa membuat paspor di kota lain selain alamat ktp | paspor-baru;
        berapa lama waktu yang dibutuhkan untuk memperpanjang paspor | paspor-ganti;
        saya seorang guru honorer ingin mendapatkan nomor unik pendidik | nuptk;
        saya ditilang karena sim sudah mati bagaimana memperpanjangnya | sim-perpanjang;
        rumah saya belum punya imb bagaimana cara mengurusnya sekarang | pbg;
        saya mau melamar kerja di bank diminta surat dari kepolisian | skck;
        bayi saya lahir bulan lalu dan belum masuk kartu keluarga | kk-ubah akta-lahir;
        apakah orang tidak mampu bisa berobat gratis dengan bpjs | usul-bansos bpjs-mandiri;
        saya sudah berhenti kerja apakah saldo jaminan hari tua bisa diambil | jht;
        saya ingin tahu penggunaan anggaran desa saya | info-publik;
        kendaraan saya mau dijual ke luar kota perlu cabut berkas | mutasi-kendaraan;
        kami akan mengadakan hajatan dengan hiburan musik sampai malam | izin-keramaian;
    """,
    "reduplication": """
        surat2 nikah | nikah-kua; syarat2 bikin pt perorangan | pt-perorangan; cara2 klaim jht | jht;
        dokumen2 roya | tanah-roya; berkas-berkas ktp hilang | ktp-hilang-rusak; izin2 usaha | nib;
    """,
    "affix": """
        mengurus perpindahan penduduk | pindah-wni; pencetakan ulang ktp | ktp-hilang-rusak;
        pembuatan akta kelahiran | akta-lahir; penerbitan sertifikat halal | halal-self halal-reguler;
        ngajuin izin keramaian | izin-keramaian; perekaman ktp | ktp-baru; ngelaporin kematian | akta-mati;
        memecah sertifikat | tanah-pecah; nyambungin listrik | pln-pasang; diperpanjang simnya | sim-perpanjang;
        pelaporan kehilangan | sktlk; pencairan jht | jht; pengambilan data bps | data-bps; pemindahan kk | pindah-wni;
        nikahin anak di kua | nikah-kua; ngedaftarin merek | merek; mendirikan pt sendiri | pt-perorangan;
        pembaruan data kk | kk-ubah; ngeganti foto ktp | ktp-ubah-data; memutihkan pajak kendaraan | pajak-tahunan;
        penambahan anggota keluarga | kk-ubah; pengecekan keaslian sertipikat | tanah-cek;
        penggratisan halal | halal-self;
    """,
    "place": """
        bikin ktp depok | ktp-baru; kk hilang medan | kk-hilang-rusak; nikah kua bogor | nikah-kua;
        paspor jogja | paspor-baru; sim surabaya | sim-baru sim-perpanjang; akta kelahiran bekasi | akta-lahir;
        skck kab bandung | skck; imb jaktim | pbg; sip bidan kabupaten kupang | sip-nakes; kartu kuning sleman | ak1;
        pajak mobil dki | pajak-tahunan; pirt kota malang | spp-irt; kir mobil metro | uji-kir;
        pindah ke bali | pindah-wni; urus kia banyumas | kia; sktm ngawi | sktm;
        sertifikat tanah papua | ptsl tanah-cek tanah-balik-nama; spmb jabar | spmb-sma;
        akta kematian kota bontang | akta-mati; bansos kabupaten belu | usul-bansos;
    """,
    "formal wording": """
        mohon informasi tata cara penerbitan ktp elektronik bagi pemula | ktp-baru;
        prosedur penggantian ktp yang rusak | ktp-hilang-rusak;
        permohonan pembetulan nama pada kartu tanda penduduk | ktp-ubah-data;
        penambahan anggota keluarga pada kartu keluarga | kk-ubah;
        permohonan kartu keluarga baru karena perkawinan | kk-baru;
        pelaporan kelahiran melewati batas waktu | akta-lahir; persyaratan pelaporan kematian | akta-mati;
        pencatatan perkawinan bagi umat kristiani | akta-kawin; tata cara pendaftaran kehendak nikah | nikah-kua;
        pendaftaran calon jemaah haji | haji-reguler; penggantian paspor karena habis masa berlaku | paspor-ganti;
        permohonan paspor untuk anak di bawah umur | paspor-anak; laporan kehilangan barang | sktlk;
        penerbitan surat keterangan catatan kepolisian untuk melamar pekerjaan | skck;
        pembayaran pajak kendaraan bermotor tahunan | pajak-tahunan;
        penggantian tanda nomor kendaraan bermotor | stnk-5tahun; bea balik nama kendaraan bermotor kedua | balik-nama;
        izin penyelenggaraan keramaian umum | izin-keramaian; perizinan berusaha untuk usaha mikro | nib;
        persetujuan bangunan gedung untuk rumah tinggal | pbg;
        sertifikat produksi pangan industri rumah tangga | spp-irt; surat izin praktik tenaga kesehatan | sip-nakes;
        pengujian berkala kendaraan angkutan barang | uji-kir; permohonan surat keterangan penelitian | izin-penelitian;
        usulan penerima bantuan sosial | usul-bansos; peralihan hak atas tanah karena jual beli | tanah-balik-nama;
        penghapusan catatan hak tanggungan | tanah-roya; pemecahan sertifikat hak milik | tanah-pecah;
        pendaftaran tanah pertama kali | ptsl; pendaftaran wajib pajak orang pribadi | npwp;
        pendaftaran peserta jaminan kesehatan nasional mandiri | bpjs-mandiri; pencairan jaminan hari tua | jht;
        pendirian perseroan perorangan | pt-perorangan; pengesahan dokumen publik untuk luar negeri | apostille;
        pencatatan ciptaan | hak-cipta; permohonan pendaftaran merek | merek;
        permintaan salinan informasi publik | info-publik; penyambungan baru tenaga listrik | pln-pasang;
        penerbitan nomor unik pendidik dan tenaga kependidikan | nuptk;
    """,
    "bare words": """
        ktp luar domisili | ktp-baru ktp-hilang-rusak; ktp el wna | ktp-baru; suket pengganti ktp | ktp-baru;
        kk orang tua meninggal | kk-ubah akta-mati; kk cerai | kk-baru kk-ubah; akta lahir duplikat | akta-lahir;
        akta kematian lama | akta-mati; kia 5 tahun | kia; pindah antar kabupaten | pindah-wni;
        pindah datang surabaya | pindah-wni; nikah beda provinsi | nikah-kua; nikah kua gratis | nikah-kua;
        nikah dispensasi | nikah-kua; kursus calon pengantin | nikah-kua; haji reguler umur 12 tahun | haji-reguler;
        bpih | haji-reguler; paspor 24 halaman | paspor-baru; paspor elektronik polikarbonat | paspor-baru;
        paspor dinas | paspor-baru; paspor hilang di arab | paspor-hilang-rusak; e paspor anak | paspor-anak;
        sim b2 umum | sim-baru; sim d difabel | sim-baru; sim a c perpanjang barengan | sim-perpanjang;
        idp sim | sim-internasional; skck online presisi | skck; skck pindah kerja luar negeri | skck;
        surat kehilangan stnk | sktlk; signal samsat | pajak-tahunan; pajak progresif | pajak-tahunan;
        opsen pkb | pajak-tahunan; cek fisik bantuan | stnk-5tahun mutasi-kendaraan balik-nama;
        plat nomor cantik | stnk-5tahun; blokir kendaraan sudah dijual | balik-nama;
        fiskal kendaraan | mutasi-kendaraan; izin hajatan tutup jalan | izin-keramaian; oss perseorangan | nib;
        kbli warung | nib; nib cv | nib; krk | pbg; pbg gudang | pbg; slf hotel | slf; pirt keripik pisang | spp-irt;
        izin edar bpom umkm | spp-irt; sip apoteker | sip-nakes; sip kedua | sip-nakes; blu e | uji-kir;
        kir truk engkel | uji-kir; ak 1 jobfair | ak1; sktm kip | sktm; sku bri kur | domisili-usaha;
        skdu | domisili-usaha; surat belum menikah | domisili-usaha;
        rekomendasi penelitian kesbangpol | izin-penelitian; jalur afirmasi smk | spmb-sma; cek desil | usul-bansos;
        pkh ibu hamil | usul-bansos; kis non aktif | usul-bansos bpjs-mandiri;
        waris balik nama sertifikat | tanah-balik-nama; skpt | tanah-cek; zona nilai tanah | tanah-cek;
        roya elektronik | tanah-roya; splitsing | tanah-pecah; redistribusi tanah | ptsl; efin | npwp;
        npwp istri | npwp; bpjs kelas 2 pindah kelas 3 | bpjs-mandiri; autodebet bpjs | bpjs-mandiri;
        jht sebagian 10 persen | jht; jht 30 persen rumah | jht; pt perorangan 50 ribu | pt-perorangan;
        apostille skck | apostille; cek merek dgip | merek; hki software | hak-cipta; halal sehati 2025 | halal-self;
        halal katering | halal-reguler; str ktki seumur hidup | str-nakes; keberatan informasi publik | info-publik;
        ombudsman jateng | ombudsman; susenas 2023 | data-bps; nuptk ppg | nuptk; token listrik baru | pln-pasang;
    """,
    "all sorts of people": """
        wes tuo arep gawe ktp anyar piye | ktp-baru; kepriye carane nggawe sim c | sim-baru;
        kumaha cara nyieun akta lahir | akta-lahir; abdi bade ngadamel skck | skck;
        emak mau naik haji daftar dimana ya nak | haji-reguler;
        assalamualaikum mau tanya syarat nikah di kua | nikah-kua;
        bang mau balik namain motor warisan bapak | balik-nama;
        kak cara bikin paspor buat umroh gimana ya | paspor-baru;
        min kalo ktp rusak karena ketumpahan air keras gimana | ktp-hilang-rusak;
        halo saya perawat str saya mau habis | str-nakes; saya jualan bakso pake gerobak perlu nib ga | nib;
        saya tukang parkir mau bpjs kelas 3 | bpjs-mandiri; saya janda mau masukin anak ke kk saya | kk-ubah;
        mahasiswa s2 butuh data sakernas | data-bps; anak kos pengen pindah ktp ke jogja | pindah-wni;
        suami kena phk bisa cairin bpjs ketenagakerjaan ga | jht;
        warung kopi ingin ada logo halal | halal-self halal-reguler; mau ngedaftarin desain kaos saya | hak-cipta merek;
        guru ngaji mau nuptk | nuptk; rumah kontrakan mau pasang listrik sendiri | pln-pasang;
        kakek meninggal tahun 1990 mau bikin akta | akta-mati; anak adopsi mau dibuatin akta lahir | akta-lahir;
        baru nikah siri mau bikin kk | kk-baru nikah-kua;
        bule mau nikah sama orang indonesia di catatan sipil | akta-kawin;
        tki mau perpanjang paspor di kampung | paspor-ganti; sopir truk mau sim b1 umum | sim-baru;
        sim c hilang mau bikin lagi | sim-baru sktlk;
        beli mobil plat luar kota mau ganti plat sini | mutasi-kendaraan balik-nama;
        motor dicuri stnk ikut raib mau lapor | sktlk; panitia 17 agustus mau bikin panggung dangdut | izin-keramaian;
        punya tanah letter c mau disertifikatkan | ptsl; mau gadaiin sertifikat dicek dulu asli apa nggak | tanah-cek;
        cicilan rumah udah kelar sertifikatnya masih ada tanggungan | tanah-roya;
        tanah orang tua mau dibagi empat anak | tanah-pecah;
        dapet hibah rumah dari kakek mau ganti nama sertifikat | tanah-balik-nama;
        pengen buka usaha katering izin halalnya gimana | halal-self halal-reguler;
        dosen mau penelitian di kabupaten sleman | izin-penelitian;
        anak lulusan smk mau ngelamar pabrik butuh ak1 | ak1; ga mampu bayar rumah sakit minta surat keterangan | sktm;
        ngontrak rumah butuh surat domisili buat bank | domisili-usaha;
    """,
}

# Offices: "agency" or "agency/unit".
_OFFICES = """
    dukcapil kota bogor | kota-bogor/disdukcapil; disdukcapil malang | kota-malang/disdukcapil;
    catatan sipil bontang | kota-bontang/disdukcapil;
    kantor capil kupang | kota-kupang/disdukcapil kabupaten-kupang/disdukcapil;
    dinas sosial bandung | kota-bandung/dinas-sosial; dinas kesehatan sleman | kabupaten-sleman/dinas-kesehatan;
    dishub kota bandung | kota-bandung/dinas-perhubungan;
    disnaker bogor | kota-bogor/dinas-tenaga-kerja kabupaten-bogor/dinas-tenaga-kerja;
    dpmptsp sleman | kabupaten-sleman/dpmptsp; dinas penanaman modal kota metro | kota-metro/dpmptsp;
    kesbangpol kota malang | kota-malang/kesbangpol; diskominfo siantar | kota-pematangsiantar/diskominfo;
    kecamatan kota bontang | kota-bontang/kecamatan; kelurahan metro | kota-metro/kelurahan;
    inspektorat bandung | kota-bandung/inspektorat; samsat papua | provinsi-papua/samsat;
    samsat jogja | provinsi-daerah-istimewa-yogyakarta/samsat;
    samsat | provinsi-jawa-barat/samsat provinsi-papua/samsat provinsi-nusa-tenggara-timur/samsat provinsi-daerah-istimewa-yogyakarta/samsat;
    disdik ntt | provinsi-nusa-tenggara-timur/dinas-pendidikan;
    bapenda jabar | provinsi-jawa-barat/badan-pendapatan-daerah; pemkot bandung | kota-bandung;
    pemkab bogor | kabupaten-bogor; pemprov jabar | provinsi-jawa-barat; kabupaten kupang | kabupaten-kupang;
    kota jayapura | kota-jayapura; polri | polri; polisi | polri polri/spkt; polsek | polri polri/spkt;
    korlantas | polri/korlantas; satpas | polri/satpas;
    imigrasi | kementerian-imigrasi-dan-pemasyarakatan/kantor-imigrasi kementerian-imigrasi-dan-pemasyarakatan/direktorat-jenderal-imigrasi kementerian-imigrasi-dan-pemasyarakatan;
    kementerian agama | kementerian-agama; kua | kementerian-agama/kua; kantor urusan agama | kementerian-agama/kua;
    kementerian kesehatan | kementerian-kesehatan; kemenkes | kementerian-kesehatan; depkes | kementerian-kesehatan;
    kpp | kementerian-keuangan/kpp; ditjen pajak | kementerian-keuangan/direktorat-jenderal-pajak;
    kantor pertanahan | kementerian-atr-bpn/kantor-pertanahan; atr bpn | kementerian-atr-bpn;
    badan pertanahan nasional | kementerian-atr-bpn; bkpm | kementerian-investasi-bkpm;
    oss | kementerian-investasi-bkpm/layanan-oss; bpjs kesehatan | bpjs-kesehatan;
    bpjs ketenagakerjaan | bpjs-ketenagakerjaan;
    bpjamsostek | bpjs-ketenagakerjaan bpjs-ketenagakerjaan/kantor-cabang; bpjph | bpjph; ombudsman | ombudsman;
    bps | bps; pln | pln; kantor pln terdekat | pln/unit-layanan-pelanggan pln;
    ahu | kementerian-hukum/direktorat-jenderal-ahu; kemenkum | kementerian-hukum;
    kantor haji | kementerian-haji-dan-umrah/kantor-haji-dan-umrah;
    kemendikdasmen | kementerian-pendidikan-dasar-dan-menengah; ppid kemenkes | kementerian-kesehatan/ppid;
    police station | polri polri/spkt; population office bandung | kota-bandung/disdukcapil;
"""


def _rows(kind: str, table: str) -> list[Example]:
    rows = (row.partition("|") for row in table.split(";") if row.strip())
    return [Example(" ".join(query.split()), tuple(expected.split()), kind) for query, _, expected in rows]


EVERYDAY = [example for kind, table in _SERVICES.items() for example in _rows(kind, table)]
OFFICES = _rows("agency", _OFFICES)
