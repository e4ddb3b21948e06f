"""The web server's worker, on a connection without a server around it."""

import json
import socket
from types import SimpleNamespace

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn  # type: ignore[import-untyped]

from sipp.cli.server_log import ServerLog
from sipp.cli.server_worker import Worker
from sipp.logs import begin_request, request_number


def test_a_line_about_what_is_no_request_has_no_number_of_the_request_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = Config()
    log = ServerLog(settings)
    worker = Worker(0, 0, [], SimpleNamespace(), 1, settings, log)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        begin_request()
        log.warning("in a request %s", request_number())
        theirs.sendall(b"Sri Wahyuni\r\n\r\n")
        worker.handle(TConn(settings, ours, ("203.0.113.7", 4321), ("127.0.0.1", 8000)))
    worker.tmp.close()
    log.error_log.handlers.clear()
    of_a_request, of_none = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert of_a_request["request"] in of_a_request["message"]
    assert of_none["message"] == "Invalid request" and "request" not in of_none
