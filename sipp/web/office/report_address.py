"""Proving that an agency reads its report address: the page behind the mailed link. Nobody needs an account for it."""

from uuid import UUID

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.operations import joining
from sipp.rules.errors import NotFound
from sipp.vault.accounts import read_address_token
from sipp.web.office.entrance import page
from sipp.web.protection import limiter
from sipp.web.session import settings

report_address = Blueprint("report_address", __name__)


@report_address.get("/masuk/alamat-laporan/<token>")
def show(token: str) -> Response:
    """Which address it is and of which agency; opening the link alone proves nothing, mail scanners do it too."""
    try:
        step, agency = joining.open_address(_id_of(token))
    except NotFound:
        return page("office/report_address_gone.html", 404)
    return page("office/report_address.html", agency=agency, address=step.address, token=token)


@report_address.post("/masuk/alamat-laporan/<token>")
@limiter.limit("30 per minute")
def verify(token: str) -> BaseResponse:
    """Take the address into use."""
    try:
        with unit_of_work():
            agency = joining.verify_address(_id_of(token))
    except NotFound:
        return page("office/report_address_gone.html", 404)
    return page("office/report_address_proven.html", agency=agency)


def _id_of(token: str) -> UUID | None:
    return read_address_token(token, settings().secret_keys)
