"""Upkeep: which standards must be reviewed, and one reminder a week to each person who can do something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import User
from sipp.models.agencies import Unit
from sipp.models.corrections import Correction
from sipp.models.links import WebLink
from sipp.models.promises import PromiseSpan
from sipp.models.services import Service
from sipp.models.standards import ReviewDue
from sipp.operations.accounts import holders_of
from sipp.operations.corrections import count_open
from sipp.operations.digests import concerns, places_of
from sipp.operations.journal import post_once
from sipp.operations.links import count_broken
from sipp.operations.offerings import in_force_now
from sipp.operations.reach import services_within
from sipp.rules import permissions
from sipp.rules.errors import Forbidden
from sipp.rules.links import BROKEN_AFTER_DAYS
from sipp.rules.permissions import Actor
from sipp.rules.reminders import TOLD_BEFORE, week_of

REMINDED_ROLES = ("editor", "publisher")


@dataclass(frozen=True)
class DueReview:
    """A service whose standard in force must be reviewed soon, or should have been."""

    service: Service
    due_on: date


@dataclass(frozen=True)
class Digest:
    """What one person can do for the upkeep of the services within reach."""

    user: User
    reviews: Sequence[DueReview]
    open_corrections: int
    broken_links: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.reviews or self.open_corrections or self.broken_links)


def reviews_due(actor: Actor) -> Sequence[DueReview]:
    """The reviews within reach whose date is near or passed, earliest first. Raises Forbidden for who does none."""
    if not permissions.is_permitted_somewhere(actor, "standards.keep_up"):
        raise Forbidden("standards.keep_up")
    found = current_session().execute(
        _due(select(Service, ReviewDue.due_on))
        .where(services_within(actor, "standards.keep_up"))
        .options(contains_eager(Service.unit), joinedload(Service.agency))
        .order_by(ReviewDue.due_on, Service.name, Service.id)
    )
    return [DueReview(service, due_on) for service, due_on in found]


def remind() -> int:
    """Put one mail a week into the outbox for everybody who can do something; how many were new.

    May run at any time, any number of times, on several hosts: the message's key holds person and week.
    """
    places = places_of(_waiting())
    if not places:
        return 0
    week, reminded = week_of(clock.today(clock.NATIONAL_ZONE)), 0
    for actor in holders_of(REMINDED_ROLES):
        if concerns(actor, places):
            reminded += post_once("upkeep_due", f"upkeep_due:{actor.user_id}:{week}", {"user_id": actor.user_id})
    return reminded


def digest_for(user_id: int) -> Digest | None:
    """What to tell somebody now; None for who is disabled or keeps nothing up any more."""
    actor = next(holders_of(REMINDED_ROLES, user_id), None)
    user = current_session().get(User, user_id)
    if actor is None or user is None:
        return None
    return Digest(user, reviews_due(actor), count_open(actor), count_broken(actor))


def _waiting() -> Iterator[tuple[str, Select]]:  # type: ignore[type-arg]
    """What is to be done: the action that does it, and the agencies and units where."""
    columns = select(Service.agency_id, Unit.path)
    waiting = columns.join(Service.unit).join(Correction, Correction.service_id == Service.id)
    broken = columns.join(Service.unit).join(WebLink, WebLink.url == Service.online_url)
    yield "standards.keep_up", _due(columns)
    yield "corrections.decide", waiting.where(Correction.state == "waiting")
    yield "links.read", broken.where(WebLink.failed_days >= BROKEN_AFTER_DAYS, Service.status != "retired")


def _due(statement: Select) -> Select:  # type: ignore[type-arg]
    """Join services with the review date of their standard in force, where it is near or passed.

    The row recorded last counts: rows are only ever added, so it has the largest id.
    """
    later = aliased(ReviewDue)
    is_latest = ~select(later.id).where(later.version_id == ReviewDue.version_id, later.id > ReviewDue.id).exists()
    return (
        statement.join(Service.unit)
        .join(PromiseSpan, PromiseSpan.service_id == Service.id)
        .join(ReviewDue, ReviewDue.version_id == PromiseSpan.version_id)
        .where(
            ReviewDue.due_on <= clock.today(clock.NATIONAL_ZONE) + TOLD_BEFORE,
            is_latest,
            in_force_now(clock.now()),
            Service.status != "retired",
        )
    )
