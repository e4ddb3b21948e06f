import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.models.journal import AuditEntry, SearchChange, SearchCounter
from sipp.models.promises import PromiseSpan
from sipp.models.services import Service
from sipp.models.standards import StandardVersion, Withdrawal
from sipp.operations import promise_spans, standards, versions
from sipp.rules.errors import Conflict, NotFound
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import content_hash
from tests import factories
from tests.full_standard import a_full_standard
from tests.operations.workers import at_once

pytestmark = pytest.mark.any_database

FIRST = date(2024, 1, 1)
SECOND = date(2025, 3, 1)
THIRD = date(2026, 2, 1)
WRITERS = 6


def in_force_on(service: Service, day: date) -> int | None:
    version = versions.in_force(versions.published_versions(service), day, clock.now())
    return version.number if version else None


def service_with_versions(*days: date) -> Service:
    service = factories.a_service()
    for day in days:
        factories.a_published_version(service, factories.a_standard(effective_from=day))
    return service


def test_the_versions_of_each_owner_are_numbered_densely_from_one(session: Session) -> None:
    with unit_of_work():
        numbers = [
            [factories.a_published_version(owner).number for _ in range(3)]
            for owner in (factories.a_service(), factories.a_service(), factories.a_reference())
        ]
    assert numbers == [[1, 2, 3]] * 3


def test_a_draft_takes_no_number_and_is_not_public(session: Session) -> None:
    with unit_of_work():
        service = service_with_versions(FIRST)
        draft = factories.a_draft(service)
        following = factories.a_published_version(service)
        assert (draft.number, following.number) == (None, 2)
        assert [version.number for version in versions.published_versions(service)] == [2, 1]
        with pytest.raises(NotFound):
            versions.version_numbered(versions.published_versions(service), 3)


def test_versions_published_at_the_same_moment_are_numbered_densely(session: Session) -> None:
    with unit_of_work():
        service = factories.a_service()
        draft_ids = [factories.a_draft(service).id for _ in range(WRITERS)]

    def publishing(draft_id: int) -> int | None:
        with unit_of_work() as own:
            return standards.publish(SYSTEM, own.get_one(StandardVersion, draft_id)).number

    numbers = at_once([lambda draft_id=draft_id: publishing(draft_id) for draft_id in draft_ids])

    assert sorted(number or 0 for number in numbers) == list(range(1, WRITERS + 1))


def test_one_draft_published_twice_at_the_same_moment_becomes_one_version(session: Session) -> None:
    with unit_of_work():
        draft_id = factories.a_draft().id

    def publishing() -> str:
        try:
            with unit_of_work() as own:
                standards.publish(SYSTEM, own.get_one(StandardVersion, draft_id))
        except Conflict as refused:
            return refused.code
        return "published"

    assert sorted(at_once([publishing, publishing])) == ["already_published", "published"]


def test_the_content_hash_is_that_of_the_rows_as_they_are_read_back(session: Session) -> None:
    content = a_full_standard()
    with unit_of_work():
        version_id = factories.a_published_version(content=content).id
    version = session.get_one(StandardVersion, version_id)
    assert versions.content_of(version) == content
    assert version.content_hash == content_hash(content)


def test_a_publication_tells_audit_and_search_in_its_own_transaction(session: Session) -> None:
    with unit_of_work():
        reference = factories.a_reference("ktp-baru")
        service = factories.a_service(reference=reference)
        draft = factories.a_draft(service)
        standards.publish(SYSTEM, draft)
        version_id, agency_id, digest = draft.id, service.agency_id, draft.content_hash
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "standards.publish")).one()
    assert (entry.subject_kind, entry.subject_id, entry.agency_id) == ("standard_version", str(version_id), agency_id)
    assert entry.details == {"number": 1, "content_hash": digest}
    assert session.scalars(select(SearchChange.thing)).all() == ["reference:ktp-baru"]


def test_a_publication_that_is_rolled_back_leaves_nothing(session: Session) -> None:
    with unit_of_work():
        draft_id = factories.a_draft().id
        entries = session.scalar(select(func.count()).select_from(AuditEntry))
    with pytest.raises(RuntimeError), unit_of_work() as own:
        standards.publish(SYSTEM, own.get_one(StandardVersion, draft_id))
        raise RuntimeError("the power went")
    assert session.get_one(StandardVersion, draft_id).state == "draft"
    assert session.scalar(select(SearchCounter.value)) == 0
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == entries


def test_search_changes_are_numbered_densely_and_never_seen_out_of_order(session: Session) -> None:
    with unit_of_work():
        draft_ids = [factories.a_draft().id for _ in range(WRITERS)]
    gaps: list[list[int]] = []
    is_over = threading.Event()

    def watching() -> None:
        while not is_over.is_set():
            seen = list(current_session().scalars(select(SearchChange.sequence).order_by(SearchChange.sequence)))
            current_session().rollback()
            if seen != list(range(1, len(seen) + 1)):
                gaps.append(seen)

    def publishing(draft_id: int) -> None:
        with unit_of_work() as own:
            standards.publish(SYSTEM, own.get_one(StandardVersion, draft_id))

    def publishing_all() -> None:
        at_once([lambda draft_id=draft_id: publishing(draft_id) for draft_id in draft_ids])
        is_over.set()

    at_once([watching, publishing_all])

    assert gaps == []
    assert session.scalar(select(SearchCounter.value)) == WRITERS
    assert session.scalar(select(func.max(SearchChange.sequence))) == WRITERS


def test_a_withdrawn_version_leaves_none_in_force_and_nothing_revives(session: Session) -> None:
    with unit_of_work():
        service = service_with_versions(FIRST, SECOND)
        newest = versions.published_versions(service)[0]
        standards.withdraw(SYSTEM, newest, date(2025, 6, 1), "Tarif dibatalkan pengadilan")
        session.expire_all()
        days = (date(2023, 12, 31), FIRST, date(2025, 2, 28), SECOND, date(2025, 5, 31), date(2025, 6, 1), THIRD)
        assert [in_force_on(service, day) for day in days] == [None, 1, 1, 2, 2, None, None]
        factories.a_published_version(service, factories.a_standard(effective_from=THIRD))
        assert in_force_on(service, THIRD) == 3


def test_a_withdrawal_is_not_known_before_it_was_recorded(session: Session) -> None:
    with unit_of_work():
        service = service_with_versions(FIRST)
        before = clock.now()
        standards.withdraw(SYSTEM, versions.published_versions(service)[0], FIRST, "Salah terbit")
        session.expire_all()
        published = versions.published_versions(service)
        assert versions.in_force(published, SECOND, before - timedelta(seconds=1)) is not None
        assert versions.in_force(published, SECOND, clock.now()) is None


def test_a_publication_is_not_known_before_it_was_recorded(session: Session) -> None:
    recorded_at = datetime(2025, 7, 1, 9, tzinfo=UTC)
    with unit_of_work():
        service = service_with_versions(FIRST)
        factories.a_published_version(service, factories.a_standard(effective_from=SECOND), recorded_at)
        published = versions.published_versions(service)
        known = [
            versions.in_force(published, date(2025, 8, 1), moment)
            for moment in (recorded_at - timedelta(microseconds=1), recorded_at)
        ]
        assert [version.number for version in known if version] == [1, 2]


@pytest.mark.parametrize(("prepare", "code"), [("draft", "not_published"), ("withdrawn", "already_withdrawn")])
def test_only_a_published_version_is_withdrawn_and_only_once(session: Session, prepare: str, code: str) -> None:
    with unit_of_work():
        service = service_with_versions(FIRST)
        version = factories.a_draft(service) if prepare == "draft" else versions.published_versions(service)[0]
        if prepare == "withdrawn":
            standards.withdraw(SYSTEM, version, SECOND, "Salah terbit")
            session.flush()
        withdrawals = session.scalar(select(func.count()).select_from(Withdrawal))
        with pytest.raises(Conflict) as refused:
            standards.withdraw(SYSTEM, version, SECOND, "Salah terbit")
        assert refused.value.code == code
        assert session.scalar(select(func.count()).select_from(Withdrawal)) == withdrawals


def test_a_withdrawal_tells_audit_and_search(session: Session) -> None:
    with unit_of_work():
        service = service_with_versions(FIRST)
        before = session.scalar(select(SearchCounter.value)) or 0
        standards.withdraw(SYSTEM, versions.published_versions(service)[0], SECOND, "Salah terbit")
        session.flush()
        actions = list(session.scalars(select(AuditEntry.action)))
        assert actions.count("standards.withdraw") == 1
        assert session.scalar(select(SearchCounter.value)) == before + 1


def test_a_service_without_a_reference_is_named_to_search_by_its_agency(session: Session) -> None:
    with unit_of_work():
        agency = factories.an_agency("kota-contoh")
        service = factories.a_service(factories.a_unit(agency), slug="parkir")
        assert standards.search_thing(service) == "service:kota-contoh/parkir"


def test_a_publication_and_a_withdrawal_leave_the_spans_as_the_rule_says(session: Session) -> None:
    with unit_of_work():
        service = service_with_versions(FIRST, SECOND, THIRD)
        standards.withdraw(SYSTEM, versions.published_versions(service)[1], date(2025, 6, 1), "Salah terbit")
        assert promise_spans.wrong_spans([service]) == []
        spans = session.scalars(
            select(PromiseSpan).where(PromiseSpan.service_id == service.id).order_by(PromiseSpan.starts_at)
        ).all()
    zone = ZoneInfo("Asia/Jakarta")
    starts = [span.starts_at.astimezone(zone).date() for span in spans]
    ends = [span.ends_at.astimezone(zone).date() if span.ends_at else None for span in spans]
    assert starts == [FIRST, SECOND, THIRD]
    assert ends == [SECOND, date(2025, 6, 1), None]


def test_a_span_that_was_tampered_with_is_named(session: Session) -> None:
    with unit_of_work():
        service = service_with_versions(FIRST)
        version = versions.published_versions(service)[0]
        session.execute(update(PromiseSpan).values(fee_minimum_idr=1))
        assert promise_spans.wrong_spans([service]) == [version.id]


def test_versions_of_a_release_without_spans_get_theirs(session: Session) -> None:
    with unit_of_work():
        service, reference = service_with_versions(FIRST), factories.a_reference()
        factories.a_published_version(reference)
        session.execute(delete(PromiseSpan))
        for owners in promise_spans.owners_without_spans():
            promise_spans.rewrite_spans(owners)
        assert promise_spans.wrong_spans([service]) == []
        assert promise_spans.wrong_spans([reference]) == []
        assert session.scalar(select(func.count()).select_from(PromiseSpan)) == 2


def test_spans_of_a_release_without_scores_get_theirs(session: Session) -> None:
    """The standard lacks seven of the eight other components (28), the second step, LAPOR!, the law of the fee and the
    decree (12)."""
    with unit_of_work():
        service_with_versions(FIRST)
        factories.a_published_version(factories.a_reference())
        session.execute(update(PromiseSpan).values(completeness=None))
        for owners in promise_spans.owners_without_spans():
            promise_spans.rewrite_spans(owners)
        assert session.scalars(select(PromiseSpan.completeness)).all() == [60, 60]
        assert list(promise_spans.owners_without_spans()) == []
