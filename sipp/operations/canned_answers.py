"""Texts an agency's people begin an answer with: kept by those who answer, for everybody there."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.handling import CannedAnswer
from sipp.operations.handling import LONGEST_ANSWER
from sipp.operations.journal import record
from sipp.operations.reach import LARGEST_ID, reachable_agencies
from sipp.rules import permissions
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import Actor
from sipp.rules.typed_input import clean_text

LONGEST_TITLE = 120
_MANAGE = "answers.manage"


def is_within_reach(actor: Actor, agency_id: int) -> bool:
    """The filter of this file: whether an agency's prepared answers are the actor's to use and to write."""
    return permissions.is_permitted_in(actor, _MANAGE, agency_id)


def agencies_of(actor: Actor) -> Sequence[Agency]:
    """The agencies whose answers the actor keeps; raises Forbidden when there are none."""
    return reachable_agencies(actor, _MANAGE)


def answers_of(actor: Actor) -> Sequence[CannedAnswer]:
    """The prepared answers of the actor's agencies, by title; raises Forbidden for who keeps none."""
    ids = [agency.id for agency in agencies_of(actor)]
    found = current_session().scalars(
        select(CannedAnswer).where(CannedAnswer.agency_id.in_(ids)).order_by(CannedAnswer.title, CannedAnswer.id)
    )
    return found.all()


def answers_for(agency_id: int) -> Sequence[CannedAnswer]:
    """The prepared answers that fit a report of this agency; whoever answers it may use them."""
    found = current_session().scalars(
        select(CannedAnswer).where(CannedAnswer.agency_id == agency_id).order_by(CannedAnswer.title)
    )
    return found.all()


def find(actor: Actor, answer_id: int) -> CannedAnswer:
    """A prepared answer. Raises Forbidden for who keeps none, NotFound for a foreign one and an unknown one alike."""
    if not permissions.is_permitted_somewhere(actor, _MANAGE):
        raise Forbidden()
    found = current_session().get(CannedAnswer, answer_id) if answer_id <= LARGEST_ID else None
    if found is None or not is_within_reach(actor, found.agency_id):
        raise NotFound("answer")
    return found


def add(actor: Actor, agency_slug: str | None, title: str, text: str) -> CannedAnswer:
    """Keep a new answer for an agency; raises InvalidInput, and NotFound for an agency that is not the actor's."""
    agencies = agencies_of(actor)
    agency = next((one for one in agencies if one.slug == (agency_slug or agencies[0].slug)), None)
    if agency is None:
        raise NotFound("agency")
    title, text = _checked(agency.id, None, title, text)
    answer = CannedAnswer(agency_id=agency.id, title=title, text=text)
    _store(answer)
    record(actor, "answers.add", "canned_answer", answer.id, agency_id=agency.id)
    return answer


def change(actor: Actor, answer_id: int, title: str, text: str, seen: int | None) -> CannedAnswer:
    """Write an answer anew; raises Conflict when it is no longer as it was ``seen`` (its row version)."""
    answer = find(actor, answer_id)
    if seen is not None and answer.row_version != seen:
        raise Conflict("changed_meanwhile")
    answer.title, answer.text = _checked(answer.agency_id, answer.id, title, text)
    _store(answer)
    record(actor, "answers.change", "canned_answer", answer.id, agency_id=answer.agency_id)
    return answer


def remove(actor: Actor, answer_id: int) -> None:
    """Keep an answer no longer; what was answered with it stays."""
    answer = find(actor, answer_id)
    current_session().delete(answer)
    record(actor, "answers.remove", "canned_answer", answer_id, agency_id=answer.agency_id)


def _checked(agency_id: int, own_id: int | None, title: str, text: str) -> tuple[str, str]:
    name, words = clean_text(title, LONGEST_TITLE + 1), clean_text(text, LONGEST_ANSWER + 1)
    faults = {}
    for field, typed, longest in (("title", name, LONGEST_TITLE), ("words", words, LONGEST_ANSWER)):
        if not typed:
            faults[field] = "required"
        elif len(typed) > longest:
            faults[field] = "too_long"
    same = select(func.count()).where(
        CannedAnswer.agency_id == agency_id, CannedAnswer.title == name, CannedAnswer.id != (own_id or 0)
    )
    if not faults and current_session().scalar(same):
        faults["title"] = "title_taken"
    if faults:
        raise InvalidInput(faults)
    return name, words


def _store(answer: CannedAnswer) -> None:
    session = current_session()
    try:
        with session.begin_nested():
            session.add(answer)
            session.flush()
    except IntegrityError:
        raise InvalidInput({"title": "title_taken"}) from None
