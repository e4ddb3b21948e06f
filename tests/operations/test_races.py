"""One act in the midst of another on PostgreSQL, whose writers do not take turns: nothing is lost, doubled or broken.

Each interleaving is forced: the second act begins when the first has done something and did not commit.
"""

from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sipp import clock
from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency, Unit
from sipp.models.handling import CannedAnswer
from sipp.models.reports import Report, ReportClock, ReportEvent, Unsealing
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations import (
    accounts,
    agency_register,
    canned_answers,
    decrees,
    delivering,
    deputies,
    drafts,
    erasure,
    following,
    handling,
    identities,
    links,
    own_moves,
    people,
    reach,
    service_points,
    services,
    standards,
    units,
    unsealing,
)
from sipp.operations.agency_profiles import lock_agency
from sipp.operations.decrees import Particulars
from sipp.operations.erasure import Store
from sipp.operations.identities import Person
from sipp.operations.moves import lock_report
from sipp.operations.service_points import PointValues
from sipp.operations.services import ServiceValues
from sipp.rules.permissions import SYSTEM
from sipp.vault.sealing import new_draft_id
from tests import factories
from tests.operations import reviewers
from tests.operations.cases import a_city
from tests.operations.filing import a_place, file_about
from tests.operations.workers import overlapping

pytestmark = pytest.mark.postgres


def kinds_of(session: Session, report_id: UUID) -> list[str]:
    session.rollback()
    events = select(ReportEvent.kind).where(ReportEvent.report_id == report_id).order_by(ReportEvent.sequence)
    return list(session.scalars(events))


def begin_to_receive(slug: str) -> None:
    """What confirming an agency does, without the three steps before it."""
    agency = lock_agency(current_session().scalars(select(Agency).where(Agency.slug == slug)).one())
    agency.membership, agency.receiving_since = "receiving", clock.now()
    current_session().flush()
    delivering.deliver_waiting(SYSTEM, agency)


def test_what_is_filed_while_its_agency_joins_or_is_merged_reaches_somebody(session: Session) -> None:
    with unit_of_work():
        admin, into = a_city().officer("national_admin"), "kota-tujuan"
        listed, merged = a_place(is_receiving=False), a_place()
        factories.an_agency(into)
    filing = [lambda: file_about(listed), lambda: file_about(merged)]
    assert overlapping(lambda: begin_to_receive(listed[0]), filing[0]) == ("done", "done")
    assert overlapping(lambda: agency_register.merge_agency(admin, merged[0], into), filing[1]) == ("done", "moved")
    session.rollback()
    assert session.scalars(select(Report.state)).all() == ["in_progress"]


def test_who_acts_on_a_report_and_who_joins_or_merges_its_agency_never_wait_for_each_other(session: Session) -> None:
    with unit_of_work():
        admin, into = a_city().officer("national_admin"), "kota-tujuan"
        listed, merged = a_place(is_receiving=False), a_place()
        waiting, owned = file_about(listed).report.id, file_about(merged).report.id
        factories.an_agency(into)
    for report_id, act in (
        (waiting, lambda: begin_to_receive(listed[0])),
        (owned, lambda: agency_register.merge_agency(admin, merged[0], into)),
    ):
        write = lambda report_id=report_id: following.write_message(report_id, "Masih menunggu.")  # noqa: E731
        told = overlapping(lambda report_id=report_id: lock_report(report_id), act, write)
        assert told == ("done", "done")
        assert "message" in kinds_of(session, report_id)


def test_two_workers_deliver_what_was_left_behind_once(session: Session) -> None:
    with unit_of_work():
        overseer, place = a_city().officer("overseer"), a_place(is_receiving=False)
        report = file_about(place).report
        report_id = report.id
        inspectorate = select(Unit.id).where(Unit.agency_id == report.agency_id, Unit.is_oversight)
        handling.route(overseer, report.case_number, session.scalar(inspectorate))
    with unit_of_work():
        session.execute(update(Agency).where(Agency.slug == place[0]).values(membership="receiving"))
    assert overlapping(delivering.deliver_left_behind, delivering.deliver_left_behind) == ("done", "done")
    assert kinds_of(session, report_id).count("delivered") == 1
    assert set(session.scalars(select(ReportClock.round).where(ReportClock.report_id == report_id))) == {1}


def test_two_workers_erase_what_is_due_once(session: Session, config: Config) -> None:
    store = Store.of(config)
    with unit_of_work():
        report_id = a_city().report(visibility="open").id
        own_moves.withdraw(report_id)
    with time_machine.travel(clock.now() + timedelta(days=3660)):
        for data in ("open_identity", "report"):
            erase = lambda data=data: erasure.erase_due(data, report_id, store)  # noqa: E731
            assert overlapping(erase, erase) == ("done", "done")
    kinds = kinds_of(session, report_id)
    assert (kinds.count("data_erased"), kinds.count("erased")) == (1, 1)


def test_a_version_that_another_decree_adopts_is_not_submitted_with_the_first(session: Session) -> None:
    with unit_of_work():
        who = reviewers.people()
        drafts_of_both = [standards.create_draft(who.editor, who.service, reviewers.a_content(n)).id for n in (1, 2)]
        first, second = (decrees.create(who.editor, who.agency.slug, Particulars(number=n)).id for n in ("1", "2"))
        decrees.adopt(who.editor, first, drafts_of_both)
    taken, stayed = drafts_of_both
    told = overlapping(lambda: decrees.adopt(who.editor, second, [taken]), lambda: decrees.submit(who.editor, first))
    session.rollback()
    assert told == ("done", "done")
    assert session.get_one(StandardVersion, taken).state == "draft"
    assert session.get_one(StandardVersion, stayed).state == "in_review"


def test_a_standard_is_locked_while_its_service_moves_to_another_unit(session: Session) -> None:
    with unit_of_work():
        who = reviewers.people()
        draft_id = standards.create_draft(who.editor, who.service, reviewers.a_content()).id
        other_id, service_id = factories.a_unit(who.agency).id, who.service.id
    moving = update(Service).where(Service.id == service_id).values(unit_id=other_id)
    told = overlapping(
        lambda: current_session().execute(moving), lambda: reach.lock_version(who.editor, draft_id, "standards.edit")
    )
    assert told == ("done", "done")


def test_nobody_asks_for_a_name_whose_seal_just_went(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        for _ in range(2):
            factories.a_custodian()
        custodian, report = city.officer("custodian"), city.report(visibility="sealed")
        report_id, number = report.id, report.case_number
    told = overlapping(
        lambda: lock_report(report_id),
        lambda: unsealing.ask(custodian, number, "Diminta pengadilan."),
        lambda: identities.raise_visibility(report_id, "open", Person(name="Sri", email="sri@contoh.id")),
    )
    session.rollback()
    assert told == ("done", "invalid_input")
    assert session.scalars(select(Unsealing)).all() == []


def test_a_retired_unit_gets_no_report_and_no_service(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        slug, admin, liaison = city.agency.slug, city.officer("agency_admin"), city.officer("liaison")
        report = city.report()
        number, report_id = report.case_number, report.id
        retired = [factories.a_unit(city.agency, city.root).id for _ in range(2)]

    def add_service() -> None:
        place = services.place(admin, slug)
        services.create(admin, place, ServiceValues(name="Layanan baru", unit_id=retired[1]))

    def transfer() -> None:
        handling.transfer(liaison, number, retired[0], "Bukan urusan kami.")

    for unit_id, act, refusal in zip(retired, (transfer, add_service), ("invalid_input", "unit"), strict=True):
        retire = lambda unit_id=unit_id: units.retire_unit(admin, slug, unit_id)  # noqa: E731
        assert overlapping(retire, act) == ("done", refusal)
    assert session.get_one(Report, report_id).unit_id not in retired


def test_what_is_done_twice_at_once_is_done_once_or_refused_in_words(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        city.service.online_url = "https://bandung.example.id/"
        slug, service_id, unit_id = city.agency.slug, city.service.id, city.branch.id
        admin, liaison, deputy = (city.officer(role) for role in ("agency_admin", "liaison", "liaison"))
        points = [factories.a_service_point(city.branch).id for _ in range(2)]
        retired = factories.a_unit(city.agency, city.root).id
        prepared = canned_answers.add(liaison, slug, "Pembuka", "Terima kasih.").id
        invited = people.invite(admin, "baru@contoh.id", "Baru", ["liaison"], city.agency.id).id
        draft_id = new_draft_id()
        seen = session.get_one(CannedAnswer, prepared).row_version
        service_seen = session.get_one(Service, service_id).row_version

    def change_service() -> None:
        values = ServiceValues(name="Nama lain", unit_id=unit_id)
        services.change(admin, services.place(admin, slug, "services.edit"), service_id, values, service_seen)

    first_day, last_day = date(2027, 1, 4), date(2027, 1, 8)
    with time_machine.travel(clock.now()):
        outcomes = {
            "change a service": change_service,
            "add a service point": lambda: service_points.add_point(admin, slug, unit_id, PointValues(name="Loket")),
            "close a service point": lambda: service_points.retire_point(admin, slug, points[0]),
            "close it for a day": lambda: service_points.set_exception(admin, slug, points[1], first_day, None, None),
            "retire a unit": lambda: units.retire_unit(admin, slug, retired),
            "name a deputy": lambda: deputies.name_deputy(liaison, deputy.user_id, first_day, last_day),
            "change a prepared answer": lambda: canned_answers.change(liaison, prepared, "Pembuka", "Halo.", seen),
            "accept an invitation": lambda: accounts.accept_as_new(invited, "hash"),
            "keep a draft": lambda: drafts.save_draft(draft_id, {"values": {}}),
            "list links": links.note_links,
        }
        told = {name: overlapping(act, act) for name, act in outcomes.items()}
    assert {one for one, _ in told.values()} == {"done"}
    assert {name: second for name, (_, second) in told.items()} == {
        "change a service": "changed_meanwhile",
        "add a service point": "changed_meanwhile",
        "close a service point": "service_point",
        "close it for a day": "done",
        "retire a unit": "unit",
        "name a deputy": "done",
        "change a prepared answer": "changed_meanwhile",
        "accept an invitation": "invitation",
        "keep a draft": "done",
        "list links": "done",
    }
