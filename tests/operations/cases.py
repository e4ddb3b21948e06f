"""Officers and cases for tests of the officer's side: a city with a department, its branch, an inspectorate."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import time_machine

from sipp.db import current_session
from sipp.models.accounts import User
from sipp.models.agencies import Agency, Unit
from sipp.models.reports import Report
from sipp.models.services import Service
from sipp.operations.accounts import actor_of
from sipp.operations.moves import make_move, note_event
from sipp.rules.permissions import REPORTER, Actor
from tests import factories
from tests.operations.filing import file_about, place_of

#: A Monday, in the morning in Jakarta.
MONDAY = datetime(2026, 6, 8, 2, tzinfo=UTC)


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


def in_state(city: City, state: str) -> str:
    """A report brought to a state through the table; its number."""
    with time_machine.travel(MONDAY, tick=False):
        report = city.report()
        if state == "received":
            report.state = "received"
        if state == "needs_completion":
            make_move(report, "ask_completion", by="liaison", actor=Actor())
        if state in ("answered", "resolved", "unresolved", "lapsed"):
            make_move(report, "answer", by="liaison", actor=Actor())
        if state == "resolved":
            make_move(report, "verdict_yes", by="citizen", actor=REPORTER)
        if state == "unresolved":
            make_move(report, "verdict_final", by="citizen", actor=REPORTER)
        if state == "lapsed":
            make_move(report, "lapse", by="schedule", actor=Actor())
        if state == "handed_over":
            make_move(report, "hand_over", by="citizen", actor=REPORTER, body="Ombudsman RI")
        if state == "rejected":
            make_move(report, "reject", by="liaison", actor=Actor(), reason="duplicate")
            note_event(report, "appealed", by="citizen", actor=REPORTER)
        if state == "withdrawn":
            make_move(report, "withdraw", by="citizen", actor=REPORTER)
    assert report.state == state
    current_session().flush()
    return report.case_number
