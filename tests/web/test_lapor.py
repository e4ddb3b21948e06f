"""Handing a case on to SP4N-LAPOR!: what may be read, in its order; the number there is kept and told."""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.db import unit_of_work
from sipp.models.agencies import Agency
from sipp.models.reports import Report
from tests import factories
from tests.web.officers import an_officer, let_in, submit
from tests.web.reading import Page, words


@pytest.fixture
def town(app: Flask) -> dict[str, Any]:
    """An open and an anonymous report about the same service."""
    with app.app_context(), unit_of_work():
        agency = factories.an_agency("kota-contoh", name="Kota Contoh")
        unit = factories.a_unit(agency, name="Dinas Satu")
        service = factories.a_service(unit, name="Akta lahir")
        factories.a_published_version(service)
        waited = factories.an_experience(groups=("time",), applied_on=date(2026, 6, 17), paid_on=None, money_total=None)
        numbers = {
            visibility: factories.a_report(
                service, factories.what_is_told(experience=waited, visibility=visibility, file_number="B-17")
            ).report.case_number
            for visibility in ("open", "anonymous")
        }
        return {"unit": factories.detached(unit), **numbers}


@pytest.fixture
def liaison(app: Flask, town: dict[str, Any]) -> FlaskClient:
    return let_in(app, an_officer(app, "liaison", unit=town["unit"]).id)


def test_a_hidden_reporter_stays_hidden_on_the_way_out(town: dict[str, Any], liaison: FlaskClient) -> None:
    path = f"/kelola/laporan/{town['anonymous']}/lapor"
    page = Page.of(liaison.get(path))
    assert list(page.faults()) == []
    [record] = json.loads(liaison.get(f"{path}/unduh.json").get_data())
    assert (record["happened_on"], record["anonymous"], record["classification"]) == ("Juni 2026", True, "Pengaduan")
    for text in (page.text, json.dumps(record)):
        assert "17 Juni 2026" not in text and "B-17" not in text
    [told] = json.loads(liaison.get(f"/kelola/laporan/{town['open']}/lapor/unduh.json").get_data())
    assert (told["happened_on"], told["anonymous"]) == ("17 Juni 2026", False)
    assert "Sri Wahyuni" not in json.dumps(told), "LAPOR! asks the reporter itself"
    file = liaison.get(f"{path}/unduh.csv")
    assert file.headers["Content-Disposition"] == f'attachment; filename="lapor-{town["anonymous"]}.csv"'
    assert liaison.get(f"{path}/unduh.exe").status_code == 404


def test_the_place_is_where_it_happened_whoever_examines_it(app: Flask, town: dict[str, Any]) -> None:
    with app.app_context(), unit_of_work() as session:
        report = session.scalars(select(Report).where(Report.case_number == town["open"])).one()
        report.unit_id = factories.a_unit(session.get_one(Agency, report.agency_id), name="Inspektorat").id
    overseer = let_in(app, an_officer(app, "overseer").id)
    [record] = json.loads(overseer.get(f"/kelola/laporan/{town['open']}/lapor/unduh.json").get_data())
    assert record["place"] == "Dinas Satu, Kota Contoh"


def test_the_number_there_is_kept_with_an_event(town: dict[str, Any], liaison: FlaskClient) -> None:
    path = f"/kelola/laporan/{town['open']}/lapor"
    wrong = submit(liaison, path, {"tracking_id": "<b>"})
    assert wrong.status_code == 422 and set(Page.of(wrong).errors()) == {"tracking_id"}
    for _twice in range(2):
        assert submit(liaison, path, {"tracking_id": " #7654 321 "}).status_code == 303
    assert Page.of(liaison.get(path)).one("input", name="tracking_id").attrib["value"] == "7654321"
    case = Page.of(liaison.get(f"/kelola/laporan/{town['open']}"))
    assert words(case.one("section", id="riwayat")).count("Nomor di SP4N-LAPOR! dicatat") == 1
