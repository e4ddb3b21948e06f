"""Draw the life of a report from the tables of the rules into docs/report-states.md.

    .venv/bin/python scripts/draw_states.py

A test fails while the page says otherwise than the tables.
"""

from collections.abc import Iterator
from pathlib import Path

from sipp.rules.report_clocks import CLOCKS
from sipp.rules.reports import MOVES, STATES

PAGE = Path(__file__).parents[1] / "docs" / "report-states.md"

HEAD = """# The life of a report

Drawn by `scripts/draw_states.py` from `sipp/rules/reports.py` and `sipp/rules/report_clocks.py`. Change the tables
there, then draw again.
"""


def page() -> str:
    """The page: the diagram, the table of moves, the table of clocks."""
    return "\n".join([HEAD, *_diagram(), "", *_moves(), "", *_clocks(), ""])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for move in MOVES:
        for source in _in_order(move.sources) or ["[*]"]:
            yield f"    {source} --> {move.target}: {move.name}"
    for state in STATES:
        if not any(state in move.sources for move in MOVES):
            yield f"    {state} --> [*]"
    yield "```"


def _moves() -> Iterator[str]:
    yield "| from | move | by | to | |"
    yield "|---|---|---|---|---|"
    for move in MOVES:
        sources = ", ".join(f"`{one}`" for one in _in_order(move.sources)) or "-"
        yield f"| {sources} | {move.name} | {', '.join(sorted(move.by))} | `{move.target}` | {move.note} |"


def _clocks() -> Iterator[str]:
    yield "| clock | starts | stops | runs in | stands still in |"
    yield "|---|---|---|---|---|"
    for rule in CLOCKS:
        cells = [sorted(rule.starts), sorted(rule.stops), _in_order(rule.runs_in), _in_order(rule.paused_in)]
        yield f"| {rule.clock} | " + " | ".join(", ".join(cell) or "-" for cell in cells) + " |"


def _in_order(states: frozenset[str]) -> list[str]:
    return [state for state in STATES if state in states]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
