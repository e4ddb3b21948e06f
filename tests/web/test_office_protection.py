"""The frame of the office: cookies, tokens, caches, languages, and what of the library must stay closed."""

import pytest
from flask import Flask

from tests.web.officers import (
    PASSWORD,
    Officer,
    an_officer,
    browser,
    code_of,
    give_password,
    is_in,
    letters,
    sign_in,
    submit,
    the_user,
)
from tests.web.reading import Page

#: Everything a stranger may reach on the way in.
WAY_IN = ["/masuk", "/masuk/lupa", "/masuk/lupa/terkirim", "/masuk/lupa/palsu", "/masuk/undangan/palsu"]


@pytest.fixture
def officer(app: Flask) -> Officer:
    return an_officer(app, "editor")


@pytest.fixture
def without_second_step(app: Flask) -> Officer:
    return an_officer(app, "editor", has_second_step=False)


def test_no_form_on_the_way_in_is_taken_without_its_token(app: Flask, officer: Officer) -> None:
    client = browser(app)
    give_password(client, officer.email)
    for path in ("/masuk", "/masuk/kode", "/masuk/kode-pemulihan", "/masuk/lupa", "/masuk/lupa/x", "/keluar"):
        for token in ({}, {"csrf_token": "x"}):
            fields = {"email": officer.email, "password": PASSWORD, "code": code_of(app, officer)}
            assert client.post(path, data={**fields, **token}).status_code == 400, path
    assert not is_in(client)


def test_nobody_can_be_signed_out_by_a_foreign_page(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    assert client.post("/keluar").status_code == 400
    assert client.get("/keluar").status_code == 200
    assert is_in(client)


def test_signing_in_gives_the_browser_a_new_session_and_token(app: Flask, officer: Officer) -> None:
    client = browser(app)
    with client.session_transaction() as planted:
        planted["kunci"], planted["laporan"] = "gepflanzt", {"id": "x", "at": "y"}
    token = Page.of(client.get("/masuk")).one("input", name="csrf_token").attrib["value"]
    give_password(client, officer.email)
    submit(client, "/masuk/kode", {"code": code_of(app, officer)})
    with client.session_transaction() as cookie:
        assert cookie["kunci"] != "gepflanzt" and "laporan" not in cookie and "tf_user_id" not in cookie
    assert client.post("/keluar", data={"csrf_token": token}).status_code == 400
    assert is_in(client)


def test_a_cookie_says_neither_who_nor_from_where(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"_user_id", "_fresh", "kunci", "csrf_token", "fs_cc"}
        assert officer.email not in str(dict(cookie)) and str(officer.id) not in cookie.values()
    names = set(client._cookies)  # type: ignore[attr-defined]
    assert {key[2] for key in names} == {"sipp_sesi"}


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(app: Flask) -> None:
    cookie = browser(app).get("/masuk").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie


def test_remembering_a_browser_is_not_offered_and_not_taken(app: Flask, without_second_step: Officer) -> None:
    client = browser(app)
    answer = submit(client, "/masuk", {"email": without_second_step.email, "password": PASSWORD, "remember": "y"})
    assert answer.status_code == 303
    assert "remember_token" not in str(answer.headers)


def test_tokens_of_the_library_open_nothing(app: Flask, without_second_step: Officer) -> None:
    client = browser(app)
    with app.app_context():
        token = app.extensions["security"].datastore.find_user(email=without_second_step.email).get_auth_token()
    for options in ({"headers": {"Authentication-Token": token}}, {"query_string": {"auth_token": token}}):
        assert client.get("/kelola", **options).status_code == 303
    answer = submit(
        client, "/masuk", {"email": without_second_step.email, "password": PASSWORD}, to="/masuk?include_auth_token"
    )
    assert answer.status_code == 303 and b"token" not in answer.data


def test_json_is_neither_taken_nor_given(app: Flask, officer: Officer) -> None:
    client = browser(app)
    token = Page.of(client.get("/masuk")).one("input", name="csrf_token").attrib["value"]
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    for body in ({"email": officer.email, "password": PASSWORD}, [1], "x"):
        for path in ("/masuk", "/masuk/lupa", "/masuk/kode", "/keluar"):
            answer = client.post(path, json=body, headers=headers)
            assert (answer.status_code, answer.mimetype) == (400, "text/html"), path
    for path in WAY_IN:
        assert client.get(path, headers={"Accept": "application/json"}).mimetype == "text/html"


def test_views_of_the_library_that_are_not_used_have_no_address(app: Flask) -> None:
    library = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")}
    assert library == {
        "security.login",
        "security.logout",
        "security.leave",
        "security.two_factor_token_validation",
        "security.two_factor_rescue",
        "security.mf_recovery",
        "security.forgot_password",
        "security.reset_sent",
        "security.reset_password",
    }
    assert browser(app).get("/masuk/kode/bantuan").status_code == 404


def test_pages_of_the_office_are_kept_by_nobody_and_not_compressed(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    for path in (*WAY_IN, "/kelola", "/kelola/akun", "/kelola/tidak-ada", "/keluar"):
        answer = client.get(path, headers={"Accept-Encoding": "gzip, br, zstd"})
        assert answer.headers["Cache-Control"] == "no-store", path
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", path
        assert "Content-Encoding" not in answer.headers, path
    public = client.get("/aksesibilitas", headers={"Accept-Encoding": "gzip, br, zstd"})
    assert "Content-Encoding" in public.headers and "X-Robots-Tag" not in public.headers


def test_citizens_pages_do_not_ask_who_is_signed_in(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    for path in ("/aksesibilitas", "/privasi", "/instansi", "/cari?q=ktp", "/"):
        answer = client.get(path)
        assert "Cookie" not in answer.headers.get("Vary", "") and "Set-Cookie" not in answer.headers, path
        assert officer.email not in answer.text and "Keluar" not in answer.text, path


def test_the_office_is_indonesian_under_every_address(app: Flask, officer: Officer) -> None:
    client = sign_in(app, officer)
    for path in ("/masuk", "/kelola", "/kelola/akun?a=1"):
        assert client.get(f"/en{path}").location == path
    page = Page.of(client.get("/kelola"))
    assert page.root.attrib["lang"] == "id" and page.all("link", rel="alternate") == []


def test_a_foreign_host_name_reaches_no_mail(app: Flask, officer: Officer) -> None:
    client = browser(app)
    submit(client, "/masuk/lupa", {"email": officer.email}, base_url="http://evil.example")
    token = Page.of(client.get("/masuk/lupa", base_url="http://evil.example"))
    client.post(
        "/masuk/lupa",
        data={"csrf_token": token.one("input", name="csrf_token").attrib["value"], "email": officer.email},
        base_url="http://evil.example",
    )
    [mail] = letters(app)
    assert "http://localhost/masuk/lupa/" in mail.text and "evil.example" not in str(mail)


def test_failures_leave_no_address_behind(app: Flask) -> None:
    give_password(browser(app), "sangat.rahasia@contoh.id", "salah")
    give_password(browser(app), "kata sandi yang salah kotak", "salah")
    stored = b"".join(path.read_bytes() for path in app.config["SIPP"].data_dir.glob("sipp.sqlite3*"))
    assert b"sangat.rahasia" not in stored and b"salah kotak" not in stored


def test_a_password_is_stored_as_an_argon2id_hash_and_a_secret_encrypted(app: Flask, officer: Officer) -> None:
    user = the_user(app, officer.id)
    assert str(user["password"]).startswith("$argon2id$")
    assert officer.base32 and officer.base32 not in user["tf_totp_secret"] and "enckey" in user["tf_totp_secret"]
