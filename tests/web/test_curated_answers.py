"""The curated answer above the results: at once on every host, for its whole phrase, until its last day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.app import create_app
from sipp.config import Config
from sipp.db import db, unit_of_work
from sipp.jobs.indexing import bring_index_up_to_date
from sipp.models.agencies import Agency
from sipp.models.services import Service
from sipp.operations import curated_answers as operations
from sipp.operations.curated_answers import AnswerContent
from sipp.operations.journal import note_search_changes
from sipp.rules.permissions import SYSTEM
from sipp.search.whoosh_index import open_index
from tests.web.reading import Page

JSON = {"Accept": "application/json"}
BOX = "Jawaban singkat dari pengelola"
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def answer(app: Flask, **more: Any) -> int:
    """An answer to "lapor", written by another process."""
    values = {
        "phrase": "lapor",
        "title": "SP4N-LAPOR!",
        "text": "Kanal pengaduan nasional.",
        "target": "https://www.lapor.go.id/",
    }
    with app.app_context(), unit_of_work():
        return operations.create(SYSTEM, AnswerContent(**{**values, **more})).id


def told(client: FlaskClient, query: str, path: str = "/cari") -> dict[str, str] | None:
    """The curated answer of a query, the same on the page and in the JSON."""
    found: dict[str, str] | None = client.get(path, query_string={"q": query}, headers=JSON).json.get("curated")
    page = Page.of(client.get(path, query_string={"q": query}))
    assert bool(page.all("div", aria_labelledby="jawaban-pilihan")) == (found is not None)
    if found is not None:
        assert found["title"] in page.text and found["text"] in page.text
        assert found["url"] in [link.attrib["href"] for link in page.all("a")]
    return found


def title_of(client: FlaskClient, query: str) -> str | None:
    found = told(client, query)
    return found["title"] if found else None


def test_a_phrase_and_its_aliases_have_their_answer_above_the_results(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    assert told(client, "lapor") is None
    answer(seeded_app, aliases=["mengadu ke pusat"])
    expected = {"title": "SP4N-LAPOR!", "text": "Kanal pengaduan nasional.", "url": "https://www.lapor.go.id/"}
    for query in ("lapor", "SPAN Lapor!", "Mengadu ke  Pusat"):
        assert told(client, query) == expected
    for query in ("lapor polisi", "mengadu", "paspor", ""):
        assert told(client, query) is None
    page = Page.of(client.get("/cari?q=lapor"))
    assert BOX in page.text and "situs lain: lapor.go.id" in page.text
    assert page.text.index(BOX) < page.text.index("hasil")
    assert list(page.faults()) == []


def test_an_answer_stands_also_where_nothing_else_was_found(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    answer(seeded_app, phrase="zyxwv")
    assert title_of(client, "zyxwv") == "SP4N-LAPOR!"
    assert "Belum ada hasil" in Page.of(client.get("/cari?q=zyxwv")).text


def test_links_to_things_of_the_directory_lead_to_their_pages(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    pages = {
        "reference:paspor-anak": "/layanan/paspor-anak",
        "service:kota-bandung/ktp-hilang-rusak": "/instansi/kota-bandung/layanan/ktp-hilang-rusak",
        "agency:polri": "/instansi/polri",
    }
    for number, (target, address) in enumerate(pages.items()):
        answer(seeded_app, phrase=f"kata {number}", target=target)
        found = told(client, f"kata {number}")
        assert found and found["url"] == address and client.get(address).status_code == 200
        english = told(client, f"kata {number}", "/en/cari")
        assert english and english["url"] == f"/en{address}"
    assert "situs lain" not in Page.of(client.get("/cari?q=kata+0")).text
    assert BOX not in Page.of(client.get("/en/cari?q=kata+0")).text


def test_an_answer_follows_a_correction_that_the_page_tells_of(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    answer(seeded_app, phrase="paspor anak")
    assert client.get("/cari?q=pasport+anka", headers=JSON).json["corrected"] == "pasport anak"
    assert title_of(client, "pasport anka") == "SP4N-LAPOR!"
    assert "curated" not in client.get("/cari?q=pasport+anka&persis=1", headers=JSON).json


def test_an_answer_stands_on_the_first_page_alone(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    answer(seeded_app, phrase="surat")
    assert client.get("/cari?q=surat", headers=JSON).json["total"] > 10
    assert title_of(client, "surat") == "SP4N-LAPOR!"
    assert "curated" not in client.get("/cari?q=surat&halaman=2", headers=JSON).json
    assert BOX not in Page.of(client.get("/cari?q=surat&halaman=2")).text


def test_what_editors_wrote_is_shown_as_text_and_never_as_html(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    answer(seeded_app, title="<b>Lapor</b>", text='"><script>alert(1)</script>')
    assert title_of(client, "lapor") == "<b>Lapor</b>"
    page = Page.of(client.get("/cari?q=lapor"))
    assert not page.all("b") and list(page.faults()) == []


@pytest.fixture
def hosts(config: Config) -> Iterator[tuple[Flask, Flask]]:
    """Two hosts over one database."""
    apps = create_app(config), create_app(config)
    yield apps
    for app in apps:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.mark.any_database
def test_every_host_shows_an_answer_its_change_and_its_end_from_the_next_search_on(hosts: tuple[Flask, Flask]) -> None:
    writing, reading = hosts
    clients = [app.test_client() for app in hosts]
    assert [title_of(client, "lapor") for client in clients] == [None, None]
    answer_id = answer(writing)
    assert [title_of(client, "lapor") for client in clients] == ["SP4N-LAPOR!", "SP4N-LAPOR!"]
    with reading.app_context(), unit_of_work():
        content = AnswerContent(phrase="mengadu", title="LAPOR!", text="Di sini.", target="https://www.lapor.go.id/")
        operations.change(SYSTEM, answer_id, content, 1)
    for client in clients:
        assert (title_of(client, "lapor"), title_of(client, "mengadu")) == (None, "LAPOR!")
    with writing.app_context(), unit_of_work():
        operations.retire(SYSTEM, answer_id, 2)
    assert [title_of(client, "mengadu") for client in clients] == [None, None]


@pytest.mark.any_database
def test_a_day_that_arrives_brings_and_ends_an_answer_without_any_job(app: Flask) -> None:
    client = app.test_client()
    with time_machine.travel(NOON, tick=False):
        answer(app, valid_from=TODAY + timedelta(days=1), valid_until=TODAY + timedelta(days=2))
    shown = []
    for days in range(4):
        with time_machine.travel(NOON + timedelta(days=days), tick=False):
            shown.append(title_of(client, "lapor") is not None)
    assert shown == [False, True, True, False]


def test_an_answer_goes_with_the_service_it_leads_to(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    answer(seeded_app, target="service:kota-bandung/ktp-hilang-rusak")
    assert title_of(client, "lapor") == "SP4N-LAPOR!"
    with seeded_app.app_context(), unit_of_work() as session:
        wanted = (Agency.slug == "kota-bandung", Service.slug == "ktp-hilang-rusak")
        service = session.scalars(select(Service).join(Service.agency).where(*wanted)).one()
        service.status = "retired"
        note_search_changes(["reference:ktp-hilang-rusak"])
    assert title_of(client, "lapor") is None


def test_the_worker_takes_the_change_into_its_stride_and_the_index_holds_the_same_things(seeded_app: Flask) -> None:
    folder = seeded_app.config["SIPP"].index_dir
    before = open_index(folder)
    answer(seeded_app)
    with seeded_app.app_context():
        assert bring_index_up_to_date(folder)
        assert not bring_index_up_to_date(folder)
    after = open_index(folder)
    assert after.sequence == before.sequence + 1
    assert {thing.id for thing in after.catalogue.things()} == {thing.id for thing in before.catalogue.things()}
