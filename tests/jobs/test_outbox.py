"""The outbox: at least once, effects once, nothing silently dropped."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sipp.config import Config
from sipp.db import current_session, db, unit_of_work
from sipp.jobs.outbox import LEASE, GivesUp, Job, NotDoneYet, TryAgain, do_next
from sipp.models.journal import OutboxMessage
from sipp.operations import erasure
from sipp.operations.journal import post
from sipp.rules.errors import Conflict
from sipp.rules.permissions import SYSTEM
from tests import factories

pytestmark = pytest.mark.any_database

START = datetime(2026, 11, 24, 8, tzinfo=UTC)


def waiting_message(key: str = "surat:1") -> None:
    with unit_of_work():
        post("surat", key, {"report_id": "1"})


def the_message() -> OutboxMessage:
    current_session().rollback()
    return current_session().scalars(select(OutboxMessage)).one()


def test_a_done_message_is_not_done_again(session: Session) -> None:
    done: list[str] = []
    waiting_message()

    assert do_next({"surat": lambda job: done.append(job.key)})
    assert not do_next({"surat": lambda job: done.append(job.key)})

    assert done == ["surat:1"]
    assert the_message().state == "done"


def test_a_crash_between_effect_and_mark_repeats_under_the_same_key(session: Session) -> None:
    keys: list[str] = []

    class PowerCut(BaseException):
        pass

    def send_and_die(job: Job) -> None:
        keys.append(job.key)
        raise PowerCut

    with time_machine.travel(START, tick=False) as clock:
        waiting_message()
        with pytest.raises(PowerCut):
            do_next({"surat": send_and_die})
        assert not do_next({"surat": lambda job: keys.append(job.key)}), "leased: nobody else takes it"
        clock.shift(LEASE + timedelta(seconds=1))
        assert do_next({"surat": lambda job: keys.append(job.key)})

    assert keys == ["surat:1", "surat:1"]


def test_a_clock_that_is_set_back_holds_no_message_back(session: Session) -> None:
    done: list[str] = []

    class PowerCut(BaseException):
        pass

    def die(job: Job) -> None:
        raise PowerCut

    with time_machine.travel(START, tick=False) as clock:
        waiting_message("surat:1")
        waiting_message("surat:2")
        with pytest.raises(PowerCut):
            do_next({"surat": die})
        clock.shift(-timedelta(minutes=1))
        assert not do_next({"surat": lambda job: done.append(job.key)}), "another host's clock may be behind"
        clock.shift(-timedelta(days=400))
        while do_next({"surat": lambda job: done.append(job.key)}):
            pass
    assert sorted(done) == ["surat:1", "surat:2"]


def test_a_failing_message_is_tried_for_a_day_and_then_set_aside_visibly(session: Session) -> None:
    def fail(job: Job) -> None:
        raise TryAgain("server away")

    with time_machine.travel(START, tick=False) as clock:
        waiting_message()
        tries = 0
        while the_message().state == "waiting" and tries < 100:
            clock.move_to(max(the_message().not_before, datetime.now(UTC)))
            assert do_next({"surat": fail})
            tries += 1
        assert datetime.now(UTC) - START >= timedelta(hours=24)

    message = the_message()
    assert (message.state, message.last_error) == ("set_aside", "server away")
    assert tries >= 30


def test_what_can_never_work_is_set_aside_at_once(session: Session) -> None:
    def refuse(job: Job) -> None:
        raise GivesUp("no such mailbox")

    waiting_message()
    do_next({"surat": refuse})

    assert the_message().state == "set_aside"


def test_what_is_refused_while_its_report_is_erased_is_not_set_aside(session: Session, config: Config) -> None:
    """It has no payload by then, and the pages that tell of what did not arrive would look for its report."""
    with unit_of_work():
        report_id = factories.a_report(content=factories.what_is_told(visibility="open")).report.id

    def refuse(job: Job) -> None:
        with unit_of_work():
            erasure.erase_report(SYSTEM, report_id, "request", erasure.Store.of(config))
        raise GivesUp("no such mailbox")

    assert do_next({"report_acknowledged": refuse})
    current_session().rollback()
    assert set(session.scalars(select(OutboxMessage.state))) == {"done"}


def test_an_unexpected_fault_names_its_kind_and_nothing_else(session: Session) -> None:
    def break_down(job: Job) -> None:
        raise ValueError("budi@contoh.id")

    waiting_message()
    do_next({"surat": break_down})

    assert the_message().last_error == "ValueError"


def test_what_is_not_done_yet_takes_its_turn_again_after_the_others(session: Session) -> None:
    turns: list[str] = []

    def work(job: Job) -> None:
        turns.append(job.key)
        if job.key == "surat:lama" and turns.count(job.key) < 100:
            raise NotDoneYet

    with time_machine.travel(START, tick=False) as clock:
        waiting_message("surat:lama")
        clock.shift(timedelta(seconds=1))
        waiting_message("surat:lain")
        clock.shift(timedelta(seconds=1))
        while do_next({"surat": work}):
            clock.shift(timedelta(seconds=1))

    assert turns == ["surat:lama", "surat:lain", *["surat:lama"] * 99], "however long it takes, it never gives up"


def test_the_same_effect_is_never_queued_twice(session: Session) -> None:
    waiting_message()
    with pytest.raises((IntegrityError, Conflict)):
        waiting_message()
    assert the_message().key == "surat:1"


def test_two_workers_never_do_the_same_message(app: Flask) -> None:
    with app.app_context(), unit_of_work():
        for number in range(50):
            post("surat", f"surat:{number}", {})
    done: list[str] = []

    def work() -> None:
        with app.app_context():
            while do_next({"surat": lambda job: done.append(job.key)}):
                pass
            db.session.remove()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(done) == sorted(f"surat:{number}" for number in range(50))
