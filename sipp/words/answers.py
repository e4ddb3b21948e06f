"""The words of what people look for and do not find, and of the answers that editors choose."""

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from sipp.rules.search_terms import Reason

ANSWER_STATES: dict[str, LazyString] = {
    "shown": _("Tampil"),
    "waiting": _("Menunggu tanggalnya"),
    "expired": _("Sudah lewat"),
    "retired": _("Diakhiri"),
}

STATE_KINDS = {"shown": "success", "waiting": "info", "expired": "neutral", "retired": "neutral"}

#: What the page after an act says.
ANSWER_NOTES: dict[str, LazyString] = {
    "answer_created": _("Jawaban sudah disimpan dan langsung tampil mulai tanggalnya."),
    "answer_changed": _("Jawaban sudah diubah."),
    "answer_ended": _("Jawaban itu tidak tampil lagi."),
    "alias_added": _("Nama lain sudah ditambahkan. Beberapa detik lagi layanan itu ditemukan dengan kata tersebut."),
}

#: What an error code says at its field.
ANSWER_MESSAGES: dict[tuple[str, str] | str, LazyString] = {
    ("phrase", "required"): _("Isi kata yang diketik warga"),
    ("valid_until", "before_start"): _("Tanggal ini lebih awal dari tanggal mulainya. Periksa keduanya."),
    "taken": _("Kata ini sudah punya jawaban pada sebagian tanggal itu. Ubah jawaban yang sudah ada."),
    ("aliases", "too_many"): _("Paling banyak 20 baris. Kurangi."),
    "answer_text_required": _("Isi jawabannya"),
    "unknown_target": _("Pilih satu tujuan dari daftar"),
    ("wanted", "unknown_target"): _(
        "Ketik nama layanan atau instansi, tekan Cari tujuan, lalu pilih satu. Atau tempel alamat https."
    ),
    "already_over": _("Tanggal ini sudah lewat. Pilih tanggal yang akan datang."),
    "too_late": _("Jawaban tampil paling lama dua tahun. Pilih tanggal yang lebih awal."),
}


def found_words(reason: Reason, found: int, *, is_corrected: bool) -> str:
    """What a query found, after how often it was typed: "tidak menemukan apa pun"."""
    if reason == "nothing":
        words = gettext("tidak menemukan apa pun")
    elif reason == "few":
        words = ngettext("hanya menemukan %(num)s hasil", "hanya menemukan %(num)s hasil", found)
    elif reason == "fewer_words":
        words = gettext("menemukan sesuatu hanya setelah sebagian katanya dilepas")
    else:
        words = gettext("dijawab saat indeks pencarian tidak dapat dipakai")
    return gettext("%(found)s, ejaannya dibetulkan", found=words) if is_corrected else words
