"""Files sent to the back office by an editor's browser, the worker beside it, and what the pages say of them."""

import io
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from sipp.db import current_session, unit_of_work
from sipp.jobs import outbox
from sipp.jobs.handlers import handlers_for
from sipp.models.agencies import Agency, Unit
from sipp.operations import accounts, import_work, imports
from sipp.operations.import_work import Outcome
from sipp.operations.imports import Upload
from tests import factories
from tests.exchange.annex_builder import AnnexBuilder, numbered
from tests.jobs.mailbox import Mailbox
from tests.web.reading import Page, words

PAGE = "/kelola/impor"


class Town:
    """An agency with two departments and national services that it does not offer yet."""

    def __init__(self, app: Flask) -> None:
        with app.app_context(), unit_of_work() as session:
            factories.a_reference("ktp-baru", name="Penerbitan KTP-el baru")
            factories.a_reference("kk-baru", name="Penerbitan kartu keluarga baru")
            self.agency: Agency = factories.an_agency("kota-contoh", name="Kota Contoh")
            self.unit: Unit = factories.a_unit(self.agency, slug="dinas", name="Dinas Satu")
            self.other: Unit = factories.a_unit(self.agency, slug="lain", name="Dinas Dua")
            for row in (self.agency, self.unit, self.other):
                session.refresh(row)
                session.expunge(row)


def post(client: FlaskClient, path: str, fields: dict[str, Any] | None = None) -> TestResponse:
    """Send a form, with the token of some page."""
    token = Page.of(client.get("/kelola")).all("input", name="csrf_token")[0].attrib["value"]
    boundary, body = encode_multipart({"csrf_token": token, **(fields or {})})
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def a_file(name: str, content: bytes) -> FileStorage:
    return FileStorage(io.BytesIO(content), name)


def send(client: FlaskClient, name: str, content: bytes, **fields: Any) -> TestResponse:
    """Send a file."""
    return post(client, PAGE, {"file": a_file(name, content), **fields})


def work(app: Flask) -> None:
    """The worker does what waits."""
    with app.app_context():
        while outbox.do_next(handlers_for(app.config["SIPP"], Mailbox())):
            pass


def checked(app: Flask, client: FlaskClient, name: str, content: bytes, **fields: Any) -> str:
    """Send a file and have it looked through; the address of the result."""
    answer = send(client, name, content, **fields)
    assert answer.status_code == 303, Page.of(answer).errors()
    work(app)
    return answer.location


def table_of(page: Page, caption: str) -> list[list[str]]:
    """The cells of the table with this caption, without the labels that phones show."""
    table = next(one for one in page.all("table") if words(next(one.iter("caption"))) == caption)
    rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    return [[words(cell[-1]) if cell.tag == "td" else words(cell) for cell in row] for row in rows[1:]]


def stored(app: Flask, *tables: Any) -> tuple[int, ...]:
    """How many rows there are."""
    with app.app_context():
        return tuple(current_session().scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def rows_for(*slugs: str, **more: Any) -> dict[str, list[dict[str, Any]]]:
    """A workbook's rows for services of the first department."""
    service = {"unit": "dinas", "effective_from": "2027-01-01", **more}
    return {
        "services": [{"service": slug, "name": f"Layanan {slug}", **service} for slug in slugs],
        "requirements": [{"service": slug, "text": "Fotokopi KK"} for slug in slugs],
        "fees": [{"service": slug, "amount_idr": "gratis"} for slug in slugs],
    }


def an_annex() -> bytes:
    builder = AnnexBuilder().text("Lampiran Keputusan Nomor 470/7/2026", "Standar Pelayanan Penerbitan KTP-el Baru")
    builder.table(
        numbered(
            (
                ("Persyaratan", ["1. Fotokopi Kartu Keluarga", "2. Surat pengantar RT"]),
                ("Jangka waktu penyelesaian", "maks. 3 hari kerja"),
                ("Biaya/tarif", "menyesuaikan"),
            )
        )
    )
    builder.text("Standar Pelayanan Perpustakaan Keliling")
    builder.table(numbered((("Persyaratan", "Kartu pelajar"), ("Biaya/tarif", "Gratis"))))
    return builder.bytes()


def an_import(agency: Agency) -> UUID:
    """A pasted table that the agency's editor of the demonstration sent, looked through."""
    editor = accounts.actor_by_email(f"editor@{agency.slug}.contoh")
    table = "Standar Pelayanan Uji Coba\nNo\tKomponen\tUraian\n1\tPersyaratan\tFotokopi KK"
    upload = Upload(file_name="tabel.txt", content=table.encode(), slugs=["uji-coba"], titles=["Uji Coba"])
    run = imports.begin(editor, imports.place(editor, agency.slug), upload)
    outcome = Outcome(slug="uji-coba", name="Uji Coba", effect="new_service")
    import_work.note_outcomes(run.id, "checking", [outcome])
    return run.id
