"""Percentiles, goals and the picture, from figures whose answer is known."""

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from bench.drawing import picture
from bench.figures import percentile, ratio, spread
from bench.goals import Goal, growth_of, whole_ratio


def figures(p95: float) -> dict[str, Any]:
    return {"p95": p95}


WHOLE: dict[str, dict[str, Any]] = {
    "2000": {"sipp": figures(4), "FTS5": figures(1)},
    "20000": {"sipp": figures(5), "FTS5": figures(10)},
    "200000": {"sipp": figures(8), "FTS5": figures(100), "PostgreSQL": figures(400)},
}


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100), (0.001, 1)])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(share: float, value: int) -> None:
    assert percentile(list(range(100, 0, -1)), share) == value


def test_the_spread_is_that_of_the_middle_half() -> None:
    found = spread([float(value) for value in range(1, 101)])
    assert (found["p25"], found["p75"], found["iqr"], found["largest"]) == (25, 75, 50, 100)


def test_growth_compares_the_two_sizes_of_the_goal() -> None:
    assert growth_of(WHOLE, [2000, 20000, 200000]) == {"sipp": 1.6, "FTS5": 10.0}


def test_growth_needs_two_sizes() -> None:
    assert growth_of(WHOLE, [2000]) == {}


def test_a_peer_that_did_not_run_gives_no_ratio() -> None:
    assert whole_ratio(WHOLE["2000"], "PostgreSQL") is None
    assert whole_ratio(WHOLE["200000"], "PostgreSQL") == ratio(8, 400) == 0.02


@pytest.mark.parametrize(
    ("kind", "measured", "is_reached"),
    [
        ("at most", 0.2, True),
        ("at most", 0.21, False),
        ("at least", 0.2, True),
        ("at least", 0.19, False),
        ("at most", None, None),
    ],
)
def test_a_goal_is_reached_at_its_limit_and_not_beyond(kind: Any, measured: float | None, is_reached: object) -> None:
    assert Goal("key", "words", kind, 0.2, "x", measured).is_reached is is_reached


def test_the_picture_tells_every_figure_in_words_and_uses_nothing_from_elsewhere() -> None:
    drawn = picture(WHOLE)
    root = ElementTree.fromstring(drawn)
    described = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert root.get("role") == "img"
    assert "sipp: 4 ms at 2,000 services, 5 ms at 20,000 services, 8 ms at 200,000 services" in described
    assert "PostgreSQL: 400 ms at 200,000 services" in described
    assert "href" not in drawn
    assert "@import" not in drawn
    assert "style" not in drawn
