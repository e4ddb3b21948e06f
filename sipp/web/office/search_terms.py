"""What people look for and do not find, and adding it to a service as a further name."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_short
from sipp.operations import learning
from sipp.operations.learning import MissedQuery
from sipp.operations.pages import page_within
from sipp.rules.errors import InvalidInput
from sipp.rules.permissions import is_permitted
from sipp.rules.search_terms import LEAST_SHOWN, MOST_CHARACTERS
from sipp.web.arguments import typed
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.paging import page_number, page_urls
from sipp.words.answers import found_words

search_desk = office_pages("search_desk", __name__, "/kelola/pencarian")

QUERIES_PER_PAGE = 50
#: How far back the list may look.
PERIODS = (30, 90, 365)


@search_desk.get("")
def overview() -> Response:
    """What was typed often and found too little."""
    actor, days = current_actor(), request.args.get("hari", type=int)
    if days not in PERIODS:
        days = PERIODS[0]
    missed = learning.missed_queries(actor, days)
    number, pages = page_within(page_number(), len(missed), QUERIES_PER_PAGE)
    may_answer = is_permitted(actor, "search.curate")
    return page(
        "office/search_terms.html",
        days=days,
        least=LEAST_SHOWN,
        period_options=[
            {"value": one, "label": ngettext("%(num)s hari terakhir", "%(num)s hari terakhir", one)} for one in PERIODS
        ],
        queries=[
            _item(one, may_answer=may_answer, may_name=learning.may_add_alias(actor))
            for one in missed[(number - 1) * QUERIES_PER_PAGE : number * QUERIES_PER_PAGE]
        ],
        pages=page_urls(number, pages, ("hari",)),
    )


@search_desk.get("/nama-lain")
def choose_service() -> Response:
    """Ask which service people mean."""
    return _services_page()


@search_desk.post("/nama-lain/<agency>/<service>")
def add_alias(agency: str, service: str) -> BaseResponse:
    """Add the words to the service as a further name."""
    try:
        with unit_of_work():
            learning.add_alias(current_actor(), agency, service, request.form.get("kata", ""))
    except InvalidInput as refused:
        return _services_page(refused.fields)
    flash("alias_added")
    return redirect(url_for(".overview"), 303)


def _services_page(errors: dict[str, str] | None = None) -> Response:
    words = typed("q", 100)
    query = request.form["kata"][:MOST_CHARACTERS] if "kata" in request.form else typed("kata", MOST_CHARACTERS)
    services = learning.services_to_name(current_actor(), query, words)
    return page(
        "office/choose_service.html",
        422 if errors else 200,
        errors,
        query=query,
        words=words,
        services=[
            {
                "name": one.name,
                "lines": [
                    f"{one.unit.name}, {one.agency.name}",
                    *([_("Nama lain: %(aliases)s", aliases="; ".join(one.aliases))] if one.aliases else []),
                ],
                "url": url_for(".add_alias", agency=one.agency.slug, service=one.slug),
            }
            for one in services
        ],
    )


def _item(missed: MissedQuery, *, may_answer: bool, may_name: bool) -> dict[str, Any]:
    asked = missed.asked
    times = ngettext("Diketik %(num)s kali", "Diketik %(num)s kali", asked.times)
    found = found_words(asked.reason, asked.found, is_corrected=asked.is_corrected)
    lines = [_("%(times)s, terakhir %(day)s: %(found)s", times=times, day=date_short(asked.last_day), found=found)]
    item: dict[str, Any] = {"query": asked.query, "lines": lines, "is_open": missed.is_open}
    if missed.answer is not None:
        lines.append(_("Jawaban pilihan: %(title)s", title=missed.answer.title))
        if may_answer:
            item["answer"] = (_("Ubah jawaban"), url_for("answers.change_form", answer_id=missed.answer.id))
    elif may_answer:
        item["answer"] = (_("Buat jawaban"), url_for("answers.create_form", kata=asked.query))
    if missed.service_name is not None:
        lines.append(_("Sudah menjadi nama lain: %(name)s", name=missed.service_name))
    elif may_name:
        item["alias"] = (_("Jadikan nama lain"), url_for(".choose_service", kata=asked.query))
    return item
