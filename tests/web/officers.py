"""Officers for tests: accounts with a password and an authenticator, and how they come in through the pages."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from passlib.totp import TOTP
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from sipp.db import current_session, unit_of_work
from sipp.jobs import outbox
from sipp.jobs.handlers import handlers_for
from sipp.messaging.mail import Mail
from sipp.models.accounts import User
from sipp.models.agencies import Agency, Unit
from sipp.models.journal import AuditEntry, OutboxMessage
from sipp.operations.sign_in import begin_session
from sipp.vault.accounts import new_session_key, session_key_hash
from sipp.web.account_events import SESSION_KEY
from tests import factories
from tests.jobs.mailbox import Mailbox
from tests.web.reading import Fields, Page, sent_by

PASSWORD = "kuda laut makan rambutan"
ANOTHER_PASSWORD = "payung biru di atas meja"
STEP_SECONDS = 30
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


@dataclass(frozen=True)
class Officer:
    """Somebody who can sign in."""

    id: int
    email: str
    base32: str | None = None


def an_officer(
    app: Flask,
    *roles: str,
    agency: Agency | None = None,
    unit: Unit | None = None,
    has_second_step: bool = True,
    **more: Any,
) -> Officer:
    """An account with roles; agency roles are for a new agency unless one is named. Call outside of a context."""
    with app.app_context(), unit_of_work():
        base32 = TOTP.new().base32_key if has_second_step else None
        secret = app.extensions["security"].totp_factory.secret_from_base32(base32) if base32 else None
        values = {
            "password": hash_password(PASSWORD),
            "tf_primary_method": "authenticator" if secret else None,
            "tf_totp_secret": secret,
        }
        user = factories.a_user(**{**values, **more})
        for role in roles:
            is_national = role in ("national_admin", "overseer", "custodian", "auditor")
            place = None if is_national else (agency or (None if unit else factories.an_agency()))
            factories.a_membership(user, role, place, unit if not is_national else None)
        return Officer(user.id, user.email, base32)


def code_of(app: Flask, officer: Officer) -> str:
    """What the authenticator shows: the next code if this one was taken already."""
    assert officer.base32
    with app.app_context():
        last = current_session().scalar(select(User.tf_last_counter).where(User.id == officer.id))
    step = max(int(time.time()) // STEP_SECONDS, (last or 0) + 1)
    return code_at(officer, step * STEP_SECONDS)


def code_at(officer: Officer, seconds: float) -> str:
    """What the authenticator shows at a moment."""
    return str(TOTP(officer.base32).generate(time=int(seconds)).token)


def form_of(page: Page, path: str) -> Fields:
    """The values of the form that is sent to this path, as a browser would send them."""
    forms = [one for one in page.all("form", method="post") if urlsplit(one.attrib.get("action", "")).path == path]
    assert len(forms) == 1, f"{len(forms)} forms to {path}"
    return sent_by(forms[0])


def submit(client: FlaskClient, shown_at: str, fields: Fields, to: str | None = None, **options: Any) -> TestResponse:
    """Open a page and send its form with these values."""
    page = Page.of(client.get(shown_at))
    path = to or urlsplit(shown_at).path
    return client.post(path, data={**form_of(page, urlsplit(path).path), **fields}, **options)


def give_password(client: FlaskClient, email: str, password: str = PASSWORD, next_path: str = "") -> TestResponse:
    """The first page of signing in."""
    query = f"?next={next_path}" if next_path else ""
    return submit(client, f"/masuk{query}", {"email": email, "password": password})


def sign_in(app: Flask, officer: Officer, user_agent: str = CHROME) -> FlaskClient:
    """A browser in which the officer signed in through the pages."""
    client = browser(app, user_agent)
    answer = give_password(client, officer.email)
    if officer.base32:
        assert (answer.status_code, answer.location) == (303, "/masuk/kode")
        answer = submit(client, "/masuk/kode", {"code": code_of(app, officer)})
    assert (answer.status_code, answer.location) == (303, "/kelola"), Page.of(answer).errors()
    return client


def browser(app: Flask, user_agent: str = CHROME) -> FlaskClient:
    """A browser of its own, in process."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = user_agent
    return client


def let_in(app: Flask, user_id: int) -> FlaskClient:
    """A browser with a session, without going through the pages."""
    client, key = browser(app), new_session_key()
    with app.app_context(), unit_of_work() as session:
        uniquifier = session.get_one(User, user_id).fs_uniquifier
        begin_session(user_id, session_key_hash(key), "Chrome/Android")
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie[SESSION_KEY] = uniquifier, key
    return client


def is_in(client: FlaskClient) -> bool:
    """Whether the browser's session still opens the desk."""
    answer = client.get("/kelola")
    assert answer.status_code in (200, 303)
    return answer.status_code == 200


def letters(app: Flask) -> list[Mail]:
    """Everything the worker sends now."""
    mailbox = Mailbox()
    with app.app_context():
        while outbox.do_next(handlers_for(app.config["SIPP"], mailbox)):
            pass
    return mailbox.mails


def link_in(mail: Mail) -> str:
    """The path of the one link in a mail that opens something."""
    links = [line for line in mail.text.splitlines() if line.startswith("http")]
    assert len(links) == 1
    return urlsplit(links[0]).path


def acts(app: Flask) -> list[tuple[str, str, dict[str, Any]]]:
    """What the journal says of accounts: action, kind of actor, details."""
    with app.app_context():
        entries = current_session().scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(one.action, one.actor_kind, one.details) for one in entries if one.action.startswith("accounts.")]


def actions(app: Flask) -> list[str]:
    """The actions of the journal, in their order."""
    return [action for action, _, _ in acts(app)]


def waiting_messages(app: Flask) -> int:
    """How many messages the outbox holds."""
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(OutboxMessage)) or 0


def the_user(app: Flask, officer_id: int) -> dict[str, Any]:
    """The columns of an account as they are stored."""
    with app.app_context():
        user = current_session().get_one(User, officer_id)
        return {column.key: getattr(user, column.key) for column in User.__mapper__.column_attrs}


def everything_stored(app: Flask) -> Iterator[bytes]:
    """Every byte of a SQLite database, its write-ahead log included."""
    for path in app.config["SIPP"].data_dir.glob("sipp.sqlite3*"):
        yield path.read_bytes()


#: What differs between any two answers.
OF_ONE_ANSWER = frozenset({"X-Request-ID", "Date", "Content-Length", "Set-Cookie"})


def told(answer: TestResponse, *asked: object) -> tuple[int, list[tuple[str, str]], str]:
    """What an answer tells whoever asked for something: all of it but the names asked for and the form's tokens."""
    without_tokens = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data().decode(errors="replace"))
    headers = sorted((name, _without(value, asked)) for name, value in answer.headers if name not in OF_ONE_ANSWER)
    return answer.status_code, headers, _without(without_tokens, asked)


def _without(text: str, names: tuple[object, ...]) -> str:
    text = text.replace("%3D", "=")
    for name in names:
        text = re.sub(rf"(?<![\w-]){re.escape(str(name))}(?![\w-])", "...", text)
    return text
