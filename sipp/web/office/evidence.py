"""Evidence of a unit for those who evaluate it, and its standards for SIPP Nasional, as files to take away."""

import tempfile

from flask import Response, make_response, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp import clock
from sipp.exchange.packs import write_pack
from sipp.exchange.sippn import workbook_for_sippn
from sipp.operations import evidence as operations
from sipp.operations.evidence import MOST_SERVICES, Choice, Scope
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.evidence_pack import pack_files, pack_name
from sipp.web.paging import page_number, page_urls
from sipp.web.session import settings

evidence = office_pages("evidence", __name__, "/kelola/bukti")

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@evidence.get("")
def overview() -> Response:
    """The units whose evidence can be taken."""
    found = operations.choices(current_actor(), request.args.get("instansi") or None, page_number())
    return page(
        "office/evidence.html",
        agency=found.agency,
        agency_options=[{"value": one.slug, "label": one.name} for one in found.agencies]
        if len(found.agencies) > 1
        else [],
        items=[_item(found.agency.slug, one) for one in found.choices],
        pages=page_urls(found.page, found.pages, ("instansi",)),
        most=MOST_SERVICES,
    )


@evidence.get("/<agency>/bukti.zip")
def pack(agency: str) -> BaseResponse:
    """The evidence of a unit (``satuan``) or of the whole agency; written to a file of no name, then sent."""
    scope, config = _scope(agency), settings()
    today = clock.today(scope.agency.time_zone)
    # The answer closes the file, and with that it is gone.
    file = tempfile.TemporaryFile(dir=config.temp_dir)  # noqa: SIM115
    try:
        write_pack(file, pack_files(config, scope, today), today)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = pack_name(scope, today)
    return send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)


@evidence.get("/<agency>/sippn.xlsx")
def sippn(agency: str) -> Response:
    """The standards of a unit (``satuan``) or of the whole agency in the four parts of SIPPN."""
    scope = _scope(agency)
    response = make_response(workbook_for_sippn(scope, operations.collect(scope)))
    response.content_type = WORKBOOK
    day = clock.today(scope.agency.time_zone).isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="sippn-{scope.slug}-{day}.xlsx"'
    return response


def _scope(agency: str) -> Scope:
    scope = operations.find_scope(current_actor(), agency, request.args.get("satuan") or None)
    operations.require_small(scope)
    return scope


def _item(agency: str, one: Choice) -> dict[str, object]:
    unit = one.unit.slug if one.unit else None
    return {
        "name": one.unit.name if one.unit else _("Seluruh instansi"),
        "count": ngettext("%(num)s layanan", "%(num)s layanan", one.services),
        "is_too_large": one.is_too_large,
        "pack_url": url_for(".pack", agency=agency, satuan=unit) if not one.is_too_large else None,
        "sippn_url": url_for(".sippn", agency=agency, satuan=unit) if not one.is_too_large else None,
    }
