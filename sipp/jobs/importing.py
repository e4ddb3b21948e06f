"""Files that officers uploaded: the worker looks through them, and makes the drafts when they said so."""

import time
from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from sipp.db import unit_of_work
from sipp.exchange.importing import Import, ServicePlan, carry_out, plan, resume
from sipp.exchange.problems import Level, Problem
from sipp.i18n import DEFAULT_LANGUAGE, in_language
from sipp.jobs.outbox import Job, NotDoneYet, TryAgain
from sipp.operations import import_work
from sipp.operations.import_stops import OVERTAKEN
from sipp.operations.import_work import Outcome, Work
from sipp.rules.errors import Conflict, Forbidden, NotFound

#: Services in one transaction: SQLite has one writer, and citizens' reports wait no longer than a batch takes.
BATCH = 10
#: Then the turn goes on to mails and the index; opening the file again is the price.
TURN_SECONDS = 8
_LEVELS: tuple[Level, ...] = get_args(Level)


def work_on_import(job: Job) -> None:
    """Do what a run has waiting; raises NotDoneYet when the turn is over before it is."""
    run_id, began = UUID(job.payload["run_id"]), time.monotonic()
    work = import_work.work_of(run_id)
    if work is None:
        with unit_of_work():
            import_work.forget_of_disabled(run_id)
        return
    try:
        wanted = resume(work)
        while _do_batch(run_id, work, wanted):
            if time.monotonic() - began > TURN_SECONDS:
                raise NotDoneYet
    except Conflict:
        raise TryAgain(OVERTAKEN) from None
    except (Forbidden, NotFound):
        with unit_of_work():
            import_work.forget(run_id)


def _do_batch(run_id: UUID, work: Work, wanted: Import) -> bool:
    """Look through the next services, or import them; whether there were any."""
    return _import_batch(run_id, wanted) if work.state == "importing" else _check_batch(run_id, wanted)


def _check_batch(run_id: UUID, wanted: Import) -> bool:
    batch = import_work.next_waiting(run_id, BATCH)
    if batch:
        plans = plan(wanted, batch)
        with unit_of_work():
            import_work.note_outcomes(run_id, "checking", _outcomes(plans))
    return bool(batch)


def _import_batch(run_id: UUID, wanted: Import) -> bool:
    """Drafts and the note that they were made, all or none."""
    with unit_of_work():
        import_work.lock_run(run_id)
        batch = import_work.next_waiting(run_id, BATCH)
        if batch:
            import_work.note_outcomes(run_id, "importing", _outcomes(carry_out(wanted, batch)))
    return bool(batch)


def _outcomes(plans: Sequence[ServicePlan]) -> list[Outcome]:
    with in_language(DEFAULT_LANGUAGE):
        return [
            Outcome(
                slug=one.service,
                name=one.name,
                effect=one.effect,
                score=one.score,
                problems=[_told(problem) for problem in sorted(one.problems, key=lambda p: _LEVELS.index(p.level))],
                version_id=one.version_id,
            )
            for one in plans
        ]


def _told(problem: Problem) -> dict[str, object]:
    return {
        "level": problem.level,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "words": problem.words,
    }
