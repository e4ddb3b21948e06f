"""Log lines: JSON, with the number of the request, and nothing that tells who a citizen is."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from sipp.config import Config
from sipp.logs import StderrHandler, init_logs, number_requests, request_number, without_personal_data

MASKED = {
    "an e-mail address": ("mail to sri.wahyuni+a@dinas.go.id failed", "sri.wahyuni"),
    "a local mailbox": ("mail to root@localhost failed", "root@"),
    "a mobile number": ("called 0812-3456-7890 twice", "3456"),
    "a mobile number abroad": ("called +62 812 3456 7890", "3456"),
    "an identity number": ("NIK 3273014107900001 typed", "32730141"),
    "a client": ("Invalid request from ip=203.0.113.7: bad header", "203.0.113.7"),
    "a client of the new kind": ("from 2001:db8::8a2e:370:7334 came", "8a2e"),
    "a mapped client": ("from ::ffff:203.0.113.7 came", "203.0"),
    "a query": ("Error handling request /cari?q=sakit+jiwa&halaman=2", "sakit"),
    "a query in an address": ("GET https://sipp.id/cari?q=hamil HTTP/1.1", "hamil"),
}
KEPT = (
    "the step 'index' failed after 12:30:05 on 2026-11-24",
    "listening at http://127.0.0.1:8000 and [::1]:8000",
    "the outbox message 12 (report_acknowledged) is set aside: recipient refused (550)",
    "sipp.jobs.indexing::rebuild, version 1.2.3, case LP-7Q2M-9XKD",
    "was that all? yes",
)


@pytest.mark.parametrize(("text", "secret"), MASKED.values(), ids=MASKED)
def test_what_tells_who_somebody_is_is_masked(text: str, secret: str) -> None:
    assert secret not in without_personal_data(text)


@pytest.mark.parametrize("text", KEPT)
def test_what_helps_to_mend_is_kept(text: str) -> None:
    assert without_personal_data(text) == text


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.fixture
def log(config: Config) -> Iterator[logging.Logger]:
    """A logger of an installation; the handler is taken away again."""
    init_logs(config)
    yield logging.getLogger("sipp.tests")
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, StderrHandler):
            root.removeHandler(handler)


def test_a_record_is_one_line_of_json(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    log.warning("two\nlines for %s", "sri@contoh.id")
    [line] = lines(capsys)
    assert line["level"] == "warning" and line["logger"] == "sipp.tests"
    assert line["message"].startswith("two\nlines") and "sri" not in line["message"]
    assert line["at"].endswith("+00:00")


def test_a_traceback_is_masked_too(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("sri@contoh.id called 081234567890")
    except ValueError:
        log.exception("failed")
    [line] = lines(capsys)
    assert "ValueError" in line["traceback"]
    assert "sri" not in line["traceback"] and "345678" not in line["traceback"]


def test_starting_the_logs_twice_does_not_double_the_lines(
    log: logging.Logger, config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    init_logs(config)
    log.warning("once")
    assert len(lines(capsys)) == 1


def test_every_request_has_a_number_of_its_own_in_its_lines_and_its_answer(
    log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    app = Flask("numbered")
    number_requests(app)

    @app.get("/")
    def page() -> str:
        log.warning("page")
        return request_number()

    answers = [app.test_client().get("/") for _ in range(2)]
    numbers = [answer.text for answer in answers]
    assert numbers == [answer.headers["X-Request-ID"] for answer in answers]
    assert numbers == [line["request"] for line in lines(capsys)]
    assert len(set(numbers)) == 2
