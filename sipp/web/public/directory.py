"""The directory as citizens read it: home, search, reference services, agencies, the service page and its versions."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request, send_file, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.http import generate_etag
from werkzeug.wrappers import Response as BaseResponse

from sipp.models.services import ReferenceService, Service
from sipp.operations import directory as operations
from sipp.operations import finding, links
from sipp.operations.finder import Finder
from sipp.operations.notices import notices_of
from sipp.operations.reprimands import count_public
from sipp.rules.row_keys import slug
from sipp.storage import attachments
from sipp.web import standard_view as view
from sipp.web.agency_view import notice_items, point_items
from sipp.web.arguments import typed
from sipp.web.difference_view import difference_groups
from sipp.web.owner_urls import decree_url, owner_urls
from sipp.web.paging import page_number, page_urls
from sipp.web.public.filter_view import search_filters, sorting_of
from sipp.web.public.result_view import curated_item, result_items, result_json
from sipp.web.public.retention_view import kept_periods
from sipp.web.service_view import reference_values, service_values
from sipp.web.session import settings
from sipp.words.agencies import channel_words
from sipp.words.codes import AGENCY_KINDS
from sipp.words.reprimands import outcomes

directory = Blueprint("directory", __name__)

MAX_QUERY_LENGTH = 200
#: Query arguments that a link to another page of the same list keeps.
KEPT_WHEN_PAGING = (
    "q", "instansi", "wilayah", "kategori", "gratis", "daring", "urut", "persis", "jenis", "daerah", "varian"
)  # fmt: skip
#: What the home page shows that one can type.
EXAMPLE_QUERIES = ("perpanjang SIM", "paspor anak", "akta lahir", "balik nama motor")


@directory.get("/")
def home() -> str:
    """Search box, life events, what changed."""
    return render_template(
        "public/home.html",
        life_events=operations.life_events(8),
        example_queries=EXAMPLE_QUERIES,
        changes=[_change_item(change) for change in operations.recent_changes()],
    )


@directory.get("/cari")
def search() -> Response:
    """Results as a page, or as JSON for ``Accept: application/json``."""
    found = finding.search(
        finding.Query(
            text=typed("q", MAX_QUERY_LENGTH),
            agency=request.args.get("instansi") or None,
            region=request.args.get("wilayah") or None,
            place=typed("daerah", 100),
            category=request.args.get("kategori") or None,
            agency_kind=request.args.get("jenis") or None,
            only_free=request.args.get("gratis") == "1",
            only_online=request.args.get("daring") == "1",
            sorting=sorting_of(request.args.get("urut")),
            literal=request.args.get("persis") == "1",
            page=page_number(),
        ),
        _finder(),
    )
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        response = jsonify(result_json(found))
    else:
        response = make_response(
            render_template(
                "public/search.html",
                found=found,
                results=result_items(found),
                curated=curated_item(found),
                filters=search_filters(found),
                pages=page_urls(found.page, found.pages, KEPT_WHEN_PAGING),
            )
        )
    response.vary.add("Accept")
    return response


@directory.get("/cari/saran")
def suggestions() -> Response:
    """Suggestions while typing, as OpenSearch JSON."""
    query = typed("q", MAX_QUERY_LENGTH)
    found = finding.suggest(query, _finder())
    names = [suggestion.text for suggestion in found]
    notes = [_("instansi") if suggestion.kind == "agency" else "" for suggestion in found]
    response = jsonify([query, names, notes, [url_for(".search", q=name) for name in names]])
    response.content_type = "application/x-suggestions+json"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@directory.get("/layanan/<reference>")
def reference(reference: str) -> str:
    """A national reference service: its model standard, and who offers it, compared."""
    page = operations.reference_page(reference, typed("daerah", 100), page_number())
    return render_template(
        "public/reference.html", **reference_values(page, "directory.reference", reference=reference)
    )


@directory.get("/instansi")
def agencies() -> str:
    """Agencies by name, filtered by name and kind."""
    name, kind = typed("q", 100), request.args.get("jenis", "")
    rows, page, pages = operations.list_agencies(name, kind if kind in AGENCY_KINDS else "", page_number())
    return render_template(
        "public/agencies.html",
        rows=rows,
        name=name,
        kind=kind,
        kinds=AGENCY_KINDS,
        page=page,
        pages=page_urls(page, pages, KEPT_WHEN_PAGING),
    )


@directory.get("/instansi/<agency>")
def agency(agency: str) -> str:
    """One agency: profile, units, services."""
    page = operations.agency_page(agency, page_number())
    return render_template(
        "public/agency.html",
        page=page,
        agency=page.agency,
        kind=AGENCY_KINDS[page.agency.kind],
        link_broken_on=links.broken_on(page.agency.website),
        notices=notice_items(notices_of(page.agency), page.agency),
        points={unit.id: point_items(unit.service_points, page.agency) for unit, _depth in page.units},
        channels=[channel_words(one) for one in page.agency.official_channels],
        reprimands=outcomes(count_public(page.agency)),
        pages=page_urls(page.page, page.pages, KEPT_WHEN_PAGING),
    )


@directory.get("/instansi/<agency>/layanan/<service>")
def service(agency: str, service: str) -> BaseResponse:
    """The service page: the standard in force, with the link to report."""
    page = operations.service_page(agency, service)
    shown = page.view or page.reference_view
    standard = shown.standard if shown else None
    values = service_values(page, standard, "directory.service", agency=agency, service=service)
    return _cacheable(render_template("public/service.html", **values))


@directory.get("/instansi/<agency>/layanan/<service>/kartu")
def card(agency: str, service: str) -> BaseResponse:
    """The promise card: fee, time, what to bring, law, to show at the counter."""
    page = operations.service_page(agency, service)
    shown = page.view
    variant = view.chosen_variant(shown.standard, request.args.get("varian")) if shown else None
    return _cacheable(
        render_template(
            "public/card.html",
            page=page,
            service=page.service,
            figures=view.figures(shown.standard, variant) if shown else [],
            requirements=view.requirement_items(shown.standard, variant) if shown else [],
            variant=next((v.label for v in shown.standard.variants if v.code == variant), None) if shown else None,
        )
    )


@directory.get("/instansi/<agency>/layanan/<service>/versi")
def versions(agency: str, service: str) -> str:
    """Every published version of a service's standard."""
    page = operations.service_page(agency, service)
    return render_template("public/versions.html", **_versions_context(page.service, page.versions, page.view))


@directory.get("/instansi/<agency>/layanan/<service>/versi/<int:number>")
def version(agency: str, service: str, number: int) -> str:
    """One version, with all 14 components."""
    found = operations.find_service(agency, service)
    return render_template("public/version.html", **_version_context(found, operations.version_view(found, number)))


@directory.get("/instansi/<agency>/layanan/<service>/versi/<int:number>/keputusan")
def decree(agency: str, service: str, number: int) -> Response:
    """The PDF of the decree that adopted a version; once published neither changes any more."""
    found = operations.decree_of(agency, service, number)
    stream = attachments.open_stored(settings().attachments_dir, found.file_name or "")
    name = f"keputusan-{slug(found.number, 60)}".rstrip("-")
    response = send_file(stream, mimetype="application/pdf", as_attachment=True, download_name=f"{name}.pdf")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@directory.get("/instansi/<agency>/layanan/<service>/versi/<int:number>/banding/<int:other>")
def comparison(agency: str, service: str, number: int, other: int) -> str:
    """What changed between two versions."""
    found = operations.find_service(agency, service)
    return render_template("public/comparison.html", **_comparison_context(found, number, other))


@directory.get("/layanan/<reference>/versi")
def reference_versions(reference: str) -> str:
    """Every published version of a national model."""
    page = operations.reference_page(reference)
    return render_template("public/versions.html", **_versions_context(page.reference, page.versions, page.view))


@directory.get("/layanan/<reference>/versi/<int:number>")
def reference_version(reference: str, number: int) -> str:
    """One version of a national model."""
    found = operations.find_reference(reference)
    return render_template("public/version.html", **_version_context(found, operations.version_view(found, number)))


@directory.get("/layanan/<reference>/versi/<int:number>/banding/<int:other>")
def reference_comparison(reference: str, number: int, other: int) -> str:
    """What changed between two versions of a national model."""
    found = operations.find_reference(reference)
    return render_template("public/comparison.html", **_comparison_context(found, number, other))


@directory.get("/aksesibilitas")
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("public/accessibility.html")


@directory.get("/privasi")
def privacy() -> str:
    """The privacy statement (UU 27/2022)."""
    return render_template("public/privacy.html", periods=kept_periods())


@directory.get("/lisensi")
def licence() -> str:
    """The licence of the data and where it comes from."""
    return render_template("public/licence.html")


def _finder() -> Finder:
    finder: Finder = current_app.extensions["sipp_finder"]
    return finder


def _versions_context(owner: Any, versions: Any, current: Any) -> dict[str, Any]:
    return {
        "owner": owner,
        "agency_name": _agency_name(owner),
        "urls": owner_urls(owner),
        "versions": versions,
        "current_number": current.version.number if current else None,
    }


def _version_context(owner: Any, shown: Any) -> dict[str, Any]:
    return {
        "owner": owner,
        "agency_name": _agency_name(owner),
        "urls": owner_urls(owner),
        "shown": shown,
        "components": view.all_components(shown.standard),
        "evidence": view.evidence_items(shown.standard),
        "decree_url": decree_url(owner, shown.version),
        "report_url": url_for("reports.form", agency=owner.agency.slug, service=owner.slug, versi=shown.version.number)
        if isinstance(owner, Service)
        else None,
    }


def _comparison_context(owner: Any, number: int, other: int) -> dict[str, Any]:
    compared = operations.compare_versions(owner, number, other)
    return {
        "owner": owner,
        "agency_name": _agency_name(owner),
        "urls": owner_urls(owner),
        "compared": compared,
        "groups": difference_groups(compared.differences),
    }


def _agency_name(owner: Service | ReferenceService) -> str | None:
    return owner.agency.name if isinstance(owner, Service) else None


def _change_item(change: operations.Change) -> dict[str, Any]:
    urls = owner_urls(change.owner)
    number = change.version.number or 1
    name, lang = view.reference_name(change.owner)
    return {
        "name": name,
        "lang": lang,
        "url": urls["compare"](number - 1, number),
        "effective_from": change.version.effective_from,
        "is_synthetic": change.owner.is_synthetic,
    }


def _cacheable(body: str) -> BaseResponse:
    """The page with an ETag of its own bytes: it also changes when a date arrives."""
    response = make_response(Markup(body))
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(generate_etag(response.get_data()))
    return response.make_conditional(request)
