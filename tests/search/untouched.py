"""The untouched half of the relevance suite: queries that are only ever measured, never tuned on.

Written before any tuning and without looking at the word lists, the aliases or the language code, from the table of
services and from how people speak. Nobody may add a word to the product because a query here failed; whoever improves
search works on the tuned half (queries.py) and on general principle, then reads this half's figures. An expectation
is mended only where it is plainly wrong, in a commit of its own that says why.
"""

from __future__ import annotations

from typing import NamedTuple


class Untouched(NamedTuple):
    """One query, the kind of difficulty it stands for and the reference services that truly answer it."""

    text: str
    kind: str
    services: tuple[str, ...]
    places: tuple[str, ...] = ()


class UntouchedAgency(NamedTuple):
    """One query for an office, with the agencies ("kota-bandung") or units ("kota-bandung/disdukcapil") it means."""

    text: str
    kind: str
    offices: tuple[str, ...]


KTP = ("ktp-baru", "ktp-hilang-rusak", "ktp-ubah-data")
KK = ("kk-baru", "kk-ubah", "kk-hilang-rusak")
AKTA = ("akta-lahir", "akta-mati", "akta-kawin")
PASPOR = ("paspor-baru", "paspor-ganti", "paspor-hilang-rusak", "paspor-anak")
SIM = ("sim-baru", "sim-perpanjang", "sim-internasional")
HALAL = ("halal-self", "halal-reguler")
TANAH = ("tanah-balik-nama", "tanah-cek", "tanah-roya", "tanah-pecah", "ptsl")


def _of_kind(kind: str, *rows: tuple[str, str | tuple[str, ...]]) -> list[Untouched]:
    return [Untouched(text, kind, (expected,) if isinstance(expected, str) else expected) for text, expected in rows]


# Queries are read in rows.
# fmt: off
COLLOQUIAL = _of_kind(
    "colloquial",
    ("ktp gue ilang di jalan", "ktp-hilang-rusak"), ("dompet dicopet ktp raib", ("ktp-hilang-rusak", "sktlk")),
    ("ktp kelupas", "ktp-hilang-rusak"), ("fotonya ktp jelek mau ganti", "ktp-ubah-data"),
    ("abis nikah mau pisah kk dari ortu", "kk-baru"), ("masukin bayi baru lahir ke kk", "kk-ubah"),
    ("hapus nama almarhum dari kk", "kk-ubah"), ("kk sobek kena banjir", "kk-hilang-rusak"),
    ("surat lahir bayi", "akta-lahir"), ("ktp bocah", "kia"), ("mau pindah ke kota lain", "pindah-wni"),
    ("nikah di gereja daftar ke catatan sipil", "akta-kawin"), ("daftar naik haji", "haji-reguler"),
    ("merit di rumah panggil penghulu", "nikah-kua"), ("numpang nikah beda kota", "nikah-kua"),
    ("paspor mau abis masa berlakunya", "paspor-ganti"), ("halaman paspor penuh", "paspor-ganti"),
    ("paspor kecuci di mesin cuci", "paspor-hilang-rusak"), ("sim mati 2 bulan", "sim-perpanjang"),
    ("sim buat nyetir di luar negeri", "sim-internasional"), ("surat kelakuan baik buat ngelamar kerja", "skck"),
    ("surat hilang dari polisi", "sktlk"), ("stnk masih nama orang lain", "balik-nama"),
    ("ganti kaleng motor", "stnk-5tahun"), ("beli motor second", "balik-nama"),
    ("pindah plat b ke d", "mutasi-kendaraan"), ("ijin dangdutan hajatan", "izin-keramaian"),
    ("usaha warung kecil perlu ijin apa", "nib"), ("bangun rumah perlu ijin apa aja", "pbg"),
    ("izin jual keripik rumahan", "spp-irt"), ("keur mobil bak", "uji-kir"), ("surat ga mampu buat sekolah", "sktm"),
    ("surat pengantar lurah", "domisili-usaha"), ("mahasiswa mau penelitian di dinas", "izin-penelitian"),
    ("kok saya ga dapet bansos", "usul-bansos"), ("kpr lunas hapus tanggungan bank", "tanah-roya"),
    ("tanah girik belum sertifikat", "ptsl"), ("bpjs bayar sendiri bukan dari kantor", "bpjs-mandiri"),
    ("uang bpjs ketenagakerjaan setelah phk", "jht"), ("bikin pt sendirian tanpa notaris", "pt-perorangan"),
    ("legalisir ijazah buat kuliah di jerman", "apostille"), ("daftarin brand baju biar ga ditiru", "merek"),
    ("daftarin lagu ciptaan sendiri", "hak-cipta"), ("bikin halal warung makan kecil", HALAL),
    ("minta dokumen anggaran ke pemda", "info-publik"), ("beli data mentah statistik", "data-bps"),
    ("nomor pendidik guru honorer", "nuptk"), ("nyambung listrik ke rumah baru", "pln-pasang"),
)

SLANG = _of_kind(
    "slang",
    ("gmn cara bkn ktp", "ktp-baru"), ("kk ilang gmn ngurusnya", "kk-hilang-rusak"), ("brp duit bkn sim c", "sim-baru"),
    ("mo nikah di kua brp byr", "nikah-kua"), ("ngurus paspor utk umroh", "paspor-baru"),
    ("mau bayar pajek motor telat 1 thn", "pajak-tahunan"), ("cairin jamsostek abis resign", "jht"),
    ("patenin nama usaha", "merek"), ("blm punya npwp pribadi", "npwp"), ("skck udh kadaluarsa", "skck"),
    ("akte anak blm dibikin", "akta-lahir"), ("mecah sertifikat warisan jadi tiga", "tanah-pecah"),
    ("surat tdk mampu dr kelurahan", "sktm"), ("ngecek sertifikat asli ga", "tanah-cek"),
)

SPELLING = _of_kind(
    "spelling pair",
    ("akte kematian", "akta-mati"), ("akte kawin", "akta-kawin"), ("surat ijin mengemudi baru", "sim-baru"),
    ("ijin praktek bidan mandiri", "sip-nakes"), ("surat ijin praktek dokter gigi", "sip-nakes"),
    ("balik nama sertipikat rumah", "tanah-balik-nama"), ("ijin keramean", "izin-keramaian"),
    ("ijin mendirikan bangunan", "pbg"), ("pasport baru", "paspor-baru"), ("sertifikat layak fungsi ruko", "slf"),
    ("pt perseorangan", "pt-perorangan"), ("daftar merk dagang", "merek"), ("nomer induk berusaha", "nib"),
    ("e ktp", KTP), ("p irt sambal", "spp-irt"), ("ganti pelat nomer lima taunan", "stnk-5tahun"),
    ("bikin ktpel", "ktp-baru"),
)

TYPO = _of_kind(
    "typo",
    ("akta kelahran", "akta-lahir"), ("akta kemtian", "akta-mati"), ("kartu kelurga hilang", "kk-hilang-rusak"),
    ("perpanjang pspor", "paspor-ganti"), ("bikin psspor", "paspor-baru"), ("sim internasionl", "sim-internasional"),
    ("kartu kunig", "ak1"), ("setifikat halal", HALAL), ("izin keramian", "izin-keramaian"),
    ("pajak kendaran bermotor", "pajak-tahunan"), ("balk nama motor", "balik-nama"),
    ("surat keterngan tidak mampu", "sktm"), ("apostile", "apostille"), ("ombusman", "ombudsman"),
    ("pasang lisrik", "pln-pasang"), ("surat pindh domisili", "pindah-wni"), ("hak cpta", "hak-cipta"),
    ("pencatatan prkawinan", "akta-kawin"), ("bpjs keshatan mandiri", "bpjs-mandiri"),
    ("ijin penelitan", "izin-penelitian"), ("mutsi motor", "mutasi-kendaraan"), ("pendaftarn haji", "haji-reguler"),
)

OLD_NAME = _of_kind(
    "old name",
    ("imb rumah tinggal 2 lantai", "pbg"), ("retribusi imb", "pbg"), ("bikin siup", "nib"), ("tdp perusahaan", "nib"),
    ("situ toko", "nib"), ("ppdb sma zonasi", "spmb-sma"), ("skkb", "skck"), ("daftar dtks", "usul-bansos"),
    ("prona masih ada ga", "ptsl"), ("bikin c1", "kk-baru"), ("jamsostek", "jht"),
    ("askes buat keluarga", "bpjs-mandiri"), ("legalisasi dokumen kemenkumham", "apostille"), ("kartu ak 1", "ak1"),
    ("halal mui", HALAL), ("pendaftaran peserta didik baru smk", "spmb-sma"),
)

ENGLISH = _of_kind(
    "English",
    ("first time id card", "ktp-baru"), ("lost id card replacement", "ktp-hilang-rusak"),
    ("birth certificate for newborn", "akta-lahir"), ("death certificate", "akta-mati"),
    ("marriage certificate non muslim", "akta-kawin"), ("child id card", "kia"), ("family card", KK),
    ("passport renewal", "paspor-ganti"), ("lost passport", "paspor-hilang-rusak"),
    ("child passport requirements", "paspor-anak"), ("new driving licence", "sim-baru"),
    ("international driving permit", "sim-internasional"), ("police clearance certificate", "skck"),
    ("vehicle tax payment", "pajak-tahunan"), ("building permit", "pbg"), ("business license small shop", "nib"),
    ("research permit", "izin-penelitian"), ("trademark registration", "merek"), ("copyright", "hak-cipta"),
    ("halal certificate", HALAL), ("tax number registration", "npwp"), ("check land certificate", "tanah-cek"),
    ("hajj registration", "haji-reguler"), ("new electricity connection", "pln-pasang"),
    ("health insurance enrollment", "bpjs-mandiri"),
)

FEE = _of_kind(
    "fee",
    ("tarif sim c baru", "sim-baru"), ("harga bikin paspor elektronik", "paspor-baru"),
    ("ongkos mutasi motor", "mutasi-kendaraan"), ("roya bayar berapa", "tanah-roya"),
    ("apakah bikin akta lahir gratis", "akta-lahir"), ("biaya cetak ulang e-ktp", "ktp-hilang-rusak"),
    ("nikah di kua gratis apa bayar", "nikah-kua"), ("setoran awal haji berapa", "haji-reguler"),
    ("denda paspor sobek", "paspor-hilang-rusak"), ("biaya ganti plat motor 5 tahunan", "stnk-5tahun"),
    ("bbn mobil bekas biaya", "balik-nama"), ("iuran bpjs kelas 3 sebulan brp", "bpjs-mandiri"),
    ("biaya sertifikat halal restoran", HALAL), ("str dokter bayar berapa", "str-nakes"),
    ("harga pasang listrik 900 watt", "pln-pasang"), ("duit buat daftar merek umkm", "merek"),
    ("kir truk telat denda berapa", "uji-kir"), ("biaya pecah sertifikat tanah kavling", "tanah-pecah"),
)

TIME = _of_kind(
    "time",
    ("paspor jadi berapa hari", ("paspor-baru", "paspor-ganti", "paspor-anak")), ("skck selesai brp lama", "skck"),
    ("nunggu sertifikat halal brp lama", HALAL), ("proses balik nama sertifikat tanah brp minggu", "tanah-balik-nama"),
    ("kk jadi kapan", KK), ("cabut berkas mobil lama ga prosesnya", "mutasi-kendaraan"),
    ("slf gedung berapa lama", "slf"), ("kapan daftar smk negeri", "spmb-sma"), ("npwp langsung jadi ga", "npwp"),
    ("berapa hari urus surat pindah", "pindah-wni"), ("nuptk terbit berapa bulan", "nuptk"),
)

REQUIREMENTS = _of_kind(
    "requirements",
    ("foto ktp pertama kali syaratnya apa aja", "ktp-baru"), ("pecah kartu keluarga syarat", "kk-baru"),
    ("paspor balita syarat ortu", "paspor-anak"), ("bikin skck bawa apa aja", "skck"),
    ("usia minimal bikin sim motor", "sim-baru"), ("kia anak sd perlu foto gak", "kia"),
    ("berkas pernikahan hindu catatan sipil", "akta-kawin"), ("dokumen buat pencairan jht paklaring", "jht"),
    ("syarat guru baru dapat nuptk", "nuptk"), ("syarat sip perawat baru", "sip-nakes"),
    ("kartu pencari kerja buat lulusan sma syaratnya", "ak1"),
    ("bayar stnk tahunan tanpa ktp pemilik bisa", "pajak-tahunan"),
    ("persyaratan apoteker registrasi str", "str-nakes"), ("syarat minta data mikro susenas", "data-bps"),
)

LOCATION = _of_kind(
    "location",
    ("tempat bikin skck terdekat", "skck"), ("rekam e ktp di kecamatan hari sabtu bisa gak", "ktp-baru"),
    ("kartu keluarga hilang ngurusnya dimana", "kk-hilang-rusak"),
    ("perpanjang sim keliling hari minggu", "sim-perpanjang"), ("kecopetan lapor dimana", "sktlk"),
    ("cek sertipikat di bpn", "tanah-cek"), ("dimana urus surat keterangan usaha", "domisili-usaha"),
    ("lokasi uji kir pick up", "uji-kir"), ("pelayanan dinas lambat lapor kemana", "ombudsman"),
    ("bikin kartu kuning dimana ya", "ak1"),
)

ONLINE = _of_kind(
    "online",
    ("aplikasi buat perpanjang sim", "sim-perpanjang"), ("daftar npwp dari rumah", "npwp"),
    ("akta lahir daring", "akta-lahir"), ("antrian paspor onlen m paspor", "paspor-baru"),
    ("samsat online pajak mobil", "pajak-tahunan"), ("klaim jht onlen", "jht"), ("nib oss warung online", "nib"),
    ("daftar nikah lewat hp simkah", "nikah-kua"), ("skpwni online", "pindah-wni"),
    ("pirt buat kue kering online", "spp-irt"), ("simbg daftar", "pbg"), ("cek nama penerima pkh di hp", "usul-bansos"),
    ("cara minta informasi ke ppid lewat email", "info-publik"),
)

COMPLAINT = _of_kind(
    "complaint",
    ("ktp ga jadi2 udah 2 bulan", KTP), ("calo sim minta duit", ("sim-baru", "sim-perpanjang")),
    ("petugas kua minta uang rokok", "nikah-kua"), ("pungli ptsl di desa", "ptsl"),
    ("dimintain duit pas bikin skck", "skck"),
    ("paspor blm jadi sudah seminggu", ("paspor-baru", "paspor-ganti", "paspor-anak")),
    ("dipersulit ngurus pindah domisili", "pindah-wni"), ("listrik belum dipasang padahal udah bayar", "pln-pasang"),
    ("sudah lapor ke dinas tidak ditanggapi", "ombudsman"), ("permintaan informasi publik ditolak", "info-publik"),
    ("bansos salah sasaran tetangga kaya dapat", "usul-bansos"),
    ("pungli perpanjang stnk", ("stnk-5tahun", "pajak-tahunan")),
    ("akte kelahiran anak saya salah ketik nama", "akta-lahir"),
    ("bayar sim lebih mahal dari tarif", ("sim-baru", "sim-perpanjang")),
)

AMBIGUOUS = _of_kind(
    "ambiguous",
    ("akta", AKTA), ("kk", KK), ("ktp", KTP), ("paspor", PASPOR), ("halal", HALAL),
    ("balik nama", ("balik-nama", "tanah-balik-nama")), ("haki", ("merek", "hak-cipta")),
    ("pkb", ("pajak-tahunan", "uji-kir")), ("bpjs", ("bpjs-mandiri", "jht")),
    ("stnk", ("pajak-tahunan", "stnk-5tahun", "balik-nama")), ("nikah", ("nikah-kua", "akta-kawin")),
    ("domisili", ("pindah-wni", "domisili-usaha")), ("sertifikat tanah", TANAH),
    ("e-passport", ("paspor-baru", "paspor-ganti", "paspor-anak")), ("bidan", ("str-nakes", "sip-nakes")),
    ("pajak", ("pajak-tahunan", "npwp")),
)

LONG_QUESTION = _of_kind(
    "long question",
    ("bagaimana cara membuat kartu keluarga baru setelah menikah", "kk-baru"),
    ("anak saya mau 17 tahun bulan depan apa yang harus disiapkan untuk bikin ktp", "ktp-baru"),
    ("saya perawat baru lulus mau kerja di rumah sakit harus urus str dulu atau sip", ("str-nakes", "sip-nakes")),
    ("ibu saya meninggal di rumah bukan di rumah sakit gimana urus surat kematiannya", "akta-mati"),
    ("apakah bisa perpanjang sim a di luar kota tempat tinggal", "sim-perpanjang"),
    ("beli rumah mau balik nama sertifikat apa saja yang harus dibayar", "tanah-balik-nama"),
    ("saya jualan kue di rumah ingin punya izin pirt supaya bisa masuk toko swalayan", "spp-irt"),
    ("motor dibeli di surabaya mau dipindahkan platnya ke malang caranya gimana", "mutasi-kendaraan"),
    ("rumah baru selesai dibangun belum ada listriknya bagaimana cara pasang", "pln-pasang"),
    ("sertifikat rumah masih di bank kpr sudah lunas bagaimana hapus hak tanggungan", "tanah-roya"),
    ("status di ktp masih belum kawin padahal sudah menikah bagaimana mengubahnya", "ktp-ubah-data"),
    ("saya mau mengadakan konser musik di lapangan izinnya ke mana", "izin-keramaian"),
    ("gedung kantor kami sudah jadi sekarang butuh sertifikat laik fungsi prosesnya bagaimana", "slf"),
    ("pabrik makanan kami besar bagaimana mengurus sertifikat halal reguler", "halal-reguler"),
    ("anak umur 5 tahun belum punya akte apakah kena denda", "akta-lahir"),
    ("passport saya hilang di luar negeri harus bagaimana", "paspor-hilang-rusak"),
    ("tanah warisan mau dibagi ke tiga anak sertifikatnya dipecah caranya bagaimana", "tanah-pecah"),
    ("apakah pemerintah masih punya program sertifikat tanah gratis", "ptsl"),
)

REDUPLICATION = _of_kind(
    "reduplication",
    ("syarat2 bikin akta lahir", "akta-lahir"), ("berkas2 utk nikah islam", "nikah-kua"),
    ("langkah2 daftar merek", "merek"), ("biaya-biaya balik nama mobil", "balik-nama"),
    ("dokumen² paspor anak", "paspor-anak"), ("macam2 sim", SIM), ("surat2 pindah rumah", "pindah-wni"),
    ("ijin rame2 nikahan di jalan", "izin-keramaian"),
)

ABBREVIATION = _of_kind(
    "abbreviation",
    ("sktlk", "sktlk"), ("sku buat pinjam kur", "domisili-usaha"), ("skp kesbangpol", "izin-penelitian"),
    ("kia online", "kia"), ("spmb smk", "spmb-sma"), ("slf", "slf"), ("ak1 online", "ak1"), ("tnkb", "stnk-5tahun"),
    ("bbnkb", "balik-nama"), ("shm balik nama jual beli", "tanah-balik-nama"), ("jkn mandiri", "bpjs-mandiri"),
    ("hki lagu", "hak-cipta"), ("pt umk 1 orang", "pt-perorangan"), ("sip dokter", "sip-nakes"),
    ("kip ppid", "info-publik"), ("dtsen", "usul-bansos"),
)

AFFIX = _of_kind(
    "affix",
    ("ngurusin akta kematian", "akta-mati"), ("nyetak kk", "kk-hilang-rusak"),
    ("bikinin paspor buat bayi 6 bulan", "paspor-anak"), ("nambahin anak ke kk", "kk-ubah"),
    ("ngubah pekerjaan di kartu keluarga", "kk-ubah"), ("nyairin jaminan hari tua", "jht"),
    ("pemecahan sertipikat", "tanah-pecah"), ("memutasikan mobil", "mutasi-kendaraan"),
    ("penggantian foto ktp", "ktp-ubah-data"), ("mendaftarkan hak cipta buku", "hak-cipta"),
    ("memperpanjang surat ijin mengemudi", "sim-perpanjang"), ("pengesahan stnk", "pajak-tahunan"),
    ("ngehalalin produk umkm", HALAL), ("perpanjangin skck", "skck"), ("pengujian kendaraan angkot", "uji-kir"),
    ("pembuatan npwp", "npwp"), ("penghapusan hak tanggungan", "tanah-roya"),
    ("mengadukan maladministrasi", "ombudsman"), ("pengapostilan ijazah", "apostille"),
)

# fmt: on
PLACE = [
    Untouched("bikin ktp di jogja", "place", ("ktp-baru",), ("34.71", "34")),
    Untouched("kk ilang bandung", "place", ("kk-hilang-rusak",), ("32.73", "32.04")),
    Untouched("akta lahir kab bogor", "place", ("akta-lahir",), ("32.01",)),
    Untouched("uji kir kota bogor", "place", ("uji-kir",), ("32.71",)),
    Untouched("skck jaksel", "place", ("skck",), ("31.74",)),
    Untouched("pajak motor jabar", "place", ("pajak-tahunan",), ("32",)),
    Untouched("surat pindah solo", "place", ("pindah-wni",), ("33.72",)),
    Untouched("perpanjang sim sby", "place", ("sim-perpanjang",), ("35.78",)),
    Untouched("imb tangsel", "place", ("pbg",), ("36.74",)),
    Untouched("nikah di kua sleman", "place", ("nikah-kua",), ("34.04",)),
    Untouched("kartu kuning pematang siantar", "place", ("ak1",), ("12.72",)),
    Untouched("paspor baru makasar", "place", ("paspor-baru",), ("73.71",)),
    Untouched("ppdb sma ntt", "place", ("spmb-sma",), ("53",)),
    Untouched("kia kupang", "place", ("kia",), ("53.71", "53.01")),
    Untouched("sktm jakpus", "place", ("sktm",), ("31.71",)),
    Untouched("ngurus nib di bali", "place", ("nib",), ("51",)),
    Untouched("akte kematian di medan", "place", ("akta-mati",), ("12.71",)),
    Untouched("izin praktek perawat malang", "place", ("sip-nakes",), ("35.73", "35.07")),
    Untouched("pasang listrik jayapura", "place", ("pln-pasang",), ("91.71", "91.03")),
    Untouched("roya sertifikat bekasi", "place", ("tanah-roya",), ("32.75", "32.16")),
    Untouched("ijin penelitian kabupaten belu", "place", ("izin-penelitian",), ("53.04",)),
    Untouched("ganti foto ktp kota metro", "place", ("ktp-ubah-data",), ("18.72",)),
    Untouched("nikah catatan sipil denpasar", "place", ("akta-kawin",), ("51.71",)),
    Untouched("pirt bontang", "place", ("spp-irt",), ("64.74",)),
    Untouched("surat domisili tempat tinggal sanggau", "place", ("domisili-usaha",), ("61.03",)),
]

QUERIES: list[Untouched] = [
    *COLLOQUIAL,
    *SLANG,
    *SPELLING,
    *TYPO,
    *OLD_NAME,
    *ENGLISH,
    *FEE,
    *TIME,
    *REQUIREMENTS,
    *LOCATION,
    *ONLINE,
    *COMPLAINT,
    *AMBIGUOUS,
    *LONG_QUESTION,
    *REDUPLICATION,
    *ABBREVIATION,
    *AFFIX,
    *PLACE,
]

# fmt: off
_AGENCIES: tuple[tuple[str, str | tuple[str, ...]], ...] = (
    ("dukcapil bandung", "kota-bandung/disdukcapil"), ("capil sleman", "kabupaten-sleman/disdukcapil"),
    ("disdukcapil kab bogor", "kabupaten-bogor/disdukcapil"), ("disdukcpil kota bandung", "kota-bandung/disdukcapil"),
    ("dinsos kupang", ("kota-kupang/dinas-sosial", "kabupaten-kupang/dinas-sosial")),
    ("dishub bontang", "kota-bontang/dinas-perhubungan"), ("disnaker kota metro", "kota-metro/dinas-tenaga-kerja"),
    ("dinas perizinan sanggau", "kabupaten-sanggau/dpmptsp"), ("dinkes belu", "kabupaten-belu/dinas-kesehatan"),
    ("ptsp kota bogor", "kota-bogor/dpmptsp"), ("kominfo malang", "kota-malang/diskominfo"),
    ("ppid kota bandung", "kota-bandung/ppid"), ("inspektorat kota kupang", "kota-kupang/inspektorat"),
    ("kelurahan di bandung", "kota-bandung/kelurahan"),
    ("kesbangpol jogja", "provinsi-daerah-istimewa-yogyakarta/kesbangpol"),
    ("samsat jabar", "provinsi-jawa-barat/samsat"),
    ("dinas pendidikan jawa barat", "provinsi-jawa-barat/dinas-pendidikan"), ("pemkot malang", "kota-malang"),
    ("pemda sleman", "kabupaten-sleman"), ("pemprov papua", "provinsi-papua"),
    ("kantor imigrasi", "kementerian-imigrasi-dan-pemasyarakatan/kantor-imigrasi"),
    ("immigration office", "kementerian-imigrasi-dan-pemasyarakatan/kantor-imigrasi"),
    ("kanim", "kementerian-imigrasi-dan-pemasyarakatan/kantor-imigrasi"), ("polres", ("polri", "polri/spkt")),
    ("kantor polisi", ("polri", "polri/spkt")), ("satpas sim", "polri/satpas"), ("kemenag", "kementerian-agama"),
    ("departemen agama", "kementerian-agama"), ("kua terdekat", "kementerian-agama/kua"),
    ("kemenkumham", ("kementerian-hukum", "kementerian-imigrasi-dan-pemasyarakatan")),
    ("bpn", ("kementerian-atr-bpn", "kementerian-atr-bpn/kantor-pertanahan")),
    ("kantor pajak", ("kementerian-keuangan/kpp", "kementerian-keuangan/direktorat-jenderal-pajak")),
    ("tax office", ("kementerian-keuangan/kpp", "kementerian-keuangan/direktorat-jenderal-pajak")),
    ("alamat kantor bpjs kesehatan", ("bpjs-kesehatan", "bpjs-kesehatan/kantor-cabang")),
    ("bpjstk", ("bpjs-ketenagakerjaan", "bpjs-ketenagakerjaan/kantor-cabang")),
    ("djki", "kementerian-hukum/direktorat-jenderal-kekayaan-intelektual"),
    ("kantor pln", ("pln", "pln/unit-layanan-pelanggan")), ("badan pusat statistk", "bps"),
    ("ombudsman ri", "ombudsman"), ("kemendikbud", "kementerian-pendidikan-dasar-dan-menengah"),
)
# fmt: on
AGENCY_QUERIES: list[UntouchedAgency] = [
    UntouchedAgency(text, "agency", (offices,) if isinstance(offices, str) else offices) for text, offices in _AGENCIES
]
