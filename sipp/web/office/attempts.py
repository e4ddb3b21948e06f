"""Attempts at a secret, counted in the database: however many processes answer, they wait together."""

from flask import Response

from sipp.db import unit_of_work
from sipp.operations import sign_in
from sipp.rules.errors import TooManyRequests
from sipp.vault.accounts import attempt_key
from sipp.web.account_events import attempt_at
from sipp.web.session import settings


def key_of(kind: str, identity: object) -> str:
    """The name under which attempts are counted."""
    return attempt_key(kind, str(identity), settings().secret_keys[0])


def begin_attempt(kind: str, identity: object) -> None:
    """Count an attempt before it is judged; raises TooManyRequests while it must wait."""
    key = key_of(kind, identity)
    with unit_of_work():
        sign_in.begin_attempt(key)
    attempt_at(key)


def later(response: Response, refused: TooManyRequests | None) -> Response:
    """The answer, saying when to come back if it must wait."""
    if refused is not None:
        response.headers["Retry-After"] = str(refused.details["retry_after_seconds"])
    return response
