"""What is recorded of a standard beside its content: verified on a day, next review, public consultations.

Law: PermenPANRB 15/2014 (standards are reviewed), 16/2017 (public consultation with minutes and follow-ups).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.standards import PublicConsultation, ReviewDue, Verification
from sipp.operations.journal import record
from sipp.operations.reach import Reached, lock_version, lock_versions
from sipp.operations.standards import today_of
from sipp.operations.versions import in_force, published_versions
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.permissions import Actor
from sipp.rules.workflow import PARTICIPANT_KINDS, ParticipantKind


@dataclass(frozen=True, kw_only=True)
class Held:
    """A public consultation as it is told: how many people of each kind came, what was said and agreed."""

    held_on: date
    place: str
    minutes: str
    participants: Mapping[ParticipantKind, int] = field(default_factory=dict)
    follow_ups: str | None = None


def verify(actor: Actor, version_id: int, review_on: date) -> None:
    """Say that the version in force is still right today, and when it must be looked at again.

    Raises Conflict unless the version is in force, InvalidInput unless the next review lies ahead.
    """
    reached = lock_version(actor, version_id, "standards.verify")
    today = today_of(reached.owner)
    current = in_force(published_versions(reached.owner), today, clock.now())
    if current is None or current.id != version_id:
        raise Conflict("not_in_force")
    _plan(actor, reached, review_on, today)
    current_session().add(
        Verification(version_id=version_id, verified_on=today, recorded_at=clock.now(), user_id=actor.user_id)
    )
    record(actor, "standards.verify", "standard_version", version_id, agency_id=reached.agency_id)


def plan_review(actor: Actor, version_id: int, review_on: date) -> None:
    """Set until when a published version must be reviewed; raises Conflict, InvalidInput unless that lies ahead."""
    reached = lock_version(actor, version_id, "standards.verify")
    if reached.version.state != "published":
        raise Conflict("not_published")
    _plan(actor, reached, review_on, today_of(reached.owner))


def record_consultation(actor: Actor, version_ids: Sequence[int], held: Held) -> None:
    """Put a public consultation on record for one version or for all of a decree.

    Raises InvalidInput for a day to come, and when nobody but the provider took part.
    """
    for reached in lock_versions(actor, version_ids, "standards.consult"):
        version_id = reached.version.id
        if held.held_on > today_of(reached.owner):
            raise InvalidInput({"held_on": "in_the_future"})
        counts = {kind: held.participants[kind] for kind in PARTICIPANT_KINDS if held.participants.get(kind)}
        if not set(counts) - {"provider"}:
            raise InvalidInput({"participants": "nobody_took_part"})
        current_session().add(
            PublicConsultation(
                version_id=version_id,
                held_on=held.held_on,
                place=held.place,
                participants=counts,
                minutes=held.minutes,
                follow_ups=held.follow_ups,
                recorded_at=clock.now(),
                user_id=actor.user_id,
            )
        )
        record(actor, "standards.consult", "standard_version", version_id, agency_id=reached.agency_id)
    current_session().flush()


def consultations_of(version_id: int) -> Sequence[PublicConsultation]:
    """The public consultations on a version, the newest first."""
    found = select(PublicConsultation).where(PublicConsultation.version_id == version_id)
    return (
        current_session().scalars(found.order_by(PublicConsultation.held_on.desc(), PublicConsultation.id.desc())).all()
    )


def verified_on(version_id: int) -> date | None:
    """The day on which the agency looked at a version last and stood by it."""
    found = select(Verification.verified_on).where(Verification.version_id == version_id)
    return current_session().scalar(found.order_by(Verification.recorded_at.desc(), Verification.id.desc()).limit(1))


def review_due_on(version_id: int) -> date | None:
    """The day until which a version must be reviewed, as recorded last."""
    found = select(ReviewDue.due_on).where(ReviewDue.version_id == version_id)
    return current_session().scalar(found.order_by(ReviewDue.recorded_at.desc(), ReviewDue.id.desc()).limit(1))


def _plan(actor: Actor, reached: Reached, review_on: date, today: date) -> None:
    if review_on <= today:
        raise InvalidInput({"review_on": "not_ahead"})
    version_id = reached.version.id
    current_session().add(ReviewDue(version_id=version_id, due_on=review_on, recorded_at=clock.now()))
    details = {"due_on": review_on.isoformat()}
    record(actor, "standards.plan_review", "standard_version", version_id, agency_id=reached.agency_id, **details)
