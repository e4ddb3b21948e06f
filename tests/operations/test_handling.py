"""Every act from every state by every role, and what each act leaves behind."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.models.journal import AuditEntry, LedgerEntry
from sipp.models.reports import Attachment, Message, Report, ReportClock, ReportEvent
from sipp.operations import casework, handling, incidents
from sipp.operations.following import check_evidence, follow_page
from sipp.operations.handling import Cite
from sipp.operations.moves import make_move, note_event
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound, SippError, TooLarge
from sipp.rules.handling import ACTIONS, ActName
from sipp.rules.permissions import AGENCY_ROLES, NATIONAL_ROLES, REPORTER, Actor, is_allowed
from sipp.rules.reports import STATES
from sipp.storage.attachments import StoredFile
from tests import factories
from tests.operations.cases import City, a_city

#: A Monday, in the morning in Jakarta.
MONDAY = datetime(2026, 6, 8, 2, tzinfo=UTC)
Did = Callable[..., object]

#: How each act is done, well.
DOING: dict[ActName, Callable[[City, Actor, str], object]] = {
    "accept": lambda city, actor, number: handling.accept(actor, number, city.department.id),
    "route": lambda city, actor, number: handling.route(actor, number, city.department.id),
    "answer": lambda city, actor, number: handling.answer(actor, number, "Sudah kami perbaiki."),
    "write_message": lambda city, actor, number: casework.write_message(actor, number, "Kami sedang memeriksa."),
    "ask_completion": lambda city, actor, number: handling.ask_completion(actor, number, "Kapan Anda mengajukan?"),
    "declare_complete": lambda city, actor, number: handling.declare_complete(actor, number),
    "uphold_appeal": lambda city, actor, number: casework.uphold_appeal(actor, number, "Pelapor benar."),
    "reject_appeal": lambda city, actor, number: casework.reject_appeal(actor, number, "Alasannya tetap."),
    "extend": lambda city, actor, number: casework.extend(actor, number, 5, "Menunggu hasil laboratorium."),
    "confirm_class": lambda city, actor, number: casework.confirm_class(actor, number, "oversight"),
    "assign": lambda city, actor, number: casework.assign(actor, number, None),
    "transfer": lambda city, actor, number: handling.transfer(actor, number, city.department.id, "Urusan dinas."),
    "hand_over": lambda city, actor, number: handling.hand_over(actor, number, "Polda", "", "Ini tindak pidana."),
    "reject": lambda city, actor, number: handling.reject(actor, number, "duplicate", "Lihat LP-1."),
    "join_incident": lambda city, actor, number: incidents.join(actor, number, None, "Server mati"),
    "leave_incident": lambda city, actor, number: incidents.leave(actor, number),
    "declare_conflict": lambda city, actor, number: casework.declare_conflict(actor, number, "Terlapor saudara."),
    "write_note": lambda city, actor, number: casework.write_note(actor, number, "Hubungi loket 3."),
}

#: The table of the domain model by role and state, written out; what is not here is refused.
OPEN_TO: dict[str, dict[str, str]] = {
    "liaison": {
        "received": "accept write_message assign transfer hand_over reject join_incident",
        "in_progress": (
            "answer write_message ask_completion declare_complete assign transfer hand_over reject join_incident"
        ),
        "needs_completion": "write_message assign reject join_incident",
        "answered": "write_message assign",
        "lapsed": "write_message",
    },
    "agency_admin": {
        "received": "accept route assign",
        "in_progress": "assign",
        "needs_completion": "assign",
        "answered": "assign",
    },
    "supervisor": {
        "received": "assign",
        "in_progress": "assign extend",
        "needs_completion": "assign",
        "answered": "assign",
        "rejected": "uphold_appeal reject_appeal",
    },
    "inspectorate": dict.fromkeys(("received", "in_progress", "needs_completion"), "confirm_class"),
}
WRITES_NOTES = {"liaison", "agency_admin", "supervisor", "inspectorate", "head"}


def in_state(city: City, state: str) -> str:
    """A report brought to a state through the table; its number."""
    with time_machine.travel(MONDAY, tick=False):
        report = city.report()
        if state == "received":
            report.state = "received"
        if state == "needs_completion":
            make_move(report, "ask_completion", by="liaison", actor=Actor())
        if state in ("answered", "resolved", "unresolved", "lapsed"):
            make_move(report, "answer", by="liaison", actor=Actor())
        if state == "resolved":
            make_move(report, "verdict_yes", by="citizen", actor=REPORTER)
        if state == "unresolved":
            make_move(report, "verdict_final", by="citizen", actor=REPORTER)
        if state == "lapsed":
            make_move(report, "lapse", by="schedule", actor=Actor())
        if state == "handed_over":
            make_move(report, "hand_over", by="citizen", actor=REPORTER, body="Ombudsman RI")
        if state == "rejected":
            make_move(report, "reject", by="liaison", actor=Actor(), reason="duplicate")
            note_event(report, "appealed", by="citizen", actor=REPORTER)
        if state == "withdrawn":
            make_move(report, "withdraw", by="citizen", actor=REPORTER)
    assert report.state == state
    current_session().flush()
    return report.case_number


def outcome(act: Callable[[], object]) -> type[SippError] | None:
    """How an attempt ends; whatever it did is taken back."""
    session = current_session()
    attempt = session.begin_nested()
    try:
        act()
        session.flush()
    except SippError as refused:
        return type(refused)
    finally:
        attempt.rollback()
        session.expire_all()
    return None


@pytest.mark.parametrize("state", STATES)
def test_each_act_is_open_from_each_state_to_exactly_those_the_table_names(session: Session, state: str) -> None:
    with unit_of_work():
        city = a_city()
        number = in_state(city, state)
        for role in (*AGENCY_ROLES, *NATIONAL_ROLES):
            actor = city.officer(role)
            expected = set(OPEN_TO.get(role, {}).get(state, "").split()) | (
                {"write_note", "declare_conflict"} if role in WRITES_NOTES else set()
            )
            ends = {act: outcome(lambda act=act, actor=actor: DOING[act](city, actor, number)) for act in ACTIONS}
            assert {act for act, end in ends.items() if end is None} == expected, role
            assert {end for end in ends.values() if end} <= {Forbidden, Conflict}
            report = current_session().scalars(select(Report)).one()
            if handling.possible_acts(actor, report) or role in OPEN_TO:
                assert set(handling.possible_acts(actor, report)) == expected, role


@pytest.mark.parametrize("act", ACTIONS)
def test_a_foreign_report_answers_every_act_like_an_unknown_one(session: Session, act: ActName) -> None:
    with unit_of_work():
        city = a_city()
        number = in_state(city, "in_progress")
        role = next(one for one in AGENCY_ROLES if one in WRITES_NOTES and ACTIONS[act] in _actions(one))
        for actor in (a_city().officer(role), city.officer(role, city.inspectorate)):
            assert outcome(lambda actor=actor: DOING[act](city, actor, number)) is NotFound
        assert outcome(lambda: DOING[act](city, city.officer(role), "LP-0000-0000")) is NotFound


def _actions(role: str) -> set[str]:
    return {action for action in ACTIONS.values() if is_allowed(role, action)}  # type: ignore[arg-type]


def events(number: str) -> list[tuple[str, str]]:
    rows = current_session().scalars(
        select(ReportEvent).join(Report).where(Report.case_number == number).order_by(ReportEvent.sequence)
    )
    return [(one.kind, one.by) for one in rows]


def clocks(number: str) -> dict[str, ReportClock]:
    rows = current_session().scalars(select(ReportClock).join(Report).where(Report.case_number == number))
    return {one.clock: one for one in rows}


def said(number: str) -> list[tuple[str, bool]]:
    rows = current_session().scalars(select(Message).join(Report).where(Report.case_number == number))
    return [(one.text, one.is_internal) for one in rows]


@pytest.mark.any_database
def test_the_first_own_words_stop_the_clock_of_the_first_reply_and_later_ones_change_nothing(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, liaison = in_state(city, "in_progress"), city.officer("liaison")
        with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
            casework.write_message(liaison, number, "  Kami periksa.  ")
        with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
            casework.write_message(liaison, number, "Masih kami periksa.")
        assert clocks(number)["first_reply"].stopped_at == MONDAY + timedelta(days=1)
        assert clocks(number)["settle"].stopped_at is None
        assert said(number) == [("Kami periksa.", False), ("Masih kami periksa.", False)]
        assert events(number)[-2:] == [("message", "liaison")] * 2


@pytest.mark.any_database
def test_an_answer_keeps_its_words_its_rows_and_its_file_and_stops_the_clocks(session: Session) -> None:
    stored = StoredFile(name=f"{1:032x}.pdf", media_type="application/pdf", size_bytes=9, sha256=f"{1:064x}")
    with unit_of_work():
        city = a_city()
        number, liaison = in_state(city, "in_progress"), city.officer("liaison")
        cites = [Cite("fee", "biaya"), Cite("requirements", "ktp"), Cite("fee", "biaya")]
        report = handling.answer(liaison, number, "Tarifnya Rp100.000.", cites, stored)
        current_session().flush()
        message = current_session().scalars(select(Message)).one()
        assert message.cites == [["fee", "biaya"], ["requirements", "ktp"]]
        assert (message.author, message.user_id) == ("handler", liaison.user_id)
        assert [one.author for one in current_session().scalars(select(Attachment))] == ["handler"]
        assert report.state == "answered"
        running = {name for name, one in clocks(number).items() if one.stopped_at is None}
        assert running == {"verdict"}
        ledger = current_session().scalars(select(LedgerEntry.to_state).order_by(LedgerEntry.id.desc())).first()
        actions = current_session().scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()
        assert (ledger, actions) == ("answered", "reports.answer")


def test_an_answer_cites_only_the_standard_that_judges_and_says_something(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, liaison = in_state(city, "in_progress"), city.officer("liaison")
        for text, cites, faults in (
            ("", (), {"words": "required"}),
            ("a" * 10_001, (), {"words": "too_long"}),
            ("Ya.", [Cite("fee", "tidak-ada")], {"cites": "unknown_choice"}),
            ("Ya.", [Cite("tidak", "biaya")], {"cites": "unknown_choice"}),
        ):
            with pytest.raises(InvalidInput) as refused:
                handling.answer(liaison, number, text, cites)
            assert refused.value.fields == faults
        assert said(number) == [] and events(number)[-1][0] == "owned"


def test_the_agencys_files_are_counted_apart_from_the_reporters(session: Session) -> None:
    with unit_of_work() as work:
        city = a_city()
        number, liaison = in_state(city, "in_progress"), city.officer("liaison")
        report_id = work.scalars(select(Report.id)).one()
        for index in range(handling.MOST_FILES):
            values = {"stored_name": f"{index:032x}.jpg", "media_type": "image/jpeg", "size_bytes": 1}
            work.add(
                Attachment(report_id=report_id, sha256=f"{index:064x}", added_at=MONDAY, author="handler", **values)
            )
        work.flush()
        check_evidence(report_id)
        with pytest.raises(TooLarge):
            handling.check_file(liaison, number)


def test_a_case_that_changed_meanwhile_is_left_as_it_is(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, liaison = in_state(city, "in_progress"), city.officer("liaison")
        seen = current_session().scalars(select(Report)).one().row_version
        for act in (casework.write_message, casework.write_note):
            act(liaison, number, "Satu.", seen)
            current_session().flush()
            later = current_session().scalars(select(Report)).one().row_version
            assert later > seen
            with pytest.raises(Conflict) as refused:
                handling.answer(city.officer("liaison"), number, "Dua.", seen=seen)
            assert refused.value.code == "changed_meanwhile"
            seen = later


@pytest.mark.parametrize("act", ["accept", "route"])
def test_a_report_of_nobody_gets_its_unit_and_its_clocks(session: Session, act: str) -> None:
    with unit_of_work():
        city = a_city()
        number = in_state(city, "received")
        report = current_session().scalars(select(Report)).one()
        report.unit_id, report.is_delivered = None, False
        actor = city.officer("agency_admin")
        assert set(handling.units_for(actor, report, act)) == {  # type: ignore[arg-type]
            city.root, city.department, city.branch, city.inspectorate,
        }  # fmt: skip
        for unit_id in (None, 0, a_city().root.id):
            with pytest.raises(InvalidInput):
                getattr(handling, act)(actor, number, unit_id)
        getattr(handling, act)(actor, number, city.department.id)
        assert (report.state, report.unit_id, report.is_delivered) == ("in_progress", city.department.id, True)
        assert events(number)[-1] == ("owned", "agency_admin")


def test_a_report_about_money_is_never_given_to_the_unit_complained_about(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        below = factories.a_unit(parent=city.branch)
        number = city.report(experience=factories.an_experience()).case_number
        report, liaison = current_session().scalars(select(Report)).one(), city.officer("liaison")
        assert handling.units_for(liaison, report, "transfer") == [city.root, city.department]
        for unit in (city.branch, below, city.inspectorate):
            with pytest.raises(InvalidInput):
                handling.transfer(liaison, number, unit.id, "Silakan.")
        report.handler_id = liaison.user_id
        handling.transfer(liaison, number, city.department.id, "Dinas yang membina.")
        assert (report.unit_id, report.handler_id) == (city.department.id, None)
        assert said(number) == [("Dinas yang membina.", False)]


def test_an_overseer_routes_only_what_lies_with_an_agency_that_receives_no_reports(session: Session) -> None:
    with unit_of_work():
        for is_receiving in (True, False):
            city = a_city(is_receiving=is_receiving)
            report = city.report()
            report.state, report.unit_id = "received", None
            act = lambda: handling.route(city.officer("overseer"), report.case_number, city.branch.id)  # noqa: B023, E731
            assert outcome(act) is (Conflict if is_receiving else None)
            if not is_receiving:
                act()
                assert (report.state, clocks(report.case_number)) == ("in_progress", {})


def test_what_the_reporter_is_asked_is_asked_once(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, liaison = in_state(city, "needs_completion"), city.officer("liaison")
        make_move(current_session().scalars(select(Report)).one(), "complete", by="citizen", actor=REPORTER)
        for act in ("ask_completion", "declare_complete"):
            with pytest.raises(Conflict):
                DOING[act](city, liaison, number)  # type: ignore[index]


def test_a_hand_over_names_its_body_and_keeps_the_number_it_has_there(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, liaison = in_state(city, "in_progress"), city.officer("liaison")
        for body, tracking, faults in (
            (" ", "", {"body": "required"}),
            ("a" * 201, "", {"body": "too_long"}),
            ("Polda", "a" * 81, {"tracking_id": "too_long"}),
        ):
            with pytest.raises(InvalidInput) as refused:
                handling.hand_over(liaison, number, body, tracking, "Ini tindak pidana.")
            assert refused.value.fields == faults
        report = handling.hand_over(liaison, number, "Polda", "77/2026", "Ini tindak pidana.")
        assert (report.state, report.external_tracking_id) == ("handed_over", "77/2026")
        last = current_session().scalars(select(ReportEvent).order_by(ReportEvent.id.desc())).first()
        assert last is not None and last.details == {"body": "Polda"}


def test_an_extension_comes_once_with_its_reason_and_moves_the_due_day_in_the_open(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, supervisor = in_state(city, "in_progress"), city.officer("supervisor")
        assert clocks(number)["settle"].due_on == date(2026, 6, 26)
        for days in (None, 0, 15, -1):
            with pytest.raises(InvalidInput):
                casework.extend(supervisor, number, days, "Menunggu.")
        with pytest.raises(InvalidInput):
            casework.extend(supervisor, number, 5, " ")
        casework.extend(supervisor, number, 5, "Menunggu hasil.")
        assert clocks(number)["settle"].due_on == date(2026, 7, 3)
        assert events(number)[-2:] == [("extend", "supervisor"), ("due_changed", "schedule")]
        assert said(number) == [("Menunggu hasil.", False)]
        with pytest.raises(Conflict):
            casework.extend(supervisor, number, 1, "Lagi.")


def test_the_inspectorates_word_lengthens_the_limit_and_never_shortens_it(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, inspectorate = in_state(city, "in_progress"), city.officer("inspectorate")
        casework.confirm_class(inspectorate, number, "oversight")
        longer = clocks(number)["settle"].due_on
        assert longer > date(2026, 6, 26)
        casework.confirm_class(inspectorate, number, "ordinary")
        assert clocks(number)["settle"].due_on == longer
        assert [kind for kind, _by in events(number)[-3:]] == ["confirm_class", "due_changed", "confirm_class"]
        with pytest.raises(InvalidInput):
            casework.confirm_class(inspectorate, number, "question")


def test_a_note_is_read_by_officers_alone(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number = in_state(city, "in_progress")
        before = events(number)
        casework.write_note(city.officer("head"), number, "Rahasia dapur.")
        assert (said(number), events(number)) == ([("Rahasia dapur.", True)], before)
        page = follow_page(current_session().scalars(select(Report.id)).one())
        assert [one.is_internal for one in page.report.messages] == [True]


@pytest.mark.any_database
def test_only_those_who_may_answer_it_are_given_a_report(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        report = city.report(experience=factories.an_experience())
        can = [city.officer("liaison"), city.officer("liaison", city.inspectorate)]
        cannot = [
            city.officer("liaison", city.branch),
            city.officer("liaison", city.inspectorate, active=False),
            city.officer("supervisor"),
            a_city().officer("liaison"),
        ]
        assert {one.id for one in casework.handlers_for(report)} == {one.user_id for one in can}
        for person in cannot:
            with pytest.raises(InvalidInput):
                casework.assign(can[0], report.case_number, person.user_id)
        for person_id in (can[1].user_id, None):
            casework.assign(can[0], report.case_number, person_id)
            assert report.handler_id == person_id


def test_an_appeal_is_decided_once_and_only_when_there_is_one(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, supervisor = in_state(city, "rejected"), city.officer("supervisor")
        casework.reject_appeal(supervisor, number, "Alasannya tetap.")
        report = current_session().scalars(select(Report)).one()
        assert report.state == "rejected"
        for act in (casework.reject_appeal, casework.uphold_appeal):
            with pytest.raises(Conflict):
                act(supervisor, number, "Lagi.")
        note_event(report, "appealed", by="citizen", actor=REPORTER)
        casework.uphold_appeal(supervisor, number, "Pelapor benar.")
        assert report.state == "in_progress"
        assert clocks(number)["settle"].stopped_at is None
