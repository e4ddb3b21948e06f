"""tantivy (Rust) over flat pages: the fastest engine that can be installed with pip; shown, not gated."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.engines.contract import FEW, ROWS_PER_PAGE, Answer, Asked, PeerMissing
from bench.pages import WEIGHTS, Facts, read_pages, region_keys

NAME = "tantivy"
_BATCH_BYTES = 256 * 1024 * 1024
_COUNTS = {
    "kind": {"terms": {"field": "kind", "size": 20}},
    "province": {"terms": {"field": "province", "size": 60}},
}


def engine() -> Any:
    """The module; raises PeerMissing where it is not installed."""
    try:
        return importlib.import_module("tantivy")
    except ImportError as error:
        raise PeerMissing("tantivy (pip install --require-hashes -r requirements/bench.txt)") from error


def build(pages: Path, folder: Path) -> None:
    """Index every page."""
    tantivy = engine()
    folder.mkdir(parents=True)
    writer = tantivy.Index(_schema(tantivy), path=str(folder)).writer(_BATCH_BYTES, 1)
    for page in read_pages(pages):
        document = tantivy.Document()
        for name in WEIGHTS:
            document.add_text(name, page[name])
        for name in ("region", "kind", "province"):
            document.add_text(name, page[name])
        document.add_unsigned("id", page["id"])
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class TantivyPages:
    """One open searcher.

    Given up against ours: no stems, no typing errors. Its own fuzzy terms are left out: they would slow it down.
    """

    def __init__(self, pages: Path, folder: Path) -> None:
        self._tantivy = engine()
        self._index = self._tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._facts = Facts(pages)

    def answer(self, asked: Asked) -> Answer:
        """Pages with every word; where these are few, pages with any word."""
        query = self._query(asked, with_every_word=True)
        found = self._searcher.search(query, ROWS_PER_PAGE)
        if len(found.hits) < FEW and len(asked.words) > 1:
            query = self._query(asked, with_every_word=False)
            found = self._searcher.search(query, ROWS_PER_PAGE)
        counted = self._searcher.aggregate(query, _COUNTS)
        ids = self._searcher.fast_field_values("id", [address for _score, address in found.hits])
        return Answer(self._facts.rows(ids), found.count, _buckets(counted["kind"]), _buckets(counted["province"]))

    def close(self) -> None:
        """Close the facts; the index itself holds nothing open that Python could close."""
        self._facts.close()

    def _query(self, asked: Asked, *, with_every_word: bool) -> Any:
        words = self._index.parse_query(
            " ".join(asked.words), list(WEIGHTS), field_boosts=WEIGHTS, conjunction_by_default=with_every_word
        )
        if not asked.places:
            return words
        place = self._tantivy.Query.term_set_query(self._schema, "region", region_keys(asked))
        must = self._tantivy.Occur.Must
        return self._tantivy.Query.boolean_query(
            [(must, words), (must, self._tantivy.Query.const_score_query(place, 0.0))]
        )


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    for name in WEIGHTS:
        builder.add_text_field(name)
    builder.add_text_field("region", tokenizer_name="raw", index_option="basic")
    for name in ("kind", "province"):
        builder.add_text_field(name, tokenizer_name="raw", fast=True)
    builder.add_unsigned_field("id", fast=True)
    return builder.build()


def _buckets(counted: Mapping[str, Any]) -> dict[str, int]:
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in counted["buckets"]}
