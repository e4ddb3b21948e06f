"""Officers and cases for tests of the officer's side: a city with a department, its branch, an inspectorate."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sipp.db import current_session
from sipp.models.accounts import User
from sipp.models.agencies import Agency, Unit
from sipp.models.reports import Report
from sipp.models.services import Service
from sipp.operations.accounts import actor_of
from sipp.rules.permissions import Actor
from tests import factories
from tests.operations.filing import file_about, place_of


@dataclass(frozen=True)
class City:
    """An agency with its units; the branch offers the service."""

    agency: Agency
    root: Unit
    department: Unit
    branch: Unit
    inspectorate: Unit
    service: Service

    def officer(self, role: str, unit: Unit | None = None, **more: Any) -> Actor:
        """An officer of the whole agency, or of a unit."""
        user = factories.a_user(tf_primary_method="authenticator", tf_totp_secret="x", **more)
        is_national = role in ("overseer", "auditor", "national_admin", "custodian")
        factories.a_membership(user, role, None if is_national else self.agency, unit)
        return actor_of(user)

    def report(self, **told: Any) -> Report:
        """A report about the branch's service: it took too long, unless told otherwise."""
        told.setdefault("experience", too_long())
        return file_about(place_of(self.service), **told).report


def with_role(actor: Actor, role: str, unit: Unit) -> Actor:
    """The same person with one more role."""
    user = current_session().get_one(User, actor.user_id)
    factories.a_membership(user, role, None, unit)
    return actor_of(user)


def too_long(**more: Any) -> Any:
    """It took longer than the standard says."""
    values = {"groups": ("time",), "money_total": None, "paid_on": None, "finished_on": date(2026, 2, 20)}
    return factories.an_experience(**{**values, **more})


def a_city(**agency: Any) -> City:
    """A city that receives reports."""
    factories.the_calendar()
    row = factories.an_agency(**agency)
    root = factories.a_unit(row, name="Sekretariat Daerah")
    department = factories.a_unit(row, root, name="Dinas Kependudukan")
    branch = factories.a_unit(row, department, name="UPT Utara")
    inspectorate = factories.a_unit(row, root, name="Inspektorat", is_oversight=True)
    service = factories.a_service(branch)
    factories.a_published_version(service)
    current_session().flush()
    return City(row, root, department, branch, inspectorate, service)
