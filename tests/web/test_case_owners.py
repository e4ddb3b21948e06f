"""Who handles a report about money: never the unit complained about, and always somebody."""

from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from sipp.db import unit_of_work
from sipp.models.agencies import Agency, Unit
from sipp.operations.following import follow_page
from sipp.operations.identities import person_of
from sipp.web.public import papers_view
from tests import factories
from tests.operations.filing import file_about, place_of
from tests.web.filing import last_report
from tests.web.officers import an_officer, let_in, letters, submit
from tests.web.reading import Page, words
from tests.web.test_cases import INBOX, MONDAY


@pytest.fixture
def small(app: Flask) -> tuple[Agency, Unit, str]:
    """An agency of one unit, that unit, and a report that money was asked there."""
    with app.app_context(), time_machine.travel(MONDAY, tick=False), unit_of_work():
        factories.the_calendar()
        agency = factories.an_agency(name="Kota Kecil")
        unit = factories.a_unit(agency, name="Sekretariat Kota")
        service = factories.a_service(unit)
        factories.a_published_version(service)
        number = file_about(place_of(service)).report.case_number
        return factories.detached(agency), factories.detached(unit), number


def officer(app: Flask, role: str, **place: Any) -> FlaskClient:
    return let_in(app, an_officer(app, role, **place).id)


def test_where_no_unit_may_handle_a_report_the_agency_itself_answers(
    app: Flask, small: tuple[Agency, Unit, str]
) -> None:
    agency, unit, number = small
    path = f"{INBOX}/{number}"
    assert officer(app, "liaison", unit=unit).get(path).status_code == 404, "it is about that unit"
    for reader in (officer(app, "head", agency=agency), officer(app, "overseer")):
        page = Page.of(reader.get(path))
        assert "Pimpinan Kota Kecil" in page.text and "Tidak ada satuan kerja lain yang boleh" in page.text
        assert "Penyelesaian" in page.text, "its clocks run"
    liaison = officer(app, "liaison", agency=agency)
    assert submit(liaison, f"{path}/alihkan", {"unit": str(unit.id), "words": "Urusan mereka."}).status_code == 422
    assert submit(liaison, f"{path}/jawab", {"words": "Uangnya dikembalikan."}).status_code == 303
    assert last_report(app)["state"] == "answered"


def test_an_inspectorate_below_the_unit_complained_about_examines_it(app: Flask) -> None:
    with app.app_context(), time_machine.travel(MONDAY, tick=False), unit_of_work():
        factories.the_calendar()
        unit = factories.a_unit(name="Sekretariat Kota")
        below, inspectorate = factories.a_unit(unit), factories.a_unit(unit, name="Inspektorat", is_oversight=True)
        service = factories.a_service(unit)
        factories.a_published_version(service)
        path = f"{INBOX}/{file_about(place_of(service)).report.case_number}"
        places = {name: factories.detached(one) for name, one in (("below", below), ("above", inspectorate))}
    assert officer(app, "liaison", unit=places["below"]).get(path).status_code == 404
    page = Page.of(officer(app, "liaison", unit=places["above"]).get(path))
    assert "Inspektorat" in [words(one) for one in page.all("dd")]


def test_a_report_left_without_an_owner_is_accepted_by_the_agency_itself(app: Flask) -> None:
    with app.app_context(), time_machine.travel(MONDAY, tick=False), unit_of_work():
        factories.the_calendar()
        agency = factories.an_agency(name="Lembaga Baru")
        number = file_about((agency.slug, None)).report.case_number
        agency = factories.detached(agency)
    path = f"{INBOX}/{number}"
    liaison = officer(app, "liaison", agency=agency)
    assert "belum ada satuan kerja" in Page.of(liaison.get(path)).text
    assert submit(liaison, f"{path}/terima", {"unit": ""}).status_code == 303
    assert "Pimpinan Lembaga Baru" in Page.of(liaison.get(path)).text


def test_mails_and_papers_say_that_the_agency_itself_handles_a_report_once_it_does(app: Flask) -> None:
    with app.app_context(), time_machine.travel(MONDAY, tick=False), unit_of_work():
        factories.the_calendar()
        agency = factories.an_agency(name="Lembaga Baru")
        told = {"visibility": "open", "experience": factories.an_experience(groups=("refused",), money_total=None)}
        number = file_about((agency.slug, None), **told).report.case_number
        agency = factories.detached(agency)
    liaison, path = officer(app, "liaison", agency=agency), f"{INBOX}/{number}"
    assert submit(liaison, f"{path}/pesan", {"words": "Sedang kami lihat."}).status_code == 303
    assert "Ditangani" not in letters(app)[-1].text and owners_on_paper(app) == {"receipt": None, "dossier": None}
    assert submit(liaison, f"{path}/terima", {"unit": ""}).status_code == 303
    assert submit(liaison, f"{path}/jawab", {"words": "Sudah kami layani."}).status_code == 303
    for mail in letters(app):
        assert "Ditangani: Lembaga Baru" in mail.text and "Ditangani: Lembaga Baru" in (mail.html or "")
    assert owners_on_paper(app) == {"receipt": "Lembaga Baru", "dossier": "Lembaga Baru"}


def owners_on_paper(app: Flask) -> dict[str, str | None]:
    """Who handles the last report, as its papers say."""
    with app.test_request_context():
        page = follow_page(last_report(app)["id"])
        person = person_of(page.report.id)
        papers = {"receipt": papers_view.receipt(page, person), "dossier": papers_view.dossier(page, person, MONDAY)}
        facts = {name: paper["sections"][0]["facts"] for name, paper in papers.items()}
    return {name: {one["term"]: one["value"] for one in rows}.get("Ditangani") for name, rows in facts.items()}
