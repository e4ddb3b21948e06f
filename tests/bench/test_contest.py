"""The contest: everybody is asked everything in turn, and nobody can hold up the others."""

import time
from collections.abc import Iterator

import pytest

from bench.contest import Contender, run
from bench.engines.contract import Answer, Asked, Row

PATIENCE_SECONDS = 2.0
ROW = Row("KTP", "Kota Bandung", "free", None)


class FakeEngine:
    """Finds everything but "nothing", and never comes back from "endless"."""

    def answer(self, asked: Asked) -> Answer:
        if asked.text == "endless":
            time.sleep(3600)
        return Answer([] if asked.text == "nothing" else [ROW], 1, {}, {})

    def close(self) -> None:
        """Nothing is open."""


def asked(text: str) -> Asked:
    return Asked(text, "name", (text,))


@pytest.fixture
def contender() -> Iterator[Contender]:
    made = Contender("fake", 100, FakeEngine, patience_seconds=PATIENCE_SECONDS)
    yield made
    made.close()


def test_an_engine_that_does_not_come_back_is_ended_counted_and_asked_on(contender: Contender) -> None:
    for text in ("ktp", "endless", "sim"):
        contender.ask(asked(text), 0)
    figures = contender.timed.figures()
    assert figures["count"] == 3
    assert figures["ended_after_10_s"] == 1
    assert figures["largest"] == 1000 * PATIENCE_SECONDS
    assert figures["answered"] == round(2 / 3, 3)


def test_a_query_without_rows_counts_as_not_answered(contender: Contender) -> None:
    for text in ("ktp", "nothing"):
        contender.ask(asked(text), 0)
    assert contender.timed.figures()["answered"] == 0.5


def test_every_query_is_asked_once_and_noted_in_its_round(contender: Contender) -> None:
    run([contender], [asked(str(number)) for number in range(8)], rounds=4, seed=1)
    assert [len(times) for times in contender.timed.by_round] == [2, 2, 2, 2]


def test_a_slow_engine_may_be_asked_a_part_of_the_queries() -> None:
    slow = Contender("slow", 100, FakeEngine, every=3, patience_seconds=PATIENCE_SECONDS)
    run([slow], [asked(str(number)) for number in range(9)], rounds=1, seed=1)
    slow.close()
    assert slow.timed.figures()["count"] == 3


def test_warming_up_is_not_noted(contender: Contender) -> None:
    contender.warm([asked("ktp"), asked("endless")])
    assert contender.timed.times == []
