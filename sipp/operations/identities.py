"""Who reported, as far as it is known: kept with the report, raised later, the address changed or deleted."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete

from sipp.db import current_session
from sipp.models.reports import Report, Reporter, SealedIdentity
from sipp.operations.assessing import custodian_keys
from sipp.operations.erasure import Store, note_address_taken_back
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, note_event
from sipp.operations.report_news import deliver_by
from sipp.operations.unsealing import end_requests_about
from sipp.rules.errors import Conflict, InvalidInput, NotFound
from sipp.rules.permissions import REPORTER
from sipp.rules.report_news import Channel, PhoneChannel
from sipp.rules.typed_input import is_mobile
from sipp.rules.visibility import visibilities_above
from sipp.vault.sealing import seal


@dataclass(frozen=True, kw_only=True)
class Person:
    """Name and contact as the reporter gave them; the phone as +62..., and how news go to it, if at all."""

    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    phone_channel: PhoneChannel | None = None

    @property
    def news_channel(self) -> PhoneChannel | None:
        """How news go to the phone: not to one that takes no messages."""
        return self.phone_channel if self.phone and is_mobile(self.phone) else None


def custodians_exist() -> bool:
    """Whether a name can be sealed here."""
    return len(custodian_keys()) >= 2


def keep_identity(report_id: UUID, visibility: str, person: Person) -> None:
    """Open: who it is. Sealed: the name only for two custodians, the address apart. Anonymous: nothing.

    Raises InvalidInput when a name is to be sealed and no two custodians can receive it.
    """
    session = current_session()
    if visibility == "open":
        session.add(_reporter(report_id, person, person.name))
    elif visibility == "sealed":
        keys = custodian_keys()
        if len(keys) < 2:
            raise InvalidInput({"visibility": "no_custodians"})
        first, second = keys
        identity = (person.name or "").encode()
        session.add(
            SealedIdentity(
                report_id=report_id,
                first_key_id=first.id,
                second_key_id=second.id,
                ciphertext=seal(identity, first.public_key, second.public_key),
            )
        )
        if person.email or person.phone:
            session.add(_reporter(report_id, person, None))


def raise_visibility(report_id: UUID, visibility: str, person: Person) -> Report:
    """Let more be known of who reported; the name is given anew, for nobody here can open a sealed one.

    Raises Conflict when there is nothing above, InvalidInput for another choice.
    """
    report, session = lock_report(report_id), current_session()
    end_requests_about(report)
    above = visibilities_above(report.visibility, custodians_exist=custodians_exist())
    if not above:
        raise Conflict("already_open")
    if visibility not in above:
        raise InvalidInput({"visibility": "unknown_choice" if visibility else "required"})
    session.execute(delete(SealedIdentity).where(SealedIdentity.report_id == report_id))
    session.execute(delete(Reporter).where(Reporter.report_id == report_id))
    before, report.visibility = report.visibility, visibility
    keep_identity(report_id, visibility, person)
    _deliver_to(report_id, person)
    note_event(report, "visibility_raised", by="citizen", actor=REPORTER, old=before, new=visibility)
    record(REPORTER, "reports.raise_visibility", "report", report.case_number, agency_id=report.agency_id)
    return report


def person_of(report_id: UUID) -> Person:
    """What is known of the reporter, for the reporter's own eyes: of a sealed one the address alone."""
    known = current_session().get(Reporter, report_id)
    if known is None:
        return Person()
    return Person(name=known.name, email=known.email, phone=known.phone, phone_channel=known.phone_channel)


def change_address(report_id: UUID, address: Person, store: Store) -> None:
    """Send news elsewhere, or nowhere: a sealed report's address may be deleted, an open one's not all of it.

    Only how the person can be reached is looked at. What could not be delivered is sent to the new address. Raises
    InvalidInput, Conflict for an anonymous report.
    The agency learns nothing of it: of a sealed report it must not even see that there is an address.
    """
    report, session = lock_report(report_id), current_session()
    if report.visibility == "anonymous":
        raise Conflict("no_address")
    has_any = bool(address.email or address.phone)
    if report.visibility == "open" and not has_any:
        raise InvalidInput({"email": "contact_required"})
    known = session.get(Reporter, report_id)
    if has_any and known is None:
        session.add(_reporter(report_id, address, None))
    elif has_any and known is not None:
        known.email, known.phone, known.phone_channel = address.email, address.phone, address.news_channel
    elif known is not None:
        note_address_taken_back(report, store)
        session.delete(known)
    _deliver_to(report_id, address)
    record(REPORTER, "reports.change_address", "report", report.case_number)


def correct_name(report_id: UUID, name: str) -> None:
    """Put right the name that the agency knows; it sees that it was. Raises NotFound where none is told openly.

    Law: UU 27/2022 art. 6.
    """
    report, known = lock_report(report_id), current_session().get(Reporter, report_id)
    if known is None or known.name is None:
        raise NotFound("name")
    if known.name != name:
        known.name = name
        note_event(report, "name_corrected", by="citizen", actor=REPORTER)
        record(REPORTER, "reports.correct_name", "report", report.case_number, agency_id=report.agency_id)


def _reporter(report_id: UUID, person: Person, name: str | None) -> Reporter:
    return Reporter(
        report_id=report_id,
        name=name,
        email=person.email,
        phone=person.phone,
        phone_channel=person.news_channel,
    )


def _deliver_to(report_id: UUID, person: Person) -> None:
    """What WhatsApp refused went on by SMS: a phone that is reached by the one is reached by the other."""
    channels: set[Channel] = {"mail"} if person.email else set()
    if person.news_channel:
        channels |= {person.news_channel, "sms"}
    deliver_by(report_id, channels)
