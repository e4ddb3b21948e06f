"""Counts of what found too little: they add up however many write, stay bounded, are shown to few, and go in time."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.models.journal import SearchTerm
from sipp.operations import search_terms
from sipp.operations.search_terms import Count, TermBuffer, add_counts, delete_old_terms, unanswered_queries
from sipp.rules.errors import Forbidden
from sipp.rules.permissions import PUBLIC, SYSTEM, Actor, Membership
from sipp.rules.search_terms import Reason
from sipp.search.contract import Hit
from tests.operations.workers import at_once

DAY = date(2026, 11, 24)
EDITOR = Actor(7, (Membership("editor", 1, "1/5/"),))


def hits(count: int, step: int = 0) -> list[Hit]:
    return [Hit(f"reference:r{number}", "reference", 1.0, step) for number in range(count)]


def a_count(times: int = 1, found: int = 0, *, is_corrected: bool = False, reason: Reason = "nothing") -> Count:
    return Count(times, found, is_corrected, reason)


def store(*counts: tuple[date, str, int]) -> None:
    with unit_of_work():
        add_counts({(day, query): a_count(times) for day, query, times in counts})


def stored() -> dict[tuple[date, str], int]:
    current_session().rollback()
    rows = current_session().execute(select(SearchTerm.day, SearchTerm.query, SearchTerm.times))
    return {(day, query): times for day, query, times in rows}


def noted(buffer: TermBuffer, *typed: str, found: Iterable[Hit] = ()) -> dict[str, Count]:
    for query in typed:
        buffer.note(query, list(found), is_corrected=False, is_without_index=False)
    return {query: count for (_day, query), count in buffer.take().items()}


def test_one_query_in_different_spellings_of_its_letters_is_one_term() -> None:
    counted = noted(TermBuffer(), "Izin Kúcing", "izin  kucing!", "IZIN-KUCING", "kucing izin")
    assert counted == {"izin kucing": a_count(3), "kucing izin": a_count(1)}


def test_only_what_found_too_little_is_counted() -> None:
    buffer = TermBuffer()
    counted = noted(buffer, "tiga", found=hits(3)) | noted(buffer, "dua", found=hits(2))
    counted |= noted(buffer, "sepotong", found=hits(9, step=1)) | noted(buffer, "nol")
    assert counted == {
        "dua": a_count(found=2, reason="few"),
        "sepotong": a_count(found=9, reason="fewer_words"),
        "nol": a_count(),
    }


def test_a_count_tells_of_the_last_time() -> None:
    buffer = TermBuffer()
    buffer.note("izin kucing", hits(9, step=1), is_corrected=False, is_without_index=False)
    buffer.note("izin kucing", hits(1), is_corrected=True, is_without_index=True)
    assert list(buffer.take().values()) == [a_count(2, 1, is_corrected=True, reason="without_index")]


def test_what_may_be_personal_never_waits_in_memory_either() -> None:
    assert noted(TermBuffer(), "nik 3273011205900001", "０８１２ ３４５６ ７８９０", "sri＠contoh.id", "王") == {}


def test_a_count_belongs_to_the_day_in_the_capital() -> None:
    buffer = TermBuffer()
    for moment in ("2026-11-24T16:59:00Z", "2026-11-24T17:01:00Z"):
        with time_machine.travel(datetime.fromisoformat(moment), tick=False):
            buffer.note("izin kucing", [], is_corrected=False, is_without_index=False)
    assert sorted(day for day, _query in buffer.take()) == [date(2026, 11, 24), date(2026, 11, 25)]


def test_a_full_buffer_counts_on_what_it_has_and_takes_nothing_new() -> None:
    buffer = TermBuffer(most_waiting=3)
    assert noted(buffer, "satu", "dua", "tiga", "empat", "satu") == {
        "satu": a_count(2),
        "dua": a_count(),
        "tiga": a_count(),
    }
    assert noted(buffer, "empat") == {"empat": a_count()}


def test_what_could_not_be_stored_is_added_to_what_came_meanwhile() -> None:
    buffer = TermBuffer(most_waiting=2)
    for query in ("satu", "dua"):
        buffer.note(query, [], is_corrected=False, is_without_index=False)
    taken = buffer.take()
    for query in ("satu", "tiga"):
        buffer.note(query, hits(1), is_corrected=False, is_without_index=False)
    buffer.give_back(taken)
    assert {query: count for (_day, query), count in buffer.take().items()} == {
        "satu": a_count(2, 1, reason="few"),
        "dua": a_count(),
    }


def test_many_threads_that_note_at_once_lose_no_count(session: Session) -> None:
    buffer = TermBuffer()

    def note_and_store() -> None:
        for number in range(100):
            buffer.note(f"kata {number % 7}", [], is_corrected=False, is_without_index=False)
            if number % 10 == 0:
                with unit_of_work():
                    add_counts(buffer.take())

    at_once([note_and_store] * 4)
    with unit_of_work():
        add_counts(buffer.take())
    assert sum(stored().values()) == 400
    assert {query for _day, query in stored()} == {f"kata {number}" for number in range(7)}


@pytest.mark.any_database
def test_processes_that_store_the_same_terms_at_once_in_any_order_add_up(session: Session) -> None:
    queries = [f"kata {number}" for number in range(300)]

    def storing(order: list[str]) -> None:
        for _ in range(3):
            with unit_of_work():
                add_counts({(DAY, query): a_count(2) for query in order})

    at_once([lambda order=order: storing(order) for order in (queries, queries[::-1], queries[150:], queries[:200])])
    expected = {query: 12 + 6 * (number >= 150) + 6 * (number < 200) for number, query in enumerate(queries)}
    assert stored() == {(DAY, query): times for query, times in expected.items()}


@pytest.mark.any_database
def test_what_is_stored_tells_of_the_last_time(session: Session) -> None:
    for count in (a_count(3, 0), a_count(2, 9, is_corrected=True, reason="fewer_words")):
        with unit_of_work():
            add_counts({(DAY, "izin kucing"): count})
    session.rollback()
    term = session.get_one(SearchTerm, (DAY, "izin kucing"))
    assert (term.times, term.found, term.is_corrected, term.reason) == (5, 9, True, "fewer_words")


@pytest.mark.any_database
def test_storing_nothing_is_no_fault(session: Session) -> None:
    with unit_of_work():
        assert add_counts({}) == 0


@pytest.mark.any_database
def test_the_database_knows_no_other_reason(session: Session) -> None:
    with pytest.raises(DBAPIError), unit_of_work():
        session.add(SearchTerm(day=DAY, query="izin kucing", times=1, found=0, is_corrected=False, reason="who"))


@pytest.mark.any_database
def test_beyond_the_bound_of_a_day_only_known_terms_are_counted_on(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_terms, "MOST_TERMS_A_DAY", 5)
    other_day = DAY + timedelta(days=1)
    store((DAY, "a", 1), (DAY, "b", 1), (DAY, "c", 1))

    def flooding(names: str) -> None:
        with unit_of_work():
            add_counts({(day, name): a_count() for day in (DAY, other_day) for name in names})

    at_once([lambda names=names: flooding(names) for names in ("abwxyz", "bcopqr", "acklmn")])
    of_day = {query: times for (day, query), times in stored().items() if day == DAY}
    assert len(of_day) == 5
    assert {name: of_day[name] for name in "abc"} == {"a": 3, "b": 3, "c": 3}
    assert len([day for day, _query in stored() if day == other_day]) == 5


@pytest.mark.any_database
def test_queries_typed_five_times_or_more_in_the_period_are_listed_most_frequent_first(session: Session) -> None:
    store((DAY, "empat kali", 4), (DAY, "lima kali", 5), (DAY, "sering", 7))
    store((DAY - timedelta(days=1), "sering", 7), (DAY - timedelta(days=1), "empat kali", 4))
    with unit_of_work():
        add_counts({(DAY - timedelta(days=2), "lima kali"): a_count(1, 9, is_corrected=True, reason="fewer_words")})

    def listed(since: date) -> list[tuple[str, int, date]]:
        session.rollback()
        return [(asked.query, asked.times, asked.last_day) for asked in unanswered_queries(EDITOR, since)]

    assert listed(DAY) == [("sering", 7, DAY), ("lima kali", 5, DAY)]
    assert listed(DAY - timedelta(days=1)) == [("sering", 14, DAY), ("empat kali", 8, DAY), ("lima kali", 5, DAY)]
    assert listed(DAY - timedelta(days=2))[2] == ("lima kali", 6, DAY)
    assert listed(DAY + timedelta(days=1)) == []
    [asked] = [asked for asked in unanswered_queries(EDITOR, DAY - timedelta(days=2)) if asked.query == "lima kali"]
    assert (asked.found, asked.is_corrected, asked.reason) == (0, False, "nothing")


def test_who_keeps_no_standards_reads_no_terms(session: Session) -> None:
    for actor in (PUBLIC, Actor(7), Actor(7, (Membership("liaison", 1), Membership("custodian")))):
        with pytest.raises(Forbidden):
            unanswered_queries(actor, DAY)
    for actor in (SYSTEM, EDITOR, Actor(7, (Membership("overseer"),))):
        assert unanswered_queries(actor, DAY) == []


@pytest.mark.any_database
def test_counts_go_after_four_hundred_days_and_rare_ones_after_ninety(session: Session) -> None:
    def before(days: int) -> date:
        return DAY - timedelta(days=days)

    store((before(401), "sering", 50), (before(400), "sering", 50), (before(95), "sering", 1))
    store((before(91), "jarang", 2), (before(120), "jarang", 2), (before(90), "baru jarang", 1))
    store((before(300), "masih diketik", 1), (before(10), "masih diketik", 1))
    with time_machine.travel(datetime(2026, 11, 24, 5, tzinfo=UTC), tick=False):
        with unit_of_work():
            assert delete_old_terms() == 3
        with unit_of_work():
            assert delete_old_terms() == 0
    assert sorted(stored()) == [
        (before(400), "sering"),
        (before(300), "masih diketik"),
        (before(95), "sering"),
        (before(90), "baru jarang"),
        (before(10), "masih diketik"),
    ]
