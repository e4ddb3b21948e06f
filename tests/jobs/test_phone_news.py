"""News of a report to a phone: few, short, once each, through a gateway that may misbehave; nothing that is hidden."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.jobs import outbox
from sipp.jobs.handlers import handlers_for
from sipp.models.journal import OutboxMessage
from sipp.models.reports import Report
from sipp.operations import verdicts
from sipp.operations.erasure import Store
from sipp.operations.following import follow_page
from sipp.operations.identities import Person, change_address
from sipp.operations.moves import lock_report, note_event
from sipp.operations.report_news import count_undelivered_within
from sipp.operations.reports import Filed
from sipp.rules.gsm_text import ONE_SEGMENT, as_gsm, room_of
from sipp.rules.permissions import SYSTEM, Actor, Membership
from sipp.rules.report_news import NEWS_KINDS, PHONE_KINDS, PhoneChannel
from sipp.words.phone_news import SHORT_NEWS
from tests.jobs.mailbox import Mailbox
from tests.jobs.test_handlers import filed
from tests.jobs.test_report_news import ANSWER, answer
from tests.messaging.fake_gateway import FakeGateway, fake_gateway
from tests.messaging.test_gateways import SECRET

MONDAY = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)
NUMBER = "+6281277771212"
UNROUTABLE = (403, "Not routable. Do not try again.")


@pytest.fixture
def kannel() -> Iterator[FakeGateway]:
    with fake_gateway() as found:
        yield found


@pytest.fixture
def whatsapp() -> Iterator[FakeGateway]:
    with fake_gateway() as found:
        yield found


@pytest.fixture
def both(config: Config, kannel: FakeGateway, whatsapp: FakeGateway) -> Config:
    """An installation that reaches phones by either way."""
    return replace(
        config,
        sms_url=f"kannel+http://u:p@{kannel.address}/cgi-bin/sendsms",
        sms_number="1708",
        whatsapp_url=f"http://{whatsapp.address}/pesan",
        whatsapp_secret=SECRET,
    )


def filed_by_phone(
    visibility: str = "open", channel: PhoneChannel | None = "sms", phone: str = NUMBER, **more: str
) -> Filed:
    """A report whose reporter gave a number and, unless ``more`` says so, no address."""
    told = {"email": None, "phone": phone, "phone_channel": channel, **more}
    return filed(visibility=visibility, **told)  # type: ignore[arg-type]


def work(config: Config, mailbox: Mailbox | None = None) -> None:
    """The worker does what is due."""
    while outbox.do_next(handlers_for(config, mailbox or Mailbox())):
        pass


def queued() -> list[tuple[str, str]]:
    """Kind and state of every message, in order."""
    current_session().rollback()
    rows = current_session().execute(select(OutboxMessage.kind, OutboxMessage.state).order_by(OutboxMessage.id))
    return [(kind, state) for kind, state in rows]


def kinds() -> list[str]:
    return [kind for kind, _state in queued()]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "%s: Laporan Anda dijawab. Nilai paling lambat 7 Des 2026. Baca: http://localhost/lacak"),
        ("en", "%s: Your report was answered. Judge it by 7 Dec 2026. Read: http://localhost/en/lacak"),
    ],
)
def test_an_answer_is_told_by_sms_with_the_day_until_which_it_can_be_judged(
    session: Session, both: Config, kannel: FakeGateway, language: str, text: str
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        report = filed_by_phone(language=language).report
        answer(report)
        work(both)
    [asked] = kannel.asked
    assert (asked.fields["to"], asked.fields["text"]) == (NUMBER, text % report.case_number)


def test_filing_itself_and_what_one_does_oneself_disturb_no_phone(
    session: Session, both: Config, kannel: FakeGateway
) -> None:
    report = filed_by_phone().report
    assert kinds() == []
    answer(report)
    with unit_of_work():
        verdicts.give_verdict(report.id, "no", "Belum kembali")
    assert kinds() == ["report_sms"]


def test_an_anonymous_report_queues_nothing_whatever_was_typed(session: Session) -> None:
    report = filed_by_phone("anonymous", name="Sri", email="sri@contoh.id").report
    answer(report)
    assert queued() == []


@pytest.mark.parametrize(("phone", "channel"), [(NUMBER, None), ("+62211234567", "sms")])
def test_a_number_that_was_promised_nothing_or_takes_no_messages_queues_nothing(
    session: Session, phone: str, channel: PhoneChannel | None
) -> None:
    answer(filed_by_phone(phone=phone, channel=channel).report)
    assert queued() == []


def test_address_and_phone_are_told_each_once_with_a_key_of_its_own(
    session: Session, both: Config, kannel: FakeGateway
) -> None:
    mailbox = Mailbox()
    report = filed_by_phone(email="sri@contoh.id").report
    answer(report)
    keys = session.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id)).all()
    sequence = follow_page(report.id).report.events[-1].sequence
    assert keys == [
        f"report_acknowledged:{report.id}",
        f"report_news:{report.id}:{sequence}",
        f"report_sms:{report.id}:{sequence}",
    ]
    work(both, mailbox)
    assert (len(mailbox.mails), len(kannel.asked)) == (2, 1)


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_what_goes_to_a_sealed_reporters_phone_names_nothing_that_tells_of_the_case(
    session: Session, both: Config, kannel: FakeGateway, whatsapp: FakeGateway, channel: PhoneChannel
) -> None:
    made = filed_by_phone("sealed", channel)
    report = made.report
    answer(report)
    with unit_of_work():
        locked = lock_report(report.id)
        for kind in sorted(PHONE_KINDS):
            note_event(locked, kind, by="liaison", actor=SYSTEM, reason="extension")
    rows = session.scalars(select(OutboxMessage)).all()
    work(both)
    gateway = {"sms": kannel, "whatsapp": whatsapp}[channel]
    assert len(gateway.asked) == 1 + len(PHONE_KINDS)
    sent = " ".join([*(f"{one.fields} {one.path} {one.headers} {one.body.decode()}" for one in gateway.asked)])
    stored = json.dumps([[row.kind, row.key, row.payload] for row in rows])
    for canary in ("Kota Bandung", "Kartu identitas anak", "Inspektorat", "Sri", "Wahyuni", ANSWER):
        assert canary not in sent and canary not in stored
    for number in (report.case_number, made.code, str(report.id)):
        assert number not in sent and number.replace("-", "") not in sent.replace("-", "")
    assert made.code not in stored and NUMBER not in stored


def test_every_piece_of_news_fits_one_segment_in_both_languages(
    session: Session, both: Config, kannel: FakeGateway
) -> None:
    config = replace(both, base_url="https://pelayanan.kementerian-contoh.go.id")
    for language in ("id", "en"):
        report = filed_by_phone(language=language).report
        answer(report)
        with unit_of_work():
            locked = lock_report(report.id)
            for kind in sorted(PHONE_KINDS):
                note_event(locked, kind, by="liaison", actor=SYSTEM, reason="extension")
    work(config)
    texts = [asked.fields["text"] for asked in kannel.asked]
    assert len(texts) == 2 * (1 + len(PHONE_KINDS))
    for text in texts:
        assert room_of(text) <= ONE_SEGMENT and as_gsm(text) == text
        assert text.startswith("LP-") and text.endswith("/lacak") and "  " not in text


def test_every_kind_for_phones_is_news_and_has_its_words() -> None:
    assert set(SHORT_NEWS) == PHONE_KINDS and PHONE_KINDS < NEWS_KINDS


@pytest.mark.parametrize(("reason", "told"), [("pause", []), ("calendar", []), ("extension", ["report_sms"])])
def test_of_days_that_moved_a_phone_hears_of_an_extension_alone(session: Session, reason: str, told: list[str]) -> None:
    report = filed_by_phone().report
    with unit_of_work():
        note_event(lock_report(report.id), "due_changed", by="schedule", actor=SYSTEM, reason=reason)
    assert kinds() == told


def test_a_gateway_that_fails_for_a_day_is_seen_by_reporter_and_desk_and_a_new_number_gets_the_news(
    session: Session, both: Config, kannel: FakeGateway, caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel(MONDAY, tick=False) as time:
        report = filed_by_phone("sealed").report
        answer(report)
        kannel.answers = [(503, "")] * outbox.MOST_ATTEMPTS
        for _ in range(outbox.MOST_ATTEMPTS):
            assert follow_page(report.id).undelivered == frozenset()
            work(both)
            time.shift(outbox.LONGEST_DELAY + timedelta(minutes=1))
        assert len(kannel.asked) == outbox.MOST_ATTEMPTS
        assert follow_page(report.id).undelivered == {"sms"}
        seen = [Actor(1, (Membership("national_admin"),)), Actor(1, (Membership("agency_admin", report.agency_id),))]
        assert [count_undelivered_within(actor) for actor in seen] == [1, 0], "an agency learns of no hidden number"
        with unit_of_work():
            change_address(report.id, Person(phone="+6281200000001", phone_channel="sms"), Store.of(both))
        work(both)
    assert kannel.asked[-1].fields["to"] == "+6281200000001"
    assert queued() == [("report_sms", "done")] and follow_page(report.id).undelivered == frozenset()
    assert "8127777" not in caplog.text and "8127777" not in str(stored_errors(session))


def stored_errors(session: Session) -> list[str | None]:
    return list(session.scalars(select(OutboxMessage.last_error)))


def test_a_number_no_route_takes_is_set_aside_at_once_and_dropped_with_the_number(
    session: Session, both: Config, kannel: FakeGateway
) -> None:
    report = filed_by_phone("sealed").report
    answer(report)
    kannel.answers = [UNROUTABLE]
    work(both)
    assert queued() == [("report_sms", "set_aside")] and stored_errors(session) == ["gateway refused (403)"]
    with unit_of_work():
        change_address(report.id, Person(), Store.of(both))
    assert queued() == [("report_sms", "done")] and len(kannel.asked) == 1


def test_what_a_number_without_whatsapp_cannot_get_goes_on_by_sms(
    session: Session, both: Config, kannel: FakeGateway, whatsapp: FakeGateway
) -> None:
    report = filed_by_phone(channel="whatsapp").report
    answer(report)
    whatsapp.answers = [(503, ""), (422, "")]
    with time_machine.travel(datetime.now(UTC), tick=False) as time:
        work(both)
        assert kannel.asked == []
        time.shift(timedelta(minutes=2))
        work(both)
    [asked] = kannel.asked
    data = json.loads(whatsapp.asked[-1].body)["data"]
    assert (asked.fields["to"], asked.fields["text"]) == (data["to"], data["text"]) == (NUMBER, data["text"])
    assert data["facts"]["case_number"] == report.case_number and report.case_number in data["text"]
    assert queued() == [("report_whatsapp", "done"), ("report_sms", "done")]


def test_without_sms_a_number_without_whatsapp_is_told_to_reporter_and_desk(
    session: Session, both: Config, whatsapp: FakeGateway
) -> None:
    report = filed_by_phone(channel="whatsapp").report
    answer(report)
    whatsapp.answers = [(422, "")]
    work(replace(both, sms_url=None))
    assert queued() == [("report_whatsapp", "set_aside")]
    assert follow_page(report.id).undelivered == {"whatsapp"}


def test_a_channel_that_was_taken_away_since_is_waited_for_in_sight(session: Session, config: Config) -> None:
    report: Report = filed_by_phone().report
    answer(report)
    work(config)
    assert queued() == [("report_sms", "waiting")]
    assert stored_errors(session) == ["SMS is not configured here any more"]
