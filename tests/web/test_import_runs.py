"""A file on its way to drafts: its sender's alone, kept for a while, and done once whatever happens to the worker."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from sipp.db import current_session, unit_of_work
from sipp.jobs import importing, outbox
from sipp.jobs.handlers import handlers_for
from sipp.jobs.schedule import run_due
from sipp.models.accounts import Membership, User
from sipp.models.imports import ImportContent, ImportItem, ImportRun
from sipp.models.journal import OutboxMessage
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations import bulk, imports
from sipp.rules.errors import Conflict
from tests.exchange.sheets import a_workbook
from tests.jobs.mailbox import Mailbox
from tests.web.importing import PAGE, Town, checked, post, rows_for, send, stored, work
from tests.web.officers import Officer, an_officer, let_in
from tests.web.reading import Page


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


@pytest.fixture
def editor(app: Flask, town: Town) -> Officer:
    return an_officer(app, "editor", agency=town.agency)


@pytest.fixture
def desk(app: Flask, editor: Officer) -> FlaskClient:
    return let_in(app, editor.id)


@pytest.fixture
def many(app: Flask, desk: FlaskClient) -> Iterator[str]:
    """A file of 25 services that was looked through."""
    yield checked(app, desk, "standar.xlsx", a_workbook(rows_for(*(f"layanan-{number}" for number in range(25)))))


def imports_in(app: Flask, state: str) -> int:
    """How many of the worker's orders are in a state; what is set aside is told to whoever runs the server."""
    with app.app_context():
        counted = select(func.count()).where(OutboxMessage.kind == "import", OutboxMessage.state == state)
        return current_session().scalar(counted) or 0


@pytest.mark.any_database
def test_a_worker_that_dies_goes_on_where_it_stopped(
    app: Flask, desk: FlaskClient, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    made: list[str] = []

    def apply_until_the_power_fails(actor: Any, place: Any, wanted: Any) -> Any:
        if len(made) == 15:
            raise PowerCut
        made.append(wanted.service)
        return bulk.apply(actor, place, wanted)

    post(desk, f"{many}/buat")
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        with monkeypatch.context() as patched:
            patched.setattr("sipp.exchange.importing.apply", apply_until_the_power_fails)
            with pytest.raises(PowerCut):
                work(app)
        assert stored(app, StandardVersion) == (importing.BATCH,), "the batch at hand left nothing"
        running = Page.of(desk.get(many))
        bar = running.one("progress")
        assert (bar.attrib["value"], bar.attrib["max"]) == ("10", "25")
        assert "10 dari 25 layanan" in running.text
        clock.shift(outbox.LEASE + timedelta(seconds=1))
        work(app)
    assert stored(app, Service, StandardVersion) == (25, 25)
    assert "Draf sudah dibuat" in Page.of(desk.get(many)).title


def test_long_work_gives_the_others_their_turn_and_is_not_tried_in_vain(
    app: Flask, desk: FlaskClient, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "TURN_SECONDS", 0)
    post(desk, f"{many}/buat")
    with app.app_context():
        for done in (10, 20, 25):
            assert outbox.do_next(handlers_for(app.config["SIPP"], Mailbox()))
            assert stored(app, StandardVersion) == (done,)
            message = current_session().scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
            assert message is not None and (message.leased_until, message.last_error) == (None, None)
            current_session().rollback()
    work(app)
    assert stored(app, StandardVersion) == (25,)


@pytest.mark.parametrize(
    ("fault", "told"), [(ValueError, "bukan kesalahan Anda"), (Conflict, "sedang mengubah layanan yang sama")]
)
def test_what_does_not_get_on_says_so_stops_soon_and_goes_on_at_its_senders_word(
    app: Flask, desk: FlaskClient, many: str, monkeypatch: pytest.MonkeyPatch, fault: type[Exception], told: str
) -> None:
    made: list[str] = []

    def fail_at_the_thirteenth(actor: Any, place: Any, wanted: Any) -> Any:
        if len(made) >= 12:
            raise fault("import_runs")
        made.append(wanted.service)
        return bulk.apply(actor, place, wanted)

    post(desk, f"{many}/buat")
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        with monkeypatch.context() as patched:
            patched.setattr("sipp.exchange.importing.apply", fail_at_the_thirteenth)
            work(app)
            trying = Page.of(desk.get(many))
            assert trying.one("progress").attrib["value"] == "10"
            assert told in trying.text and "Sistem mencobanya lagi pukul" in trying.text
            post(desk, f"{many}/lagi")
            assert imports_in(app, "waiting") == 1, "it tries again by itself"
            for _ in range(outbox.MOST_ATTEMPTS_WAITED_FOR["import"] - 1):
                clock.shift(timedelta(minutes=8))
                work(app)
        stopped = Page.of(desk.get(many))
        assert "Pembuatan draf berhenti" in stopped.title and not stopped.all("progress")
        assert told in stopped.text and "10 dari 25 layanan" in stopped.text
        assert "Pembuatan draf berhenti" in Page.of(desk.get(PAGE)).text
        assert imports_in(app, "set_aside") == 1
        for _ in range(2):
            assert post(desk, f"{many}/lagi").location == many
        assert (imports_in(app, "waiting"), imports_in(app, "set_aside")) == (1, 0)
        assert "Draf sedang dibuat" in Page.of(desk.get(many)).title
        work(app)
    assert "Draf sudah dibuat" in Page.of(desk.get(many)).title
    assert stored(app, Service, StandardVersion) == (25, 25)


def test_a_file_that_ends_the_worker_each_time_is_given_up_and_can_be_deleted(
    app: Flask, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: Any) -> Any:
        raise Killed

    at = send(desk, "standar.xlsx", a_workbook(rows_for("ktp"))).location
    monkeypatch.setattr(importing, "plan", die)
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for _ in range(outbox.MOST_ATTEMPTS_WAITED_FOR["import"]):
            with pytest.raises(Killed):
                work(app)
            clock.shift(outbox.LEASE + timedelta(seconds=1))
        work(app)
        assert "Pemeriksaan berhenti" in Page.of(desk.get(at)).title
        assert post(desk, f"{at}/hapus").location == f"{PAGE}?instansi=kota-contoh"
    assert stored(app, ImportRun, ImportContent) == (0, 0)
    assert imports_in(app, "set_aside") == 0


def test_a_file_whose_sender_has_no_account_any_more_is_forgotten(
    app: Flask, editor: Officer, desk: FlaskClient, many: str
) -> None:
    post(desk, f"{many}/buat")
    with app.app_context(), unit_of_work() as session:
        session.get_one(User, editor.id).active = False
    work(app)
    assert stored(app, StandardVersion, ImportRun, ImportContent) == (0, 0, 0)


def test_pressed_twice_the_drafts_are_made_once(app: Flask, desk: FlaskClient, many: str) -> None:
    for _ in range(2):
        assert post(desk, f"{many}/buat").location == many
    work(app)
    assert post(desk, f"{many}/buat").location == many
    work(app)
    assert stored(app, StandardVersion) == (25,)


def test_who_lost_the_role_meanwhile_imports_nothing(app: Flask, editor: Officer, desk: FlaskClient, many: str) -> None:
    post(desk, f"{many}/buat")
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Membership).where(Membership.user_id == editor.id).values(role="liaison"))
    work(app)
    assert stored(app, StandardVersion, ImportRun, ImportContent) == (0, 0, 0)


def test_a_file_is_its_senders_alone(app: Flask, town: Town, editor: Officer, many: str) -> None:
    colleague = let_in(app, an_officer(app, "editor", agency=town.agency).id)
    for path in (many, f"{many}/layanan/1"):
        assert colleague.get(path).status_code == 404
    for path in (f"{many}/buat", f"{many}/hapus", f"{many}/pilihan", f"{many}/layanan/1"):
        assert post(colleague, path).status_code == 404
    for page in (PAGE, "/kelola"):
        assert many not in colleague.get(page).get_data(as_text=True)
        assert many in let_in(app, editor.id).get(page).get_data(as_text=True)


def test_a_file_nobody_came_back_to_is_forgotten(app: Flask, editor: Officer, many: str) -> None:
    with time_machine.travel(datetime.now(UTC) + imports.FILE_KEPT_FOR + timedelta(minutes=1)):
        assert let_in(app, editor.id).get(many).status_code == 404
        with app.app_context():
            assert run_due()["old imports"] == 1
    assert stored(app, ImportRun, ImportContent, ImportItem) == (0, 0, 0)


def test_a_new_file_takes_the_place_of_the_one_not_imported(app: Flask, desk: FlaskClient, many: str) -> None:
    other = checked(app, desk, "lain.xlsx", a_workbook(rows_for("ktp")))
    assert (desk.get(many).status_code, desk.get(other).status_code) == (404, 200)
    assert stored(app, ImportContent) == (1,)


def test_a_file_can_be_deleted_but_not_while_its_drafts_are_made(app: Flask, desk: FlaskClient, many: str) -> None:
    post(desk, f"{many}/buat")
    assert post(desk, f"{many}/hapus").location == many
    work(app)
    answer = post(desk, f"{many}/hapus")
    assert answer.location == f"{PAGE}?instansi=kota-contoh"
    assert stored(app, ImportRun, ImportItem, StandardVersion) == (0, 0, 25)
