"""The answer inside a result: fee, time and papers at one glance, and the one that was asked for in a sentence."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from sipp.i18n import number
from sipp.operations.result_pages import Result
from sipp.rules.standards import Requirement, TimeLimit
from sipp.search.contract import Intent
from sipp.web.standard_view import fee_glance_words, own, papers_words
from sipp.words.promises import time_limit_words, time_promise_words, time_range_words

#: So many papers, or different times, are named in a list of results.
MOST_NAMED = 3


def fee_of(result: Result) -> str | None:
    """The fee in words: the offer's own, or the range over the offers of a reference."""
    return fee_glance_words(result.fee, result.glance) if result.fee is not None else None


def time_of(result: Result) -> str | None:
    """The time in words: the offer's own, or from the shortest to the longest over the offers of a reference."""
    limits = list(result.time_limits)
    if not limits:
        return None
    if result.kind != "reference" or len(limits) == 1:
        return time_range_words(limits)
    spread = _spread(limits)
    if spread is not None:
        return time_limit_words(spread)
    told = list(dict.fromkeys(time_limit_words(limit) for limit in limits))
    if len(told) == 1:
        return told[0]
    if len(told) > MOST_NAMED:
        return _("bergantung daerah, paling cepat %(time)s", time=told[0])
    return _("bergantung daerah: %(list)s", list=", ".join(told))


def chips(result: Result, intents: Sequence[Intent]) -> list[str]:
    """Fee, time and number of papers as short facts; what was asked for stands first."""
    papers = papers_words(len(result.glance.papers)) if result.glance and result.glance.papers else None
    facts = {"fee": fee_of(result), "time": time_of(result), "requirements": papers}
    order = [name for name in intents if name in facts] + [name for name in facts if name not in intents]
    return [words for name in order if (words := facts[name])]


def answers(result: Result, intents: Sequence[Intent]) -> list[dict[str, Any]]:
    """What was asked, answered in a line each: label and text. Fee and time already stand in the facts."""
    lines: list[dict[str, Any]] = []
    for intent in intents:
        text = _answer(result, intent)
        if text is not None:
            lines.append({"label": _LABELS[intent](), "text": text})
    return lines


_LABELS = {
    "fee": lambda: _("Biaya"),
    "time": lambda: _("Waktu"),
    "requirements": lambda: _("Syarat"),
    "procedure": lambda: _("Alur"),
    "location": lambda: _("Tempat"),
    "online": lambda: _("Daring"),
}


def _answer(result: Result, intent: Intent) -> Markup | str | None:
    match intent:
        case "time":
            return _time_answer(result)
        case "requirements":
            return _papers_answer(result.glance.papers if result.glance else ())
        case "procedure":
            return _procedure_answer(result)
        case "location":
            return _place_answer(result)
        case "online":
            return _online_answer(result)
        case "fee":
            return None


def _time_answer(result: Result) -> str | None:
    """The promise with its start, where one limit tells it."""
    limit = result.glance.time_limit if result.kind == "offer" and result.glance else None
    return time_promise_words(limit) if limit is not None and limit.start_event else None


def _papers_answer(papers: Sequence[Requirement]) -> Markup | None:
    if not papers:
        return None
    named = own("; ".join(paper.text for paper in papers[:MOST_NAMED]))
    if len(papers) <= MOST_NAMED:
        return named
    rest = ngettext("dan %(count)s lainnya", "dan %(count)s lainnya", len(papers) - MOST_NAMED,
                    count=number(len(papers) - MOST_NAMED))  # fmt: skip
    return Markup("{}; {}").format(named, rest)


def _procedure_answer(result: Result) -> Markup | None:
    if not result.steps:
        return None
    count = len(result.steps)
    steps = ngettext("%(count)s langkah", "%(count)s langkah", count, count=number(count))
    return Markup("{}. {} {}").format(steps, _("Mulai dari:"), own(result.steps[0].text))


def _place_answer(result: Result) -> Markup | None:
    unit = result.unit or (result.service.unit if result.service else None)
    if unit is None or not unit.street:
        return None
    return own(", ".join(part for part in (unit.name, unit.street, unit.district) if part))


def _online_answer(result: Result) -> Markup | str | None:
    owner = result.service or result.reference
    url = owner.online_url if owner is not None else None
    if url is None and result.reference is not None:
        url = result.reference.online_url
    if url is None:
        return None
    host = (urlsplit(url).hostname or url).removeprefix("www.")
    return Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(url, host)


def _spread(limits: Sequence[TimeLimit]) -> TimeLimit | None:
    """One limit from the shortest to the longest, when all are lengths in one unit."""
    units = {limit.unit for limit in limits}
    lengths = [length for limit in limits for length in (limit.minimum, limit.maximum) if length is not None]
    if len(units) > 1 or any(limit.kind != "duration" for limit in limits) or not lengths:
        return None
    return TimeLimit(row_key="spread", minimum=min(lengths), maximum=max(lengths), unit=limits[0].unit)
