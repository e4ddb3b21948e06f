"""The second step: who must set it up, how, and what opens the account when the authenticator is lost."""

import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP

from tests.operations.workers import at_once
from tests.web.officers import (
    FIREFOX,
    PASSWORD,
    Officer,
    actions,
    acts,
    an_officer,
    browser,
    code_of,
    give_password,
    is_in,
    let_in,
    letters,
    sign_in,
    submit,
    the_user,
)
from tests.web.reading import Page, words

SET_UP = "/kelola/akun/dua-langkah"
#: Every role that can publish, open identities or administer; and those that need no second step.
STRONG = ["publisher", "agency_admin", "national_admin", "custodian"]
OTHERS = ["editor", "liaison", "counter", "supervisor", "inspectorate", "head", "overseer", "auditor"]
KEPT_OUT = ["/kelola", "/kelola/akun", "/kelola/akun/kata-sandi", "/kelola/pengguna", "/kelola/akun/kode-pemulihan"]
CODE = re.compile(r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$")


def key_on(page: Page) -> str:
    """The key written below the picture."""
    return words(page.one("p", class_="key")).replace("-", "")


def codes_on(page: Page) -> list[str]:
    """The recovery codes a page shows."""
    return [words(one) for one in page.one("ul", class_="codes").iter("li")]


def set_up(client: FlaskClient, path: str = SET_UP, **more: str) -> Page:
    """Set up an authenticator as the page says; the page with the recovery codes."""
    page = Page.of(client.get(path))
    code = str(TOTP(key_on(page)).generate().token)
    answer = submit(client, path, {"code": code, **more}, to=SET_UP)
    assert answer.status_code == 200, Page.of(answer).errors()
    return Page.of(answer)


@pytest.mark.parametrize("role", STRONG)
def test_a_role_that_publishes_opens_or_administers_reaches_only_the_set_up_without_a_second_step(
    app: Flask, role: str
) -> None:
    client = sign_in(app, an_officer(app, role, has_second_step=False))
    for path in KEPT_OUT:
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (303, SET_UP), path
    page = Page.of(client.get(SET_UP))
    assert "Peran Anda mewajibkannya" in page.text and list(page.faults()) == []
    token = page.all("input", name="csrf_token")[0].attrib["value"]
    for path in ("/kelola/pengguna/undang", "/kelola/akun/kata-sandi", "/kelola/akun/sesi/akhiri-lainnya"):
        assert client.post(path, data={"csrf_token": token}).location == SET_UP
    codes = codes_on(set_up(client))
    assert len(set(codes)) == 10 and all(CODE.match(code) for code in codes)
    assert client.get("/kelola/akun").status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_work_without_a_second_step(app: Flask, role: str) -> None:
    client = sign_in(app, an_officer(app, role, has_second_step=False))
    assert client.get("/kelola/akun").status_code == 200
    assert "Aktifkan verifikasi dua langkah untuk akun Anda" in Page.of(client.get("/kelola")).text


@pytest.mark.any_database
def test_setting_up_asks_for_a_code_from_then_on_and_tells_by_mail(app: Flask) -> None:
    officer = an_officer(app, "editor", has_second_step=False)
    elsewhere, client = sign_in(app, officer, FIREFOX), sign_in(app, officer, FIREFOX)
    page = Page.of(client.get(SET_UP))
    key = key_on(page)
    set_up(client)
    assert is_in(client) and not is_in(elsewhere)
    assert actions(app)[2:] == ["accounts.end_sessions", "accounts.set_up_second_step"]
    assert [mail.subject for mail in letters(app)] == ["Verifikasi dua langkah diaktifkan"]
    again = browser(app)
    assert give_password(again, officer.email).location == "/masuk/kode"
    proven = Officer(officer.id, officer.email, key)
    assert submit(again, "/masuk/kode", {"code": code_of(app, proven)}).location == "/kelola"


def test_the_picture_and_the_key_hold_the_same_secret(app: Flask) -> None:
    officer = an_officer(app, "editor", has_second_step=False)
    page = Page.of(sign_in(app, officer).get(SET_UP))
    [uri] = [link.attrib["href"] for link in page.all("a") if link.attrib["href"].startswith("otpauth://")]
    assert f"secret={key_on(page)}" in uri and officer.email in uri and "issuer=localhost" in uri
    assert [one.tag for one in page.one("div", role="img")] == ["{http://www.w3.org/2000/svg}svg"]


def test_the_secret_on_offer_stays_until_it_is_proven(app: Flask) -> None:
    officer = an_officer(app, "editor", has_second_step=False)
    client = sign_in(app, officer)
    key = key_on(Page.of(client.get(SET_UP)))
    for code, error in (("000000", "Kode ini salah atau sudah dipakai."), ("", "Isi kode")):
        answer = submit(client, SET_UP, {"code": code})
        page = Page.of(answer)
        assert (answer.status_code, list(page.faults())) == (422, [])
        assert page.errors()["code"].startswith(error) and key_on(page) == key
    assert the_user(app, officer.id)["tf_totp_secret"] is None
    with client.session_transaction() as cookie:
        assert key not in str(dict(cookie))


def test_the_code_that_proved_the_authenticator_does_not_sign_in_again(app: Flask) -> None:
    officer = an_officer(app, "editor", has_second_step=False)
    client = sign_in(app, officer)
    key = key_on(Page.of(client.get(SET_UP)))
    set_up(client)
    again = browser(app)
    give_password(again, officer.email)
    code = str(TOTP(key).generate(time=int(time.time()) - 30).token)
    assert submit(again, "/masuk/kode", {"code": code}).status_code == 422


@pytest.mark.any_database
def test_a_recovery_code_signs_in_once_and_tells_by_mail(app: Flask) -> None:
    officer = an_officer(app, "editor", has_second_step=False)
    codes = codes_on(set_up(sign_in(app, officer)))
    letters(app)
    first, second = browser(app), browser(app)
    for client in (first, second):
        give_password(client, officer.email)
    typed = codes[3].lower().replace("-", " ")
    assert submit(first, "/masuk/kode-pemulihan", {"code": typed}).location == "/kelola"
    again = submit(second, "/masuk/kode-pemulihan", {"code": codes[3]})
    assert (again.status_code, Page.of(again).errors()) == (
        422,
        {"code": "Kode pemulihan ini salah atau sudah dipakai"},
    )
    assert is_in(first) and not is_in(second)
    assert acts(app)[-1] == ("accounts.sign_in", "user", {"how": "recovery_code"})
    [mail] = letters(app)
    assert mail.subject == "Kode pemulihan Anda dipakai untuk masuk" and "Sisa kode pemulihan: 9" in mail.text
    assert submit(second, "/masuk/kode-pemulihan", {"code": codes[4]}).location == "/kelola"


@pytest.mark.any_database
def test_one_recovery_code_sent_twice_at_once_signs_in_once(app: Flask) -> None:
    officer = an_officer(app, "editor", has_second_step=False)
    codes = codes_on(set_up(sign_in(app, officer)))
    assert sorted(sent_at_once(app, officer, "/masuk/kode-pemulihan", codes[0])) == [303, 422]


@pytest.mark.any_database
def test_one_code_sent_twice_at_once_signs_in_once(app: Flask) -> None:
    officer = an_officer(app, "editor")
    assert sorted(sent_at_once(app, officer, "/masuk/kode", code_of(app, officer))) == [303, 422]


def sent_at_once(app: Flask, officer: Officer, path: str, code: str) -> list[int]:
    """The same code from two browsers at one moment; their statuses."""
    browsers = [browser(app), browser(app)]
    tokens = []
    for one in browsers:
        give_password(one, officer.email)
        tokens.append(Page.of(one.get(path)).one("input", name="csrf_token").attrib["value"])

    def send(number: int) -> int:
        return browsers[number].post(path, data={"csrf_token": tokens[number], "code": code}).status_code

    with app.app_context():
        return at_once([lambda: send(0), lambda: send(1)])


def test_recovery_codes_are_stored_as_hashes_and_shown_once(app: Flask) -> None:
    officer = an_officer(app, "editor", has_second_step=False)
    client = sign_in(app, officer)
    codes = codes_on(set_up(client))
    stored = b"".join(path.read_bytes() for path in app.config["SIPP"].data_dir.glob("sipp.sqlite3*"))
    for code in codes:
        assert code.encode() not in stored and code.replace("-", "").encode() not in stored
    for path in (SET_UP, "/kelola/akun", "/kelola/akun/kode-pemulihan"):
        assert not any(code in client.get(path).text for code in codes)


def test_new_recovery_codes_need_the_password_and_end_the_old_ones(app: Flask) -> None:
    officer = an_officer(app, "editor", has_second_step=False)
    client = sign_in(app, officer)
    old = codes_on(set_up(client))
    for password, error in (("", "Isi kata sandi"), ("salah sekali", "Kata sandi ini salah")):
        answer = submit(client, "/kelola/akun/kode-pemulihan", {"password": password})
        assert (answer.status_code, Page.of(answer).errors()) == (422, {"password": error})
    new = codes_on(Page.of(submit(client, "/kelola/akun/kode-pemulihan", {"password": PASSWORD})))
    assert not set(old) & set(new)
    again = browser(app)
    give_password(again, officer.email)
    assert submit(again, "/masuk/kode-pemulihan", {"code": old[0]}).status_code == 422
    assert submit(again, "/masuk/kode-pemulihan", {"code": new[0]}).status_code == 303
    assert "accounts.renew_recovery_codes" in actions(app)
    assert "Kode pemulihan Anda diganti" in [mail.subject for mail in letters(app)]


def test_another_authenticator_needs_the_password_and_ends_the_old_one(app: Flask) -> None:
    officer = an_officer(app, "publisher")
    client = sign_in(app, officer)
    before = the_user(app, officer.id)["tf_totp_secret"]
    page = Page.of(client.get(f"{SET_UP}/ganti"))
    code = str(TOTP(key_on(page)).generate().token)
    answer = submit(client, f"{SET_UP}/ganti", {"code": code, "password": "salah sekali"}, to=SET_UP)
    assert Page.of(answer).errors() == {"password": "Kata sandi ini salah"}
    assert the_user(app, officer.id)["tf_totp_secret"] == before
    set_up(client, f"{SET_UP}/ganti", password=PASSWORD)
    again = browser(app)
    give_password(again, officer.email)
    assert submit(again, "/masuk/kode", {"code": code_of(app, officer)}).status_code == 422


def test_a_second_step_that_a_role_needs_cannot_be_turned_off(app: Flask) -> None:
    client = let_in(app, an_officer(app, "publisher").id)
    page = Page.of(client.get(SET_UP))
    assert "tidak dapat dinonaktifkan" in page.text
    assert client.get(f"{SET_UP}/nonaktifkan").status_code == 403
    token = page.all("input", name="csrf_token")[0].attrib["value"]
    answer = client.post(f"{SET_UP}/nonaktifkan", data={"csrf_token": token, "password": PASSWORD})
    assert answer.status_code == 403


@pytest.mark.any_database
def test_others_turn_it_off_with_the_password(app: Flask) -> None:
    officer = an_officer(app, "editor")
    client = let_in(app, officer.id)
    assert submit(client, f"{SET_UP}/nonaktifkan", {"password": "salah"}).status_code == 422
    answer = submit(client, f"{SET_UP}/nonaktifkan", {"password": PASSWORD})
    assert answer.location == "/kelola/akun"
    assert the_user(app, officer.id)["mf_recovery_codes"] is None
    assert is_in(sign_in(app, Officer(officer.id, officer.email)))
    assert actions(app)[0] == "accounts.remove_second_step"
    assert "Verifikasi dua langkah dinonaktifkan" in [mail.subject for mail in letters(app)]


def test_new_recovery_codes_without_a_second_step_are_refused(app: Flask) -> None:
    client = let_in(app, an_officer(app, "editor", has_second_step=False).id)
    answer = submit(client, "/kelola/akun/kode-pemulihan", {"password": PASSWORD})
    assert answer.status_code == 409
