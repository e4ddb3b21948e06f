"""The papers of the opened report to take along: receipt, dossier, and the package for the Ombudsman."""

import zipfile
from io import BytesIO

from flask import Blueprint, send_file
from werkzeug.wrappers import Response as BaseResponse

from sipp import clock
from sipp.operations import identities
from sipp.operations.following import FollowPage, follow_page
from sipp.printing.pdf import typeset
from sipp.storage import attachments
from sipp.web.protection import limiter, never_stored
from sipp.web.public import papers_view
from sipp.web.public.report_page import required_report
from sipp.web.session import settings

papers = Blueprint("papers", __name__, url_prefix="/laporan")

#: One document takes some tens of milliseconds of a core.
PAPERS_PER_MINUTE = "20 per minute"
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


@papers.get("/tanda-terima.pdf")
@limiter.limit(PAPERS_PER_MINUTE)
def receipt() -> BaseResponse:
    """The receipt."""
    page, person = _opened()
    return _give(_pdf(papers_view.receipt(page, person)), page, "tanda-terima", "pdf")


@papers.get("/berkas.pdf")
@limiter.limit(PAPERS_PER_MINUTE)
def dossier() -> BaseResponse:
    """Everything about the report."""
    page, person = _opened()
    return _give(_pdf(papers_view.dossier(page, person, clock.now())), page, "berkas", "pdf")


@papers.get("/ombudsman.zip")
@limiter.limit(PAPERS_PER_MINUTE)
def ombudsman_package() -> BaseResponse:
    """Cover, receipt, dossier and evidence in one file."""
    page, person = _opened()
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as package:
        package.writestr("0-pengaduan.pdf", _pdf(papers_view.ombudsman_cover(page, person)))
        package.writestr("1-tanda-terima.pdf", _pdf(papers_view.receipt(page, person)))
        package.writestr("2-berkas.pdf", _pdf(papers_view.dossier(page, person, clock.now())))
        for number, one in enumerate(page.report.attachments, start=1):
            with attachments.open_stored(settings().attachments_dir, one.stored_name) as stored:
                package.writestr(f"bukti/{number}.{SUFFIXES[one.media_type]}", stored.read())
    return _give(content.getvalue(), page, "ombudsman", "zip")


def _opened() -> tuple[FollowPage, identities.Person]:
    page = follow_page(required_report())
    return page, identities.person_of(page.report.id)


def _pdf(content: papers_view.Content) -> bytes:
    layout = settings().project_dir / "templates" / "print" / "document.typ"
    return typeset(layout, content, clock.now())


def _give(content: bytes, page: FollowPage, name: str, suffix: str) -> BaseResponse:
    """A download that no cache keeps; its name holds the case number, which opens nothing."""
    never_stored()
    file_name = f"{name}-{page.report.case_number}.{suffix}"
    return send_file(BytesIO(content), f"application/{suffix}", as_attachment=True, download_name=file_name)
