"""Sealed identities: two custodians open one together, with a reason, and the reporter is told.

The holder of the outer key goes first, the holder of the inner key second. The name is given back once and never kept.

Law: UU 25/2009 art. 42 and 47-49 (identity may be kept secret), UU 27/2022 (access to personal data is recorded).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import CustodianKey, User
from sipp.models.reports import Report, SealedIdentity, Unsealing
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, note_event
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import SYSTEM, Actor, is_permitted_somewhere
from sipp.rules.typed_input import required_text
from sipp.vault.sealing import CannotOpen, open_inner, open_outer, unlock

MOST_CHARACTERS = 2000
#: A request that nobody finished ends after so long, and what was opened halfway goes.
OPEN_FOR = timedelta(days=7)
MOST_LISTED = 100


@dataclass(frozen=True)
class Request:
    """A request as custodians see it. ``turn_of`` must act next; None once it was closed."""

    unsealing: Unsealing
    turn_of: User | None


def requests(actor: Actor) -> Sequence[Request]:
    """Every request, open ones first. Raises Forbidden for who is no custodian."""
    _require(actor)
    found = current_session().scalars(
        select(Unsealing)
        .options(joinedload(Unsealing.report), joinedload(Unsealing.asked_by))
        .order_by(Unsealing.closed_at.is_not(None), Unsealing.asked_at.desc())
        .limit(MOST_LISTED)
    )
    return [Request(one, _turn_of(one)) for one in found]


def find_request(actor: Actor, unsealing_id: int) -> Request:
    """One request; raises NotFound."""
    _require(actor)
    found = current_session().get(
        Unsealing, unsealing_id, options=[joinedload(Unsealing.report), joinedload(Unsealing.asked_by)]
    )
    if found is None:
        raise NotFound("unsealing")
    return Request(found, _turn_of(found))


def ask(actor: Actor, case_number: str, reason: str) -> int:
    """Ask for the identity behind a sealed report; the id of the request.

    Raises InvalidInput without a reason, and for a number that names no sealed report; Conflict while one is open.
    """
    _require(actor)
    words = required_text("reason", reason, MOST_CHARACTERS)
    sealed = select(Report.id).join(SealedIdentity, SealedIdentity.report_id == Report.id)
    report_id = current_session().scalar(sealed.where(Report.case_number == case_number.strip().upper()))
    if report_id is None:
        raise InvalidInput({"case_number": "no_sealed_identity"})
    report = lock_report(report_id)
    if current_session().get(SealedIdentity, report_id) is None:
        raise InvalidInput({"case_number": "no_sealed_identity"})
    standing = select(Unsealing.id).where(Unsealing.report_id == report_id, Unsealing.closed_at.is_(None))
    if current_session().scalar(standing.limit(1)) is not None:
        raise Conflict("already_asked")
    asked = Unsealing(report_id=report_id, reason=words, asked_by_id=actor.user_id or 0, asked_at=clock.now())
    current_session().add(asked)
    current_session().flush()
    note_event(report, "identity_asked", by="custodian", actor=actor)
    record(actor, "identities.ask", "report", report.case_number)
    return asked.id


def own_private_key(actor: Actor, unsealing_id: int, passphrase: str) -> bytes:
    """The private key of whose turn it is, for ``open_own_seal``: slow, so not inside a writing transaction.

    Raises Forbidden when it is somebody else's turn, WrongPassphrase, Conflict once closed.
    """
    found = find_request(actor, unsealing_id)
    if found.unsealing.closed_at is not None:
        raise Conflict("request_closed")
    return unlock(_key_of_turn(actor, found.unsealing).protected_private_key, passphrase)


def open_own_seal(actor: Actor, unsealing_id: int, private: bytes) -> str | None:
    """Take the own seal off; the name once both are off, None after the first.

    Raises Forbidden when it is somebody else's turn, Conflict once closed or when it cannot be opened.
    """
    report, unsealing = _lock(actor, unsealing_id)
    sealed = current_session().get_one(SealedIdentity, report.id)
    _key_of_turn(actor, unsealing)
    try:
        if unsealing.half_open is None:
            unsealing.half_open = open_outer(sealed.ciphertext, private)
            unsealing.half_opened_by_id, unsealing.half_opened_at = actor.user_id, clock.now()
            record(actor, "identities.open_half", "report", report.case_number)
            return None
        name = open_inner(unsealing.half_open, private).decode()
    except CannotOpen:
        raise Conflict("cannot_open") from None
    unsealing.half_open, unsealing.opened_by_id, unsealing.closed_at = None, actor.user_id, clock.now()
    note_event(report, "identity_opened", by="custodian", actor=actor)
    record(actor, "identities.unseal", "report", report.case_number)
    return name


def withdraw(actor: Actor, unsealing_id: int) -> None:
    """End a request without opening anything; raises Conflict once closed."""
    report, unsealing = _lock(actor, unsealing_id)
    unsealing.half_open, unsealing.closed_at = None, clock.now()
    note_event(report, "identity_kept", by="custodian", actor=actor)
    record(actor, "identities.withdraw", "report", report.case_number)


def end_old_requests() -> int:
    """End what nobody finished in a week; how many."""
    is_old = (Unsealing.closed_at.is_(None), Unsealing.asked_at < clock.now() - OPEN_FOR)
    reports = current_session().scalars(select(Unsealing.report_id).where(*is_old).order_by(Unsealing.report_id)).all()
    ended = 0
    for report_id in reports:
        report = lock_report(report_id, erased_too=True)
        if end_requests_about(report):
            note_event(report, "identity_kept", by="schedule", actor=SYSTEM)
            record(SYSTEM, "identities.withdraw", "report", report.case_number)
            ended += 1
    return ended


def end_requests_about(report: Report) -> bool:
    """End what is asked about a locked report; whether anything was. Its seal may go: nobody opens it any more."""
    standing = select(Unsealing).where(Unsealing.report_id == report.id, Unsealing.closed_at.is_(None))
    found = current_session().scalars(standing.execution_options(populate_existing=True)).all()
    for one in found:
        one.half_open, one.closed_at = None, clock.now()
    return bool(found)


def _require(actor: Actor) -> None:
    if not is_permitted_somewhere(actor, "identities.unseal"):
        raise Forbidden("identities.unseal")


def _lock(actor: Actor, unsealing_id: int) -> tuple[Report, Unsealing]:
    """A report and the request about it that is open: whoever changes a request has its report locked."""
    _require(actor)
    session = current_session()
    report_id = session.scalar(select(Unsealing.report_id).where(Unsealing.id == unsealing_id))
    if report_id is None:
        raise NotFound("unsealing")
    report = lock_report(report_id, erased_too=True)
    unsealing = session.get_one(Unsealing, unsealing_id, populate_existing=True)
    if unsealing.closed_at is not None:
        raise Conflict("request_closed")
    return report, unsealing


def _turn_of(unsealing: Unsealing) -> User | None:
    if unsealing.closed_at is not None:
        return None
    return current_session().get(User, _next_key(unsealing).user_id)


def _key_of_turn(actor: Actor, unsealing: Unsealing) -> CustodianKey:
    key = _next_key(unsealing)
    if key.user_id != actor.user_id:
        raise Forbidden("identities.unseal")
    return key


def _next_key(unsealing: Unsealing) -> CustodianKey:
    """The outer seal is the second custodian's, the inner one the first's."""
    sealed = current_session().get_one(SealedIdentity, unsealing.report_id)
    key_id = sealed.second_key_id if unsealing.half_open is None else sealed.first_key_id
    return current_session().get_one(CustodianKey, key_id)
