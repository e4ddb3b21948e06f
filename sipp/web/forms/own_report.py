"""Forms of the opened report: who one is, where news go."""

from collections.abc import Iterable
from dataclasses import replace

from email_validator import EmailNotValidError, validate_email

from sipp.operations.identities import Person
from sipp.rules.report_news import PhoneChannel
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import PhoneField, TextField


class AddressForm(CheckedForm):
    """Where news go; which of it is needed the operation says."""

    email = TextField(max_length=254)
    phone = PhoneField(max_length=30)

    def address(self, phone_channel: PhoneChannel | None) -> Person:
        """How to be reached, and how news go to a phone here; call after ``check``."""
        return Person(email=self.email.data, phone=self.phone.number, phone_channel=phone_channel)

    def faults(self) -> Iterable[tuple[str, str]]:
        """An address that cannot be written to."""
        if self.email.data and not is_email(self.email.data):
            yield "email", "not_an_email"


class ContactForm(AddressForm):
    """What the agency knows of an open reporter, to be put right: the name beside the address."""

    needed = ("name",)
    name = TextField(max_length=200)

    def check(self) -> dict[str, str]:
        """Error codes by field name, in the order of the page; empty when all is well."""
        errors = super().check()
        return {name: errors[name] for name in ("name", "email", "phone") if name in errors}


class IdentityForm(AddressForm):
    """Who reported, told later: to the agency, or sealed."""

    needed = ("visibility", "name")
    visibility = TextField(max_length=20)
    name = TextField(max_length=200)

    def faults(self) -> Iterable[tuple[str, str]]:
        """An address that cannot be written to, or none where one is needed."""
        yield from super().faults()
        if self.visibility.data == "open" and not self.email.data and not self.phone.data:
            yield "email", "contact_required"

    def check(self) -> dict[str, str]:
        """Error codes by field name, in the order of the page; empty when all is well."""
        errors = super().check()
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
