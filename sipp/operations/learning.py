"""What the directory can learn from queries that found too little: an editor's answer, or a further name of a service.

A query itself belongs to nobody and names nobody; what somebody can do about it depends on the role.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import String, case, cast, func, select
from sqlalchemy.orm import contains_eager, joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.services import Service
from sipp.operations.curated_answers import ShownAnswer, phrase_key, read_curated
from sipp.operations.journal import note_search_changes, record
from sipp.operations.reach import lock_owner, services_within
from sipp.operations.search_terms import UnansweredQuery, unanswered_queries
from sipp.operations.services import LONGEST_ALIASES, find_service
from sipp.operations.standards import search_thing
from sipp.rules.errors import Forbidden, InvalidInput
from sipp.rules.permissions import Actor, is_permitted_somewhere
from sipp.rules.search_terms import MOST_CHARACTERS
from sipp.rules.typed_input import clean_text

#: The desk counts what was typed in so many days.
COUNTED_FOR = timedelta(days=30)
#: So many services are offered at once to take a query as a further name.
MOST_OFFERED = 30


@dataclass(frozen=True, kw_only=True)
class MissedQuery:
    """A query that found too little, with what answers it since: an answer of an editor, or the alias of a service."""

    asked: UnansweredQuery
    answer: ShownAnswer | None
    service_name: str | None

    @property
    def is_open(self) -> bool:
        """Whether nobody did anything about it yet, as far as the actor can see."""
        return self.answer is None and self.service_name is None


def missed_queries(actor: Actor, days: int) -> list[MissedQuery]:
    """What was typed at least five times in the last days and found too little, what is still open first.

    Raises Forbidden for who may not read it.
    """
    asked = unanswered_queries(actor, _first_day(timedelta(days=days)))
    curated, aliases = read_curated(), _names_of_aliases(actor)
    missed = [
        MissedQuery(asked=one, answer=curated.find(one.query), service_name=aliases.get(phrase_key(one.query)))
        for one in asked
    ]
    return sorted(missed, key=lambda one: not one.is_open)


def count_open(actor: Actor) -> int:
    """How many of the last 30 days' queries are still open; 0 for who can do nothing about them."""
    if not any(is_permitted_somewhere(actor, action) for action in ("search.curate", "services.edit")):
        return 0
    return sum(one.is_open for one in missed_queries(actor, COUNTED_FOR.days))


def may_add_alias(actor: Actor) -> bool:
    """Whether the actor keeps services of some agency."""
    return is_permitted_somewhere(actor, "services.edit")


def services_to_name(actor: Actor, query: str, words: str) -> Sequence[Service]:
    """Services within reach whose name has the words, at most 30, those first that share most words with the query.

    Raises Forbidden for who keeps no services.
    """
    if not may_add_alias(actor):
        raise Forbidden("services.edit")
    name = func.lower(Service.name)
    statement = (
        select(Service)
        .join(Service.unit)
        .where(services_within(actor, "services.edit"), Service.status != "retired")
        .options(contains_eager(Service.unit), joinedload(Service.agency))
    )
    for word in _plain_words(words):
        statement = statement.where(name.like(f"%{word}%"))
    shared = [case((name.like(f"%{word}%"), 1), else_=0) for word in _plain_words(query)]
    order = [sum(shared[1:], shared[0]).desc()] if shared else []
    return current_session().scalars(statement.order_by(*order, name, Service.id).limit(MOST_OFFERED)).all()


def add_alias(actor: Actor, agency_slug: str, service_slug: str, query: str) -> Service:
    """Let a service be found under what people type; nothing changes where that is its name or alias already.

    Raises Forbidden for who keeps no services, NotFound for a foreign and an unknown one alike, InvalidInput for what
    is no phrase or makes the aliases too long.
    """
    alias = " ".join(clean_text(query, MOST_CHARACTERS).split())
    if not phrase_key(alias):
        raise InvalidInput({"kata": "required"})
    service = find_service(actor, agency_slug, service_slug, "services.edit")
    lock_owner(service)
    if phrase_key(alias) in {phrase_key(name) for name in (service.name, *service.aliases)}:
        return service
    aliases = [*service.aliases, alias]
    if len("\n".join(aliases)) > LONGEST_ALIASES:
        raise InvalidInput({"kata": "too_long"})
    service.aliases = aliases
    current_session().flush()
    record(actor, "services.edit", "service", service.id, agency_id=service.agency_id)
    note_search_changes([search_thing(service)])
    return service


def _first_day(period: timedelta) -> date:
    return clock.today(clock.NATIONAL_ZONE) - period + timedelta(days=1)


def _names_of_aliases(actor: Actor) -> Mapping[str, str]:
    """The services within reach by the compared form of their aliases."""
    if not may_add_alias(actor):
        return {}
    rows = current_session().execute(
        select(Service.name, Service.aliases)
        .join(Service.unit)
        .where(
            services_within(actor, "services.edit"), Service.status != "retired", cast(Service.aliases, String) != "[]"
        )
        .order_by(Service.id.desc())
    )
    return {phrase_key(alias): name for name, aliases in rows for alias in aliases}


def _plain_words(text: str) -> list[str]:
    return text.lower().replace("%", "").replace("_", "").split()[:10]
