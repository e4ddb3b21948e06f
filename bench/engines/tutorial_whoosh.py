"""Whoosh over flat pages as its quick start shows it: text fields, a parser over several of them, an OR group."""

from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.qparser import MultifieldParser, OrGroup
from whoosh.query import Or, Term

from bench.engines.contract import ROWS_PER_PAGE, Answer, Asked
from bench.pages import WEIGHTS, Facts, read_pages, region_keys

NAME = "Whoosh tutorial"


def build(pages: Path, folder: Path) -> None:
    """Index every page."""
    folder.mkdir(parents=True)
    searched = {name: fields.TEXT(stored=name == "title") for name in WEIGHTS}
    schema = fields.Schema(id=fields.STORED, region=fields.ID, **searched)
    writer = index.create_in(str(folder), schema).writer(limitmb=512)
    for page in read_pages(pages):
        writer.add_document(id=page["id"], region=page["region"], **{name: page[name] for name in WEIGHTS})
    writer.commit(optimize=True)


class TutorialWhoosh:
    """One open searcher.

    Given up against ours: no stems, no typing errors. The tutorial's default ``optimize=True`` is kept, with its trap:
    the engine may loop for ever over a union; whoever asks must be able to end it.
    """

    def __init__(self, pages: Path, folder: Path) -> None:
        opened = index.open_dir(str(folder))
        self._searcher = opened.searcher()
        self._parser = MultifieldParser(list(WEIGHTS), opened.schema, group=OrGroup)
        self._facts = Facts(pages)
        # All pages are in one segment, in the order of their ids.
        self._ids = [stored["id"] for stored in self._searcher.reader().all_stored_fields()]

    def answer(self, asked: Asked) -> Answer:
        """Pages with any of the words."""
        wanted = self._parser.parse(" ".join(asked.words))
        results: Any = self._searcher.search(wanted, limit=ROWS_PER_PAGE, filter=_place(asked))
        matched = [self._ids[number] for number in results.docs()]
        by_kind, by_province = self._facts.counts(matched)
        rows = self._facts.rows([hit["id"] for hit in results])
        return Answer(rows, len(matched), by_kind, by_province)

    def close(self) -> None:
        """Close the index and the facts."""
        self._searcher.close()
        self._facts.close()


def _place(asked: Asked) -> Any:
    return Or([Term("region", key) for key in region_keys(asked)]) if asked.places else None
