"""Corrections from the public: proposed without a name, decided in the desk, told honestly on the page."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.jobs import schedule
from sipp.models.corrections import Correction
from sipp.models.journal import AuditEntry
from sipp.models.standards import StandardVersion
from sipp.operations.corrections import accept
from sipp.operations.standards import publish, rewrite_draft
from sipp.operations.versions import content_of, published_versions
from sipp.rules.permissions import SYSTEM, Actor, Membership
from sipp.rules.standards import Fee
from tests import factories
from tests.web.officers import an_officer, everything_stored, form_of, let_in, submit
from tests.web.reading import Fields, Page, words

DESK = "/kelola/koreksi"
TYPED: Fields = {"proposal": "Seharusnya gratis.", "source": "Perda 3/2024"}


@pytest.fixture
def town(app: Flask) -> dict[str, Any]:
    """An agency with one published service: its fee is Rp100.000."""
    with app.app_context(), unit_of_work():
        agency = factories.an_agency("kota-contoh")
        unit = factories.a_unit(agency)
        service = factories.a_service(unit, slug="layanan", name="Akta lahir")
        factories.a_published_version(service)
        return {"agency_id": agency.id, "service_id": service.id, "unit": factories.detached(unit)}


@pytest.fixture
def page_url(town: dict[str, Any]) -> str:
    return "/instansi/kota-contoh/layanan/layanan"


@pytest.fixture
def editor(app: Flask, town: dict[str, Any]) -> FlaskClient:
    return let_in(app, an_officer(app, "editor", unit=town["unit"]).id)


def propose(client: FlaskClient, page_url: str, part: str = "biaya", **typed: Any) -> TestResponse:
    return submit(client, f"{page_url}/koreksi/{part}", {**TYPED, **typed})


def stored(app: Flask) -> list[dict[str, Any]]:
    with app.app_context():
        rows = current_session().scalars(select(Correction).order_by(Correction.received_at))
        return [{column.key: getattr(row, column.key) for column in Correction.__table__.columns} for row in rows]


def acts(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        entries = current_session().scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(one.action, one.actor_kind) for one in entries if one.action.startswith("corrections.")]


def publish_draft(draft_id: int, **changes: Any) -> None:
    """Publish a draft with these components changed."""
    with unit_of_work() as session:
        draft = session.get_one(StandardVersion, draft_id)
        content = content_of(session.get_one(StandardVersion, draft.based_on_id))
        basis = {"effective_from": draft.effective_from, "effective_basis": "Keputusan"}
        publish(SYSTEM, rewrite_draft(SYSTEM, draft, replace(content, **basis, **changes)))


FREE = {"fees": (Fee(row_key="biaya", shape="free"),)}


@pytest.mark.any_database
def test_a_proposal_goes_from_the_page_to_the_version_that_takes_it_up(
    app: Flask, client: FlaskClient, town: dict[str, Any], page_url: str, editor: FlaskClient
) -> None:
    service_page = Page.of(client.get(page_url))
    assert "diusulkan warga" not in service_page.text
    choose = Page.of(client.get(f"{page_url}/koreksi"))
    assert f"{page_url}/koreksi" in [a.attrib["href"] for a in service_page.all("a")]
    assert len([a for a in choose.all("a") if "/koreksi/" in a.attrib["href"]]) == 14
    form = Page.of(client.get(f"{page_url}/koreksi/biaya"))
    assert "Rp100.000" in words(form.one("section", id="tertulis"))
    answer = propose(client, page_url)
    thanks = Page.of(client.get(answer.location))
    assert [list(page.faults()) for page in (choose, form, thanks)] == [[], [], []] and "Terima kasih" in thanks.text
    assert "1 koreksi diusulkan warga, 0 sudah dimuat" in Page.of(client.get(page_url)).text

    assert "1 koreksi dari warga menunggu" in Page.of(editor.get("/kelola")).text
    overview = Page.of(editor.get(DESK))
    [link] = [a.attrib["href"] for a in overview.all("a") if "Akta lahir: Biaya/tarif" in words(a)]
    shown = Page.of(editor.get(link))
    assert [list(page.faults()) for page in (overview, shown)] == [[], []]
    assert "Rp100.000" in words(shown.one("section", id="sekarang"))
    assert "Seharusnya gratis. Sumber: Perda 3/2024" in words(shown.one("section", id="usulan"))
    assert submit(editor, link, {}, to=f"{link}/terima").location == link
    assert "Koreksi diterima" in Page.of(editor.get(link)).text
    [row] = stored(app)
    with app.app_context():
        draft = current_session().get_one(StandardVersion, row["draft_id"])
        assert (row["state"], draft.state, draft.service_id) == ("accepted", "draft", town["service_id"])
        publish_draft(draft.id, **FREE)
    assert [one["state"] for one in stored(app)] == ["taken_up"]
    assert "1 koreksi diusulkan warga, 1 sudah dimuat" in Page.of(client.get(page_url)).text
    assert "versi 2" in words(Page.of(editor.get(link)).one("section", id="decision"))
    assert acts(app) == [
        ("corrections.propose", "public"),
        ("corrections.accept", "user"),
        ("corrections.take_up", "system"),
    ]


def test_a_version_that_left_the_component_alone_took_up_nothing(
    app: Flask, client: FlaskClient, page_url: str, editor: FlaskClient
) -> None:
    propose(client, page_url)
    path = f"{DESK}/{stored(app)[0]['id']}"
    submit(editor, path, {}, to=f"{path}/terima")
    with app.app_context():
        publish_draft(stored(app)[0]["draft_id"])
    assert (stored(app)[0]["state"], stored(app)[0]["draft_id"]) == ("accepted", None)
    assert "0 sudah dimuat" in Page.of(client.get(page_url)).text
    assert "1 koreksi dari warga menunggu" in Page.of(editor.get("/kelola")).text
    submit(editor, path, {}, to=f"{path}/terima")
    assert stored(app)[0]["draft_id"] is not None


def test_the_open_draft_is_used_again(app: Flask, client: FlaskClient, page_url: str, editor: FlaskClient) -> None:
    for part in ("biaya", "waktu"):
        propose(client, page_url, part)
    for row in stored(app):
        path = f"{DESK}/{row['id']}"
        submit(editor, path, {}, to=f"{path}/terima")
    first, second = stored(app)
    assert first["draft_id"] == second["draft_id"] is not None
    page = Page.of(editor.get(f"{DESK}/{first['id']}"))
    assert "Jangka waktu penyelesaian" in words(page.one("section", id="tugas-lain"))
    accepted = Page.of(editor.get(f"{DESK}?status=diterima"))
    assert accepted.text.count(f"draf nomor {first['draft_id']}") == 2
    [draft_url] = [a.attrib["href"] for a in page.all("a") if words(a) == "Buka drafnya"]
    to_do = Page.of(editor.get(draft_url))
    assert list(to_do.faults()) == []
    assert words(to_do.one("section", id="koreksi")).count("Seharusnya gratis.") == 2


def test_a_service_without_a_standard_begins_with_the_national_model(app: Flask) -> None:
    with app.app_context(), unit_of_work() as session:
        reference = factories.a_reference()
        factories.a_published_version(reference)
        service = factories.a_service(reference=reference)
        correction = factories.a_correction(service)
        editor = Actor(factories.a_user().id, (Membership("editor", service.agency_id),))
        draft = accept(editor, correction.id)
        session.flush()
        assert {row.confidence for row in content_of(draft).fees} == {"reference"}
        assert draft.maker_id == editor.user_id and published_versions(service) == []


def test_a_decision_is_made_once_and_the_other_reason_is_kept(
    app: Flask, client: FlaskClient, page_url: str, editor: FlaskClient
) -> None:
    propose(client, page_url)
    path = f"{DESK}/{stored(app)[0]['id']}"
    assert Page.of(submit(editor, path, {"reason": " "}, to=f"{path}/tolak")).errors() == {"reason": "Tulis alasannya"}
    late = Page.of(editor.get(path))
    answer = submit(editor, path, {"reason": "Tarif ini benar menurut Perda."}, to=f"{path}/tolak")
    assert answer.location == path
    assert "Tarif ini benar menurut Perda." in Page.of(editor.get(path)).text
    token = late.all("input", name="csrf_token")[0].attrib["value"]
    refused = editor.post(f"{path}/tolak", data={"csrf_token": token, "reason": "Alasan kedua"})
    page = Page.of(refused)
    assert (refused.status_code, list(page.faults())) == (409, [])
    assert "Tarif ini benar" in page.text and "Alasan kedua" in page.text
    assert editor.post(f"{path}/terima", data={"csrf_token": token}).status_code == 409
    assert [one["reason"] for one in stored(app)] == ["Tarif ini benar menurut Perda."]
    assert acts(app)[1:] == [("corrections.decline", "user")]


def test_nothing_about_who_proposed_is_stored(app: Flask, client: FlaskClient, page_url: str) -> None:
    path = f"{page_url}/koreksi/biaya"
    fields = {**form_of(Page.of(client.get(path)), path), **TYPED, "source": "KTP 3273014403900001"}
    headers = {"User-Agent": "Kanari/771", "X-Forwarded-For": "203.0.113.77", "Referer": "http://localhost/kanari"}
    answer = client.post(path, data=fields, headers=headers, environ_base={"REMOTE_ADDR": "203.0.113.78"})
    assert answer.status_code == 303
    assert stored(app)[0]["source"] == "KTP ••••••••••••0001"
    for canary in (b"Kanari", b"203.0.113", b"localhost/kanari", b"3273014403900001"):
        assert not any(canary in content for content in everything_stored(app))


def test_what_is_missing_or_forged_stores_nothing(app: Flask, client: FlaskClient, page_url: str) -> None:
    path = f"{page_url}/koreksi/biaya"
    refused = propose(client, page_url, source="", proposal="x" * 2001)
    page = Page.of(refused)
    assert (refused.status_code, list(page.faults())) == (422, [])
    assert page.errors() == {
        "proposal": "Tulisan ini terlalu panjang. Persingkat.",
        "source": "Tulis dari mana Anda mengetahuinya",
    }
    assert words(page.one("textarea")).startswith("xxx")
    assert propose(client, page_url, situs_web="http://iklan.example").location == "/"
    assert propose(client, page_url, version_token="x").status_code == 400
    assert client.post(path, data=TYPED).status_code == 400
    assert client.get(f"{page_url}/koreksi/tidak-ada").status_code == 404
    assert client.get(f"{page_url}/koreksi/terkirim?tanda=x").location == f"{page_url}/koreksi"
    assert stored(app) == []


def test_pressed_twice_it_is_one_proposal(app: Flask, client: FlaskClient, page_url: str) -> None:
    path = f"{page_url}/koreksi/biaya"
    fields = {**form_of(Page.of(client.get(path)), path), **TYPED}
    answers = [client.post(path, data=fields) for _ in range(2)]
    assert answers[0].location == answers[1].location and len(stored(app)) == 1


def test_the_list_shows_what_is_within_reach(
    app: Flask, client: FlaskClient, town: dict[str, Any], page_url: str
) -> None:
    propose(client, page_url)
    with app.app_context(), unit_of_work():
        agency = current_session().get_one(factories.Agency, town["agency_id"])
        other_unit = factories.detached(factories.a_unit(agency))
        factories.a_correction(factories.a_service(name="Layanan asing"))
    beside = let_in(app, an_officer(app, "editor", unit=other_unit).id)
    assert "Tidak ada usulan yang menunggu." in Page.of(beside.get(DESK)).text
    assert beside.get(f"{DESK}/{stored(app)[0]['id']}").status_code == 404
    auditor = Page.of(let_in(app, an_officer(app, "auditor").id).get(DESK))
    assert "Akta lahir" in auditor.text and "Layanan asing" in auditor.text


def test_a_source_is_a_link_only_where_it_is_an_address_of_the_web(
    app: Flask, client: FlaskClient, page_url: str, editor: FlaskClient
) -> None:
    for source, is_link in (("https://contoh.go.id/perda?n=3", True), ("javascript:alert(1)", False)):
        propose(client, page_url, source=source)
        page = Page.of(editor.get(f"{DESK}/{stored(app)[-1]['id']}"))
        assert source in page.text
        assert (source in [a.attrib["href"] for a in page.all("a")]) is is_link


def test_words_are_deleted_a_year_after_the_decision(app: Flask, editor: FlaskClient, town: dict[str, Any]) -> None:
    now = clock.now()
    with app.app_context(), unit_of_work() as session:
        service = session.get_one(factories.Service, town["service_id"])
        for days in (366, 364):
            decided = {"state": "declined", "decided_at": now - timedelta(days=days), "reason": "Sudah benar"}
            factories.a_correction(service, **decided, received_at=now - timedelta(days=days + 1))
    with app.app_context():
        assert schedule.run_due()["words of old corrections"] == 1
        assert schedule.run_due()["words of old corrections"] == 0
    old, young = stored(app)
    assert (old["proposal"], old["source"], old["reason"]) == (None, None, None) and young["proposal"]
    assert "sudah dihapus" in Page.of(editor.get(f"{DESK}/{old['id']}")).text
