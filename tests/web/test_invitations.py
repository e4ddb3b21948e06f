"""Invitations: a signed link that works once, for a while, and only as long as who sent it may send it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.models.accounts import Invitation, Membership, User
from sipp.models.agencies import Agency
from sipp.models.journal import OutboxMessage
from tests import factories
from tests.operations.workers import at_once
from tests.web.officers import (
    ANOTHER_PASSWORD,
    Officer,
    actions,
    an_officer,
    browser,
    give_password,
    is_in,
    let_in,
    letters,
    link_in,
    submit,
    told,
)
from tests.web.reading import Page

NOW = datetime(2026, 11, 26, 3, 0, 5, tzinfo=UTC)
INVITED = "siti.aminah@contoh.id"
FIELDS = {"name": "Siti Aminah", "email": "Siti.Aminah@contoh.id", "roles": ["editor", "liaison"], "unit": "semua"}
CHOSEN = {"password": ANOTHER_PASSWORD, "password_confirm": ANOTHER_PASSWORD}


@pytest.fixture
def agency(app: Flask) -> Agency:
    with app.app_context(), unit_of_work() as session:
        agency: Agency = factories.an_agency("kota-contoh", name="Kota Contoh")
        session.refresh(agency)
        session.expunge(agency)
    return agency


@pytest.fixture
def admin(app: Flask, agency: Agency) -> Officer:
    return an_officer(app, "agency_admin", agency=agency)


def invited(app: Flask, admin: Officer, **more: object) -> str:
    """Invite somebody through the page; the path that the mail leads to."""
    client = let_in(app, admin.id)
    answer = submit(client, "/kelola/pengguna/undang", {**FIELDS, **more})
    assert (answer.status_code, answer.location) == (303, "/kelola/pengguna"), Page.of(answer).errors()
    [mail] = letters(app)
    return link_in(mail)


def roles_of(app: Flask, email: str = INVITED) -> list[tuple[str, int | None, int | None]]:
    with app.app_context():
        user = current_session().scalars(select(User).where(User.email == email)).one()
        held = current_session().scalars(select(Membership).where(Membership.user_id == user.id))
        return sorted((one.role, one.agency_id, one.unit_id) for one in held)


@pytest.mark.any_database
def test_an_invitation_makes_an_account_with_its_roles(app: Flask, admin: Officer, agency: Agency) -> None:
    link = invited(app, admin)
    client = browser(app)
    page = Page.of(client.get(link))
    assert list(page.faults()) == []
    for part in ("Siti Aminah", INVITED, "Penyusun standar", "Pejabat penghubung", "Kota Contoh, seluruh instansi"):
        assert part in page.text
    answer = submit(client, link, CHOSEN)
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert "Akun Anda siap." in Page.of(client.get("/masuk")).text and not is_in(client)
    assert give_password(client, INVITED, ANOTHER_PASSWORD).location == "/kelola"
    assert roles_of(app) == [("editor", agency.id, None), ("liaison", agency.id, None)]
    assert actions(app)[:4] == [
        "accounts.invite",
        "accounts.create",
        "accounts.accept_invitation",
        "accounts.grant_role",
    ]


def test_the_mail_says_who_what_where_and_until_when(app: Flask, admin: Officer) -> None:
    with time_machine.travel(NOW, tick=False):
        submit(let_in(app, admin.id), "/kelola/pengguna/undang", FIELDS)
        [mail] = letters(app)
    assert (mail.to, mail.subject) == (INVITED, "Undangan menjadi petugas di sipp")
    for part in ("Yth. Siti Aminah,", "- Penyusun standar", "- Pejabat penghubung", "Kota Contoh, seluruh instansi"):
        assert part in mail.text
    assert "sampai 3 Desember 2026 pukul 10.00 WIB" in mail.text


@pytest.mark.any_database
def test_a_used_withdrawn_expired_forged_and_unknown_link_are_answered_alike(app: Flask, admin: Officer) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        used = invited(app, admin)
        submit(browser(app), used, CHOSEN)
        withdrawn = invited(app, admin, email="kedua@contoh.id")
        client = let_in(app, admin.id)
        [path] = [
            form.attrib["action"]
            for form in Page.of(client.get("/kelola/pengguna")).all("form", method="post")
            if "/undangan/" in form.attrib["action"]
        ]
        submit(client, "/kelola/pengguna", {}, to=path)
        expired = invited(app, admin, email="ketiga@contoh.id")
        time.shift(timedelta(days=7, seconds=1))
        good = invited(app, admin, email="keempat@contoh.id")
        forged = good[:-2] + ("aa" if not good.endswith("aa") else "bb")
        answers = [
            told(browser(app).get(link), link)
            for link in (used, withdrawn, expired, forged, "/masuk/undangan/x", "/masuk/undangan/eA.x")
        ]
        assert len({str(answer) for answer in answers}) == 1 and answers[0][0] == 404
        shown = browser(app)
        token = Page.of(shown.get(good)).one("input", name="csrf_token").attrib["value"]
        for link in (used, withdrawn, expired, forged):
            assert shown.post(link, data={"csrf_token": token, **CHOSEN}).status_code == 404
        assert shown.post(good, data={"csrf_token": token, **CHOSEN}).status_code == 303


@pytest.mark.any_database
def test_two_requests_with_one_invitation_make_one_account(app: Flask, admin: Officer) -> None:
    link = invited(app, admin)
    browsers = [browser(app), browser(app)]
    tokens = [Page.of(one.get(link)).one("input", name="csrf_token").attrib["value"] for one in browsers]

    def accept(number: int) -> tuple[int, str | None]:
        answer = browsers[number].post(link, data={"csrf_token": tokens[number], **CHOSEN})
        return answer.status_code, answer.location

    with app.app_context():
        answers = at_once([lambda: accept(0), lambda: accept(1)])
    answers.remove((303, "/masuk"))
    # Too late for the link, or just late enough to learn that the address has an account by now.
    assert answers[0][0] in (404, 409) or answers[0] == (303, f"/masuk?next={link}")
    assert len(roles_of(app)) == 2


def test_an_invitation_falls_with_the_right_of_who_sent_it(app: Flask, admin: Officer) -> None:
    link = invited(app, admin)
    with app.app_context(), unit_of_work() as session:
        session.execute(Membership.__table__.delete().where(Membership.user_id == admin.id))
    assert browser(app).get(link).status_code == 404


def test_inviting_the_same_address_again_withdraws_the_older_link(app: Flask, admin: Officer) -> None:
    first = invited(app, admin)
    second = invited(app, admin, roles=["head"])
    assert (browser(app).get(first).status_code, browser(app).get(second).status_code) == (404, 200)


def test_no_row_holds_the_link(app: Flask, admin: Officer) -> None:
    token = invited(app, admin).rsplit("/", 1)[1].encode()
    with app.app_context():
        [message] = current_session().scalars(select(OutboxMessage))
        assert list(message.payload) == ["invitation_id"]
    assert all(token not in path.read_bytes() for path in app.config["SIPP"].data_dir.glob("sipp.sqlite3*"))


def test_a_withdrawn_invitation_is_not_mailed_any_more(app: Flask, admin: Officer) -> None:
    submit(let_in(app, admin.id), "/kelola/pengguna/undang", FIELDS)
    with app.app_context(), unit_of_work() as session:
        session.scalars(select(Invitation)).one().withdrawn_at = NOW
    assert letters(app) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"password": "", "password_confirm": ""}, "password"),
        ({"password": "pendek", "password_confirm": "pendek"}, "password"),
        ({"password": "Siti Aminah 2026", "password_confirm": "Siti Aminah 2026"}, "password"),
        ({"password": ANOTHER_PASSWORD, "password_confirm": "lain"}, "password_confirm"),
        ({"password": ANOTHER_PASSWORD, "password_confirm": ""}, "password_confirm"),
    ],
)
def test_a_password_that_is_not_taken_is_told_and_the_link_stays_good(
    app: Flask, admin: Officer, fields: dict[str, str], field: str
) -> None:
    link = invited(app, admin)
    answer = submit(browser(app), link, fields)
    assert answer.status_code == 422 and list(Page.of(answer).errors()) == [field]
    assert submit(browser(app), link, CHOSEN).status_code == 303


@pytest.mark.any_database
def test_who_has_an_account_signs_in_and_gets_the_roles_added(app: Flask, admin: Officer, agency: Agency) -> None:
    officer = an_officer(app, "editor", email=INVITED, has_second_step=False)
    link = invited(app, admin)
    stranger = browser(app)
    page = Page.of(stranger.get(link))
    assert page.all("input", name="password") == []
    [to_sign_in] = [a.attrib["href"] for a in page.all("a") if a.attrib["href"].startswith("/masuk?")]
    token = Page.of(stranger.get(to_sign_in)).one("input", name="csrf_token").attrib["value"]
    assert stranger.post(link, data={"csrf_token": token, **CHOSEN}).location.startswith("/masuk?next=/masuk/undangan/")
    other = let_in(app, an_officer(app, "editor").id)
    assert "Masuk dulu dengan akun itu" in Page.of(other.get(link)).text
    fields = {"csrf_token": Page.of(other.get("/kelola")).all("input", name="csrf_token")[0].attrib["value"]}
    assert other.post(link, data=fields).status_code == 303
    client = browser(app)
    back = submit(client, to_sign_in, {"email": INVITED, "password": "kuda laut makan rambutan"}, to="/masuk")
    assert back.location == link
    assert submit(client, link, {}).location == "/kelola"
    assert ("liaison", agency.id, None) in roles_of(app) and len(roles_of(app)) == 3
    assert officer.id and browser(app).get(link).status_code == 404
