"""Whoever moves whatever in whatever order: what is published was approved by another, with that very content."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.models.promises import PromiseSpan
from sipp.models.services import Service
from sipp.models.standards import Decree, StandardVersion
from sipp.operations import bundles, decrees, promise_spans, standards, upkeep, workflow
from sipp.operations.decrees import Particulars
from sipp.operations.versions import contents_of
from sipp.rules.errors import SippError
from sipp.rules.permissions import Actor
from sipp.rules.standards import content_hash
from tests.operations.reviewers import People, a_content, hash_of, people
from tests.trials import scaled

ACTORS = st.sampled_from(["editor", "other_editor", "publisher", "other_publisher", "both", "stranger"])
WRITERS = st.sampled_from(["editor", "other_editor", "both"])
WHICH = st.integers(0, 30)
AMOUNTS = st.integers(1, 4).map(lambda number: number * 10_000)
DAYS = st.integers(-4, 4)
MOVES = st.sampled_from(["recall", "request_changes", "correct", "verify", "withdraw"])
DECREE_MOVES = ("submit", "recall", "request_changes", "see_all", "approve", "revise", "publish")


@dataclass
class Known:
    """What the machine itself saw of one version, apart from what the database says."""

    authors: set[int] = field(default_factory=set)
    approved: tuple[int, str] | None = None
    published: str | None = None


class WorkflowMachine(RuleBasedStateMachine):
    """One service and two decrees of one agency, and everything six people may try."""

    happened: Counter[str] = Counter()

    @initialize()
    def a_service_and_decrees(self) -> None:
        """A service with two drafts, two decrees of which one adopts a draft."""
        self.known: dict[int, Known] = {}
        self.decrees: list[int] = []
        with unit_of_work():
            self.who: People = people()
            self.service_id = self.who.service.id
            for number in ("1/2026", "2/2026"):
                told = Particulars(number=number, decided_on=clock.now().date())
                self.decrees.append(decrees.create(self.who.editor, self.who.agency.slug, told).id)
            for amount in (10_000, 20_000):
                version = standards.create_draft(self.who.editor, self.who.service, a_content(amount))
                self.known[version.id] = Known(authors={self.who.editor.user_id or 0})
            decrees.adopt(self.who.editor, self.decrees[0], [version.id])

    @rule(writer=WRITERS, amount=AMOUNTS, days=DAYS)
    def draft(self, writer: str, amount: int, days: int) -> None:
        """Somebody writes a new standard."""
        actor = self._actor(writer)

        def act() -> None:
            service = current_session().get_one(Service, self.service_id)
            content = a_content(amount, clock.now().date() + timedelta(days=days))
            version = standards.create_draft(actor, service, content)
            self.known[version.id] = Known(authors={actor.user_id or 0})

        self._try("draft", act)

    @rule(writer=WRITERS, which=WHICH, amount=AMOUNTS)
    def edit(self, writer: str, which: int, amount: int) -> None:
        """Somebody writes another content over a version."""
        actor = self._actor(writer)
        self._on_version(which, lambda one: standards.rewrite_draft(actor, one, a_content(amount)), "edit", actor)

    @rule(name=ACTORS, which=WHICH)
    def submit(self, name: str, which: int) -> None:
        """Somebody submits."""
        actor = self._actor(name)
        self._on_version(which, lambda one: workflow.submit(actor, one.id), "submit")

    @rule(
        name=ACTORS, which=WHICH, move=st.sampled_from(["recall", "request_changes", "correct", "verify", "withdraw"])
    )
    def move(self, name: str, which: int, move: str) -> None:
        """Somebody makes another move."""
        actor, day = self._actor(name), clock.now().date() + timedelta(days=2)
        acts: dict[str, Callable[[StandardVersion], Any]] = {
            "recall": lambda one: workflow.recall(actor, one.id),
            "request_changes": lambda one: workflow.request_changes(actor, one.id, {"fee": "Salah"}),
            "verify": lambda one: upkeep.verify(actor, one.id, day),
            "withdraw": lambda one: standards.withdraw(actor, one, day, "Salah terbit"),
        }
        if move == "correct":
            self._correct(actor, which)
        else:
            self._on_version(which, acts[move], move)

    @rule(name=ACTORS, which=WHICH)
    def revise(self, name: str, which: int) -> None:
        """Somebody takes an approval off to edit."""
        actor = self._actor(name)
        self._on_version(which, lambda one: workflow.revise(actor, one.id), "revise", actor)

    @rule(name=ACTORS, which=WHICH, stale=st.booleans())
    def approve(self, name: str, which: int, stale: bool) -> None:
        """Somebody approves what they saw, or what they saw a while ago."""
        actor = self._actor(name)
        self._on_version(which, lambda one: self._approve(actor, one, stale), "approve")

    @rule(name=ACTORS, which=WHICH)
    def publish(self, name: str, which: int) -> None:
        """Somebody publishes."""
        actor = self._actor(name)
        self._on_version(which, lambda one: self._publish(actor, one), "publish")

    @rule(which=WHICH, how_far=st.integers(1, 3))
    def go_on(self, which: int, how_far: int) -> None:
        """The way that leads to publication, a part of it."""
        acts: list[tuple[str, Callable[[StandardVersion], Any]]] = [
            ("submit", lambda one: workflow.submit(self.who.editor, one.id)),
            ("approve", lambda one: self._approve(self.who.publisher, one)),
            ("publish", lambda one: self._publish(self.who.publisher, one)),
        ]
        for name, act in acts[:how_far]:
            self._on_version(which, act, name)

    @rule(writer=WRITERS, which=WHICH, decree=st.integers(0, 1), is_adopting=st.booleans())
    def adopt_or_release(self, writer: str, which: int, decree: int, is_adopting: bool) -> None:
        """Somebody puts a version into a decree, or takes it out."""
        actor, decree_id = self._actor(writer), self.decrees[decree]

        def act(version: StandardVersion) -> None:
            if is_adopting:
                decrees.adopt(actor, decree_id, [version.id])
            else:
                decrees.release(actor, decree_id, version.id)

        self._on_version(which, act, "adopt" if is_adopting else "release", actor)

    @rule(name=ACTORS, decree=st.integers(0, 1), move=st.sampled_from(DECREE_MOVES))
    def move_decree(self, name: str, decree: int, move: str) -> None:
        """Somebody moves a decree with all that it adopts."""
        self._move_decree(name, decree, move)

    @rule(decree=st.integers(0, 1), how_far=st.integers(1, 4))
    def go_on_with_a_decree(self, decree: int, how_far: int) -> None:
        """The way that leads to its publication, a part of it."""
        for move in ("submit", "see_all", "approve", "publish")[:how_far]:
            self._move_decree("editor" if move == "submit" else "publisher", decree, move)

    def _move_decree(self, name: str, decree: int, move: str) -> None:
        actor, decree_id = self._actor(name), self.decrees[decree]

        def act() -> None:
            bundle = bundles.find_bundle(actor, decree_id)
            ids = [one.version.id for one in bundle.adopted]
            match move:
                case "see_all":
                    for one in bundle.adopted:
                        decrees.mark_seen(actor, decree_id, one.version.id, one.content_hash)
                case "request_changes":
                    decrees.request_changes(actor, decree_id, {key: {"fee": "Salah"} for key in ids[:1]})
                case "approve":
                    assert bundle.decree.state != "in_review" or ids
                    decrees.approve(actor, decree_id, bundle.content_hash)
                    for one in bundle.adopted:
                        self.known[one.version.id].approved = (actor.user_id or 0, one.content_hash)
                case "revise":
                    decrees.revise(actor, decree_id)
                    for key in ids:
                        self.known[key].authors.add(actor.user_id or 0)
                case "publish":
                    decrees.publish(actor, decree_id)
                    for one in bundles.find_bundle(actor, decree_id).adopted:
                        assert one.version.state == "published"
                        self._note_published(actor, one.version)
                case _:
                    getattr(decrees, move)(actor, decree_id)

        self._try(f"decree {move}", act)

    @invariant()
    def what_is_published_was_approved_by_another_with_that_very_content(self) -> None:
        """Read from the rows: every published version, and what the machine saw of it."""
        for version, digest in self._published():
            known = self.known[version.id]
            assert known.approved is not None
            approver, approved = known.approved
            assert digest == approved == version.content_hash == known.published
            assert approver not in known.authors

    @invariant()
    def numbers_are_dense_and_never_are_two_in_force(self) -> None:
        """1, 2, 3 ... and spans that do not touch each other."""
        published = self._published()
        assert sorted(one.number or 0 for one, _ in published) == list(range(1, len(published) + 1))
        session = current_session()
        service = session.get_one(Service, self.service_id)
        assert promise_spans.wrong_spans([service]) == []
        spans = session.scalars(
            select(PromiseSpan).where(PromiseSpan.service_id == self.service_id).order_by(PromiseSpan.starts_at)
        ).all()
        for earlier, later in zip(spans, spans[1:], strict=False):
            assert earlier.ends_at is not None and earlier.ends_at <= later.starts_at

    @invariant()
    def a_decree_and_its_versions_move_together(self) -> None:
        """All published or none, and none further than its decree."""
        rows = current_session().execute(
            select(Decree, StandardVersion).join(StandardVersion).where(Decree.id.in_(self.decrees))
        )
        for decree, version in rows:
            if decree.state == "published":
                continue
            assert version.state != "published"
            assert version.state == decree.state or {version.state, decree.state} <= {"draft", "changes_requested"}

    def _approve(self, actor: Actor, version: StandardVersion, stale: bool = False) -> None:
        seen = hash_of(version)
        workflow.approve(actor, version.id, seen[::-1] if stale else seen)
        assert not stale
        self.known[version.id].approved = (actor.user_id or 0, seen)

    def _publish(self, actor: Actor, version: StandardVersion) -> None:
        standards.publish(actor, version)
        self._note_published(actor, version)

    def _correct(self, actor: Actor, which: int) -> None:
        def act(version: StandardVersion) -> None:
            draft = workflow.correct(actor, version.id)
            self.known[draft.id] = Known(authors={actor.user_id or 0})

        self._on_version(which, act, "correct")

    def _actor(self, name: str) -> Actor:
        actor: Actor = getattr(self.who, name)
        return actor

    def _note_published(self, actor: Actor, version: StandardVersion) -> None:
        known = self.known[version.id]
        if known.published is None:
            assert actor.user_id not in known.authors
            known.published = version.content_hash

    def _on_version(
        self, which: int, act: Callable[[StandardVersion], Any], name: str, author: Actor | None = None
    ) -> None:
        ids = sorted(self.known)
        if not ids:
            return
        version_id = ids[which % len(ids)]

        def acting() -> None:
            query = select(StandardVersion).where(StandardVersion.id == version_id)
            act(current_session().scalars(query.options(joinedload(StandardVersion.decree))).one())

        if self._try(name, acting) and author is not None:
            self.known[version_id].authors.add(author.user_id or 0)

    def _try(self, name: str, act: Callable[[], Any]) -> bool:
        """Whether it was done; what was refused leaves every state as it was."""
        before = self._states()
        try:
            with unit_of_work():
                act()
        except SippError:
            self.happened[f"{name}, refused"] += 1
            assert self._states() == before
            return False
        self.happened[name] += 1
        return True

    def _states(self) -> list[tuple[int, str, int | None]]:
        session = self._fresh()
        columns = select(StandardVersion.id, StandardVersion.state, StandardVersion.number)
        rows = session.execute(columns.where(StandardVersion.service_id == self.service_id))
        return sorted((row.id, row.state, row.number) for row in rows)

    def _published(self) -> list[tuple[StandardVersion, str]]:
        session = self._fresh()
        query = select(StandardVersion).where(
            StandardVersion.service_id == self.service_id, StandardVersion.state == "published"
        )
        versions = session.scalars(query.options(joinedload(StandardVersion.decree))).all()
        return [(one, content_hash(contents_of(versions)[one.id])) for one in versions]

    def _fresh(self) -> Session:
        session = current_session()
        session.rollback()
        session.expire_all()
        return session


@pytest.mark.faults
@pytest.mark.any_database
def test_nothing_is_published_that_another_did_not_approve_whatever_happens(session: Session) -> None:
    happened: Counter[str] = Counter()
    machine = type("Machine", (WorkflowMachine,), {"happened": happened})
    run_state_machine_as_test(machine, settings=settings(max_examples=scaled(12), stateful_step_count=40))
    assert set(happened) >= {"publish", "publish, refused", "decree submit", "decree publish, refused"}
