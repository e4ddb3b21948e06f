"""The acknowledgement: what it tells, to whom, and what it keeps to itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.jobs import outbox
from sipp.jobs.handlers import handlers_for
from sipp.messaging.mail import Mail, MailFailed
from sipp.models.journal import OutboxMessage
from sipp.models.reports import Reporter
from sipp.operations.reports import Filed
from tests import factories
from tests.jobs.mailbox import Mailbox

MONDAY = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def filed(
    *, agency: str = "Pemerintah Kota Bandung", is_receiving: bool = True, language: str = "id", **told: str
) -> Filed:
    """A report about a service whose names occur nowhere else."""
    with unit_of_work():
        factories.a_custodian()
        factories.a_custodian()
        row = factories.an_agency(name=agency, is_receiving=is_receiving)
        factories.a_unit(row, name="Inspektorat", is_oversight=True)
        service = factories.a_service(factories.a_unit(row), name="Kartu identitas anak")
        factories.a_published_version(service)
        content = factories.what_is_told(description="Petugas meminta uang", **told)
        return factories.a_report(service, content, language=language)


def delivered(config: Config, mailbox: Mailbox) -> list[Mail]:
    """Every mail after the outbox is empty."""
    while outbox.do_next(handlers_for(config, mailbox)):
        pass
    return mailbox.mails


def message() -> OutboxMessage:
    current_session().rollback()
    return current_session().scalars(select(OutboxMessage)).one()


def words(mail: Mail) -> str:
    return f"{mail.subject}\n{mail.text}\n{mail.html}"


def test_the_reporter_learns_number_dates_and_where_to_follow(
    session: Session, config: Config, mailbox: Mailbox
) -> None:
    with time_machine.travel(MONDAY):
        report = filed(visibility="open").report
        [mail] = delivered(config, mailbox)
    assert mail.to == "sri@contoh.id"
    assert report.case_number in mail.subject
    for part in (mail.text, mail.html or ""):
        assert report.case_number in part
        assert "23 November 2026 pukul 10.15 WIB" in part
        assert "Kartu identitas anak" in part and "Pemerintah Kota Bandung" in part
        assert "Tanggapan pertama paling lambat Senin, 30 November 2026" in part
        assert "http://localhost/lacak" in part


@pytest.mark.parametrize("visibility", ["open", "sealed"])
def test_no_mail_holds_the_code_or_the_story(
    session: Session, config: Config, mailbox: Mailbox, visibility: str
) -> None:
    code = filed(visibility=visibility).code
    [mail] = delivered(config, mailbox)
    symbols = "".join(character for character in words(mail).upper() if character.isalnum())
    assert code not in symbols and code[:8] not in symbols
    assert "Petugas meminta uang" not in words(mail)
    assert "250.000" not in words(mail)


@pytest.mark.parametrize("is_receiving", [True, False])
def test_a_sealed_reporters_mailbox_tells_neither_agency_nor_service_nor_name(
    session: Session, config: Config, mailbox: Mailbox, is_receiving: bool
) -> None:
    report = filed(visibility="sealed", is_receiving=is_receiving).report
    [mail] = delivered(config, mailbox)
    assert report.case_number in mail.text
    for secret in ("Pemerintah Kota Bandung", "Kartu identitas anak", "Sri", "Wahyuni"):
        assert secret not in words(mail)


def test_an_anonymous_report_causes_no_mail_at_all(session: Session, config: Config, mailbox: Mailbox) -> None:
    filed(visibility="anonymous")
    assert session.scalars(select(OutboxMessage)).all() == []
    assert delivered(config, mailbox) == []


def test_the_mail_speaks_the_language_of_the_report(session: Session, config: Config, mailbox: Mailbox) -> None:
    report = filed(visibility="open", language="en").report
    [mail] = delivered(config, mailbox)
    assert mail.language == "en"
    assert "Case number" in mail.text and report.case_number in mail.text
    assert "Nomor kasus" not in words(mail) and "paling lambat" not in words(mail)
    assert "http://localhost/en/lacak" in mail.text
    assert '<html lang="en">' in (mail.html or "")


def test_a_listed_agency_promises_no_date(session: Session, config: Config, mailbox: Mailbox) -> None:
    filed(visibility="open", is_receiving=False)
    [mail] = delivered(config, mailbox)
    assert "belum menerima laporan di sini" in mail.text
    assert "paling lambat" not in mail.text
    assert "1708" in mail.text


def test_a_name_with_markup_is_text_in_the_html(session: Session, config: Config, mailbox: Mailbox) -> None:
    filed(visibility="open", agency="<b>Kota & Kabupaten</b>")
    [mail] = delivered(config, mailbox)
    assert "<b>Kota & Kabupaten</b>" in mail.text
    assert "&lt;b&gt;Kota &amp; Kabupaten&lt;/b&gt;" in (mail.html or "")
    assert "<b>" not in (mail.html or "")


def test_a_mail_that_was_refused_for_now_comes_later_under_the_same_id(
    session: Session, config: Config, mailbox: Mailbox
) -> None:
    lost = Mailbox()
    with time_machine.travel(MONDAY, tick=False) as time:
        filed(visibility="open")
        mailbox.failures.append(MailFailed("server refused (451)", is_permanent=False))
        assert delivered(config, mailbox) == []
        assert (message().state, message().last_error) == ("waiting", "server refused (451)")
        time.move_to(message().not_before)
        job = outbox.lease_next()
        assert job is not None
        handlers_for(config, lost)[job.kind](job)
        time.shift(outbox.LEASE)
        [mail] = delivered(config, mailbox)
    assert message().state == "done"
    assert mail.message_id == lost.mails[0].message_id


def test_a_mailbox_that_does_not_exist_is_set_aside_at_once(session: Session, config: Config, mailbox: Mailbox) -> None:
    filed(visibility="open")
    mailbox.failures.append(MailFailed("recipient refused (550)", is_permanent=True))
    assert delivered(config, mailbox) == []
    assert (message().state, message().last_error) == ("set_aside", "recipient refused (550)")


def test_an_address_that_was_erased_meanwhile_is_no_fault(session: Session, config: Config, mailbox: Mailbox) -> None:
    filed(visibility="open")
    with unit_of_work() as writing:
        writing.delete(writing.scalars(select(Reporter)).one())
    assert delivered(config, mailbox) == []
    assert message().state == "done"


def test_neither_payload_nor_key_of_the_outbox_tells_who_reported(session: Session) -> None:
    filed(visibility="open")
    row = message()
    assert "sri" not in f"{row.key} {row.payload}".lower()


def test_the_sender_lives_under_the_address_of_the_installation(
    session: Session, config: Config, mailbox: Mailbox
) -> None:
    filed(visibility="open")
    real = replace(config, base_url="https://sipp.bandung.go.id", official_name='Kota "Kembang" Bandung')
    [mail] = delivered(real, mailbox)
    assert mail.sender == '"Kota Kembang Bandung" <noreply@sipp.bandung.go.id>'
    assert mail.message_id.endswith("@sipp.bandung.go.id>")
    assert "https://sipp.bandung.go.id/lacak" in mail.text
