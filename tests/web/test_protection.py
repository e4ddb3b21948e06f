"""What every answer of the web carries and refuses: headers, tokens, methods, hosts, redirects, faults."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from sipp.db import current_session, unit_of_work
from sipp.models.agencies import AgencySlug
from sipp.models.services import ServiceSlug
from sipp.operations import directory as operations
from tests.web.filing import KTP
from tests.web.reading import Page

SERVICE = "/instansi/kota-bandung/layanan/ktp-hilang-rusak"
PAGES = ["/", "/cari?q=ktp", SERVICE, KTP, "/lacak", "/lapor", "/tidak-ada", "/en/lacak", "/healthz", "/cari/saran?q=k"]
#: Pages about one person's own matter: no cache may keep them.
PRIVATE = [KTP, "/lacak", "/lapor/terkirim", "/instansi/kota-bandung/lapor"]


def test_every_answer_forbids_scripts_frames_and_guesses(reader: FlaskClient) -> None:
    for path in PAGES:
        headers = reader.get(path).headers
        policy = dict(
            (part.split(" ", 1) + [""])[:2] for part in headers["Content-Security-Policy"].replace("; ", ";").split(";")
        )
        assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'" and policy["form-action"] == "'self'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]


def test_private_pages_and_errors_are_kept_by_no_cache(reader: FlaskClient) -> None:
    for path in [*PRIVATE, "/tidak-ada"]:
        assert reader.get(path).headers["Cache-Control"] == "no-store", path
    assert reader.post("/lacak", data={}).headers["Cache-Control"] == "no-store"


def test_reading_sets_no_cookie(library: Flask) -> None:
    client = library.test_client()
    for path in ("/", "/cari?q=ktp", SERVICE, f"{SERVICE}/kartu", "/layanan/ktp-baru", "/instansi/kota-bandung"):
        assert "Set-Cookie" not in client.get(path).headers, path


def test_the_service_page_is_not_sent_again_while_it_is_the_same(reader: FlaskClient) -> None:
    for path in (SERVICE, f"{SERVICE}/kartu", f"/en{SERVICE}"):
        first = reader.get(path)
        assert first.headers["Cache-Control"] == "public, no-cache"
        again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert reader.get(path, headers={"If-None-Match": '"old"'}).status_code == 200
    etags = {reader.get(path).headers["ETag"] for path in (SERVICE, f"{SERVICE}?varian=rusak", f"/en{SERVICE}")}
    assert len(etags) == 3


UNKNOWN = [
    "/tidak-ada",
    "/en/tidak-ada",
    "/instansi/tidak-ada",
    "/instansi/kota-bandung/layanan/tidak-ada",
    "/instansi/kota-bandung/layanan/skck",
    "/instansi/tidak-ada/layanan/ktp-baru",
    f"{SERVICE}/versi/99",
    f"{SERVICE}/versi/0",
    f"{SERVICE}/versi/1/banding/99",
    f"{SERVICE}/versi/abc",
    f"{SERVICE}/versi/99999999999999999999999",
    "/layanan/tidak-ada",
    "/layanan/tidak-ada/versi",
    "/layanan/ktp-baru/versi/2",
    "/instansi/tidak-ada/lapor",
    "/instansi/kota-bandung/layanan/tidak-ada/lapor",
    "/laporan/bukti/nicht-uuid",
    "/static/../sipp/config.py",
    "/static/css/tidak-ada.css",
    "/.env",
    "/%00",
    "/instansi/%2e%2e%2f%2e%2e%2fetc",
]


def test_what_is_unknown_is_not_found_and_the_page_helps_on(reader: FlaskClient) -> None:
    statuses = {path: reader.get(path).status_code for path in UNKNOWN}
    assert {path: status for path, status in statuses.items() if status != 404} == {}
    page = Page.of(reader.get("/tidak-ada"))
    assert list(page.faults()) == []
    assert page.all("form", action="/cari") and "tidak ditemukan" in page.title


def test_a_wrong_method_is_told_which_are_right(reader: FlaskClient) -> None:
    for path, allowed in (
        ("/", {"GET", "HEAD", "OPTIONS"}),
        (SERVICE, {"GET", "HEAD", "OPTIONS"}),
        (KTP, {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/laporan/pesan", {"OPTIONS", "POST"}),
    ):
        for method in {"DELETE", "PUT", "PATCH", "POST", "GET"} - allowed:
            response = reader.open(path, method=method)
            assert response.status_code in (405, 400), (path, method)
            if response.status_code == 405:
                assert set(response.headers["Allow"].split(", ")) == allowed
    assert reader.delete("/laporan").status_code == 405 or reader.get("/laporan").status_code == 303


@pytest.mark.parametrize(
    "path",
    [KTP, "/instansi/kota-bandung/lapor", "/lacak", "/laporan/pesan", "/laporan/bukti", "/laporan/tutup"],
)
def test_no_form_is_taken_without_its_token(reader: FlaskClient, path: str) -> None:
    for data in ({}, {"csrf_token": "x"}, {"csrf_token": "", "code": "x", "text": "x"}):
        response = reader.post(path, data=data)
        assert response.status_code == 400
        assert "Permintaan tidak dapat dibaca" in response.get_data(as_text=True)


def test_every_form_that_changes_something_is_protected_against_forgery(library: Flask) -> None:
    csrf = library.extensions["csrf"]
    assert not csrf._exempt_views and not csrf._exempt_blueprints


@pytest.mark.parametrize("evil", ["//evil.example", "/\\evil.example", "/en//evil.example", "//evil.example/instansi"])
def test_no_address_sends_the_browser_to_another_site(reader: FlaskClient, evil: str) -> None:
    for path in (evil, "/lacak", "/lapor", KTP, "/laporan", "/lapor/terkirim"):
        query = f"next={evil}&langkah=periksa&url=https:{evil}"
        response = reader.get("/", environ_overrides={"PATH_INFO": path, "QUERY_STRING": query})
        target = response.headers.get("Location", "/")
        assert target.startswith("/") and not target.startswith(("//", "/\\")), (path, target)


def test_former_addresses_lead_on_for_good_and_keep_language_and_rest(seeded_app: Flask) -> None:
    with seeded_app.app_context(), unit_of_work() as session:
        service = operations.find_service("kota-bandung", "ktp-baru")
        session.add(AgencySlug(slug="kotamadya-bandung", agency_id=service.agency_id))
        session.add(ServiceSlug(agency_id=service.agency_id, slug="bandung", service_id=service.id))
    client = seeded_app.test_client()
    moves = {
        "/instansi/kotamadya-bandung": "/instansi/kota-bandung",
        "/en/instansi/kotamadya-bandung/layanan/ktp-baru": "/en/instansi/kota-bandung/layanan/ktp-baru",
        "/instansi/kotamadya-bandung/layanan/ktp-baru/versi/1": "/instansi/kota-bandung/layanan/ktp-baru/versi/1",
        "/instansi/kota-bandung/layanan/bandung": "/instansi/kota-bandung/layanan/ktp-baru",
        "/instansi/kotamadya-bandung/lapor": "/instansi/kota-bandung/lapor",
        "/instansi/kotamadya-bandung?halaman=2": "/instansi/kota-bandung?halaman=2",
    }
    found = {}
    for path in moves:
        response = client.get(path)
        found[path] = (response.status_code, response.headers.get("Location"))
    assert found == {path: (301, target) for path, target in moves.items()}
    token = Page.of(client.get(KTP)).one("input", name="csrf_token").attrib["value"]
    sent = client.post("/instansi/kotamadya-bandung/lapor", data={"csrf_token": token})
    assert (sent.status_code, sent.location) == (308, "/instansi/kota-bandung/lapor")


class _Lost(Exception):
    """What a driver raises."""


def _lose_database(*_arguments: object, **_more: object) -> object:
    raise OperationalError(
        "SELECT secret_column FROM secret_table", {"password": "hunter2"}, _Lost("connection refused")
    )


def _fail(*_arguments: object, **_more: object) -> object:
    raise ZeroDivisionError("secret inner words")


@pytest.mark.parametrize(("fault", "status"), [(_lose_database, 503), (_fail, 500)])
def test_a_fault_shows_a_page_and_nothing_of_its_cause(
    library: Flask,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: object,
    status: int,
) -> None:
    monkeypatch.setattr(operations, "service_page", fault)
    with caplog.at_level(logging.ERROR):
        response = library.test_client().get(f"/en{SERVICE}")
    page = Page.of(response)
    assert response.status_code == status
    assert (response.headers.get("Retry-After") is not None) == (status == 503)
    assert response.headers["Cache-Control"] == "no-store"
    assert list(page.faults()) == []
    leaks = ("Traceback", "File &quot;", "secret", "hunter2", "sqlalchemy", "ZeroDivision", "connection refused")
    assert [words for words in leaks if words.lower() in page.html.lower()] == []
    assert caplog.records


def test_a_full_disk_is_said_plainly(library: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> object:
        raise OperationalError("INSERT", {}, _Lost("database or disk is full"))

    monkeypatch.setattr(operations, "service_page", full)
    response = library.test_client().get(SERVICE)
    assert response.status_code == 507
    assert "penuh" in Page.of(response).title


def test_a_form_that_is_endless_is_refused_before_it_is_read_whole(desk: Flask) -> None:
    client = desk.test_client()
    cases = {
        "one endless field": b"description=" + b"a" * (7 * 1024 * 1024),
        "many fields": b"&".join(b"group=x" for _ in range(100_000)),
    }
    for name, body in cases.items():
        response = client.post(KTP, data=body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in (400, 413), name
    multipart = b"".join(b'--x\r\nContent-Disposition: form-data; name="group"\r\n\r\na\r\n' for _ in range(2000))
    assert (
        client.post(KTP, data=multipart + b"--x--", content_type="multipart/form-data; boundary=x").status_code == 413
    )


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 10_000,
        "q=%00%01%ff",
        "q=" + "(" * 500,
        "q=*%20AND%20OR%20NOT",
        "q=" + "ktp+" * 100,
        "q=ktp&halaman=-1",
        "q=ktp&halaman=99999999999999999999",
        "q=ktp&halaman=abc",
        "q=ktp&wilayah=99.99&instansi=tidak-ada&kategori=tidak-ada&gratis=2",
        "q=%F0%9F%99%82",
        "q[]=ktp",
        "endpoint=x&agency=x&reference=x&service=x&number=1&self=1",
        "_external=1&_scheme=javascript&_anchor=x&_method=POST&values=1",
        "",
    ],
)
def test_no_query_makes_a_page_fail_or_changes_where_its_links_lead(reader: FlaskClient, query: str) -> None:
    for path in (
        "/cari",
        "/cari/saran",
        "/en/cari",
        "/instansi",
        "/lapor",
        "/instansi/polri",
        "/layanan/skck",
        SERVICE,
    ):
        response = reader.get(f"{path}?{query}")
        assert response.status_code == 200, path
        assert "javascript:" not in response.get_data(as_text=True)


def test_paths_with_strange_characters_are_only_not_found(reader: FlaskClient) -> None:
    for path in (
        "/instansi/ ",
        "/instansi/%F0%9F%99%82",
        "/instansi/'; DROP TABLE report;--",
        "/layanan/" + "a" * 5000,
    ):
        assert reader.get(path).status_code == 404, path[:50]
    with_nul = reader.get("/instansi/kota%00bandung")
    assert with_nul.status_code == 404


def test_a_server_told_its_names_answers_to_no_other(library: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(library.config, "TRUSTED_HOSTS", ["layanan.contoh.id"])
    client = library.test_client()
    assert client.get("/", base_url="https://layanan.contoh.id").status_code == 200
    answer = client.get("/", base_url="https://evil.example")
    assert answer.status_code == 400 and "evil.example" not in answer.get_data(as_text=True)


def test_the_health_pages_tell_alive_and_ready(desk: Flask) -> None:
    client = desk.test_client()
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok\n")
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["database"]) == (200, "ok")
    with desk.app_context():
        assert current_session().execute(text("SELECT count(*) FROM search_counter")).scalar() == 1


def test_no_page_names_the_software_behind_it(reader: FlaskClient) -> None:
    for path in PAGES:
        headers = str(reader.get(path).headers)
        assert not re.search(r"werkzeug|python|flask|gunicorn", headers, re.IGNORECASE), path
