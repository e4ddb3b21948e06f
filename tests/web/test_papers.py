"""The papers of a report: receipt, dossier, package for the Ombudsman. What people wrote is text in them."""

import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sipp.printing.pdf import REPLACEMENT, printable
from tests.web.filing import COMPLAINT, PERSON, SKCK, file_all, last_report, receipt_code
from tests.web.handled import happen
from tests.web.reading import Page
from tests.web.test_opened_report import picture, upload, write

PAPERS = ("tanda-terima.pdf", "berkas.pdf")
#: Each would stop the typesetter, read a file or vanish if it were read as markup.
HOSTILE = (
    '#panic("markup") #read("/etc/passwd") #import "x.typ" *tebal _miring $x^2$ `raw` @acuan <label> // komentar\n'
    '= Judul\n- butir \\ "#" ] ) } 😀 ꦗꦮ \u202e\x0b tegak'
)


@pytest.mark.parametrize("visibility", ["open", "sealed", "anonymous"])
def test_every_paper_is_an_accessible_pdf_whatever_was_written(
    desk: Flask, citizen: FlaskClient, visibility: str
) -> None:
    told = {**COMPLAINT, **PERSON, "name": HOSTILE[:150], "visibility": visibility, "description": HOSTILE}
    receipt_code(citizen, file_all(citizen, {**told, "expectation": HOSTILE, "loss": HOSTILE}))
    write(citizen, HOSTILE)
    upload(citizen, picture())
    happen(desk, "answer")
    for paper in PAPERS:
        response = citizen.get(f"/laporan/{paper}")
        assert (response.status_code, response.mimetype) == (200, "application/pdf")
        assert response.headers["Cache-Control"] == "no-store"
        assert response.data.startswith(b"%PDF-") and b"pdfuaid:part" in response.data
        expected = f"{paper.removesuffix('.pdf')}-{last_report(desk)['case_number']}.pdf"
        assert response.headers["Content-Disposition"] == f"attachment; filename={expected}"


def test_the_package_holds_cover_receipt_dossier_and_the_evidence_as_it_was_kept(
    desk: Flask, citizen: FlaskClient
) -> None:
    receipt_code(citizen, file_all(citizen, COMPLAINT))
    upload(citizen, picture())
    response = citizen.get("/laporan/ombudsman.zip")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    with zipfile.ZipFile(io.BytesIO(response.data)) as package:
        names = ["0-pengaduan.pdf", "1-tanda-terima.pdf", "2-berkas.pdf", "bukti/1.jpg"]
        assert package.namelist() == names
        assert all(package.read(name).startswith(b"%PDF-") for name in names[:3])
        (link,) = [
            one.attrib["href"] for one in Page.of(citizen.get("/laporan")).all("a") if "/bukti/" in one.attrib["href"]
        ]
        with citizen.get(link) as given:
            assert package.read("bukti/1.jpg") == given.data


def test_a_report_of_an_agency_that_does_not_receive_has_its_papers_too_in_both_languages(
    citizen: FlaskClient,
) -> None:
    receipt_code(citizen, file_all(citizen, {**COMPLAINT, "variant": "baru"}, SKCK))
    assert [citizen.get(f"{prefix}/laporan/{PAPERS[0]}").status_code for prefix in ("", "/en")] == [200, 200]


def test_without_an_opened_report_there_is_no_paper(citizen: FlaskClient) -> None:
    statuses = {paper: citizen.get(f"/laporan/{paper}").status_code for paper in (*PAPERS, "ombudsman.zip")}
    assert set(statuses.values()) == {404}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Biaya: Rp50.000 – “gratis”, e\u0301lite", "Biaya: Rp50.000 – “gratis”, élite"),
        ("😀 ꦗ \x00\u202e", f"{REPLACEMENT} {REPLACEMENT} {REPLACEMENT}{REPLACEMENT}"),
        ("satu\r\ndua\ttiga", "satu\ndua tiga"),
    ],
)
def test_what_the_font_lacks_is_marked_and_nothing_else_changes(written: str, shown: str) -> None:
    assert printable(written) == shown
