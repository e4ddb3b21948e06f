"""The words of accounts: what a role may do and where, what pages and mails tell somebody about the own account.

Indonesian is the msgid, as everywhere; the back office and its mails are Indonesian only.
"""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from sipp.words.answers import ANSWER_NOTES
from sipp.words.cases import CASE_NOTES
from sipp.words.oversight import OVERSIGHT_NOTES
from sipp.words.reviews import REVIEW_NOTES

#: What somebody with the role may do, as a sentence of its own.
ROLE_NOTES: dict[str, LazyString] = {
    "editor": _("Menyusun dan mengubah rancangan standar pelayanan"),
    "publisher": _("Meninjau, menyetujui, dan menerbitkan standar yang disusun orang lain"),
    "liaison": _("Menerima, meneruskan, dan menjawab laporan"),
    "counter": _("Mencatat laporan warga di loket dan mengumumkan loket tutup hari ini"),
    "supervisor": _("Memutus keberatan, memperpanjang batas waktu, dan menandatangani teguran"),
    "inspectorate": _("Membaca laporan dan menetapkan laporan pengawasan"),
    "agency_admin": _("Mengelola satuan kerja, layanan, dan pengguna instansi"),
    "head": _("Membaca laporan dan mengesahkan jawaban"),
    "national_admin": _("Mendaftarkan instansi, mengelola layanan acuan, kalender, dan pengguna"),
    "overseer": _("Membaca laporan semua instansi, mengingatkan, dan meneruskan"),
    "custodian": _("Bersama pemegang kunci kedua, membuka nama pelapor yang disegel"),
    "auditor": _("Membaca standar, laporan, dan jurnal tanpa mengubah apa pun"),
}

#: What the page after an act says, by the code that the act leaves behind.
NOTES: dict[str, LazyString] = {
    "signed_out": _("Anda sudah keluar."),
    "start_again": _("Waktu untuk mengetik kode sudah habis. Masuk sekali lagi."),
    "password_reset": _("Kata sandi Anda sudah diganti. Masuk dengan kata sandi yang baru."),
    "password_changed": _("Kata sandi Anda sudah diganti. Sesi Anda di tempat lain sudah diakhiri."),
    "second_step_off": _("Verifikasi dua langkah sudah dinonaktifkan."),
    "session_ended": _("Sesi itu sudah diakhiri."),
    "other_sessions_ended": _("Semua sesi Anda yang lain sudah diakhiri."),
    "account_ready": _("Akun Anda siap. Masuk dengan surel dan kata sandi Anda."),
    "roles_added": _("Peran dari undangan itu sudah ditambahkan ke akun Anda."),
    "invited": _("Undangan sudah dibuat dan akan dikirim lewat surel."),
    "invitation_withdrawn": _("Undangan itu sudah dibatalkan."),
    "role_granted": _("Peran sudah ditambahkan."),
    "role_taken": _("Peran sudah dicabut."),
    "account_disabled": _("Akun sudah dinonaktifkan dan semua sesinya diakhiri."),
    "account_enabled": _("Akun sudah diaktifkan lagi."),
    "agency_added": _("Instansi sudah ditambahkan."),
    "agency_renamed": _("Nama instansi sudah diubah. Alamat lamanya dialihkan."),
    "agency_merged": _("Instansi sudah digabungkan. Alamat lamanya dialihkan."),
    "agency_changed": _("Profil instansi sudah diubah."),
    "notice_posted": _("Pemberitahuan sudah dipasang dan langsung terlihat oleh warga."),
    "notice_ended_now": _("Pemberitahuan sudah diakhiri."),
    "unit_added": _("Satuan kerja sudah ditambahkan."),
    "unit_changed": _("Satuan kerja sudah diubah."),
    "unit_retired": _("Satuan kerja sudah ditutup."),
    "liaison_confirmed": _("Pejabat penghubung sudah ditetapkan."),
    "address_asked": _("Tautan sudah dikirim. Alamat dipakai setelah tautannya dibuka."),
    "test_sent": _("Pesan uji sedang dikirim."),
    "receiving_begun": _("Instansi ini kini menerima laporan. Laporan yang menunggu sudah disampaikan."),
    "receiving_stopped": _("Instansi ini tidak menerima laporan lagi."),
    "pledge_published": _("Maklumat pelayanan sudah diterbitkan."),
    "point_added": _("Tempat layanan sudah ditambahkan."),
    "point_changed": _("Tempat layanan sudah diubah."),
    "point_retired": _("Tempat layanan sudah ditutup."),
    "exception_set": _("Hari khusus sudah disimpan."),
    "exception_removed": _("Hari khusus sudah dihapus."),
    "service_created": _("Layanan sudah ditambahkan."),
    "service_changed": _("Layanan sudah diubah."),
    "names_changed": _("Nama lain dan kata pencarian sudah diubah. Pencarian mengikutinya dalam beberapa detik."),
    "draft_discarded": _("Draf itu sudah dibuang."),
    "import_discarded": _("Berkas itu dan hasil pemeriksaannya sudah dihapus."),
    "draft_exists": _("Layanan ini sudah punya draf. Lanjutkan draf itu."),
    "correction_accepted": _("Koreksi diterima dan dicatat sebagai tugas pada draf."),
    "correction_declined": _("Koreksi ditolak dan alasannya disimpan."),
    "days_added": _("Hari itu sudah masuk kalender. Periksa di bawah ini batas waktu mana yang perlu digeser."),
    "days_withdrawn": _("Hari itu sudah dicabut dari kalender. Batas waktu laporan tidak berubah."),
    "length_added": _("Batas waktu baru sudah dicatat."),
    "nothing_recalculated": _("Tidak ada lagi batas waktu yang perlu digeser."),
    "recalculated": _("Batas waktu sudah digeser dan dicatat di setiap laporan."),
    "tracking_id_kept": _("Nomor di SP4N-LAPOR! sudah disimpan."),
    "seal_opened": _("Segel Anda sudah dibuka. Sekarang giliran pemegang kunci yang lain."),
    "unsealing_withdrawn": _("Permintaan itu sudah dibatalkan."),
    "reprimand_requested": _("Permintaan teguran sudah dicatat dan sampai kepada atasan unit itu."),
    "reprimand_signed": _("Teguran sudah ditandatangani dan dikirim."),
    "reprimand_served": _("Penyerahan teguran sudah dicatat."),
    "reprimand_answered": _("Jawaban atas teguran sudah dikirim."),
    "reprimand_closed": _("Teguran sudah diakhiri."),
    "second_step_removed": _("Verifikasi dua langkah akun ini sudah dinonaktifkan."),
    **REVIEW_NOTES,
    **CASE_NOTES,
    **ANSWER_NOTES,
    **OVERSIGHT_NOTES,
}

#: Subject of the mails with a link, by template.
LETTER_SUBJECTS: dict[str, LazyString] = {
    "account_invited": _("Undangan menjadi petugas di %(site)s"),
    "account_reset": _("Buat kata sandi baru untuk %(site)s"),
}

#: Subject of the mail that tells somebody what happened to the own account.
NOTICE_SUBJECTS: dict[str, LazyString] = {
    "password_changed": _("Kata sandi Anda diganti"),
    "password_reset": _("Kata sandi Anda diganti"),
    "second_step_on": _("Verifikasi dua langkah diaktifkan"),
    "second_step_off": _("Verifikasi dua langkah dinonaktifkan"),
    "recovery_codes_new": _("Kode pemulihan Anda diganti"),
    "recovery_code_used": _("Kode pemulihan Anda dipakai untuk masuk"),
    "new_browser": _("Masuk dari peramban baru"),
}


def note_words(code: str) -> str:
    """The sentence for a code that an act left behind."""
    return str(NOTES[code])


def browser_words(browser: str) -> str:
    """ "Chrome di Android" for "Chrome/Android"; what is not known is said to be unknown."""
    family, _slash, system = browser.partition("/")
    if family and system:
        return gettext("%(browser)s di %(system)s", browser=family, system=system)
    return family or system or gettext("Peramban tidak dikenal")


def place_words(agency_name: str | None, unit_name: str | None) -> str:
    """Where a role is held: a unit and what is below it, a whole agency, the country."""
    if agency_name is None:
        return gettext("Nasional")
    if unit_name is None:
        return gettext("%(agency)s, seluruh instansi", agency=agency_name)
    return gettext("%(agency)s, %(unit)s", agency=agency_name, unit=unit_name)
