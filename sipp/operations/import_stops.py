"""Work on a file that does not get on: the worker tries again in a while, or gave up and its sender says what now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from sipp import clock
from sipp.db import current_session
from sipp.models.imports import ImportRun
from sipp.models.journal import OutboxMessage

Reason = Literal["overtaken", "failed"]

#: What the outbox keeps as the reason when somebody else's change came first.
OVERTAKEN = "somebody else changed a service meanwhile"


@dataclass(frozen=True)
class Standstill:
    """Why the last attempt failed, and when the worker tries again; None: it gave up."""

    reason: Reason
    retries_at: datetime | None


def message_key_prefix(run_id: UUID) -> str:
    """How the keys of a run's outbox messages begin."""
    return f"import:{run_id}:"


def find_standstills(runs: Sequence[ImportRun]) -> dict[UUID, Standstill]:
    """The runs among these that the worker is at and that do not get on."""
    working = [run.id for run in runs if run.state in ("checking", "importing")]
    if not working:
        return {}
    messages = current_session().execute(
        select(OutboxMessage.key, OutboxMessage.state, OutboxMessage.last_error, OutboxMessage.not_before)
        .where(
            OutboxMessage.state.in_(("waiting", "set_aside")),
            _is_of(working),
        )
        .order_by(OutboxMessage.id)
    )
    newest = {UUID(message.key.split(":")[1]): message for message in messages}
    return {
        run_id: Standstill(
            reason="overtaken" if message.last_error == OVERTAKEN else "failed",
            retries_at=message.not_before if message.state == "waiting" else None,
        )
        for run_id, message in newest.items()
        if message.last_error is not None
    }


def close_given_up(run_ids: Sequence[UUID]) -> None:
    """Tell no longer of what the worker gave up: it is taken up again, or its file is forgotten."""
    if run_ids:
        given_up = update(OutboxMessage).where(OutboxMessage.state == "set_aside", _is_of(run_ids))
        current_session().execute(given_up.values(state="done", done_at=clock.now()))


def has_stopped(run: ImportRun) -> bool:
    """Whether the worker gave the run up."""
    standstill = find_standstills([run]).get(run.id)
    return standstill is not None and standstill.retries_at is None


def _is_of(run_ids: Sequence[UUID]) -> ColumnElement[bool]:
    return or_(*(OutboxMessage.key.startswith(message_key_prefix(run_id)) for run_id in run_ids))
