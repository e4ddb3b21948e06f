"""Search results as the page and the JSON show them."""

from typing import Any
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from sipp.i18n import number
from sipp.operations.finding import FoundPage
from sipp.operations.result_pages import Result
from sipp.search import language
from sipp.web.public.answer_view import answers, chips, fee_of, time_of
from sipp.web.standard_view import reference_name
from sipp.words.codes import AGENCY_KINDS


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
                "fee": fee_of(result),
                "time": time_of(result),
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


def _item(result: Result, found: FoundPage) -> dict[str, Any]:
    name, lang = _name(result)
    typed = _stems(found.corrected or found.query.text)
    return {
        "title": _marked(name, typed),
        "url": _url(result),
        "lang": lang,
        "attributes": {
            "data-result": result.kind,
            "data-reference": result.reference.slug if result.reference else None,
            "data-service": _service_path(result),
            "data-agency": result.agency.slug if result.agency else None,
        },
        "line": _line(result),
        "known_as": _known_as(result, name, typed),
        "answers": answers(result, found.intents),
        "chips": chips(result, found.intents) if result.kind != "agency" else [],
        "badge": _badge(result),
        "offered_by": _offered_by(result, found),
        "choose_url": _choose_url(result, found) if result.offer_count > 1 else None,
        "only_offer": {
            "label": result.only_offer.agency.name,
            "url": url_for("directory.service", agency=result.only_offer.agency.slug, service=result.only_offer.slug),
        }
        if result.only_offer is not None
        else None,
        "report_url": _report_url(result),
    }


def _badge(result: Result) -> str | None:
    owner = result.service or result.reference or result.agency
    if owner is not None and owner.is_synthetic:
        return _("Data sintetis")
    return _("Perlu diverifikasi") if result.glance and result.glance.has_unconfirmed else None


def _offered_by(result: Result, found: FoundPage) -> str | None:
    if result.kind != "reference":
        return None
    count = {"count": number(result.offer_count)}
    if result.province is not None:
        place = found.provinces.get(result.province, "")
        return ngettext(
            "Ditawarkan oleh %(count)s instansi di %(place)s:",
            "Ditawarkan oleh %(count)s instansi di %(place)s:",
            result.offer_count,
            place=place,
            **count,
        )
    return ngettext(
        "Ditawarkan oleh %(count)s instansi:", "Ditawarkan oleh %(count)s instansi:", result.offer_count, **count
    )


def _choose_url(result: Result, found: FoundPage) -> str:
    place = found.provinces.get(result.province or "") or None
    slug = result.reference.slug if result.reference else ""
    return url_for("directory.reference", reference=slug, daerah=place, _anchor="penyedia")


def _report_url(result: Result) -> str | None:
    """Where to report: the offer's form, the only offer's, or that of an agency without a service."""
    service = result.service or result.only_offer
    if service is not None:
        return url_for("reports.form", agency=service.agency.slug, service=service.slug)
    if result.agency is not None:
        return url_for("reports.form_without_service", agency=result.agency.slug)
    return None


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


def _service_path(result: Result) -> str | None:
    return f"{result.service.agency.slug}/{result.service.slug}" if result.service else None


def _stems(text: str) -> set[str]:
    """What the words of a query come down to, those left out that choose nothing."""
    words = language.normalise(text)
    return {language.stem(word) for word in words if not language.is_stop_word(word)}


def _marked(name: str, typed: set[str]) -> Markup:
    """The name with the words that were searched for marked, whatever their form."""
    parts = []
    for word in name.split(" "):
        is_match = bool(typed & {language.stem(part) for part in language.common_forms(word)})
        parts.append(Markup("<mark>{}</mark>").format(word) if is_match else escape(word))
    return Markup(" ").join(parts)


def _known_as(result: Result, name: str, typed: set[str]) -> Markup | None:
    """The other name that was typed, when the present one does not show why this was found."""
    subject = {stem for stem in typed if not language.is_hint(stem)}
    reference = result.reference
    if reference is None or not subject or subject <= _stems(name):
        return None
    for other in (*reference.former_names, *reference.aliases, *reference.search_words):
        if subject <= _stems(other):
            return _marked(other, typed)
    return None
