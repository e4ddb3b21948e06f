"""The reporter's own moves: the verdict on the answer, completing, reopening, appealing, handing over, withdrawing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sipp.db import current_session, unit_of_work
from sipp.models.journal import LedgerEntry
from sipp.models.reports import Message, ReportEvent
from sipp.operations.moves import lock_report, note_event
from sipp.rules.permissions import SYSTEM
from tests.web.filing import COMPLAINT, file_all, last_report, open_with, receipt_code
from tests.web.handled import ANSWER, QUESTION, REASON, happen
from tests.web.reading import Fields, Page, words

WORDS = "Uang kedua belum kembali <b>sama sekali</b>."
DAY = datetime.now(UTC).replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def reporter(desk: Flask, citizen: FlaskClient) -> Iterator[FlaskClient]:
    """A browser with a report that was just filed and is in its unit's hands."""
    receipt_code(citizen, file_all(citizen, COMPLAINT))
    assert last_report(desk)["state"] == "in_progress"
    yield citizen


def page_of(client: FlaskClient) -> Page:
    return Page.of(client.get("/laporan"))


def do(client: FlaskClient, act: str, **fields: str) -> TestResponse:
    token = Page.of(client.get("/lacak")).one("input", name="csrf_token").attrib["value"]
    typed: Fields = {"csrf_token": token, **fields}
    return client.post(f"/laporan/{act}", data=typed)


def done(client: FlaskClient, act: str, **fields: str) -> Page:
    """The opened report after an act that was accepted."""
    response = do(client, act, **fields)
    assert (response.status_code, response.location) == (303, "/laporan")
    return page_of(client)


def told(app: Flask) -> list[str]:
    """The reporter's messages."""
    of_last = select(Message.text).where(Message.report_id == last_report(app)["id"], Message.author == "reporter")
    with app.app_context():
        return list(current_session().scalars(of_last))


def happened(app: Flask) -> list[str]:
    with app.app_context():
        of_last = ReportEvent.report_id == last_report(app)["id"]
        return list(current_session().scalars(select(ReportEvent.kind).where(of_last).order_by(ReportEvent.sequence)))


def test_only_yes_resolves_and_the_form_stands_right_under_the_answer(desk: Flask, reporter: FlaskClient) -> None:
    happen(desk, "answer")
    page = page_of(reporter)
    assert page.marker("data_state") == "answered"
    assert "Selesai menurut Anda" not in page.one("h1").text
    text = page.text
    assert text.index(ANSWER) < text.index("Apakah masalah Anda selesai?") < text.index("Janji dan kenyataan")
    page = done(reporter, "nilai", verdict="yes", comment="")
    assert page.marker("data_state") == "resolved"
    assert not page.html.count("data-due")
    assert happened(desk)[-1] == "verdict_yes" and told(desk) == []


def test_partly_and_no_bring_it_back_twice_and_the_third_time_it_stays_unsolved(
    desk: Flask, reporter: FlaskClient
) -> None:
    for verdict, reopened in (("partly", 1), ("no", 2)):
        happen(desk, "answer")
        page = done(reporter, "nilai", verdict=verdict, comment=WORDS)
        assert (page.marker("data_state"), last_report(desk)["reopened"]) == ("in_progress", reopened)
        assert page.marker("data_due")
    happen(desk, "answer")
    assert "sudah dua kali ditangani lagi" in page_of(reporter).text
    page = done(reporter, "nilai", verdict="partly", comment=WORDS)
    assert page.marker("data_state") == "unresolved"
    assert "Belum selesai" in page.one("h1").text and "Ombudsman RI" in page.text
    assert [link for link in page.all("a") if link.attrib["href"] == "https://ombudsman.go.id/"]
    assert told(desk) == [WORDS] * 3
    with desk.app_context():
        number = last_report(desk)["case_number"]
        targets = set(
            current_session().scalars(select(LedgerEntry.to_state).where(LedgerEntry.report_number == number))
        )
    assert "resolved" not in targets


@pytest.mark.parametrize(
    ("prepared", "act", "fields", "wrong"),
    [
        ("answer", "nilai", {"comment": WORDS}, "verdict"),
        ("answer", "nilai", {"verdict": "maybe", "comment": WORDS}, "verdict"),
        ("answer", "nilai", {"verdict": "no", "comment": "a" * 4001}, "comment"),
        ("ask_completion", "lengkapi", {"text": "  "}, "completion"),
        ("ask_completion", "lengkapi", {"text": "a" * 4001}, "completion"),
        ("reject", "keberatan", {"reason": ""}, "reason"),
        (None, "teruskan", {"tracking_id": "LP-1"}, "body"),
        (None, "teruskan", {"body": "other", "tracking_id": "LP-1"}, "body_name"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_every_word_stays(
    desk: Flask, reporter: FlaskClient, prepared: str | None, act: str, fields: dict[str, str], wrong: str
) -> None:
    if prepared:
        happen(desk, prepared)
    before = last_report(desk)["state"]
    response = do(reporter, act, **fields)
    page = Page.of(response)
    assert (response.status_code, list(page.errors())) == (422, [wrong])
    assert list(page.faults()) == []
    typed = [text for name, text in fields.items() if name != "verdict" and text.strip()]
    assert [text for text in typed if text not in page.text and text not in page.html] == []
    assert last_report(desk)["state"] == before and told(desk) == []


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("nilai", {"verdict": "no", "comment": WORDS}),
        ("lengkapi", {"text": WORDS}),
        ("buka-lagi", {"text": WORDS}),
        ("keberatan", {"reason": WORDS}),
    ],
)
def test_what_the_state_does_not_allow_is_refused_and_the_words_are_given_back(
    desk: Flask, reporter: FlaskClient, act: str, fields: dict[str, str]
) -> None:
    response = do(reporter, act, **fields)
    page = Page.of(response)
    assert response.status_code == 409
    assert WORDS in page.text and page.all("b") == [] and page.marker("data_state") == "in_progress"
    assert list(page.faults()) == []
    assert told(desk) == [] and happened(desk)[-1] == "owned"


def test_a_verdict_sent_twice_counts_once(desk: Flask, reporter: FlaskClient) -> None:
    happen(desk, "answer")
    statuses = [do(reporter, "nilai", verdict="no", comment=WORDS).status_code for _ in range(2)]
    assert statuses == [303, 409]
    assert (last_report(desk)["reopened"], told(desk)) == (1, [WORDS])


def test_what_was_asked_for_is_shown_and_given_and_the_work_goes_on(desk: Flask, reporter: FlaskClient) -> None:
    happen(desk, "ask_completion")
    page = page_of(reporter)
    assert page.marker("data_state") == "needs_completion" and page.marker("data_due")
    assert page.text.index(QUESTION) < page.text.index("Janji dan kenyataan")
    page = done(reporter, "lengkapi", text=WORDS)
    assert page.marker("data_state") == "in_progress" and WORDS in page.text
    assert told(desk) == [WORDS]


def test_a_lapsed_report_is_not_called_solved_and_opens_again_until_the_thirtieth_day(
    desk: Flask, citizen: FlaskClient
) -> None:
    with time_machine.travel(DAY, tick=False):
        code = receipt_code(citizen, file_all(citizen, COMPLAINT))
        happen(desk, "answer", "lapse")
    with time_machine.travel(DAY + timedelta(days=31), tick=False):
        open_with(citizen, code)
        page = page_of(citizen)
        assert "tanpa tanggapan Anda" in page.one("h1").text
        assert "sudah lewat" in page.text and page.all("textarea", id="reopening") == []
        response = do(citizen, "buka-lagi", text=WORDS)
        assert response.status_code == 409 and WORDS in Page.of(response).text
    with time_machine.travel(DAY + timedelta(days=30), tick=False):
        open_with(citizen, code)
        assert page_of(citizen).all("textarea", id="reopening")
        page = done(citizen, "buka-lagi", text=WORDS)
    assert page.marker("data_state") == "in_progress" and page.marker("data_due")
    assert last_report(desk)["reopened"] == 0


def test_a_report_that_only_counts_as_withdrawn_says_so_and_why(desk: Flask, reporter: FlaskClient) -> None:
    happen(desk, "ask_completion")
    assert "Kirim kelengkapan lewat isian di atas" in words(page_of(reporter).one("section", id="pesan"))
    happen(desk, "deem_withdrawn")
    page = page_of(reporter)
    assert words(page.one("h1")).endswith("Dianggap dicabut") and list(page.faults()) == []
    text = words(page.one("section", id="dianggap-dicabut"))
    assert "pasal 44 ayat (5) UU 25/2009" in text and QUESTION in text and "Ombudsman RI" in text


def test_a_rejection_tells_why_and_takes_one_appeal(desk: Flask, reporter: FlaskClient) -> None:
    happen(desk, "reject", reason="before_court")
    page = page_of(reporter)
    assert "Perkaranya sedang diperiksa pengadilan" in page.text and REASON in page.text
    assert [step.text for step in page.all("span", class_="progress__label")] == [
        "Diterima",
        "Ditangani",
        "Ditolak dengan alasan",
    ]
    page = done(reporter, "keberatan", reason=WORDS)
    assert page.marker("data_state") == "rejected"
    assert "sudah diteruskan kepada atasan" in page.text and page.all("textarea", name="reason") == []
    assert do(reporter, "keberatan", reason=WORDS).status_code == 409
    assert happened(desk).count("appealed") == 1 and told(desk) == [WORDS]
    with desk.app_context(), unit_of_work():
        note_event(lock_report(last_report(desk)["id"]), "reject_appeal", by="supervisor", actor=SYSTEM)
    text = page_of(reporter).text
    assert "Keberatan Anda tidak dikabulkan" in text and "Jalan berikutnya adalah Ombudsman RI" in text
    assert do(reporter, "keberatan", reason=WORDS).status_code == 409


def test_withdrawing_asks_once_more_on_a_page_of_its_own(desk: Flask, reporter: FlaskClient) -> None:
    asked = Page.of(reporter.get("/laporan/cabut"))
    assert "tidak dapat dibuka lagi" in asked.text
    assert [form.attrib["action"] for form in asked.all("form", method="post")] == ["/laporan/cabut"]
    assert last_report(desk)["state"] == "in_progress"
    page = done(reporter, "cabut")
    assert page.marker("data_state") == "withdrawn" and "Selesai" not in page.one("h1").text
    assert reporter.get("/laporan/cabut").location == "/laporan"
    assert do(reporter, "cabut").status_code == 409


def test_a_report_taken_elsewhere_names_the_body_and_is_not_called_solved(desk: Flask, reporter: FlaskClient) -> None:
    page = done(reporter, "teruskan", body="other", body_name="Komnas HAM", tracking_id="KH-12")
    assert page.marker("data_state") == "handed_over"
    assert "Komnas HAM" in page.text and "KH-12" in page.text
    assert "tidak mencatatnya sebagai selesai" in page.text
    assert last_report(desk)["external_tracking_id"] == "KH-12"
    assert reporter.get("/laporan/teruskan").location == "/laporan"


def test_without_an_opened_report_no_move_is_possible(citizen: FlaskClient) -> None:
    acts = ("nilai", "lengkapi", "buka-lagi", "keberatan", "cabut", "teruskan")
    assert {act: do(citizen, act).status_code for act in acts} == dict.fromkeys(acts, 404)
