"""Curated answers: who keeps them, what is refused, which phrase has which answer on which day, what is left behind."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.models.accounts import User
from sipp.models.agencies import Agency
from sipp.models.curated_answers import CuratedAlias, CuratedAnswer
from sipp.models.journal import AuditEntry, SearchChange
from sipp.models.services import Service
from sipp.operations import curated_answers as operations
from sipp.operations.curated_answers import AnswerContent, read_curated
from sipp.operations.searchable import changes_since
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import AGENCY_ROLES, NATIONAL_ROLES, PUBLIC, REPORTER, SYSTEM, Actor, Membership
from tests import factories
from tests.operations.workers import at_once

pytestmark = pytest.mark.any_database

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LAPOR = "https://www.lapor.go.id/"


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def written(**more: Any) -> AnswerContent:
    values = {"phrase": "lapor", "title": "SP4N-LAPOR!", "text": "Kanal pengaduan nasional.", "target": LAPOR}
    return AnswerContent(**{**values, **more})


def add(**more: Any) -> int:
    with unit_of_work():
        return operations.create(SYSTEM, written(**more)).id


def change(answer_id: int, **more: Any) -> None:
    with unit_of_work():
        found = operations.find_answer(SYSTEM, answer_id)
        operations.change(SYSTEM, answer_id, replace(operations.content_of(found), **more), found.row_version)


def answer_to(typed: str) -> str | None:
    """The title of the answer that a query has now."""
    current_session().rollback()
    found = read_curated().find(typed)
    return found.title if found else None


def faults_of(**more: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        add(**more)
    return refused.value.fields


def test_a_whole_phrase_is_answered_in_every_common_spelling_and_nothing_else(session: Session) -> None:
    add(phrase="SPAN Lapor", aliases=["perpanjang SIM online"])
    for typed in ("span lapor", "lapor", "LAPOR!", "  lapor ", "perpanjang sim online", "prpanjang sim onlen"):
        assert answer_to(typed) == "SP4N-LAPOR!", typed
    for typed in ("", "lapor polisi", "span", "lapo", "online perpanjang sim", "perpanjang sim"):
        assert answer_to(typed) is None, typed


def test_an_answer_is_shown_from_its_first_to_its_last_day_without_any_job(session: Session) -> None:
    add(valid_from=TODAY + timedelta(days=2), valid_until=TODAY + timedelta(days=4))
    table = read_curated()
    shown = []
    for days in range(7):
        with time_machine.travel(NOON + timedelta(days=days), tick=False):
            found = table.find("lapor")
            assert found == read_curated().find("lapor")
            shown.append(found is not None)
    assert shown == [False, False, True, True, True, False, False]


def test_without_days_an_answer_lasts_a_year_and_a_change_keeps_its_days(session: Session) -> None:
    answer_id = add()
    stored = session.get_one(CuratedAnswer, answer_id)
    assert (stored.valid_from, stored.valid_until) == (TODAY, TODAY + timedelta(days=365))
    with time_machine.travel(NOON + timedelta(days=30), tick=False), unit_of_work():
        operations.change(SYSTEM, answer_id, written(title="LAPOR!"), 1)
    stored = session.get_one(CuratedAnswer, answer_id)
    assert (stored.title, stored.valid_from, stored.valid_until) == ("LAPOR!", TODAY, TODAY + timedelta(days=365))


def test_an_answer_leads_to_a_reference_a_service_an_agency_or_an_address(session: Session) -> None:
    with unit_of_work():
        agency = factories.an_agency("kota-contoh")
        factories.a_service(factories.a_unit(agency), slug="parkir")
        factories.a_reference("ktp-baru")
    targets = ["reference:ktp-baru", "service:kota-contoh/parkir", "agency:kota-contoh", LAPOR]
    for number, target in enumerate(targets):
        add(phrase=f"kata {number}", target=target)
    table = read_curated()
    assert [answer and answer.target for answer in (table.find(f"kata {n}") for n in range(4))] == targets
    assert [operations.target_of(answer) for answer in operations.list_answers(SYSTEM)] == targets


def test_an_answer_for_a_service_that_was_retired_is_not_shown(session: Session) -> None:
    with unit_of_work():
        service = factories.a_service(factories.a_unit(factories.an_agency("kota-contoh")), slug="parkir")
    add(target="service:kota-contoh/parkir")
    assert answer_to("lapor") == "SP4N-LAPOR!"
    with unit_of_work() as writing:
        writing.get_one(Service, service.id).status = "retired"
    assert answer_to("lapor") is None
    assert faults_of(phrase="lain", target="service:kota-contoh/parkir") == {"target": "unknown_target"}


def test_aliases_are_replaced_as_a_whole_and_said_once(session: Session) -> None:
    answer_id = add(aliases=["mengadu", "Mengadu!", "pengaduan nasional", "LAPOR", " "])
    assert [alias.phrase for alias in operations.find_answer(SYSTEM, answer_id).aliases] == [
        "mengadu",
        "pengaduan nasional",
    ]
    change(answer_id, aliases=["aduan nasional", "mengadu"])
    assert [answer_to(typed) for typed in ("aduan nasional", "mengadu", "pengaduan nasional")] == [
        "SP4N-LAPOR!",
        "SP4N-LAPOR!",
        None,
    ]
    change(answer_id, aliases=[])
    assert answer_to("mengadu") is None and answer_to("lapor") == "SP4N-LAPOR!"
    assert session.scalars(select(CuratedAlias)).all() == []


def test_a_retired_answer_is_gone_for_good(session: Session) -> None:
    answer_id = add()
    with unit_of_work():
        operations.retire(SYSTEM, answer_id, 1)
    assert answer_to("lapor") is None
    with pytest.raises(Conflict, match="already_retired"), unit_of_work():
        operations.retire(SYSTEM, answer_id, 2)
    with pytest.raises(Conflict, match="already_retired"):
        change(answer_id, title="Lagi")
    assert add(title="Baru") != answer_id
    assert answer_to("lapor") == "Baru"
    assert [answer.title for answer in operations.list_answers(SYSTEM)] == ["Baru", "SP4N-LAPOR!"]


def test_an_unknown_answer_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        change(77, title="Lagi")
    with pytest.raises(NotFound), unit_of_work():
        operations.retire(SYSTEM, 77, 1)


def test_every_fault_is_told_at_its_field_and_nothing_is_stored(session: Session) -> None:
    assert faults_of(phrase=" ", title="", text="\u200b", target="", aliases=["?!"]) == {
        "phrase": "required",
        "title": "required",
        "text": "required",
        "target": "unknown_target",
        "aliases": "required",
    }
    too_long = {"phrase": "a" * 81, "title": "a" * 121, "text": "a" * 401, "aliases": ["b" * 81]}
    assert faults_of(**too_long) == dict.fromkeys(too_long, "too_long")
    assert faults_of(aliases=[f"kata {number}" for number in range(21)]) == {"aliases": "too_many"}
    for target in ("http://www.lapor.go.id/", "javascript:alert(1)", "agency:tidak-ada", "service:x", "reference:"):
        assert faults_of(target=target) == {"target": "unknown_target"}, target
    assert faults_of(valid_until=TODAY - timedelta(days=1)) == {"valid_until": "before_start"}
    assert faults_of(valid_until=TODAY + timedelta(days=800)) == {"valid_until": "too_late"}
    assert session.scalars(select(CuratedAnswer)).all() == []
    assert add(phrase="a" * 80, title="a" * 120, text="a" * 400, aliases=["b" * 80])


def test_a_phrase_has_one_answer_a_day(session: Session) -> None:
    first = add(aliases=["mengadu"], valid_until=TODAY + timedelta(days=10))
    assert faults_of(phrase="SPAN-LAPOR") == {"phrase": "taken"}
    assert faults_of(phrase="lain", aliases=["mengadu"]) == {"aliases": "taken"}
    add(valid_from=TODAY + timedelta(days=11), title="Sesudahnya")
    assert answer_to("lapor") == "SP4N-LAPOR!"
    with time_machine.travel(NOON + timedelta(days=11), tick=False):
        assert answer_to("lapor") == "Sesudahnya"
    with pytest.raises(InvalidInput):
        change(first, valid_until=TODAY + timedelta(days=11))
    change(first, title="LAPOR!")
    with unit_of_work():
        operations.retire(SYSTEM, first, 2)
    add(title="Pengganti", valid_until=TODAY + timedelta(days=10))


def test_two_editors_who_answer_one_phrase_at_once_do_not_both_win(session: Session) -> None:
    def adding() -> str:
        try:
            add()
        except InvalidInput as refused:
            return refused.fields["phrase"]
        return "stored"

    assert sorted(at_once([adding] * 4)) == ["stored", "taken", "taken", "taken"]


def test_only_the_national_admin_keeps_answers(session: Session) -> None:
    """An agency that could write one for its own service would stand above everybody's results."""
    answer_id = add()
    others = [PUBLIC, REPORTER, Actor(7), *(Actor(7, (Membership(role, 1),)) for role in AGENCY_ROLES)]
    others += [Actor(7, (Membership(role),)) for role in NATIONAL_ROLES if role != "national_admin"]
    for actor in others:
        for act in (
            partial(operations.create, actor, written(phrase="lain")),
            partial(operations.change, actor, answer_id, written(title="Lain"), 1),
            partial(operations.retire, actor, answer_id, 1),
            partial(operations.list_answers, actor),
            partial(operations.find_answer, actor, answer_id),
        ):
            with pytest.raises(Forbidden), unit_of_work():
                act()
    assert answer_to("lapor") == "SP4N-LAPOR!" and answer_to("lain") is None


def test_each_act_leaves_one_audit_entry_and_one_search_change(session: Session) -> None:
    with unit_of_work():
        service = factories.a_service(factories.a_unit(factories.an_agency("kota-contoh")), slug="parkir")
        session.add(User(id=7, email="admin@contoh.id", name="Admin", created_at=NOON))
    admin = Actor(7, (Membership("national_admin"),))
    with unit_of_work():
        answer_id = operations.create(admin, written()).id
    with unit_of_work():
        operations.change(admin, answer_id, written(target="service:kota-contoh/parkir"), 1)
    with unit_of_work():
        operations.retire(admin, answer_id, 2)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "search.curate").order_by(AuditEntry.id))
    told = [(entry.actor_id, entry.subject_id, entry.agency_id, entry.details["act"]) for entry in entries]
    assert told == [
        (7, str(answer_id), None, "create"),
        (7, str(answer_id), service.agency_id, "change"),
        (7, str(answer_id), service.agency_id, "retire"),
    ]
    assert session.scalars(select(SearchChange.thing)).all() == [f"curated:{answer_id}"] * 3
    stored = session.get_one(CuratedAnswer, answer_id)
    assert (stored.created_by_id, stored.retired_by_id, stored.retired_at, stored.row_version) == (7, 7, NOON, 3)


def test_the_database_itself_refuses_an_answer_with_no_or_two_targets(session: Session) -> None:
    with unit_of_work():
        agency: Agency = factories.an_agency()
    for targets in ({}, {"url": LAPOR, "agency_id": agency.id}):
        with pytest.raises(DBAPIError), unit_of_work() as writing:
            row = CuratedAnswer(phrase="a", title="a", text="a", valid_from=TODAY, valid_until=TODAY, **targets)
            row.created_at = row.changed_at = NOON
            writing.add(row)


def test_the_index_takes_no_notice_of_answers_nor_of_kinds_it_does_not_know(session: Session) -> None:
    with unit_of_work():
        service = factories.a_service(factories.a_unit(factories.an_agency("kota-contoh")), slug="parkir")
        factories.a_published_version(service)
    before = changes_since(0)
    add()
    with unit_of_work():
        operations.note_search_changes(["poster:kota-contoh/7", "tanpa titik dua"])
    after = changes_since(0)
    assert after.sequence == before.sequence + 3
    assert (list(after.documents), list(after.deleted)) == (list(before.documents), list(before.deleted))
    assert before.documents
