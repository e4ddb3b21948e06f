"""Conflicts of interest, equal answers, prepared answers, incidents."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.models.reports import Message, Report
from sipp.operations import canned_answers, caseload, casework, handling, incidents
from sipp.operations.caseload import Wanted, case_of
from sipp.operations.incidents import AnsweredAll
from sipp.operations.moves import make_move
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import REPORTER
from tests import factories
from tests.operations.cases import a_city

pytestmark = pytest.mark.any_database

MONDAY = datetime(2026, 6, 8, 2, tzinfo=UTC)


def test_who_declares_a_conflict_sees_the_report_no_more_and_cannot_be_given_it(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        report = city.report()
        first, second = city.officer("liaison", city.branch), city.officer("liaison", city.branch)
        report.handler_id = first.user_id
        casework.declare_conflict(first, report.case_number, "Terlapor adalah kakak saya.")
        assert (report.handler_id, report.unit_id) == (None, city.branch.id)
        assert caseload.inbox(first, Wanted(state="all")).count == 0
        for act in (
            lambda: case_of(first, report.case_number),
            lambda: casework.write_note(first, report.case_number, "x"),
        ):
            with pytest.raises(NotFound):
                act()
        assert {one.id for one in casework.handlers_for(report)} == {second.user_id}
        with pytest.raises(InvalidInput):
            casework.assign(second, report.case_number, first.user_id)
        assert [one.is_internal for one in case_of(second, report.case_number).report.messages] == [True]


def test_where_the_last_liaison_of_the_unit_stands_back_the_unit_above_owns_the_report(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        report, above = city.report(), city.officer("liaison", city.department)
        casework.declare_conflict(city.officer("liaison", city.branch), report.case_number, "Terlapor istri saya.")
        assert (report.unit_id, report.state) == (city.department.id, "in_progress")
        kinds = [event.kind for event in case_of(above, report.case_number).report.events]
        assert kinds[-2:] == ["declare_conflict", "transfer"]
        casework.declare_conflict(city.officer("liaison"), report.case_number, "Saya juga.")
        assert report.unit_id == city.department.id


def test_three_equal_answers_raise_a_flag_and_two_do_not(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        liaison, foreign = city.officer("liaison"), a_city()
        numbers = [city.report().case_number for _ in range(3)]
        handling.answer(liaison, numbers[0], "Sudah kami  tindak lanjuti.")
        handling.answer(liaison, numbers[1], "sudah kami tindak lanjuti.")
        handling.answer(foreign.officer("liaison"), foreign.report().case_number, "Sudah kami tindak lanjuti.")
        assert case_of(liaison, numbers[0]).equal_answers == 0
        assert caseload.shelf_counts(liaison)["repeated"] == 0
        handling.answer(liaison, numbers[2], "Sudah kami tindak lanjuti.")
        assert {case_of(liaison, number).equal_answers for number in numbers} == {3}
        found = caseload.inbox(city.officer("supervisor"), caseload.SHELVES["repeated"])
        assert {row.report.case_number for row in found.rows} == set(numbers)
        assert caseload.shelf_counts(foreign.officer("supervisor"))["repeated"] == 0


def test_an_incident_gets_one_answer_and_each_reporter_judges_alone(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        liaison = city.officer("liaison")
        reports = [city.report() for _ in range(4)]
        incidents.join(liaison, reports[0].case_number, None, "Server mati 3 Juni")
        [incident] = incidents.open_incidents(city.agency.id)
        for report in reports[1:]:
            incidents.join(liaison, report.case_number, incident.id, "")
        incidents.leave(liaison, reports[3].case_number)
        with pytest.raises(Conflict):
            incidents.join(liaison, reports[0].case_number, incident.id, "")
        handling.ask_completion(liaison, reports[2].case_number, "Kapan?")
        assert incidents.incident_view(liaison, incident.id).waiting == 2
        with pytest.raises(InvalidInput):
            incidents.answer_all(liaison, incident.id, " ")
        assert incidents.answer_all(liaison, incident.id, "Server sudah pulih.") == AnsweredAll(2, 0)
        assert [one.state for one in reports] == ["answered", "answered", "needs_completion", "in_progress"]
        assert [one.fingerprint for one in current_session().scalars(select(Message)) if one.text[0] == "S"] == [
            None
        ] * 2
        make_move(reports[0], "verdict_yes", by="citizen", actor=REPORTER)
        assert [one.state for one in reports[:2]] == ["resolved", "answered"]
        with pytest.raises(Conflict):
            incidents.answer_all(liaison, incident.id, "Lagi.")
        assert incidents.open_incidents(city.agency.id) == []


def test_an_incident_shows_and_answers_only_what_is_within_reach(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        head_office, branch = city.officer("liaison"), city.officer("liaison", city.branch)
        own, hidden = city.report(), city.report(experience=factories.an_experience())
        for report, incident_id in ((own, None), (hidden, 1)):
            if incident_id is not None:
                incident_id = incidents.open_incidents(city.agency.id)[0].id
            incidents.join(head_office, report.case_number, incident_id, "Pungutan di loket")
        [(incident, _agency, count)] = incidents.incidents_of(branch)
        assert (count, list(incidents.incident_view(branch, incident.id).reports)) == (1, [own])
        assert incidents.answer_all(branch, incident.id, "Sudah diperbaiki.") == AnsweredAll(1, 0)
        assert (own.state, hidden.state) == ("answered", "in_progress")
        for act in (incidents.incident_view, lambda actor, one: incidents.answer_all(actor, one, "Ya.")):
            for actor, number in ((a_city().officer("liaison"), incident.id), (branch, 2**31), (branch, 10**6)):
                with pytest.raises(NotFound):
                    act(actor, number)
            with pytest.raises(Forbidden):
                act(city.officer("supervisor"), incident.id)


def test_prepared_answers_are_kept_by_their_agency(session: Session) -> None:
    with unit_of_work():
        city, other = a_city(), a_city()
        liaison, foreign = city.officer("liaison", city.branch), other.officer("liaison")
        answer = canned_answers.add(liaison, None, " Blangko habis ", "Blangko datang Senin.")
        assert (answer.title, answer.agency_id) == ("Blangko habis", city.agency.id)
        for title, words, faults in (
            ("", "x", {"title": "required"}),
            ("x", " ", {"words": "required"}),
            ("a" * 121, "x", {"title": "too_long"}),
            ("Blangko habis", "x", {"title": "title_taken"}),
        ):
            with pytest.raises(InvalidInput) as refused:
                canned_answers.add(liaison, None, title, words)
            assert refused.value.fields == faults
        canned_answers.add(foreign, None, "Blangko habis", "Besok.")
        assert [one.id for one in canned_answers.answers_of(liaison)] == [answer.id]
        assert [one.id for one in canned_answers.answers_for(city.agency.id)] == [answer.id]
        seen = answer.row_version
        canned_answers.change(liaison, answer.id, "Blangko habis", "Blangko datang Selasa.", seen)
        with pytest.raises(Conflict):
            canned_answers.change(liaison, answer.id, "Blangko habis", "Lain.", seen)
        for number in (answer.id, 10**6, 2**31):
            with pytest.raises(NotFound):
                canned_answers.remove(foreign, number)
        with pytest.raises(NotFound):
            canned_answers.add(liaison, other.agency.slug, "Lain", "x")
        with pytest.raises(Forbidden):
            canned_answers.answers_of(city.officer("supervisor"))
        canned_answers.remove(liaison, answer.id)
        assert canned_answers.answers_of(liaison) == []


def test_an_agenda_is_the_list_without_pages(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caseload, "PER_PAGE", 1)
    with unit_of_work():
        city = a_city()
        numbers = {city.report().case_number for _ in range(3)}
        current_session().scalars(select(Report)).first()
        rows = caseload.agenda(city.officer("liaison"), Wanted())
        assert {row.report.case_number for row in rows} == numbers
        with pytest.raises(Forbidden):
            caseload.agenda(city.officer("editor"), Wanted())
