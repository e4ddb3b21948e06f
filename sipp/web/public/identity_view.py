"""What the officer will see of the reporter once the visibility is raised, before it is."""

from datetime import date

from flask_babel import gettext as _

from sipp.i18n import date_long
from sipp.operations.identities import Person
from sipp.rules.findings import Experience


def identity_preview(visibility: str, person: Person, experience: Experience) -> list[dict[str, str]]:
    """The rows that change: name and contact, or that they stay hidden; days exact or as months."""
    days = (
        (_("Tanggal mengajukan"), experience.applied_on),
        (_("Tanggal mulai dihitung"), experience.started_on),
        (_("Tanggal membayar"), experience.paid_on),
        (_("Tanggal selesai"), experience.finished_on),
    )
    is_open = visibility == "open"
    rows = _contact(person) if is_open else [{"key": _("Nama dan alamat"), "value": _("Tidak terlihat")}]
    rows += [{"key": label, "value": _day(day, is_exact=is_open)} for label, day in days if day is not None]
    return rows


def _contact(person: Person) -> list[dict[str, str]]:
    contact = ((_("Nama"), person.name), (_("Surel"), person.email), (_("Nomor telepon"), person.phone))
    return [{"key": label, "value": value} for label, value in contact if value]


def _day(day: date, *, is_exact: bool) -> str:
    return date_long(day) if is_exact else date_long(day).split(" ", 1)[1]
