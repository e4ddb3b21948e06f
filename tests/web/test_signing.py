"""The head signs answers, through the pages: what each side sees meanwhile, and what the reporter never sees."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from sipp import clock
from sipp.db import current_session
from sipp.jobs import schedule
from sipp.models.reports import Attachment, Report
from sipp.vault.codes import code_mark
from sipp.web.session import OPENED_REPORT
from tests.operations.cases import City
from tests.web.filing import last_report
from tests.web.officers import an_officer, browser, form_of, let_in, letters, submit
from tests.web.reading import Page, words
from tests.web.test_case_acts import picture, state
from tests.web.test_cases import INBOX, MONDAY, city, file_one, officer

__all__ = ["city"]
ANSWER = "Blangko datang Senin, tanggal 15 Juni."


@pytest.fixture
def number(app: Flask, city: City) -> str:
    """A report of an agency whose answers the head signs."""
    officer(app, city, "head", name="Ibu Kepala")
    admin = officer(app, city, "agency_admin")
    page = f"/kelola/instansi/{city.agency.slug}/pengesahan"
    assert submit(admin, page, {"sign_off": "all"}).status_code == 303
    return file_one(app, city, visibility="open")


def submitted(app: Flask, city: City, number: str, text: str = ANSWER) -> FlaskClient:
    """The browser of a liaison who submitted an answer with a file."""
    client, path = officer(app, city, name="Ani"), f"{INBOX}/{number}/ajukan-jawaban"
    fields = form_of(Page.of(client.get(path)), path) | {"words": text}
    fields["attachment"] = FileStorage(picture(), "surat.jpg")
    answer = client.post(path, data=fields, content_type="multipart/form-data")
    assert (answer.status_code, answer.location) == (303, f"{INBOX}/{number}"), Page.of(answer).errors()
    return client


def reporter(app: Flask) -> FlaskClient:
    """A browser in which the reporter opened the last report."""
    client, report = browser(app), last_report(app)
    with client.session_transaction() as kept:
        opened = {"id": str(report["id"]), "mark": code_mark(report["code_hash"]).hex()}
        kept[OPENED_REPORT] = {**opened, "at": clock.now().isoformat()}
    assert client.get("/laporan").status_code == 200
    return client


def test_the_choice_needs_a_head_and_stands_in_the_profile(app: Flask, city: City) -> None:
    admin, page = officer(app, city, "agency_admin"), f"/kelola/instansi/{city.agency.slug}/pengesahan"
    answer = submit(admin, page, {"sign_off": "all"})
    assert (answer.status_code, list(Page.of(answer).errors())) == (422, ["sign_off"])
    officer(app, city, "head")
    stale = form_of(Page.of(admin.get(page)), page)
    assert submit(admin, page, {"sign_off": "above_the_unit"}).status_code == 303
    profile = Page.of(admin.get(f"/kelola/instansi/{city.agency.slug}"))
    assert "Hanya jawaban tentang uang dan perilaku petugas" in profile.text and list(profile.faults()) == []
    late = admin.post(page, data={**stale, "sign_off": "all"})
    assert late.status_code == 409 and list(Page.of(late).faults()) == []


def test_an_answer_waits_unseen_by_its_reporter_until_the_head_signs_it(app: Flask, city: City, number: str) -> None:
    liaison, head = submitted(app, city, number), officer(app, city, "head", name="Pak Kepala")
    assert state(app) == "in_progress"
    before = Page.of(reporter(app).get("/laporan"))
    assert "pengesahan" not in before.text and "disahkan" not in before.text and ANSWER not in before.text
    assert "Berkas 1" not in before.text
    case = Page.of(liaison.get(f"{INBOX}/{number}"))
    shown = words(case.one("section", id="belum-dikirim"))
    assert ANSWER in shown and "Ibu Kepala, Pak Kepala" in shown and list(case.faults()) == []
    assert "menunggu jawaban" not in Page.of(liaison.get("/kelola")).text, "it is the head's turn"
    desk = Page.of(head.get("/kelola"))
    assert f"Sahkan jawaban laporan {number}" in desk.text and "paling lambat" in desk.text
    waiting = Page.of(head.get("/kelola/pengesahan"))
    assert number in waiting.text and "Ani" in waiting.text and list(waiting.faults()) == []
    path = f"{INBOX}/{number}/sahkan-jawaban"
    page = Page.of(head.get(path))
    assert ANSWER in page.text and list(page.faults()) == []
    [link] = [one.attrib["href"] for one in page.all("a") if "/belum-dikirim/" in one.attrib["href"]]
    assert head.get(link, buffered=True).mimetype == "image/jpeg"
    assert head.post(path, data=form_of(page, path)).location == f"{INBOX}/{number}"
    assert state(app) == "answered"
    after = Page.of(reporter(app).get("/laporan"))
    assert ANSWER in after.text and "Berkas 1" in after.text and "Pimpinan" in after.text
    assert liaison.get(link).status_code == 404, "it is evidence now"
    history = Page.of(liaison.get(f"{INBOX}/{number}"))
    assert "Jawaban diajukan untuk disahkan" in history.text and list(history.faults()) == []


def test_the_list_of_reports_says_which_answer_waits_for_the_signature(app: Flask, city: City, number: str) -> None:
    liaison, head = submitted(app, city, number), officer(app, city, "head")
    other = file_one(app, city)
    for client, path in ((liaison, INBOX), (head, INBOX), (liaison, f"{INBOX}/agenda")):
        page = Page.of(client.get(path))
        rows = [words(one) for one in page.all("tr")[1:]]
        waits = {row for row in rows if "menunggu pengesahan" in row}
        assert waits == {row for row in rows if number in row} and any(other in row for row in rows)
    submit(head, f"{INBOX}/{number}/kembalikan-jawaban", {"words": "Sebut loketnya."})
    assert "menunggu pengesahan" not in Page.of(liaison.get(INBOX)).text


def test_what_comes_back_keeps_its_words_and_its_file_to_be_written_again(app: Flask, city: City, number: str) -> None:
    liaison, head = submitted(app, city, number), officer(app, city, "head")
    empty = submit(head, f"{INBOX}/{number}/kembalikan-jawaban", {"words": ""})
    assert (empty.status_code, list(Page.of(empty).errors())) == (422, ["words"])
    submit(head, f"{INBOX}/{number}/kembalikan-jawaban", {"words": "Sebut loketnya."})
    assert f"Perbaiki jawaban laporan {number}" in Page.of(liaison.get("/kelola")).text
    assert "Perbaiki jawaban" not in Page.of(officer(app, city).get("/kelola")).text, "it is somebody else's"
    assert "Sebut loketnya." in Page.of(liaison.get(f"{INBOX}/{number}")).text
    path = f"{INBOX}/{number}/ajukan-jawaban"
    form = Page.of(liaison.get(path))
    fields = form_of(form, path)
    assert str(fields["words"]).strip() == ANSWER and fields["kept"] and list(form.faults()) == []
    assert liaison.post(path, data={**fields, "words": "Datang ke loket 3."}).status_code == 303
    submit(head, f"{INBOX}/{number}/sahkan-jawaban", {})
    page = Page.of(reporter(app).get("/laporan"))
    assert "Datang ke loket 3." in page.text and "Berkas 1" in page.text and ANSWER not in page.text
    assert "Sebut loketnya." not in page.text and "dikembalikan" not in page.text


def test_a_file_of_another_report_is_not_taken_along(app: Flask, city: City, number: str) -> None:
    submitted(app, city, number)
    with app.app_context():
        foreign = current_session().scalars(select(Attachment.id)).one()
    other = file_one(app, city)
    answer = submit(officer(app, city), f"{INBOX}/{other}/ajukan-jawaban", {"words": "Ya.", "kept": [str(foreign)]})
    assert (answer.status_code, list(Page.of(answer).errors())) == (422, ["kept"])


def test_who_signs_what_changed_meanwhile_is_told_and_nothing_is_sent(app: Flask, city: City, number: str) -> None:
    liaison, head = submitted(app, city, number), officer(app, city, "head")
    path = f"{INBOX}/{number}/sahkan-jawaban"
    fields = form_of(Page.of(head.get(path)), path)
    submit(liaison, f"{INBOX}/{number}/tarik-jawaban", {})
    submit(liaison, f"{INBOX}/{number}/ajukan-jawaban", {"words": "Jawaban yang lain."})
    answer = head.post(path, data=fields)
    page = Page.of(answer)
    assert answer.status_code == 409 and "Jawaban yang lain." in page.text and list(page.faults()) == []
    assert state(app) == "in_progress"


def test_the_head_is_told_by_the_daily_mail_and_the_author_of_what_came_back(app: Flask, city: City) -> None:
    with time_machine.travel(MONDAY, tick=False) as time:
        head = an_officer(app, "head", agency=city.agency)
        liaison = an_officer(app, "liaison", agency=city.agency, name="Ani")
        submit(
            officer(app, city, "agency_admin"),
            f"/kelola/instansi/{city.agency.slug}/pengesahan",
            {"sign_off": "all"},
        )
        number = file_one(app, city)
        submit(let_in(app, liaison.id), f"{INBOX}/{number}/ajukan-jawaban", {"words": ANSWER})
        sent = daily(app)
        assert set(sent) == {head.email}
        assert "menunggu pengesahan Anda" in sent[head.email] and number in sent[head.email]
        assert ANSWER not in sent[head.email] and city.service.name not in sent[head.email]
        submit(let_in(app, head.id), f"{INBOX}/{number}/kembalikan-jawaban", {"words": "Kurang jelas."})
        time.move_to(MONDAY + timedelta(days=1))
        assert "1 jawaban dikembalikan pimpinan" in daily(app)[liaison.email]


def daily(app: Flask) -> dict[str, str]:
    """Today's mails to officers, by address."""
    with app.app_context():
        schedule.run_due()
    return {mail.to: mail.text for mail in letters(app)}


def test_an_incident_is_signed_or_given_back_as_one(app: Flask, city: City, number: str) -> None:
    liaison, head, second = officer(app, city), officer(app, city, "head"), file_one(app, city)
    submit(liaison, f"{INBOX}/{number}/gabungkan", {"title": "Server mati"})
    submit(liaison, f"{INBOX}/{second}/gabungkan", {"incident": "1"})
    page = "/kelola/kejadian/1"
    answer = submit(liaison, page, {"words": ANSWER}, to=f"{page}/jawab")
    assert answer.status_code == 303
    assert "2 jawaban menunggu pengesahan pimpinan." in Page.of(liaison.get(page)).text
    unsigned = "/kelola/pengesahan/kejadian/1"
    assert "Server mati" in Page.of(head.get("/kelola/pengesahan")).text
    shown = Page.of(head.get(unsigned))
    assert ANSWER in shown.text and number in shown.text and second in shown.text and list(shown.faults()) == []
    sign, give_back = f"{unsigned}/sahkan", f"{unsigned}/kembalikan"
    assert submit(head, unsigned, {"words": ""}, to=give_back).status_code == 422
    seen = form_of(shown, sign)
    submit(liaison, f"{INBOX}/{second}/pesan", {"words": "Sebentar lagi."})
    assert head.post(sign, data=seen).status_code == 409
    assert submit(head, unsigned, {}, to=sign).location == "/kelola/pengesahan"
    with app.app_context():
        assert set(current_session().scalars(select(Report.state))) == {"answered"}
    assert head.get(unsigned).status_code == 404
