"""The books find what is missing and what is there twice: the control of the check after the kills."""

import hashlib
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.messaging.mail import stable_message_id
from sipp.models.journal import AuditEntry, LedgerEntry, OutboxMessage
from sipp.models.reports import Attachment, Breach, Message, Report, ReportClock, Reporter, ReportEvent
from sipp.operations import casework, following, handling, verdicts
from sipp.storage import attachments
from tests import factories
from tests.live import books
from tests.live.browsers import Browser
from tests.live.lives import Deed, Life, a_picture
from tests.live.post_office import PostOffice
from tests.operations.cases import a_city

STORY = "Berkas saya tidak kunjung selesai."
WORDS = {"reports.write_message": "Ada kabar?", "reports.answer": "Sudah selesai.", "reports.give_verdict": "Belum."}


@pytest.fixture
def life(app: Flask) -> Life:
    """A report that was filed, written about, proved, answered and judged, as its people know it."""
    folder, draw = app.config["SIPP"].attachments_dir, Random(1)
    with app.app_context(), unit_of_work():
        city = a_city()
        liaison = city.officer("liaison")
        report = city.report(visibility="open", description=STORY)
        number, report_id = report.case_number, report.id
    told = Life(STORY, "", {}, Browser(0), "acknowledged", code="", case_number=number)
    acts: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("reports.write_message", lambda words: following.write_message(report_id, words)),
        (
            "reports.add_evidence",
            lambda _: following.add_evidence(report_id, attachments.receive(BytesIO(a_picture(draw)), folder)),
        ),
        ("reports.answer", lambda words: handling.answer(liaison, number, words)),
        ("reports.give_verdict", lambda words: verdicts.give_verdict(report_id, "no", words)),
        ("reports.assign", lambda _: casework.assign(liaison, number, None)),
    )
    for action, act in acts:
        words = WORDS.get(action, "")
        with app.app_context(), unit_of_work():
            act(words)
        told.deeds.append(Deed(action, words, "acknowledged"))
    return told


def remove(table: type, *conditions: object) -> Callable[[Session, Report, Path], object]:
    """Rows that were never written, of what belongs to the report."""

    def act(session: Session, report: Report, _folder: Path) -> object:
        of_report = {"audit_entry": "subject_id", "ledger_entry": "report_number"}.get(table.__tablename__)
        own = getattr(table, of_report) == report.case_number if of_report else table.report_id == report.id
        return session.execute(delete(table).where(own, *conditions))

    return act


def say_again(session: Session, report: Report, _folder: Path) -> object:
    """The same words once more."""
    return session.execute(
        text(
            "INSERT INTO message (report_id, sent_at, author, is_internal, text, cites)"
            " SELECT report_id, sent_at, author, is_internal, text, cites FROM message WHERE text = 'Ada kabar?'"
        )
    )


def lose_the_file(session: Session, report: Report, folder: Path) -> None:
    """The row is there, its file is not."""
    for path in folder.iterdir():
        path.unlink()


def change_the_state(session: Session, report: Report, _folder: Path) -> object:
    """A state that no event tells of."""
    return session.execute(text("UPDATE report SET state = 'answered'"))


def file_again(session: Session, report: Report, _folder: Path) -> None:
    """The same story as a second report."""
    values = {column.key: getattr(report, column.key) for column in Report.__table__.columns}
    fresh = {"id": None, "case_number": "LP-0000-0000", "nonce_hash": b"n" * 32, "code_hash": b"c" * 32}
    session.add(Report(**{name: value for name, value in {**values, **fresh}.items() if value is not None}))


DAMAGES: dict[str, Callable[[Session, Report, Path], object]] = {
    "no entry of an act": remove(AuditEntry, AuditEntry.action == "reports.assign"),
    "no entry of the submission": remove(AuditEntry, AuditEntry.action == "reports.submit"),
    "no event": remove(ReportEvent, ReportEvent.kind == "verdict_reopens"),
    "no last event": remove(ReportEvent, ReportEvent.kind == "assign"),
    "no line in the ledger": remove(LedgerEntry, LedgerEntry.kind == "answer"),
    "no clock": remove(ReportClock, ReportClock.clock == "settle", ReportClock.stopped_at.is_(None)),
    "no words": remove(Message, Message.text == WORDS["reports.answer"]),
    "no row of a file": remove(Attachment),
    "no finding": remove(Breach),
    "no reporter": remove(Reporter),
    "no acknowledgement": lambda session, *_: session.execute(
        delete(OutboxMessage).where(OutboxMessage.kind == "report_acknowledged")
    ),
    "no news": lambda session, *_: session.execute(delete(OutboxMessage).where(OutboxMessage.kind == "report_news")),
    "words twice": say_again,
    "a report twice": file_again,
    "no file": lose_the_file,
    "another state": change_the_state,
}


def findings(app: Flask, life: Life) -> list[str]:
    with app.app_context():
        return books.findings(current_session(), [life], app.config["SIPP"].attachments_dir)


def found_after(app: Flask, life: Life, damage: Callable[[Session, Report, Path], object]) -> list[str]:
    """What the books say after a damage that is taken back again."""
    folder = app.config["SIPP"].attachments_dir
    with app.app_context():
        try:
            with unit_of_work() as session:
                for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                    session.execute(text(f"DROP TRIGGER {name}"))
                session.execute(text("PRAGMA defer_foreign_keys=ON"))
                damage(session, session.scalars(select(Report)).one(), folder)
                session.flush()
                session.expire_all()
                raise TakenBack(books.findings(session, [life], folder))
        except TakenBack as found:
            return list(found.args[0])


class TakenBack(Exception):
    """Ends the transaction of a damage."""


def test_what_is_missing_or_there_twice_is_found(app: Flask, life: Life) -> None:
    assert found_after(app, life, lambda *_: None) == []
    found = {name: found_after(app, life, damage) for name, damage in DAMAGES.items()}
    assert [name for name, findings in found.items() if not findings] == []


def test_what_was_acknowledged_and_is_not_there_is_lost(app: Flask, life: Life) -> None:
    for action, words in (("reports.withdraw", ""), ("reports.write_message", "Kata lain."), ("reports.assign", "")):
        life.deeds.append(Deed(action, words, "lost"))
        assert findings(app, life) == []
        life.deeds[-1].outcome = "acknowledged"
        assert {one.partition(":")[0] for one in findings(app, life)} == {"lost"}
        life.deeds.pop()


def test_mail_that_never_came_and_mail_nobody_queued_are_found(app: Flask, life: Life) -> None:
    office = PostOffice(Random(1))
    with app.app_context(), unit_of_work() as session:
        for one in session.scalars(select(OutboxMessage)):
            one.state = "done"
            office.taken[stable_message_id(one.key, "localhost")].append(("sri@contoh.id", "Kabar"))
        assert books.findings_about_mail(session, office, "localhost") == []
        lost = office.taken.popitem()
        assert [one[:4] for one in books.findings_about_mail(session, office, "localhost")] == ["lost"]
        office.taken["<lain@localhost>"] = lost[1]
        assert [one[:5] for one in books.findings_about_mail(session, office, "localhost")] == ["lost:", "wrong"]


def test_a_text_that_never_came_and_one_nobody_queued_are_found(app: Flask, tmp_path: Path) -> None:
    with app.app_context(), unit_of_work() as session:
        queued = factories.an_outbox_message("report_sms", state="done")
        (tmp_path / "other.json").write_text('{"id": "lain"}')
        assert [one[:5] for one in books.findings_about_texts(session, tmp_path)] == ["lost:", "wrong"]
        message_id = hashlib.sha256(queued.key.encode()).hexdigest()[:40]
        (tmp_path / "other.json").write_text(json.dumps({"id": message_id}))
        assert books.findings_about_texts(session, tmp_path) == []
