"""An import and the decrees that adopt what it makes: what is being decided stays as the reviewer has it."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.exchange.exporting import workbook_of
from sipp.exchange.importing import open_file
from sipp.models.agencies import Agency
from sipp.models.standards import Decree, StandardVersion
from sipp.operations.bulk import WantedStandard, apply, open_place
from sipp.rules.errors import Conflict
from sipp.rules.permissions import SYSTEM
from tests import factories
from tests.exchange.sheets import AGENCY, imported, opened, told

pytestmark = pytest.mark.any_database

SERVICE = {"service": "ktp", "name": "KTP-el", "unit": "dinas", "effective_from": "2027-01-01"}


def an_agency() -> Agency:
    agency = factories.an_agency(AGENCY)
    factories.a_unit(agency, slug="dinas")
    return agency


def rows_for(decree: str) -> dict[str, Any]:
    return {
        "services": [{**SERVICE, "decree_number": decree}],
        "requirements": [{"service": "ktp", "text": "Fotokopi KK"}],
    }


@pytest.mark.parametrize("state", ["in_review", "approved"])
def test_a_changed_draft_joins_no_decree_that_is_being_decided(session: Session, state: str) -> None:
    with unit_of_work():
        decree = factories.a_decree(an_agency(), number="470/1/2027")
        decree.state = state
        session.flush()
        refused = imported(opened(rows_for("470/1/2027")))["ktp"]
        assert refused.effect is None
        assert told(refused.problems, "error") == [("decree_in_review", "Layanan!G2")]
        assert [one.detail for one in refused.problems if one.level == "error"] == ["470/1/2027"]
        assert session.scalar(select(func.count()).select_from(StandardVersion)) == 0
        assert imported(opened(rows_for("470/2/2027")))["ktp"].effect == "new_service"


def test_what_an_import_leaves_as_it_is_may_stand_in_a_decree_in_review(session: Session) -> None:
    with unit_of_work():
        an_agency()
        imported(opened(rows_for("470/1/2027")))
        session.execute(select(Decree)).scalar_one().state = "in_review"
        session.flush()
        session.expire_all()
        same = imported(open_file("standar.xlsx", workbook_of(open_place(SYSTEM, AGENCY))))["ktp"]
        assert (same.effect, told(same.problems, "error")) == ("unchanged", [])


def test_a_decree_submitted_since_the_file_was_looked_at_takes_no_draft(session: Session) -> None:
    with unit_of_work():
        decree = factories.a_decree(an_agency(), number="470/1/2027")
        place = open_place(SYSTEM, AGENCY, ())
        decree.state = "in_review"
        session.flush()
        wanted = WantedStandard(
            service="ktp", standard=factories.a_standard(decree_number="470/1/2027"), name="KTP-el", unit="dinas"
        )
        with pytest.raises(Conflict):
            apply(SYSTEM, place, wanted)
