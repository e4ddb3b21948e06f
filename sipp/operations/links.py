"""Links to the outside: which there are, which is visited next, and which do not open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, delete, func, insert, or_, select, union
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import contains_eager, joinedload

from sipp import clock
from sipp.db import current_session, take_turn
from sipp.models.agencies import Agency
from sipp.models.links import WebLink
from sipp.models.services import Service
from sipp.operations.reach import services_within
from sipp.rules.errors import Forbidden
from sipp.rules.links import (
    AFTER_FAILURE,
    AFTER_SUCCESS,
    BROKEN_AFTER_DAYS,
    NETWORK_SEEN_WITHIN,
    Failure,
    counts,
    days_failed,
    is_broken,
)
from sipp.rules.permissions import Actor, is_permitted, is_permitted_somewhere

#: Whoever took a link to visit it has so long to tell the outcome; then another worker takes it.
VISIT_LEASE = timedelta(hours=1)
#: More broken links than this are a fault of their own; the list says how many there are.
MOST_SHOWN = 200


@dataclass(frozen=True)
class BrokenLink:
    """A link that failed on three days, with whose it is: a service's, or (``service`` None) an agency's own."""

    link: WebLink
    agency: Agency
    service: Service | None


def note_links() -> int:
    """Keep the list of links in step with services and agencies; how many came and went.

    What a program made up and what was retired is not visited.
    """
    session, now = current_session(), clock.now()
    take_turn(WebLink)
    shown = union(
        select(Service.online_url.label("url")).where(
            Service.online_url.is_not(None), Service.status != "retired", Service.is_synthetic.is_(False)
        ),
        select(Agency.website.label("url")).where(
            Agency.website.is_not(None), Agency.is_synthetic.is_(False), Agency.merged_into_id.is_(None)
        ),
    ).subquery()
    gone = session.execute(delete(WebLink).where(WebLink.url.not_in(select(shown.c.url))))
    new = session.scalars(select(shown.c.url).where(shown.c.url.not_in(select(WebLink.url)))).all()
    if new:
        session.execute(insert(WebLink), [{"url": url, "next_visit_at": now, "failed_days": 0} for url in new])
    assert isinstance(gone, CursorResult)
    return int(gone.rowcount) + len(new)


def take_next() -> str | None:
    """The link that is due longest; no other worker takes it for an hour. None when none is due."""
    session, now = current_session(), clock.now()
    due = select(WebLink).where(WebLink.next_visit_at <= now).order_by(WebLink.next_visit_at, WebLink.url).limit(1)
    link = session.scalar(due.with_for_update(skip_locked=True))
    if link is None:
        return None
    link.next_visit_at = now + VISIT_LEASE
    return link.url


def note_visit(url: str, failure: Failure | None) -> None:
    """Store what a visit gave. While nobody at all answers this machine, silence is not held against a link."""
    session, now, today = current_session(), clock.now(), clock.today(clock.NATIONAL_ZONE)
    link = session.get(WebLink, url, populate_existing=True)
    if link is None:
        return
    if failure is None:
        link.failed_days, link.last_failed_on = 0, None
    elif counts(failure, _is_network_seen()):
        link.failed_days = days_failed(link.failed_days, link.last_failed_on, today)
        link.last_failed_on = today
    link.failure, link.visited_at = failure, now
    link.next_visit_at = now + (AFTER_FAILURE if failure else AFTER_SUCCESS)


def broken_on(url: str | None) -> date | None:
    """The day on which a link was last found broken; None while it opens, or failed on fewer than three days."""
    link = current_session().get(WebLink, url) if url else None
    return link.last_failed_on if link is not None and is_broken(link.failed_days) else None


def broken_links(actor: Actor) -> Sequence[BrokenLink]:
    """The broken links within reach, those of agencies first. Raises Forbidden for who reads none."""
    if not is_permitted_somewhere(actor, "links.read"):
        raise Forbidden("links.read")
    session = current_session()
    services = session.execute(
        _of_services(actor, select(Service, WebLink))
        .options(contains_eager(Service.unit), joinedload(Service.agency))
        .order_by(Service.name, Service.id)
        .limit(MOST_SHOWN)
    ).all()
    return [
        *(BrokenLink(link, agency, None) for agency, link in _of_agencies(actor)),
        *(BrokenLink(link, service.agency, service) for service, link in services),
    ]


def count_broken(actor: Actor) -> int:
    """How many services and agencies within reach have a broken link."""
    services = current_session().scalar(_of_services(actor, select(func.count(Service.id)))) or 0
    return services + len(_of_agencies(actor))


def _of_services(actor: Actor, statement: Select) -> Select:  # type: ignore[type-arg]
    return (
        statement.join(Service.unit)
        .join(WebLink, WebLink.url == Service.online_url)
        .where(
            WebLink.failed_days >= BROKEN_AFTER_DAYS,
            Service.status != "retired",
            services_within(actor, "links.read"),
        )
    )


def _of_agencies(actor: Actor) -> list[tuple[Agency, WebLink]]:
    found = current_session().execute(
        select(Agency, WebLink)
        .join(WebLink, WebLink.url == Agency.website)
        .where(WebLink.failed_days >= BROKEN_AFTER_DAYS, Agency.merged_into_id.is_(None))
        .order_by(Agency.name)
    )
    return [(agency, link) for agency, link in found if is_permitted(actor, "links.read", agency.id)]


def _is_network_seen() -> bool:
    answered: tuple[Failure, ...] = ("not_found", "server_fault", "too_many_redirects")
    heard = select(WebLink.url).where(
        WebLink.visited_at >= clock.now() - NETWORK_SEEN_WITHIN,
        or_(WebLink.failure.is_(None), WebLink.failure.in_(answered)),
    )
    return current_session().scalar(heard.limit(1)) is not None
