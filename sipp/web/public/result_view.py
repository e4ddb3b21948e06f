"""Search results as the page and the JSON show them."""

from typing import Any
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from sipp.i18n import current_language, number
from sipp.operations.directory import life_events
from sipp.operations.finding import FoundPage, Result
from sipp.promise_words import time_limit_words, time_range_words
from sipp.search import language
from sipp.web.public.standard_view import fee_glance_words, papers_words, reference_name
from sipp.words import AGENCY_KINDS


def result_items(found: FoundPage) -> list[dict[str, Any]]:
    """Each result as the result macro takes it."""
    return [_item(result, found) for result in found.results]


def result_json(found: FoundPage) -> dict[str, Any]:
    """The page of results as JSON, in the fields of the contract; ``curated`` is there when there is one."""
    body: dict[str, Any] = {
        "query": found.query.text,
        "corrected": found.corrected,
        "place": found.place,
        "total": found.total,
        "results": [
            {
                "kind": result.kind,
                "reference": result.reference.slug if result.reference else None,
                "service": _service_path(result),
                "agency": result.agency.slug if result.agency else None,
                "name": _name(result)[0],
                "url": _url(result),
                "fee": _fee(result),
                "time": _time(result),
            }
            for result in found.results
        ],
    }
    if curated := curated_item(found):
        body["curated"] = {name: curated[name] for name in ("title", "text", "url")}
    return body


def curated_item(found: FoundPage) -> dict[str, str] | None:
    """What editors answer to this query, for the first page: title, text, address, and the host of another site."""
    if found.curated is None or found.page > 1:
        return None
    kind, _sep, name = found.curated.target.partition(":")
    host = ""
    if kind == "reference":
        url = url_for("directory.reference", reference=name)
    elif kind == "service":
        agency, _sep, service = name.partition("/")
        url = url_for("directory.service", agency=agency, service=service)
    elif kind == "agency":
        url = url_for("directory.agency", agency=name)
    else:
        url = found.curated.target
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    return {"title": found.curated.title, "text": found.curated.text, "url": url, "host": host}


def search_filters(found: FoundPage) -> dict[str, Any]:
    """The filters beside the results as links, the hidden fields that keep them, and the literal search."""
    query = found.query
    kept = {"instansi": query.agency, "wilayah": query.region, "kategori": query.category}
    arguments = {**kept, "q": query.text or None, "gratis": "1" if query.only_free else None}

    def url(**changed: Any) -> str:
        return url_for("directory.search", **{k: v for k, v in {**arguments, **changed}.items() if v})

    free = [
        {"label": _("Semua biaya"), "url": url(gratis=None), "is_current": not query.only_free},
        {"label": _("Tidak dipungut biaya"), "url": url(gratis="1"), "is_current": query.only_free},
    ]
    events = [{"label": _("Semua"), "url": url(kategori=None), "is_current": not query.category}]
    events += [
        {
            "label": event.name_en if current_language() == "en" else event.name,
            "url": url(kategori=event.slug),
            "is_current": event.slug == query.category,
        }
        for event in life_events()
    ]
    return {
        "groups": [{"label": _("Biaya"), "options": free}, {"label": _("Peristiwa hidup"), "options": events}],
        "hidden": {k: v for k, v in {**kept, "gratis": arguments["gratis"]}.items() if v},
        "literal_url": url(persis="1"),
    }


def _item(result: Result, found: FoundPage) -> dict[str, Any]:
    name, lang = _name(result)
    shown_words = set(language.split(found.corrected or found.query.text))
    parts = []
    if result.kind != "agency":
        parts = [{"text": text} for text in (_fee(result), _time(result)) if text]
        if result.glance and result.glance.papers:
            parts.append({"text": papers_words(len(result.glance.papers))})
    return {
        "title": _marked(name, shown_words),
        "url": _url(result),
        "lang": lang,
        "attributes": {
            "data-result": result.kind,
            "data-reference": result.reference.slug if result.reference else None,
            "data-service": _service_path(result),
            "data-agency": result.agency.slug if result.agency else None,
        },
        "line": _line(result),
        "chips": parts,
        "badge": _("Perlu diverifikasi") if result.glance and result.glance.has_unconfirmed else None,
        "offered_by": ngettext(
            "Ditawarkan oleh %(count)s instansi:",
            "Ditawarkan oleh %(count)s instansi:",
            result.offer_count,
            count=number(result.offer_count),
        )
        if result.kind == "reference"
        else None,
        "choose_url": _url(result) + "#penyedia" if result.offer_count > 1 else None,
        "only_offer": {
            "label": result.only_offer.agency.name,
            "url": url_for("directory.service", agency=result.only_offer.agency.slug, service=result.only_offer.slug),
        }
        if result.only_offer is not None
        else None,
        "report_url": url_for("reports.form", agency=result.service.agency.slug, service=result.service.slug)
        if result.service
        else None,
    }


def _name(result: Result) -> tuple[str, str]:
    if result.service is not None:
        return result.service.name, "id"
    if result.reference is not None:
        return reference_name(result.reference)
    if result.unit is not None:
        return result.unit.name, "id"
    return (result.agency.name if result.agency else ""), "id"


def _url(result: Result) -> str:
    if result.service is not None:
        return url_for("directory.service", agency=result.service.agency.slug, service=result.service.slug)
    if result.reference is not None:
        return url_for("directory.reference", reference=result.reference.slug)
    agency = result.agency.slug if result.agency else ""
    anchor = f"unit-{result.unit.slug}" if result.unit else None
    return url_for("directory.agency", agency=agency, _anchor=anchor)


def _line(result: Result) -> Markup | None:
    if result.service is not None:
        return Markup('<span lang="id">{}</span>').format(f"{result.service.unit.name}, {result.service.agency.name}")
    if result.kind == "reference":
        return Markup(escape(_("Acuan nasional")))
    if result.unit is not None and result.agency is not None:
        return Markup('<span lang="id">{}</span>').format(result.agency.name)
    return Markup(escape(str(AGENCY_KINDS[result.agency.kind]))) if result.agency else None


def _fee(result: Result) -> str | None:
    return fee_glance_words(result.fee, result.glance) if result.fee is not None else None


def _time(result: Result) -> str | None:
    if result.kind == "reference" and len(result.time_limits) > 1:
        told = list(dict.fromkeys(time_limit_words(limit) for limit in result.time_limits))
        return _("bergantung daerah: %(list)s", list=", ".join(told)) if len(told) > 1 else told[0]
    return time_range_words(result.time_limits) if result.time_limits else None


def _service_path(result: Result) -> str | None:
    return f"{result.service.agency.slug}/{result.service.slug}" if result.service else None


def _marked(name: str, words: set[str]) -> Markup:
    """The name with the words that were searched for marked."""
    parts = []
    for word in name.split(" "):
        is_match = bool(words & set(language.split(word)))
        parts.append(Markup("<mark>{}</mark>").format(word) if is_match else escape(word))
    return Markup(" ").join(parts)
