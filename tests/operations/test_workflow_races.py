"""Two at once: whoever comes first, nothing is published that was not approved, and no decision counts twice."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from sipp.db import current_session, unit_of_work
from sipp.models.standards import Decree, StandardVersion
from sipp.operations import bundles, decrees, standards, workflow
from sipp.operations.decrees import Particulars
from tests.operations.reviewers import People, a_content, approved, hash_of, in_review, people
from tests.operations.workers import at_once, told
from tests.trials import scaled

pytestmark = pytest.mark.any_database
ROUNDS = scaled(5)


def racing(*acts: Callable[[], Any]) -> list[str]:
    """What each of the acts came to, each in a transaction of its own, begun at one moment."""
    return at_once([lambda act=act: told(act) for act in acts])


def as_stored(version_id: int) -> StandardVersion:
    session = current_session()
    session.rollback()
    session.expire_all()
    query = select(StandardVersion).where(StandardVersion.id == version_id)
    return session.scalars(query.options(joinedload(StandardVersion.decree))).one()


def rewrite(who: People, version_id: int, amount: int) -> None:
    standards.rewrite_draft(who.editor, current_session().get_one(StandardVersion, version_id), a_content(amount))


def publish(who: People, version_id: int) -> None:
    standards.publish(who.publisher, current_session().get_one(StandardVersion, version_id))


def started(make: Callable[[People], StandardVersion]) -> tuple[People, int, str]:
    with unit_of_work():
        who = people()
        version = make(who)
        return who, version.id, hash_of(version)


def test_two_editors_leave_the_whole_text_of_one_of_them(session: Session) -> None:
    for _ in range(ROUNDS):
        who, key, _ = started(lambda who: standards.create_draft(who.editor, who.service, a_content()))
        racing(lambda who=who, key=key: rewrite(who, key, 11_000), lambda who=who, key=key: rewrite(who, key, 22_000))
        version = as_stored(key)
        ours = {hash_of_amount(amount) for amount in (11_000, 22_000)}
        assert hash_of(version) in ours


def hash_of_amount(amount: int) -> str:
    return standards.content_hash(a_content(amount))


def test_of_two_reviewers_one_decides(session: Session) -> None:
    for _ in range(ROUNDS):
        who, key, seen = started(in_review)
        told = racing(
            lambda who=who, key=key, seen=seen: workflow.approve(who.publisher, key, seen),
            lambda who=who, key=key: workflow.request_changes(who.other_publisher, key, {"fee": "Salah"}),
        )
        version = as_stored(key)
        assert sorted(told) == ["done", "move_not_possible"]
        assert version.state == ("approved" if told[0] == "done" else "changes_requested")
        assert version.approved_hash == (seen if told[0] == "done" else None)


def edit_approved(who: People, key: int) -> None:
    workflow.revise(who.editor, key)
    rewrite(who, key, 99_000)


def test_publish_against_edit_publishes_what_was_approved_or_nothing(session: Session) -> None:
    outcomes: list[str] = []
    for _ in range(ROUNDS):
        who, key, seen = started(approved)
        racing(lambda who=who, key=key: publish(who, key), lambda who=who, key=key: edit_approved(who, key))
        version = as_stored(key)
        outcomes.append(version.state)
        if version.state == "published":
            assert version.content_hash == hash_of(version) == seen
        else:
            assert (version.state, version.approved_hash) == ("draft", None)
    assert set(outcomes) <= {"published", "draft"}


def edit_in_review(who: People, key: int) -> None:
    workflow.recall(who.editor, key)
    rewrite(who, key, 99_000)
    workflow.submit(who.editor, key)


def test_approve_against_edit_approves_what_was_seen_or_nothing(session: Session) -> None:
    for _ in range(ROUNDS):
        who, key, seen = started(in_review)
        racing(
            lambda who=who, key=key, seen=seen: workflow.approve(who.publisher, key, seen),
            lambda who=who, key=key: edit_in_review(who, key),
        )
        version = as_stored(key)
        if version.state == "approved":
            assert version.approved_hash == hash_of(version) == seen
        else:
            assert (version.state, version.approved_hash, hash_of(version)) == (
                "in_review",
                None,
                hash_of_amount(99_000),
            )


def test_two_versions_published_at_once_are_numbered_densely(session: Session) -> None:
    who, first, _ = started(approved)
    with unit_of_work():
        second = approved(who, a_content(30_000)).id
    assert racing(lambda: publish(who, first), lambda: publish(who, second)) == ["done", "done"]
    assert sorted(as_stored(key).number or 0 for key in (first, second)) == [1, 2]


def a_decree(who: People, versions: Sequence[StandardVersion]) -> int:
    told = Particulars(number="7/2026", decided_on=a_content().effective_from)
    decree = decrees.create(who.editor, who.agency.slug, told)
    decrees.adopt(who.editor, decree.id, [one.id for one in versions])
    return decree.id


def test_a_decree_is_submitted_with_what_it_adopts_then(session: Session) -> None:
    for _ in range(ROUNDS):
        with unit_of_work():
            who = people()
            versions = [standards.create_draft(who.editor, who.service, a_content(n)) for n in (10_000, 20_000)]
            decree_id, late = a_decree(who, versions[:1]), versions[1].id
        racing(
            lambda who=who, decree_id=decree_id: decrees.submit(who.editor, decree_id),
            lambda who=who, decree_id=decree_id, late=late: decrees.adopt(who.other_editor, decree_id, [late]),
        )
        states = {as_stored(one.id).state for one in versions if as_stored(one.id).decree_id == decree_id}
        assert states == {"in_review"}


def test_a_decree_published_and_revised_at_once_is_one_or_the_other(session: Session) -> None:
    for _ in range(ROUNDS):
        with unit_of_work():
            who = people()
            keys = [standards.create_draft(who.editor, who.service, a_content(n)).id for n in (10_000, 20_000)]
            decree_id = a_decree(who, [current_session().get_one(StandardVersion, key) for key in keys])
            decrees.submit(who.editor, decree_id)
            bundle = bundles.find_bundle(who.publisher, decree_id)
            for one in bundle.adopted:
                decrees.mark_seen(who.publisher, decree_id, one.version.id, one.content_hash)
            decrees.approve(who.publisher, decree_id, bundle.content_hash)
        told = racing(
            lambda who=who, decree_id=decree_id: decrees.publish(who.publisher, decree_id),
            lambda who=who, decree_id=decree_id: decrees.revise(who.editor, decree_id),
        )
        states = {as_stored(key).state for key in keys} | {current_session().get_one(Decree, decree_id).state}
        assert sorted(told) == ["done", "move_not_possible"]
        assert states == ({"published"} if told[0] == "done" else {"draft"})
