"""Signing in and out: what opens the office, what does not, and what each leaves behind."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from sipp.db import db
from tests.web.officers import (
    PASSWORD,
    Officer,
    actions,
    acts,
    an_officer,
    browser,
    code_at,
    code_of,
    give_password,
    is_in,
    letters,
    sign_in,
    submit,
    waiting_messages,
)
from tests.web.reading import Page

WRITING = {"INSERT", "UPDATE", "DELETE"}
NOW = datetime(2026, 11, 26, 3, 0, 5, tzinfo=UTC)


@pytest.fixture
def officer(app: Flask) -> Officer:
    return an_officer(app, "editor")


@pytest.fixture
def without_second_step(app: Flask) -> Officer:
    return an_officer(app, "editor", has_second_step=False)


@pytest.mark.any_database
def test_password_and_code_open_the_desk_and_the_journal_knows_it(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    page = Page.of(client.get("/kelola"))
    assert officer.email in page.text and "Penyusun standar" in page.text
    assert acts(app) == [("accounts.sign_in", "user", {"how": "code"})]


@pytest.mark.any_database
def test_a_password_alone_opens_the_desk_where_no_role_asks_for_more(app: Flask, without_second_step: Officer) -> None:
    assert is_in(sign_in(app, without_second_step))
    assert acts(app) == [("accounts.sign_in", "user", {"how": "password"})]


def test_the_address_is_read_without_its_capitals_and_spaces(app: Flask, without_second_step: Officer) -> None:
    client = browser(app)
    assert give_password(client, f"  {without_second_step.email.upper()} ").status_code == 303
    assert is_in(client)


def test_the_password_alone_does_not_open_what_a_code_protects(app: Flask, officer: Officer) -> None:
    client = browser(app)
    assert give_password(client, officer.email).location == "/masuk/kode"
    assert not is_in(client)
    assert client.get("/kelola/akun").location == "/masuk?next=/kelola/akun"


@pytest.mark.any_database
def test_wrong_unknown_and_disabled_are_answered_alike(app: Flask, officer: Officer) -> None:
    disabled = an_officer(app, "editor", active=False)
    answers = []
    for email, password in (
        (officer.email, "salah sama sekali"),
        ("tidak.ada@contoh.id", PASSWORD),
        (disabled.email, PASSWORD),
        (disabled.email, "salah sama sekali"),
    ):
        answer = give_password(browser(app), email, password)
        page = Page.of(answer)
        assert (answer.status_code, list(page.faults())) == (422, [])
        assert page.title.startswith("Kesalahan: ")
        answers.append((page.errors(), page.text))
    assert len({str(errors) for errors, _ in answers}) == len({text for _, text in answers}) == 1
    assert answers[0][0] == {"email": "Alamat surel atau kata sandi salah"}
    assert [action for action in actions(app) if action == "accounts.sign_in"] == []
    assert acts(app)[0] == ("accounts.fail_sign_in", "public", {"step": "password"})


def test_what_was_typed_stays_but_never_the_password(app: Flask, officer: Officer) -> None:
    answer = give_password(browser(app), officer.email, "salah sama sekali")
    page = Page.of(answer)
    assert page.one("input", name="email").attrib["value"] == officer.email
    assert "value" not in page.one("input", name="password").attrib
    assert "salah sama sekali" not in page.html


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"email": "", "password": ""}, {"email": "Isi alamat surel", "password": "Isi kata sandi"}),
        ({"email": "a@contoh.id", "password": " "}, {"password": "Isi kata sandi"}),
        ({"email": "", "password": "x"}, {"email": "Isi alamat surel"}),
    ],
)
def test_an_empty_field_is_named(client: FlaskClient, fields: dict[str, str], errors: dict[str, str]) -> None:
    answer = submit(client, "/masuk", fields)
    assert (answer.status_code, Page.of(answer).errors()) == (422, errors)


@pytest.mark.any_database
def test_a_code_is_taken_once(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False):
        first, second = browser(app), browser(app)
        for client in (first, second):
            give_password(client, officer.email)
        code = code_of(app, officer)
        assert submit(first, "/masuk/kode", {"code": code}).location == "/kelola"
        replayed = submit(second, "/masuk/kode", {"code": code})
        assert replayed.status_code == 422
        assert "sudah dipakai" in Page.of(replayed).errors()["code"]
        assert not is_in(second)
        earlier = code_at(officer, NOW.timestamp() - 30)
        assert submit(second, "/masuk/kode", {"code": earlier}).status_code == 422


def test_a_clock_may_be_one_step_wrong_and_no_more(app: Flask) -> None:
    with time_machine.travel(NOW, tick=False):
        for steps, status in ((-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)):
            officer, client = an_officer(app, "editor"), browser(app)
            give_password(client, officer.email)
            answer = submit(client, "/masuk/kode", {"code": code_at(officer, NOW.timestamp() + 30 * steps)})
            assert answer.status_code == status, steps


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "1" * 500, "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_a_wrong_code_is_told_at_its_field(app: Flask, officer: Officer, code: str) -> None:
    client = browser(app)
    give_password(client, officer.email)
    answer = submit(client, "/masuk/kode", {"code": code})
    assert answer.status_code == 422
    assert list(Page.of(answer).errors()) == ["code"]
    assert not is_in(client)


def test_a_code_with_a_space_in_it_is_read(app: Flask, officer: Officer) -> None:
    client = browser(app)
    give_password(client, officer.email)
    code = code_of(app, officer)
    assert submit(client, "/masuk/kode", {"code": f" {code[:3]} {code[3:]} "}).status_code == 303


def test_the_code_must_come_within_ten_minutes(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        client = browser(app)
        give_password(client, officer.email)
        time.shift(timedelta(minutes=11))
        answer = client.get("/masuk/kode")
        assert (answer.status_code, answer.location) == (303, "/masuk")
        assert "Waktu untuk mengetik kode sudah habis" in Page.of(client.get("/masuk")).text


def test_nobody_reaches_the_page_for_codes_without_the_password(client: FlaskClient) -> None:
    for path in ("/masuk/kode", "/masuk/kode-pemulihan"):
        assert client.get(path).location == "/masuk"
        token = Page.of(client.get("/masuk")).one("input", name="csrf_token").attrib["value"]
        assert client.post(path, data={"csrf_token": token, "code": "000000"}).location == "/masuk"


def test_the_code_may_be_sent_to_the_address_of_the_sign_in_page_too(app: Flask, officer: Officer) -> None:
    client = browser(app)
    give_password(client, officer.email)
    token = Page.of(client.get("/masuk/kode")).one("input", name="csrf_token").attrib["value"]
    answer = client.post("/masuk", data={"csrf_token": token, "code": code_of(app, officer)})
    assert (answer.status_code, answer.location) == (303, "/kelola")


@pytest.mark.any_database
def test_five_failures_block_and_each_further_one_doubles_the_wait(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        client = browser(app)
        assert [give_password(client, officer.email, "salah").status_code for _ in range(5)] == [422] * 5
        waits = []
        for _ in range(8):
            refused = give_password(client, officer.email)
            assert (refused.status_code, Page.of(refused).errors()) == (
                429,
                {"email": "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."},
            )
            waits.append(int(refused.headers["Retry-After"]) - 1)
            time.shift(timedelta(seconds=waits[-1], milliseconds=1))
            assert give_password(client, officer.email, "salah").status_code == 422
        assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
        time.shift(timedelta(minutes=15, seconds=1))
        assert give_password(client, officer.email).location == "/masuk/kode"
        assert give_password(client, officer.email, "salah").status_code == 422


def test_an_unknown_address_waits_like_a_known_one(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False):
        answers = []
        for email in (officer.email, "tidak.ada@contoh.id"):
            client = browser(app)
            answers.append([give_password(client, email, "salah sekali").status_code for _ in range(7)])
            answers.append([give_password(client, email).headers.get("Retry-After")])
        assert answers[:2] == answers[2:] == [[422] * 5 + [429] * 2, ["31"]]


def test_a_block_holds_in_every_browser_and_lifts_for_nobody_else(app: Flask, officer: Officer) -> None:
    other = an_officer(app, "editor", has_second_step=False)
    for _ in range(5):
        give_password(browser(app), officer.email, "salah")
    assert give_password(browser(app), officer.email).status_code == 429
    assert is_in(sign_in(app, other))


@pytest.mark.any_database
def test_wrong_codes_block_too_and_a_right_password_does_not_lift_it(app: Flask, officer: Officer) -> None:
    with time_machine.travel(NOW, tick=False):
        client = browser(app)
        give_password(client, officer.email)
        assert [submit(client, "/masuk/kode", {"code": "000000"}).status_code for _ in range(5)] == [422] * 5
        again = browser(app)
        give_password(again, officer.email)
        blocked = submit(again, "/masuk/kode", {"code": code_of(app, officer)})
        assert (blocked.status_code, blocked.headers["Retry-After"]) == (429, "31")
        assert [details for action, _, details in acts(app) if action == "accounts.fail_sign_in"] == [
            {"step": "code"}
        ] * 5


def test_a_success_forgives_the_failures_before_it(app: Flask, without_second_step: Officer) -> None:
    for _ in range(3):
        for _ in range(4):
            assert give_password(browser(app), without_second_step.email, "salah").status_code == 422
        assert is_in(sign_in(app, without_second_step))


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/kelola",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/kelola/..//evil.example",
        "/kelola\t//evil.example",
        "javascript:alert(1)",
        "/kelolaX",
        "/lacak",
        "/kelola/%2e%2e",
        "http:kelola",
        " /kelola",
    ],
)
@pytest.mark.parametrize("has_second_step", [True, False])
def test_no_address_leads_out_of_the_office_after_signing_in(app: Flask, target: str, has_second_step: bool) -> None:
    officer, client = an_officer(app, "editor", has_second_step=has_second_step), browser(app)
    page = Page.of(client.get("/masuk", query_string={"next": target}))
    assert page.all("input", name="next") == []
    token = page.one("input", name="csrf_token").attrib["value"]
    fields = {"csrf_token": token, "email": officer.email, "password": PASSWORD, "next": target}
    answer = client.post("/masuk", data=fields, query_string={"next": target})
    if has_second_step:
        assert answer.location == "/masuk/kode"
        shown = Page.of(client.get("/masuk/kode", query_string={"next": target}))
        token = shown.one("input", name="csrf_token").attrib["value"]
        answer = client.post(
            "/masuk/kode",
            data={"csrf_token": token, "code": code_of(app, officer), "next": target},
            query_string={"next": target},
        )
    assert (answer.status_code, answer.location) == (303, "/kelola")


def test_signing_in_leads_back_to_the_page_that_asked_for_it(app: Flask, officer: Officer) -> None:
    client = browser(app)
    asked = client.get("/kelola/akun?a=1")
    assert asked.location == "/masuk?next=/kelola/akun?a%3D1"
    page = Page.of(client.get(asked.location))
    token = page.one("input", name="csrf_token").attrib["value"]
    next_path = page.one("input", name="next").attrib["value"]
    fields = {"csrf_token": token, "email": officer.email, "password": PASSWORD, "next": next_path}
    answer = client.post("/masuk", data=fields)
    answer = submit(client, answer.location, {"code": code_of(app, officer)})
    assert answer.location == "/kelola/akun?a=1"


@pytest.mark.any_database
def test_signing_out_ends_the_session_for_the_cookie_that_was_copied_too(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    copied = str(client.get_cookie("sipp_sesi").decoded_value)  # type: ignore[union-attr]
    answer = submit(client, "/kelola", {}, to="/keluar")
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert "Anda sudah keluar." in Page.of(client.get("/masuk")).text
    thief = browser(app)
    thief.set_cookie("sipp_sesi", copied)
    assert not is_in(client) and not is_in(thief)
    assert actions(app) == ["accounts.sign_in", "accounts.sign_out"]


def test_a_browser_never_used_before_is_told_by_mail(app: Flask, officer: Officer) -> None:
    sign_in(app, officer)
    assert waiting_messages(app) == 0
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2)):
        sign_in(app, officer)
        assert waiting_messages(app) == 0
        sign_in(app, officer, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1")
        [mail] = letters(app)
    assert mail.to == officer.email and mail.subject == "Masuk dari peramban baru"
    assert "Safari di iPhone" in mail.text and "/kelola/akun" in mail.text


def test_a_signed_in_officer_is_led_past_the_way_in(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    for path in ("/masuk", "/masuk/kode", "/masuk/kode-pemulihan"):
        assert client.get(path).location == "/kelola", path
    assert is_in(client)


@pytest.mark.parametrize("path", ["/masuk", "/masuk/lupa"])
def test_an_unknown_address_costs_as_many_writing_transactions_as_a_known_one(
    app: Flask, officer: Officer, path: str
) -> None:
    """A commit with something to write takes longer than one without: that would tell which addresses have accounts."""

    def writing_transactions(email: str) -> int:
        client = browser(app)
        client.get(path)
        with app.app_context():
            engine = db.engine
        verbs: list[str] = []

        def see_statement(*call: Any) -> None:
            verbs.append(str(call[2]).split(maxsplit=1)[0].upper())

        event.listen(engine, "before_cursor_execute", see_statement)
        try:
            assert submit(client, path, {"email": email, "password": "salah sekali"}).status_code in (303, 422)
        finally:
            event.remove(engine, "before_cursor_execute", see_statement)
        transactions = " ".join(verbs).split("BEGIN")
        return sum(any(verb in WRITING for verb in statements.split()) for statements in transactions)

    assert writing_transactions("tidak.ada@contoh.id") == writing_transactions(officer.email) > 0
