"""Links of services and agencies: which are visited, when one is called broken, and who is told."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.jobs import link_checker, schedule
from sipp.jobs.link_checker import LinkChecker, check_next
from sipp.jobs.worker import Worker
from sipp.models.links import WebLink
from sipp.operations import links
from tests import factories
from tests.clockwork import clock_at
from tests.visiting.site import Site
from tests.web.officers import an_officer, let_in
from tests.web.reading import Page, words

MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
clockwork = clock_at(MONDAY)
BROKEN, FINE = "http://laman.contoh/404", "http://laman.contoh/"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as found:
        yield found


def a_service(online_url: str | None = BROKEN, **more: Any) -> None:
    """A service with an online address, in the list of links."""
    with unit_of_work():
        agency = factories.an_agency("kota-contoh", website=more.pop("website", None))
        unit = factories.a_unit(agency)
        factories.a_service(unit, slug="layanan", name="Akta lahir", online_url=online_url, **more)
    schedule.list_links()


def due_again() -> None:
    with unit_of_work() as session:
        session.execute(update(WebLink).values(next_visit_at=datetime(2020, 1, 1, tzinfo=UTC)))


def visit_all(site: Site) -> None:
    while check_next(site.resolve):
        pass


def stored() -> dict[str, tuple[str | None, int]]:
    current_session().rollback()
    return {one.url: (one.failure, one.failed_days) for one in current_session().scalars(select(WebLink))}


def test_the_list_follows_services_and_agencies(app: Flask) -> None:
    with app.app_context():
        a_service("https://daring.contoh/", website="https://contoh.go.id/")
        with unit_of_work():
            factories.a_service(online_url="https://daring.contoh/")
            factories.a_service(online_url="https://buatan.contoh/", is_synthetic=True)
            factories.a_service(online_url="https://lama.contoh/", status="retired")
        assert schedule.list_links() == 0
        assert set(stored()) == {"https://daring.contoh/", "https://contoh.go.id/"}
        with unit_of_work() as session:
            session.execute(update(factories.Agency).values(website=None))
        assert schedule.list_links() == 1
        assert set(stored()) == {"https://daring.contoh/"}


@pytest.mark.any_database
def test_a_link_that_fails_on_three_days_is_told_to_everybody(app: Flask, site: Site, clockwork: Any) -> None:
    with app.app_context():
        a_service(website=FINE)
        agency = factories.detached(current_session().scalars(select(factories.Agency)).one())
    path = "/instansi/kota-contoh/layanan/layanan"
    days = []
    for _day in range(3):
        with app.app_context():
            visit_all(site)
            assert not check_next(site.resolve)
            days.append(stored()[BROKEN])
        page = Page.of(app.test_client().get(path)).text
        assert ("tidak dapat dibuka pada" in page) is (len(days) == 3)
        clockwork.shift(timedelta(days=1, minutes=1))
    assert days == [("not_found", 1), ("not_found", 2), ("not_found", 3)]
    assert "Tautan ini tidak dapat dibuka pada 25 November 2026." in page
    editor = let_in(app, an_officer(app, "editor", agency=agency).id)
    assert "1 tautan tidak dapat dibuka" in Page.of(editor.get("/kelola")).text
    overview = Page.of(editor.get("/kelola/tautan"))
    assert list(overview.faults()) == [] and "Akta lahir" in words(overview.one("table")) and BROKEN in overview.text
    foreign = Page.of(let_in(app, an_officer(app, "editor").id).get("/kelola/tautan"))
    assert "Akta lahir" not in foreign.text and "dapat dibuka" in foreign.text


def test_an_agencys_own_site_is_told_to_who_has_the_whole_agency(app: Flask, site: Site, clockwork: Any) -> None:
    with app.app_context():
        a_service(None, website=BROKEN)
        for _day in range(3):
            visit_all(site)
            clockwork.shift(timedelta(days=1, minutes=1))
        agency = factories.detached(current_session().scalars(select(factories.Agency)).one())
        unit = factories.detached(current_session().scalars(select(factories.Unit)).one())
    assert "tidak dapat dibuka pada" in Page.of(app.test_client().get("/instansi/kota-contoh")).text
    for officer, is_told in (
        (an_officer(app, "agency_admin", agency=agency), True),
        (an_officer(app, "editor", unit=unit), False),
    ):
        page = Page.of(let_in(app, officer.id).get("/kelola/tautan"))
        assert (BROKEN in page.text) is is_told


def test_many_failures_on_one_day_are_one_and_a_success_forgives_them(app: Flask, site: Site, clockwork: Any) -> None:
    with app.app_context():
        a_service()
        for _visit in range(4):
            visit_all(site)
            due_again()
        assert stored()[BROKEN] == ("not_found", 1)
        with unit_of_work():
            links.note_visit(BROKEN, None)
        assert stored()[BROKEN] == (None, 0)


def test_nobody_is_blamed_while_the_own_network_is_away(app: Flask, site: Site, clockwork: Any) -> None:
    def nothing_answers(_host: str, _port: int) -> list[tuple[str, int]]:
        return []

    with app.app_context():
        a_service(website=FINE)
        for _day in range(4):
            while check_next(nothing_answers):
                pass
            clockwork.shift(timedelta(days=1, minutes=1))
        assert stored() == {BROKEN: ("refused", 0), FINE: ("refused", 0)}
        visit_all(site)
        assert stored() == {BROKEN: ("not_found", 1), FINE: (None, 0)}


def test_a_link_is_taken_by_one_worker_and_again_when_that_one_ended(app: Flask, clockwork: Any) -> None:
    with app.app_context():
        a_service()

        def take() -> str | None:
            with unit_of_work():
                return links.take_next()

        assert [take(), take()] == [BROKEN, None]
        clockwork.shift(links.VISIT_LEASE)
        assert take() == BROKEN


def test_a_demonstration_visits_nobody_unless_told_to(tmp_path: Any) -> None:
    def config(**more: str) -> Config:
        keys = dict.fromkeys(("SIPP_SECRET_KEY", "SIPP_CODE_KEY", "SIPP_TOTP_KEY"), "k" * 40)
        return Config.from_environment({"SIPP_DATA": str(tmp_path), **keys, **more})

    assert config().checks_links
    assert not config(SIPP_DEMO="1").checks_links
    assert config(SIPP_DEMO="1", SIPP_CHECK_LINKS="1").checks_links
    assert not config(SIPP_CHECK_LINKS="0").checks_links


def test_a_turn_of_the_worker_visits_nobody_itself(app: Flask, site: Site) -> None:
    with app.app_context():
        a_service()
    Worker(app).turn()
    with app.app_context():
        assert stored() == {BROKEN: (None, 0)} and site.asked == []


@pytest.mark.parametrize(("checks_links", "index_only", "starts"), [(1, 0, True), (1, 1, False), (0, 0, False)])
def test_one_worker_of_a_host_checks_links_where_that_is_wanted(
    app: Flask, monkeypatch: pytest.MonkeyPatch, checks_links: int, index_only: int, starts: bool
) -> None:
    started = []
    monkeypatch.setattr(LinkChecker, "start", lambda checker: started.append(checker.name))
    app.config["SIPP"] = replace(app.config["SIPP"], checks_links=bool(checks_links))
    worker = Worker(app, index_only=bool(index_only))
    worker.stop()
    worker.run()
    assert (started == ["link checker"]) is starts


def test_a_fault_does_not_end_the_visits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, turns = threading.Event(), []

    def fail_twice() -> None:
        turns.append(1)
        if len(turns) == 3:
            stop.set()
        raise RuntimeError("the database is away")

    monkeypatch.setattr(link_checker, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(link_checker, "check_next", fail_twice)
    checker = LinkChecker(app, stop)
    checker.start()
    checker.join(60)
    assert not checker.is_alive() and len(turns) == 3
