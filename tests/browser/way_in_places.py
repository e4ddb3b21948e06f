"""The way into the back office: signing in, a forgotten password, invitations."""

from playwright.sync_api import Page

from tests.browser.office import Office
from tests.browser.office_steps import Steps, office_at, refused, send
from tests.browser.places import fill, go
from tests.web.officers import PASSWORD


def _sign_in_refused(_office: Office, page: Page) -> None:
    go(page, "/masuk")
    fill(page, "email", "tidak.ada@contoh.id")
    fill(page, "password", "salah sama sekali")
    assert send(page) == 422


def _code(office: Office, page: Page) -> None:
    go(page, "/masuk")
    fill(page, "email", office.officers["editor"].email)
    fill(page, "password", PASSWORD)
    send(page)
    assert page.url.endswith("/masuk/kode")


def _code_refused(office: Office, page: Page) -> None:
    _code(office, page)
    assert send(page) == 422


def _recovery_code(office: Office, page: Page) -> None:
    _code(office, page)
    go(page, "/masuk/kode-pemulihan")


def _reset(office: Office, page: Page) -> None:
    go(page, office.reset_path())


def _reset_refused(office: Office, page: Page) -> None:
    _reset(office, page)
    fill(page, "password", "pendek")
    assert send(page) == 422


def _invitation(office: Office, page: Page) -> None:
    go(page, office.invitation_path())


def _invitation_refused(office: Office, page: Page) -> None:
    _invitation(office, page)
    assert send(page) == 422


def _invitation_for_an_account(office: Office, page: Page) -> None:
    go(page, office.invitation_path(office.officers["counter"].email))


#: Name -> the officer who is signed in (none: a stranger), and the steps.
WAY_IN: dict[str, tuple[str | None, Steps]] = {
    "office: sign in": (None, office_at("/masuk")),
    "office: sign in, 422": (None, _sign_in_refused),
    "office: code": (None, _code),
    "office: code, 422": (None, _code_refused),
    "office: recovery code": (None, _recovery_code),
    "office: forgotten password": (None, office_at("/masuk/lupa")),
    "office: forgotten password, 422": (None, refused("/masuk/lupa")),
    "office: link sent": (None, office_at("/masuk/lupa/terkirim")),
    "office: new password": (None, _reset),
    "office: new password, 422": (None, _reset_refused),
    "office: link gone": (None, office_at("/masuk/lupa/x")),
    "office: invitation": (None, _invitation),
    "office: invitation, 422": (None, _invitation_refused),
    "office: invitation to an account": (None, _invitation_for_an_account),
    "office: own invitation": ("counter", _invitation_for_an_account),
    "office: invitation gone": (None, office_at("/masuk/undangan/x")),
}
