"""Twenty annexes in the shapes that decrees come in, each with what must be read from it.

The words are ours; the shapes are those of real annexes: one table or two, one service or several, lists numbered by
hand, by Word, with letters or bullets, merged cells, rows that go on over a page, titles above or inside the table.
"""

from collections.abc import Callable
from typing import Any

from tests.exchange.annex_builder import (
    AnnexBuilder,
    in_content_control,
    listed,
    merge_down,
    numbered,
    with_tracked_changes,
)

MANUFACTURING = (
    ("Sarana, prasarana, dan/atau fasilitas", ["1. Ruang tunggu", "2. Jalur landai"]),
    ("Kompetensi pelaksana", "Lulusan SMA yang terlatih mengoperasikan SIAK"),
    ("Pengawasan internal", "Kepala seksi memeriksa antrean setiap hari"),
    ("Jumlah pelaksana", "4 (empat) orang"),
    ("Jaminan pelayanan", "KTP-el diantar ke alamat pemohon bila terlambat"),
    ("Jaminan keamanan dan keselamatan pelayanan", "Data disimpan di jaringan tertutup"),
    ("Evaluasi kinerja pelaksana", "Survei kepuasan masyarakat setiap semester"),
)


def plain() -> bytes:
    rows = (
        (
            "Dasar hukum",
            ["1. UU Nomor 24 Tahun 2013 tentang Administrasi Kependudukan", "2. Permendagri No. 108 Tahun 2019"],
        ),
        ("Persyaratan", ["1. Fotokopi Kartu Keluarga (KK)", "2. Berusia 17 tahun atau lebih"]),
        (
            "Sistem, mekanisme, dan prosedur",
            ["1. Pemohon datang ke loket", "2. Petugas merekam data", "3. Pemohon mengambil KTP-el"],
        ),
        ("Jangka waktu penyelesaian", "24 jam sejak berkas lengkap"),
        ("Biaya/tarif", "Gratis"),
        ("Produk pelayanan", "KTP-el"),
        (
            "Penanganan pengaduan, saran, dan masukan",
            ["1. SP4N-LAPOR! (www.lapor.go.id)", "2. Telepon (022) 4209891", "3. Kotak saran"],
        ),
        *MANUFACTURING,
    )
    return _with_title("STANDAR PELAYANAN PENERBITAN KTP-EL BARU", numbered(rows))


def two_tables() -> bytes:
    builder = AnnexBuilder().text(
        "Standar Pelayanan Penerbitan Kartu Identitas Anak (KIA)", "Komponen Service Delivery"
    )
    builder.table(
        numbered(
            (
                (
                    "Persyaratan",
                    listed(
                        "Fotokopi akta kelahiran",
                        "Fotokopi Kartu Keluarga",
                        "Pas foto anak ukuran 2 × 3 sebanyak 2 lembar",
                    ),
                ),
                ("Prosedur", listed("Pemohon mengambil nomor antrean", "Petugas memverifikasi berkas (10 menit)")),
                ("Jangka waktu", "Maksimal 1 (satu) hari kerja"),
                ("Biaya", "Tidak dipungut biaya"),
                ("Produk", "Kartu Identitas Anak"),
                ("Penanganan pengaduan", listed("Loket pengaduan", "Surel: dukcapil@contoh.go.id")),
            )
        )
    )
    builder.text("Komponen Manufacturing")
    builder.table(numbered((("Dasar hukum", listed("Permendagri Nomor 2 Tahun 2016")), *MANUFACTURING)))
    return builder.bytes()


def several_services() -> bytes:
    builder = AnnexBuilder().text("STANDAR PELAYANAN PADA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL")
    for title, requirement, time in (
        ("A. PENERBITAN KARTU KELUARGA BARU", "Buku nikah", "1 (satu) hari kerja"),
        ("B. PENCATATAN KELAHIRAN DAN PENERBITAN KUTIPAN AKTA KELAHIRAN", "Surat keterangan kelahiran", "2 hari kerja"),
        ("C. PELAYANAN PERPUSTAKAAN KELILING", "Kartu pelajar", "15 menit"),
    ):
        builder.text(title)
        builder.table(
            numbered((("Persyaratan", requirement), ("Jangka Waktu Pelayanan", time), ("Biaya / Tarif", "Rp. 0,-")))
        )
    return builder.bytes()


def two_columns() -> bytes:
    builder = AnnexBuilder().text("Standar Pelayanan: Perubahan Data Kartu Keluarga")
    builder.table(
        (
            ("1. Persyaratan", ["a. Kartu keluarga lama", "b. Formulir F-1.06"]),
            ("2. Sistem, Mekanisme, dan Prosedur", ["a. Unggah berkas di aplikasi", "b. Petugas memeriksa berkas"]),
            ("3. Jangka Waktu Penyelesaian", "± 30 menit"),
            ("4. Biaya/Tarif", "Tidak dipungut biaya (UU No 24 Tahun 2013 Pasal 79A)"),
            ("5. Produk Pelayanan", "Kartu keluarga"),
        ),
        columns=2,
        header=("Komponen", "Uraian"),
    )
    return builder.bytes()


def merged_sections() -> bytes:
    builder = AnnexBuilder().text("Standar Pelayanan Surat Keterangan Tidak Mampu (SKTM)")
    builder.table(
        (
            ("A. KOMPONEN STANDAR PELAYANAN YANG TERKAIT DENGAN PROSES PENYAMPAIAN PELAYANAN (SERVICE DELIVERY)",),
            *numbered(
                (
                    ("Persyaratan", ["1) Fotokopi KTP", "2) Surat pengantar RT/RW"]),
                    ("Waktu", "1 jam 30 menit"),
                    ("Biaya", "Nihil"),
                )
            ),
            ("B. KOMPONEN PROSES PENGELOLAAN PELAYANAN DI INTERNAL ORGANISASI (MANUFACTURING)",),
            *numbered(MANUFACTURING),
        )
    )
    return builder.bytes()


def letters_with_breaks() -> bytes:
    rows = (
        ("Persyaratan", "a) Sertifikat tanah\nb) Gambar bangunan\nc) Fotokopi KTP pemilik"),
        ("Prosedur", "a) Pemohon mendaftar di SIMBG\nb) Dinas memeriksa dokumen\nc) Dinas menerbitkan PBG"),
        ("Jangka waktu", "28 hari kerja"),
        ("Biaya", "Retribusi sesuai Perda Nomor 5 Tahun 2024"),
        ("Produk", "Persetujuan Bangunan Gedung (dokumen elektronik)"),
    )
    return _with_title("Standar Pelayanan Persetujuan Bangunan Gedung", numbered(rows))


def inline_lists() -> bytes:
    rows = (
        ("Persyaratan", "1. KTP-el lama 2. Fotokopi Kartu Keluarga 3. Surat kuasa bila diwakilkan"),
        ("Prosedur", "Pemohon datang ke loket; Petugas mencetak KTP-el; Pemohon menerima KTP-el"),
        ("Jangka waktu", "Maks. 24 jam"),
        ("Biaya", "Gratis"),
        ("Dasar hukum", "UU 24/2013; Perpres 96/2018; Permendagri 108/2019"),
    )
    return _with_title("Standar Pelayanan Penerbitan KTP-el karena perubahan data", numbered(rows))


def merged_down() -> bytes:
    builder = AnnexBuilder().text("Standar Pelayanan Pencatatan Kematian dan Penerbitan Kutipan Akta Kematian")
    table = builder.table(
        (
            ("1", "Persyaratan", "Surat kematian dari dokter"),
            (None, None, "Fotokopi Kartu Keluarga"),
            (None, None, "Fotokopi KTP saksi"),
            ("2", "Jangka waktu", "3 hari kerja"),
            ("3", "Biaya", "Gratis"),
        )
    )
    merge_down(table, 0, 1, 3)
    merge_down(table, 1, 1, 3)
    return builder.bytes()


def over_a_page() -> bytes:
    builder = AnnexBuilder().text("Standar Pelayanan Pencatatan Perkawinan")
    builder.table(
        (
            ("1.", "Persyaratan", ["1. Fotokopi KTP-el calon pengantin", "2. Pas foto berdampingan"]),
            ("No", "Komponen", "Uraian"),
            (None, None, ["3. Akta kelahiran", "4. Surat keterangan dari pemuka agama"]),
            ("2.", "Jangka waktu penyelesaian", "5 (lima) hari kerja setelah berkas dinyatakan lengkap"),
            ("3.", "Biaya/tarif", "Gratis"),
        )
    )
    return builder.bytes()


def typographic() -> bytes:
    rows = (
        ("Persyaratan", ["\uf0b7 Paspor lama", "•\u00a0KTP\u2011el", "– Kartu\u00a0Keluarga", "➢ Akta kelahiran"]),
        ("Sistem,  Mekanisme\u00a0dan Prosedur", ["✓ Daftar lewat m‑paspor", "✓ Datang ke kantor imigrasi"]),
        ("Jangka waktu", "４ hari kerja setelah pembayaran"),
        ("Biaya", "Paspor elektronik – Rp.\u00a0650.000,–"),
        ("Produk", "“Paspor”"),
    )
    return _with_title("“STANDAR PELAYANAN PENGGANTIAN PASPOR”", numbered(rows))


def services_in_one_table() -> bytes:
    builder = AnnexBuilder()
    builder.table(
        (
            ("I. PENERBITAN SURAT KETERANGAN PINDAH WNI",),
            *numbered((("Persyaratan", "Kartu Keluarga asli"), ("Jangka waktu", "1 hari kerja"), ("Biaya", "Gratis"))),
            ("II. PENERBITAN KARTU KELUARGA KARENA HILANG ATAU RUSAK",),
            *numbered(
                (("Persyaratan", "Surat kehilangan dari kepolisian"), ("Jangka waktu", "2 jam"), ("Biaya", "Gratis"))
            ),
        )
    )
    return builder.bytes()


def with_decree() -> bytes:
    builder = AnnexBuilder().text(
        "LAMPIRAN I",
        "KEPUTUSAN KEPALA DINAS PENANAMAN MODAL",
        "NOMOR : 503/12/KEP/2026",
        "TANGGAL : 5 Januari 2026",
        "TENTANG STANDAR PELAYANAN",
        "Jenis Pelayanan : Nomor Induk Berusaha",
    )
    builder.table(
        numbered(
            (
                ("Persyaratan", ["1. NIK", "2. Alamat surel"]),
                ("Jangka waktu", "Langsung terbit setelah data lengkap"),
                ("Biaya", "Rp 0"),
                ("Produk", "Nomor Induk Berusaha (dokumen elektronik)"),
            )
        )
    )
    return builder.bytes()


def title_in_a_row() -> bytes:
    builder = AnnexBuilder().text("STANDAR PELAYANAN KECAMATAN CONTOH")
    builder.table(
        (
            ("Jenis Pelayanan", "Surat Keterangan Domisili Usaha"),
            ("Persyaratan", ["- Fotokopi KTP", "- Denah lokasi usaha"]),
            ("Jangka Waktu", "1 minggu"),
            ("Biaya", "Rp25.000 per surat sesuai Perda 1 Tahun 2024"),
        ),
        columns=2,
        header=None,
    )
    return builder.bytes()


def headings_inside() -> bytes:
    rows = (
        (
            "Persyaratan",
            [
                "Persyaratan:",
                "KTP-el hilang:",
                "1. Surat kehilangan dari kepolisian",
                "KTP-el rusak:",
                "1. KTP-el yang rusak",
                "2. Fotokopi KK",
            ],
        ),
        ("Prosedur", ["Daring:", "1. Unggah berkas", "2. Petugas memeriksa", "Luring:", "1. Pemohon datang ke loket"]),
        ("Jangka waktu", "1 hari"),
        ("Biaya", "Gratis"),
    )
    return _with_title("Standar Pelayanan Penerbitan KTP-el karena hilang atau rusak", numbered(rows))


def labelled_fees() -> bytes:
    rows = (
        ("Persyaratan", ["1. KTP-el", "2. Kartu Keluarga"]),
        (
            "Jangka waktu",
            [
                "1. Paspor biasa: 4 hari kerja",
                "2. Paspor elektronik: 4 hari kerja",
                "3. Layanan percepatan: 1 hari kerja",
            ],
        ),
        (
            "Biaya",
            [
                "1. Paspor biasa: Rp350.000",
                "2. Paspor elektronik: Rp650.000",
                "3. Layanan percepatan: Rp1.000.000",
                "4. Denda paspor hilang: Rp1.000.000",
            ],
        ),
        ("Dasar hukum", "PP Nomor 45 Tahun 2024"),
    )
    return _with_title("Standar Pelayanan Penerbitan Paspor Baru", numbered(rows))


def office_template() -> bytes:
    builder = AnnexBuilder().text("Standar Pelayanan Uji Berkala Kendaraan Bermotor (KIR)")
    in_content_control(builder.document.paragraphs[0])
    table = builder.table(
        numbered(
            (
                ("Persyaratan", ["STNK", "Bukti lulus uji sebelumnya"]),
                ("Jangka waktu", "2"),
                ("Biaya", None),
                ("Jumlah pelaksana", ["Penguji: 3 orang", "Petugas loket: 2 orang"]),
            )
        )
    )
    with_tracked_changes(table.cell(2, 2).paragraphs[0], deleted=" minggu", inserted=" jam")
    inner = table.cell(3, 2).add_table(rows=2, cols=2)
    for row, (label, amount) in enumerate((("Mobil barang", "Rp85.000"), ("Mobil penumpang", "Rp60.000"))):
        inner.cell(row, 0).text, inner.cell(row, 1).text = label, amount
    return builder.bytes()


def four_columns() -> bytes:
    builder = AnnexBuilder().text("Standar Pelayanan Izin Penelitian")
    builder.table(
        (
            ("1", "Persyaratan", ["1. Proposal penelitian", "2. Surat pengantar dari kampus"], "lengkap"),
            ("2", "Jangka Waktu", "3 (tiga) hari kerja", None),
            ("3", "Biaya", "Tanpa biaya", None),
        ),
        columns=4,
        header=("No.", "Komponen", "Uraian", "Keterangan"),
    )
    return builder.bytes()


def official_names() -> bytes:
    rows = (
        (
            "DASAR HUKUM",
            [
                "1. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;",
                "2. Peraturan Daerah Kota Contoh Nomor 3 Tahun 2020.",
            ],
        ),
        (
            "PERSYARATAN",
            ["1. Identitas pemohon;", "2. Rincian informasi yang diminta; dan", "3. Tujuan penggunaan informasi."],
        ),
        ("SISTEM, MEKANISME, DAN PROSEDUR", ["1. Pemohon mengisi formulir;", "2. Petugas menjawab permohonan."]),
        ("JANGKA WAKTU PENYELESAIAN", "10 (sepuluh) hari kerja"),
        ("BIAYA/TARIF", "TIDAK DIPUNGUT BIAYA"),
        ("PRODUK PELAYANAN", "INFORMASI PUBLIK"),
        ("PENANGANAN PENGADUAN, SARAN, DAN MASUKAN/APRESIASI", ["1. Surat ke kantor;", "2. WhatsApp 0811-2233-4455."]),
        (
            "JAMINAN PELAYANAN YANG MEMBERIKAN KEPASTIAN PELAYANAN DILAKSANAKAN SESUAI DENGAN STANDAR PELAYANAN",
            "Maklumat pelayanan dipasang di ruang tunggu",
        ),
        (
            "JAMINAN KEAMANAN DAN KESELAMATAN PELAYANAN DALAM BENTUK KOMITMEN UNTUK MEMBERIKAN RASA AMAN",
            "Ruang pelayanan diawasi kamera",
        ),
    )
    return _with_title("STANDAR PELAYANAN PERMINTAAN INFORMASI PUBLIK", numbered(rows))


def odd_figures() -> bytes:
    rows = (
        ("Persyaratan", ["1. Surat permohonan", "2. -", "3. Rekomendasi dari Polsek"]),
        ("Jangka waktu", "3 x 24 jam terhitung sejak berkas diterima lengkap"),
        ("Biaya", "Rp 42.000/orang/bulan"),
        ("Jumlah pelaksana", ["Front office: 2 (dua) orang", "Verifikator: 1 orang"]),
    )
    return _with_title("Standar Pelayanan Izin Keramaian", numbered(rows))


def untypeable() -> bytes:
    rows = (
        ("Dasar hukum", ["1. Peraturan Menteri Sosial Nomor 3 Tahun 2021", "2. Petunjuk teknis kementerian"]),
        ("Persyaratan", ["1. Fotokopi KTP", "2. Fotokopi KK"]),
        ("Jangka waktu", "Tergantung kelengkapan berkas dan antrean"),
        ("Biaya", "Dibebankan pada APBD"),
        ("Jumlah pelaksana", "Menyesuaikan"),
        ("Ketentuan lain", "Pemohon berpakaian sopan"),
    )
    return _with_title("Standar Pelayanan Usul Bantuan Sosial", numbered(rows))


def _with_title(title: str, rows: list[tuple[Any, ...]]) -> bytes:
    builder = AnnexBuilder().text(title)
    builder.table(rows)
    return builder.bytes()


#: Every annex by its name, in the order above.
_NAMES = (
    "plain two_tables several_services two_columns merged_sections letters_with_breaks inline_lists merged_down"
    " over_a_page typographic services_in_one_table with_decree title_in_a_row headings_inside labelled_fees"
    " office_template four_columns official_names odd_figures untypeable"
)
ANNEXES: dict[str, Callable[[], bytes]] = {name: globals()[name] for name in _NAMES.split()}
