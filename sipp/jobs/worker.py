"""The worker: one loop over a few steps, each on its own; a fault in one never stops the others.

Every host runs one. Where the database is shared, workers share the outbox by leases; the index is each host's own.
"""

import json
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from sipp import clock
from sipp.config import Config
from sipp.jobs import outbox, schedule
from sipp.jobs.backoff import BackOff
from sipp.jobs.chaining import chain_everything, chain_when_new
from sipp.jobs.handlers import handlers_for
from sipp.jobs.indexing import bring_index_up_to_date, check_index
from sipp.jobs.link_checker import LinkChecker
from sipp.search.contract import WriterLeaseTaken

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.5
#: The outbox hands the turn on after so long, so that a slow mail server does not hold up the index.
OUTBOX_TURN_SECONDS = 5
#: A fault that repeats is told once in so long.
FAULT_TOLD_EVERY_SECONDS = 60
HEARTBEAT = "worker.json"


@dataclass
class Step:
    """Something the loop does every ``every_seconds`` (0: each turn); after a fault not before a pause."""

    name: str
    act: Callable[[], object]
    every_seconds: float = 0
    due_at: float = field(default=0, init=False)
    fault: str | None = field(default=None, init=False)
    fault_told_at: float | None = field(default=None, init=False)
    back_off: BackOff = field(default_factory=BackOff, init=False)


class Worker:
    """The loop of one host. ``index_only``: where the other jobs run elsewhere."""

    def __init__(self, app: Flask, *, index_only: bool = False) -> None:
        self._app = app
        self._config: Config = app.config["SIPP"]
        self._checks_links = self._config.checks_links and not index_only
        self._handlers = handlers_for(self._config)
        self._stop = threading.Event()
        self._steps = [
            Step("index", lambda: bring_index_up_to_date(self._config.index_dir)),
            Step("index check", lambda: check_index(self._config.index_dir), every_seconds=30),
        ]
        if not index_only:
            self._steps += [
                Step("outbox", self._empty_outbox),
                Step("chain", chain_when_new),
                Step("chain, all", chain_everything, every_seconds=60),
                Step("schedule", schedule.run_due, every_seconds=300),
            ]

    def stop(self, *_signal: Any) -> None:
        """End after the act at hand."""
        self._stop.set()

    def run(self) -> None:
        """Turn until SIGTERM or Ctrl-C."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        if self._checks_links:
            LinkChecker(self._app, self._stop).start()
        while not self._stop.is_set():
            self.turn()
            self._stop.wait(PAUSE_SECONDS)

    def turn(self) -> None:
        """Do every step that is due once."""
        for step in self._steps:
            if not self._stop.is_set() and time.monotonic() >= step.due_at:
                step.due_at = time.monotonic() + step.every_seconds
                self._do(step)
                self._beat()

    def _do(self, step: Step) -> None:
        try:
            with self._app.app_context():
                step.act()
        except WriterLeaseTaken:
            return
        except Exception as error:
            step.due_at = max(step.due_at, time.monotonic() + step.back_off.next_pause())
            self._tell(step, error)
        else:
            step.fault, step.fault_told_at = None, None
            step.back_off.reset()

    def _tell(self, step: Step, error: Exception) -> None:
        step.fault = type(error).__name__
        now = time.monotonic()
        if step.fault_told_at is None or now - step.fault_told_at >= FAULT_TOLD_EVERY_SECONDS:
            step.fault_told_at = now
            log.exception("the step %r failed", step.name)

    def _empty_outbox(self) -> None:
        began = time.monotonic()
        while not self._stop.is_set() and time.monotonic() - began < OUTBOX_TURN_SECONDS:
            if not outbox.do_next(self._handlers):
                return

    def _beat(self) -> None:
        """Leave a sign of life for `sipp check`; a full disk must not end the worker."""
        faults = {step.name: step.fault for step in self._steps if step.fault}
        content = json.dumps({"pid": os.getpid(), "at": clock.now().isoformat(), "faults": faults})
        try:
            _replace(self._config.data_dir / HEARTBEAT, content)
        except OSError as error:
            log.warning("the sign of life could not be written: %s", error.strerror)


def _replace(path: Path, content: str) -> None:
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_text(content)
    unfinished.replace(path)
