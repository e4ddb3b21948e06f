"""The pages of services and national services, as the public sees them and as the office previews them."""

from typing import Any

from flask import request, url_for

from sipp.operations import corrections, links
from sipp.operations.directory import Offer, ReferencePage, ServicePage
from sipp.operations.notices import notices_at
from sipp.rules.promises import glance
from sipp.rules.standards import Standard
from sipp.web import standard_view as view
from sipp.web.agency_view import notice_items, point_items
from sipp.web.deadline_view import promise_calculator_url
from sipp.web.owner_urls import decree_url
from sipp.web.paging import page_urls


def service_values(page: ServicePage, standard: Standard | None, endpoint: str, **arguments: Any) -> dict[str, Any]:
    """What ``public/service.html`` shows; the links to variants lead to ``endpoint`` with its ``arguments``."""
    service = page.service
    variant = view.chosen_variant(standard, request.args.get("varian")) if standard else None
    return {
        "page": page,
        "service": service,
        "agency": service.agency,
        "parts": view.standard_parts(standard, variant, endpoint, **arguments) if standard else None,
        "variant": variant,
        "calculator_url": promise_calculator_url(glance(standard, variant).time_limit, service.unit.working_week)
        if standard
        else None,
        "issuers": view.issuer_links(standard, variant) if standard else {},
        "report_url": url_for("reports.form", agency=service.agency.slug, service=service.slug),
        "notices": notice_items(notices_at(service.agency_id, service.unit), service.agency),
        "points": point_items(service.service_points, service.agency),
        "decree_url": decree_url(service, page.view.version if page.view else None),
        "corrections": corrections.yearly_figures(service.id),
        "link_broken_on": links.broken_on(service.online_url),
    }


def reference_values(page: ReferencePage, endpoint: str, **arguments: Any) -> dict[str, Any]:
    """What ``public/reference.html`` shows; links as in ``service_values``."""
    standard = page.view.standard if page.view else None
    variant = view.chosen_variant(standard, request.args.get("varian")) if standard else None
    return {
        "page": page,
        "name": view.reference_name(page.reference),
        "parts": view.standard_parts(standard, variant, endpoint, **arguments) if standard else None,
        "offers": [_offer_row(offer) for offer in page.offers],
        "pages": page_urls(page.page, page.pages, ("daerah", "varian")),
    }


def _offer_row(offer: Offer) -> dict[str, Any]:
    shown = offer.glance
    return {
        "agency": offer.service.agency,
        "url": url_for("directory.service", agency=offer.service.agency.slug, service=offer.service.slug),
        "fee": view.fee_glance_words(shown.fee, shown) if shown else None,
        "time": view.time_limit_words(shown.time_limit) if shown and shown.time_limit else None,
        "has_standard": shown is not None,
        "is_synthetic": offer.service.is_synthetic,
    }
