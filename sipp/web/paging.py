"""Long lists, page by page: which one is asked for, and where the others are."""

from collections.abc import Iterable
from typing import Any

from flask import request, url_for

MOST_PAGES = 10_000


def page_number() -> int:
    """The page that the address asks for; the first one when it asks for nonsense."""
    return max(1, min(request.args.get("halaman", 1, type=int) or 1, MOST_PAGES))


def page_urls(page: int, pages: int, kept: Iterable[str]) -> dict[str, Any]:
    """What the pagination macro takes: the numbers around this page with their addresses; ``kept`` names go along."""
    numbers = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})

    def url(number: int) -> str:
        values: dict[str, Any] = {key: request.args[key] for key in kept if request.args.get(key)}
        return url_for(request.endpoint or "", **(request.view_args or {}), **values, halaman=number)

    return {
        "page": page,
        "pages": pages,
        "urls": {number: url(number) for number in numbers},
        "previous_url": url(page - 1) if page > 1 else None,
        "next_url": url(page + 1) if page < pages else None,
    }
