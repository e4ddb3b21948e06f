"""The worker's loop: every step has its turn, whatever happens to the others, and it says how it is."""

import json
import os
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from sipp import clock
from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.jobs import schedule
from sipp.jobs.worker import HEARTBEAT, Worker
from sipp.models.journal import AuditEntry, AuditLink, LedgerEntry, LedgerLink, OutboxMessage, SearchTerm
from sipp.models.reports import ReportDraft
from sipp.operations.drafts import save_draft
from sipp.operations.journal import chain_faults
from sipp.operations.search_terms import Count, add_counts
from sipp.rules.retention import DRAFTS_KEPT_FOR
from sipp.search.whoosh_index import open_index
from sipp.vault.sealing import DraftId
from tests import factories

ACT = {"actor_kind": "system", "action": "tests.act", "subject_kind": "thing", "subject_id": "1", "details": {}}
SOMEONE = DraftId("a" * 22, b"\x01" * 32)


def heartbeat(config: Config) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((config.data_dir / HEARTBEAT).read_text())
    return found


class Time:
    """The part of ``time`` that the worker asks."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


class FailingIndex:
    """An index that cannot be written; it keeps when that was tried."""

    def __init__(self) -> None:
        self.is_failing = True
        self._tried_at: list[float] = []

    def fail_at(self, now: float) -> None:
        self._tried_at.append(now)
        if self.is_failing:
            raise OSError("the disk is full")

    @property
    def pauses(self) -> list[float]:
        return [later - earlier for earlier, later in pairwise(self._tried_at)]


def report_by_mail() -> None:
    with unit_of_work():
        factories.a_report(content=factories.what_is_told(visibility="open"))


def count(app: Flask, table: Any) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(table)) or 0


def mails(config: Config) -> list[Path]:
    return list((config.data_dir / "mail").glob("*.eml"))


@pytest.mark.any_database
def test_one_turn_sends_chains_and_indexes(app: Flask, config: Config) -> None:
    with app.app_context():
        report_by_mail()
    Worker(app).turn()
    assert len(mails(config)) == 1
    assert count(app, AuditLink) == count(app, AuditEntry) > 0
    assert count(app, LedgerLink) == count(app, LedgerEntry) > 0
    with app.app_context():
        assert chain_faults() == []
        assert current_session().scalar(select(OutboxMessage.state)) == "done"
    assert open_index(config.index_dir).catalogue.document_count > 0
    assert heartbeat(config)["faults"] == {}


@pytest.mark.any_database
def test_an_entry_committed_after_a_younger_one_was_chained_is_chained_too(app: Flask) -> None:
    """On PostgreSQL a smaller number may be committed later: the newest entry then has its link already."""
    with app.app_context(), unit_of_work() as session:
        session.add(AuditEntry(id=50, at=clock.now(), **ACT))
    Worker(app).turn()
    with app.app_context(), unit_of_work() as session:
        session.add(AuditEntry(id=49, at=clock.now(), **ACT))
    Worker(app).turn()
    assert count(app, AuditLink) == 2
    with app.app_context():
        assert chain_faults() == []


def test_a_step_that_fails_is_told_and_stops_no_other(app: Flask, config: Config) -> None:
    with app.app_context():
        report_by_mail()
    config.index_dir.rmdir()
    config.index_dir.write_text("not a folder")
    worker = Worker(app)
    worker.turn()
    assert len(mails(config)) == 1
    assert set(heartbeat(config)["faults"]) == {"index", "index check"}


def test_a_step_that_failed_is_tried_again_after_pauses_that_grow_up_to_a_bound(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    time, index = Time(), FailingIndex()
    monkeypatch.setattr("sipp.jobs.worker.time", time)
    monkeypatch.setattr("sipp.jobs.worker.bring_index_up_to_date", lambda _: index.fail_at(time.now))
    worker = Worker(app, index_only=True)
    for is_failing in (True, False, True):
        index.is_failing = is_failing
        for _ in range(120):
            worker.turn()
            time.now += 0.5
    assert index.pauses[:7] == [1, 2, 4, 8, 15, 15, 15]
    recovered = index.pauses.index(0.5)
    assert set(index.pauses[recovered : recovered + 100]) == {0.5}
    assert index.pauses[recovered + 100 :][-6:] == [1, 2, 4, 8, 15, 15]


def test_a_mail_server_that_is_away_holds_up_nothing(app: Flask, config: Config) -> None:
    (config.data_dir / "mail").write_text("not a folder")
    with app.app_context():
        report_by_mail()
    Worker(app).turn()
    with app.app_context():
        message = current_session().scalars(select(OutboxMessage)).one()
        assert (message.state, message.attempts) == ("waiting", 1)
        assert message.not_before > clock.now()
    assert count(app, AuditLink) > 0
    assert heartbeat(config)["faults"] == {}


def test_a_worker_for_the_index_alone_leaves_the_rest_to_others(app: Flask, config: Config) -> None:
    with app.app_context():
        report_by_mail()
    Worker(app, index_only=True).turn()
    assert open_index(config.index_dir).catalogue.document_count > 0
    assert mails(config) == []
    assert count(app, AuditLink) == 0


def test_a_stopped_worker_begins_nothing_more(app: Flask, config: Config) -> None:
    with app.app_context():
        report_by_mail()
    worker = Worker(app)
    worker.stop()
    worker.turn()
    assert mails(config) == []
    assert not (config.data_dir / HEARTBEAT).exists()


@pytest.mark.any_database
def test_drafts_are_forgotten_after_72_hours_and_not_before(app: Flask) -> None:
    with app.app_context(), time_machine.travel(clock.now(), tick=False) as time:
        with unit_of_work():
            save_draft(SOMEONE, {"description": "Petugas meminta uang"})
        time.shift(DRAFTS_KEPT_FOR - timedelta(seconds=1))
        assert schedule.run_due()["expired drafts"] == 0
        time.shift(1)
        assert schedule.run_due()["expired drafts"] == 1
        assert schedule.run_due()["expired drafts"] == 0
    assert count(app, ReportDraft) == 0


@pytest.mark.any_database
def test_counts_of_queries_are_forgotten_after_400_days_and_not_before(app: Flask) -> None:
    with app.app_context(), time_machine.travel(clock.now(), tick=False) as time:
        with unit_of_work():
            add_counts(
                {(clock.today(clock.NATIONAL_ZONE), "izin kucing"): Count(5, 0, is_corrected=False, reason="nothing")}
            )
        time.shift(timedelta(days=400))
        assert schedule.run_due()["old search terms"] == 0
        time.shift(timedelta(days=1))
        assert schedule.run_due()["old search terms"] == 1
    assert count(app, SearchTerm) == 0


def test_files_that_a_crash_left_half_written_are_removed_after_a_day(app: Flask, config: Config) -> None:
    old, young = (config.attachments_dir / f".unfinished-{name}" for name in ("old", "young"))
    stored = config.attachments_dir / f"{'0' * 32}.pdf"
    for path in (old, young, stored):
        path.write_bytes(b"%PDF-")
    long_ago = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(old, (long_ago, long_ago))
    with app.app_context():
        assert schedule.run_due()["unfinished files"] == 1
    assert not old.exists() and young.exists() and stored.exists()
