"""The words of links that do not open."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

#: Why a link could not be opened.
LINK_FAILURES: dict[str, LazyString] = {
    "not_public": _("Alamat ini bukan alamat umum di internet"),
    "no_such_host": _("Nama situs tidak ditemukan"),
    "no_answer": _("Situs tidak menjawab"),
    "refused": _("Sambungan ditolak atau terputus"),
    "not_found": _("Halaman tidak ditemukan"),
    "server_fault": _("Server situs mengalami gangguan"),
    "too_many_redirects": _("Alamat dialihkan berulang kali"),
}
