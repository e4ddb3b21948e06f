"""Everyday words that are nobody's typing error for the name of a service (kopi is not kodi, ruko is not suko)."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS = _words(
    """
    acara ada adab adat adik adil aduh agak agama agar agen agustus ahli air ajak ajar akal akan akar akhir akibat aku
    akun akur alam alami alang alas alasan alat album alih alir alis aman amanah ambil ambulans amplop ampun anak
    ancam anda andai aneh angin angka angkat angkot anjing antar antara antik apa apel api april arah arang arisan
    arloji arsip arti artis asah asal asap asin asing aspal asrama asuh atap atas atlet atur aula awak awal awan awas
    ayah ayam ayo ayun babi baca badai badan badut bagai bagi bagus bahan bahas bahasa bahaya bahu baik baju bakar
    bakso bakti bakwan balai balap balas balik balita balon bambu bandar bandara bangga bangku bangun banjir bank
    bantal bantu banyak bapak barang barat baris baru basah basi basket batal batas batik batu batuk bau bawa bawah
    bawang bayam bayang bayi beach beban bebas bebek becak beda bedah bekal bekas bekerja beku bela belah belajar
    belakang belanja belas beli belok belum benang benar benci benda bendera bengkel benih bensin bentuk beo berani
    berapa beras berat berdiri berhenti berita berjalan berkata bersama bersih bertemu besar besi besok betah betis
    betul biar biasa biaya bibi bibir bibit bicara bidan bidang bijak bikin bilang bina binatang bintang bioskop
    birthday biru bis bisa bisik bisnis bisu bisul bocah bocor bodoh bohong bola boleh bolong bom boneka bongkar boros
    bosan botak botol buah buang buat buaya bubar bubuk bubur budak budaya budi bujang buka bukan bukit bukti buku
    bulan bulat bulu bumbu bumi bundar bunga bungkus bunuh bunyi bupati burger buru buruh buruk burung bus busana
    busuk buta butir butuh cabai cabang cabe cabut cacat cacing cahaya cair cakap calon camat campur candi canggih
    cangkir cantik cara cari casing cat catat catur cawan cek cekik celana cemas cemburu cepat cerah cerai cerdas
    ceria cerita cermin cetak cewek charger cicak cicil cilok cincin cinta cita coba coffee coklat colok comot contoh
    cowok cuaca cuci cucu cukup cukur curang curhat curi curiga cuti dada dadu daerah daftar dagang daging dagu dahan
    dahi dahulu dalam damai dana danau dandan dapat dapur darah darat dari dasar dasi data datang datar daun dedak
    dekat delapan demam demi demo denda dengan dengar dengkul depan derajat deras desa desain desak desember detik
    dewa dewasa dia diam diet dinding dingin diri diskon dobel dokter dolar domba dompet dongeng dorong dosa dosen
    drama drink dua duda duduk duga duit duka dukun dulu dunia duren duri durian dusta dusun edar edit efek ekonomi
    ekor elang email emas ember embun empat empuk enak enam encer energi engsel entah erat es esok etika fakir fakta
    famili fasih februari festival film fisik fitnah flight flu food football foto friday fungsi futsal gabung gadai
    gadget gading gado gagah gagal gajah gaji galak galau gali galon gambar game gampang ganas ganda gandum ganggu
    ganteng gantung garam garasi garis garpu gas gatal gaul gaun gaya gayung gebetan gede gedung gelang gelap gelar
    gelas geli gelombang gembira gempa gemuk geng gengsi genteng gentong gerak gereja gerobak geser getah gigi gigit
    gila giling gitar gizi good goreng gorengan gosip gosok gotong grosir gubernur gubuk gudang gugat gugur gula gulai
    guling guna gundul gunting gunung gurih guru gurun gusi habis hadap hadiah hadir hafal haji hak hakim hal halal
    halaman halte halus hama hamba hambat hamil hampir hantu hanya happy hapus haram harap harga hari harimau harta
    harum harus hasil hati headset hebat helm hemat hening henti heran herbal hewan hias hibur hidung hidup hijau
    hilang hitam hitung hobi honor honorer hormat hotel hubung hujan hukum hulu humor huruf hutan hutang ibadah iblis
    ibu ide idul ijazah ikan ikat ikhlas iklan iklim ikut ilmu imam imbas impian indah ingat ingin ingus ini inti
    intip ipar irama iri iring isap isi istana istirahat istri isu itik itu izin jadi jadwal jaga jagung jahat jahe
    jahil jahit jajan jajanan jaket jaksa jala jalan jalur jam jambu jamin jamu jamur janda jangan jangka janji jantan
    jantung januari january jarak jarang jari jaring jarum jas jasa jatah jati jatuh jauh jawab jaya jebak jebol jejak
    jelas jelek jembatan jemput jemur jenazah jendela jenggot jenis jerawat jeruk jilbab jilid jin jiwa jodoh joget
    jomblo jorok jual juara judi judul juga jujur juli jumat jumlah jumpa juni jurang jurus jurusan juta kabar kabel
    kabur kabut kaca kacamata kacang kacau kadang kadar kado kafe kaget kagum kain kaisar kait kakak kakek kaki kaku
    kalah kaldu kaleng kali kalung kamar kambing kamera kami kamis kampanye kampung kampus kamu kamus kanan kancing
    kandang kandungan kangen kangkung kanker kantin kantong kantor kantuk kaos kapal kapan kapas kapten kapur karang
    karat karate karcis karena karet karton kartu karung karya kasar kasih kasir kasur kasus kata katak kaum kawan
    kawat kawin kaya kayu kebakaran kebal kebaya kebun kecamatan kecap kecewa kecil kecoa kedai kedelai kedua kejar
    keju kelahi kelapa kelas keliling kelinci keluar keluarga kelurahan kemah kemarau kemarin kembali kembang kembar
    kemeja kemudi kenal kenang kenapa kencan kencang kendi kental kentang kenyang kepala kepiting kera keramik keran
    kerang keranjang keras kerbau kereta kering keringat keris keriting kerja kerok kertas kerudung kesal ketan ketat
    ketawa ketek ketemu ketiga ketua ketupat khusus kiamat kian kidul kilat kilo kios kipas kirain kiri kirim kiriman
    kisah kismis kita klinik kocok kodi kodok koki kolam kolong koma komedi komik kompor komputer konci kondisi
    kontrak kontrakan koper koperasi kopi kopling koran korban korek kosan kosong kost kotak kotor koyak kranjang
    kredit krim kualitas kuasa kuat kuburan kucing kuda kudu kue kuku kuli kuliah kulit kulkas kumis kumpul kunci
    kuning kunjung kuno kuota kupas kupon kupu kura kurang kurir kursi kursus kurus kutu kutub kwetiau labu lacak laci
    lada ladang lagi lagu lahan lahap lahir lain laju lakban laki laksa laku lalap lalat lalu lama lamar lamaran
    lambat lampau lampu lancar langgan langit langka langkah langsing lantai lantas lap lapak lapang lapangan lapar
    lapis lapor laporan laptop lapuk larang lari laris laron larut las latih laut lawak lawan lawas layak layan layar
    layu lebah lebam lebar lebaran lebat lebih leher lelah lelaki lele leluhur lemah lemak lemari lembab lembaga
    lembar lembur lempar lengan lengkap lengket lepas letak letih lewat lezat liar libur lidah lihat lilin lima limau
    limbah lincah lindung lingkaran lingkungan lipat lipstik listrik liter liur lobi logam lokasi loker lomba lompat
    lonceng longgar longsor losmen love lowongan loyang luar luas lubang lucu ludah luka lukis luluh lulus lumayan
    lumpia lumpur lumut lunak lunas luntur lupa lurah lurus lusa lutut maaf mabar mabuk macam macan macet madu magang
    mahal mahasiswa mahir main maju makam makan makanan makasih makin makna maksud malaikat malam malang malas maling
    malu mama mampir mampu mana mandi mandiri mangga mangkok manis manja mantan manuk manusia marah maret mari markas
    martabak masa masak masakan masalah masih masjid maskapai masker masuk masyarakat mata matahari matang mati mau
    mawar mayat mebel medan media medis megah mei meja melahirkan melati melayu memang menang menantu mendung mengapa
    menikah menit mentah mentega menteri mentimun menu merah merak merdeka meriah mertua mesin meski mesra mewah mie
    miliar milik mimpi minat minggu minta minum minyak miring miskin misteri mobil modal model modern mogok molor
    monday monyet morning motif motor movie muda mudah mudik muka mukena mula mulai mulas mulia mulut muncul mundur
    mungkin muntah murah muram murid murni museum music musik musim musuh mutiara mutu nada nafas naga naik nakal nama
    namun nanas nanti nasi nasib natal negara negeri nelayan nenek neraka netral ngopi niaga niat night nikmat nilai
    ninja nol nomor nona nongkrong nonton novel november nyala nyaman nyamuk nyanyi nyata nyawa nyeri nyonya obat
    obral obrol obrolan odol ojek oktober olah olahan olahraga oleh oli ombak omong ompong ongkos onta operasi oplosan
    orang organ otak otot oven pacar pacaran pacu pada padam padang padat padi pagar pagi paham pahat pahit pahlawan
    pajak pakai pakaian pakan paket paksa paku palang paling palsu paman pamer pamit panas panci pancing pandai panen
    pangan panggang panggil panggung pangkas panik panitia panjang pantai pantas panti pantun papa papan papaya
    paragraf parah parang parfum parkir parkiran paru parut pasang pasangan pasar pasien pasir password pasti pasukan
    patah patuh patung payah payung pecah pecel pedagang pedal pedang pedas peduli pegal pegang pegawai pejabat pekan
    pekat pelabuhan pelajar pelan pelangi pelihara pelita peluang peluk peluru pemain pemuda pena pencak pendek
    pendiam penduduk penjahat penjara pensiun penting penuh penyakit penyu pepaya perabot perahu perak peran perang
    perasan perawat percaya perempuan pergi periang perih periksa peringkat peristiwa perkara perlahan perlu permen
    permisi pernah perpustakaan persen pertama pertanyaan perut pesan pesantren pesawat pesisir pesta pestol peta
    petai petani peti petik petir phone pikir pikiran piknik pil pilih pilihan pilot pimpin pindah pindang pinggang
    pinggir pinjam pintar pintu pipa pipi piring pisang pisau pita pizza pohon pojok pokok polisi polos pompa pondok
    ponsel populer pos potong potret praktis presiden pria pribadi prihatin printer produk program proyek puas puasa
    pucat pudar puding puisi pukul pulang pulau pulih pulpen pulsa puncak pundak punggung pupuk pura puri pusar pusat
    pusing puskesmas putar putih putra putri putus puyuh raba rabu racun radang radio raga ragi ragu rahang rahasia
    raih raja rajin rajut rak rakit rakyat ramah ramai rambut rambutan rampok ranah rangka rangkai ranjang rantai
    rantau rapat rapi rapor rapuh rasa rasul rata ratus raut rawa rawan raya rayap rayu reda redup rehat rekan
    rekening reklame rela remaja rempah renang rencana renda rendah rendam rendang rentan repot resah resep resmi
    restoran retak rezeki riang ribu ribut rimba rindu ringan ringkas ritual robek robot roda rok rokok roman rombong
    rompi ronda rontok rotan roti ruang rugi rujak ruko rukun rumah rumit rumput rumus runtuh rupa rupiah rusa rusak
    rusuh rute rutin sabar sabtu sabuk sabun sadar sah sahabat saham sahur sahut saing sains sakit saksi saku salah
    salak salam salat saldo salep salju salon saluran sama sambal sambil sambung sampah sampai samping sampo samudra
    sana sandal sandang sandar sandi sangat sanggup sangka santai santan santri sapa sapi sapu saran sarang sarapan
    sarjana sarung sate satpam satu saudara saus sawah sawi sawit saya sayang sayap sayur sebab sebar sebelah sebelas
    sebentar seberang seblak sebut sedan sedang sedap sedekah sedia sedih sedikit sedot segala segar segera sehat
    sejak sejarah sejuk sekali sekarang sekolah sekop selamat selang selasa selat selatan selendang selesai selimut
    seluruh semak semangat semangka sembahyang sembilan sembuh semen sementara semprot semua semut senam senang
    senapan sendal sendiri sendok seni senin senior senja senjata senter senyum sepak sepatu sepeda sepele seperti
    sepi september sepuluh serang serasi serba serbuk sering serius serta seruling sesak sesal sesuai setan setia
    setiap setir setrika sewa siang siap siapa siaran sibuk sidang sifat sihir sikap sikat siku sila silat simpan
    simpang sinar singa singgah singkat singkong sini sinis sinyal sipil siram sirup sisa sisi sisir siswa situ soal
    sobat sofa solar sombong sopan sopir sore sosis soto spesial staf stasiun status stop strategi studi suami suara
    subuh subur suci sudah sudut suhu suka sukar suko sukses sulap suling sulit sumbang sumber sumpah sumpit sumur
    sunday sungai sungguh suntik sunyi supaya supir surat surau surga surut susah susu susul susun sutra taat tabah
    tabrak tabung tadi tahan tahap tahu tahun tajam taksi takut tali taman tamat tambah tambang tamu tanah tanam
    tanaman tanda tandan tandas tanding tangan tangga tanggal tanggap tangguh tangis tangkai tangkap tani tanpa tanya
    tapi tari tarif tarik tarung tas tatap tato taubat tauge tawa tawar tawuran taxi tebak tebal tebang tebing tebu
    teduh tegak tegang tegas teh tekad tekan teknik telat telepon televisi telinga teliti teluk telur teman tembaga
    tembak tembakau tembok tempat tempe tempel tempuh temu tenaga tenang tenda tendang tengah tenggelam tengkar tengok
    tenis tentara tentu tenun tepat tepi tepung terang terbang teriak terik terima terjun terlalu terminal termos
    terompet terong tersenyum terus tetangga tetap tewas tiada tiang tiap tiba ticket tidak tidur tiga tikar tikus
    tilang tim timah timba timbang timbul timun timur tindak tinggal tinggi tinju tinta tipis tipu tirai titik titip
    tiup toga toko tokoh tolak toleh tolong tomat tombol tong tongkat topeng topi total train traktor truk tua tuah
    tuan tubuh tuesday tugas tugu tuju tujuh tukang tukar tulang tulis tulus tumbuh tumis tumpah tumpang tumpuk tumpul
    tuna tunai tunangan tunas tunda tunduk tunggal tunggu tunjuk turis turun turut tusuk tutup uang ubi ucap udang
    udara uji ujian ujung ukir ukur ulama ulang ular ulat ulung umat umbi umpan umrah umum umur undang unik unta
    untung upacara upah urat urusan urut usaha usia usir usul usus utama utang utara utuh vaksin vanili vas video
    villa virus vitamin wabah wadah wafat wahana wajah wajib waktu walau wali walikota wangi wanita warga warisan
    warna warnet warteg warung wasit waspada water wayang weather wihara wilayah wisata wisuda wortel wujud yakin
    yatim yoga zaitun zaman zebra zodiak
    """
)
