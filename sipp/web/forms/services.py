"""The form of a service: what it is called, who offers it, and where a standard is begun from."""

from typing import Any
from urllib.parse import urlsplit

from wtforms import Form

from sipp.models.services import Service
from sipp.operations.services import LONGEST_ALIASES, Place, ServiceValues
from sipp.web.forms.fields import TextField


class ServiceForm(Form):  # type: ignore[misc]
    """What an agency says of a service."""

    name = TextField(max_length=200)
    unit = TextField(max_length=20)
    reference = TextField(max_length=20)
    aliases = TextField(max_length=LONGEST_ALIASES)
    summary = TextField(max_length=2000)
    audience = TextField(max_length=200)
    online_url = TextField(max_length=300)

    def check(self, place: Place) -> dict[str, str]:
        """Error codes by field name; empty when all is well."""
        self.validate()
        errors = {name: str(found[0]) for name, found in self.errors.items() if found}
        if not self.name.data:
            errors.setdefault("name", "service_name_required")
        if self.unit.data not in {str(unit.id) for unit in place.units}:
            errors.setdefault("unit", "unit_out_of_reach")
        if self.reference.data and self.reference.data not in {str(one.id) for one in place.references}:
            errors.setdefault("reference", "unknown_choice")
        if self.online_url.data and not _is_web_address(self.online_url.data):
            errors.setdefault("online_url", "not_a_web_address")
        return {name: errors[name] for name in self.data if name in errors}

    def values(self) -> ServiceValues:
        """The values; call after ``check``."""
        aliases = [line.strip() for line in (self.aliases.data or "").split("\n")]
        return ServiceValues(
            name=" ".join((self.name.data or "").split()),
            unit_id=int(self.unit.data or 0),
            reference_id=int(self.reference.data) if self.reference.data else None,
            aliases=tuple(dict.fromkeys(alias for alias in aliases if alias)),
            summary=self.summary.data,
            audience=self.audience.data,
            online_url=self.online_url.data,
        )


def stored_values(service: Service) -> dict[str, Any]:
    """A service as its form shows it."""
    return {
        "name": service.name,
        "unit": service.unit_id,
        "reference": service.reference_id or "",
        "aliases": "\n".join(service.aliases),
        "summary": service.summary,
        "audience": service.audience,
        "online_url": service.online_url,
    }


def _is_web_address(text: str) -> bool:
    address = urlsplit(text)
    return address.scheme in ("http", "https") and "." in (address.hostname or "") and " " not in text
