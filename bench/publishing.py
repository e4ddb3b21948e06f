"""Puts the figures of a full run where readers see them: the picture into docs/, the tables into the README."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.drawing import picture
from bench.report import as_markdown

PICTURE = Path("docs") / "search-growth.svg"
BEGIN, END = "<!-- figures of make bench -->\n", "<!-- end of the figures of make bench -->\n"


def publish(result: Mapping[str, Any], root: Path) -> None:
    """Write picture and tables below a project folder; raises ValueError when the README has no place for them."""
    readme = root / "README.md"
    before, begin, rest = readme.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{readme} has no lines {BEGIN.strip()} and {END.strip()}")
    (root / PICTURE).write_text(picture(result["rows"]["whole_query"]))
    readme.write_text(before + begin + _block(result) + end + after)


def _block(result: Mapping[str, Any]) -> str:
    machine, run = result["machine"], result["run"]
    missing = "".join(f" {name} was not measured: {reason}." for name, reason in result["missing_peers"].items())
    return f"""
Measured {run["at"][:10]} at {run["sizes"][-1]:,} services on {machine["cores"]} cores ({machine["processor"]}), Python
{machine["python"]}, SQLite {machine["sqlite"]}, commit {machine["commit"]}, with {run["queries"]} distinct queries for
each engine and size.{missing}

![Time of a whole search query, 95th percentile, over the number of services]({PICTURE})

{as_markdown(result)}
"""
