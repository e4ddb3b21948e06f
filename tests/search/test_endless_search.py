"""Whoosh 2.7.4 can search for ever (upstream issues 446 and 461); no search of ours takes that way.

In a union it skips blocks of postings until the best they can reach exceeds what is already found. It asks once with
``a + b <= least`` and once with ``a <= least - b``; where rounding makes the two disagree, nothing moves any more. That
needs no large index: three hundred names of four words are enough.
"""

import random
from collections.abc import Callable, Iterator

import pytest
from whoosh import fields, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import ListMatcher

from sipp.search.contract import SearchDocument
from sipp.search.index_writer import IndexWriter
from sipp.search.places import Gazetteer
from sipp.search.planning import plan
from sipp.search.whoosh_index import WhooshIndex, open_index

WORDS = [f"kata{letter}" for letter in "abcdefghijkl"]
DRAW = random.Random(446)
NAMES = [DRAW.sample(WORDS, 4) for _ in range(300)]
PAIRS = [DRAW.sample(WORDS, 2) for _ in range(150)]
SO_OFTEN = 1000


class Stuck(Exception):
    """The same question to the same postings again and again, and none moved."""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every skip by quality; one that is repeated without moving a thousand times would be repeated for ever."""
    taken: list[str] = []
    last: tuple[int, float] | None = None
    unmoved = 0

    def watched(original: Callable[..., int]) -> Callable[..., int]:
        def skip(self: object, least: float) -> int:
            nonlocal last, unmoved
            taken.append(type(self).__name__)
            skipped = original(self, least)
            unmoved = unmoved + 1 if not skipped and last == (id(self), least) else 0
            last = (id(self), least)
            if unmoved > SO_OFTEN:
                last = None
                raise Stuck
            return skipped

        return skip

    for matcher in (W3LeafMatcher, ListMatcher):
        monkeypatch.setattr(matcher, "skip_to_quality", watched(matcher.skip_to_quality))
    yield taken


def test_whoosh_itself_searches_for_ever(steps: list[str]) -> None:
    """The control: the names in Whoosh's own way, as its documentation shows it."""
    schema = fields.Schema(name=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for name in NAMES:
        writer.add_document(name=" ".join(name))
    writer.commit()
    stuck = 0
    with index.searcher() as searcher:
        for pair in PAIRS:
            either = query.Or([query.Term("name", word) for word in pair])
            try:
                searcher.search(either, limit=10)
            except Stuck:
                stuck += 1
            assert len(searcher.search(either, limit=10, optimize=False)) > 0
    assert stuck > 0


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> WhooshIndex:
    """The same names as things of ours."""
    directory = tmp_path_factory.mktemp("names")
    with IndexWriter(directory) as writer:
        things = [SearchDocument(f"reference:{n}", "reference", " ".join(name)) for n, name in enumerate(NAMES)]
        writer.build(things, sequence=1)
    return open_index(directory)


def test_ours_answers_each_of_the_same_questions_and_never_skips_by_quality(
    index: WhooshIndex, steps: list[str]
) -> None:
    for pair in PAIRS:
        has_both = {f"reference:{n}" for n, name in enumerate(NAMES) if set(pair) <= set(name)}
        hits = index.search(plan(" ".join(pair), Gazetteer()), 300)
        assert {hit.id for hit in hits if hit.step == 0} == has_both
    assert steps == []


def test_unions_of_other_words_for_one_and_of_hints_are_answered_too(index: WhooshIndex, steps: list[str]) -> None:
    """Words that give up, that help only and that have synonyms make the unions of our own queries."""
    draw = random.Random(461)
    for _ in range(150):
        typed = draw.sample(WORDS, 3) + draw.sample(["bikin", "biaya", "syarat", "ngurus", "nyari", "hilang"], 2)
        assert index.search(plan(" ".join(typed), Gazetteer()), 10)
    assert steps == []
