"""Word lists of citizen language: spellings, slang, actions, intents, complaints, stop words, synonyms, stems.

Old names of services (IMB, SIUP, PPDB) are not here: they live in the data, in ``former_names``.
"""

from sipp.search.contract import Intent


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Word lists are read and compared in rows.
# fmt: off

# Two spellings of one word; both sides of the search are brought to the right-hand one.
SPELLINGS: dict[str, str] = {
    "ijin": "izin", "perijinan": "perizinan", "ijinkan": "izinkan", "akte": "akta", "sertipikat": "sertifikat",
    "sertifikasi": "sertifikat", "sertipikasi": "sertifikat", "praktek": "praktik", "fotocopy": "fotokopi",
    "photocopy": "fotokopi", "fotokopy": "fotokopi", "potokopi": "fotokopi", "kadaluarsa": "kedaluwarsa",
    "kadaluwarsa": "kedaluwarsa", "kedaluarsa": "kedaluwarsa", "apotik": "apotek", "ijasah": "ijazah",
    "nasehat": "nasihat", "materai": "meterai", "pebruari": "februari", "nopember": "november", "pelat": "plat",
    "propinsi": "provinsi", "pasport": "paspor", "pasfor": "paspor", "legalisir": "legalisasi", "mutasikan": "mutasi",
    "merk": "merek", "keur": "kir", "kawinan": "kawin", "nikahan": "nikah", "lahiran": "lahir", "kejati": "kejaksaan",
    "rubah": "ubah", "merubah": "ubah", "robah": "ubah", "apostil": "apostille", "apostile": "apostille",
    "apostel": "apostille", "umroh": "umrah", "shalat": "salat", "blanko": "blangko", "antri": "antre",
    "antrian": "antrean", "kwitansi": "kuitansi", "milyar": "miliar", "resiko": "risiko", "analisa": "analisis",
    "obyek": "objek", "subyek": "subjek", "ktpel": "ktp", "ektp": "ktp",
}

# Short and spoken forms. An empty value drops the word.
SLANG: dict[str, str] = {
    "gmn": "bagaimana", "gmna": "bagaimana", "gimana": "bagaimana", "gmana": "bagaimana", "brp": "berapa",
    "brapa": "berapa", "berapaan": "berapa", "yg": "yang", "utk": "untuk", "tuk": "untuk", "buat2": "buat",
    "dgn": "dengan", "dg": "dengan", "tdk": "tidak", "gak": "tidak", "ga": "tidak", "gk": "tidak", "nggak": "tidak",
    "ngga": "tidak", "enggak": "tidak", "engga": "tidak", "kagak": "tidak", "kaga": "tidak", "tak": "tidak",
    "blm": "belum", "blom": "belum", "belom": "belum", "udah": "sudah", "udh": "sudah", "sdh": "sudah",
    "dah": "sudah", "bs": "bisa", "bsa": "bisa", "krn": "karena", "sm": "sama", "aja": "saja", "aj": "saja",
    "taun": "tahun", "thn": "tahun", "th": "tahun", "bln": "bulan", "hr": "hari", "mgg": "minggu", "abis": "habis",
    "ilang": "hilang", "ilangin": "hilang", "kmrn": "kemarin", "skrg": "sekarang", "rb": "ribu", "jt": "juta",
    "dmn": "dimana", "dmna": "dimana", "bkn": "bikin", "bkin": "bikin", "buwat": "buat", "onlen": "online",
    "onlain": "online", "onlin": "online", "ol": "online", "daring": "online", "perpanjangin": "perpanjang",
    "panjangin": "perpanjang", "manjangin": "perpanjang", "prpanjang": "perpanjang", "lgi": "lagi", "lg": "lagi",
    "jd": "jadi", "kl": "kalau", "klo": "kalau", "kalo": "kalau", "tp": "tapi", "dr": "dari", "dri": "dari",
    "pd": "pada", "org": "orang", "ortu": "orang tua", "anakku": "anak", "nikahin": "nikah", "merit": "nikah",
    "married": "nikah", "sertif": "sertifikat", "srt": "surat", "srat": "surat", "bnr": "benar", "sy": "saya",
    "gw": "saya", "gue": "saya", "bapakku": "bapak", "dpt": "dapat", "dapet": "dapat", "trus": "terus", "mw": "mau",
    "pgn": "ingin", "pengen": "ingin", "pengin": "ingin", "mo": "mau", "duwit": "duit", "fc": "fotokopi",
    "kecamatannya": "kecamatan", "kel": "kelurahan", "kec": "kecamatan", "lgsg": "langsung", "mpaspor": "paspor",
    "epaspor": "paspor", "bgmn": "bagaimana", "bgaimana": "bagaimana", "gmnn": "bagaimana", "piye": "bagaimana",
    "kumaha": "bagaimana", "piro": "berapa", "sabaraha": "berapa", "brpa": "berapa", "bwt": "buat", "gawe": "bikin",
    "nyieun": "bikin", "leungit": "hilang", "sampe": "sampai", "smpe": "sampai", "trs": "terus", "dlm": "dalam",
    "dalem": "dalam", "pke": "pakai", "pake": "pakai", "tnp": "tanpa", "jg": "juga", "jga": "juga", "cm": "cuma",
    "cuman": "cuma", "ksh": "kasih", "dmana": "dimana", "dimn": "dimana", "kemana": "mana", "kmn": "mana",
    "kmana": "mana", "syrt": "syarat", "syart": "syarat", "prpnjang": "perpanjang", "perpnjang": "perpanjang",
    "prpjg": "perpanjang", "dftr": "daftar", "byr": "bayar", "hrga": "harga", "srtfkt": "sertifikat",
    "pspor": "paspor", "psprt": "paspor", "nkh": "nikah", "lhr": "lahir", "mninggal": "meninggal",
    "mnggal": "meninggal", "ank": "anak", "bru": "baru", "hlg": "hilang", "hlng": "hilang", "ilng": "hilang",
    "ilg": "hilang", "rsk": "rusak", "gnti": "ganti", "pndh": "pindah", "pndah": "pindah", "almt": "alamat",
    "rmh": "rumah", "tnh": "tanah", "mtr": "motor", "mbl": "mobil", "kndaraan": "kendaraan", "pjk": "pajak",
    "ush": "usaha", "usha": "usaha", "kntr": "kantor", "sklh": "sekolah", "skolah": "sekolah", "krj": "kerja",
    "dkmn": "dokumen", "brks": "berkas", "tgl": "tanggal", "nmr": "nomor", "nmor": "nomor", "nomer": "nomor",
    "no": "nomor", "hri": "hari", "emang": "memang", "emg": "memang", "gada": "tidak ada", "gaada": "tidak ada",
    "gabisa": "tidak bisa", "gbisa": "tidak bisa", "gatau": "tidak tahu", "hrs": "harus", "btuh": "butuh",
    "makasih": "", "thx": "", "bpk": "bapak", "alm": "almarhum", "almh": "almarhum", "hape": "hp", "hapeku": "hp",
    "exp": "kedaluwarsa", "krtu": "kartu", "lwt": "lewat", "kpn": "kapan", "kpan": "kapan", "skrang": "sekarang",
    "bayr": "bayar", "bsok": "besok", "esamsat": "samsat", "esertifikat": "sertifikat", "sertipikatel": "sertifikat",
    # Javanese and Sundanese, as the old and the young write them.
    "anyar": "baru", "arep": "mau", "wes": "sudah", "wis": "sudah", "tuo": "tua", "tuwo": "tua", "nggawe": "bikin",
    "damel": "bikin", "ngadamel": "bikin", "bade": "mau", "hoyong": "mau", "abdi": "saya", "kulo": "saya",
    "kepriye": "bagaimana", "pripun": "bagaimana", "pira": "berapa", "pinten": "berapa", "ora": "tidak",
    "mboten": "tidak", "teu": "tidak", "henteu": "tidak", "omah": "rumah", "imah": "rumah", "duwe": "punya",
    "gaduh": "punya", "bojo": "suami istri", "seda": "meninggal", "maot": "meninggal", "lair": "lahir",
    "opo": "apa", "naon": "apa", "ngendi": "dimana", "ndi": "mana", "kudu": "harus", "carane": "cara",
    "nopol": "plat nomor", "pajek": "pajak", "ngilangin": "hilang", "kelar": "selesai", "motoran": "motor",
    "cepet": "cepat",
}

# Several words that are one name. Read on both sides of the search, so "kartu tanda penduduk" meets "KTP".
PHRASES: dict[str, str] = {
    "kartu tanda penduduk elektronik": "ktp", "kartu tanda penduduk": "ktp", "ktp elektronik": "ktp", "ktp el": "ktp",
    "kartu keluarga": "kk", "kartu identitas anak": "kia", "ktp anak": "kia", "nomor induk kependudukan": "nik",
    "surat izin mengemudi": "sim", "surat tanda nomor kendaraan bermotor": "stnk",
    "surat tanda nomor kendaraan": "stnk", "buku pemilik kendaraan bermotor": "bpkb",
    "buku pemilik kendaraan": "bpkb", "tanda nomor kendaraan bermotor": "tnkb", "tanda nomor kendaraan": "tnkb",
    "surat keterangan catatan kepolisian": "skck", "surat izin praktik": "sip", "surat tanda registrasi": "str",
    "sertifikat hak milik": "shm", "hak milik": "shm", "hak guna bangunan": "hgb",
    "nomor pokok wajib pajak": "npwp", "nomor induk berusaha": "nib", "persetujuan bangunan gedung": "pbg",
    "izin mendirikan bangunan": "imb", "sertifikat laik fungsi": "slf", "surat keterangan tidak mampu": "sktm",
    "surat tidak mampu": "sktm", "kartu tanda pencari kerja": "ak1", "kartu pencari kerja": "ak1",
    "surat izin usaha perdagangan": "siup", "tanda daftar perusahaan": "tdp",
    "pajak kendaraan bermotor": "pajak kendaraan",
    "bea balik nama kendaraan bermotor": "balik nama kendaraan", "kantor urusan agama": "kua",
    "jaminan hari tua": "jht", "sistem penerimaan murid baru": "spmb", "penerimaan murid baru": "spmb",
    "penerimaan peserta didik baru": "ppdb", "badan penyelenggara jaminan sosial": "bpjs",
    "jaminan kesehatan nasional": "jkn", "bantuan sosial": "bansos", "surat keterangan usaha": "sku",
    "uji berkala kendaraan bermotor": "kir", "uji berkala kendaraan": "kir", "uji berkala": "kir",
    "hak kekayaan intelektual": "haki", "pendaftaran tanah sistematis lengkap": "ptsl",
    "mal pelayanan publik": "mpp", "identitas kependudukan digital": "ikd",
    "surat keterangan pindah": "surat pindah", "pungutan liar": "pungli", "span lapor": "lapor",
    "surat lahir": "akta lahir", "akta kelahiran": "akta lahir", "akta kematian": "akta mati",
    "akta perkawinan": "akta kawin", "akta meninggal": "akta mati", "tanda tangan elektronik": "tte",
    "anak ktp": "kia", "pas por": "paspor", "pass port": "paspor", "on line": "online", "pra kerja": "prakerja",
    "ak 1": "ak1",
}

# Never stop words, whatever a list elsewhere says: they choose the service or its variant.
KEEP = frozenset({"tidak", "baru", "hilang", "anak", "mandiri", "luar"})
# Of these some say nothing without another word.
ONLY_WITH_ANOTHER = frozenset({"tidak", "baru", "luar"})

STOP = _words(
    """
    yang untuk dengan di ke dari pada dan atau karena sama saja saya aku kami kita anda kamu dia ini itu juga lagi
    akan sudah telah belum bisa dapat mau ingin adalah ialah apa apakah siapa sih dong deh kok ya yah nih kan lah
    pun kalau jika bila tapi tetapi oleh para sebagai serta agar supaya setelah sebelum jadi harus perlu boleh ada
    tanpa antara tentang secara dalam terus kak min pak bu mas mbak gan tolong mohon silakan help please bro sis
    petugas oknum aparat lain lainnya selain ikut masih para tersebut begitu begini seperti yaitu kira sekitar hanya
    kepada terhadap sampai hingga sejak saat ketika sambil biar maka namun padahal meski walau walaupun sedang
    sempat pernah selalu sering kadang malah masalah soal terkait mengenai diri sendirinya apaan kenapa mengapa
    punya kota kabupaten kab provinsi prov kotamadya pemkot pemkab pemprov nya wni si sekarang kemarin langsung atas
    """
) - KEEP

# "Apply for" in all its forms: says that somebody wants something, not what.
ACTIONS = _words(
    """
    bikin buat membuat pembuatan nyari cari mencari urus mengurus ngurus pengurusan daftar mendaftar pendaftaran
    mendaftarkan ajukan mengajukan pengajuan terbit penerbitan menerbitkan terbitkan diterbitkan minta permintaan
    permohonan memohon
    layanan pelayanan jasa proses lapor laporan melapor pelaporan ambil pengambilan mengambil
    pencatatan catat mencatatkan perekaman rekam dapatkan mendapatkan kasih tahu tau info informasikan punyai
    lakukan melakukan datang mulai registrasi meregistrasi
    """
)

# Of these every form only asks for something: diurus, uruskan, dibuatkan.
ACTION_ROOTS = _words("urus buat bikin terbit ajukan daftar mohon rekam")

INTENTS: dict[str, Intent] = {
    **dict.fromkeys(_words("""
        biaya harga tarif bayar membayar pembayaran berapa ongkos duit uang gratis cuma bea mahal murah denda retribusi
        iuran setoran
        """), "fee"),
    **dict.fromkeys(_words("syarat persyaratan berkas dokumen bawa lampiran kelengkapan"), "requirements"),
    **dict.fromkeys(_words("cara bagaimana langkah prosedur alur tahapan tata panduan tutorial"), "procedure"),
    **dict.fromkeys(_words("lama kapan selesai cepat hari jam minggu bulan tunggu nunggu menunggu"), "time"),
    **dict.fromkeys(_words("""
        dimana mana alamat lokasi tempat terdekat dekat buka jadwal kantor loket sabtu
        """), "location"),
    **dict.fromkeys(_words("online hp aplikasi app website web link internet portal whatsapp wa"), "online"),
}

# Where one goes, not what one needs there; a unit of time; a form of the paper. They lift, they never choose.
OFFICES = _words(
    """
    kelurahan kecamatan desa dinas kantor samsat satpas polres polresta polsek polda kua imigrasi puskesmas mpp loket
    lurah camat rt rw tahun elektronik digital dukcapil disdukcapil capil dispendukcapil dpmptsp ptsp dinkes dinsos
    dishub disnaker disdik bapenda dispenda diskominfo kominfo kesbangpol bakesbangpol kanim kantah kpp
    """
)

# "berapa" alone asks for money; with these it asks for something else.
INTENT_PHRASES: dict[str, Intent] = {
    "berapa lama": "time", "berapa hari": "time", "berapa jam": "time", "berapa bulan": "time",
    "berapa minggu": "time", "kapan jadi": "time", "kapan selesai": "time", "lama proses": "time",
    "jam buka": "location", "jam berapa": "location", "jam kerja": "location", "jam layanan": "location",
    "hari sabtu": "location", "hari minggu": "location", "hari libur": "location", "di mana": "location",
    "bawa apa": "requirements", "apa saja": "requirements", "apa aja": "requirements", "lewat hp": "online",
    "dari rumah": "online", "lewat email": "online", "usia minimal": "requirements", "umur minimal": "requirements",
    "batas usia": "requirements", "batas umur": "requirements", "langsung jadi": "time",
    "umur berapa": "requirements", "usia berapa": "requirements",
}

COMPLAINTS = _words(
    """
    pungli calo pelicin dimintain dimintai dipalak diperas memeras pemerasan suap sogok nyogok menyogok disuruh
    dipersulit mempersulit ditolak menolak lambat lelet molor dipingpong diabaikan dicuekin jutek judes kasar galak
    kecewa mengecewakan aduan pengaduan adukan mengadu ngadu komplain keluhan mengeluh protes lapor sp4n kesal
    kemahalan mangkir diskriminasi dibentak blangko dipotong dipungut ribet berbelit dibohongi ditipu nembak
    ditelantarkan telantar terlantar dioper korupsi curang
    """
)

COMPLAINT_PHRASES = (
    "uang pelicin", "uang rokok", "uang lelah", "salam tempel", "dimintain duit", "dimintain uang", "dimintai uang",
    "diminta duit", "diminta uang", "diminta bayar", "diminta biaya", "diminta rokok", "minta duit", "minta uang",
    "salah sasaran", "lebih mahal", "tidak adil", "pilih kasih", "tidak transparan", "tidak dikasih", "disuruh bayar",
    "lama sekali", "lama banget", "lama amat", "kelamaan", "belum dapat", "tidak sesuai",
    "tidak ramah", "tidak ada petugas", "blangko habis", "blangko kosong", "bayar lebih", "biaya tambahan",
    "ping pong", "bolak balik", "antre lama",
)

# Reporting a lost thing or a tax return is a service, not a complaint.
NOT_A_COMPLAINT_WITH_LAPOR = _words(
    """
    hilang kehilangan raib kecopetan dicuri kecurian spt pajak lahir kelahiran mati kematian meninggal wafat polisi
    pindah jual pendatang ombudsman
    """
)

# "Belum" or "tidak" before what an office was to do: kk belum jadi, bansos tidak cair.
NOT_DONE = _words("belum tidak")
DONE = _words(
    """
    jadi selesai terbit dicetak cetak keluar cair datang diproses dipasang dikirim dilayani ditanggapi dibalas
    diterbitkan dikerjakan direspon digubris diurus muncul diberikan
    """
)

# word -> (alternative, how much it counts). Few on purpose; a long list gained nothing on unseen queries.
SYNONYMS: dict[str, tuple[tuple[str, float], ...]] = {
    # one event, two words; the law says kawin, people say nikah
    "nikah": (("kawin", 0.8),), "kawin": (("nikah", 0.8),), "menikah": (("nikah", 1.0), ("kawin", 0.8)),
    # ways to lose a thing
    "kecopetan": (("hilang", 0.9),), "dicuri": (("hilang", 0.9),), "raib": (("hilang", 0.9),),
    "kecurian": (("hilang", 0.9),), "tercecer": (("hilang", 0.9),), "jatuh": (("hilang", 0.6),),
    # ways a card breaks
    "patah": (("rusak", 0.9),), "sobek": (("rusak", 0.9),), "luntur": (("rusak", 0.9),), "robek": (("rusak", 0.9),),
    "kebasahan": (("rusak", 0.9),), "kelupas": (("rusak", 0.9),), "basah": (("rusak", 0.8),),
    "buram": (("rusak", 0.8),),
    # an expired document needs renewing; the name says "perpanjangan" or "penggantian"
    "mati": (("perpanjang", 0.5), ("_panjang", 0.5)), "habis": (("perpanjang", 0.6), ("_panjang", 0.6)),
    "kedaluwarsa": (("perpanjang", 0.7), ("_panjang", 0.7), ("ganti", 0.5)),
    "perpanjang": (("_panjang", 0.9), ("ganti", 0.5)), "ganti": (("ubah", 0.6), ("perpanjang", 0.3)),
    "ubah": (("ganti", 0.6),), "koreksi": (("ubah", 0.8),), "salah": (("ubah", 0.7),), "betulkan": (("ubah", 0.8),),
    # what people drive; one way, because "kendaraan" is the name in the law
    "motor": (("kendaraan", 0.6),), "mobil": (("kendaraan", 0.6),), "plat": (("tnkb", 0.8),),
    # people at the two ends of life
    "bayi": (("anak", 0.6), ("lahir", 0.4)), "meninggal": (("mati", 0.8),), "wafat": (("mati", 0.8),),
    # land papers: what they own is a "tanah", what they hold is a certificate
    "rumah": (("tanah", 0.4), ("bangunan", 0.4)), "shm": (("sertifikat", 0.6),),
    "hgb": (("sertifikat", 0.6),), "gedung": (("bangunan", 0.7),),
    "kesbangpol": (("riset", 0.2),), "riset": (("penelitian", 0.9),), "pencaker": (("ak1", 0.8),),
    "capil": (("sipil", 0.7),), "cairkan": (("klaim", 0.8),), "cair": (("klaim", 0.6),), "klaim": (("cair", 0.6),),
    "umkm": (("umk", 0.8),), "umk": (("umkm", 0.8),), "warung": (("usaha", 0.6),), "dagang": (("usaha", 0.6),),
    "jualan": (("usaha", 0.6),), "toko": (("usaha", 0.5),), "pisah": (("pecah", 0.6),), "pecah": (("pisah", 0.6),),
    "paten": (("merek", 0.4),), "brand": (("merek", 0.8),), "logo": (("merek", 0.5),), "lagu": (("cipta", 0.5),),
    "domisili": (("pindah", 0.3),), "alamat": (("domisili", 0.4),), "resign": (("jht", 0.4),),
    "catin": (("nikah", 0.7),), "ganti nama": (("ubah", 0.5),),
    "hajatan": (("keramaian", 0.8),), "konser": (("keramaian", 0.8),), "pesta": (("keramaian", 0.7),),
}

# Words the Snowball rules cut wrongly, each seen in a name or a query.
STEMS: dict[str, str] = {
    "memperpanjang": "panjang", "diperpanjang": "panjang", "menikah": "nikah", "penerbitan": "terbit",
    "menerbitkan": "terbit", "pengecekan": "cek", "mengecek": "cek", "penelitian": "teliti", "meneliti": "teliti",
    "kendaraan": "kendaraan", "keluarga": "keluarga", "penduduk": "penduduk", "kependudukan": "penduduk",
    "berlaku": "berlaku", "perseorangan": "perorangan", "peseorangan": "perorangan", "perorangan": "perorangan",
    "pemakaman": "makam", "menikahkan": "nikah", "pelatihan": "latih", "pemasangan": "pasang", "memasang": "pasang",
    "penambahan": "tambah", "menambah": "tambah", "nambah": "tambah", "memecah": "pecah", "meninggal": "meninggal",
    "memindahkan": "pindah", "menyewa": "sewa", "penyewaan": "sewa", "mencairkan": "cair", "penukaran": "tukar",
    "bangunan": "bangun", "kesehatan": "sehat", "makanan": "makan", "pangan": "pangan", "penggantian": "ganti",
    "mengganti": "ganti", "perikanan": "ikan", "pertanahan": "tanah", "pemotongan": "potong", "kawin": "kawin",
    # Forms that stand in no name, so that a typing error in them is seen.
    "pernikahan": "nikah", "perkawinan": "kawin", "kelahiran": "lahir", "kematian": "mati", "kehilangan": "hilang",
    "kerusakan": "rusak", "perpindahan": "pindah", "kepindahan": "pindah", "pemindahan": "pindah",
    "perpanjangan": "panjang", "perubahan": "ubah", "pencairan": "cair", "pemecahan": "pecah", "perbaikan": "baik",
    "memperbaiki": "baik", "pembaruan": "baru", "memperbarui": "baru", "perbarui": "baru", "pengesahan": "sah",
    "pembukaan": "buka", "membuka": "buka", "pendirian": "diri", "mendirikan": "diri", "pembangunan": "bangun",
    "membangun": "bangun", "pembagian": "bagi", "membagi": "bagi", "penghapusan": "hapus", "menghapus": "hapus",
    "penyambungan": "sambung", "menyambung": "sambung", "pencetakan": "cetak", "mencetak": "cetak",
    "pemeriksaan": "periksa", "memeriksa": "periksa", "penjualan": "jual", "menjual": "jual", "pembelian": "beli",
    "membeli": "beli", "pindahan": "pindah", "perumahan": "rumah", "perseroan": "perseroan",
}

# Acronyms and short names that no stemmer may touch.
ACRONYMS = _words(
    """
    ktp kk kia nik ikd sim stnk bpkb tnkb pkb bbn bbnkb skck skkb sktlk kua imb pbg slf siup tdp nib iumk situ oss
    ppdb spmb dtks dtsen kis jkn bpjs jht jmo npwp shm hgb ajb ptsl haki hki pirt str sip sik ak1 sktm sku kir ppid
    slo pln bps nuptk bpjph samsat satpas polres polsek polda spkt skpwni pbi pkh bpnt tka phk wna kitas kitap merek
    pajak izin apostille roya prona kawin merek lahir
    """
)

# fmt: on
