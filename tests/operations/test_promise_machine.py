"""Whatever is opened, published, withdrawn and submitted in whatever order: a report keeps its promise."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from sipp import clock
from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.models.reports import Breach, Report
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations import assessing, promise_spans, reports, standards, versions
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import Fee, content_hash
from tests import factories
from tests.applications import opened
from tests.trials import scaled

START = datetime(2026, 6, 1, 5, tzinfo=UTC)
#: Days around the one on which everything happens.
DAYS = st.integers(-6, 6).map(lambda offset: START.date() + timedelta(days=offset))


@dataclass
class Known:
    """What the oracle remembers of one version, in the plainest shape."""

    id: int
    number: int
    effective_from: date
    recorded_at: datetime
    withdrawn_on: date | None = None
    withdrawal_recorded_at: datetime | None = None


@dataclass(frozen=True)
class Opened:
    """A form being filled in: the version that was shown, and when."""

    shown: int | None
    at: datetime
    nonce: bytes


@dataclass
class Oracle:
    """Says, by walking day by day instead of by the rule, which version judges."""

    versions: list[Known] = field(default_factory=list)

    def in_force(self, day: date, known_at: datetime) -> Known | None:
        holder: Known | None = None
        first = min((version.effective_from for version in self.versions), default=day)
        today = min(first, day)
        while today <= day:
            for version in sorted(self.versions, key=lambda one: one.number):
                if version.effective_from == today and version.recorded_at <= known_at:
                    holder = version
            today += timedelta(days=1)
        if holder is None or holder.withdrawn_on is None or holder.withdrawal_recorded_at is None:
            return holder
        is_withdrawn = holder.withdrawn_on <= day and holder.withdrawal_recorded_at <= known_at
        return None if is_withdrawn else holder

    def judging(self, day: date | None, form: Opened) -> int | None:
        if day is None:
            return form.shown
        holder = self.in_force(day, form.at)
        if holder is not None:
            return holder.id
        known = [one for one in self.versions if one.recorded_at <= form.at]
        earliest = min(known, key=lambda one: (one.effective_from, one.number), default=None)
        return earliest.id if earliest is not None and day < earliest.effective_from else None


class PromiseMachine(RuleBasedStateMachine):
    """One service; the clock goes on a minute with every step."""

    template: Path
    forms = Bundle("forms")

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        shutil.copyfile(self.template, folder / "sipp.sqlite3")
        self.now = START
        self.traveller = self.stack.enter_context(time_machine.travel(START, tick=False))
        app = self.stack.enter_context(opened(Config.for_tests(folder)))
        self.stack.enter_context(app.app_context())
        self.oracle = Oracle()
        self.filed: dict[Any, tuple[int | None, dict[str, Any]]] = {}
        self.hashes: dict[int, str] = {}

    def teardown(self) -> None:
        """Close the world of this run."""
        self.stack.close()

    @initialize()
    def a_service(self) -> None:
        """A service without any standard."""
        with unit_of_work():
            factories.the_calendar()
            agency = factories.an_agency("kota-contoh")
            factories.a_service(factories.a_unit(agency), factories.a_reference(), slug="ktp")

    @rule(day=DAYS, amount_idr=st.integers(1, 9))
    def publish(self, day: date, amount_idr: int) -> None:
        """A new version, effective on a day before, on or after today."""
        self._tick()
        with unit_of_work():
            service = assessing.form_context("kota-contoh", "ktp").service
            assert service is not None
            content = factories.a_standard(
                effective_from=day, fees=(Fee(row_key="biaya", shape="fixed", amount_idr=amount_idr * 1000),)
            )
            version = factories.a_published_version(service, content, recorded_at=None)
            self.hashes[version.id] = version.content_hash or ""
            self.oracle.versions.append(Known(version.id, version.number or 0, day, self.now))
        assert [one.number for one in self.oracle.versions] == list(range(1, len(self.oracle.versions) + 1))

    @rule(day=DAYS, which=st.integers(0, 20))
    def withdraw(self, day: date, which: int) -> None:
        """One of the versions not withdrawn yet, with effect on a day."""
        left = [one for one in self.oracle.versions if one.withdrawn_on is None]
        if not left:
            return
        self._tick()
        chosen = left[which % len(left)]
        with unit_of_work() as session:
            standards.withdraw(SYSTEM, session.get_one(StandardVersion, chosen.id), day, "Dibatalkan")
        chosen.withdrawn_on, chosen.withdrawal_recorded_at = day, self.now

    @rule(target=forms)
    def open_form(self) -> Opened:
        """A citizen opens the form now."""
        self._tick()
        shown = self._context().shown
        expected = self.oracle.in_force(self.now.date(), self.now)
        assert (shown.id if shown else None) == (expected.id if expected else None)
        return Opened(
            shown.id if shown else None, self.now, len(self.filed).to_bytes(8) + self.now.isoformat().encode()
        )

    @rule(form=forms, applied_on=st.none() | DAYS, paid_on=st.none() | DAYS)
    def submit(self, form: Opened, applied_on: date | None, paid_on: date | None) -> None:
        """A form opened some time ago is filed, perhaps for the second time."""
        self._tick()
        experience = factories.an_experience(
            groups=("money", "time"), applied_on=applied_on, paid_on=paid_on, still_waiting=True
        )
        with unit_of_work():
            context = assessing.form_context_of_token("kota-contoh", "ktp", form.shown)
            filed = reports.submit(
                factories.PUBLIC,
                context,
                factories.what_is_told(experience=experience),
                nonce=form.nonce,
                opened_at=form.at,
                ring=factories.RING,
            )
            if filed.is_repeated:
                assert filed.report.id in self.filed
                return
            expected = self.oracle.judging(applied_on, form)
            expected_fee = self.oracle.judging(paid_on or applied_on, form)
            by_group = {breach.group: breach.version_id for breach in _breaches(filed.report)}
            assert filed.report.version_id == by_group["time"] == expected
            assert by_group["money"] == expected_fee
            assert filed.report.shown_version_id == form.shown
            self.filed[filed.report.id] = (expected, dict(filed.report.experience))

    @invariant()
    def every_report_and_every_version_is_what_it_was(self) -> None:
        """Nothing that happened later changed a report's version, or the content of a version."""
        session = current_session()
        session.rollback()
        session.expire_all()
        for report_id, (version_id, experience) in self.filed.items():
            report = session.get_one(Report, report_id)
            assert (report.version_id, report.experience) == (version_id, experience)
        for version_id, digest in self.hashes.items():
            assert content_hash(versions.content_of(session.get_one(StandardVersion, version_id))) == digest
        assert promise_spans.wrong_spans(session.scalars(select(Service)).all()) == []

    def _tick(self) -> None:
        self.now += timedelta(minutes=1)
        self.traveller.move_to(self.now, tick=False)
        assert clock.now() == self.now

    def _context(self) -> assessing.FormContext:
        current_session().rollback()
        current_session().expire_all()
        return assessing.form_context("kota-contoh", "ktp")


def _breaches(report: Report) -> Sequence[Breach]:
    return current_session().scalars(select(Breach).where(Breach.report_id == report.id)).all()


@pytest.mark.faults
def test_a_report_keeps_the_promise_it_was_made_under_whatever_happens(migrated_sqlite: Path) -> None:
    machine: Callable[[], PromiseMachine] = type("Machine", (PromiseMachine,), {"template": migrated_sqlite})
    run_state_machine_as_test(machine, settings=settings(max_examples=scaled(12), stateful_step_count=20))
