"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

import click

Thing = TypeVar("Thing")

_LINES = 4


def progress(things: Iterable[Thing], label: str) -> Iterator[Thing]:
    """The same things, with their progress shown while they are used."""
    known = things if isinstance(things, Collection) else list(things)
    if sys.stderr.isatty():
        with click.progressbar(known, length=len(known), label=label, file=sys.stderr) as bar:
            yield from bar
        return
    step = max(1, -(-len(known) // _LINES))
    for number, thing in enumerate(known, start=1):
        yield thing
        if number % step == 0 or number == len(known):
            click.echo(f"{label}: {number} of {len(known)}", err=True)
