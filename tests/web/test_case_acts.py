"""What officers do with a report, through the pages."""

import io
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from sipp.db import current_session
from sipp.models.reports import Attachment, Message, Report
from sipp.storage import attachments
from tests.operations.cases import City
from tests.web.officers import form_of, submit
from tests.web.reading import Page, words
from tests.web.test_cases import INBOX, city, file_one, officer

__all__ = ["city"]


@pytest.fixture
def number(app: Flask, city: City) -> str:
    return file_one(app, city)


@pytest.fixture
def liaison(app: Flask, city: City) -> FlaskClient:
    return officer(app, city)


def state(app: Flask) -> str:
    with app.app_context():
        return current_session().scalars(select(Report.state)).one()


def said(app: Flask) -> list[str]:
    with app.app_context():
        return list(current_session().scalars(select(Message.text).order_by(Message.id)))


def picture() -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", (40, 40), (120, 80, 40)).save(content, "JPEG")
    content.seek(0)
    return content


def test_the_page_of_a_case_links_the_acts_open_now_and_each_is_one_plain_form(
    app: Flask, city: City, number: str, liaison: FlaskClient
) -> None:
    page = Page.of(liaison.get(f"{INBOX}/{number}"))
    links = {one.attrib["href"] for one in page.one("section", id="tindakan").iter("a")}
    slugs = {
        "jawab",
        "pesan",
        "minta-kelengkapan",
        "nyatakan-lengkap",
        "tugaskan",
        "alihkan",
        "teruskan",
        "tolak",
        "gabungkan",
    }
    with_a_page_of_its_own = f"{INBOX}/{number}/usulan"
    expected = {f"{INBOX}/{number}/{slug}" for slug in slugs | {"catatan", "konflik-kepentingan"}}
    assert links == expected | {with_a_page_of_its_own}
    for link in expected:
        form_page = Page.of(liaison.get(link))
        assert list(form_page.faults()) == [] and form_of(form_page, link)["seen"]
    assert liaison.get(f"{INBOX}/{number}/terima").status_code == 409
    assert liaison.get(f"{INBOX}/{number}/perpanjang").status_code == 403
    assert Page.of(officer(app, city, "auditor").get(f"{INBOX}/{number}")).all("section", id="tindakan") == []


def test_an_answer_goes_from_the_form_to_the_reporter_with_rows_and_file(
    app: Flask, number: str, liaison: FlaskClient
) -> None:
    path = f"{INBOX}/{number}/jawab"
    form = Page.of(liaison.get(path))
    boxes = [one.attrib["value"] for one in form.all("input", name="cites")]
    assert boxes == ["time_limit/waktu"]
    typed = {"words": "Waktunya lima hari kerja.", "cites": boxes, "attachment": FileStorage(picture(), "surat.jpg")}
    answer = liaison.post(path, data={**form_of(form, path), **typed}, content_type="multipart/form-data")
    assert (answer.status_code, answer.location) == (303, f"{INBOX}/{number}")
    page = Page.of(liaison.get(answer.location))
    conversation = words(page.one("section", id="pesan"))
    assert "Waktunya lima hari kerja. Bagian standar yang dirujuk: Jangka waktu penyelesaian: " in conversation
    assert "Berkas 1" in words(page.one("section", id="bukti")) and list(page.faults()) == []
    assert state(app) == "answered"


@pytest.mark.parametrize(
    ("slug", "fields", "errors"),
    [
        ("jawab", {"words": " "}, ["words"]),
        ("pesan", {"words": "a" * 4001}, ["words"]),
        ("minta-kelengkapan", {}, ["words"]),
        ("alihkan", {"unit": "0", "words": "Salah alamat."}, ["unit"]),
        ("teruskan", {"body": "", "words": "Bukan di sini."}, ["body"]),
        ("tolak", {"words": "Sama dengan yang lain."}, ["ground"]),
        ("tugaskan", {"person": "999999"}, ["person"]),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(
    app: Flask, number: str, liaison: FlaskClient, slug: str, fields: dict[str, str], errors: list[str]
) -> None:
    answer = submit(liaison, f"{INBOX}/{number}/{slug}", fields)
    page = Page.of(answer)
    assert (answer.status_code, list(page.errors())) == (422, errors)
    assert list(page.faults()) == []
    if "words" in fields:
        assert "".join(page.one("textarea", name="words").itertext()).strip() == fields["words"].strip()
    assert (state(app), said(app)) == ("in_progress", [])


def test_a_file_that_is_refused_leaves_the_answer_typed_and_nothing_behind(
    app: Flask, number: str, liaison: FlaskClient
) -> None:
    path = f"{INBOX}/{number}/jawab"
    fields = form_of(Page.of(liaison.get(path)), path) | {"words": "Ini jawabannya."}
    fields["attachment"] = FileStorage(io.BytesIO(b"bukan gambar"), "surat.jpg")
    answer = liaison.post(path, data=fields, content_type="multipart/form-data")
    assert (answer.status_code, list(Page.of(answer).errors())) == (415, ["attachment"])
    assert "Ini jawabannya." in Page.of(answer).text
    with app.app_context():
        assert list(attachments.stored_names(app.config["SIPP"].attachments_dir)) == []
        assert current_session().scalars(select(Attachment)).all() == []


def test_a_file_does_not_outlive_an_answer_that_is_refused(app: Flask, number: str, liaison: FlaskClient) -> None:
    path = f"{INBOX}/{number}/jawab"
    fields = form_of(Page.of(liaison.get(path)), path) | {"attachment": FileStorage(picture(), "surat.jpg")}
    assert liaison.post(path, data=fields, content_type="multipart/form-data").status_code == 422
    with app.app_context():
        assert list(attachments.stored_names(app.config["SIPP"].attachments_dir)) == []


def by_a_colleague(app: Flask, number: str, city: City) -> str:
    submit(officer(app, city), f"{INBOX}/{number}/pesan", {"words": "Kami periksa besok."})
    return "Kami periksa besok."


def test_who_was_overtaken_sees_both_texts_and_can_send_again(
    app: Flask, city: City, number: str, liaison: FlaskClient
) -> None:
    path = f"{INBOX}/{number}/jawab"
    fields = form_of(Page.of(liaison.get(path)), path)
    theirs = by_a_colleague(app, number, city)
    answer = liaison.post(path, data={**fields, "words": "Jawaban saya."})
    page = Page.of(answer)
    assert answer.status_code == 409 and list(page.faults()) == []
    assert theirs in page.text and "Jawaban saya." in page.text
    assert (state(app), said(app)) == ("in_progress", [theirs])
    assert liaison.post(path, data={**form_of(page, path), "words": "Jawaban saya."}).status_code == 303
    assert said(app) == [theirs, "Jawaban saya."]


def test_who_comes_too_late_keeps_the_own_words_to_copy(
    app: Flask, city: City, number: str, liaison: FlaskClient
) -> None:
    path = f"{INBOX}/{number}/jawab"
    fields = form_of(Page.of(liaison.get(path)), path)
    submit(officer(app, city), path, {"words": "Jawaban orang lain."})
    answer = liaison.post(path, data={**fields, "words": "Jawaban saya."})
    page = Page.of(answer)
    assert answer.status_code == 409 and list(page.faults()) == []
    assert "Jawaban saya." in page.text and "Jawaban orang lain." in page.text
    assert [one for one in page.all("form", method="post") if one.attrib["action"] == path] == []
    assert said(app) == ["Jawaban orang lain."]


def test_a_form_that_does_not_say_what_was_seen_is_refused(app: Flask, number: str, liaison: FlaskClient) -> None:
    for seen in ("", "x", "1", "1.1.x", "-1.0.0"):
        assert submit(liaison, f"{INBOX}/{number}/pesan", {"words": "Halo.", "seen": seen}).status_code == 409
    assert said(app) == []


@pytest.mark.parametrize(
    ("role", "slug", "fields", "state_after"),
    [
        ("supervisor", "perpanjang", {"extra_days": "5", "words": "Menunggu laboratorium."}, "in_progress"),
        ("inspectorate", "tetapkan-golongan", {"report_class": "oversight"}, "in_progress"),
        ("liaison", "minta-kelengkapan", {"words": "Kapan?"}, "needs_completion"),
        ("liaison", "nyatakan-lengkap", {}, "in_progress"),
        ("liaison", "teruskan", {"body": "Polda", "words": "Pidana."}, "handed_over"),
        ("liaison", "tolak", {"ground": "duplicate", "words": "Sama."}, "rejected"),
        ("liaison", "catatan", {"words": "Hubungi loket."}, "in_progress"),
        ("liaison", "tugaskan", {"person": ""}, "in_progress"),
    ],
)
def test_each_form_does_its_act_and_says_so(
    app: Flask, city: City, role: str, slug: str, fields: dict[str, str], state_after: str
) -> None:
    number, client = file_one(app, city, datetime.now(UTC)), officer(app, city, role)
    answer = submit(client, f"{INBOX}/{number}/{slug}", fields)
    assert (answer.status_code, answer.location) == (303, f"{INBOX}/{number}")
    page = Page.of(client.get(answer.location))
    assert len(page.all(None, role="alert")) == 1 and list(page.faults()) == []
    assert state(app) == state_after
