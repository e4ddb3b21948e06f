"""Whoever does whatever to reports while months pass: one owner, the clocks of the table, no day moved in silence."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.jobs import schedule
from sipp.models.agencies import Unit
from sipp.models.reports import Escalation, Report, ReportClock, Reprimand
from sipp.operations import casework, following, handling, own_moves, reprimands, verdicts
from sipp.rules.errors import SippError
from sipp.rules.escalation import ESCALATED_CLOCKS, REPRIMAND_MOVES, ReprimandMove
from sipp.rules.handling import ACTIONS, ActName
from sipp.rules.permissions import AGENCY_ROLES, NATIONAL_ROLES, Actor
from tests import factories
from tests.operations.cases import MONDAY, City, a_city, too_long
from tests.operations.filing import file_about
from tests.operations.report_lives import Seen, check_life, look_at
from tests.operations.test_act_table import DOING, OPEN_TO, WRITES_NOTES
from tests.trials import scaled

#: From an hour to a third of a year: the lengths of the clocks lie between.
HOURS = [1, 7, 24, 24, 72, 72, 24 * 8, 24 * 8, 24 * 15, 24 * 15, 24 * 35, 24 * 120]
KINDS = ["late", "late", "money", "nobodys", "nobodys", "listed"]
MOST_OPEN, MOST_REPORTS = 2, 5
ENDED = {"resolved", "unresolved", "handed_over", "withdrawn"}

#: What a citizen would do in a state; everything else is tried as well.
CITIZENS: dict[str, tuple[str, ...]] = {
    "needs_completion": ("complete",),
    "answered": ("yes", "yes", "partly", "no", "no"),
    "lapsed": ("reopen",),
    "rejected": ("appeal",),
}
CITIZEN_ACTS: dict[str, Callable[[UUID], Any]] = {
    "yes": lambda report_id: verdicts.give_verdict(report_id, "yes", ""),
    "partly": lambda report_id: verdicts.give_verdict(report_id, "partly", "Baru sebagian."),
    "no": lambda report_id: verdicts.give_verdict(report_id, "no", "Belum."),
    "reopen": lambda report_id: verdicts.reopen(report_id, "Saya sakit waktu itu."),
    "complete": lambda report_id: own_moves.complete(report_id, "Tanggal 5 Januari."),
    "appeal": lambda report_id: own_moves.appeal(report_id, "Bukan laporan ganda."),
    "hand_over": lambda report_id: own_moves.hand_over(report_id, "ombudsman", "", ""),
    "withdraw": own_moves.withdraw,
    "message": lambda report_id: following.write_message(report_id, "Ada kabar?"),
}
#: Who does what with a reprimand, written out.
REPRIMANDED_BY: dict[str, set[str]] = {
    "sign": {"supervisor"},
    "serve": {"supervisor"},
    "cure": {"supervisor"},
    "withdraw": {"supervisor"},
    "answer": {"head", "liaison"},
    "request": {"overseer", "national_admin"},
}


REPRIMAND_ACTS: dict[ReprimandMove, Callable[[Actor, int], None]] = {
    "sign": lambda actor, reprimand_id: reprimands.sign(actor, reprimand_id, factories.signed_papers()),
    "serve": reprimands.serve_by_hand,
    "answer": lambda actor, reprimand_id: reprimands.answer(actor, reprimand_id, "Sudah ditangani."),
    "cure": lambda actor, reprimand_id: reprimands.cure(actor, reprimand_id, "Petugas ditambah."),
    "withdraw": lambda actor, reprimand_id: reprimands.withdraw(actor, reprimand_id, "Salah alamat."),
}


@dataclass(frozen=True)
class Person:
    """An officer, with what the machine itself knows of the role."""

    role: str
    actor: Actor
    agency_id: int | None
    path: str = ""


@dataclass(frozen=True)
class People:
    """A city that receives reports, one that is only listed, and the officers of both by name."""

    city: City
    listed: City
    by_name: dict[str, Person]


class ReportMachine(RuleBasedStateMachine):
    """A few reports, the officers of two cities and of the nation, the citizens, and time."""

    people: People
    happened: Counter[str]

    @initialize(seed=st.integers(0, 2**32 - 1))
    def a_monday(self, seed: int) -> None:
        """Nothing but one report; one seed draws the whole life evenly, which no edges of its steps would."""
        self.chance = Random(seed)
        self.now = MONDAY
        self.traveller = time_machine.travel(MONDAY, tick=False)
        self.time = self.traveller.start()
        self.seen: dict[UUID, Seen] = {}
        self.numbers: dict[UUID, str] = {}
        self.solved: set[UUID] = set()
        self.was_refused = False
        self._file(self.chance.choice(KINDS))

    def teardown(self) -> None:
        """Let nothing of this life go on in the next one."""
        if not hasattr(self, "traveller"):
            return
        self.traveller.stop()
        with unit_of_work() as session:
            session.execute(update(ReportClock).values(stopped_at=MONDAY))
            session.execute(update(Reprimand).values(state="withdrawn"))

    @rule()
    def something_happens(self) -> None:
        """One thing by anybody, or time."""
        steps = (self.handle, self.speak, self.let_time_pass, self.file, self.answer, self.reprimand)
        attempts = (self.attempt, self.try_to_speak, self.try_to_reprimand, self.ask_for_a_reprimand)
        step = self.chance.choices((*steps, *attempts), weights=(6, 4, 4, 1, 1, 2, 2, 1, 1, 1))[0]
        step()

    def file(self) -> None:
        """Another report, while few are open."""
        still_open = [one for one in self.seen.values() if one.state not in ENDED]
        if len(still_open) < MOST_OPEN and len(self.numbers) < MOST_REPORTS:
            self._file(self.chance.choice(KINDS))

    def handle(self) -> None:
        """Somebody who may do something does it; what ends a report for good is left to the other rules."""
        report_id = self._report()
        state, is_own = self.seen[report_id].state, self._is_receiving(report_id)
        choices = [
            (role, act)
            for role in (*OPEN_TO, "overseer")
            for act in sorted(self._open_to(role, state, is_own) - {"hand_over", "declare_conflict", "write_note"})
        ]
        if choices:
            role, act = self.chance.choice(choices)
            self._act(report_id, self.people.by_name[role], act)

    def answer(self) -> None:
        """A liaison answers, or tries to."""
        name = self.chance.choice(["liaison", "branch", "watch"])
        self._act(self._report(), self.people.by_name[name], "answer")

    def attempt(self) -> None:
        """Anybody tries anything; only those who can be spared declare an interest of their own."""
        act = self.chance.choice(list(ACTIONS))
        names = ["branch", "watch"] if act == "declare_conflict" else sorted(self.people.by_name)
        self._act(self._report(), self.people.by_name[self.chance.choice(names)], act)

    def speak(self) -> None:
        """The citizen does what one would do now; where the agency owes the next act, somebody handles a report."""
        report_id = self._report()
        choices = CITIZENS.get(self.seen[report_id].state)
        if choices:
            self._speak(report_id, self.chance.choice(choices))
        else:
            self.handle()

    def try_to_speak(self) -> None:
        """The citizen tries anything."""
        self._speak(self._report(), self.chance.choice(list(CITIZEN_ACTS)))

    def let_time_pass(self) -> None:
        """Time passes; the schedule runs, unless the worker is down."""
        self.now += timedelta(hours=self.chance.choice(HOURS))
        self.time.move_to(self.now, tick=False)
        if self.chance.random() < 0.2:
            return
        schedule.move_reports_on()
        schedule.climb_with_lateness()
        schedule.take_reprimands_further()
        self._nothing_is_left_to_the_schedule()

    def reprimand(self) -> None:
        """Somebody who may moves a reprimand, where there is one."""
        choices = [
            (report_id, key, move, name)
            for report_id, key, state in self._reprimands()
            for move in sorted(REPRIMAND_ACTS)
            if state in REPRIMAND_MOVES[move][0]
            for name in sorted(REPRIMANDED_BY[move])
        ]
        if choices:
            self._reprimand(*self.chance.choice(choices))

    def try_to_reprimand(self) -> None:
        """Anybody tries to move one."""
        known, move = self._reprimands(), self.chance.choice(list(REPRIMAND_ACTS))
        if known:
            report_id, key, _state = self.chance.choice(known)
            self._reprimand(report_id, key, move, self.chance.choice(sorted(self.people.by_name)))

    def ask_for_a_reprimand(self) -> None:
        """The ministry asks for one, or somebody who may not."""
        name = self.chance.choice(["overseer", "national_admin", "supervisor"])
        person, number = self.people.by_name[name], self.numbers[self._report()]
        if self._try("reprimand: request", lambda: reprimands.request(person.actor, number, "Tanpa kabar.")):
            assert person.role in REPRIMANDED_BY["request"]

    @invariant()
    def every_report_is_as_the_tables_say(self) -> None:
        """Everything at once, so that each row is read once a step."""
        session = current_session()
        session.rollback()
        session.expire_all()
        for report_id in self.numbers:
            new, old = look_at(session, report_id), self.seen.get(report_id)
            if self.was_refused:
                assert new == old
                continue
            number, is_solved, is_own = self.numbers[report_id], report_id in self.solved, self._is_receiving(report_id)
            check_life(session, number, new, old, is_solved=is_solved, is_receiving=is_own)
            self.seen[report_id] = new
        self.was_refused = False

    def _nothing_is_left_to_the_schedule(self) -> None:
        session = current_session()
        session.rollback()
        today = clock.today("Asia/Jakarta")
        late = select(ReportClock).where(ReportClock.stopped_at.is_(None), ReportClock.paused_since.is_(None))
        for one in session.scalars(late.where(ReportClock.due_on < today)):
            assert one.clock in ESCALATED_CLOCKS, "it should have ended"
            levels = session.scalars(select(Escalation.level).where(Escalation.clock_id == one.id))
            assert set(levels) >= {"half", "most", "overdue"}
            self.happened["late"] += 1

    def _file(self, kind: str) -> None:
        def act() -> None:
            city = self.people.listed if kind == "listed" else self.people.city
            if kind == "nobodys":
                report = file_about((city.agency.slug, None), experience=too_long()).report
            else:
                report = city.report(experience=factories.an_experience() if kind == "money" else too_long())
            self.numbers[report.id] = report.case_number

        assert self._try("file", act)

    def _speak(self, report_id: UUID, act: str) -> None:
        if self._try(f"citizen: {act}", lambda: CITIZEN_ACTS[act](report_id)) and act == "yes":
            self.solved.add(report_id)

    def _reprimand(self, report_id: UUID, reprimand_id: int, move: ReprimandMove, name: str) -> None:
        person = self.people.by_name[name]
        if self._try(f"reprimand: {move}", lambda: REPRIMAND_ACTS[move](person.actor, reprimand_id)):
            assert person.role in REPRIMANDED_BY[move] and person.agency_id == self.seen[report_id].agency_id

    def _reprimands(self) -> list[tuple[UUID, int, str]]:
        return [(one, key, state) for one, seen in self.seen.items() for key, state in sorted(seen.reprimands.items())]

    def _act(self, report_id: UUID, person: Person, act: ActName) -> None:
        before, number = self.seen[report_id], self.numbers[report_id]
        city = self.people.city if self._is_receiving(report_id) else self.people.listed
        unit = self.chance.choice(["root", "department", "branch", "inspectorate"])
        unit_id = getattr(city, unit).id
        new_class = self.chance.choice(["oversight", "ordinary"])

        def acting() -> object:
            match act:
                case "accept" | "route":
                    return getattr(handling, act)(person.actor, number, unit_id)
                case "transfer":
                    return handling.transfer(person.actor, number, unit_id, "Urusan satuan itu.")
                case "confirm_class":
                    return casework.confirm_class(person.actor, number, new_class)
                case _:
                    return DOING[act](city, person.actor, number)

        if not self._try(act, acting):
            return
        assert act in self._open_to(person.role, before.state, self._is_receiving(report_id)), person.role
        if person.agency_id is not None:
            assert person.agency_id == before.agency_id
            assert not person.path or self._path(before.unit_id).startswith(person.path)

    def _open_to(self, role: str, state: str, is_receiving: bool) -> set[ActName]:
        acts = set(OPEN_TO.get(role, {}).get(state, "").split())
        if role == "overseer" and state == "received" and not is_receiving:
            acts.add("route")
        if "join_incident" in acts:
            acts.add("leave_incident")
        return acts | ({"write_note", "declare_conflict"} if role in WRITES_NOTES else set())  # type: ignore[return-value]

    def _path(self, unit_id: int | None) -> str:
        return current_session().get_one(Unit, unit_id).path if unit_id else ""

    def _report(self) -> UUID:
        """One that goes on, as long as there is one."""
        still_open = [one for one, seen in self.seen.items() if seen.state not in ENDED]
        return self.chance.choice(still_open or list(self.numbers))

    def _is_receiving(self, report_id: UUID) -> bool:
        return self._agency_of(report_id) == self.people.city.agency.id

    def _agency_of(self, report_id: UUID) -> int:
        return current_session().get_one(Report, report_id).agency_id

    def _try(self, name: str, act: Callable[[], Any]) -> bool:
        """Whether it was done; what was refused leaves everything as it was."""
        try:
            with unit_of_work():
                act()
        except SippError:
            self.happened[f"{name}, refused"] += 1
            self.was_refused = True
            note(f"{name}: refused")
            return False
        self.happened[name] += 1
        note(name)
        return True


def some_people() -> People:
    """Everybody who has a role in a city, two who have it in one of its units, and an officer from elsewhere."""
    city, listed = a_city(), a_city(is_receiving=False)
    own, there = city.agency.id, listed.agency.id
    by_name: dict[str, Person] = {role: Person(role, city.officer(role), own) for role in AGENCY_ROLES}
    by_name |= {role: Person(role, city.officer(role), None) for role in NATIONAL_ROLES}
    by_name |= {
        "branch": Person("liaison", city.officer("liaison", city.branch), own, city.branch.path),
        "watch": Person("liaison", city.officer("liaison", city.inspectorate), own, city.inspectorate.path),
        "stranger": Person("liaison", listed.officer("liaison"), there),
    }
    return People(city, listed, by_name)


def live(examples: int) -> Counter[str]:
    """Live through so many lives; what happened how often."""
    happened: Counter[str] = Counter()
    with unit_of_work():
        people = some_people()
    machine = type("Machine", (ReportMachine,), {"happened": happened, "people": people})
    run_state_machine_as_test(machine, settings=settings(max_examples=scaled(examples), stateful_step_count=40))
    return happened


@pytest.mark.faults
@pytest.mark.slow
def test_a_report_keeps_its_owner_its_clocks_and_its_days_whatever_happens(session: Session) -> None:
    assert set(live(18)) >= {"answer", "answer, refused", "late"}


@pytest.mark.faults
@pytest.mark.postgres
def test_on_postgresql_as_well(session: Session, engine_name: str) -> None:
    assert live(2)["file"]
