"""The command `python -m bench`, which `make bench` calls."""

import json
from pathlib import Path

import click

from bench.drawing import picture
from bench.installation import ROOT
from bench.publishing import publish
from bench.report import as_markdown, as_text
from bench.run import FULL_QUERIES, Options, run

FULL_SIZES = "2000,20000,200000"


@click.command()
@click.option("--sizes", default=FULL_SIZES, show_default=True, help="Numbers of services, with commas.")
@click.option("--queries", default=FULL_QUERIES, show_default=True, help="Distinct queries for each engine and size.")
@click.option("--seed", default=1, show_default=True, help="Gives the country, the queries and their order.")
@click.option("--folder", default="build/bench", show_default=True, type=click.Path(path_type=Path))
@click.option("--publish", "is_published", is_flag=True, help="Put a full run's figures into README.md and docs/.")
def main(sizes: str, queries: int, seed: int, folder: Path, is_published: bool) -> None:
    """Measure sipp's search beside its peers; JSON, table and picture go to FOLDER, the table also to the terminal."""
    if is_published and (sizes, queries) != (FULL_SIZES, FULL_QUERIES):
        raise click.UsageError("only a full run is published: leave out --sizes and --queries")
    numbers = sorted({int(size) for size in sizes.replace(",", " ").split()})
    folder.mkdir(parents=True, exist_ok=True)
    result = run(Options(sizes=numbers, queries=queries, seed=seed, folder=folder.absolute()))
    (folder / "search.json").write_text(json.dumps(result, indent=2) + "\n")
    (folder / "search.md").write_text(as_markdown(result))
    if len(numbers) > 1:
        (folder / "search-growth.svg").write_text(picture(result["rows"]["whole_query"]))
    if is_published:
        publish(result, ROOT)
    click.echo(as_text(result))


if __name__ == "__main__":
    main()
