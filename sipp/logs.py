"""Logs: one JSON object a line on stderr, with the number of the request, and nothing that tells who a citizen is.

The formatter masks identity numbers, phone numbers, e-mail addresses, network addresses and the query part of
addresses, wherever they come from: a careless message or a library's traceback must not undo what was promised.
"""

import json
import logging
import re
import secrets
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TextIO

from flask import Flask, Response

from sipp.config import Config
from sipp.rules.typed_input import mask_personal_numbers

MASK = "\u2022\u2022\u2022"

_request_number: ContextVar[str] = ContextVar("request_number", default="")

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_PHONE = re.compile(r"(?<![\w.-])(?:\+?62|0)[ .-]?8\d(?:[ .-]?\d){6,10}(?![\w])", re.ASCII)
_QUERY = re.compile(r"(?<=[\w/])\?[\w%&+.~:;,/*!'()\[\]-]*=[^\s\"'>]*")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
_IPV6 = re.compile(r"(?<![\w:.])(?=[0-9a-fA-F]*:)[0-9a-fA-F:]{3,39}(?:\d{1,3}(?:\.\d{1,3}){3})?(?![\w:])")


class JsonFormatter(logging.Formatter):
    """One record as one line of JSON, masked."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as it is written."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_personal_data(record.getMessage()),
        }
        if number := _request_number.get():
            entry["request"] = number
        if record.exc_info:
            entry["traceback"] = without_personal_data(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


class StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to whatever stderr is at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(JsonFormatter())

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """The present stderr."""
        return sys.stderr


def init_logs(config: Config) -> None:
    """Send every log of this process to stderr as JSON; again changes nothing."""
    root = logging.getLogger()
    if not any(isinstance(handler, StderrHandler) for handler in root.handlers):
        root.addHandler(StderrHandler())
    root.setLevel(logging.WARNING if config.is_testing else logging.INFO)


def number_requests(app: Flask) -> None:
    """Give every request a random number that its log lines and its answer carry."""
    app.before_request(begin_request)
    app.after_request(_show_number)


def begin_request() -> None:
    """Begin the log lines of a new request."""
    _request_number.set(secrets.token_hex(8))


def forget_request() -> None:
    """End the log lines of a request: what comes next in this thread may be none."""
    _request_number.set("")


def request_number() -> str:
    """The number of the request at hand, empty outside one."""
    return _request_number.get()


def without_personal_data(text: str) -> str:
    """The text with personal numbers, addresses of people and machines, and query parts masked."""
    masked = _QUERY.sub(f"?{MASK}", mask_personal_numbers(text))
    masked = _PHONE.sub(MASK, _EMAIL.sub(MASK, masked))
    return _IPV6.sub(_mask_address, _IPV4.sub(_mask_address, masked))


def _mask_address(match: re.Match[str]) -> str:
    """Only what is an address of another machine: a time ("12:30:00") is none."""
    try:
        address = ip_address(match[0])
    except ValueError:
        return match[0]
    return match[0] if address.is_loopback or address.is_unspecified else MASK


def _show_number(response: Response) -> Response:
    response.headers["X-Request-ID"] = _request_number.get()
    return response
