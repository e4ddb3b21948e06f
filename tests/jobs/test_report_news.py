"""News of a report by mail: what others did, once an event, and nothing that tells what is hidden."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp import clock
from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.jobs import outbox
from sipp.jobs.handlers import handlers_for
from sipp.messaging.mail import Mail, MailFailed
from sipp.models.journal import OutboxMessage
from sipp.models.reports import Message, Report
from sipp.operations import verdicts
from sipp.operations.following import follow_page
from sipp.operations.moves import lock_report, make_move, note_event
from sipp.operations.report_news import count_undelivered_within
from sipp.rules.permissions import SYSTEM, Actor, Membership
from sipp.rules.report_news import NEWS_KINDS
from sipp.words.reports import NEWS
from tests.jobs.mailbox import Mailbox
from tests.jobs.test_handlers import filed, words

ANSWER = "Uang Rp250.000 sudah kami kembalikan."
SECRETS = ("Pemerintah Kota Bandung", "Kartu identitas anak", "Inspektorat", "Sri", "Wahyuni", ANSWER)
MONDAY = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)


def answer(report: Report) -> None:
    with unit_of_work() as session:
        locked = lock_report(report.id)
        session.add(Message(report_id=locked.id, sent_at=clock.now(), author="handler", text=ANSWER))
        make_move(locked, "answer", by="liaison", actor=SYSTEM)


def delivered(config: Config, mailbox: Mailbox) -> list[Mail]:
    """The mails after the acknowledgement, once the outbox is empty."""
    while outbox.do_next(handlers_for(config, mailbox)):
        pass
    return mailbox.mails[1:]


def state_of(kind: str) -> list[str]:
    current_session().rollback()
    return list(current_session().scalars(select(OutboxMessage.state).where(OutboxMessage.kind == kind)))


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_answer_is_told_with_its_words_and_the_day_until_which_it_can_be_judged(
    session: Session, config: Config, language: str
) -> None:
    mailbox = Mailbox()
    with time_machine.travel(MONDAY, tick=False):
        made = filed(visibility="open", language=language)
        answer(made.report)
        [mail] = delivered(config, mailbox)
    assert (mail.to, mail.language) == ("sri@contoh.id", language)
    assert made.report.case_number in mail.subject
    for part in (mail.text, mail.html or ""):
        assert ANSWER in part and "Kartu identitas anak" in part
        assert ("7 Desember 2026" if language == "id" else "7 December 2026") in part
        assert f"http://localhost{'/en' if language == 'en' else ''}/lacak" in part
    symbols = "".join(character for character in words(mail).upper() if character.isalnum())
    assert made.code not in symbols and made.code[:8] not in symbols
    assert "\n\n\n" not in mail.text and "  " not in mail.text
    assert f'<html lang="{language}">' in (mail.html or "")


def test_the_mail_of_a_sealed_report_tells_neither_agency_nor_service_nor_the_answer(
    session: Session, config: Config
) -> None:
    report = filed(visibility="sealed").report
    answer(report)
    [mail] = delivered(config, Mailbox())
    assert report.case_number in mail.subject and "dijawab" in mail.text
    assert [secret for secret in SECRETS if secret in words(mail)] == []


def test_who_did_something_oneself_and_who_is_anonymous_gets_no_mail(session: Session, config: Config) -> None:
    mailbox = Mailbox()
    report = filed(visibility="open").report
    answer(report)
    assert len(delivered(config, mailbox)) == 1
    with unit_of_work():
        verdicts.give_verdict(report.id, "no", "Belum kembali")
    assert len(delivered(config, mailbox)) == 1
    answer(filed(visibility="anonymous").report)
    assert len(delivered(config, mailbox)) == 1


@pytest.mark.parametrize(("reason", "mails"), [("pause", 0), ("extension", 1)])
def test_a_due_day_that_a_pause_moved_is_told_by_what_ended_the_pause(
    session: Session, config: Config, reason: str, mails: int
) -> None:
    report = filed(visibility="open").report
    with unit_of_work():
        note_event(lock_report(report.id), "due_changed", by="schedule", actor=SYSTEM, reason=reason)
    assert len(delivered(config, Mailbox())) == mails


def test_a_day_that_passed_is_not_promised_again(session: Session, config: Config) -> None:
    mailbox = Mailbox()
    with time_machine.travel(MONDAY, tick=False) as time:
        report = filed(visibility="open").report
        delivered(config, mailbox)
        time.shift(timedelta(days=120))
        with unit_of_work():
            note_event(lock_report(report.id), "overdue", by="schedule", actor=SYSTEM)
        [mail] = delivered(config, mailbox)
    assert "Seharusnya dijawab paling lambat " in mail.text and "\nDijawab paling lambat " not in mail.text


def test_every_kind_of_news_has_its_words(session: Session) -> None:
    assert set(NEWS) == NEWS_KINDS


@pytest.mark.parametrize(("visibility", "own"), [("open", 1), ("sealed", 0)])
def test_a_mail_set_aside_shows_on_the_reporters_page_and_is_counted_for_who_may_know_of_the_address(
    session: Session, config: Config, visibility: str, own: int
) -> None:
    mailbox = Mailbox()
    report = filed(visibility=visibility).report
    delivered(config, mailbox)
    answer(report)
    mailbox.failures.append(MailFailed("recipient refused (550)", is_permanent=True))
    assert delivered(config, mailbox) == []
    assert state_of("report_news") == ["set_aside"]
    assert follow_page(report.id).undelivered == {"mail"}
    seen = {
        "own": Actor(1, (Membership("agency_admin", report.agency_id),)),
        "foreign": Actor(1, (Membership("agency_admin", report.agency_id + 1),)),
        "liaison": Actor(1, (Membership("liaison", report.agency_id),)),
        "national": Actor(1, (Membership("national_admin"),)),
    }
    assert {who: count_undelivered_within(actor) for who, actor in seen.items()} == {
        "own": own,
        "foreign": 0,
        "liaison": 0,
        "national": 1,
    }


def test_news_refused_for_a_day_are_set_aside_in_the_end(session: Session, config: Config) -> None:
    mailbox = Mailbox()
    with time_machine.travel(MONDAY, tick=False) as time:
        report = filed(visibility="open").report
        delivered(config, mailbox)
        answer(report)
        for _ in range(outbox.MOST_ATTEMPTS):
            mailbox.failures.append(MailFailed("server refused (451)", is_permanent=False))
            assert delivered(config, mailbox) == []
            time.shift(outbox.LONGEST_DELAY + timedelta(minutes=1))
    assert follow_page(report.id).undelivered == {"mail"}
