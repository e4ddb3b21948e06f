"""Flask-Security in this house: its settings and parts. Its views stand in ``web/office/sign_in.py``.

It brings hashing, codes, tokens and the steps of signing in. The house brings what it has its own way of: sessions as
rows, mail through the outbox, errors as codes with words in ``web/forms/messages.py``, and no JSON.
"""

import threading
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, redirect, session, url_for
from flask_login import current_user
from flask_security import LoginForm, PasswordUtil, Security, SQLAlchemyUserDatastore, TwoFactorRescueForm
from werkzeug.wrappers import Response
from wtforms import RadioField

from sipp.config import Config
from sipp.db import db
from sipp.models.accounts import User
from sipp.operations.sign_in import find_session
from sipp.rules.passwords import password_fault
from sipp.vault.accounts import session_key_hash
from sipp.vault.second_step import WINDOW_SECONDS, RecoveryCodes, SecondStep, totp_secrets
from sipp.web.account_events import SESSION_KEY, OutboxMail, init_account_events

RESET_WITHIN = timedelta(hours=2)
#: An Argon2 hash takes 64 MB: so many at once in a process.
HASHES_AT_ONCE = 2

SETTINGS: dict[str, Any] = {
    "FLASH_MESSAGES": False,
    "RETURN_GENERIC_RESPONSES": True,
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "API_ENABLED_METHODS": ["session"],
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_SINGLE_HASH": True,
    # What a reset link carries is as slow to make as the hash that stands in for it at an unknown address.
    "HASHING_SCHEMES": ["argon2"],
    "FRESHNESS": timedelta(seconds=-1),
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "RESET_PASSWORD_WITHIN": RESET_WITHIN,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": WINDOW_SECONDS,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "POST_LOGIN_VIEW": "desk.home",
    "POST_LOGOUT_VIEW": "security.login",
    "POST_RESET_VIEW": "security.login",
    "POST_CHANGE_VIEW": "own_account.overview",
    # The worker renders mails; their names are those of the outbox's messages.
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "EMAIL_TEMPLATE_PASSWORD_RESET": "account_reset",
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "password_reset",
    "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "password_changed",
    "LOGIN_USER_TEMPLATE": "office/sign_in.html",
    "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "office/code.html",
    "MULTI_FACTOR_RECOVERY_TEMPLATE": "office/recovery_code.html",
    "FORGOT_PASSWORD_TEMPLATE": "office/forgot.html",
    "RESET_PASSWORD_TEMPLATE": "office/reset.html",
    "CHANGE_PASSWORD_TEMPLATE": "office/change_password.html",
}
#: The library's messages as codes of the house.
MESSAGE_CODES = {
    "EMAIL_NOT_PROVIDED": "required",
    "PASSWORD_NOT_PROVIDED": "required",
    "INVALID_EMAIL_ADDRESS": "not_an_email",
    "GENERIC_AUTHN_FAILED": "wrong_credentials",
    "INVALID_PASSWORD": "wrong_password",
    "RETYPE_PASSWORD_MISMATCH": "passwords_differ",
    "PASSWORD_IS_THE_SAME": "same_password",
    "TWO_FACTOR_INVALID_TOKEN": "wrong_code",
    "INVALID_RECOVERY_CODE": "wrong_recovery_code",
}


class Datastore(SQLAlchemyUserDatastore):
    """The library's way to the users. It never commits: the doors do, with their unit of work."""

    def commit(self) -> None:
        """Nothing: see above."""


class Passwords(PasswordUtil):
    """The house's rule about passwords, told as error codes."""

    def validate(self, password: str, is_register: bool, **more: Any) -> tuple[list[str] | None, str]:
        """The fault of a new password, if any, and the password as it will be hashed."""
        normal = self.normalize(password)
        fault = password_fault(normal, more["user"].email, more["user"].name)
        return ([fault] if fault else None), normal


class SignInForm(LoginForm):
    """Address and password. No "remember me": a session ends. Where to go afterwards is the door's part."""

    remember = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.email.data = (self.email.data or "").strip()
        self.next.data = ""


class NoRescueForm(TwoFactorRescueForm):
    """Help for who has no code is on the page itself; the library builds its own choice beside every code form."""

    help_setup = RadioField(choices=[])


class FewAtOnce:
    """A password context that hashes at most so many passwords at once."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._places = threading.BoundedSemaphore(HASHES_AT_ONCE)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def hash(self, *arguments: Any, **options: Any) -> Any:
        """The context's hash, when a place is free."""
        with self._places:
            return self._context.hash(*arguments, **options)

    def verify(self, *arguments: Any, **options: Any) -> Any:
        """The context's verdict, when a place is free."""
        with self._places:
            return self._context.verify(*arguments, **options)


def init_security(app: Flask, config: Config, render: Any) -> Security:
    """Attach the library without its routes; ``render`` draws what its views show."""
    app.config.update({f"SECURITY_{name}": value for name, value in SETTINGS.items()})
    app.config.update({f"SECURITY_MSG_{name}": (code, "error") for name, code in MESSAGE_CODES.items()})
    app.config["SECURITY_TOTP_SECRETS"] = totp_secrets(config.totp_keys)
    app.config["SECURITY_TOTP_ISSUER"] = (config.official_name or _host(config)).replace(":", " ")
    if config.is_testing:
        cheap = {"argon2__rounds": 1, "argon2__memory_cost": 1024, "argon2__parallelism": 1}
        app.config["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = cheap
    security = Security(
        app,
        Datastore(db, User, None),  # type: ignore[arg-type]  # roles are memberships, not the library's
        register_blueprint=False,
        login_form=SignInForm,
        two_factor_rescue_form=NoRescueForm,
        mail_util_cls=OutboxMail,
        password_util_cls=Passwords,
        totp_cls=SecondStep,
        mf_recovery_codes_util_cls=RecoveryCodes,
        render_template=render,
    )
    security.pwd_context = FewAtOnce(security.pwd_context)
    security.hashing_context = FewAtOnce(security.hashing_context)
    security.want_json(lambda _request: False)
    security.unauthn_handler(lambda *_mechanisms, **_headers: to_sign_in())
    security.login_manager.user_loader(load_user)
    security.login_manager.request_loader(lambda _request: None)
    security.login_manager.session_protection = None
    _leave_public_pages_alone(app, security)
    init_account_events(app)
    return security


def load_user(uniquifier: str) -> User | None:
    """Who the cookie says: only with a session row that is open, and an account that is not disabled."""
    key = session.get(SESSION_KEY)
    found = find_session(session_key_hash(key)) if isinstance(key, str) else None
    if found is None or found[1].fs_uniquifier != uniquifier:
        return None
    g.user_session = found[0]
    g.fs_authn_via = "session"
    return found[1]


def signed_in_user() -> User | None:
    """The user of this request, None without one."""
    user: User | None = current_user._get_current_object() if current_user.is_authenticated else None
    return user


def to_sign_in(next_path: str | None = None) -> Response:
    """Send the browser to the sign-in page, and from there back to an office page."""
    return redirect(url_for("security.login", next=next_path), 303)


def _leave_public_pages_alone(app: Flask, security: Security) -> None:
    """The libraries ask who is signed in on every page: citizens' pages would vary by a cookie and be no longer cached.

    Nobody needs what is taken away: the identities of Flask-Principal, "remember me", ``current_user`` in templates.
    """
    security.principal.identity_loaders.clear()
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)
    app.template_context_processors[None] = [
        processor for processor in app.template_context_processors[None] if processor.__module__ != "flask_login.utils"
    ]


def _host(config: Config) -> str:
    return urlsplit(config.base_url).hostname or "sipp"
