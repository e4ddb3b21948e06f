"""Filling in the report form through a test client, as a browser without scripts would."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from sipp.db import current_session
from sipp.models.reports import Report
from tests.web.reading import Fields, Page

KTP = "/instansi/kota-bandung/layanan/ktp-hilang-rusak/lapor"
PASSPORT = "/instansi/kementerian-imigrasi-dan-pemasyarakatan/layanan/paspor-baru/lapor"
SKCK = "/instansi/polri/layanan/skck/lapor"
WITHOUT_STANDARD = "/instansi/kabupaten-sleman/layanan/kia/lapor"
WITHOUT_SERVICE = "/instansi/kota-bandung/lapor"

#: A whole complaint, accepted as it is.
COMPLAINT: Fields = {
    "group": ["money", "treatment"],
    "variant": "hilang",
    "applied_on": "2026-02-02",
    "money_total": "150.000",
    "money_receipt": "none",
    "treatment": "rude",
    "description": "Petugas loket 3 meminta uang.",
    "visibility": "anonymous",
}
PERSON: Fields = {"visibility": "open", "name": "Sri Wahyuni", "phone": "0812-3456-7890"}


def opened(client: FlaskClient, path: str = KTP) -> Page:
    """The first page of the form."""
    response = client.get(path)
    assert response.status_code == 200, response.status
    return Page.of(response)


def tokens_of(page: Page) -> Fields:
    """What every page of the form carries along."""
    fields = page.fields()
    return {name: fields[name] for name in ("csrf_token", "version_token")}


def post(client: FlaskClient, path: str, fields: Fields, **options: Any) -> TestResponse:
    """Send a form."""
    return client.post(path, data=fields, **options)


def file_all(client: FlaskClient, answers: Fields, path: str = KTP) -> TestResponse:
    """Open the form and send every name in one go."""
    return post(client, path, {**tokens_of(opened(client, path)), **answers})


def receipt_code(client: FlaskClient, response: TestResponse) -> str:
    """The tracking code on the receipt an answer leads to."""
    assert response.status_code == 303, response.get_data(as_text=True)[:2000]
    page = Page.of(client.get(response.location))
    return page.marker("data_tracking_code")


def open_with(client: FlaskClient, code: str) -> TestResponse:
    """Open a report by its code."""
    token = Page.of(client.get("/lacak")).one("input", name="csrf_token").attrib["value"]
    return client.post("/lacak", data={"csrf_token": token, "code": code})


def reports_in(app: Flask) -> int:
    """How many reports are stored."""
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(Report)) or 0


def last_report(app: Flask) -> dict[str, Any]:
    """The columns of the report filed last."""
    with app.app_context():
        report = current_session().scalars(select(Report).order_by(text("report.rowid DESC")).limit(1)).one()
        return {column.key: getattr(report, column.key) for column in Report.__table__.columns}
