"""What Flask-Security's signals and mails leave behind: sessions, audit entries, outbox rows.

Signals come while a view of the library runs, and that may be before a writing transaction: passwords are hashed
outside of one, so that nobody who tries passwords holds up those who report. So each signal only says what must be
written, and the door writes it in its unit of work, before the answer.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, g, session
from flask_security import MailUtil
from flask_security.signals import (
    password_changed,
    password_reset,
    reset_password_instructions_sent,
    user_authenticated,
    user_failed_authn,
)

from sipp.models.accounts import User
from sipp.models.types import uuid7
from sipp.operations import accounts, sign_in
from sipp.operations.journal import post
from sipp.vault.accounts import new_session_key, session_key_hash
from sipp.web.browsers import browser_of_request

#: What the cookie holds of a session; see UserSession.
SESSION_KEY = "kunci"

Act = Callable[[], object]


def init_account_events(app: Flask) -> None:
    """Listen to the library."""
    user_authenticated.connect(_on_authenticated, app)
    user_failed_authn.connect(_on_failed, app)
    password_reset.connect(_on_password_reset, app)
    password_changed.connect(_on_password_changed, app)
    reset_password_instructions_sent.connect(_on_reset_asked, app)


def afterwards(act: Act) -> None:
    """Have something done in the unit of work of the door at hand."""
    g.setdefault("account_acts", []).append(act)


def write_down() -> None:
    """Do what the signals asked for, in their order; call inside the unit of work."""
    for act in g.pop("account_acts", []):
        act()


def attempt_at(key: str) -> None:
    """Name the attempt that this request makes; a sign-in that succeeds forgives it."""
    g.attempt = key


class OutboxMail(MailUtil):
    """The library's mails as outbox rows. The worker writes the words, and makes the link when it sends it.

    So no row ever holds a link that opens an account.
    """

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: Any, html: Any, **context: Any
    ) -> None:
        """Queue the mail; its template is the name of a message (settings of ``web/security.py``)."""
        user_id: int = context["user"].id
        if template == "account_reset":
            afterwards(lambda: post(template, f"{template}:{uuid7()}", {"user_id": user_id}))
        else:
            afterwards(lambda: sign_in.tell(user_id, template))


def _on_authenticated(_app: Flask, user: User, authn_via: list[str] | None, **_more: object) -> None:
    """Somebody proved who they are: a fresh cookie (no planted one lives on), and a session of its own."""
    user_id, key, browser = user.id, new_session_key(), browser_of_request()
    how = str(g.get("sign_in_how", "password"))
    _renew_cookie(key)
    if authn_via == ["change"]:
        afterwards(lambda: setattr(g, "user_session", sign_in.begin_session(user_id, session_key_hash(key), browser)))
        return
    afterwards(lambda: setattr(g, "user_session", sign_in.sign_in(user_id, session_key_hash(key), browser, how)))
    if "attempt" in g:
        afterwards(lambda: sign_in.forgive(g.attempt))


def _on_failed(_app: Flask, user: User, auth_type: str, **_more: object) -> None:
    user_id = user.id
    afterwards(lambda: sign_in.note_failed_sign_in(user_id, auth_type))


def _on_password_reset(_app: Flask, user: User, **_more: object) -> None:
    user_id = user.id
    afterwards(lambda: accounts.note_password_reset(user_id))


def _on_password_changed(_app: Flask, user: User, **_more: object) -> None:
    user_id = user.id
    afterwards(lambda: accounts.note_password_changed(user_id, g.user_session.id))


def _on_reset_asked(_app: Flask, user: User, **_more: object) -> None:
    user_id = user.id
    afterwards(lambda: accounts.note_reset_asked(user_id))


def _renew_cookie(key: str) -> None:
    kept = {name: session[name] for name in ("_user_id", "_fresh") if name in session}
    session.clear()
    session.update(kept)
    session[SESSION_KEY] = key
    g.pop("csrf_token", None)
