"""Erased is erased: no byte of a report stays, its code answers like an unknown one, figures and journal stay."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from sipp.db import Base, current_session, db, forget_replaced_bytes, unit_of_work
from sipp.jobs import schedule
from sipp.models.agencies import Agency
from sipp.models.journal import AuditEntry, LedgerEntry, OutboxMessage
from sipp.models.reports import Attachment, Report, Reporter, ReportEvent
from sipp.operations import colleagues, erasure, following, identities, own_moves, reporters, signing
from sipp.operations.colleagues import Asked
from sipp.operations.erasure import Store
from sipp.operations.journal import chain_faults, chain_new_entries
from sipp.operations.reports import Filed
from sipp.rules.errors import NotFound
from sipp.rules.permissions import SYSTEM
from sipp.rules.retention import RULES, RetentionRule, due_before
from sipp.storage import erasures
from sipp.storage.attachments import StoredFile
from sipp.storage.erasures import Erased, LedgerDamaged
from tests import factories
from tests.operations.cases import a_city
from tests.operations.filing import a_place, file_about
from tests.operations.stored_bytes import files_holding, tables_holding

#: One in every place where something about a person can be written.
CANARIES = ("kanaricerita", "kanariharap", "kanarirugi", "kanariberkas", "kanariwakil", "kanariuang", "kanarihasil")
LATER = ("kanarinama", "kanarisurel", "kanaripesan", "kanaritekan", "kanariminta", "kanarilembaga", "kanarigalat")
FILED_ON = datetime(2026, 2, 20, 3, tzinfo=UTC)


def store_of(app: Flask) -> Store:
    return Store.of(app.config["SIPP"])


def file_with_canaries(app: Flask, visibility: str = "open") -> Filed:
    """A report, handed over by its reporter, with a canary wherever it holds words, and with a file."""
    content = b"kanarifoto " * 50
    (app.config["SIPP"].attachments_dir / f"{'ab' * 16}.png").write_bytes(content)
    with unit_of_work() as session:
        filed = file_about(
            a_place(),
            visibility=visibility,
            name="kanarinama",
            email="kanarisurel@contoh.id",
            description="kanaricerita",
            expectation="kanariharap",
            loss="kanarirugi",
            file_number="kanariberkas",
            proxy="kanariwakil",
            experience=factories.an_experience(
                groups=("money", "wrong_result"), money_for="kanariuang", wrong_result="kanarihasil"
            ),
        )
        session.flush()
        report_id = filed.report.id
        following.write_message(report_id, "kanaripesan")
        reporters.tell_pressure(report_id, "kanaritekan")
        reporters.ask_about_data(report_id, "correction", "kanariminta")
        sha256 = hashlib.sha256(content).hexdigest()
        stored = StoredFile(name=f"{'ab' * 16}.png", media_type="image/png", size_bytes=len(content), sha256=sha256)
        following.add_evidence(report_id, stored)
        own_moves.hand_over(report_id, "other", "kanarilembaga", "")
        session.flush()
        message = session.scalars(select(OutboxMessage).limit(1)).one()
        message.state, message.last_error = "set_aside", "550 kanarigalat"
    return filed


def left_of(app: Flask, words: str) -> set[str]:
    """Where the words still are: tables, and files with the database's own among them."""
    folder: Path = app.config["SIPP"].data_dir
    return tables_holding(db.engine, words) | files_holding(folder, words)


@pytest.mark.any_database
def test_no_byte_of_an_erased_report_stays_and_its_code_is_like_an_unknown_one(app: Flask) -> None:
    with app.app_context():
        filed = file_with_canaries(app)
        report_id, number, code = filed.report.id, filed.report.case_number, filed.code
        everything = (*CANARIES, *LATER, "kanarifoto")
        assert all(left_of(app, words) for words in everything), "the control: each is there before"
        before = figures(number)
        with unit_of_work():
            erasure.erase_report(SYSTEM, report_id, "request", store_of(app))
        db.session.remove()
        forget_replaced_bytes()
        assert {words: left_of(app, words) for words in everything} == dict.fromkeys(everything, set())
        with pytest.raises(NotFound) as erased, unit_of_work():
            following.open_by_code(code, factories.RING)
        with pytest.raises(NotFound) as unknown:
            following.open_by_code("0" * 17, factories.RING)
        assert (erased.value.code, erased.value.args) == (unknown.value.code, unknown.value.args)
        for act in (erasure.erase_report, lambda *_: following.write_message(report_id, "Lagi")):
            with pytest.raises(NotFound), unit_of_work():
                act(SYSTEM, report_id, "request", store_of(app))  # type: ignore[operator]
        after = figures(number)
        assert after[: len(before)] == before and [kind for kind, *_ in after[len(before) :]] == ["erased"]
        acts = select(AuditEntry.details).where(AuditEntry.action == "reports.erase", AuditEntry.subject_id == number)
        assert current_session().scalars(acts).all() == [{"data": "report", "reason": "request"}]
        current_session().rollback()
        with unit_of_work():
            chain_new_entries()
        assert chain_faults() == []
        (line,) = erasures.read(store_of(app).ledger)
        assert (line.report_id, line.data) == (report_id, "report")


def figures(number: str) -> list[tuple[Any, ...]]:
    """The report as figures see it, in order."""
    columns = LedgerEntry.kind, LedgerEntry.from_state, LedgerEntry.to_state, LedgerEntry.at
    found = select(*columns).where(LedgerEntry.report_number == number).order_by(LedgerEntry.id)
    rows = [tuple(row) for row in current_session().execute(found)]
    current_session().rollback()
    return rows


@pytest.mark.any_database
def test_the_frozen_rows_of_other_reports_stay_frozen(app: Flask) -> None:
    with app.app_context():
        filed = file_with_canaries(app)
        report_id = filed.report.id
        for table, column in (("report_event", "details"), ("breach", "finding"), ("report_event", "kind")):
            with pytest.raises(DBAPIError), unit_of_work() as session:
                session.execute(text(f"UPDATE {table} SET {column} = '{{}}'"))
        with unit_of_work():
            erasure.erase_report(SYSTEM, report_id, "request", store_of(app))
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.execute(text("UPDATE report_event SET kind = 'x'"))
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.execute(text("DELETE FROM breach"))


def test_the_line_is_on_disk_before_the_commit_and_what_was_cut_off_is_carried_out(app: Flask) -> None:
    with app.app_context():
        report_id = file_with_canaries(app).report.id
        with pytest.raises(RuntimeError), unit_of_work():
            erasure.erase_report(SYSTEM, report_id, "request", store_of(app))
            raise RuntimeError("the power fails")
        assert left_of(app, "kanaricerita")
        assert [one.report_id for one in erasure.outstanding(db.session.connection(), store_of(app))] == [report_id]
        db.session.rollback()
        assert schedule.carry_out_erasures() == 1
        assert erasure.outstanding(db.session.connection(), store_of(app)) == []
        db.session.remove()
        forget_replaced_bytes()
        assert left_of(app, "kanaricerita") == set()
        assert len(erasures.read(store_of(app).ledger)) == 1


def test_an_address_taken_back_stays_away_after_a_restore_but_one_given_later_stays(app: Flask) -> None:
    with app.app_context(), time_machine.travel(FILED_ON, tick=False) as time:
        with unit_of_work():
            factories.a_custodian()
            factories.a_custodian()
        report_id, store = file_with_canaries(app, "sealed").report.id, store_of(app)

        def change(email: str | None) -> None:
            time.shift(timedelta(hours=1))
            with unit_of_work():
                identities.change_address(report_id, identities.Person(email=email), store)

        def replayed() -> list[bool]:
            with unit_of_work():
                return [erasure.replay(line, store) for line in erasures.read(store.ledger)]

        change(None)
        change("kanaribaru@contoh.id")
        assert (replayed(), stored(report_id) & {"reporter"}) == ([False], {"reporter"})
        # In a copy older than this line the address still stands, and nothing was changed after it.
        line = Erased(FILED_ON + timedelta(hours=3), report_id, "sealed_address")
        with unit_of_work():
            assert erasure.replay(line, store)
        assert stored(report_id) & {"reporter"} == set()


def test_what_its_reporter_never_read_goes_with_the_report(app: Flask) -> None:
    words = ("kanarijawab", "kanarirekan", "kanariusul")
    with app.app_context():
        with unit_of_work() as session:
            city = a_city()
            session.get_one(Agency, city.agency.id).sign_off = "all"
            report, liaison = city.report(), city.officer("liaison")
            file = app.config["SIPP"].attachments_dir / f"{'cd' * 16}.png"
            file.write_bytes(b"surat")
            held = StoredFile(name=file.name, media_type="image/png", size_bytes=5, sha256="0" * 64)
            signing.submit(liaison, report.case_number, "kanarijawab", stored=held)
            link = colleagues.ask(liaison, report.case_number, Asked(name="kanarirekan"))
            colleagues.propose(link.id, "kanarirekan", "kanariusul")
            report_id = report.id
        assert all(left_of(app, word) for word in words), "the control: each is there before"
        with unit_of_work():
            erasure.erase_report(SYSTEM, report_id, "request", store_of(app))
        db.session.remove()
        forget_replaced_bytes()
        assert {word: left_of(app, word) for word in words} == dict.fromkeys(words, set())
        assert not file.exists()


def stored(report_id: UUID) -> set[str]:
    """What is still stored of a report."""
    session = current_session()
    report = session.get_one(Report, report_id, populate_existing=True)
    tables = {"reporter": Reporter, "attachment": Attachment}
    there = {
        name
        for name, table in tables.items()
        if session.scalar(select(func.count()).where(table.report_id == report_id))  # type: ignore[attr-defined]
    }
    session.rollback()
    return there | ({"words"} if report.description else set())


@pytest.mark.parametrize(("visibility", "address_days"), [("open", 365), ("sealed", 90)])
def test_each_class_goes_on_its_day_after_the_report_was_closed(app: Flask, visibility: str, address_days: int) -> None:
    with app.app_context(), time_machine.travel(FILED_ON, tick=False) as time:
        with unit_of_work():
            factories.a_custodian()
            factories.a_custodian()
        report_id = file_with_canaries(app, visibility).report.id
        days_of = {"reporter": address_days, "attachment": 365, "words": 730}
        for days in sorted(set(days_of.values())):
            for is_due in (False, True):
                time.move_to(FILED_ON + timedelta(days=days, seconds=0 if is_due else -1))
                schedule.carry_out_erasures()
                kept = {name for name, last in days_of.items() if days < last or (days == last and not is_due)}
                assert stored(report_id) == kept, (days, is_due)
        kinds = select(ReportEvent.kind).where(ReportEvent.report_id == report_id, ReportEvent.kind.like("%erased"))
        assert set(current_session().scalars(kinds)) == {"data_erased", "erased"}


def test_a_report_that_is_still_handled_is_never_due(app: Flask) -> None:
    with app.app_context(), time_machine.travel(FILED_ON, tick=False) as time:
        with unit_of_work():
            report_id = file_about(a_place(), visibility="open").report.id
        time.move_to(FILED_ON + timedelta(days=4000))
        assert erasure.due() == []
        with unit_of_work():
            own_moves.withdraw(report_id)
        time.shift(timedelta(days=800))
        assert erasure.due() == [("report", report_id)]


def test_a_report_that_nobody_receives_does_not_wait_for_ever(app: Flask) -> None:
    with app.app_context(), time_machine.travel(FILED_ON, tick=False) as time:
        with unit_of_work():
            listed = file_about(a_place(is_receiving=False), visibility="open").report.id
            file_about(a_place(), visibility="open")
        time.move_to(FILED_ON + timedelta(days=730, seconds=-1))
        assert schedule.carry_out_erasures() == 0
        time.shift(timedelta(seconds=1))
        assert erasure.due() == [("report", listed)]
        current_session().rollback()
        assert [schedule.carry_out_erasures() for _turn in range(2)] == [1, 0]
        assert stored(listed) == set()


def test_every_table_that_points_to_a_report_is_dealt_with() -> None:
    """A new table must say here what becomes of it when its report is erased."""
    emptied = {"reporter", "sealed_identity", "unsealing", "breach", "report_event", "message", "attachment"}
    emptied |= {"pressure_note", "data_request", "pending_answer", "answer_proposal", "case_link"}
    #: Due days; a public act whose facts are those of the clock; which officers stay away.
    kept = {"report_clock", "reprimand", "conflict_of_interest"}
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "report"
    }
    assert pointing == emptied | kept


def test_a_ledger_drops_a_line_cut_off_keeps_the_others_and_refuses_a_foreign_one(tmp_path: Path) -> None:
    one, other = (Erased(FILED_ON, UUID(int=number), "report") for number in (1, 2))
    ledger, copy = tmp_path / "a", tmp_path / "b"
    erasures.append(ledger, [one])
    ledger.write_bytes(ledger.read_bytes() + b"2026-02-20T03:00")
    assert erasures.read(ledger) == [one]
    erasures.append(ledger, [other])
    assert erasures.read(ledger) == [one, other]
    erasures.append(copy, [other])
    assert erasures.merge(copy, [ledger, tmp_path / "missing"]) == [other, one] == erasures.read(copy)
    assert ledger.stat().st_mode & 0o077 == 0
    ledger.write_text("Sri Wahyuni\n")
    with pytest.raises(LedgerDamaged):
        erasures.read(ledger)


def test_the_row_of_the_day_decides(today: datetime = datetime(2027, 1, 1, tzinfo=UTC)) -> None:
    shorter = RetentionRule("report", "report_closed", timedelta(days=10), date(2027, 1, 1), "contoh")
    assert due_before("report", today, (*RULES, shorter)) == today - timedelta(days=10)
    the_day_before = today - timedelta(seconds=1)
    assert due_before("report", the_day_before, (*RULES, shorter)) == the_day_before - timedelta(days=730)
    with pytest.raises(LookupError):
        due_before("report", datetime(2020, 1, 1, tzinfo=UTC))


def test_the_outbox_forgets_what_it_did_and_keeps_its_keys(app: Flask) -> None:
    with app.app_context(), time_machine.travel(FILED_ON, tick=False) as time:
        with unit_of_work():
            done = factories.an_outbox_message(state="done", done_at=FILED_ON, payload={"email": "sri@contoh.id"}).key
            factories.an_outbox_message(payload={"email": "menunggu@contoh.id"})
        time.move_to(FILED_ON + timedelta(days=30))
        assert [schedule.forget_payloads(), schedule.forget_payloads()] == [1, 0]
        left = dict(current_session().execute(select(OutboxMessage.key, OutboxMessage.payload)).all())
        assert left.pop(done) == {} and list(left.values()) == [{"email": "menunggu@contoh.id"}]
