"""Stores what searches noted, some seconds after the page was sent, in a thread and a transaction of its own."""

import atexit
import logging
from threading import Lock, Timer

from flask import Flask, Response

from sipp.db import unit_of_work
from sipp.operations.search_terms import TermBuffer, add_counts

log = logging.getLogger(__name__)

PAUSE_SECONDS = 10.0
#: After a failure: the database is away or somebody writes for long.
PAUSE_AFTER_FAILURE_SECONDS = 60.0


class TermWriter:
    """Empties the buffer of one web process: one writer at a time, and none while there is nothing to write.

    What a killed process had noted in its last seconds is lost: these are counts, not promises.
    """

    def __init__(self, app: Flask, terms: TermBuffer, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._app = app
        self._terms = terms
        self._pause_seconds = pause_seconds
        self._lock = Lock()
        self._timer: Timer | None = None
        self._is_finished = False

    def wake(self) -> None:
        """See to it that what was noted is stored soon; costs nothing when nothing was."""
        if len(self._terms):
            self._store_after(self._pause_seconds)

    def store(self) -> bool:
        """Store everything noted so far; whether that went well. What failed is kept for the next try."""
        counts = self._terms.take()
        if not counts:
            return True
        try:
            with self._app.app_context(), unit_of_work():
                add_counts(counts)
        except Exception as error:
            self._terms.give_back(counts)
            # The error's own words could hold a query.
            log.warning("search terms could not be stored: %s", type(error).__name__)
            return False
        return True

    def finish(self) -> None:
        """Store what is left; from now on only ``store`` writes."""
        with self._lock:
            self._is_finished = True
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            timer.join()
        self.store()

    def _store_after(self, seconds: float) -> None:
        with self._lock:
            if self._timer is None and not self._is_finished:
                self._timer = Timer(seconds, self._on_time)
                self._timer.daemon = True
                self._timer.start()

    def _on_time(self) -> None:
        is_stored = self.store()
        with self._lock:
            self._timer = None
        if is_stored:
            self.wake()
        else:
            self._store_after(PAUSE_AFTER_FAILURE_SECONDS)


def store_search_terms(app: Flask, terms: TermBuffer, pause_seconds: float = PAUSE_SECONDS) -> TermWriter:
    """Store what the searches of this web process note: after answers, and when the process ends."""
    writer = TermWriter(app, terms, pause_seconds)

    def wake(response: Response) -> Response:
        writer.wake()
        return response

    app.after_request(wake)
    atexit.register(writer.finish)
    return writer
