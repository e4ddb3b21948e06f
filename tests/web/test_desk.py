"""The desk: everything that waits for somebody stands there by date, the oldest first."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Unit
from tests import factories
from tests.clockwork import clock_at
from tests.operations.cases import a_city, in_state
from tests.web.officers import an_officer, let_in, submit
from tests.web.reading import Page, words

#: Ten in the morning of a Monday in Jakarta.
MONDAY = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
clockwork = clock_at(MONDAY)


@pytest.mark.any_database
def test_what_waits_longest_stands_first_with_its_date(app: Flask, clockwork: Any) -> None:
    with app.app_context(), unit_of_work():
        agency = factories.an_agency("kota-contoh")
        unit = factories.a_unit(agency)
        service = factories.a_service(unit, name="Akta lahir")
        version = factories.a_published_version(service)
        factories.a_review_due(version, date(2026, 6, 3))
        told = factories.what_is_told(experience=factories.an_experience(groups=("time",)))
        factories.a_report(service, told)
        unit, service = factories.detached(unit), factories.detached(service)
    clockwork.move_to(MONDAY + timedelta(days=30))
    with app.app_context(), unit_of_work():
        factories.a_reprimand(service)
    clockwork.move_to(MONDAY + timedelta(days=31))
    with app.app_context(), unit_of_work():
        factories.a_correction(service)
    clockwork.move_to(MONDAY + timedelta(days=32))
    officer = an_officer(app, "editor", "liaison", "supervisor", unit=unit)
    page = Page.of(let_in(app, officer.id).get("/kelola"))
    assert list(page.faults()) == []
    tasks = [words(one) for one in page.one("section", id="menunggu").iter("li")]
    assert tasks == [
        "1 standar perlu ditinjau ulang sejak 3 Juni 2026",
        "2 laporan menunggu jawaban sejak 8 Juni 2026",
        "1 laporan lewat batas sejak 26 Juni 2026",
        "1 teguran menunggu tanda tangan sejak 8 Juli 2026",
        "1 koreksi dari warga menunggu sejak 9 Juli 2026",
    ]


def test_each_step_of_a_reprimand_waits_on_the_desk_of_who_takes_it(app: Flask, clockwork: Any) -> None:
    with app.app_context(), unit_of_work():
        made = factories.a_reprimand()
        reprimand_id, unit = made.id, factories.detached(current_session().get_one(Unit, made.unit_id))
    superior = let_in(app, an_officer(app, "supervisor", unit=unit).id)
    head = let_in(app, an_officer(app, "head", unit=unit).id)

    def waits(client: FlaskClient) -> list[str]:
        return [words(one) for one in Page.of(client.get("/kelola")).one("section", id="menunggu").iter("li")]

    def go_on(client: FlaskClient, act: str, **typed: str) -> None:
        answer = submit(client, f"/kelola/teguran/{reprimand_id}", typed, f"/kelola/teguran/{reprimand_id}/{act}")
        assert answer.status_code == 303

    assert (waits(superior), waits(head)) == (["1 teguran menunggu tanda tangan sejak 8 Juni 2026"], [])
    go_on(superior, "tanda-tangan", signer_title="Kepala Dinas")
    go_on(superior, "serahkan")
    assert (waits(superior), waits(head)) == ([], ["1 teguran menunggu jawaban sejak 8 Juni 2026"])
    go_on(head, "jawab", text="Petugas ditambah.")
    assert (waits(superior), waits(head)) == (["1 jawaban teguran perlu dinilai sejak 8 Juni 2026"], [])
    go_on(superior, "tutup", outcome="cured", note="Antrean habis.")
    assert waits(superior) == waits(head) == []


def test_what_waits_for_an_act_on_a_report_waits_for_who_may_do_it(app: Flask, clockwork: Any) -> None:
    with app.app_context(), unit_of_work():
        city = a_city()
        in_state(city, "received")
        number = in_state(city, "rejected")
        agency = factories.detached(city.agency)
    desks = {
        role: Page.of(let_in(app, an_officer(app, role, agency=agency).id).get("/kelola")).one("section", id="menunggu")
        for role in ("agency_admin", "liaison", "supervisor", "head")
    }
    waits = {role: [words(one) for one in desk.iter("li")] for role, desk in desks.items()}
    received, objection = "1 laporan baru belum diterima", "1 keberatan menunggu putusan"
    assert [one.partition(" sejak")[0] for one in waits["agency_admin"]] == [received]
    assert [one.partition(" sejak")[0] for one in waits["liaison"]] == [received]
    assert [one.partition(" sejak")[0] for one in waits["supervisor"]] == [objection]
    assert waits["head"] == []
    (link,) = [one.attrib["href"] for one in desks["supervisor"].iter("a")]
    superior = let_in(app, an_officer(app, "supervisor", agency=agency).id)
    assert [words(one) for one in Page.of(superior.get(link)).all("a") if "LP-" in words(one)] == [number]
    assert "Ditolak, keberatan menunggu putusan" in Page.of(superior.get(f"/kelola/laporan/{number}")).text


def test_a_report_proposed_for_oversight_waits_for_the_inspectorate_until_it_says_which_class(
    app: Flask, clockwork: Any
) -> None:
    with app.app_context(), unit_of_work():
        city = a_city()
        number = city.report(experience=factories.an_experience()).case_number
        agency = factories.detached(city.agency)
    inspector = let_in(app, an_officer(app, "inspectorate", agency=agency).id)

    def classes() -> list[str]:
        found = Page.of(inspector.get("/kelola")).all("a")
        return [one.attrib["href"] for one in found if "menunggu penetapan golongan" in words(one)]

    (link,) = classes()
    assert number in inspector.get(link).text
    submit(inspector, f"/kelola/laporan/{number}/tetapkan-golongan", {"report_class": "oversight"})
    assert classes() == []
