"""Visits the links of services and agencies one after the other, a few a minute, beside the worker's loop.

In a thread of its own: a server that does not answer must not hold up mails and the index.
"""

import logging
import threading

from flask import Flask

from sipp.db import unit_of_work
from sipp.operations import links
from sipp.visiting.visit import Resolve, public_endpoints, visit

log = logging.getLogger(__name__)

#: Three visits a minute, whatever there is to do.
PAUSE_SECONDS = 20.0


class LinkChecker(threading.Thread):
    """The loop; ends soon after ``stop`` is set."""

    def __init__(self, app: Flask, stop: threading.Event) -> None:
        super().__init__(name="link checker", daemon=True)
        self._app = app
        self._stop_asked = stop

    def run(self) -> None:
        """Turn until told to stop."""
        while not self._stop_asked.wait(PAUSE_SECONDS):
            try:
                with self._app.app_context():
                    check_next()
            except Exception:
                log.exception("checking a link failed")


def check_next(resolve: Resolve = public_endpoints) -> bool:
    """Visit the link that is due longest, outside any transaction; False when none is due."""
    with unit_of_work():
        url = links.take_next()
    if url is None:
        return False
    failure = visit(url, resolve)
    with unit_of_work():
        links.note_visit(url, failure)
    return True
