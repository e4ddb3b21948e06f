from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sipp.db import current_session, db, unit_of_work
from sipp.models.journal import AuditEntry, LedgerEntry
from sipp.models.reports import Attachment, Breach, Message, Report, ReportEvent
from sipp.operations import following
from sipp.rules.errors import Conflict, InvalidInput, NotFound, SippError, TooLarge
from sipp.rules.standards import TimeLimit
from sipp.storage.attachments import StoredFile
from sipp.vault.codes import CodeKeyRing, format_code
from tests import factories
from tests.operations.filing import a_place, file_about, place_of
from tests.operations.stored_bytes import everything_in

pytestmark = pytest.mark.any_database

#: A Monday, in the morning in Jakarta.
MONDAY = datetime(2026, 6, 8, 2, tzinfo=UTC)
CLOSED_STATES = ("resolved", "unresolved", "handed_over", "rejected", "withdrawn")


def a_file(number: int = 1) -> StoredFile:
    return StoredFile(name=f"{number:032x}.jpg", media_type="image/jpeg", size_bytes=1000, sha256=f"{number:064x}")


def set_state(report_id: UUID, state: str) -> None:
    current_session().get_one(Report, report_id).state = state
    current_session().flush()


def waiting_since(day: date) -> Any:
    return factories.an_experience(
        groups=("time",), applied_on=day, started_on=day, paid_on=None, money_total=None, still_waiting=True
    )


def refusal(call: Callable[[], object]) -> tuple[type[SippError], str]:
    with pytest.raises(SippError) as refused:
        call()
    return type(refused.value), refused.value.code


def test_a_code_opens_its_report_however_it_is_typed(session: Session) -> None:
    with unit_of_work():
        filed = file_about(a_place())
        shown = format_code(filed.code)
        typed = [shown, filed.code, shown.lower(), f"  {shown.replace('-', ' ')} ", shown.replace("0", "O")]
        typed.append(shown.replace("1", "l"))
        assert {following.open_by_code(one, factories.RING).report_id for one in typed} == {filed.report.id}


def test_a_code_opens_its_report_after_the_code_key_was_changed(session: Session) -> None:
    old, new = b"the old key, long enough for it", b"the new key, long enough for it"
    with unit_of_work():
        place = a_place()
        filed = [file_about(place, ring=CodeKeyRing(keys)) for keys in ([old], [new, old])]
        opened = [following.open_by_code(one.code, CodeKeyRing([new, old])).report_id for one in filed]
        assert opened == [one.report.id for one in filed]


def test_unknown_malformed_and_foreign_codes_are_refused_alike(session: Session) -> None:
    with unit_of_work():
        filed = file_about(a_place())
        of_another_key = CodeKeyRing([b"a key of another installation"]).derive(b"n" * 16)
        last = "Z" if filed.code[-1] != "Z" else "Y"
        typed = [of_another_key, filed.code[:-1] + last, filed.code[:-1], "", "0" * 17, "x" * 5000, "é" * 17]
        typed += [filed.report.case_number, str(filed.report.id)]
        refusals = {refusal(lambda one=one: following.open_by_code(one, factories.RING)) for one in typed}
    assert refusals == {(NotFound, "code")}


def test_an_unknown_report_is_not_found(session: Session) -> None:
    assert refusal(lambda: following.follow_page(UUID(int=0))) == (NotFound, "report")


def test_a_wait_is_counted_again_each_day_while_the_stored_finding_stays(session: Session) -> None:
    with time_machine.travel(MONDAY, tick=False), unit_of_work():
        place = a_place()
        filed = file_about(place, experience=waiting_since(date(2026, 5, 29)))
        report_id = filed.report.id
    stored = {row["id"]: row["finding"] for row in everything_in(db.engine)["breach"]}
    late = {}
    for days in (0, 1, 7, 12):
        with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
            session.rollback()
            (shown,) = following.follow_page(report_id).findings
            late[days] = (shown.result, shown.late_by, shown.late_unit, shown.compared_on)
    assert late == {
        0: ("late", 1, "working_day", date(2026, 6, 8)),
        1: ("late", 2, "working_day", date(2026, 6, 9)),
        7: ("late", 6, "working_day", date(2026, 6, 15)),
        12: ("late", 10, "working_day", date(2026, 6, 20)),
    }
    assert {row["id"]: row["finding"] for row in everything_in(db.engine)["breach"]} == stored


def test_a_wait_that_was_within_the_promise_when_filed_becomes_late_when_it_is(session: Session) -> None:
    with time_machine.travel(MONDAY, tick=False), unit_of_work():
        report_id = file_about(a_place(), experience=waiting_since(date(2026, 6, 5))).report.id
        assert [found.result for found in following.follow_page(report_id).findings] == ["within"]
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        session.rollback()
        (shown,) = following.follow_page(report_id).findings
    assert (shown.result, shown.late_by, shown.is_still_waiting) == ("late", 1, True)


def test_a_wait_measured_by_the_ceiling_of_the_law_is_counted_again_too(session: Session) -> None:
    with time_machine.travel(MONDAY, tick=False), unit_of_work():
        factories.the_calendar()
        reference = factories.a_reference()
        factories.a_ceiling(reference, row_key="waktu", maximum=5, unit="day", start_event="application")
        service = factories.a_service(reference=reference)
        report_id = file_about(place_of(service), experience=waiting_since(date(2026, 6, 1))).report.id
    late = {}
    for days in (0, 7):
        with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
            session.rollback()
            late[days] = [(shown.result, shown.late_by) for shown in following.follow_page(report_id).findings]
    assert late == {0: [("no_standard", None), ("late", 2)], 7: [("no_standard", None), ("late", 9)]}


def test_a_wait_is_not_counted_on_once_the_report_is_answered(session: Session) -> None:
    with time_machine.travel(MONDAY, tick=False), unit_of_work():
        report_id = file_about(a_place(), experience=waiting_since(date(2026, 5, 29))).report.id
        set_state(report_id, "answered")
    with time_machine.travel(MONDAY + timedelta(days=30), tick=False):
        session.rollback()
        assert [found.late_by for found in following.follow_page(report_id).findings] == [1]


def test_a_later_version_changes_nothing_of_a_wait_that_goes_on(session: Session) -> None:
    with time_machine.travel(MONDAY, tick=False), unit_of_work():
        factories.the_calendar()
        service = factories.a_service()
        factories.a_published_version(service)
        report_id = file_about(place_of(service), experience=waiting_since(date(2026, 5, 29))).report.id
        longer = (TimeLimit(row_key="waktu", maximum=90, unit="working_day", start_event="file_complete"),)
        factories.a_published_version(
            service, factories.a_standard(effective_from=date(2026, 5, 1), time_limits=longer), recorded_at=None
        )
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        session.rollback()
        (shown,) = following.follow_page(report_id).findings
    assert (shown.result, shown.late_by, shown.promised_length) == ("late", 2, 5)


def test_the_clock_that_counts_is_shown_until_its_last_second_in_the_agencys_zone(session: Session) -> None:
    with time_machine.travel(MONDAY, tick=False), unit_of_work():
        place = a_place(time_zone="Asia/Makassar")
        report_id = file_about(place, experience=waiting_since(date(2026, 6, 5))).report.id
        without_service = file_about((place[0], None)).report.id
        listed = file_about(a_place(is_receiving=False)).report.id
        due = {
            name: following.follow_page(one).due_at
            for name, one in (("settle", report_id), ("forward", without_service), ("none", listed))
        }
    assert {name: moment.isoformat() if moment else None for name, moment in due.items()} == {
        "settle": "2026-06-26T23:59:59+08:00",
        "forward": "2026-06-11T23:59:59+08:00",
        "none": None,
    }


def test_a_message_is_kept_with_its_event_and_its_journal_entries(session: Session) -> None:
    with unit_of_work():
        report_id = file_about(a_place()).report.id
        following.write_message(report_id, "  Berkas saya\r\nsudah lengkap.  ")
    page = following.follow_page(report_id)
    assert [(message.author, message.text) for message in page.report.messages] == [
        ("reporter", "Berkas saya\nsudah lengkap.")
    ]
    assert [event.sequence for event in page.report.events] == [1, 2, 3]
    assert page.report.events[-1].kind == "message"
    assert session.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.id)).all() == ["submitted", "owned", "message"]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "reports.write_message")).one()
    assert (entry.actor_kind, entry.details) == ("reporter", {})


def test_empty_and_endless_messages_are_refused_and_not_cut(session: Session) -> None:
    with unit_of_work():
        report_id = file_about(a_place()).report.id
        for text, code in (("", "required"), (" \n\u200b ", "required"), ("a" * 4001, "too_long")):
            with pytest.raises(InvalidInput) as refused:
                following.write_message(report_id, text)
            assert refused.value.fields == {"text": code}
        following.write_message(report_id, "a" * 4000)
        assert session.scalar(select(func.count()).select_from(Message)) == 1


def test_a_closed_report_takes_neither_messages_nor_evidence(session: Session) -> None:
    with unit_of_work():
        report_id = file_about(a_place()).report.id
        for state in CLOSED_STATES:
            set_state(report_id, state)
            assert refusal(lambda: following.write_message(report_id, "Halo")) == (Conflict, "report_closed")
            assert refusal(lambda: following.add_evidence(report_id, a_file())) == (Conflict, "report_closed")
            assert not following.follow_page(report_id).can_talk
        for state in ("received", "in_progress", "needs_completion", "answered", "lapsed"):
            set_state(report_id, state)
            following.write_message(report_id, f"Saya bertanya: {state}")
            assert following.follow_page(report_id).can_talk


def test_five_files_are_taken_and_the_sixth_is_refused(session: Session) -> None:
    with unit_of_work():
        place = a_place()
        report_id, other_id = file_about(place).report.id, file_about(place).report.id
        for number in range(5):
            following.add_evidence(report_id, a_file(number))
        assert refusal(lambda: following.check_evidence(report_id)) == (TooLarge, "too_many_files")
        assert refusal(lambda: following.add_evidence(report_id, a_file(6))) == (TooLarge, "too_many_files")
        following.add_evidence(other_id, a_file(7))
        assert len(following.follow_page(report_id).report.attachments) == 5
        kinds = select(ReportEvent.kind).where(ReportEvent.report_id == report_id, ReportEvent.kind == "evidence")
        assert len(session.scalars(kinds).all()) == 5


def test_the_same_file_sent_twice_stays_one(session: Session) -> None:
    with unit_of_work():
        report_id = file_about(a_place()).report.id
        first = following.add_evidence(report_id, a_file())
        again = following.add_evidence(
            report_id,
            StoredFile(name="f" * 32 + ".jpg", media_type="image/jpeg", size_bytes=1000, sha256=a_file().sha256),
        )
        assert again.id == first.id
        assert session.scalar(select(func.count()).select_from(Attachment)) == 1


def test_a_file_is_found_only_with_its_own_report(session: Session) -> None:
    with unit_of_work():
        place = a_place()
        report_id, other_id = file_about(place).report.id, file_about(place).report.id
        attachment = following.add_evidence(report_id, a_file())
        session.flush()
        assert following.find_attachment(report_id, attachment.id) is attachment
        assert refusal(lambda: following.find_attachment(other_id, attachment.id)) == (NotFound, "attachment")
        assert refusal(lambda: following.find_attachment(report_id, UUID(int=0))) == (NotFound, "attachment")


def test_findings_are_shown_in_the_order_they_were_computed(session: Session) -> None:
    experience = factories.an_experience(groups=("other", "time", "money"), still_waiting=True)
    with unit_of_work():
        report_id = file_about(a_place(), experience=experience).report.id
        assert [found.group for found in following.follow_page(report_id).findings] == ["money", "time", "other"]
        assert session.scalars(select(Breach.position).order_by(Breach.position)).all() == [1, 2, 3]
