"""Sessions: listed, ended one by one, and over at once for who is disabled, demoted or changes the password."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.models.accounts import Membership, User, UserSession
from tests import factories
from tests.web.officers import (
    ANOTHER_PASSWORD,
    FIREFOX,
    PASSWORD,
    Officer,
    actions,
    an_officer,
    browser,
    is_in,
    let_in,
    letters,
    sign_in,
    submit,
    told,
)
from tests.web.reading import Page, words

NOW = datetime(2026, 11, 26, 3, 0, 5, tzinfo=UTC)


@pytest.fixture
def officer(app: Flask) -> Officer:
    return an_officer(app, "editor", has_second_step=False)


def buttons_to_end(client: FlaskClient) -> list[str]:
    """Where the buttons that end single sessions lead."""
    page = Page.of(client.get("/kelola/akun"))
    forms = [form.attrib["action"] for form in page.all("form", method="post")]
    return [path for path in forms if path.endswith("/akhiri")]


def test_the_own_sessions_are_listed_with_browser_and_time(app: Flask, officer: Officer) -> None:
    first, second = sign_in(app, officer), sign_in(app, officer, FIREFOX)
    page = Page.of(second.get("/kelola/akun"))
    listed = [words(one) for one in page.all("li", class_="item") if "Terakhir dipakai" in words(one)]
    assert len(listed) == 2
    assert listed[0].startswith("Firefox di Windows Sesi ini") and listed[1].startswith("Chrome di Android")
    assert len(buttons_to_end(first)) == len(buttons_to_end(second)) == 1


@pytest.mark.any_database
def test_one_session_is_ended_and_the_others_go_on(app: Flask, officer: Officer) -> None:
    first, second, third = (sign_in(app, officer) for _ in range(3))
    path = buttons_to_end(first)[0]
    answer = submit(first, "/kelola/akun", {}, to=path)
    assert (answer.status_code, answer.location) == (303, "/kelola/akun#sesi")
    assert "Sesi itu sudah diakhiri." in Page.of(first.get("/kelola/akun")).text
    assert sorted([is_in(first), is_in(second), is_in(third)]) == [False, True, True] and is_in(first)
    assert actions(app)[-1] == "accounts.end_sessions"


def test_all_other_sessions_are_ended_at_once(app: Flask, officer: Officer) -> None:
    first, second, third = (sign_in(app, officer) for _ in range(3))
    submit(first, "/kelola/akun", {}, to="/kelola/akun/sesi/akhiri-lainnya")
    assert (is_in(first), is_in(second), is_in(third)) == (True, False, False)


def test_somebody_elses_session_is_answered_like_an_unknown_and_an_ended_one(app: Flask, officer: Officer) -> None:
    other = an_officer(app, "editor")
    let_in(app, other.id)
    client = let_in(app, officer.id)
    ended = let_in(app, officer.id)
    token = Page.of(client.get("/kelola/akun")).all("input", name="csrf_token")[0].attrib["value"]
    submit(ended, "/kelola", {}, to="/keluar")
    with app.app_context():
        foreign = current_session().scalars(select(UserSession.id).where(UserSession.user_id == other.id)).one()
        over = current_session().scalars(select(UserSession.id).where(UserSession.ended_at.is_not(None))).one()
    foreign_, over_, unknown = (
        told(client.post(f"/kelola/akun/sesi/{session_id}/akhiri", data={"csrf_token": token}), session_id)
        for session_id in (foreign, over, uuid.uuid4())
    )
    assert foreign_ == over_ == unknown and unknown[0] == 404
    assert is_in(let_in(app, other.id))


@pytest.mark.any_database
def test_a_disabled_account_is_out_with_its_next_request(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    with app.app_context(), unit_of_work() as session:
        session.get_one(User, officer.id).active = False
    answer = client.get("/kelola/akun")
    assert (answer.status_code, answer.location) == (303, "/masuk?next=/kelola/akun")
    with app.app_context(), unit_of_work() as session:
        session.get_one(User, officer.id).active = True


@pytest.mark.any_database
def test_a_demoted_administrator_administers_nothing_with_the_next_request(app: Flask) -> None:
    admin = an_officer(app, "agency_admin")
    client = sign_in(app, admin)
    assert client.get("/kelola/pengguna").status_code == 200
    page = Page.of(client.get("/kelola/pengguna/undang"))
    with app.app_context(), unit_of_work() as session:
        session.execute(Membership.__table__.delete().where(Membership.user_id == admin.id))
    assert client.get("/kelola/pengguna").status_code == 403
    fields = {"csrf_token": page.all("input", name="csrf_token")[0].attrib["value"], "name": "x", "email": "x@y.id"}
    assert client.post("/kelola/pengguna/undang", data=fields).status_code == 403
    assert "Pengguna" not in [words(link) for link in Page.of(client.get("/kelola")).all("a")]


def test_a_role_given_counts_with_the_next_request_too(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    with app.app_context(), unit_of_work() as session:
        factories.a_membership(session.get_one(User, officer.id), "agency_admin", factories.an_agency())
    answer = client.get("/kelola")
    assert (answer.status_code, answer.location) == (303, "/kelola/akun/dua-langkah")


@pytest.mark.any_database
def test_changing_the_password_ends_every_other_session_and_none_of_this_browser(app: Flask) -> None:
    officer = an_officer(app, "editor", has_second_step=False)
    here, there = sign_in(app, officer), sign_in(app, officer, FIREFOX)
    old_cookie = str(here.get_cookie("sipp_sesi").decoded_value)  # type: ignore[union-attr]
    fields = {"password": PASSWORD, "new_password": ANOTHER_PASSWORD, "new_password_confirm": ANOTHER_PASSWORD}
    answer = submit(here, "/kelola/akun/kata-sandi", fields)
    assert (answer.status_code, answer.location) == (303, "/kelola/akun")
    assert "Kata sandi Anda sudah diganti." in Page.of(here.get("/kelola/akun")).text
    copied = browser(app)
    copied.set_cookie("sipp_sesi", old_cookie)
    assert (is_in(here), is_in(there), is_in(copied)) == (True, False, False)
    assert actions(app)[2:] == ["accounts.end_sessions", "accounts.change_password"]
    assert [mail.subject for mail in letters(app)][-1] == "Kata sandi Anda diganti"


def test_a_session_ends_two_hours_after_the_last_request(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        client = sign_in(app, officer)
        for _ in range(3):
            time.shift(timedelta(minutes=119))
            assert is_in(client)
        time.shift(timedelta(minutes=121))
        assert not is_in(client)


def test_a_session_ends_twelve_hours_after_it_began_however_busy(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        client = sign_in(app, officer)
        for _ in range(11):
            time.shift(timedelta(hours=1))
            assert is_in(client)
        time.shift(timedelta(hours=1, seconds=1))
        assert not is_in(client)


def test_being_seen_is_written_down_at_most_every_five_minutes(app: Flask, officer: Officer) -> None:
    def seen_at() -> datetime:
        with app.app_context():
            return current_session().scalars(select(UserSession.seen_at)).one()

    with time_machine.travel(NOW, tick=False) as time:
        client = sign_in(app, officer)
        time.shift(timedelta(minutes=4))
        client.get("/kelola")
        assert seen_at() == NOW
        time.shift(timedelta(minutes=2))
        client.get("/kelola")
        assert seen_at() == NOW + timedelta(minutes=6)


def test_a_forged_or_stale_cookie_opens_nothing(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    with client.session_transaction() as cookie:
        cookie["kunci"] = "x" * 43
    assert not is_in(client)
    with client.session_transaction() as cookie:
        cookie["kunci"] = ["x"]
    assert not is_in(client)
    other = an_officer(app, "editor")
    stolen = let_in(app, officer.id)
    with app.app_context():
        uniquifier = current_session().get_one(User, other.id).fs_uniquifier
    with stolen.session_transaction() as cookie:
        cookie["_user_id"] = uniquifier
    assert not is_in(stolen)


def test_the_database_holds_no_key_that_opens_a_session(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    with client.session_transaction() as cookie:
        key = cookie["kunci"].encode()
    assert all(key not in path.read_bytes() for path in app.config["SIPP"].data_dir.glob("sipp.sqlite3*"))


def test_every_office_page_says_when_the_session_ends_and_opening_one_extends_it(app: Flask) -> None:
    officer = an_officer(app, "editor")
    morning = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    with time_machine.travel(morning, tick=False) as time:
        client = let_in(app, officer.id)
        page = Page.of(client.get("/kelola/akun"))
        assert list(page.faults()) == []
        note = page.one("p", data_session_seconds=None)
        assert "berakhir pukul 10.00 WIB" in words(note) and note.attrib["data-session-seconds"] == "7200"
        for hours in range(1, 7):
            time.move_to(morning + timedelta(hours=1.9 * hours))
            client.get("/kelola")
        page = Page.of(client.get("/kelola"))
        note = page.one("p", data_session_seconds=None)
        assert "berakhir pukul 20.00 WIB dan tidak dapat diperpanjang lagi" in words(note)
        assert note.attrib["data-session-seconds"] == "2160" and not list(note.iter("a"))
        time.move_to(morning + timedelta(hours=12, seconds=1))
        assert not is_in(client)
