"""A run of the bench at the smallest size, through its command: every row of the table is there and says something."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.installation import ROOT, seeded_folder
from bench.publishing import BEGIN, END, PICTURE, publish
from tests.live_server import seeded_data
from tests.shared_run import SharedRun

SIZES = ("100", "150")
QUERIES = 24
ROWS = {
    "whole_query",
    "growth",
    "page_over_http",
    "two_processes",
    "save_to_visible",
    "rebuild",
    "memory",
    "hostile",
}
GOALS = {
    "query_vs_fts5",
    "query_vs_postgresql",
    "growth",
    "page_over_http",
    "two_processes",
    "saved_in_2_s",
    "index_step",
    "rebuild",
    "memory",
    "hostile",
}


@pytest.fixture(scope="module")
def finished_run(run: SharedRun) -> tuple[Path, str]:
    """The folder of one small run with its results, and what it printed; the worker processes share it."""
    folder = run.folder / "bench"
    return folder, run.once("bench-run", lambda: _run_in(folder, run))


def _run_in(folder: Path, run: SharedRun) -> str:
    shutil.copytree(seeded_data(run), seeded_folder(folder / "data"))
    command = [sys.executable, "-m", "bench", "--sizes", ",".join(SIZES), "--queries", str(QUERIES), "--folder", folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the bench ended with {done.returncode}:\n{done.stderr[-4000:]}")
    return done.stdout


@pytest.fixture(scope="module")
def result(finished_run: tuple[Path, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((finished_run[0] / "search.json").read_text())
    return found


@pytest.mark.slow
def test_every_row_and_every_goal_is_in_the_result(result: dict[str, Any]) -> None:
    assert set(result["rows"]) == ROWS
    assert {goal["key"] for goal in result["goals"]} == GOALS
    assert {"cores", "python", "sqlite", "packages", "commit"} <= set(result["machine"])


@pytest.mark.slow
def test_every_engine_that_is_here_was_asked_at_every_size_and_found_something(result: dict[str, Any]) -> None:
    missing = set(result["missing_peers"])
    expected = {"sipp", "FTS5", "Whoosh tutorial", "PostgreSQL", "tantivy"} - missing
    whole = result["rows"]["whole_query"]
    assert set(whole) == set(SIZES)
    for engines in whole.values():
        assert set(engines) == expected
        assert engines["sipp"]["count"] == QUERIES
        for name, figures in engines.items():
            assert 0 < figures["p50"] <= figures["p95"] <= figures["p99"] <= figures["largest"], name
            assert figures["answered"] > 0.5, name


@pytest.mark.slow
def test_a_goal_is_left_open_only_where_its_peer_is_missing(result: dict[str, Any]) -> None:
    is_without_postgres = "PostgreSQL" in result["missing_peers"]
    left_open = {goal["key"] for goal in result["goals"] if goal["reached"] is None}
    assert left_open == ({"query_vs_postgresql"} if is_without_postgres else set())


@pytest.mark.slow
def test_no_hostile_query_breaks_the_search_page(result: dict[str, Any]) -> None:
    assert {status for status in result["rows"]["hostile"]["statuses"] if status >= "5"} == set()


@pytest.mark.slow
def test_the_table_names_each_goal_with_its_verdict_and_the_picture_is_drawn(finished_run: tuple[Path, str]) -> None:
    folder, printed = finished_run
    result = json.loads((folder / "search.json").read_text())
    for goal in result["goals"]:
        line = next(line for line in printed.splitlines() if line.endswith(goal["words"]))
        assert line.startswith({True: "reached", False: "NOT REACHED", None: "not measured"}[goal["reached"]])
    assert (folder / "search-growth.svg").read_text().startswith("<svg")
    assert (folder / "search.md").read_text().count("\n| ") > len(GOALS)


@pytest.mark.slow
def test_published_figures_stand_between_the_marks_of_the_readme_and_nowhere_else(
    result: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "docs").mkdir()
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}old figures\n{END}after\n")
    publish(result, tmp_path)
    published = readme.read_text()
    assert published.startswith(f"before\n{BEGIN}")
    assert published.endswith(f"{END}after\n")
    assert "old figures" not in published
    assert all(goal["words"] in published for goal in result["goals"])
    assert (tmp_path / PICTURE).read_text().startswith("<svg")


def test_the_readme_has_a_place_for_the_figures() -> None:
    before, _, after = (ROOT / "README.md").read_text().partition(BEGIN)
    assert before
    assert END in after


@pytest.mark.slow
def test_what_was_published_for_the_run_does_not_stay_in_its_data(finished_run: tuple[Path, str]) -> None:
    folder, _ = finished_run
    assert not (folder / "served").exists()
