"""What citizens type and the service they need, in all kinds; written before any tuning.

``expected`` is the service that must stand first; where several are right at once, any of them.
"""

from typing import NamedTuple


class Example(NamedTuple):
    """A query, the slugs that are right on the first place, and its kind."""

    query: str
    expected: tuple[str, ...]
    kind: str


def _examples(kind: str, *pairs: tuple[str, str]) -> list[Example]:
    return [Example(query, tuple(expected.split()), kind) for query, expected in pairs]


# The examples of the language reference, section 6.1.
GIVEN = [
    *_examples("colloquial", ("bikin ktp ilang", "ktp-hilang-rusak")),
    *_examples("spelling", ("akte lahir anak", "akta-lahir")),
    *_examples("typo", ("perpanjangn sim onlen", "sim-perpanjang")),
    *_examples("old name", ("urus imb rumah", "pbg")),
    *_examples("english", ("renew passport", "paspor-ganti")),
    *_examples("intent", ("nikah di rumah bayar brp", "nikah-kua")),
    *_examples("other", ("balik nama sertifikat rumah", "tanah-balik-nama")),
    *_examples("complaint", ("dimintain duit bikin kk", "kk-baru")),
    *_examples("ambiguous", ("sim", "sim-baru sim-perpanjang sim-internasional")),
]

OWN = [
    *_examples(
        "colloquial",
        ("ngurus ktp rusak gmn ya", "ktp-hilang-rusak"),
        ("nyetak kk yg ilang", "kk-hilang-rusak"),
        ("bikinin akte anak dong", "akta-lahir"),
        ("cairin jht", "jht"),
        ("nambahin anak ke kk", "kk-ubah"),
        ("mau nikahan di kua brp duit", "nikah-kua"),
        ("pngen pindah domisili", "pindah-wni"),
        ("stnk mati 5 taun", "stnk-5tahun"),
        ("kecopetan dompet ktp ilang", "ktp-hilang-rusak"),
        ("paspor sobek", "paspor-hilang-rusak"),
        ("ktp patah ganti dmn", "ktp-hilang-rusak"),
        ("mecah kk dr ortu", "kk-baru"),
        ("bpjs kelas 3 daftarnya gmn", "bpjs-mandiri"),
        ("surat kelakuan baik", "skck"),
        ("buat kartu kuning", "ak1"),
        ("ngurus surat miskin", "sktm"),
        ("telat bayar pajak motor", "pajak-tahunan"),
        ("jamsostek mau dicairin abis resign", "jht"),
    ),
    *_examples(
        "spelling",
        ("ijin keramaian", "izin-keramaian"),
        ("akte kematian", "akta-mati"),
        ("sertipikat halal gratis", "halal-self"),
        ("ijin praktek dokter", "sip-nakes"),
        ("e ktp baru", "ktp-baru"),
        ("ektp hilang", "ktp-hilang-rusak"),
        ("KTP-el rusak", "ktp-hilang-rusak"),
        ("p-irt", "spp-irt"),
        ("ganti pelat nomor", "stnk-5tahun"),
        ("syarat2 sim c", "sim-baru"),
        ("legalisir ijasah luar negeri", "apostille"),
        ("daftar merk dagang", "merek"),
        ("ijin penelitian", "izin-penelitian"),
        ("kartu keluarga hilang", "kk-hilang-rusak"),
        ("surat ijin mengemudi internasional", "sim-internasional"),
    ),
    *_examples(
        "typo",
        ("pasporr anak", "paspor-anak"),
        ("kartu identtas anak", "kia"),
        ("akta kelahirn", "akta-lahir"),
        ("perpanjag sim", "sim-perpanjang"),
        ("paspor hilnag", "paspor-hilang-rusak"),
        ("sertifkat tanah massal", "ptsl"),
        ("ombudsmn", "ombudsman"),
        ("appostille", "apostille"),
        ("bansoss", "usul-bansos"),
        ("aktalahir", "akta-lahir"),
        ("izin hajatn", "izin-keramaian"),
        ("npwpp online", "npwp"),
        ("maladminstrasi", "ombudsman"),
        ("biaya nikha di kua", "nikah-kua"),
        ("paspr baru", "paspor-baru"),
    ),
    *_examples(
        "old name",
        ("siup", "nib"),
        ("ppdb sma", "spmb-sma"),
        ("imb online", "pbg"),
        ("prona sertifikat", "ptsl"),
        ("dtks", "usul-bansos"),
        ("jamsostek cair", "jht"),
        ("izin mendirikan bangunan", "pbg"),
    ),
    *_examples(
        "english",
        ("lost passport", "paspor-hilang-rusak"),
        ("birth certificate", "akta-lahir"),
        ("driving license renewal", "sim-perpanjang"),
        ("international driving permit", "sim-internasional"),
        ("id card lost", "ktp-hilang-rusak"),
        ("tax number", "npwp"),
        ("building permit", "pbg"),
        ("business license", "nib"),
        ("child passport", "paspor-anak"),
        ("police clearance", "skck"),
        ("land certificate check", "tanah-cek"),
        ("how to get a new passport", "paspor-baru"),
    ),
    *_examples(
        "intent",
        ("berapa biaya paspor", "paspor-baru"),
        ("syarat skck apa saja", "skck"),
        ("berapa lama bikin paspor", "paspor-baru"),
        ("cara balik nama motor", "balik-nama"),
        ("nib gratis ga", "nib"),
        ("harga perpanjang sim", "sim-perpanjang"),
        ("kapan jadi kk baru", "kk-baru"),
        ("alamat bikin sim", "sim-baru"),
        ("bawa apa aja kalo mau uji kir", "uji-kir"),
        ("npwp online lewat hp", "npwp"),
        ("tarif roya", "tanah-roya"),
        ("prosedur cek sertifikat tanah", "tanah-cek"),
    ),
    *_examples(
        "complaint",
        ("ktp blm jadi udah 3 bulan", "ktp-baru ktp-hilang-rusak ktp-ubah-data"),
        ("pungli di samsat balik nama motor", "balik-nama"),
        ("calo sim", "sim-baru sim-perpanjang"),
        ("petugas minta duit bikin skck", "skck"),
        ("kk lama sekali belum jadi", "kk-baru kk-ubah"),
        ("nikah di kua diminta uang rokok", "nikah-kua"),
    ),
    *_examples(
        "place",
        ("bikin ktp ilang kota bandung", "ktp-hilang-rusak"),
        ("perpanjang sim surabaya", "sim-perpanjang"),
        ("akta lahir di kab sleman", "akta-lahir"),
        ("urus kk jogja", "kk-baru"),
        ("ktp rusak kupang", "ktp-hilang-rusak"),
        ("imb kabupaten bandung barat", "pbg"),
        ("sktm jakpus", "sktm"),
    ),
    *_examples(
        "ambiguous",
        ("ktp", "ktp-baru"),
        ("kk", "kk-baru"),
        ("paspor", "paspor-baru paspor-ganti"),
        ("halal", "halal-self halal-reguler"),
        ("balik nama", "balik-nama tanah-balik-nama"),
        ("nikah", "nikah-kua akta-kawin"),
        ("akta", "akta-lahir akta-mati akta-kawin"),
        ("sertifikat tanah", "tanah-cek ptsl tanah-pecah tanah-balik-nama"),
        ("bpjs", "bpjs-mandiri jht"),
    ),
    *_examples(
        "other",
        ("kartu tanda penduduk", "ktp-baru"),
        ("akta nikah kristen", "akta-kawin"),
        ("cabut berkas motor", "mutasi-kendaraan"),
        ("surat pindah", "pindah-wni"),
        ("tambah daya listrik", "pln-pasang"),
        ("minta data pemerintah", "info-publik"),
        ("perpanjang str perawat", "str-nakes"),
        ("pecah sertifikat", "tanah-pecah"),
        ("lapor kehilangan", "sktlk"),
        ("hak cipta lagu", "hak-cipta"),
        ("porsi haji", "haji-reguler"),
        ("laik fungsi", "slf"),
        ("surat keterangan usaha", "domisili-usaha"),
        ("pasang listrik rumah baru", "pln-pasang"),
        ("perubahan data kartu keluarga", "kk-ubah"),
        ("ubah foto ktp", "ktp-ubah-data"),
        ("bayi baru lahir", "akta-lahir"),
    ),
]
