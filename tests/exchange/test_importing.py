"""From a file to drafts: what an import changes, what it keeps, who may do it, and that again is the same."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sipp import clock
from sipp.db import unit_of_work
from sipp.exchange.exporting import workbook_of
from sipp.exchange.importing import Options, carry_out, open_file, prepare
from sipp.models.accounts import Membership as StoredMembership
from sipp.models.agencies import Agency, Unit
from sipp.models.imports import ImportNote
from sipp.models.journal import AuditEntry, SearchChange
from sipp.models.services import Service, ServiceSlug
from sipp.models.standards import Decree, StandardVersion
from sipp.operations import standards
from sipp.operations.accounts import actor_by_email
from sipp.operations.bulk import open_place
from sipp.operations.versions import content_of
from sipp.rules.differences import differences
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import PUBLIC, SYSTEM, Actor, Membership
from sipp.rules.standards import ComplaintChannel, Fee, LegalBasis, Requirement, TimeLimit
from tests import factories
from tests.exchange.sheets import AGENCY, imported, opened, planned, told
from tests.operations.workers import at_once

pytestmark = pytest.mark.any_database

SERVICE = {"service": "ktp", "name": "KTP-el", "unit": "dinas", "reference": "ktp-baru", "effective_from": "2027-01-01"}
ROWS: dict[str, Any] = {
    "services": [{**SERVICE, "effective_basis": "Keputusan Kepala Dinas", "decree_number": "470/1/2027"}],
    "requirements": [
        {"service": "ktp", "text": "KTP-el yang rusak", "form": "asli"},
        {"service": "ktp", "text": "Fotokopi KK", "kind": "dokumen", "copies": 2, "mandatory": "tidak"},
    ],
    "time_limits": [{"service": "ktp", "maximum": "maks. 3 hari kerja sejak berkas lengkap"}],
    "fees": [{"service": "ktp", "amount_idr": "Gratis"}],
    "legal_bases": [{"service": "ktp", "type": "UU No 24 Tahun 2013 tentang Administrasi Kependudukan"}],
    "complaint_channels": [{"service": "ktp", "value": "SMS 1708"}],
}


def an_agency(session: Session) -> Unit:
    """The agency with one unit, the reference, and nothing else."""
    factories.a_reference("ktp-baru", summary="Ringkasan acuan")
    return factories.a_unit(factories.an_agency(AGENCY), slug="dinas")


def an_editor(unit: Unit | None = None, agency_id: int | None = None, role: Any = "editor") -> Actor:
    user = factories.a_user()
    path = unit.path if unit else ""
    return Actor(user.id, (Membership(role, agency_id or (unit.agency_id if unit else None), path),))


def counts(session: Session) -> dict[str, int | None]:
    tables = (Service, StandardVersion, Decree, ImportNote)
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) for table in tables}


def test_a_workbook_becomes_a_service_with_a_typed_draft(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        actor = an_editor(unit)
        plans = imported(opened(ROWS), actor)
        assert [(one.effect, told(one.problems, "error", "publishing")) for one in plans.values()] == [
            ("new_service", [])
        ]
        session.expire_all()
        place = open_place(SYSTEM, AGENCY)
        service, base = place.services["ktp"], place.bases["ktp"]
        assert (service.name, service.unit_id, service.summary) == ("KTP-el", unit.id, "Ringkasan acuan")
        assert service.reference is not None and service.reference.slug == "ktp-baru"
        assert (base.version.state, base.version.maker_id, base.version.number) == ("draft", actor.user_id, None)
        content = base.standard
        assert (content.effective_from, content.decree_number) == (date(2027, 1, 1), "470/1/2027")
        assert content.requirements == (
            Requirement(row_key="ktp-el-yang-rusak", text="KTP-el yang rusak", form="original"),
            Requirement(row_key="fotokopi-kk", text="Fotokopi KK", copies=2, mandatory=False),
        )
        assert content.time_limits == (
            TimeLimit(row_key="waktu", maximum=3, unit="working_day", start_event="file_complete"),
        )
        assert content.fees == (Fee(row_key="biaya", shape="free", kind="free"),)
        assert content.legal_bases == (
            LegalBasis(row_key="uu-24-2013", type="UU", number="24", year=2013, title="Administrasi Kependudukan"),
        )
        assert content.complaint_channels == (ComplaintChannel(row_key="sms-1708", kind="lapor", value="SMS 1708"),)


def test_a_dry_run_changes_nothing(session: Session) -> None:
    with unit_of_work():
        an_agency(session)
        before = counts(session)
        plans = planned(opened(ROWS))
        assert plans["ktp"].effect == "new_service"
        assert plans["ktp"].score is not None and plans["ktp"].score > 30
        assert counts(session) == before
        assert [*session.new, *session.dirty, *session.deleted] == []


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    with unit_of_work():
        an_agency(session)
        imported(opened(ROWS))
        session.expire_all()
        before, versions = counts(session), session.scalars(select(StandardVersion.row_version)).all()
        again = imported(opened(ROWS))
        assert again["ktp"].effect == "unchanged"
        assert counts(session) == before
        assert session.scalars(select(StandardVersion.row_version)).all() == versions


def test_a_corrected_file_rewrites_the_same_draft_and_keeps_the_keys(session: Session) -> None:
    with unit_of_work():
        an_agency(session)
        imported(opened(ROWS))
        session.expire_all()
        first = open_place(SYSTEM, AGENCY).bases["ktp"]
        corrected = {
            **ROWS,
            "requirements": [
                {"service": "ktp", "text": "Fotokopi Kartu Keluarga"},
                {"service": "ktp", "text": "KTP-el yang rusak atau patah", "form": "asli"},
            ],
            "fees": [{"service": "ktp", "amount_idr": 5000, "legal_basis": "Perda 1/2024"}],
        }
        assert imported(opened(corrected))["ktp"].effect == "rewritten_draft"
        session.expire_all()
        second = open_place(SYSTEM, AGENCY).bases["ktp"]
        assert second.version.id == first.version.id
        assert counts(session)["standard_version"] == 1
        assert [row.row_key for row in second.standard.requirements] == ["fotokopi-kartu-keluarga", "ktp-el-yang-rusak"]
        assert second.standard.fees == (
            Fee(row_key="biaya", shape="fixed", amount_idr=5000, kind="local_levy", legal_basis="Perda 1/2024"),
        )


def test_an_import_for_a_published_service_makes_a_draft_that_differs_only_where_the_file_does(
    session: Session,
) -> None:
    with unit_of_work():
        unit = an_agency(session)
        service = factories.a_service(unit, slug="ktp")
        published = factories.a_published_version(service)
        content = content_of(published)
        file = opened(
            {
                "services": [{"service": "ktp", "effective_from": "2027-05-01"}],
                "fees": [{"service": "ktp", "row_key": "biaya", "amount_idr": "Rp 75.000,-", "shape": "jumlah tetap"}],
            }
        )
        plan = imported(file)["ktp"]
        assert (plan.effect, told(plan.problems, "error")) == ("new_draft", [])
        session.expire_all()
        base = open_place(SYSTEM, AGENCY).bases["ktp"]
        assert (base.version.state, base.version.based_on_id) == ("draft", published.id)
        assert [(one.component, one.row_key, one.kind) for one in differences(content, base.standard)] == [
            ("fee", "biaya", "changed")
        ]
        assert base.standard.requirements == content.requirements
        assert published.state == "published"


def test_a_change_without_a_new_date_is_pointed_out(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        factories.a_published_version(factories.a_service(unit, slug="ktp"))
        file = opened({"requirements": [{"service": "ktp", "text": "Surat kuasa"}]})
        assert ("same_effective_date", "") in told(planned(file)["ktp"].problems, "note")


def test_name_unit_and_reference_of_a_known_service_stay_and_this_is_said(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        factories.a_unit(session.get_one(Agency, unit.agency_id), slug="lain")
        service = factories.a_service(unit, slug="ktp", name="KTP-el")
        file = opened({"services": [{"service": "ktp", "name": "KTP baru", "unit": "lain", "reference": "ktp-baru"}]})
        plan = imported(file)["ktp"]
        assert told(plan.problems) == [("service_not_changed", f"Layanan!{letter}2") for letter in "BCD"]
        session.refresh(service)
        assert (service.name, service.unit_id, service.reference_id) == ("KTP-el", unit.id, None)


def test_services_without_fault_are_imported_beside_one_that_has_some(session: Session) -> None:
    with unit_of_work():
        an_agency(session)
        services = [SERVICE, {**SERVICE, "service": "kk", "name": "KK", "unit": "tidak-ada"}]
        plans = imported(opened({"services": services}))
        assert {slug: one.effect for slug, one in plans.items()} == {"ktp": "new_service", "kk": None}
        assert session.scalars(select(Service.slug)).all() == ["ktp"]


def test_a_file_that_is_wrong_as_a_whole_imports_nothing(session: Session) -> None:
    with unit_of_work():
        an_agency(session)
        file = opened({"services": [SERVICE], "requirements": [{"text": "KTP"}]})
        with pytest.raises(InvalidInput) as refused:
            imported(file)
        assert refused.value.fields == {"file": "service_missing"}
        assert counts(session)["service"] == 0


def test_the_unit_for_new_services_may_come_from_outside_the_file(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        file = opened({"services": [{"service": "ktp", "name": "KTP-el"}]})
        assert planned(file)["ktp"].effect is None
        assert imported(file, options=Options(unit="dinas"))["ktp"].effect == "new_service"
        assert session.scalars(select(Service.unit_id)).all() == [unit.id]


def test_search_and_journal_learn_of_an_import(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        before = session.scalar(select(func.count()).select_from(SearchChange)) or 0
        imported(opened(ROWS), an_editor(unit))
        session.flush()
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.agency_id == unit.agency_id)).all()
        assert sorted(actions) == ["services.create", "standards.create_draft", "standards.import"]
        things = session.scalars(select(SearchChange.thing).order_by(SearchChange.sequence)).all()
        assert things[before:] == ["reference:ktp-baru"]


def test_a_decree_is_one_for_all_the_drafts_it_adopts(session: Session) -> None:
    with unit_of_work():
        an_agency(session)
        services = [{**SERVICE, "service": slug, "decree_number": "470/1/2027"} for slug in ("ktp", "kk")]
        imported(opened({"services": services}))
        assert session.scalars(select(Decree.number)).all() == ["470/1/2027"]
        assert len(set(session.scalars(select(StandardVersion.decree_id)))) == 1


@pytest.mark.parametrize("state", ["in_review", "approved"])
def test_what_others_look_at_is_not_rewritten(session: Session, state: str) -> None:
    with unit_of_work():
        unit = an_agency(session)
        looked_at = factories.a_draft(factories.a_service(unit, slug="ktp"))
        looked_at.state = state
        content = content_of(looked_at)
        file = opened({"requirements": [{"service": "ktp", "text": "Surat kuasa"}]})
        assert imported(file)["ktp"].effect == "new_draft"
        session.expire_all()
        assert content_of(looked_at) == content
        with pytest.raises(Conflict):
            standards.rewrite_draft(SYSTEM, looked_at, content)


def test_somebody_elses_draft_is_not_rewritten(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        first, second = an_editor(unit), an_editor(unit)
        imported(opened(ROWS), first)
        session.expire_all()
        changed = opened({"requirements": [{"service": "ktp", "text": "Surat kuasa"}]})
        assert told(planned(changed, second)["ktp"].problems, "error") == [("draft_of_another", "")]
        assert imported(changed, second)["ktp"].effect is None
        assert imported(opened(ROWS), second)["ktp"].effect == "unchanged"
        assert imported(changed, first)["ktp"].effect == "rewritten_draft"


def test_an_editor_reaches_only_the_own_part_of_the_agency(session: Session) -> None:
    with unit_of_work():
        own = an_agency(session)
        agency = session.get_one(Agency, own.agency_id)
        other = factories.a_unit(agency, slug="lain")
        below = factories.a_unit(parent=own, slug="seksi")
        factories.a_service(other, slug="kk")
        actor = an_editor(own)
        services = [
            {**SERVICE, "service": "a", "unit": "dinas"},
            {**SERVICE, "service": "b", "unit": below.slug},
            {**SERVICE, "service": "c", "unit": "lain"},
            {"service": "kk", "effective_from": "2027-01-01"},
        ]
        plans = imported(opened({"services": services}), actor)
        assert {slug: one.effect for slug, one in plans.items()} == {
            "a": "new_service",
            "b": "new_service",
            "c": None,
            "kk": None,
        }
        assert told(plans["c"].problems) == [("unit_out_of_reach", "Layanan!C4")]
        assert told(plans["kk"].problems) == [("unit_out_of_reach", "Layanan!A5")]


def test_a_foreign_agency_looks_like_an_unknown_one(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        factories.an_agency("kota-asing")
        answers = []
        for actor in (an_editor(unit), PUBLIC, an_editor(unit, role="publisher")):
            for agency in ("kota-asing", "kota-tak-ada"):
                with pytest.raises(NotFound) as refused:
                    planned(opened(ROWS), actor, agency)
                answers.append((refused.value.code, refused.value.details))
        assert len(set(map(str, answers))) == 1


@pytest.mark.parametrize("role", ["publisher", "liaison", "counter", "supervisor", "head", "agency_admin"])
def test_other_officers_of_the_agency_may_not_import(session: Session, role: str) -> None:
    with unit_of_work():
        unit = an_agency(session)
        with pytest.raises(Forbidden):
            planned(opened(ROWS), an_editor(unit, role=role))


def test_an_actor_is_read_from_the_account_with_the_units_it_holds(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        user = factories.a_user(email="Sri@contoh.id")
        session.add(StoredMembership(user_id=user.id, role="editor", agency_id=unit.agency_id, unit_id=unit.id))
        session.add(StoredMembership(user_id=user.id, role="auditor"))
        session.flush()
        actor = actor_by_email(" sri@CONTOH.id ")
        assert actor.user_id == user.id
        assert set(actor.memberships) == {Membership("editor", unit.agency_id, unit.path), Membership("auditor")}
        user.active = False
        session.flush()
        for email in ("sri@contoh.id", "tak-ada@contoh.id"):
            with pytest.raises(NotFound):
                actor_by_email(email)


def test_a_former_address_of_a_service_is_not_taken_again(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        service = factories.a_service(unit, slug="baru")
        session.add(ServiceSlug(agency_id=unit.agency_id, slug="ktp", service_id=service.id))
        session.flush()
        assert told(planned(opened({"services": [SERVICE]}))["ktp"].problems) == [("slug_unusable", "Layanan!A2")]


def test_a_new_service_without_a_date_begins_today_in_its_zone(session: Session) -> None:
    with unit_of_work():
        an_agency(session)
        imported(opened({"services": [{**SERVICE, "effective_from": None}]}))
        session.expire_all()
        assert open_place(SYSTEM, AGENCY).bases["ktp"].standard.effective_from == clock.today("Asia/Jakarta")


def test_an_imported_draft_can_be_published_and_then_stands_still(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        imported(opened(ROWS), an_editor(unit))
        session.expire_all()
        version = open_place(SYSTEM, AGENCY).bases["ktp"].version
        assert standards.publish(SYSTEM, version).number == 1
        session.flush()
        with pytest.raises(Conflict):
            standards.rewrite_draft(SYSTEM, version, replace(content_of(version), effective_basis="lain"))
        assert imported(opened(ROWS))["ktp"].effect == "unchanged"
        later = {**ROWS, "services": [{**ROWS["services"][0], "effective_from": date.today() + timedelta(days=900)}]}
        assert imported(opened(later))["ktp"].effect == "new_draft"


def test_nothing_is_carried_out_for_services_that_were_not_named(session: Session) -> None:
    with unit_of_work():
        an_agency(session)
        assert carry_out(prepare(SYSTEM, AGENCY, opened(ROWS)), []) == []
        assert counts(session)["service"] == 0


def test_a_template_that_was_not_filled_in_names_no_service(session: Session) -> None:
    with unit_of_work():
        an_agency(session)
        file = open_file("templat.xlsx", workbook_of(None))
        assert (file.problems, planned(file)) == ([], {})


def test_two_imports_at_once_leave_one_service_and_one_draft(session: Session) -> None:
    with unit_of_work():
        unit = an_agency(session)
        factories.a_published_version(factories.a_service(unit, slug="kk"))
    file = opened({"services": [SERVICE, {"service": "kk", "effective_from": "2027-01-01"}]})
    done: list[str | None] = []

    def importing() -> None:
        try:
            with unit_of_work():
                plans = imported(file)
            done.extend(one.effect for one in plans.values())
        except Conflict as conflict:
            done.append(conflict.code)

    at_once([importing] * 4)

    effects = sorted(effect for effect in done if effect not in ("unchanged", "changed_meanwhile"))
    assert effects == ["new_draft", "new_service"]
    assert session.scalars(select(Service.slug).order_by(Service.slug)).all() == ["kk", "ktp"]
    assert session.scalar(select(func.count()).where(StandardVersion.state == "draft")) == 2
    assert {one.effect for one in planned(file).values()} == {"unchanged"}
