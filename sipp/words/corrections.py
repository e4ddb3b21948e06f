"""The words of corrections: what became of them, for officers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

#: The state of a correction.
CORRECTION_STATES: dict[str, LazyString] = {
    "waiting": _("Menunggu keputusan"),
    "accepted": _("Diterima, belum terbit"),
    "declined": _("Ditolak"),
    "taken_up": _("Sudah dimuat"),
}
#: How the state of a correction is coloured.
CORRECTION_STATE_KINDS: dict[str, str] = {
    "waiting": "info",
    "accepted": "warning",
    "declined": "neutral",
    "taken_up": "success",
}
