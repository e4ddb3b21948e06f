"""What could not be read of a row of a standard, in one sentence that says what to do."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sipp.rules.standards import Component
from sipp.words.checks import FLAWS
from sipp.words.imports import PROBLEMS

#: Where an import would keep the original text, a clerk is asked for something else.
_FAULTS: dict[str, LazyString] = {
    "label_is_no_variant": _l(
        "“%(detail)s”: yang tertulis di depan titik dua bukan jenis permohonan. Hapus, atau tambahkan dulu jenisnya."
    ),
    "unknown_service": _l("Layanan “%(detail)s” tidak ada. Pilih dari daftar, atau kosongkan."),
    "validity_unreadable": _l("“%(detail)s” tidak terbaca. Tulis misalnya 5 tahun, atau seumur hidup."),
    "day_type_unclear": _l("“%(detail)s”: tulis “hari kerja” atau “hari kalender”."),
    "unknown_choice": _l("Pilih salah satu dari daftar"),
}
_NOT_TYPED: dict[Component, LazyString] = {
    "legal_basis": _l("“%(detail)s” tidak terbaca sebagai peraturan, misalnya UU 24/2013 tentang Adminduk."),
    "staff_count": _l("“%(detail)s” tidak terbaca. Tulis misalnya: Petugas loket: 4 orang."),
}


def fault_words(component: Component, code: str, detail: str) -> str:
    """Why something typed could not be read."""
    words = _NOT_TYPED.get(component) if code in ("not_typed", "number_unreadable") else None
    words = words or _FAULTS.get(code) or PROBLEMS.get(code) or FLAWS[code]
    return str(words) % {"detail": detail[:100]}
