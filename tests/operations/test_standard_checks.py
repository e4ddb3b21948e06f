"""The linter with what the database knows, and publishing that refuses errors."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.models.services import Service
from sipp.models.standards import Decree
from sipp.operations import standards
from sipp.operations.directory import find_service
from sipp.operations.standard_checks import check_version, newest_version, replaced_laws
from sipp.rules.errors import InvalidInput, NotFound
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import Fee, LegalBasis, ProcedureStep, Requirement, TimeLimit
from tests import factories
from tests.rules.good_standard import a_good_standard

pytestmark = pytest.mark.any_database

BROKEN = {
    "requirements": (Requirement(row_key="ktp", text="-"),),
    "procedure": (ProcedureStep(row_key="datang", text=""),),
    "time_limits": (TimeLimit(row_key="waktu", minimum=5, maximum=3, unit="day"),),
}


def test_a_standard_with_errors_is_not_published_and_every_error_is_named(session: Session) -> None:
    with unit_of_work():
        draft = factories.a_draft(content=factories.a_standard(**BROKEN))
        with pytest.raises(InvalidInput) as refused:
            standards.publish(SYSTEM, draft)
        assert refused.value.fields == {
            "requirements/ktp/text": "placeholder_text",
            "procedure/datang/text": "text_missing",
            "time_limit/waktu/minimum": "minimum_above_maximum",
        }
        assert (draft.state, draft.number, draft.content_hash) == ("draft", None, None)


def test_advice_blocks_nothing(session: Session) -> None:
    with unit_of_work():
        draft = factories.a_draft(content=factories.a_standard(fees=(), products=(), complaint_channels=()))
        checked = check_version(draft, session.get_one(Service, draft.service_id))
        assert checked.flaws
        assert checked.errors == ()
        assert standards.publish(SYSTEM, draft).state == "published"


def test_a_mended_draft_is_published_after_its_refusal(session: Session) -> None:
    with unit_of_work():
        service = factories.a_service()
        broken = factories.a_draft(service, factories.a_standard(**BROKEN))
        with pytest.raises(InvalidInput):
            standards.publish(SYSTEM, broken)
        mended = standards.publish(SYSTEM, factories.a_draft(service, factories.a_standard()))
        assert mended.number == 1


def test_the_ceilings_of_the_reference_and_the_laws_known_as_replaced_are_asked(session: Session) -> None:
    with unit_of_work():
        reference = factories.a_reference()
        factories.a_ceiling(reference, maximum=24, unit="hour")
        factories.a_ceiling(reference, component="fee", amount_idr=0, maximum=None, unit=None, legal_basis="UU 24/2013")
        old = LegalBasis(row_key="pp", type="PP", number="28", year=2019, status="replaced", replaced_by="PP 45/2024")
        factories.a_published_version(reference, factories.a_standard(legal_bases=(old,)))
        content = a_good_standard(
            decree_number=None,
            time_limits=(TimeLimit(row_key="waktu", maximum=3, unit="working_day", start_event="file_complete"),),
            fees=(Fee(row_key="biaya", shape="fixed", amount_idr=5000, legal_basis="PP No 28 Tahun 2019"),),
        )
        service = factories.a_service(reference=reference)
        draft = factories.a_draft(service, content)
        found = {(flaw.code, flaw.component): flaw.detail for flaw in check_version(draft, service).flaws}
        assert found == {
            ("above_legal_ceiling", "time_limit"): "Permendagri 19/2018",
            ("law_replaced", "fee"): "PP 45/2024",
            ("above_legal_ceiling", "fee"): "UU 24/2013",
        }
        own = {flaw.code for flaw in check_version(factories.a_draft(reference, content), reference).flaws}
        assert own == {"above_legal_ceiling", "law_replaced"}
        without = check_version(factories.a_draft(content=content), factories.a_service())
        assert {flaw.code for flaw in without.flaws} == {"law_replaced"}


def test_only_a_published_model_says_which_laws_were_replaced(session: Session) -> None:
    replaced = LegalBasis(row_key="uu", type="UU", number="1", year=2000, status="replaced")
    with unit_of_work():
        factories.a_draft(factories.a_reference(), factories.a_standard(legal_bases=(replaced,)))
        factories.a_published_version(content=factories.a_standard(legal_bases=(replaced,)))
        assert replaced_laws() == {}
        factories.a_published_version(factories.a_reference(), factories.a_standard(legal_bases=(replaced,)))
        assert replaced_laws() == {"uu 1/2000": ""}


def test_the_newest_version_is_the_one_made_last_with_its_decree(session: Session) -> None:
    with unit_of_work():
        agency = factories.an_agency("kota-contoh")
        service = factories.a_service(factories.a_unit(agency), slug="ktp")
        factories.a_published_version(service, a_good_standard(decree_number=None))
        draft = factories.a_draft(service, a_good_standard(decree_number=None, effective_from=date(2027, 1, 1)))
        draft.decree_id = factories.a_decree(agency, number="470/1/2027").id
        draft_id = draft.id
    found = newest_version(find_service("kota-contoh", "ktp"))
    assert found.id == draft_id
    assert isinstance(found.decree, Decree)
    assert check_version(found, find_service("kota-contoh", "ktp")).completeness.score == 100


def test_a_service_without_any_version_has_none(session: Session) -> None:
    with unit_of_work():
        service = factories.a_service()
        with pytest.raises(NotFound):
            newest_version(service)
