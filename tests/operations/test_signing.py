"""Answers that wait for the head's signature: what ends them, who may sign, and what a race leaves behind."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.models.accounts import User
from sipp.models.agencies import Agency
from sipp.models.proposals import PendingAnswer
from sipp.models.reports import Incident, Message, Report, ReportClock
from sipp.operations import casework, handling, incidents, signing
from sipp.operations.incidents import AnsweredAll
from sipp.operations.moves import lock_report, make_move
from sipp.rules.errors import Conflict, Forbidden, NotFound
from sipp.rules.permissions import REPORTER, Actor
from tests import factories
from tests.operations.cases import City, a_city
from tests.operations.workers import at_once

pytestmark = pytest.mark.any_database
ANSWER = "Blangko sudah datang."


def a_city_with_a_head(choice: str = "all") -> City:
    city = a_city()
    current_session().get_one(Agency, city.agency.id).sign_off = choice
    return city


def pending(report: Report) -> PendingAnswer | None:
    return current_session().get(PendingAnswer, report.id, populate_existing=True)


def clocks(report: Report) -> list[tuple[str, object, object, object]]:
    found = select(ReportClock).where(ReportClock.report_id == report.id).order_by(ReportClock.id)
    rows = current_session().scalars(found)
    return [(one.clock, one.due_on, one.stopped_at, one.paused_since) for one in rows]


def test_an_answer_that_waits_changes_nothing_until_somebody_else_signs_it(session: Session) -> None:
    with unit_of_work():
        city = a_city_with_a_head()
        report, author, head = city.report(), city.officer("liaison"), city.officer("head")
        before = clocks(report)
        with pytest.raises(Conflict):
            handling.answer(author, report.case_number, ANSWER)
        signing.submit(author, report.case_number, ANSWER)
        assert (report.state, clocks(report)) == ("in_progress", before)
        assert current_session().scalars(select(Message)).all() == []
        factories.a_membership(current_session().get_one(User, author.user_id), "head", city.agency)
        both = Actor(author.user_id, (*author.memberships, *head.memberships))
        assert signing.to_sign(both) == [] and [one.pending.text for one in signing.to_sign(head)] == [ANSWER]
        assert [one.id for one in signing.signers_of(report, author.user_id or 0)] == [head.user_id]
        for act in (
            lambda: signing.sign(both, report.case_number),
            lambda: signing.give_back(both, report.case_number, "Kurang."),
        ):
            with pytest.raises(Conflict):
                act()
        signing.sign(head, report.case_number)
        message = current_session().scalars(select(Message)).one()
        assert (report.state, message.user_id, message.text) == ("answered", author.user_id, ANSWER)
        assert pending(report) is None


def test_who_has_an_interest_or_belongs_to_the_unit_complained_about_does_not_sign(session: Session) -> None:
    with unit_of_work():
        city = a_city_with_a_head("above_the_unit")
        report = city.report(experience=factories.an_experience())
        signing.submit(city.officer("liaison", city.root), report.case_number, ANSWER)
        own, foreign = city.officer("head", city.branch), a_city().officer("head")
        head = city.officer("head")
        for actor in (own, foreign):
            assert signing.to_sign(actor) == []
            with pytest.raises(NotFound):
                signing.sign(actor, report.case_number)
        with pytest.raises(Forbidden):
            signing.to_sign(city.officer("liaison"))
        casework.declare_conflict(head, report.case_number, "Terlapor saudara saya.")
        with pytest.raises(NotFound):
            signing.sign(head, report.case_number)


#: What happens meanwhile -> what is left of the answer that waited.
OVERTAKING: dict[str, tuple[Callable[[City, Report], object], str | None]] = {
    "withdrawn": (lambda city, report: make_move(report, "withdraw", by="citizen", actor=REPORTER), None),
    "rejected": (
        lambda city, report: handling.reject(city.officer("liaison"), report.case_number, "duplicate", "Sama."),
        None,
    ),
    "transferred": (
        lambda city, report: handling.transfer(city.officer("liaison"), report.case_number, city.root.id, "Salah."),
        "void",
    ),
    "completion asked": (
        lambda city, report: handling.ask_completion(city.officer("liaison"), report.case_number, "Kapan?"),
        "void",
    ),
    "declared complete": (
        lambda city, report: handling.declare_complete(city.officer("liaison"), report.case_number),
        "waiting",
    ),
    "recalled": (lambda city, report: signing.recall(city.officer("liaison"), report.case_number), "recalled"),
}


@pytest.mark.parametrize("meanwhile", OVERTAKING)
def test_what_happens_meanwhile_ends_an_answer_that_waits(session: Session, meanwhile: str) -> None:
    happen, left = OVERTAKING[meanwhile]
    with unit_of_work():
        city = a_city_with_a_head()
        report, head = city.report(), city.officer("head")
        signing.submit(city.officer("liaison"), report.case_number, ANSWER)
        seen = report.row_version
        current_session().flush()
        happen(city, report)
        current_session().flush()
        found = pending(report)
        assert (found.state if found else None) == left
        assert len(signing.to_sign(head)) == (left == "waiting")
        with pytest.raises(Conflict):
            signing.sign(head, report.case_number, seen)


def test_one_signature_answers_an_incident_and_a_change_of_any_part_stops_it(session: Session) -> None:
    with unit_of_work():
        city = a_city_with_a_head("above_the_unit")
        first, second = (city.report(experience=factories.an_experience()) for _number in range(2))
        plain, liaison, head = city.report(), city.officer("liaison"), city.officer("head")
        incidents.join(liaison, first.case_number, None, "Pungutan di loket")
        incident = current_session().scalars(select(Incident)).one()
        for report in (second, plain):
            incidents.join(liaison, report.case_number, incident.id, "")
        assert incidents.answer_all(liaison, incident.id, ANSWER) == AnsweredAll(1, 2)
        assert [one.state for one in (plain, first, second)] == ["answered", "in_progress", "in_progress"]
        mark = signing.incident_to_sign(head, incident.id).mark
        signing.recall(liaison, second.case_number)
        signing.submit(liaison, second.case_number, "Jawaban lain.", incident_id=incident.id)
        with pytest.raises(Conflict):
            signing.sign_incident(head, incident.id, mark)
        assert signing.sign_incident(head, incident.id, signing.incident_to_sign(head, incident.id).mark) == 2
        assert [one.state for one in (first, second)] == ["answered", "answered"]
        with pytest.raises(NotFound):
            signing.incident_to_sign(head, incident.id)


def test_of_a_signature_and_a_recall_at_once_one_wins(session: Session) -> None:
    with unit_of_work():
        city = a_city_with_a_head()
        report, liaison, head = city.report(), city.officer("liaison"), city.officer("head")
        signing.submit(liaison, report.case_number, ANSWER)
        number, report_id = report.case_number, report.id

    def attempt(act: Callable[[], object]) -> bool:
        try:
            with unit_of_work():
                act()
        except Conflict:
            return False
        return True

    jobs = [
        lambda: attempt(lambda: signing.sign(head, number)),
        lambda: attempt(lambda: signing.recall(liaison, number)),
    ]
    signed, recalled = at_once(jobs)
    assert signed != recalled
    with unit_of_work():
        report = lock_report(report_id)
        assert report.state == ("answered" if signed else "in_progress")
        assert (pending(report) is None) == signed
