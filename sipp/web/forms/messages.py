"""What an error code says at the field: what happened and what to do."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from sipp.words.answers import ANSWER_MESSAGES
from sipp.words.cases import CASE_MESSAGES
from sipp.words.imports import UPLOAD_MESSAGES
from sipp.words.reviews import REVIEW_MESSAGES

#: Signing in, passwords, people.
ACCOUNT_MESSAGES: dict[tuple[str, str] | str, LazyString] = {
    ("email", "required"): _("Isi alamat surel"),
    ("password", "required"): _("Isi kata sandi"),
    ("code", "required"): _("Isi kode"),
    ("new_password", "required"): _("Isi kata sandi baru"),
    ("new_password_confirm", "required"): _("Ketik kata sandi baru sekali lagi"),
    ("password_confirm", "required"): _("Ketik kata sandi sekali lagi"),
    ("roles", "required"): _("Pilih paling sedikit satu peran"),
    "person_name_required": _("Isi nama lengkap orang yang diundang"),
    "wrong_credentials": _("Alamat surel atau kata sandi salah"),
    "wrong_password": _("Kata sandi ini salah"),
    "wrong_code": _("Kode ini salah atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."),
    "wrong_recovery_code": _("Kode pemulihan ini salah atau sudah dipakai"),
    "too_many_attempts": _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."),
    "passwords_differ": _("Kedua kata sandi tidak sama"),
    "same_password": _("Kata sandi baru harus berbeda dari yang lama"),
    "password_too_short": _("Kata sandi terlalu pendek. Pakai paling sedikit 12 karakter."),
    "password_too_long": _("Kata sandi terlalu panjang. Pakai paling banyak 128 karakter."),
    "password_too_simple": _("Kata sandi ini mudah ditebak. Gabungkan beberapa kata yang tidak berhubungan."),
    "password_holds_name": _("Kata sandi ini berisi nama atau surel Anda. Pilih kata lain."),
    "roles_do_not_go_together": _("Pemegang kunci identitas tidak boleh memegang peran lain"),
    "role_held_already": _("Orang ini sudah memegang peran itu di tempat itu"),
    "unit_out_of_reach": _("Pilih satuan kerja dari daftar"),
    "service_name_required": _("Isi nama layanan"),
    "not_a_web_address": _("Tulis alamat lengkap, misalnya https://disdukcapil.contoh.go.id"),
}

#: The profile of an agency.
PROFILE_MESSAGES: dict[tuple[str, str] | str, LazyString] = {
    "agency_name_required": _("Isi nama resmi instansi"),
    "not_a_slug": _("Pakai huruf kecil, angka, dan tanda hubung saja, misalnya kota-bandung"),
    "slug_taken": _("Alamat ini sudah atau pernah dipakai instansi lain"),
    "merged_into_itself": _("Pilih instansi lain sebagai tujuan"),
    ("into", "required"): _("Pilih instansi tujuan"),
    "not_a_postal_code": _("Tulis kode pos lima angka, misalnya 40115"),
    "not_a_channel": _("Ada baris yang bukan nomor telepon, surel, alamat situs, SMS, atau SP4N-LAPOR!"),
    "unit_name_required": _("Isi nama satuan kerja"),
    "working_week_required": _("Pilih paling sedikit satu hari kerja"),
    "unit_below_itself": _("Satuan kerja tidak dapat dipindah ke bawahnya sendiri"),
    "tree_too_deep": _("Susunan ini terlalu dalam. Pilih satuan kerja yang lebih atas."),
    "point_name_required": _("Isi nama tempat layanan"),
    "hours_unreadable": _("Tulis jam seperti 08.00-15.00, atau kosongkan bila tutup"),
    "hours_reversed": _("Jam tutup harus sesudah jam buka"),
    "hours_overlap": _("Jam-jam ini saling tumpang tindih. Periksa lagi."),
    "hours_one_span": _("Tulis satu rentang jam saja, misalnya 08.00-11.00"),
    "time_unreadable": _("Tulis jam seperti 13.00"),
    "pledge_required": _("Isi maklumat pelayanan"),
    "membership_reason_required": _("Tulis alasannya"),
    ("address", "required"): _("Isi alamat surel"),
    "too_many_mails": _("Sudah terlalu banyak surat dikirim hari ini. Coba lagi besok."),
    "notice_required": _("Tulis apa yang perlu diketahui warga"),
    "notice_end_required": _("Isi tanggal berakhirnya. Pemberitahuan selalu berakhir."),
    "notice_ended": _("Waktu berakhir ini sudah lewat. Pilih waktu yang akan datang."),
    "notice_too_long": _("Pemberitahuan berlaku paling lama 31 hari. Pilih tanggal yang lebih dekat."),
}

#: What several subjects share, and the report form.
GENERAL_MESSAGES: dict[tuple[str, str] | str, LazyString] = {
    "required": _("Isi bagian ini"),
    "too_long": _("Tulisan ini terlalu panjang. Persingkat."),
    "unknown_choice": _("Pilih salah satu dari daftar"),
    "in_the_future": _("Tanggal ini belum lewat. Periksa tahunnya."),
    "too_long_ago": _("Tanggal ini terlalu lama. Periksa tahunnya."),
    "before_application": _("Tanggal ini lebih awal dari tanggal pengajuan. Periksa keduanya."),
    "not_a_count": _("Tulis angka bulat, misalnya 45"),
    "date_unreadable": _("Tulis tanggal seperti 23-11-2026"),
    "date_impossible": _("Tanggal ini tidak ada di kalender. Periksa hari dan bulannya."),
    "amount_unreadable": _("Tulis jumlah dalam rupiah, misalnya 50.000"),
    "amount_negative": _("Jumlah tidak boleh kurang dari nol. Tulis misalnya 50.000"),
    "amount_not_whole": _("Tulis jumlah bulat tanpa sen, misalnya 50.000"),
    "amount_too_large": _("Jumlah ini terlalu besar. Periksa jumlah nolnya."),
    "phone_unreadable": _("Tulis nomor telepon Indonesia, misalnya 0812-3456-7890"),
    "phone_foreign": _("Hanya nomor Indonesia (+62) yang diterima. Anda dapat memakai surel."),
    "phone_short_code": _("Tulis nomor telepon lengkap, bukan nomor singkat"),
    "not_an_email": _("Tulis alamat surel lengkap, misalnya nama@contoh.id"),
    "contact_required": _("Isi surel atau nomor telepon, agar petugas dapat menghubungi Anda"),
    "no_custodians": _("Penyegelan nama belum tersedia di sini. Pilih cara lain."),
    "unknown_code": _("Kode ini tidak ditemukan. Periksa huruf dan angkanya."),
    ("group", "required"): _("Pilih apa yang terjadi, boleh lebih dari satu"),
    ("visibility", "required"): _("Pilih siapa yang boleh mengetahui nama Anda"),
    ("description", "required"): _("Ceritakan apa yang terjadi"),
    ("name", "required"): _("Isi nama lengkap Anda"),
    ("text", "required"): _("Tulis pesan Anda"),
    ("attachment", "required"): _("Pilih berkas"),
    "unsupported_file": _("Berkas ini bukan foto (JPEG, PNG, WebP) atau PDF. Kirim berkas lain."),
    "file_too_large": _("Berkas ini lebih besar dari 5 MB. Perkecil, lalu kirim lagi."),
    "file_empty": _("Berkas ini kosong. Pilih berkas lain."),
    "file_damaged": _("Berkas ini rusak dan tidak dapat dibuka. Kirim berkas lain."),
    "image_too_many_pixels": _("Gambar ini terlalu besar (lebih dari 40 megapiksel). Perkecil, lalu kirim lagi."),
    "pdf_active": _("PDF ini memuat skrip atau lampiran. Cetak ulang menjadi PDF biasa, lalu kirim."),
    "pdf_encrypted": _("PDF ini terkunci. Simpan tanpa kata sandi, lalu kirim."),
    "pdf_hidden_metadata": _("PDF ini memuat nama pembuat yang tidak dapat kami buang. Kirim fotonya saja."),
    "too_many_files": _("Laporan ini sudah memuat lima berkas, jumlah paling banyak."),
    "report_closed": _("Laporan ini sudah ditutup dan tidak menerima berkas baru."),
    ("text", "report_closed"): _(
        "Laporan ini sudah ditutup dan tidak menerima pesan baru. Salin tulisan Anda bila masih diperlukan."
    ),
    "reopen_too_late": _("Batas 30 hari untuk membuka lagi laporan ini sudah lewat. Anda dapat membuat laporan baru."),
    "already_appealed": _("Keberatan Anda sudah kami teruskan kepada atasan. Satu penolakan, satu keberatan."),
    "already_open": _("Nama Anda sudah terbuka bagi instansi."),
    "no_address": _("Laporan tanpa nama tidak mempunyai alamat pemberitahuan."),
    "already_asked": _("Permintaan yang sama masih menunggu keputusan."),
    ("kind", "required"): _("Pilih apa yang Anda minta"),
    ("case_number", "required"): _("Isi nomor kasus"),
    ("decision", "already_decided"): _("Permintaan ini sudah diputus orang lain. Keputusannya ada di atas."),
    ("decision", "required"): _("Pilih keputusannya"),
    ("answer", "required"): _("Tulis apa yang dilakukan, atau mengapa tidak"),
    ("verdict", "required"): _("Pilih apakah masalah Anda selesai"),
    ("completion", "required"): _("Tulis yang diminta"),
    ("reason", "required"): _("Tulis alasannya"),
    ("body_name", "required"): _("Tulis nama lembaganya"),
    ("confirm", "required"): _("Centang untuk memastikan"),
    ("proposal", "required"): _("Tulis isi yang seharusnya"),
    ("source", "required"): _("Tulis dari mana Anda mengetahuinya"),
    ("case_number", "unknown_case"): _("Nomor kasus ini tidak ditemukan. Periksa huruf dan angkanya."),
    "not_a_tracking_id": _("Tulis nomor seperti yang tampil di SP4N-LAPOR!, misalnya 7654321"),
    "no_sealed_identity": _("Tidak ada identitas tersegel dengan nomor ini. Periksa huruf dan angkanya."),
    ("case_number", "already_asked"): _("Sudah ada permintaan yang terbuka untuk laporan ini."),
    "wrong_passphrase": _("Frasa sandi ini salah"),
    "request_closed": _("Permintaan ini sudah berakhir."),
    "cannot_open": _("Identitas ini tidak dapat dibuka dengan kunci ini. Datanya rusak atau kuncinya sudah diganti."),
    ("signer_title", "required"): _("Isi jabatan Anda, seperti yang tertulis dalam surat dinas"),
    "nothing_to_reprimand": _("Laporan ini tidak terlambat, atau sudah ada tegurannya."),
    "reprimand_moved_on": _("Keadaan teguran ini sudah berubah. Baca keadaannya yang sekarang di bawah."),
    "before_beginning": _("Tanggal ini lebih awal dari tanggal mulainya. Periksa keduanya."),
    ("mulai", "required"): _("Isi tanggalnya"),
    ("lama", "required"): _("Isi lamanya, misalnya 14"),
    ("batas", "required"): _("Pilih salah satu batas waktu"),
    "length_too_large": _("Angka ini terlalu besar. Paling banyak 1.000 hari, 150 minggu, atau 36 bulan."),
    "pause_too_long": _("Jeda ini terlalu panjang. Paling lama satu tahun."),
    ("decree", "required"): _("Tulis nomor keputusannya"),
    ("days", "required"): _("Pilih atau tulis paling sedikit satu hari"),
    ("legal_basis", "required"): _("Tulis peraturan dan pasalnya"),
    "day_line_unreadable": _("Tulis tanggal lalu namanya, misalnya: 1 Januari 2027 Tahun Baru Masehi"),
    "day_twice": _("Tanggal ini sudah ada di baris lain"),
    "name_too_long": _("Nama hari ini terlalu panjang"),
    "too_many_lines": _("Paling banyak 100 hari sekali simpan"),
    "day_there_already": _("Hari ini sudah ada di kalender dengan nama yang sama"),
    "day_gone": _("Daftar hari sudah berubah sejak halaman ini dibuka. Pilih sekali lagi."),
    "length_there_already": _("Batas waktu ini sudah punya aturan yang berlaku mulai tanggal itu"),
    "no_rule_then": _("Aturan batas waktu yang tercatat di sini belum berlaku pada tanggal ini."),
    "already_decided": _("Orang lain sudah memutuskan usulan ini. Keputusannya ada di bawah."),
}

#: Every part; no code stands in two of them.
PARTS = (
    GENERAL_MESSAGES,
    ACCOUNT_MESSAGES,
    PROFILE_MESSAGES,
    REVIEW_MESSAGES,
    CASE_MESSAGES,
    ANSWER_MESSAGES,
    UPLOAD_MESSAGES,
)
#: The words for a field's code; the field's own row first, then the general one.
MESSAGES: dict[tuple[str, str] | str, LazyString] = {code: words for part in PARTS for code, words in part.items()}


#: A form asks for several days: their messages say which.
DAY_NAMES: dict[str, LazyString] = {
    "day_0": _("Senin"),
    "day_1": _("Selasa"),
    "day_2": _("Rabu"),
    "day_3": _("Kamis"),
    "day_4": _("Jumat"),
    "day_5": _("Sabtu"),
    "day_6": _("Minggu"),
    "mulai": _("Tanggal mulai"),
    "jeda_dari": _("Jeda dari"),
    "jeda_sampai": _("Jeda sampai"),
    "dari": _("Dari tanggal"),
    "sampai": _("Sampai tanggal"),
    "applied_on": _("Tanggal mengajukan"),
    "paid_on": _("Tanggal membayar"),
    "started_on": _("Tanggal mulai dihitung"),
    "finished_on": _("Tanggal selesai"),
}


def known_code(code: str) -> str:
    """An error code that has words; a message of a library that has none here means that something is missing."""
    return code if code in MESSAGES else "required"


def message(name: str, code: str) -> str:
    """The words for one field's error code."""
    words = str(MESSAGES.get((name, code)) or MESSAGES.get(code) or MESSAGES["required"])
    return f"{DAY_NAMES[name]}: {words}" if name in DAY_NAMES else words


def error_list(errors: Mapping[str, str], ids: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """What the error summary takes, in the order given."""
    targets = ids or {}
    return [{"name": name, "text": message(name, code), "id": targets.get(name, name)} for name, code in errors.items()]


class ByName(dict[str, Any]):
    """Values by field name; a name without one gives None, so that templates need not ask."""

    def __missing__(self, name: str) -> None:
        return None


def messages_by_name(errors: Mapping[str, str]) -> ByName:
    """The words at each field."""
    return ByName({name: message(name, code) for name, code in errors.items()})
