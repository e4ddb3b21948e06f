"""Forms of the back office about people: who is invited, which role is given, and where."""

from collections.abc import Iterable

from email_validator import EmailNotValidError, validate_email
from wtforms import Form

from sipp.operations.people import Place
from sipp.rules.permissions import Role
from sipp.web.forms.fields import ManyField, TextField

#: The choice that means the whole agency.
WHOLE_AGENCY = "semua"


def email_fault(email: str | None) -> str | None:
    """Why an address cannot be written to, as an error code."""
    if not email:
        return "required"
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return "not_an_email"
    return None


class RoleForm(Form):  # type: ignore[misc]
    """Roles and the unit they are for; the national level has no units."""

    roles = ManyField()
    unit = TextField(max_length=20)

    def check(self, place: Place) -> dict[str, str]:
        """Error codes by field name; empty when all is well."""
        self.validate()
        errors = {name: str(found[0]) for name, found in self.errors.items() if found}
        for name, code in self._rules(place):
            errors.setdefault(name, code)
        return errors

    def chosen_roles(self, place: Place) -> tuple[Role, ...]:
        """The roles; call after ``check``."""
        return tuple(role for role in place.roles if role in (self.roles.data or ()))

    def unit_id(self) -> int | None:
        """The unit, None for the whole agency; call after ``check``."""
        return int(self.unit.data) if self.unit.data and self.unit.data != WHOLE_AGENCY else None

    def _rules(self, place: Place) -> Iterable[tuple[str, str]]:
        if not self.roles.data:
            yield "roles", "required"
        elif any(role not in place.roles for role in self.roles.data):
            yield "roles", "unknown_choice"
        if place.agency is not None:
            units = {str(unit.id) for unit in place.units}
            allowed = units | ({WHOLE_AGENCY} if place.is_whole_agency_within_reach else set())
            if self.unit.data not in allowed:
                yield "unit", "unit_out_of_reach"


class InvitationForm(RoleForm):
    """Who is invited, by name and address, to which roles."""

    name = TextField(max_length=200)
    email = TextField(max_length=254)

    def check(self, place: Place) -> dict[str, str]:
        """Error codes by field name, in the order in which the page asks."""
        errors = super().check(place)
        if not self.name.data:
            errors.setdefault("name", "person_name_required")
        if fault := email_fault(self.email.data):
            errors.setdefault("email", fault)
        return {name: errors[name] for name in ("name", "email", "roles", "unit") if name in errors}
