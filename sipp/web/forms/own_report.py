"""Forms of the opened report: who one is, where news go."""

from dataclasses import replace

from email_validator import EmailNotValidError, validate_email
from wtforms import Form

from sipp.operations.identities import Person
from sipp.rules.report_news import PhoneChannel
from sipp.web.forms.fields import PhoneField, TextField


class AddressForm(Form):  # type: ignore[misc]
    """Where news go; which of it is needed the operation says."""

    email = TextField(max_length=254)
    phone = PhoneField(max_length=30)

    def address(self, phone_channel: PhoneChannel | None) -> Person:
        """How to be reached, and how news go to a phone here; call after ``check``."""
        return Person(email=self.email.data, phone=self.phone.number, phone_channel=phone_channel)

    def check(self) -> dict[str, str]:
        """Error codes by field name; empty when all is well."""
        self.validate()
        errors = {name: str(found[0]) for name, found in self.errors.items()}
        if self.email.data and not is_email(self.email.data):
            errors.setdefault("email", "not_an_email")
        return errors


class ContactForm(AddressForm):
    """What the agency knows of an open reporter, to be put right: the name beside the address."""

    name = TextField(max_length=200)

    def check(self) -> dict[str, str]:
        """Error codes by field name, in the order of the page; empty when all is well."""
        errors = super().check()
        if not self.name.data:
            errors.setdefault("name", "required")
        return {name: errors[name] for name in ("name", "email", "phone") if name in errors}


class IdentityForm(AddressForm):
    """Who reported, told later: to the agency, or sealed."""

    visibility = TextField(max_length=20)
    name = TextField(max_length=200)

    def check(self) -> dict[str, str]:
        """Error codes by field name, in the order of the page; empty when all is well."""
        errors = super().check()
        if not self.visibility.data:
            errors.setdefault("visibility", "required")
        if not self.name.data:
            errors.setdefault("name", "required")
        if self.visibility.data == "open" and not self.email.data and not self.phone.data:
            errors.setdefault("email", "contact_required")
        return {name: errors[name] for name in ("visibility", "name", "email", "phone") if name in errors}

    def person(self, phone_channel: PhoneChannel | None = None) -> Person:
        """Name and contact; call after ``check``."""
        return replace(self.address(phone_channel), name=self.name.data)


def is_email(text: str) -> bool:
    """Whether this has the shape of an address."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
