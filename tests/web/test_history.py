"""The history: each sees what was done within reach, in words, narrowed and as a file; nothing of citizens."""

import ast
import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp import app as factory
from sipp.db import current_session, unit_of_work
from sipp.models.corrections import Correction
from sipp.operations import people
from sipp.operations.corrections import accept, propose
from sipp.operations.journal import record
from sipp.rules.permissions import PUBLIC, SYSTEM, Actor, Membership
from sipp.rules.workflow import WorkflowMove
from sipp.words.history import ACT_KINDS, ACTS
from tests import factories
from tests.web.officers import Officer, an_officer, let_in
from tests.web.reading import Page, words

HISTORY = "/kelola/riwayat"
MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
#: 23.30 of Tuesday in Jakarta.
TUESDAY_NIGHT = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


@pytest.fixture
def town(app: Flask) -> dict[str, Any]:
    """An agency with two units and acts in each, another agency, and a report."""
    with app.app_context(), unit_of_work():
        agency = factories.an_agency("kota-contoh", name="Kota Contoh")
        unit, other = factories.a_unit(agency), factories.a_unit(agency)
        unit, other, place = (factories.detached(row) for row in (unit, other, agency))
    editor = an_officer(app, "editor", unit=unit, name="Budi Santoso")
    actor = Actor(editor.id, (Membership("editor", place.id),))
    with app.app_context(), time_machine.travel(MONDAY, tick=False), unit_of_work():
        akta = factories.a_service(unit, slug="akta", name="Akta_lahir 100%")
        factories.a_published_version(akta)
        factories.a_published_version(factories.a_service(other, name="Kartu keluarga"))
        factories.a_published_version(factories.a_service(name="Layanan asing"))
        akta_id = akta.id
        people.invite(SYSTEM, "baru@contoh.id", "Orang Baru", ["editor", "head"], place.id)
    with app.app_context(), time_machine.travel(TUESDAY_NIGHT, tick=False), unit_of_work() as session:
        service = session.get_one(factories.Service, akta_id)
        propose(PUBLIC, service, None, "fee", "Gratis.", "Papan", b"n" * 16)
        correction = session.scalars(select(Correction)).one()
        accept(actor, correction.id)
        factories.a_report(service)
    return {"agency": place, "unit": unit, "editor": editor}


def rows(client: FlaskClient, query: str = "") -> list[str]:
    """The lines of the table."""
    answer = client.get(f"{HISTORY}{query}")
    page = Page.of(answer)
    assert (answer.status_code, list(page.faults())) == (200, [])
    return [words(one) for one in page.all("tr")[1:]]


@pytest.fixture
def head(app: Flask, town: dict[str, Any]) -> FlaskClient:
    return let_in(app, an_officer(app, "head", agency=town["agency"]).id)


@pytest.mark.any_database
def test_an_agency_reads_what_was_done_there_in_words(app: Flask, town: dict[str, Any], head: FlaskClient) -> None:
    found = rows(head)
    assert len(found) == 8
    opened, accepted, proposed = found[0], found[1], found[2]
    if "menerima koreksi" in opened:
        opened, accepted = accepted, opened
    assert "24 Nov 2026 pukul 23.30 WIB" in opened and "Budi Santoso" in opened
    assert "membuka draf" in opened and "Akta_lahir 100%, draf nomor" in opened
    assert "menerima koreksi" in accepted and "Biaya/tarif" in accepted and "Akta_lahir 100%" in accepted
    assert "Tanpa akun" in proposed and "mengusulkan koreksi" in proposed
    assert "mengundang orang" in found[3] and "Penyusun standar, Pimpinan" in found[3]
    assert any("menerbitkan versi" in row and "Kartu keluarga, versi 1" in row for row in found)
    text = " ".join(found)
    assert "Layanan asing" not in text and "laporan" not in text and "Orang Baru" not in text


def test_a_role_in_a_unit_reads_what_concerns_its_services(app: Flask, town: dict[str, Any]) -> None:
    found = rows(let_in(app, town["editor"].id))
    assert len(found) == 5 and all("Akta_lahir" in row for row in found)


def test_who_reads_the_journal_sees_every_agency_and_reports_without_their_story(
    app: Flask, town: dict[str, Any]
) -> None:
    found = " ".join(rows(let_in(app, an_officer(app, "auditor").id)))
    assert "Layanan asing" in found and "mengirim laporan" in found and "Kartu keluarga" in found
    assert "Saya diminta membayar" not in found


@pytest.mark.any_database
def test_the_list_is_narrowed_by_service_person_kind_and_date(town: dict[str, Any], head: FlaskClient) -> None:
    expected = {
        "?layanan=akta_LAHIR+100%25": 5,
        "?layanan=akta+lahir": 0,
        "?orang=budi": 2,
        "?orang=%25": 0,
        "?jenis=accounts": 1,
        "?jenis=standards": 5,
        "?dari=24-11-2026": 3,
        "?sampai=2026-11-23": 5,
        "?dari=2026-11-24&sampai=24+Nov+2026&jenis=corrections&orang=Budi&layanan=Akta": 1,
        "?dari=2026-11-25": 0,
    }
    assert {query: len(rows(head, query)) for query in expected} == expected


def test_what_cannot_be_asked_is_told_at_its_field(town: dict[str, Any], head: FlaskClient) -> None:
    answer = head.get(f"{HISTORY}?dari=kemarin&jenis=x")
    page = Page.of(answer)
    assert (answer.status_code, list(page.faults()), page.all("table")) == (422, [], [])
    assert page.errors() == {
        "dari": "Dari tanggal: Tulis tanggal seperti 23-11-2026",
        "jenis": "Pilih salah satu dari daftar",
    }
    assert "sampai" in Page.of(head.get(f"{HISTORY}?dari=2026-11-24&sampai=2026-11-23")).errors()
    assert head.get(f"{HISTORY}/unduh?dari=kemarin").status_code == 422


def test_a_long_history_comes_fifty_a_page_and_keeps_the_question(
    app: Flask, town: dict[str, Any], head: FlaskClient
) -> None:
    with app.app_context(), unit_of_work():
        for _number in range(60):
            record(SYSTEM, "services.create", "service", 1, agency_id=town["agency"].id)
    assert [len(rows(head, f"?jenis=services&halaman={page}")) for page in (1, 2)] == [50, 10]
    page = Page.of(head.get(f"{HISTORY}?jenis=services"))
    assert "60 catatan" in page.text
    assert f"{HISTORY}?jenis=services&halaman=2" in [a.attrib["href"] for a in page.all("a")]


def test_the_file_holds_the_same_acts_and_no_formula(app: Flask, town: dict[str, Any], head: FlaskClient) -> None:
    danger = an_officer(app, "editor", agency=town["agency"], name="=HYPERLINK(1)")
    with app.app_context(), unit_of_work():
        record(Actor(danger.id), "services.create", "service", 10**6, agency_id=town["agency"].id)
    page = Page.of(head.get(f"{HISTORY}?jenis=services"))
    [link] = [a.attrib["href"] for a in page.all("a") if "CSV" in words(a)]
    answer = head.get(link)
    assert answer.content_type == "text/csv; charset=utf-8" and "attachment" in answer.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=";"))
    assert [line[1:3] for line in lines[1:]] == [["'=HYPERLINK(1)", "membuat layanan"]]
    assert len(list(csv.reader(io.StringIO(head.get(f"{HISTORY}/unduh").get_data(as_text=True)), delimiter=";"))) == 10


def actions_of(node: ast.expr) -> set[str]:
    """The actions that an expression can name; a move of the workflow stands in braces."""
    match node:
        case ast.Constant(value=str(action)):
            return {action}
        case ast.IfExp(body=one, orelse=other):
            return actions_of(one) | actions_of(other)
        case ast.JoinedStr(values=[ast.Constant(value=str(subject)), ast.FormattedValue(value=ast.Name(id="move"))]):
            return {f"{subject}{move}" for move in get_args(WorkflowMove)}
    raise AssertionError(f"no action can be read from {ast.unparse(node)}")


def recorded_actions() -> set[str]:
    """Every action that the source writes into the journal."""
    found = set()
    for path in Path(factory.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                found |= actions_of(node.args[1])
    return found


def test_every_act_has_its_words() -> None:
    assert {"standards.publish", "accounts.sign_in", "corrections.propose"} <= recorded_actions()
    assert recorded_actions() <= set(ACTS)
    assert {action.split(".")[0] for action in ACTS} <= set(ACT_KINDS)


def test_the_current_reader_is_no_part_of_the_question(app: Flask, town: dict[str, Any]) -> None:
    """Somebody without a whole agency and without services sees nothing, not everything."""
    with app.app_context(), unit_of_work():
        unit = factories.detached(factories.a_unit(current_session().get_one(factories.Agency, town["agency"].id)))
    beside: Officer = an_officer(app, "publisher", unit=unit)
    assert rows(let_in(app, beside.id)) == []
