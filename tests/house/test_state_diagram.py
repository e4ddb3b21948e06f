"""The page about the life of a report says what the tables say."""

import runpy

from tests.house.source_tree import ROOT


def test_the_drawn_states_are_those_of_the_tables() -> None:
    drawn = runpy.run_path(str(ROOT / "scripts" / "draw_states.py"))
    assert drawn["PAGE"].read_text(encoding="utf-8") == drawn["page"](), "run scripts/draw_states.py"
