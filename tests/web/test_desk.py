"""The desk: everything that waits for somebody stands there by date, the oldest first."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from sipp.db import unit_of_work
from tests import factories
from tests.web.officers import an_officer, let_in
from tests.web.reading import Page, words

#: Ten in the morning of a Monday in Jakarta.
MONDAY = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)


@pytest.fixture
def clockwork() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as time:
        yield time


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
        "1 laporan lewat batas sejak 26 Juni 2026",
        "1 teguran menunggu tanda tangan sejak 8 Juli 2026",
        "1 koreksi dari warga menunggu sejak 9 Juli 2026",
    ]
