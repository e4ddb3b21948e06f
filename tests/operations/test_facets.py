"""Each count beside the results is what the choice leaves, whatever else is chosen."""

from dataclasses import replace
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from sipp.operations.facets import Choices, Sorting, chosen, counted, in_order
from sipp.operations.offerings import Mark
from sipp.operations.result_rows import Row

KINDS = ("city", "regency", "ministry")
CATEGORIES = ("menikah", "punya-anak")

marks = st.builds(Mark, st.sampled_from(KINDS), st.sampled_from(("", "32", "53")), st.booleans())
amounts = st.one_of(st.none(), st.integers(0, 5))
offers = st.builds(
    Row,
    kind=st.just("offer"),
    name=st.sampled_from("abc"),
    marks=st.tuples(marks),
    categories=st.lists(st.sampled_from(CATEGORIES), unique=True).map(tuple),
    is_free=st.booleans(),
    fee_idr=amounts,
    minutes=amounts,
)
references = st.builds(
    Row,
    kind=st.just("reference"),
    name=st.sampled_from("abc"),
    marks=st.dictionaries(marks, st.integers(1, 9), max_size=4),
    categories=st.lists(st.sampled_from(CATEGORIES), unique=True).map(tuple),
    is_free=st.booleans(),
    fee_idr=amounts,
    minutes=amounts,
)
rows = st.lists(offers | references, max_size=12)
choices = st.builds(
    Choices,
    agency_kind=st.sampled_from((None, *KINDS)),
    category=st.sampled_from((None, *CATEGORIES)),
    only_free=st.booleans(),
    only_online=st.booleans(),
)


@given(rows, choices)
def test_a_count_is_the_number_of_results_that_its_choice_leaves(found: list[Row], made: Choices) -> None:
    facets = counted(found, made)
    assert facets.free == len(chosen(found, replace(made, only_free=True)))
    assert facets.online == len(chosen(found, replace(made, only_online=True)))
    for kind in KINDS:
        assert facets.agency_kinds.get(kind, 0) == len(chosen(found, replace(made, agency_kind=kind)))
    for category in CATEGORIES:
        assert facets.categories.get(category, 0) == len(chosen(found, replace(made, category=category)))


@given(rows, choices)
def test_a_reference_counts_only_the_offers_that_were_asked_for(found: list[Row], made: Choices) -> None:
    for row in chosen(found, made):
        if row.kind == "reference" and (made.agency_kind or made.only_online):
            asked = [
                count
                for mark, count in dict(row.marks).items()  # type: ignore[call-overload]
                if made.agency_kind in (None, mark.agency_kind) and (mark.is_online or not made.only_online)
            ]
            assert row.offer_count == sum(asked) > 0


@given(rows, st.sampled_from(get_args(Sorting)))
def test_sorting_keeps_every_result_and_what_is_not_told_stands_last(found: list[Row], sorting: str) -> None:
    ordered = in_order(found, sorting)  # type: ignore[arg-type]
    assert sorted(map(id, ordered)) == sorted(map(id, found))
    for name, figures in (("fee", [r.fee_idr for r in ordered]), ("time", [r.minutes for r in ordered])):
        if sorting == name:
            told = [figure for figure in figures if figure is not None]
            assert figures == sorted(told) + [None] * (len(figures) - len(told))
