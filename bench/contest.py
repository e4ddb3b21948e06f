"""Whole queries side by side: each engine in a process of its own, asked in turn, in random order, never twice."""

import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import click

from bench.engines.contract import Asked, Engine
from bench.figures import spread

#: Invariant 11: each request under ten seconds. An engine that takes longer is ended and started anew.
PATIENCE_SECONDS = 10.0
_START_SECONDS = 120.0


@dataclass
class Timed:
    """What one engine took for its queries, in milliseconds; one that was ended counts with the whole patience."""

    times: list[float] = field(default_factory=list)
    by_round: list[list[float]] = field(default_factory=list)
    answered: int = 0
    ended: int = 0

    def add(self, milliseconds: float, round_number: int, *, has_rows: bool) -> None:
        """Note one query."""
        while len(self.by_round) <= round_number:
            self.by_round.append([])
        self.times.append(milliseconds)
        self.by_round[round_number].append(milliseconds)
        self.answered += has_rows

    def figures(self) -> dict[str, Any]:
        """Percentiles, spread within and between rounds, and the share of queries that got any row."""
        return {
            **spread(self.times),
            "p95_by_round": [spread(times)["p95"] for times in self.by_round if times],
            "answered": round(self.answered / len(self.times), 3),
            "ended_after_10_s": self.ended,
        }


class Contender:
    """One engine over one size, in its own process, as a web worker would hold it.

    ``every``: it is asked only every so many queries, where an engine is so slow that the run would take too long.
    """

    def __init__(
        self,
        name: str,
        services: int,
        opening: Callable[[], Engine],
        *,
        every: int = 1,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.name, self.services, self.every = name, services, every
        self.timed = Timed()
        self._opening, self._patience_seconds = opening, patience_seconds
        self._start()

    def ask(self, asked: Asked, round_number: int) -> None:
        """Time one query."""
        given = self._exchange(asked)
        if given is None:
            self.timed.ended += 1
            self.timed.add(1000 * self._patience_seconds, round_number, has_rows=False)
        else:
            seconds, row_count = given
            self.timed.add(1000 * seconds, round_number, has_rows=row_count > 0)

    def warm(self, queries: Sequence[Asked]) -> None:
        """Ask without noting."""
        for asked in queries:
            self._exchange(asked)

    def _exchange(self, asked: Asked) -> tuple[float, int] | None:
        """Seconds and number of rows; None when it took longer than anybody waits and was started anew."""
        self._connection.send(asked)
        if self._connection.poll(self._patience_seconds):
            return _received(self._connection)
        self.close()
        self._start()
        return None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, far_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(far_end, self._opening), daemon=True)
        self._process.start()
        far_end.close()
        if not self._connection.poll(_START_SECONDS):
            raise RuntimeError(f"{self.name} over {self.services} services did not start")
        _received(self._connection)


def run(contenders: Sequence[Contender], queries: Sequence[Asked], rounds: int, seed: int) -> None:
    """Ask every contender every query; each query is answered by all, in random order, before the next comes."""
    draw = random.Random(f"order {seed}")
    began = time.monotonic()
    for number, asked in enumerate(queries):
        order = [contender for contender in contenders if number % contender.every == 0]
        draw.shuffle(order)
        for contender in order:
            contender.ask(asked, number * rounds // len(queries))
        if (number + 1) * 10 % len(queries) < 10:
            elapsed = time.monotonic() - began
            click.echo(f"queries: {number + 1} of {len(queries)} ({elapsed:.0f} s)", err=True)


def _serve(connection: Connection, opening: Callable[[], Engine]) -> None:
    """The process of a contender: opens the engine, then answers until it is ended."""
    engine = opening()
    connection.send((0.0, 0))
    while True:
        asked = connection.recv()
        began = time.perf_counter()
        answer = engine.answer(asked)
        connection.send((time.perf_counter() - began, len(answer.rows)))


def _received(connection: Connection) -> tuple[float, int]:
    received: tuple[float, int] = connection.recv()
    return received
