"""Filters, order and place of a list of results, as links and small forms that work without script."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from sipp.i18n import current_language
from sipp.operations.directory import life_events
from sipp.operations.facets import Sorting
from sipp.operations.finding import FoundPage
from sipp.words.codes import AGENCY_KINDS

#: Order -> its word in the address.
SORTING_WORDS: dict[Sorting, str] = {"relevance": "", "name": "nama", "fee": "biaya", "time": "waktu"}

Option = dict[str, Any]


def sorting_of(word: str | None) -> Sorting:
    """The order an address asks for; relevance for an unknown word."""
    return next((sorting for sorting, own in SORTING_WORDS.items() if own == word), "relevance")


def search_filters(found: FoundPage) -> dict[str, Any]:
    """The groups of filters with counts, the hidden fields that keep them, and what a typed place keeps."""
    links = _Links(found)
    groups = [
        {"label": _("Urutkan"), "options": _sorting_options(found, links)},
        {"label": _("Biaya"), "options": _free_options(found, links)},
        {"label": _("Cara"), "options": _online_options(found, links)},
        {"label": _("Penyelenggara"), "options": _kind_options(found, links)},
        {"label": _("Daerah"), "options": _province_options(found, links), "is_long": True},
        {"label": _("Peristiwa hidup"), "options": _category_options(found, links), "is_long": True},
    ]
    return {
        "groups": [group for group in groups if len(group["options"]) > 1],
        "is_any_chosen": bool(links.kept(without="q")),
        "clear_url": url_for("directory.search", **links.kept(only="q")),
        "hidden": links.kept(without="q"),
        "hidden_for_place": {name: value for name, value in links.kept().items() if name not in ("wilayah", "daerah")},
        "literal_url": links.to(persis="1"),
    }


class _Links:
    """Addresses of the same search with something changed."""

    def __init__(self, found: FoundPage) -> None:
        query = found.query
        self._path = url_for("directory.search")  # a page has seventy of these links
        self._arguments: dict[str, str | None] = {
            "q": query.text or None,
            "instansi": query.agency,
            "wilayah": query.region,
            "daerah": query.place or None,
            "kategori": query.category,
            "jenis": query.agency_kind,
            "gratis": "1" if query.only_free else None,
            "daring": "1" if query.only_online else None,
            "urut": SORTING_WORDS[query.sorting] or None,
        }

    def kept(self, *, without: str = "", only: str = "") -> dict[str, Any]:
        """The arguments that have a value."""
        return {
            name: value for name, value in self._arguments.items() if value and name != without and only in ("", name)
        }

    def to(self, **changed: str | None) -> str:
        """The address with some arguments changed; None takes one away."""
        arguments: dict[str, Any] = {**self._arguments, **changed}
        given = urlencode({name: value for name, value in arguments.items() if value})
        return f"{self._path}?{given}" if given else self._path


def _sorting_options(found: FoundPage, links: _Links) -> list[Option]:
    labels = {
        "relevance": _("Paling sesuai") if found.query.text else _("Paling dicari"),
        "fee": _("Termurah"),
        "time": _("Tercepat"),
        "name": _("Nama A-Z"),
    }
    return [
        {
            "label": label,
            "url": links.to(urut=SORTING_WORDS[sorting]),  # type: ignore[index]
            "is_current": sorting == found.query.sorting,
        }
        for sorting, label in labels.items()
        if found.total > 1
    ]


def _free_options(found: FoundPage, links: _Links) -> list[Option]:
    return [
        {"label": _("Semua biaya"), "url": links.to(gratis=None), "is_current": not found.query.only_free},
        *_option(_("Tidak dipungut biaya"), links.to(gratis="1"), found.facets.free, found.query.only_free),
    ]


def _online_options(found: FoundPage, links: _Links) -> list[Option]:
    return [
        {"label": _("Semua cara"), "url": links.to(daring=None), "is_current": not found.query.only_online},
        *_option(_("Bisa daring"), links.to(daring="1"), found.facets.online, found.query.only_online),
    ]


def _kind_options(found: FoundPage, links: _Links) -> list[Option]:
    chosen = found.query.agency_kind
    options = [{"label": _("Semua"), "url": links.to(jenis=None), "is_current": chosen is None}]
    for kind, label in AGENCY_KINDS.items():
        options += _option(str(label), links.to(jenis=kind), found.facets.agency_kinds.get(kind, 0), kind == chosen)
    return options


def _province_options(found: FoundPage, links: _Links) -> list[Option]:
    chosen = found.query.region
    named = bool(chosen or found.query.place)
    options = [{"label": _("Semua daerah"), "url": links.to(wilayah=None, daerah=None), "is_current": not named}]
    for code, name in found.provinces.items():
        count = found.facets.provinces.get(code, 0)
        for option in _option(name, links.to(wilayah=code, daerah=None), count, code == chosen):
            options.append({**option, "lang": "id"})
    return options


def _category_options(found: FoundPage, links: _Links) -> list[Option]:
    chosen = found.query.category
    counts: Mapping[str, int] = found.facets.categories
    options = [{"label": _("Semua"), "url": links.to(kategori=None), "is_current": not chosen}]
    for event in life_events():
        label = event.name_en if current_language() == "en" else event.name
        options += _option(label, links.to(kategori=event.slug), counts.get(event.slug, 0), event.slug == chosen)
    return options


def _option(label: str, url: str, count: int, is_current: bool) -> list[Option]:
    """One choice, left out when it would leave nothing."""
    return [{"label": label, "url": url, "count": count, "is_current": is_current}] if count or is_current else []
