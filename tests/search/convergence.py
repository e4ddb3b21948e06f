"""Whether an index says the same as one that is built anew from the database."""

from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from sipp.operations import searchable
from sipp.search.comparison import differences
from sipp.search.contract import Hit
from sipp.search.index_writer import IndexWriter
from sipp.search.places import Gazetteer
from sipp.search.planning import plan
from sipp.search.whoosh_index import WhooshIndex, open_index

#: Words that names are drawn from, few enough that each stands in many.
WORDS = (
    "kebun", "raya", "pasar", "malam", "warung", "delman", "perahu", "nelayan", "sapi", "ternak", "sawah", "gudang",
    "pabrik", "bengkel", "taman", "museum",
)  # fmt: skip
QUERIES = (*WORDS, "izin kebun raya", "izin pasar sapi", "ternak perahu gudang", "museum taman malam raya", "izin")


def answers(index: WhooshIndex, queries: Sequence[str] = QUERIES) -> dict[str, list[Hit]]:
    """What an index answers to each query: things, order and scores."""
    nowhere = Gazetteer()
    return {query: index.search(plan(query, nowhere), 100) for query in queries}


def is_like_built_anew(app: Flask, index_dir: Path, folder: Path, queries: Sequence[str] = QUERIES) -> bool:
    """Whether an index holds and answers exactly what an index built now from the database does."""
    with app.app_context():
        everything = searchable.all_documents()
    index = open_index(index_dir)
    index.verify()
    if index.sequence != everything.sequence or list(differences(index, everything.documents)):
        return False
    with IndexWriter(folder) as writer:
        writer.build(everything.documents, everything.sequence, mark=everything.mark)
    fresh = open_index(folder)
    return fresh.sequence == index.sequence and answers(index, queries) == answers(fresh, queries)
