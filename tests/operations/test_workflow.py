"""Nothing is published that two people did not see: who may do which move, and what an approval is bound to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sipp import clock
from sipp.db import unit_of_work
from sipp.models.components import FeeRow
from sipp.models.journal import AuditEntry
from sipp.models.standards import StandardVersion
from sipp.operations import reviewing, standards, upkeep, workflow
from sipp.operations.upkeep import Held
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound, SippError
from sipp.rules.permissions import Actor
from tests import factories
from tests.operations.reviewers import People, a_content, an_actor, approved, hash_of, in_review, people

AHEAD = clock.now().date() + timedelta(days=2)
A_FORUM = Held(
    held_on=AHEAD - timedelta(days=9),
    place="Balai kota",
    minutes="Warga minta loket buka pukul 07.30.",
    participants={"users": 12, "provider": 3},
    follow_ups="Loket dibuka pukul 07.30 mulai Januari.",
)


def code_of(act: Callable[[], Any]) -> str:
    """The class and code of a refusal, "done" without one."""
    try:
        act()
    except SippError as refused:
        return f"{type(refused).__name__} {refused.code}"
    return "done"


def actions_on(session: Session, version: StandardVersion) -> list[str]:
    entries = select(AuditEntry.action).where(AuditEntry.subject_id == str(version.id))
    return list(session.scalars(entries.order_by(AuditEntry.id)))


def test_a_standard_goes_from_draft_to_publication_through_two_people(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = approved(who)
        standards.publish(who.other_publisher, version)
        assert (version.state, version.number, version.checker_id) == ("published", 1, who.publisher.user_id)
        assert version.content_hash == version.approved_hash
        assert actions_on(session, version) == [
            "standards.create_draft",
            "standards.submit",
            "standards.approve",
            "standards.publish",
        ]


MOVES: dict[str, tuple[str, Callable[[Actor, StandardVersion], Any]]] = {
    "submit": ("draft", lambda actor, one: workflow.submit(actor, one.id)),
    "recall": ("in_review", lambda actor, one: workflow.recall(actor, one.id)),
    "request_changes": ("in_review", lambda actor, one: workflow.request_changes(actor, one.id, {"fee": "Salah"})),
    "approve": ("in_review", lambda actor, one: workflow.approve(actor, one.id, hash_of(one))),
    "revise": ("approved", lambda actor, one: workflow.revise(actor, one.id)),
    "publish": ("approved", standards.publish),
    "withdraw": ("published", lambda actor, one: standards.withdraw(actor, one, AHEAD, "Salah terbit")),
    "verify": ("published", lambda actor, one: upkeep.verify(actor, one.id, AHEAD)),
    "correct": ("published", lambda actor, one: workflow.correct(actor, one.id)),
    "consult": ("draft", lambda actor, one: upkeep.record_consultation(actor, [one.id], A_FORUM)),
}
EDITORS = {"submit", "recall", "revise", "correct"}


def a_version_at(state: str, who: People) -> StandardVersion:
    match state:
        case "draft":
            return standards.create_draft(who.editor, who.service, a_content())
        case "in_review":
            return in_review(who)
        case "approved":
            return approved(who)
    return standards.publish(who.publisher, approved(who))


@pytest.mark.parametrize("move", MOVES)
def test_a_move_is_made_by_its_role_alone_and_a_stranger_learns_nothing(session: Session, move: str) -> None:
    state, act = MOVES[move]
    with unit_of_work():
        who = people()
        version = a_version_at(state, who)
        head = an_actor(who.agency.id, "head")
        reader = who.editor if move not in EDITORS else who.publisher
        assert code_of(lambda: act(who.stranger, version)) == "NotFound version"
        assert code_of(lambda: act(head, version)) == "Forbidden forbidden"
        if move != "consult":
            assert code_of(lambda: act(reader, version)) == "Forbidden forbidden"
        assert code_of(lambda: act(who.editor if move in EDITORS else who.publisher, version)) == "done"


def test_who_wrote_any_of_it_decides_nothing_about_it_in_whatever_role(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = standards.create_draft(who.both, who.service, a_content())
        standards.rewrite_draft(who.editor, version, a_content(30_000))
        workflow.submit(who.both, version.id)
        digest = hash_of(version)
        assert version.maker_id == who.editor.user_id
        assert code_of(lambda: workflow.approve(who.both, version.id, digest)) == "Forbidden maker_is_checker"
        assert code_of(lambda: workflow.request_changes(who.both, version.id, {None: "x"})) == (
            "Forbidden maker_is_checker"
        )
        workflow.approve(who.publisher, version.id, digest)
        assert code_of(lambda: standards.publish(who.both, version)) == "Forbidden maker_is_checker"


def test_an_approval_is_of_the_content_that_was_seen(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = in_review(who)
        seen = hash_of(version)
        workflow.recall(who.editor, version.id)
        standards.rewrite_draft(who.editor, version, a_content(99_000))
        workflow.submit(who.editor, version.id)
        assert code_of(lambda: workflow.approve(who.publisher, version.id, seen)) == "Conflict content_changed"


def test_a_later_edit_voids_the_approval(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = approved(who)
        with pytest.raises(Conflict):
            standards.rewrite_draft(who.editor, version, a_content(99_000))
        workflow.revise(who.other_editor, version.id)
        assert (version.state, version.approved_hash, version.checker_id) == ("draft", None, None)
        assert code_of(lambda: standards.publish(who.publisher, version)) == "Conflict move_not_possible"


def test_rows_changed_behind_the_back_of_an_approval_are_not_published(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = approved(who)
        session.execute(update(FeeRow).values(amount_idr=1))
        assert code_of(lambda: standards.publish(who.publisher, version)) == "Conflict content_changed"


def test_what_has_errors_is_not_sent_to_a_reviewer(session: Session) -> None:
    with unit_of_work():
        who = people()
        broken = replace(a_content(), requirements=())
        flawed = replace(broken, products=tuple(replace(one, name="-") for one in broken.products))
        version = standards.create_draft(who.editor, who.service, flawed)
        with pytest.raises(InvalidInput) as refused:
            workflow.submit(who.editor, version.id)
        assert "placeholder_text" in refused.value.fields.values()


def test_the_reasons_of_the_last_round_are_shown_with_their_component(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = in_review(who)
        workflow.request_changes(who.publisher, version.id, {"fee": "Dasar hukumnya salah", None: "Perbaiki"})
        workflow.submit(who.editor, version.id)
        workflow.request_changes(who.other_publisher, version.id, {"time_limit": "Terlalu lama"})
        review = reviewing.review_of(who.editor, version.id)
        assert [(one.component, one.reason) for one in review.remarks] == [("time_limit", "Terlalu lama")]
        assert [act.action for act in review.history][:2] == ["standards.request_changes", "standards.submit"]
        assert {one.version.id for one in reviewing.queue_of(who.editor).to_change} == {version.id}
        with pytest.raises(InvalidInput):
            workflow.request_changes(who.publisher, in_review(who).id, {})


def test_each_sees_what_waits_for_them_and_nothing_of_others(session: Session) -> None:
    with unit_of_work():
        who = people()
        waiting, ready = in_review(who), approved(who)
        publisher = reviewing.queue_of(who.publisher)
        assert [one.version.id for one in publisher.to_review] == [waiting.id]
        assert [one.version.id for one in publisher.to_publish] == [ready.id]
        for other in (who.editor, who.stranger):
            queue = reviewing.queue_of(other)
            assert (queue.to_review, queue.to_publish) == ([], [])


def test_a_review_compares_with_the_version_in_force_by_component(session: Session) -> None:
    with unit_of_work():
        who = people()
        standards.publish(who.publisher, approved(who, a_content(25_000)))
        version = in_review(who, a_content(40_000))
        review = reviewing.review_of(who.publisher, version.id)
        assert review.base is not None and review.base.number == 1
        assert [(one.component, one.kind) for one in review.differences] == [("fee", "changed")]
        assert review.moves == {"approve", "request_changes"}


def test_a_publication_is_corrected_by_one_new_draft(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = standards.publish(who.publisher, approved(who))
        draft = workflow.correct(who.other_editor, version.id)
        assert (draft.state, draft.based_on_id, hash_of(draft)) == ("draft", version.id, version.content_hash)
        assert code_of(lambda: workflow.correct(who.editor, version.id)) == "Conflict draft_exists"


def test_an_officer_withdraws_from_today_on(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = standards.publish(who.publisher, approved(who))
        with pytest.raises(InvalidInput):
            standards.withdraw(who.publisher, version, AHEAD - timedelta(days=3), "Salah terbit")
        standards.withdraw(who.publisher, version, AHEAD, "Salah terbit")


def test_only_the_version_in_force_is_verified_and_its_next_review_lies_ahead(session: Session) -> None:
    with unit_of_work():
        who = people()
        older = standards.publish(who.publisher, approved(who))
        newer = standards.publish(who.publisher, approved(who, a_content(30_000)))
        assert code_of(lambda: upkeep.verify(who.publisher, older.id, AHEAD)) == "Conflict not_in_force"
        with pytest.raises(InvalidInput):
            upkeep.verify(who.publisher, newer.id, AHEAD - timedelta(days=2))
        upkeep.verify(who.publisher, newer.id, AHEAD)
        review = reviewing.review_of(who.publisher, newer.id)
        assert review.verified_on is not None and review.review_due_on == AHEAD


def test_a_version_whose_review_date_passed_waits_for_the_publisher(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = standards.publish(who.publisher, approved(who))
        session.add(upkeep.ReviewDue(version_id=version.id, due_on=AHEAD - timedelta(days=9), recorded_at=clock.now()))
        session.flush()
        assert [one.version.id for one in reviewing.queue_of(who.publisher).to_look_at] == [version.id]
        upkeep.verify(who.publisher, version.id, AHEAD)
        assert reviewing.queue_of(who.publisher).to_look_at == []


def test_a_consultation_counts_people_by_kind_and_needs_the_public(session: Session) -> None:
    with unit_of_work():
        who = people()
        version = in_review(who)
        upkeep.record_consultation(who.editor, [version.id], A_FORUM)
        found = upkeep.consultations_of(version.id)
        assert [(one.participants, one.place) for one in found] == [({"users": 12, "provider": 3}, "Balai kota")]
        for wrong in (replace(A_FORUM, participants={"provider": 3}), replace(A_FORUM, held_on=AHEAD)):
            with pytest.raises(InvalidInput):
                upkeep.record_consultation(who.editor, [version.id], wrong)


def test_a_national_model_is_checked_by_another_national_administrator(session: Session) -> None:
    with unit_of_work():
        reference = factories.a_reference()
        maker, checker = (an_actor(None, "national_admin") for _ in range(2))
        version = standards.create_draft(maker, reference, a_content())
        workflow.submit(maker, version.id)
        with pytest.raises(Forbidden):
            workflow.approve(maker, version.id, hash_of(version))
        with pytest.raises(NotFound):
            workflow.approve(people().publisher, version.id, hash_of(version))
        workflow.approve(checker, version.id, hash_of(version))
        assert standards.publish(checker, version).number == 1
