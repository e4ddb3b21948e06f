"""Answers that people chose for what is typed often: who keeps them, and which one a query has today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from sipp import clock
from sipp.db import current_session, take_turn
from sipp.models.agencies import Agency
from sipp.models.curated_answers import CuratedAlias, CuratedAnswer
from sipp.models.services import ReferenceService, Service
from sipp.operations.journal import note_search_changes, record
from sipp.operations.reach import LARGEST_ID
from sipp.rules.curated_answers import (
    MOST_ALIASES,
    MOST_PHRASE_CHARACTERS,
    MOST_TEXT_CHARACTERS,
    MOST_TITLE_CHARACTERS,
    TOLD_BEFORE_END,
    default_end,
    is_https_address,
    is_in_force,
    period_fault,
)
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import Actor, is_permitted
from sipp.rules.typed_input import clean_text
from sipp.search import language

_WITH_TARGETS = (
    selectinload(CuratedAnswer.aliases),
    joinedload(CuratedAnswer.reference),
    joinedload(CuratedAnswer.service).joinedload(Service.agency),
    joinedload(CuratedAnswer.agency),
)


@dataclass(frozen=True, kw_only=True)
class AnswerContent:
    """What an editor writes.

    ``target`` is ``reference:<slug>``, ``service:<agency>/<slug>``, ``agency:<slug>`` or an https address. Without days
    a new answer begins today and ends after a year; a changed one keeps its days.
    """

    phrase: str
    title: str
    text: str
    target: str
    aliases: Sequence[str] = ()
    valid_from: date | None = None
    valid_until: date | None = None


#: What an answer leads to; a text is an address.
Target = ReferenceService | Service | Agency | str
AnswerState = Literal["shown", "waiting", "expired", "retired"]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A curated answer as a page shows it; ``target`` as in AnswerContent."""

    id: int
    title: str
    text: str
    target: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True)
class CuratedTable:
    """The curated answers of one state of the database by their phrases, for looking up without a query."""

    by_phrase: Mapping[str, Sequence[ShownAnswer]] = field(default_factory=dict)

    def find(self, typed: str) -> ShownAnswer | None:
        """The answer in force today whose whole phrase or alias was typed, in any common spelling."""
        if not self.by_phrase:
            return None
        found = self.by_phrase.get(phrase_key(typed), ())
        today = clock.today(clock.NATIONAL_ZONE)
        return next((answer for answer in found if is_in_force(answer.valid_from, answer.valid_until, today)), None)


def phrase_key(text: str) -> str:
    """The form in which a phrase and a query are compared: "SPAN-Lapor!" and "lapor" are one."""
    return " ".join(language.normalise(text))


def read_curated() -> CuratedTable:
    """Every answer that is or will be in force, for the memory of one process."""
    answers = current_session().scalars(
        select(CuratedAnswer)
        .where(CuratedAnswer.retired_at.is_(None), CuratedAnswer.valid_until >= clock.today(clock.NATIONAL_ZONE))
        .options(*_WITH_TARGETS)
        .order_by(CuratedAnswer.id)
    )
    table: dict[str, list[ShownAnswer]] = {}
    for answer in answers:
        if answer.service is not None and answer.service.status == "retired":
            continue
        shown = ShownAnswer(
            id=answer.id,
            title=answer.title,
            text=answer.text,
            target=target_of(answer),
            valid_from=answer.valid_from,
            valid_until=answer.valid_until,
        )
        for key in _keys([answer.phrase, *(alias.phrase for alias in answer.aliases)]):
            table.setdefault(key, []).append(shown)
    return CuratedTable(table)


def require(actor: Actor) -> None:
    """Raise Forbidden for who keeps no answers."""
    if not is_permitted(actor, "search.curate"):
        raise Forbidden


def list_answers(actor: Actor) -> list[CuratedAnswer]:
    """All answers, those in use first, retired and expired ones at the end. Raises Forbidden."""
    require(actor)
    today = clock.today(clock.NATIONAL_ZONE)
    answers = current_session().scalars(
        select(CuratedAnswer).options(*_WITH_TARGETS).order_by(CuratedAnswer.valid_until, CuratedAnswer.id)
    )
    return sorted(answers, key=lambda answer: answer.retired_at is not None or answer.valid_until < today)


def find_answer(actor: Actor, answer_id: int) -> CuratedAnswer:
    """One answer with its aliases and its target. Raises Forbidden, NotFound."""
    require(actor)
    if answer_id > LARGEST_ID:
        raise NotFound
    answer = current_session().scalar(
        select(CuratedAnswer).where(CuratedAnswer.id == answer_id).options(*_WITH_TARGETS)
    )
    if answer is None:
        raise NotFound
    return answer


def create(actor: Actor, content: AnswerContent) -> CuratedAnswer:
    """Add an answer; it is shown at once on every host. Raises Forbidden, InvalidInput (each field with a code)."""
    require(actor)
    take_turn(CuratedAnswer)
    now = clock.now()
    answer = CuratedAnswer(created_at=now, created_by_id=actor.user_id)
    _write(answer, content)
    current_session().add(answer)
    _leave_trace(actor, answer, "create")
    return answer


def change(actor: Actor, answer_id: int, content: AnswerContent, row_version: int) -> CuratedAnswer:
    """Replace what an answer says.

    Raises Forbidden, NotFound, Conflict (it was retired, or changed since ``row_version``), InvalidInput.
    """
    require(actor)
    take_turn(CuratedAnswer)
    answer = _present(actor, answer_id, row_version)
    _write(answer, content)
    _leave_trace(actor, answer, "change")
    return answer


def retire(actor: Actor, answer_id: int, row_version: int) -> CuratedAnswer:
    """Take an answer out for good. Raises as ``change``."""
    require(actor)
    take_turn(CuratedAnswer)
    answer = _present(actor, answer_id, row_version)
    answer.retired_at = answer.changed_at = clock.now()
    answer.retired_by_id = actor.user_id
    _leave_trace(actor, answer, "retire")
    return answer


def state_of(answer: CuratedAnswer) -> AnswerState:
    """Whether an answer is shown today, waits for its first day, is over, or was taken out."""
    today = clock.today(clock.NATIONAL_ZONE)
    if answer.retired_at is not None:
        return "retired"
    if is_in_force(answer.valid_from, answer.valid_until, today):
        return "shown"
    return "expired" if answer.valid_until < today else "waiting"


def count_ending(actor: Actor) -> int:
    """How many answers are shown only for some days more, so that somebody prolongs them or lets them go."""
    if not is_permitted(actor, "search.curate"):
        return 0
    today = clock.today(clock.NATIONAL_ZONE)
    ending = select(func.count()).where(
        CuratedAnswer.retired_at.is_(None),
        CuratedAnswer.valid_from <= today,
        CuratedAnswer.valid_until.between(today, today + TOLD_BEFORE_END),
    )
    return current_session().scalar(ending) or 0


def content_of(answer: CuratedAnswer) -> AnswerContent:
    """What an answer says now, to be changed in part and given back."""
    return AnswerContent(
        phrase=answer.phrase,
        title=answer.title,
        text=answer.text,
        target=target_of(answer),
        aliases=tuple(alias.phrase for alias in answer.aliases),
        valid_from=answer.valid_from,
        valid_until=answer.valid_until,
    )


def thing_of(answer: CuratedAnswer) -> Target | None:
    """What an answer leads to."""
    return answer.reference or answer.service or answer.agency or answer.url


def target_named(target: str) -> Target | None:
    """What a target as in AnswerContent stands for; None for what there is not."""
    return next((thing for thing in _targets(target) or () if thing is not None), None)


def target_of(answer: CuratedAnswer) -> str:
    """Where an answer leads, as in AnswerContent."""
    if answer.reference is not None:
        return f"reference:{answer.reference.slug}"
    if answer.service is not None:
        return f"service:{answer.service.agency.slug}/{answer.service.slug}"
    return f"agency:{answer.agency.slug}" if answer.agency is not None else answer.url or ""


def _present(actor: Actor, answer_id: int, row_version: int) -> CuratedAnswer:
    answer = find_answer(actor, answer_id)
    if answer.retired_at is not None:
        raise Conflict("already_retired")
    if answer.row_version != row_version:
        raise Conflict("changed_meanwhile")
    return answer


def _write(answer: CuratedAnswer, content: AnswerContent) -> None:
    """Check everything, tell every fault at once, then fill the row."""
    faults: dict[str, str] = {}
    phrase = _line(content.phrase, "phrase", MOST_PHRASE_CHARACTERS, faults)
    aliases = [_line(alias, "aliases", MOST_PHRASE_CHARACTERS, faults) for alias in content.aliases if alias.strip()]
    if len(aliases) > MOST_ALIASES:
        faults.setdefault("aliases", "too_many")
    for name, text in (("phrase", phrase), *(("aliases", alias) for alias in aliases)):
        if not phrase_key(text):
            faults.setdefault(name, "required")
    title = _line(content.title, "title", MOST_TITLE_CHARACTERS, faults)
    text = _line(content.text, "text", MOST_TEXT_CHARACTERS, faults)
    targets = _targets(content.target.strip())
    if targets is None:
        faults["target"] = "unknown_target"
    today = clock.today(clock.NATIONAL_ZONE)
    valid_from = content.valid_from or answer.valid_from or today
    valid_until = content.valid_until or answer.valid_until or default_end(valid_from)
    if fault := period_fault(valid_from, valid_until, today):
        faults["valid_until"] = fault
    taken = _taken(answer.id, valid_from, valid_until)
    if phrase_key(phrase) in taken:
        faults.setdefault("phrase", "taken")
    if any(phrase_key(alias) in taken for alias in aliases):
        faults.setdefault("aliases", "taken")
    if faults or targets is None:
        raise InvalidInput(faults)
    distinct = _keys([phrase, *aliases])
    answer.phrase, answer.title, answer.text = phrase, title, text
    answer.valid_from, answer.valid_until, answer.changed_at = valid_from, valid_until, clock.now()
    answer.reference, answer.service, answer.agency, answer.url = targets
    answer.aliases = [
        CuratedAlias(position=number, phrase=text) for number, text in enumerate(list(distinct.values())[1:])
    ]


def _line(typed: str, name: str, most_characters: int, faults: dict[str, str]) -> str:
    text = " ".join(clean_text(typed, most_characters + 1).split())
    if not text:
        faults.setdefault(name, "required")
    elif len(text) > most_characters:
        faults.setdefault(name, "too_long")
    return text


_Targets = tuple[ReferenceService | None, Service | None, Agency | None, str | None]


def _targets(target: str) -> _Targets | None:
    session = current_session()
    kind, _, name = target.partition(":")
    match kind:
        case "reference":
            reference = session.scalar(select(ReferenceService).where(ReferenceService.slug == name))
            return (reference, None, None, None) if reference else None
        case "service":
            agency_slug, _, slug = name.partition("/")
            service = session.scalar(
                select(Service)
                .join(Service.agency)
                .where(Agency.slug == agency_slug, Service.slug == slug, Service.status != "retired")
                .options(joinedload(Service.agency))
            )
            return (None, service, None, None) if service else None
        case "agency":
            agency = session.scalar(select(Agency).where(Agency.slug == name))
            return (None, None, agency, None) if agency else None
    return (None, None, None, target) if is_https_address(target) else None


def _taken(own_id: int | None, valid_from: date, valid_until: date) -> set[str]:
    """The phrases that other answers have on some of these days."""
    others = current_session().scalars(
        select(CuratedAnswer)
        .where(
            CuratedAnswer.id != (own_id or 0),
            CuratedAnswer.retired_at.is_(None),
            CuratedAnswer.valid_from <= valid_until,
            CuratedAnswer.valid_until >= valid_from,
        )
        .options(selectinload(CuratedAnswer.aliases))
    )
    return {key for other in others for key in _keys([other.phrase, *(alias.phrase for alias in other.aliases)])}


def _keys(phrases: Iterable[str]) -> dict[str, str]:
    """The phrases by their compared form, the first of each."""
    found: dict[str, str] = {}
    for phrase in phrases:
        found.setdefault(phrase_key(phrase), phrase)
    return found


def _leave_trace(actor: Actor, answer: CuratedAnswer, act: str) -> None:
    current_session().flush()
    record(
        actor,
        "search.curate",
        "curated_answer",
        answer.id,
        agency_id=answer.service.agency_id if answer.service is not None else answer.agency_id,
        act=act,
        phrase=answer.phrase,
        target=target_of(answer),
        valid_from=answer.valid_from.isoformat(),
        valid_until=answer.valid_until.isoformat(),
    )
    note_search_changes([f"curated:{answer.id}"])
