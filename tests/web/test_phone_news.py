"""What the pages say of a number, and what is kept of it: SMS and WhatsApp are promised only where they are set up."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.models.journal import OutboxMessage
from sipp.models.reports import Reporter
from sipp.operations.moves import lock_report, note_event
from sipp.rules.permissions import SYSTEM
from tests.web.filing import COMPLAINT, PERSON, file_all, last_report, receipt_code
from tests.web.reading import Page
from tests.web.test_own_report import send

SMS = {"sms_url": "kannel+http://u:p@127.0.0.1:1/cgi-bin/sendsms"}
WHATSAPP = {"whatsapp_url": "http://127.0.0.1:1/pesan", "whatsapp_secret": "whsec_c2VjcmV0"}
ONLY_MAIL = "Kabar dari sistem hanya kami kirim lewat surel."


@pytest.fixture
def set_up(desk: Flask, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The installation with these ways to reach a phone."""
    monkeypatch.setitem(desk.config, "SIPP", replace(desk.config["SIPP"], **request.param))


def told(app: Flask) -> list[str]:
    """An officer writes to the reporter of the last report: the kinds of messages that are queued."""
    report_id = last_report(app)["id"]
    with app.app_context():
        with unit_of_work():
            note_event(lock_report(report_id), "message", by="liaison", actor=SYSTEM)
        keys = select(OutboxMessage.kind).where(OutboxMessage.key.contains(str(report_id)))
        return list(current_session().scalars(keys))


@pytest.mark.parametrize(
    ("set_up", "by", "channel", "queued"),
    [
        ({}, None, None, []),
        (SMS, "SMS", "sms", ["report_sms"]),
        (SMS | WHATSAPP, "WhatsApp atau SMS", "whatsapp", ["report_whatsapp"]),
    ],
    indirect=["set_up"],
)
def test_the_form_and_the_receipt_promise_what_is_then_done(
    desk: Flask, citizen: FlaskClient, set_up: None, by: str | None, channel: str | None, queued: list[str]
) -> None:
    form = Page.of(file_all(citizen, {**COMPLAINT, **PERSON, "description": ""}))
    receipt = Page.of(citizen.get(file_all(citizen, {**COMPLAINT, **PERSON}).location))
    assert (ONLY_MAIL in form.text) is (by is None)
    for page in (form, receipt):
        assert (f"lewat {by}." in page.text) is (by is not None)
        assert by is not None or ("SMS" not in page.text and "WhatsApp" not in page.text)
    with desk.app_context():
        known = current_session().get_one(Reporter, last_report(desk)["id"])
        assert (known.phone, known.phone_channel) == ("+6281234567890", channel)
    assert told(desk) == queued


@pytest.mark.parametrize(("set_up", "is_asked"), [({}, False), (SMS, True)], indirect=["set_up"])
def test_a_sealed_reporters_number_is_asked_only_where_it_is_of_use_and_may_be_given_later(
    desk: Flask, citizen: FlaskClient, set_up: None, is_asked: bool
) -> None:
    receipt_code(citizen, file_all(citizen, {**COMPLAINT, "visibility": "sealed", "name": "Sri Wahyuni"}))
    page = Page.of(citizen.get("/laporan/alamat"))
    assert bool(page.all("input", name="phone")) is is_asked
    assert ("dapat dibaca oleh sistem dan oleh penyedia SMS" in page.text) is is_asked
    assert send(citizen, "/laporan/alamat", phone="0812-3456-7890").status_code == 303
    assert told(desk) == (["report_sms"] if is_asked else [])


@pytest.mark.parametrize("set_up", [SMS], indirect=True)
def test_a_message_that_did_not_reach_the_phone_shows_with_the_way_to_another_number(
    desk: Flask, citizen: FlaskClient, set_up: None
) -> None:
    receipt_code(citizen, file_all(citizen, {**COMPLAINT, **PERSON}))
    assert told(desk) == ["report_sms"]
    with desk.app_context(), unit_of_work() as session:
        key = OutboxMessage.key.contains(str(last_report(desk)["id"]))
        session.scalars(select(OutboxMessage).where(key)).one().state = "set_aside"
    page = Page.of(citizen.get("/laporan"))
    assert "Pesan ke ponsel Anda tidak dapat dikirim" in page.text and "Surat ke alamat Anda" not in page.text
    assert send(citizen, "/laporan/alamat", phone="0812-0000-0001").status_code == 303
    assert "tidak dapat dikirim" not in Page.of(citizen.get("/laporan")).text
