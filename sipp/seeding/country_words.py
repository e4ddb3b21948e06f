"""The vocabulary of the synthetic country: what its invented services, agencies and units are called.

No subject is the subject of a seeded service, so that the invented ones do not crowd out the real ones in search.
"""

from dataclasses import dataclass

#: What every generated row names as its source.
SOURCE = "Data sintetis"


@dataclass(frozen=True)
class Family:
    """Invented reference services of one kind: each act is offered for each subject, by one kind of unit.

    ``units`` are slugs in order of preference; ``fee_idr`` is the range of fees, (0, 0) for free.
    """

    acts: tuple[str, ...]
    subjects: tuple[str, ...]
    product: str
    units: tuple[str, ...]
    life_event: str | None
    fee_idr: tuple[int, int]
    days: tuple[int, int]


LICENSING = ("dpmptsp",)
FARMING = ("dinas-pertanian-dan-perikanan", "dpmptsp")
ENVIRONMENT = ("dinas-lingkungan-hidup", "dpmptsp")
TRADE = ("dinas-perdagangan", "dpmptsp")
CULTURE = ("dinas-kebudayaan-dan-pariwisata", "dpmptsp")
DISTRICT = ("kecamatan", "kapanewon", "distrik", "dpmptsp")
#: National services stand at the service mall; a government without one has a licensing office.
SERVICE_MALL = ("mal-pelayanan-publik", "dpmptsp")

FAMILIES: tuple[Family, ...] = (
    Family(
        ("Izin operasional {}", "Perpanjangan izin operasional {}", "Penutupan {}"),
        ("warung makan", "depot air minum", "jasa binatu", "bengkel las", "pangkas rambut", "penginapan melati")
        + ("kedai kopi", "pondokan", "gelanggang permainan", "toko obat tradisional"),
        "Surat izin operasional {}",
        LICENSING,
        "membuka-usaha",
        (50_000, 500_000),
        (3, 14),
    ),
    Family(
        ("Izin pemasangan {}", "Perpanjangan pemasangan {}", "Pembongkaran {}"),
        ("reklame papan", "videotron", "spanduk dan umbul-umbul", "baliho", "neon boks", "tiang antena")
        + ("kabel serat optik", "kanopi trotoar"),
        "Surat izin pemasangan {}",
        LICENSING,
        "membuka-usaha",
        (100_000, 2_000_000),
        (3, 14),
    ),
    Family(
        ("Tanda daftar {}", "Perubahan tanda daftar {}", "Rekomendasi bahan bakar {}"),
        ("perahu nelayan", "tambak udang", "keramba jaring apung", "pengolah hasil laut", "penggilingan padi")
        + ("pengecer pupuk", "perikanan tangkap", "pembibitan tanaman"),
        "Tanda daftar {}",
        FARMING,
        "membuka-usaha",
        (0, 0),
        (2, 7),
    ),
    Family(
        ("Vaksinasi {}", "Surat keterangan asal {}", "Pemeriksaan kebuntingan {}"),
        ("sapi", "kambing dan domba", "kuda", "kerbau", "kelinci"),
        "Catatan pemeriksaan {}",
        FARMING,
        None,
        (0, 25_000),
        (1, 3),
    ),
    Family(
        ("Penyelenggaraan {}", "Perpanjangan penyelenggaraan {}", "Keringanan retribusi {}"),
        ("parkir tepi jalan", "parkir pelataran", "angkutan perkotaan", "penitipan sepeda", "dermaga rakyat")
        + ("angkutan antar pulau", "becak wisata"),
        "Surat persetujuan {}",
        ("dinas-perhubungan", "dpmptsp"),
        None,
        (75_000, 750_000),
        (3, 14),
    ),
    Family(
        ("Persetujuan {}", "Perubahan persetujuan {}", "Pengawasan {}"),
        ("pengelolaan limbah cair", "penyimpanan limbah berbahaya", "penebangan pohon", "pengangkutan sampah")
        + ("pengeboran air bawah permukaan", "pembuangan air hujan", "bank sampah"),
        "Surat persetujuan {}",
        ENVIRONMENT,
        "membangun",
        (0, 300_000),
        (7, 30),
    ),
    Family(
        ("Pemesanan {}", "Perpanjangan sewa {}", "Pengalihan {}"),
        ("petak makam umum", "petak makam tumpang", "rumah duka", "krematorium"),
        "Surat pemakaian {}",
        ENVIRONMENT,
        "anggota-keluarga-meninggal",
        (40_000, 250_000),
        (1, 3),
    ),
    Family(
        ("Peminjaman {}", "Perpanjangan peminjaman {}", "Pembatalan peminjaman {}"),
        ("gedung serbaguna", "lapangan sepak bola", "gelanggang olahraga", "panggung terbuka", "aula kecamatan")
        + ("tenda peleton", "perahu karet", "kolam latih"),
        "Surat peminjaman {}",
        DISTRICT,
        None,
        (50_000, 1_500_000),
        (1, 7),
    ),
    Family(
        ("Hak pakai {}", "Perpanjangan hak pakai {}", "Pengembalian hak pakai {}"),
        ("kios pasar", "los pasar", "lapak kaki lima", "gudang pasar", "konter pujasera", "meja lelang ikan"),
        "Surat hak pakai {}",
        TRADE,
        "membuka-usaha",
        (100_000, 900_000),
        (3, 10),
    ),
    Family(
        ("Tera {}", "Tera ulang {}", "Pemeriksaan segel {}"),
        ("timbangan meja", "timbangan jembatan", "pompa ukur bahan bakar", "meter air", "takaran minyak")
        + ("tangki ukur", "meter taksi"),
        "Cap tanda tera {}",
        TRADE,
        "membuka-usaha",
        (5_000, 400_000),
        (1, 5),
    ),
    Family(
        ("Sertifikat laik higiene {}", "Perpanjangan laik higiene {}", "Inspeksi sanitasi {}"),
        ("kolam renang", "jasa boga", "hotel berbintang", "kantin perkantoran", "salon kecantikan")
        + ("pemandian umum", "depot jamu"),
        "Sertifikat laik higiene {}",
        ("dinas-kesehatan",),
        "kesehatan",
        (0, 200_000),
        (5, 14),
    ),
    Family(
        ("Pencatatan {}", "Pembaruan pencatatan {}", "Pembinaan {}"),
        ("sanggar tari", "kelompok musik tradisional", "juru pelihara cagar budaya", "pemandu wisata")
        + ("biro perjalanan", "desa wisata", "museum pribadi"),
        "Tanda pencatatan {}",
        CULTURE,
        None,
        (0, 0),
        (3, 10),
    ),
    Family(
        ("Pelatihan {}", "Uji kompetensi {}", "Pemagangan {}"),
        ("menjahit", "barista", "komputer perkantoran", "tata rias", "pertukangan kayu")
        + ("servis pendingin ruangan", "budidaya jamur"),
        "Sertifikat pelatihan {}",
        ("dinas-tenaga-kerja", "dpmptsp"),
        "pekerjaan",
        (0, 0),
        (5, 30),
    ),
    Family(
        ("Penyediaan {}", "Pemeliharaan {}", "Penghentian {}"),
        ("alat dengar", "permakanan lansia", "taman penitipan balita", "rumah singgah"),
        "Berita acara {}",
        ("dinas-sosial",),
        "bantuan-sosial",
        (0, 0),
        (3, 14),
    ),
    Family(
        ("Permohonan {}", "Perubahan {}", "Penghentian layanan {}"),
        ("titik wifi publik", "subdomain desa"),
        "Berita acara {}",
        ("diskominfo",),
        None,
        (0, 0),
        (2, 10),
    ),
)

#: Services without a reference: each act for each subject, in a form or for a circle of people.
LOCAL_ACTS = ("Pendampingan {}", "Konsultasi {}", "Penyuluhan {}", "Fasilitasi {}", "Pemantauan {}", "Klinik {}") + (
    "Verifikasi lapangan {}",
    "Legalisasi berkas {}",
    "Permohonan salinan data {}",
    "Kunjungan belajar {}",
)
NATIONAL_ACTS = (
    "Pendaftaran {}",
    "Perpanjangan {}",
    "Persetujuan {}",
    "Rekomendasi {}",
    "Sertifikasi {}",
    "Akreditasi {}",
) + ("Pengujian {}", "Konsultasi {}", "Pelaporan {}", "Penetapan {}", "Pemutakhiran {}", "Pencabutan {}")
NATIONAL_SUBJECTS = (
    ("kapal penangkap ikan", "benih unggul", "alat ukur laboratorium", "frekuensi amatir", "perangkat pesawat nirawak")
    + ("laboratorium kalibrasi", "pakan ternak", "karantina tumbuhan", "pupuk organik", "obat hewan", "kosmetik")
    + ("penyelenggara wisata", "arsip negara", "naskah kuno", "koleksi museum", "film bioskop", "konten gim")
    + ("bahan peledak industri", "sumber radiasi", "reaktor penelitian", "stasiun cuaca", "peta tematik")
    + ("citra satelit", "jalan tol", "bendungan", "izin air baku", "rumah susun", "konstruksi baja", "galian pasir")
    + ("minyak pelumas", "panas bumi", "pembangkit surya", "hutan rakyat", "satwa langka", "taman nasional")
    + ("hasil hutan kayu", "karbon biru", "terumbu karang", "pelabuhan perikanan", "nakhoda", "awak pesawat")
    + ("bandar udara khusus", "galangan", "kereta wisata", "koperasi simpan pinjam", "dana bergulir")
    + ("penanaman modal asing", "impor gula", "ekspor rotan", "tekstil", "mainan", "helm", "ban", "kemasan")
    + ("lembaga pelatihan", "tenaga kerja asing", "pemagangan luar negeri", "serikat pekerja", "perguruan tinggi")
    + ("beasiswa doktor", "jurnal ilmiah", "indikasi geografis", "desain industri", "varietas tanaman", "atlet muda")
)
CIRCLES = (
    ("", "bagi pemula", "bagi kelompok", "bagi lansia", "bagi pelajar", "bagi penyandang disabilitas", "keliling")
    + ("tahap pertama", "tahap lanjutan", "tingkat dasar", "tingkat lanjut", "bagi lembaga nirlaba", "terpadu")
    + ("skala kecil", "skala menengah", "musiman")
)

#: Local wordings of one service's name; {} is the name, {lower} the same in the middle of a sentence.
WORDINGS = (
    "{name}",
    "Pelayanan {lower}",
    "Layanan {lower}",
    "Permohonan {lower}",
    "Pengurusan {lower}",
    "Proses {lower}",
) + ("{name} bagi warga", "{name} secara langsung", "Pengajuan {lower}", "Loket {lower}", "{name} terpadu")
#: What an office appends to a name; {place} is the region's name, {town} the name without its kind.
PLACE_ENDINGS = ("", "", "", " {place}", " di {place}", " {town}", ", {place}")

#: Units of an invented government: slug, name, short name, words people type, kind.
GOVERNMENT_UNITS = (
    ("disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil", ("dukcapil", "capil"), "dinas"),
    ("dpmptsp", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "DPMPTSP", ("perizinan",), "dinas"),
    ("dinas-kesehatan", "Dinas Kesehatan", "Dinkes", (), "dinas"),
    ("dinas-perhubungan", "Dinas Perhubungan", "Dishub", (), "dinas"),
    ("dinas-tenaga-kerja", "Dinas Tenaga Kerja", "Disnaker", (), "dinas"),
    ("dinas-sosial", "Dinas Sosial", "Dinsos", (), "dinas"),
    ("diskominfo", "Dinas Komunikasi dan Informatika", "Diskominfo", ("kominfo",), "dinas"),
    ("kesbangpol", "Badan Kesatuan Bangsa dan Politik", "Kesbangpol", ("kesbang",), "badan"),
    ("dinas-lingkungan-hidup", "Dinas Lingkungan Hidup", "DLH", (), "dinas"),
    ("dinas-pertanian-dan-perikanan", "Dinas Pertanian dan Perikanan", "Distankan", (), "dinas"),
    ("dinas-perdagangan", "Dinas Perdagangan", "Disdag", (), "dinas"),
    ("dinas-kebudayaan-dan-pariwisata", "Dinas Kebudayaan dan Pariwisata", "Disbudpar", (), "dinas"),
    ("mal-pelayanan-publik", "Mal Pelayanan Publik", "MPP", (), "mal"),
    ("kecamatan", "Kecamatan", None, (), "kecamatan"),
    ("inspektorat", "Inspektorat Daerah", "Inspektorat", (), "inspektorat"),
)
#: Units of an invented province, ministry or institution.
OTHER_UNITS = (
    ("pusat-layanan-terpadu", "Pusat Layanan Terpadu", "PLT", (), "unit"),
    ("direktorat-perizinan", "Direktorat Perizinan", None, (), "direktorat"),
    ("direktorat-pembinaan", "Direktorat Pembinaan", None, (), "direktorat"),
    ("balai-pengujian", "Balai Pengujian", None, (), "balai"),
    ("inspektorat", "Inspektorat", None, (), "inspektorat"),
)
#: Where the seeded national services belong in a government, by slug; all others stand at the service mall.
SEEDED_UNITS = {
    **dict.fromkeys(
        ("ktp-baru", "ktp-hilang-rusak", "ktp-ubah-data", "kk-baru", "kk-ubah", "kk-hilang-rusak", "akta-lahir")
        + ("akta-mati", "akta-kawin", "kia", "pindah-wni"),
        ("disdukcapil",),
    ),
    **dict.fromkeys(("sip-nakes", "spp-irt"), ("dinas-kesehatan",)),
    **dict.fromkeys(("pbg", "slf", "nib"), ("dpmptsp",)),
    **dict.fromkeys(("sktm", "domisili-usaha"), DISTRICT),
    "uji-kir": ("dinas-perhubungan", "dpmptsp"),
    "ak1": ("dinas-tenaga-kerja", "dpmptsp"),
    "izin-penelitian": ("kesbangpol",),
    "usul-bansos": ("dinas-sosial",),
    "info-publik": ("diskominfo",),
}

#: Invented national agencies: name, kind.
NATIONAL_AGENCIES = tuple(
    (f"Kementerian {name}", "ministry")
    for name in (
        ("Perhubungan", "Pertanian", "Kelautan dan Perikanan", "Kehutanan", "Lingkungan Hidup", "Perdagangan")
        + ("Perindustrian", "Koperasi", "Pekerjaan Umum", "Perumahan dan Kawasan Permukiman", "Ketenagakerjaan")
        + ("Energi dan Sumber Daya Mineral", "Komunikasi dan Digital", "Kebudayaan", "Pariwisata", "Sosial")
        + ("Pemuda dan Olahraga", "Pertahanan", "Luar Negeri", "Dalam Negeri", "Transmigrasi")
        + ("Pendidikan Tinggi, Sains, dan Teknologi", "Desa dan Pembangunan Daerah Tertinggal")
    )
) + tuple(
    (name, "institution")
    for name in (
        ("Arsip Nasional", "Perpustakaan Nasional", "Badan Karantina Indonesia", "Badan Pengawas Tenaga Nuklir")
        + ("Badan Informasi Geospasial", "Badan Riset dan Inovasi Nasional", "Badan Standardisasi Nasional")
        + ("Badan Meteorologi, Klimatologi, dan Geofisika", "Badan Pengawas Obat dan Makanan", "Badan Gizi Nasional")
        + ("Badan Narkotika Nasional", "Badan Siber dan Sandi Negara", "Badan Pangan Nasional", "Lembaga Sensor Film")
        + ("Badan Kependudukan dan Keluarga Berencana", "Badan Nasional Penanggulangan Bencana")
        + ("Badan Pencarian dan Pertolongan", "Badan Kepegawaian Negara", "Lembaga Administrasi Negara")
    )
)
