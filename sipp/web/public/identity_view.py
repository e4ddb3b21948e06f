"""What the officer will see of the reporter once the visibility is raised, before it is."""

from dataclasses import asdict

from flask_babel import gettext as _

from sipp.i18n import date_long
from sipp.operations.identities import Person
from sipp.rules.findings import Experience
from sipp.words.stories import DAY_LABELS, hidden_rows


def identity_preview(visibility: str, person: Person, experience: Experience) -> list[dict[str, str]]:
    """The rows that change: name and contact, or that they stay hidden; days exact or as months."""
    days = {name: asdict(experience)[name] for name in DAY_LABELS}
    if visibility == "open":
        contact = ((_("Nama"), person.name), (_("Surel"), person.email), (_("Nomor telepon"), person.phone))
        known = [(label, value) for label, value in contact if value]
        rows = known + [(str(DAY_LABELS[name]), date_long(day)) for name, day in days.items() if day is not None]
    else:
        rows = [(_("Nama dan alamat"), _("Tidak terlihat")), *hidden_rows(days, {})]
    return [{"key": key, "value": value} for key, value in rows]
