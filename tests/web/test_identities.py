"""A sealed identity: two custodians open it together with a reason; the reporter is told; nothing of it stays."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.jobs import schedule
from sipp.models.journal import AuditEntry
from sipp.models.reports import ReportEvent, Unsealing
from tests import factories
from tests.web.officers import an_officer, everything_stored, let_in, submit
from tests.web.reading import Page

DESK = "/kelola/identitas"
NAME = "Zubaidah Rahmawati"
REASON = "Surat Ombudsman nomor 12 tahun 2026"


@pytest.fixture
def town(app: Flask) -> dict[str, Any]:
    """Two custodians, and a sealed report."""
    people = [an_officer(app, "custodian", name=name) for name in ("Kunci Dalam", "Kunci Luar")]
    with app.app_context(), unit_of_work():
        for one, passphrase in zip(people, ("sandi dalam", "sandi luar"), strict=True):
            factories.a_custodian(passphrase, user_id=one.id)
        service = factories.a_service()
        factories.a_published_version(service)
        told = factories.what_is_told(visibility="sealed", name=NAME)
        number = factories.a_report(service, told).report.case_number
    return {"number": number, "inner": let_in(app, people[0].id), "outer": let_in(app, people[1].id)}


def asked(client: FlaskClient, number: str) -> str:
    answer = submit(client, DESK, {"case_number": number.lower(), "reason": REASON})
    assert answer.status_code == 303
    return str(answer.location)


def opened(client: FlaskClient, path: str, passphrase: str) -> Page:
    return Page.of(submit(client, path, {"passphrase": passphrase}, to=f"{path}/buka", follow_redirects=True))


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        return list(current_session().scalars(select(ReportEvent.kind).order_by(ReportEvent.id)))


def test_both_custodians_open_it_one_after_the_other_and_the_reporter_is_told(app: Flask, town: dict[str, Any]) -> None:
    inner, outer = town["inner"], town["outer"]
    path = asked(inner, town["number"])
    waiting = Page.of(inner.get(path))
    assert list(waiting.faults()) == [] and "Menunggu Kunci Luar" in waiting.text and REASON in waiting.text
    assert waiting.all("input", name="passphrase") == [], "the outer seal comes first"
    wrong = opened(outer, path, "bukan ini")
    assert set(wrong.errors()) == {"passphrase"}
    half = opened(outer, path, "sandi luar")
    assert "giliran pemegang kunci yang lain" in half.text and NAME not in half.text
    assert Page.of(outer.get(path)).all("input", name="passphrase") == [], "nobody opens both seals"
    whole = opened(inner, path, "sandi dalam")
    assert NAME in whole.text
    assert NAME not in Page.of(inner.get(path)).text, "shown once"
    assert kinds(app)[-2:] == ["identity_asked", "identity_opened"]
    with app.app_context():
        acts = select(AuditEntry.action).where(AuditEntry.action.startswith("identities."))
        assert list(current_session().scalars(acts.order_by(AuditEntry.id))) == [
            "identities.ask",
            "identities.open_half",
            "identities.unseal",
        ]
        row = current_session().scalars(select(Unsealing)).one()
        assert row.half_open is None and row.half_opened_by_id != row.opened_by_id
    assert not any(NAME.encode() in content for content in everything_stored(app))
    again = submit(inner, DESK, {"case_number": town["number"], "reason": REASON})
    assert again.status_code == 303, "another reason is another request"


def test_nothing_is_opened_without_a_sealed_report_a_reason_or_while_a_request_is_open(
    app: Flask, town: dict[str, Any]
) -> None:
    inner = town["inner"]
    with app.app_context(), unit_of_work():
        other = factories.a_report().report.case_number
    for fields, name in (
        ({"case_number": other, "reason": REASON}, "case_number"),
        ({"case_number": "LP-0000-0000", "reason": REASON}, "case_number"),
        ({"case_number": town["number"], "reason": " "}, "reason"),
    ):
        refused = submit(inner, DESK, fields)
        assert refused.status_code == 422 and set(Page.of(refused).errors()) == {name}
    asked(inner, town["number"])
    assert submit(town["outer"], DESK, {"case_number": town["number"], "reason": REASON}).status_code == 409


def test_a_request_that_was_ended_or_forgotten_opens_nothing_and_keeps_nothing(
    app: Flask, town: dict[str, Any]
) -> None:
    inner, outer = town["inner"], town["outer"]
    path = asked(outer, town["number"])
    opened(outer, path, "sandi luar")
    page = Page.of(inner.get(path))
    submit(outer, path, {}, to=f"{path}/batal")
    token = page.all("input", name="csrf_token")[0].attrib["value"]
    late = inner.post(f"{path}/buka", data={"csrf_token": token, "passphrase": "sandi dalam"})
    assert late.status_code == 409 and NAME not in late.get_data(as_text=True)
    path = asked(outer, town["number"])
    opened(outer, path, "sandi luar")
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False), app.app_context():
        assert schedule.end_old_unsealings() == 1
        assert current_session().scalars(select(Unsealing.half_open)).all() == [None, None]
    assert kinds(app).count("identity_kept") == 2
