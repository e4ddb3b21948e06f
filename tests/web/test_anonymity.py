"""Anonymous means nothing is stored, sealed means the agency learns nothing: canaries in every field and header."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sipp.db import current_session, db, unit_of_work
from sipp.operations.drafts import load_draft
from sipp.vault.sealing import DraftId
from tests import factories
from tests.operations.stored_bytes import files_holding, tables_holding
from tests.web.filing import COMPLAINT, KTP, file_all, opened, post, receipt_code, tokens_of
from tests.web.reading import Fields, Page

IDENTITY: Fields = {
    "name": "Zubaidah Kenanga Wulan",
    "email": "zubaidah.kenanga@contoh.id",
    "phone": "0812-9876-5432",
    "file_number": "BERKAS-771-ZKW",
    "proxy": "Ibu kandung Zubaidah",
}
#: As they would be stored if they were.
CANARIES = [*IDENTITY.values(), "+6281298765432", "81298765432"]
HEADERS = {
    "User-Agent": "Kanari/771 (Zubaidah)",
    "X-Forwarded-For": "203.0.113.77",
    "X-Real-IP": "203.0.113.77",
    "Referer": "http://localhost/kanari-rujukan",
    "Accept-Language": "id,kanari;q=0.5",
    "From": "zubaidah.header@contoh.id",
}
FREE_TEXT: Fields = {"money_for": "Untuk kanari beras", "wrong_result": "Nama kanari salah", "papers": "Surat kanari"}


def everywhere(app: Flask, words: str) -> set[str]:
    """The tables and files that hold the words."""
    with app.app_context():
        found = tables_holding(db.engine, words)
    folder: Path = app.config["SIPP"].data_dir
    return found | {name for name in files_holding(folder, words) if not name.startswith("sipp.sqlite3")}


def files_with(app: Flask, words: str) -> set[str]:
    """The files below the data folder that hold the words, the database and its log among them."""
    return files_holding(app.config["SIPP"].data_dir, words)


def test_an_anonymous_report_in_one_go_leaves_no_trace_of_who_sent_it(
    seeded_app: Flask, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    client = seeded_app.test_client()
    page = opened(client)
    fields = {**tokens_of(page), **COMPLAINT, **IDENTITY}
    response = client.post(KTP, data=fields, headers=HEADERS, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    receipt_code(client, response)
    canaries = [*CANARIES, "Kanari/771", "203.0.113.77", "kanari-rujukan", "kanari;q", "zubaidah.header"]
    assert {words: files_with(seeded_app, words) for words in canaries} == {words: set() for words in canaries}
    logged = "".join(capfd.readouterr()) + caplog.text
    assert [words for words in canaries if words in logged] == []
    assert files_with(seeded_app, COMPLAINT["description"])


def fill(client: FlaskClient, *, visibility: str) -> Page:
    """The form up to the check page, with everything that can be typed on the way."""
    what = {**{name: COMPLAINT[name] for name in ("variant", "applied_on", "money_total", "treatment")}, **FREE_TEXT}
    what["group"] = ["money", "papers", "wrong_result", "treatment"]
    page = opened(client)
    details = {**IDENTITY, "description": "Cerita kanari", "expectation": "Harapan kanari", "loss": "Rugi kanari"}
    for typed in (what, {"visibility": visibility}, details):
        response = client.post(page.form().attrib["action"], data={**page.fields(), **typed})
        assert response.status_code == 303
        page = Page.of(client.get(response.location))
    return page


def draft_of(app: Flask, client: FlaskClient) -> Fields:
    """What the draft of this browser holds, opened with the secret of its cookie."""
    cookie = client.get_cookie("sipp_isian")
    assert cookie is not None
    with app.app_context():
        draft = load_draft(DraftId.from_cookie(cookie.value))
        current_session().rollback()
    assert draft is not None
    values: Fields = draft["values"]
    return values


def test_choosing_anonymity_later_deletes_who_and_what_was_told_freely_and_keeps_groups_and_variant(
    desk: Flask, citizen: FlaskClient
) -> None:
    fill(citizen, visibility="open")
    assert set(IDENTITY) <= set(draft_of(desk, citizen))
    who = Page.of(citizen.get(f"{KTP}?langkah=siapa"))
    response = citizen.post(who.form().attrib["action"], data={**who.fields(), "visibility": "anonymous"})
    assert response.status_code == 303
    left = {name: value for name, value in draft_of(desk, citizen).items() if value}
    assert left == {
        "kind": "complaint",
        "group": ["money", "papers", "wrong_result", "treatment"],
        "variant": "hilang",
        "applied_on": "2026-02-02",
        "money_total": "150.000",
        "treatment": "rude",
        "visibility": "anonymous",
    }


def test_the_page_of_details_asks_an_anonymous_reporter_for_no_name(citizen: FlaskClient) -> None:
    fill(citizen, visibility="anonymous")
    fields = Page.of(citizen.get(f"{KTP}?langkah=rincian")).fields()
    assert not set(fields) & set(IDENTITY)


def test_an_anonymous_report_filed_page_by_page_leaves_no_trace_either(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    fill(client, visibility="open")
    for slug, typed in (("siapa", {"visibility": "anonymous"}), ("rincian", {"description": "Ceritanya lain."})):
        page = Page.of(client.get(f"{KTP}?langkah={slug}"))
        assert client.post(page.form().attrib["action"], data={**page.fields(), **typed}).status_code == 303
    check = Page.of(client.get(f"{KTP}?langkah=periksa"))
    receipt_code(client, client.post(check.form().attrib["action"], data=check.fields()))
    told_before = [*CANARIES, *FREE_TEXT.values(), "Cerita kanari", "Harapan kanari", "Rugi kanari"]
    assert {words: files_with(seeded_app, words) for words in told_before} == {words: set() for words in told_before}


def test_what_an_anonymous_reporter_types_and_does_not_confirm_later_is_not_stored_either(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    receipt_code(client, file_all(client, COMPLAINT))
    token = tokens_of(opened(client))["csrf_token"]
    who = {"csrf_token": token, "visibility": "open", **IDENTITY}
    asked = {"csrf_token": token, "case_number": "LP-0000-0000", **IDENTITY}
    for path, typed, status in (
        ("/laporan/nama", who, 200),
        ("/laporan/nama", {**who, "visibility": "x", "confirm": "yes"}, 422),
        ("/laporan/alamat", asked, 409),
        ("/lacak/kode-baru", asked, 303),
        ("/laporan/tekanan", {"csrf_token": token, "text": "Saya ditekan."}, 303),
        ("/laporan/nilai", {"csrf_token": token, "verdict": "no", "comment": IDENTITY["name"]}, 409),
        ("/laporan/teruskan", {"csrf_token": token, "body": "x", "body_name": IDENTITY["name"]}, 422),
    ):
        response = client.post(path, data=typed, headers=HEADERS, environ_base={"REMOTE_ADDR": "203.0.113.77"})
        assert response.status_code == status, path
    canaries = [*CANARIES, "Kanari/771", "203.0.113.77", "kanari-rujukan", "zubaidah.header"]
    assert {words: files_with(seeded_app, words) for words in canaries} == {words: set() for words in canaries}


def test_a_sealed_name_is_nowhere_to_be_read_and_its_page_says_so(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    response = file_all(client, {**COMPLAINT, **IDENTITY, "visibility": "sealed"})
    receipt_code(client, response)
    for words in (IDENTITY["name"], IDENTITY["file_number"], IDENTITY["proxy"]):
        assert files_with(seeded_app, words) == set(), words
    assert everywhere(seeded_app, IDENTITY["email"]) == {"reporter"}
    assert everywhere(seeded_app, "+6281298765432") == {"reporter"}


@pytest.mark.parametrize("visibility", ["sealed", "anonymous"])
def test_the_reporter_sees_what_the_officer_will_see_months_and_ranges_and_no_name(
    citizen: FlaskClient, visibility: str
) -> None:
    text = fill(citizen, visibility=visibility).text
    preview = text[text.index("Beginilah petugas akan melihat laporan Anda") :]
    assert "Rp100.000 sampai Rp250.000" in preview
    assert "Februari 2026" in preview and "2 Februari 2026" not in preview
    assert not [words for words in IDENTITY.values() if words in preview]
    assert "Cerita kanari" in preview


def test_an_open_report_needs_no_preview(citizen: FlaskClient) -> None:
    assert "Beginilah petugas akan melihat" not in fill(citizen, visibility="open").text


def test_numbers_that_tell_who_one_is_are_warned_of_before_sending(citizen: FlaskClient) -> None:
    page = fill(citizen, visibility="anonymous")
    details = Page.of(citizen.get(f"{KTP}?langkah=rincian"))
    typed = {"description": "NIK saya 3273011205900001, hubungi 0812 3456 7890 atau sri@contoh.id"}
    response = citizen.post(details.form().attrib["action"], data={**details.fields(), **typed})
    page = Page.of(citizen.get(response.location))
    warning = page.text[page.text.index("dapat mengungkap siapa Anda") :]
    for told in ("NIK", "nomor telepon", "alamat surel"):
        assert told in warning.split("Ubah rincian")[0]


def test_sealing_is_offered_only_where_two_custodians_exist(app: Flask) -> None:
    with app.app_context(), unit_of_work():
        factories.the_calendar()
        service = factories.a_service(factories.a_unit(factories.an_agency("kota-contoh")), slug="parkir")
        factories.a_published_version(service)
    path = "/instansi/kota-contoh/layanan/parkir/lapor"
    client = app.test_client()
    answers = {**COMPLAINT, "variant": "", "visibility": "sealed", "name": "Sri"}
    refused = Page.of(file_all(client, answers, path))
    assert list(refused.errors()) == ["visibility"]
    assert {field.attrib["value"] for field in refused.all("input", name="visibility")} == {"open", "anonymous"}
    with app.app_context(), unit_of_work():
        for passphrase in ("satu kata sandi", "dua kata sandi"):
            factories.a_custodian(passphrase)
    receipt_code(client, post(client, path, {**tokens_of(opened(client, path)), **answers}))
