"""What each act of an officer asks for and leaves behind."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency
from sipp.models.journal import AuditEntry, LedgerEntry
from sipp.models.reports import Attachment, Message, Report, ReportClock, ReportEvent
from sipp.operations import appeals, caseload, casework, handling, own_moves, report_clocks
from sipp.operations.accounts import actor_of
from sipp.operations.following import add_evidence, check_evidence, follow_page, write_message
from sipp.operations.handling import Cite
from sipp.operations.moves import make_move, note_event
from sipp.rules.errors import Conflict, InvalidInput, TooLarge
from sipp.rules.findings import Experience
from sipp.rules.permissions import REPORTER
from sipp.storage.attachments import StoredFile
from tests import factories
from tests.operations.cases import MONDAY, a_city, in_state, too_long, with_role
from tests.operations.filing import file_about
from tests.operations.test_act_table import DOING, outcome


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


def test_who_answers_while_the_reporter_writes_is_told(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, liaison = in_state(city, "in_progress"), city.officer("liaison")
        report = current_session().scalars(select(Report)).one()
        stored = StoredFile(name=f"{1:032x}.pdf", media_type="application/pdf", size_bytes=9, sha256=f"{1:064x}")
        for comes in (lambda: write_message(report.id, "Ini buktinya."), lambda: add_evidence(report.id, stored)):
            seen = report.row_version
            comes()
            current_session().flush()
            with pytest.raises(Conflict) as refused:
                handling.answer(liaison, number, "Tidak ada bukti.", seen=seen)
            assert refused.value.code == "changed_meanwhile"


@pytest.mark.parametrize(
    ("act", "role", "is_delivered"),
    [("accept", "agency_admin", True), ("route", "agency_admin", True), ("route", "overseer", False)],
)
def test_a_report_of_nobody_gets_its_unit_and_its_clocks(
    session: Session, act: str, role: str, is_delivered: bool
) -> None:
    with unit_of_work():
        city = a_city(is_receiving=is_delivered)
        number = in_state(city, "received")
        report = current_session().scalars(select(Report)).one()
        report.unit_id, report.is_delivered = None, is_delivered
        actor = city.officer(role)
        assert set(handling.units_for(actor, report, act)) == {  # type: ignore[arg-type]
            city.root, city.department, city.branch, city.inspectorate,
        }  # fmt: skip
        for unit_id in (None, 0, a_city().root.id):
            with pytest.raises(InvalidInput):
                getattr(handling, act)(actor, number, unit_id)
        getattr(handling, act)(actor, number, city.department.id)
        assert (report.state, report.unit_id, report.is_delivered) == ("in_progress", city.department.id, True)
        assert events(number)[-1] == ("owned", role)


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
        with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
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


@pytest.mark.parametrize("examined", ["declare_complete", "ask_completion"])
def test_the_outer_limit_of_the_law_outlives_a_rejection_that_was_wrong(session: Session, examined: str) -> None:
    with unit_of_work():
        city = a_city()
        number, liaison = in_state(city, "in_progress"), city.officer("liaison")
        DOING[examined](city, liaison, number)  # type: ignore[index]
        handling.reject(liaison, number, "duplicate", "Sudah ada.")
        own_moves.appeal(current_session().scalars(select(Report.id)).one(), "Bukan laporan ganda.")
        with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
            casework.uphold_appeal(city.officer("supervisor"), number, "Pelapor benar.")
        running = {one.clock: one.due_on for one in report_clocks.running_clocks(session.scalars(select(Report)).one())}
        assert running == {"settle": date(2026, 7, 3), "outer_limit": date(2026, 8, 14)}


def test_time_that_ran_out_is_not_given_afterwards(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number, supervisor = in_state(city, "in_progress"), city.officer("supervisor")
        last_moment = datetime(2026, 6, 26, 16, 59, 59, tzinfo=UTC)
        with time_machine.travel(last_moment + timedelta(seconds=1), tick=False), pytest.raises(Conflict):
            casework.extend(supervisor, number, 5, "Menunggu hasil.")
        assert clocks(number)["settle"].due_on == date(2026, 6, 26)
        with time_machine.travel(last_moment, tick=False):
            casework.extend(supervisor, number, 5, "Menunggu hasil.")
        assert clocks(number)["settle"].due_on == date(2026, 7, 3)


@pytest.mark.any_database
def test_who_rejected_never_decides_the_objection_and_who_may_sees_it_wait_until_it_is_decided(
    session: Session,
) -> None:
    with unit_of_work():
        city = a_city()
        number, report = in_state(city, "in_progress"), current_session().scalars(select(Report)).one()
        both = with_role(city.officer("liaison", city.branch), "supervisor", city.department)
        above, appealed = city.officer("supervisor", city.department), caseload.SHELVES["appealed"]
        handling.reject(both, number, "duplicate", "Sudah ada.")
        assert (appeals.waiting_for(above), caseload.shelf_counts(above)["appealed"]) == ([], 0)
        with time_machine.travel(MONDAY + timedelta(days=3), tick=False):
            own_moves.appeal(report.id, "Bukan laporan ganda.")
        for act in (casework.uphold_appeal, casework.reject_appeal):
            with pytest.raises(Conflict):
                act(both, number, "Tetap.")
        assert (appeals.waiting_for(both), appeals.waiting_for(above)) == ([], [MONDAY + timedelta(days=3)])
        assert [row.report.case_number for row in caseload.inbox(above, appealed).rows] == [number]
        assert appeals.waiting_for(city.officer("supervisor", city.inspectorate)) == []
        casework.uphold_appeal(above, number, "Pelapor benar.")
        handling.reject(above_as_liaison := with_role(above, "liaison", city.branch), number, "abusive", "Kasar.")
        own_moves.appeal(report.id, "Tidak kasar.")
        assert (len(appeals.waiting_for(both)), appeals.waiting_for(above_as_liaison)) == (1, [])
        casework.reject_appeal(both, number, "Tetap.")
        assert (appeals.waiting_for(both), caseload.shelf_counts(above)["appealed"]) == ([], 0)


@pytest.mark.parametrize("experience", [too_long(), factories.an_experience()])
def test_a_rejected_report_of_nobody_has_an_owner_once_its_appeal_is_upheld(
    session: Session, experience: Experience
) -> None:
    with unit_of_work():
        city = a_city()
        report = file_about((city.agency.slug, None), experience=experience).report
        handling.reject(city.officer("liaison"), report.case_number, "duplicate", "Sudah ada.")
        assert report.unit_id is None
        own_moves.appeal(report.id, "Bukan laporan ganda.")
        casework.uphold_appeal(city.officer("supervisor"), report.case_number, "Pelapor benar.")
        assert (report.state, report.unit_id) == ("in_progress", city.root.id)
        running = {name for name, one in clocks(report.case_number).items() if one.stopped_at is None}
        assert running == {"settle", "completeness"}


def test_an_appeal_leads_back_to_the_agency_itself_where_no_unit_may_own_the_report(session: Session) -> None:
    with unit_of_work():
        service = factories.a_service()
        factories.a_published_version(service)
        report = factories.a_report(service).report
        assert report.unit_id is None
        agency = current_session().get_one(Agency, report.agency_id)
        officers = [factories.a_user(), factories.a_user()]
        factories.a_membership(officers[0], "liaison", agency)
        factories.a_membership(officers[1], "supervisor", agency)
        liaison, supervisor = map(actor_of, officers)
        handling.reject(liaison, report.case_number, "duplicate", "Sudah ada.")
        own_moves.appeal(report.id, "Bukan laporan ganda.")
        casework.uphold_appeal(supervisor, report.case_number, "Pelapor benar.")
        assert (report.state, report.unit_id) == ("in_progress", None)
