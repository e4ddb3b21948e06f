"""Answers that wait for the head, and the one case of a colleague; part of the table in office_places.py."""

import secrets

from playwright.sync_api import Page
from sqlalchemy import select

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.models.accounts import User
from sipp.models.proposals import PendingAnswer
from sipp.models.reports import Incident, Report
from sipp.operations import colleagues
from sipp.operations.accounts import actor_of
from sipp.operations.colleagues import Asked
from sipp.vault.accounts import case_link_token
from tests.browser.office import Office
from tests.browser.office_steps import Steps, office_at, send
from tests.browser.places import expect_status, fill, go, press


def _waits(office: Office, number: str, **more: object) -> int:
    """Let an answer of the editor wait for its signature; the incident it is for."""
    with office.app.app_context(), unit_of_work() as session:
        report = session.scalars(select(Report).where(Report.case_number == number)).one()
        incident = Incident(agency_id=report.agency_id, title="Server mati 3 Juni", opened_at=clock.now())
        session.add(incident)
        session.flush()
        values = {"text": "Kartu Anda sudah jadi.", "incident_id": incident.id, "written_at": clock.now(), **more}
        session.add(PendingAnswer(report_id=report.id, author_id=office.officers["editor"].id, **values))
        return incident.id


def _a_link(office: Office, number: str) -> str:
    """A link for a colleague who proposed an answer already."""
    with office.app.app_context(), unit_of_work():
        editor = actor_of(current_session().get_one(User, office.officers["editor"].id))
        link = colleagues.ask(editor, number, Asked(name="Sari Dewi", shows_reporter=True, shows_evidence=True))
        colleagues.propose(link.id, "Sari Dewi", "Mesin cetak sudah diperbaiki.")
        return f"/usulan/{case_link_token(link.id, office.app.config['SIPP'].secret_keys)}"


def _number(office: Office, visibility: str = "open") -> str:
    return office.case_path(visibility=visibility).rsplit("/", 1)[1]


def _case_with_both(office: Office, page: Page) -> None:
    number = _number(office)
    _waits(office, number, state="returned", reason="Sebut loketnya.")
    _a_link(office, number)
    go(page, f"/kelola/laporan/{number}")
    assert page.locator("#belum-dikirim").count() == page.locator("#usulan").count() == 1


def _sign(slug: str) -> Steps:
    def steps(office: Office, page: Page) -> None:
        number = _number(office)
        _waits(office, number)
        go(page, f"/kelola/laporan/{number}/{slug}")

    return steps


def _return_refused(office: Office, page: Page) -> None:
    _sign("kembalikan-jawaban")(office, page)
    assert send(page) == 422


def _unsigned(office: Office, page: Page) -> None:
    _waits(office, _number(office))
    go(page, "/kelola/pengesahan")
    assert page.locator("tbody tr").count() >= 1


def _incident_refused(office: Office, page: Page) -> None:
    go(page, f"/kelola/pengesahan/kejadian/{_waits(office, _number(office))}")
    assert send(page) == 422


def _ask(office: Office, page: Page) -> None:
    number = _number(office)
    _a_link(office, number)
    go(page, f"/kelola/laporan/{number}/usulan")


def _ask_refused(office: Office, page: Page) -> None:
    _ask(office, page)
    expect_status(press(page, page.get_by_role("button", name="Buat tautan")), 422)


def _link_shown(office: Office, page: Page) -> None:
    _ask(office, page)
    fill(page, "name", f"Sari {secrets.token_hex(2)}")
    expect_status(press(page, page.get_by_role("button", name="Buat tautan")), 200)
    assert page.locator("pre").count() == 1


def _proposal(visibility: str = "open") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, _a_link(office, _number(office, visibility)))

    return steps


def _proposal_refused(office: Office, page: Page) -> None:
    _proposal("anonymous")(office, page)
    assert send(page) == 422


#: Name -> the officer who is signed in (None: a colleague without an account), and the steps.
WAITING_PLACES: dict[str, tuple[str | None, Steps]] = {
    "office: which answers are signed": ("admin", office_at("/kelola/instansi/kota-bandung/pengesahan")),
    "office: case, answer came back, proposal": ("editor", _case_with_both),
    "office: sign an answer": ("head", _sign("sahkan-jawaban")),
    "office: give an answer back, 422": ("head", _return_refused),
    "office: take an answer back": ("editor", _sign("tarik-jawaban")),
    "office: answers to sign": ("head", _unsigned),
    "office: incident to sign, 422": ("head", _incident_refused),
    "office: ask a colleague": ("editor", _ask),
    "office: ask a colleague, 422": ("editor", _ask_refused),
    "office: link to copy": ("editor", _link_shown),
    "office: proposal": (None, _proposal()),
    "office: proposal, 422": (None, _proposal_refused),
    "office: proposal gone": (None, office_at("/usulan/x")),
}
