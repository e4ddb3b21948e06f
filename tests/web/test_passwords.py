"""A forgotten and a changed password: who gets a link, what it opens, and which passwords are taken."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.models.accounts import User
from sipp.models.journal import OutboxMessage
from tests.operations.workers import at_once
from tests.web.officers import (
    ANOTHER_PASSWORD,
    PASSWORD,
    Officer,
    actions,
    an_officer,
    browser,
    code_of,
    give_password,
    is_in,
    letters,
    link_in,
    sign_in,
    submit,
    told,
)
from tests.web.reading import Page

NOW = datetime(2026, 11, 26, 3, 0, 5, tzinfo=UTC)


@pytest.fixture
def officer(app: Flask) -> Officer:
    return an_officer(app, "editor", has_second_step=False)


def reset_link(app: Flask, email: str) -> str:
    """The path that the mail about a forgotten password leads to."""
    assert submit(browser(app), "/masuk/lupa", {"email": email}).status_code == 303
    [mail] = [one for one in letters(app) if one.subject == "Buat kata sandi baru untuk sipp"]
    assert (mail.to, mail.language, mail.html) == (email, "id", None)
    return link_in(mail)


def choose(client: FlaskClient, link: str, password: str = ANOTHER_PASSWORD, again: str | None = None) -> object:
    """Fill in the page behind the link."""
    fields = {"password": password, "password_confirm": password if again is None else again}
    return submit(client, link, fields)


@pytest.mark.any_database
def test_a_forgotten_password_is_replaced_through_the_mailed_link(app: Flask, officer: Officer) -> None:
    elsewhere = sign_in(app, officer)
    link = reset_link(app, officer.email)
    client = browser(app)
    answer = choose(client, link)
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert "Kata sandi Anda sudah diganti." in Page.of(client.get("/masuk")).text
    assert not is_in(client) and not is_in(elsewhere)
    assert give_password(client, officer.email).status_code == 422
    assert give_password(client, officer.email, ANOTHER_PASSWORD).location == "/kelola"
    assert actions(app) == [
        "accounts.sign_in",
        "accounts.ask_reset",
        "accounts.end_sessions",
        "accounts.reset_password",
        "accounts.fail_sign_in",
        "accounts.sign_in",
    ]
    assert [mail.subject for mail in letters(app)] == ["Kata sandi Anda diganti"]


@pytest.mark.any_database
def test_a_used_link_opens_nothing_more(app: Flask, officer: Officer) -> None:
    link = reset_link(app, officer.email)
    open_page = Page.of(browser(app).get(link))
    token_holder = browser(app)
    token = Page.of(token_holder.get(link)).one("input", name="csrf_token").attrib["value"]
    choose(browser(app), link)
    assert open_page.title.startswith("Buat kata sandi baru")
    for answer in (
        token_holder.get(link),
        token_holder.post(link, data={"csrf_token": token, "password": PASSWORD, "password_confirm": PASSWORD}),
    ):
        assert answer.status_code == 404
        assert "Tautan ini tidak berlaku lagi" in Page.of(answer).title
    assert give_password(browser(app), officer.email, ANOTHER_PASSWORD).status_code == 303


def test_used_expired_forged_and_foreign_links_are_answered_alike(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        other = an_officer(app, "editor", has_second_step=False)
        used, expired = reset_link(app, officer.email), reset_link(app, other.email)
        forged = expired[:-3] + ("AAA" if not expired.endswith("AAA") else "BBB")
        choose(browser(app), used)
        time.shift(timedelta(hours=2, seconds=2))
        answers = [told(browser(app).get(link), link) for link in (used, expired, forged, "/masuk/lupa/x")]
        assert answers[0] == answers[1] == answers[2] == answers[3] and answers[0][0] == 404
        disabled = reset_link(app, other.email)
        with app.app_context(), unit_of_work() as session:
            session.get_one(User, other.id).active = False
        assert told(browser(app).get(disabled), disabled) == answers[0]


def test_a_link_made_before_the_password_changed_ends_with_it(app: Flask, officer: Officer) -> None:
    link = reset_link(app, officer.email)
    fields = {"password": PASSWORD, "new_password": ANOTHER_PASSWORD, "new_password_confirm": ANOTHER_PASSWORD}
    submit(sign_in(app, officer), "/kelola/akun/kata-sandi", fields)
    assert browser(app).get(link).status_code == 404


@pytest.mark.any_database
def test_two_requests_with_one_link_set_one_password(app: Flask, officer: Officer) -> None:
    link = reset_link(app, officer.email)
    passwords = ["payung biru di atas meja", "sepatu hijau tanpa tali"]
    browsers = [browser(app) for _ in passwords]
    tokens = [Page.of(one.get(link)).one("input", name="csrf_token").attrib["value"] for one in browsers]

    def send(number: int) -> int:
        word = passwords[number]
        fields = {"csrf_token": tokens[number], "password": word, "password_confirm": word}
        return browsers[number].post(link, data=fields).status_code

    with app.app_context():
        statuses = at_once([lambda: send(0), lambda: send(1)])
    assert sorted(statuses) == [303, 404]
    winner = passwords[statuses.index(303)]
    assert give_password(browser(app), officer.email, winner).status_code == 303


@pytest.mark.any_database
def test_an_unknown_and_a_disabled_address_are_answered_like_a_known_one(app: Flask, officer: Officer) -> None:
    disabled = an_officer(app, "editor", active=False)
    answers = [
        told(submit(browser(app), "/masuk/lupa", {"email": email}), email)
        for email in (officer.email, "tidak.ada@contoh.id", disabled.email)
    ]
    assert answers[0] == answers[1] == answers[2] and answers[0][0] == 303
    assert [mail.to for mail in letters(app)] == [officer.email]
    assert actions(app) == ["accounts.ask_reset"]


@pytest.mark.parametrize(
    ("email", "error"),
    [("", "Isi alamat surel"), ("bukan surel", "Tulis alamat surel lengkap, misalnya nama@contoh.id")],
)
def test_what_is_no_address_is_told_at_its_field(client: FlaskClient, email: str, error: str) -> None:
    answer = submit(client, "/masuk/lupa", {"email": email})
    assert (answer.status_code, Page.of(answer).errors()) == (422, {"email": error})


def test_an_address_is_not_flooded_with_links(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False):
        for email in (officer.email, "tidak.ada@contoh.id"):
            statuses = [submit(browser(app), "/masuk/lupa", {"email": email}).status_code for _ in range(8)]
            assert statuses == [303] * 5 + [429] * 3
        assert len(letters(app)) == 5


def test_no_row_of_the_outbox_holds_a_link(app: Flask, officer: Officer) -> None:
    link = reset_link(app, officer.email)
    with app.app_context():
        payloads = [one.payload for one in current_session().scalars(select(OutboxMessage))]
    assert payloads == [{"user_id": officer.id}]
    token = link.rsplit("/", 1)[1].encode()
    assert all(token not in path.read_bytes() for path in app.config["SIPP"].data_dir.glob("sipp.sqlite3*"))


def test_a_new_password_lifts_the_block_of_failed_ones(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(6):
            give_password(browser(app), officer.email, "salah")
        choose(browser(app), reset_link(app, officer.email))
        assert give_password(browser(app), officer.email, ANOTHER_PASSWORD).status_code == 303


def test_a_new_password_alone_does_not_pass_the_second_step(app: Flask) -> None:
    officer = an_officer(app, "publisher")
    client = browser(app)
    choose(client, reset_link(app, officer.email))
    assert give_password(client, officer.email, ANOTHER_PASSWORD).location == "/masuk/kode"
    assert not is_in(client)
    assert submit(client, "/masuk/kode", {"code": code_of(app, officer)}).location == "/kelola"


WEAK = [
    ("", "Isi kata sandi"),
    ("pendek", "Kata sandi terlalu pendek. Pakai paling sedikit 12 karakter."),
    ("rahasia12345", "Kata sandi ini mudah ditebak. Gabungkan beberapa kata yang tidak berhubungan."),
    ("x" * 129, "Kata sandi terlalu panjang. Pakai paling banyak 128 karakter."),
]


@pytest.mark.parametrize(("password", "error"), WEAK)
def test_a_weak_new_password_is_refused_with_its_reason(
    app: Flask, officer: Officer, password: str, error: str
) -> None:
    link = reset_link(app, officer.email)
    answer = choose(browser(app), link, password)
    page = Page.of(answer)
    assert (answer.status_code, list(page.faults())) == (422, [])
    assert page.errors()["password"] == error
    assert browser(app).get(link).status_code == 200


def test_the_second_typing_must_agree(app: Flask, officer: Officer) -> None:
    link = reset_link(app, officer.email)
    answer = choose(browser(app), link, ANOTHER_PASSWORD, "payung biru di bawah meja")
    assert Page.of(answer).errors() == {"password_confirm": "Kedua kata sandi tidak sama"}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"password": "salah sama sekali"}, {"password": "Kata sandi ini salah"}),
        ({"password": ""}, {"password": "Isi kata sandi"}),
        ({"new_password": "", "new_password_confirm": ""}, {"new_password": "Isi kata sandi baru"}),
        ({"new_password_confirm": "lain sama sekali"}, {"new_password_confirm": "Kedua kata sandi tidak sama"}),
        (
            {"new_password": PASSWORD, "new_password_confirm": PASSWORD},
            {"password": "Kata sandi baru harus berbeda dari yang lama"},
        ),
        (
            {"new_password": "petugas petugas", "new_password_confirm": "petugas petugas"},
            {"new_password": "Kata sandi ini mudah ditebak. Gabungkan beberapa kata yang tidak berhubungan."},
        ),
    ],
)
def test_a_change_of_the_password_that_cannot_be_is_told_at_its_field(
    app: Flask, officer: Officer, fields: dict[str, str], errors: dict[str, str]
) -> None:
    client = sign_in(app, officer)
    right = {"password": PASSWORD, "new_password": ANOTHER_PASSWORD, "new_password_confirm": ANOTHER_PASSWORD}
    answer = submit(client, "/kelola/akun/kata-sandi", {**right, **fields})
    found = Page.of(answer).errors()
    assert answer.status_code == 422 and errors.items() <= found.items()
    assert is_in(client) and "accounts.change_password" not in actions(app)


def test_guessing_the_own_password_in_a_stolen_session_is_slowed_down(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    fields = {"password": "salah", "new_password": ANOTHER_PASSWORD, "new_password_confirm": ANOTHER_PASSWORD}
    statuses = [submit(client, "/kelola/akun/kata-sandi", fields).status_code for _ in range(7)]
    assert statuses == [422] * 5 + [429] * 2


def test_a_disabled_account_gets_no_mail_about_itself(app: Flask, officer: Officer) -> None:
    submit(browser(app), "/masuk/lupa", {"email": officer.email})
    with app.app_context(), unit_of_work() as session:
        session.get_one(User, officer.id).active = False
    assert letters(app) == []
