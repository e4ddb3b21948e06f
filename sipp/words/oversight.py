"""The words of the overseers' room: gaps, what an evaluation counts, notes after an act."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from sipp.rules.oversight import LOWEST_SCORE, Gap

#: A gap as a filter and as a column.
GAP_NAMES: dict[Gap, LazyString] = {
    "no_standard": _("Belum punya standar"),
    "late_review": _("Terlambat ditinjau ulang"),
    "low_score": _("Kelengkapan di bawah %(score)s", score=LOWEST_SCORE),
    "no_liaison": _("Tanpa pejabat penghubung"),
}

#: Gap -> its word in the address.
GAP_SLUGS: dict[Gap, str] = {
    "no_standard": "tanpa-standar",
    "late_review": "terlambat",
    "low_score": "kurang-lengkap",
    "no_liaison": "tanpa-penghubung",
}

#: What the page after an act says.
OVERSIGHT_NOTES: dict[str, LazyString] = {
    "agencies_reminded": _("Pengingat sudah dicatat dan akan dikirim lewat surel."),
    "nobody_reminded": _("Tidak ada pengingat yang dikirim: semua instansi itu sudah diingatkan minggu ini."),
    "evaluation_taken": _("Evaluasi sudah disimpan. Angkanya tidak akan berubah lagi."),
}
