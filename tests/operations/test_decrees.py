"""A decree takes all that it adopts through review to publication, or nothing of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp import clock
from sipp.db import unit_of_work
from sipp.models.journal import SearchChange
from sipp.models.standards import Decree, StandardVersion
from sipp.operations import bundles, decrees, standards, workflow
from sipp.operations.decrees import Particulars
from sipp.rules.errors import InvalidInput
from sipp.rules.permissions import SYSTEM, Membership
from tests import factories
from tests.operations.reviewers import People, a_content, hash_of, people
from tests.operations.test_workflow import code_of


def a_bundle(who: People, *amounts: int, decided: bool = True) -> tuple[Decree, list[StandardVersion]]:
    """A draft decree of the editor with one draft of each amount, each of a service of its own."""
    day = clock.now().date() if decided else None
    decree = decrees.create(who.editor, who.agency.slug, Particulars(number="7/SK/2026", decided_on=day))
    versions = []
    for amount in amounts:
        service = factories.a_service(factories.a_unit(who.agency))
        versions.append(standards.create_draft(who.editor, service, a_content(amount)))
    decrees.adopt(who.editor, decree.id, [one.id for one in versions])
    return decree, versions


def see_all(who: People, decree: Decree) -> str:
    """The publisher goes through every difference; the hash of the set."""
    bundle = bundles.find_bundle(who.publisher, decree.id)
    for one in bundle.adopted:
        decrees.mark_seen(who.publisher, decree.id, one.version.id, one.content_hash)
    return bundle.content_hash


def states(versions: list[StandardVersion]) -> list[str]:
    return [one.state for one in versions]


def test_a_decree_is_reviewed_approved_and_published_as_one(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree, versions = a_bundle(who, 10_000, 20_000)
        decrees.submit(who.editor, decree.id)
        assert [decree.state, *states(versions)] == ["in_review"] * 3
        seen = see_all(who, decree)
        decrees.approve(who.publisher, decree.id, seen)
        assert (decree.state, decree.content_hash, states(versions)) == ("approved", seen, ["approved"] * 2)
        decrees.publish(who.publisher, decree.id)
        assert [decree.state, *states(versions)] == ["published"] * 3
        assert [one.number for one in versions] == [1, 1]
        assert len(session.scalars(select(SearchChange.thing)).all()) == 2


def test_a_decree_is_approved_only_by_who_opened_every_difference(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree, versions = a_bundle(who, 10_000, 20_000)
        decrees.submit(who.editor, decree.id)
        bundle = bundles.find_bundle(who.publisher, decree.id)
        decrees.mark_seen(who.publisher, decree.id, versions[0].id, hash_of(versions[0]))
        approving = lambda actor: code_of(lambda: decrees.approve(actor, decree.id, bundle.content_hash))  # noqa: E731
        assert approving(who.publisher) == "Conflict difference_not_seen"
        decrees.mark_seen(who.publisher, decree.id, versions[1].id, hash_of(versions[1]))
        assert approving(who.other_publisher) == "Conflict difference_not_seen"
        assert approving(who.editor) == "Forbidden forbidden"
        assert approving(who.publisher) == "done"


def test_what_was_seen_before_an_edit_was_not_seen(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree, versions = a_bundle(who, 10_000)
        decrees.submit(who.editor, decree.id)
        seen = see_all(who, decree)
        decrees.recall(who.editor, decree.id)
        standards.rewrite_draft(who.editor, versions[0], a_content(99_000))
        versions[0].decree_id = decree.id
        decrees.submit(who.editor, decree.id)
        assert not bundles.find_bundle(who.publisher, decree.id).is_seen
        assert code_of(lambda: decrees.approve(who.publisher, decree.id, seen)) == "Conflict content_changed"


def test_a_version_of_a_decree_does_not_go_ahead_of_it(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree, (version,) = a_bundle(who, 10_000)
        assert code_of(lambda: workflow.submit(who.editor, version.id)) == "Conflict belongs_to_decree"
        decrees.submit(who.editor, decree.id)
        approving = code_of(lambda: workflow.approve(who.publisher, version.id, hash_of(version)))
        assert approving == "Conflict belongs_to_decree"
        decrees.approve(who.publisher, decree.id, see_all(who, decree))
        assert code_of(lambda: standards.publish(who.publisher, version)) == "Conflict belongs_to_decree"


def test_a_bundle_with_one_thing_wrong_publishes_nothing(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree, versions = a_bundle(who, 10_000, 20_000)
        decrees.submit(who.editor, decree.id)
        decrees.approve(who.publisher, decree.id, see_all(who, decree))
        stray = standards.create_draft(who.editor, factories.a_service(factories.a_unit(who.agency)), a_content())
        stray.decree_id = decree.id  # as an import does that read the same number
        decree_id = decree.id
    with unit_of_work():
        assert code_of(lambda: decrees.publish(who.publisher, decree_id)) == "Conflict content_changed"
        session.rollback()
    assert {one.state for one in session.scalars(select(StandardVersion)).unique()} == {"approved", "draft"}
    assert len(versions) == 2


def test_changes_are_asked_of_single_versions_and_give_all_back(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree, versions = a_bundle(who, 10_000, 20_000)
        decrees.submit(who.editor, decree.id)
        with pytest.raises(InvalidInput):
            decrees.request_changes(who.publisher, decree.id, {})
        decrees.request_changes(who.publisher, decree.id, {versions[0].id: {"fee": "Tanpa dasar hukum"}})
        assert [decree.state, *states(versions)] == ["changes_requested"] * 3
        decrees.release(who.editor, decree.id, versions[1].id)
        assert versions[1].decree_id is None
        decrees.submit(who.editor, decree.id)
        assert states(versions) == ["in_review", "changes_requested"]


def test_who_gave_the_decree_its_number_does_not_approve_it(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree = decrees.create(who.both, who.agency.slug, Particulars(number="1"))
        version = standards.create_draft(who.editor, who.service, a_content())
        decrees.adopt(who.editor, decree.id, [version.id])
        decrees.submit(who.editor, decree.id)
        bundle = bundles.find_bundle(who.both, decree.id)
        decrees.mark_seen(who.both, decree.id, version.id, hash_of(version))
        refused = code_of(lambda: decrees.approve(who.both, decree.id, bundle.content_hash))
        assert refused == "Forbidden maker_is_checker"


def test_a_decree_without_a_day_or_without_standards_goes_nowhere(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree, _ = a_bundle(who, 10_000, decided=False)
        decrees.submit(who.editor, decree.id)
        decrees.approve(who.publisher, decree.id, see_all(who, decree))
        assert code_of(lambda: decrees.publish(who.publisher, decree.id)) == "Conflict decree_undated"
        empty = decrees.create(who.editor, who.agency.slug, Particulars(number="8"))
        assert code_of(lambda: decrees.submit(who.editor, empty.id)) == "Conflict adopts_nothing"


def test_another_agencys_decree_and_drafts_are_as_if_they_were_not(session: Session) -> None:
    with unit_of_work():
        who, others = people(), people()
        decree, (version,) = a_bundle(who, 10_000)
        free = standards.create_draft(who.editor, who.service, a_content())
        theirs = decrees.create(others.editor, others.agency.slug, Particulars(number="7/SK/2026"))
        assert code_of(lambda: bundles.find_bundle(others.editor, decree.id)) == "NotFound decree"
        assert code_of(lambda: decrees.submit(others.editor, decree.id)) == "NotFound decree"
        assert code_of(lambda: decrees.adopt(others.editor, theirs.id, [free.id])) == "NotFound version"
        assert code_of(lambda: decrees.release(others.editor, theirs.id, version.id)) == "NotFound version"
        assert free.id in {one.id for one in decrees.candidates(who.editor, decree.id)}
        assert decrees.candidates(others.editor, theirs.id) == []


def test_an_officer_of_one_unit_decides_nothing_for_the_others(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree, versions = a_bundle(who, 10_000, 20_000)
        unit = session.get_one(factories.Unit, session.get_one(factories.Service, versions[0].service_id).unit_id)
        user = factories.a_user()
        narrow = type(who.editor)(user.id, (Membership("publisher", who.agency.id, unit.path),))
        decrees.submit(who.editor, decree.id)
        bundle = bundles.find_bundle(narrow, decree.id)
        assert (len(bundle.adopted), bundle.beyond_reach, bundle.is_seen) == (1, 1, False)
        assert code_of(lambda: decrees.approve(narrow, decree.id, bundle.content_hash)) == "NotFound version"


def test_a_number_is_given_once_in_an_agency(session: Session) -> None:
    with unit_of_work():
        who = people()
        decrees.create(who.editor, who.agency.slug, Particulars(number="7"))
        slug = who.agency.slug
    with pytest.raises(InvalidInput), unit_of_work():
        decrees.create(who.other_editor, slug, Particulars(number="7"))


def test_a_decree_that_the_system_publishes_a_version_of_is_published(session: Session) -> None:
    with unit_of_work():
        who = people()
        decree, (version,) = a_bundle(who, 10_000)
        standards.publish(SYSTEM, version)
        assert decree.state == "published"
