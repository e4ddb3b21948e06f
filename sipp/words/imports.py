"""What an import says of a file in words, and what the first sheet of a workbook explains to whoever fills it in."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

#: What is wrong, or worth a look, in one sentence that says what to do. ``%(detail)s`` is the problem's detail.
PROBLEMS: dict[str, LazyString] = {
    "no_known_sheet": _l("Tidak ada lembar yang dikenali. Pakai templatnya: judul lembar dan kolom jangan diubah."),
    "unknown_column": _l("Kolom “%(detail)s” tidak dikenali. Hapus, atau pakai judul dari templat."),
    "missing_column": _l("Kolom “%(detail)s” tidak ada."),
    "repeated_column": _l("Kolom “%(detail)s” ada dua kali."),
    "too_many_rows": _l("Barisnya terlalu banyak. Bagi menjadi beberapa berkas."),
    "formula_cell": _l("Sel berisi rumus. Ganti dengan nilainya."),
    "missing_value": _l("Sel ini harus diisi."),
    "number_unreadable": _l("“%(detail)s” bukan bilangan bulat."),
    "number_too_large": _l("“%(detail)s” terlalu besar."),
    "amount_unreadable": _l("“%(detail)s” tidak terbaca sebagai jumlah rupiah, misalnya 50000."),
    "amount_negative": _l("Jumlah rupiah tidak boleh di bawah nol."),
    "amount_not_whole": _l("Tulis rupiah tanpa sen."),
    "amount_too_large": _l("“%(detail)s” terlalu besar."),
    "date_unreadable": _l("“%(detail)s” tidak terbaca sebagai tanggal, misalnya 2027-01-31."),
    "date_impossible": _l("Tanggal “%(detail)s” tidak ada."),
    "unknown_choice": _l("“%(detail)s” bukan salah satu pilihan kolom ini."),
    "text_too_long": _l("Teksnya terlalu panjang. Persingkat."),
    "formula_unreadable": _l("Rumus biaya tidak terbaca. Susunannya jangan diubah."),
    "time_unreadable": _l("“%(detail)s” tidak terbaca sebagai jangka waktu, misalnya 3 hari kerja."),
    "time_several": _l("“%(detail)s” memuat beberapa jangka waktu. Tulis satu di setiap baris."),
    "fee_unreadable": _l("“%(detail)s” tidak terbaca sebagai biaya, misalnya gratis atau Rp50.000."),
    "fee_several": _l("“%(detail)s” memuat beberapa biaya. Tulis satu di setiap baris."),
    "repeated_key": _l("Kunci “%(detail)s” dipakai dua kali untuk layanan ini."),
    "repeated_service": _l("Layanan ini ada dua kali dalam berkas. Pakai satu saja."),
    "service_missing": _l("Baris ini tidak menyebut layanan mana."),
    "slug_unusable": _l("Alamat pendek layanan hanya huruf kecil, angka, dan tanda hubung, dan belum pernah dipakai."),
    "unknown_unit": _l("Unit ini tidak ada di instansi Anda."),
    "unknown_reference": _l("Layanan acuan ini tidak ada."),
    "unit_out_of_reach": _l("Unit ini di luar wewenang Anda."),
    "draft_of_another": _l("Layanan ini punya draf orang lain yang belum selesai. Mintalah ia menyelesaikannya dulu."),
    "service_not_changed": _l("Nama, unit, dan acuan layanan yang sudah ada tidak diubah lewat impor."),
    "same_effective_date": _l("Isinya berubah, tetapi tanggal berlakunya (%(detail)s) sama dengan versi yang terbit."),
    "decree_in_review": _l(
        "Keputusan %(detail)s sedang ditinjau atau sudah disetujui. Tarik kembali dulu, atau tulis nomor lain."
    ),
    "no_tables": _l("Tidak ada tabel “No, Komponen, Uraian” dalam berkas ini."),
    "no_title": _l("Tabel ini tidak berjudul. Tulis nama layanannya di atas tabel."),
    "no_effective_date": _l("Tanggal berlaku belum disebut. Draf memakai %(detail)s; periksa."),
    "component_unknown": _l("Baris ini tidak dikenali sebagai komponen: “%(detail)s”."),
    "not_typed": _l("Belum dapat dibaca sebagai isian, dan disimpan sebagai teks asli: “%(detail)s”."),
    "day_type_unclear": _l("Ditulis “hari” saja dan dibaca sebagai hari kalender. Periksa: “%(detail)s”."),
    "heading_as_condition": _l("Judul di atas daftar dibaca sebagai keadaan. Periksa: “%(detail)s”."),
    "reference_proposed": _l("Layanan acuan yang diusulkan: %(detail)s. Periksa."),
    "reference_not_found": _l("Tidak ada layanan acuan yang cocok dengan “%(detail)s”."),
}

LEVELS: dict[str, LazyString] = {
    "error": _l("Tidak diimpor"),
    "publishing": _l("Diperbaiki sebelum terbit"),
    "note": _l("Periksa"),
}

#: What an import does for one service.
EFFECTS: dict[str, LazyString] = {
    "new_service": _l("layanan baru dengan draf"),
    "new_draft": _l("draf baru"),
    "rewritten_draft": _l("draf diperbarui"),
    "unchanged": _l("tidak berubah"),
}

#: Why a file is not taken at all.
REFUSED_FILES: dict[str, LazyString] = {
    "file_too_large": _l("Berkas lebih besar daripada 12 MB."),
    "archive_too_large": _l("Isi berkas terlalu besar setelah dibuka."),
    "too_many_sheets": _l("Lembarnya terlalu banyak."),
    "too_many_rows": _l("Barisnya terlalu banyak. Bagi menjadi beberapa berkas."),
    "archive_broken": _l("Berkas rusak. Buka dengan program pembuatnya, lalu simpan ulang."),
    "archive_encrypted": _l("Berkas dikunci dengan kata sandi. Simpan tanpa kata sandi."),
    "has_macros": _l("Berkas memuat makro. Simpan sebagai .xlsx atau .docx biasa."),
    "has_entities": _l("Berkas memuat deklarasi XML yang tidak aman. Simpan ulang dengan Excel atau Word."),
    "points_outside": _l("Berkas menunjuk ke berkas lain. Putuskan tautannya, lalu simpan ulang."),
    "unknown_archive": _l("Ini bukan berkas Excel atau Word."),
    "unknown_file": _l("Jenis berkas ini tidak diterima. Kirim .xlsx, .docx, atau .csv."),
    "old_office_file": _l("Ini berkas Office lama, atau dikunci kata sandi. Simpan sebagai .xlsx atau .docx."),
    "not_a_workbook": _l("Ini bukan berkas Excel."),
    "not_a_document": _l("Ini bukan berkas Word."),
    "text_unreadable": _l("Berkas ini tidak terbaca sebagai teks."),
    "cell_too_long": _l("Ada teks yang lebih panjang daripada yang dapat ditampung satu sel; pakai CSV."),
}

#: What is wrong with what was sent, besides the file itself.
UPLOAD_MESSAGES: dict[tuple[str, str] | str, LazyString] = {
    **{(name, code): words for name in ("file", "table", "download") for code, words in REFUSED_FILES.items()},
    ("file", "required"): _l("Pilih berkas, atau tempel tabelnya"),
    ("file", "file_and_table"): _l("Pilih berkas atau tempel tabel, jangan keduanya"),
    "no_services": _l("Tidak ada satu layanan pun di dalamnya. Isi templatnya dulu."),
    "file_has_problems": _l("Belum dapat dibaca seluruhnya. Perbaiki yang disebut di bawah, lalu kirim lagi."),
    ("meaning", "repeated_service"): _l("Tabel lain dalam berkas ini sudah untuk layanan itu"),
    ("meaning", "unknown_choice"): _l("Pilih layanan dari daftar"),
}

#: The colour beside what an import does for one service.
EFFECT_KINDS: dict[str | None, str] = {
    "new_service": "success",
    "new_draft": "success",
    "rewritten_draft": "info",
    "unchanged": "neutral",
    None: "error",
}

#: Where a file is that somebody imports.
IMPORT_STATES: dict[str, LazyString] = {
    "checking": _l("Sedang diperiksa"),
    "checked": _l("Menunggu keputusan Anda"),
    "importing": _l("Draf sedang dibuat"),
    "done": _l("Draf sudah dibuat"),
}

#: The same once the worker gave up.
STOPPED_STATES: dict[str, LazyString] = {
    "checking": _l("Pemeriksaan berhenti"),
    "importing": _l("Pembuatan draf berhenti"),
}

#: Why the worker did not get on.
STOP_REASONS: dict[str, LazyString] = {
    "overtaken": _l("Orang lain sedang mengubah layanan yang sama."),
    "failed": _l("Terjadi gangguan pada sistem saat mengolah berkas ini. Ini bukan kesalahan Anda."),
}

#: The first sheet of a workbook.
GUIDE: tuple[LazyString, ...] = (
    _l("Templat standar pelayanan: satu buku kerja untuk banyak layanan."),
    _l("Lembar Layanan memuat satu baris setiap layanan. Kolom “layanan” adalah alamat pendeknya, misalnya ktp-baru."),
    _l("Lembar lain memuat isi standar; kolom “layanan” di setiap baris menyebut layanan yang mana."),
    _l("Satu berkas satu baris, satu langkah satu baris. Jangan memberi nomor; halaman memberi nomor sendiri."),
    _l("Jumlah rupiah ditulis tanpa titik atau koma, misalnya 50000. Layanan tanpa biaya: tulis gratis."),
    _l("Jangka waktu boleh ditulis utuh di kolom “paling lama”, misalnya 3 hari kerja sejak berkas lengkap."),
    _l("Dasar hukum boleh ditulis utuh di kolom “macam”, misalnya UU Nomor 24 Tahun 2013."),
    _l("Kolom “kunci” menandai baris yang sama dari versi ke versi. Kosongkan untuk baris baru."),
    _l("Lembar yang dihapus dari buku kerja tidak diubah. Lembar yang ada menggantikan seluruh isi komponennya."),
    _l("Rumus tidak diterima: tulis nilainya."),
    _l("Impor selalu diperiksa dulu. Yang diimpor menjadi draf; tidak ada yang langsung terbit."),
)


def problem_words(code: str, detail: str | None) -> str:
    """One problem in one sentence."""
    return str(PROBLEMS[code]) % {"detail": detail or ""}


def effect_words(effect: str | None) -> str:
    """What an import does for one service, as a state of it."""
    return str(EFFECTS[effect] if effect else LEVELS["error"]).capitalize()


def refused_words(code: str) -> str:
    """Why a file is not taken, in one sentence."""
    return str(REFUSED_FILES[code]) if code in REFUSED_FILES else _("Berkas ini tidak dapat dibaca.")
