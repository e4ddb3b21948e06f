"""The picture of growth: the 95th percentile of each engine over the number of services, both on scales of tens."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 800, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 210, 56, 64
_OURS = "sipp"
# Lines differ by dash and mark as well, so that nobody needs to tell colours apart.
_LOOKS = {
    _OURS: ("#0b5c3b", "none", "circle"),
    "FTS5": ("#1d3f8f", "9 4", "square"),
    "PostgreSQL": ("#8a2b0e", "3 4", "diamond"),
    "tantivy": ("#5b2a86", "12 3 3 3", "triangle"),
    "Whoosh tutorial": ("#444444", "2 3", "ring"),
}
_LEAST_GAP = 16.0

Point = tuple[float, float]
Figures = Mapping[str, Mapping[str, Any]]


def picture(whole_query: Figures) -> str:
    """The SVG for the figures of whole queries by size and engine; needs two sizes at least."""
    sizes = sorted(int(size) for size in whole_query)
    largest = whole_query[str(sizes[-1])]
    names = [name for name in _LOOKS if name in largest]
    values = [figures["p95"] for engines in whole_query.values() for figures in engines.values()]
    scale = _Scale(sizes, values)
    parts = [*_axes(scale, sizes)]
    ends: list[tuple[float, str, str]] = []
    for name in names:
        colour, dash, mark = _LOOKS[name]
        points = [scale.point(size, p95) for size, p95 in _known(whole_query, name)]
        parts += _line(points, colour, dash, 3.5 if name == _OURS else 2)
        parts += [_mark(mark, point, colour) for point in points]
        ends.append((points[-1][1], f"{name} {_words(largest[name]['p95'])} ms", colour))
    parts += _labels(ends)
    return _framed(parts, _description(whole_query, names))


class _Scale:
    """Where a number of services and a number of milliseconds stand in the picture."""

    def __init__(self, sizes: Sequence[int], values: Sequence[float]) -> None:
        self.least, self.most = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self._first, self._last = math.log10(sizes[0]), math.log10(sizes[-1])

    def point(self, size: float, milliseconds: float) -> Point:
        across = (math.log10(size) - self._first) / (self._last - self._first)
        up = (math.log10(milliseconds) - self.least) / max(1, self.most - self.least)
        return _LEFT + across * (WIDTH - _LEFT - _RIGHT), HEIGHT - _BOTTOM - up * (HEIGHT - _TOP - _BOTTOM)


def _axes(scale: _Scale, sizes: Sequence[int]) -> Iterator[str]:
    right = WIDTH - _RIGHT
    for power in range(scale.least, scale.most + 1):
        _, y = scale.point(sizes[0], 10.0**power)
        yield f'<path d="M{_LEFT} {y:.1f}H{right}" stroke="#b1b4b6" stroke-width="1" fill="none"/>'
        yield _text(_LEFT - 8, y + 5, f"{_words(10.0**power)} ms", anchor="end")
    for size in sizes:
        x, _ = scale.point(size, 1.0)
        yield f'<path d="M{x:.1f} {_TOP}V{HEIGHT - _BOTTOM}" stroke="#d9dadb" stroke-width="1" fill="none"/>'
        yield _text(x, HEIGHT - _BOTTOM + 22, f"{size:,}", anchor="middle")
    yield _text((_LEFT + right) / 2, HEIGHT - _BOTTOM + 46, "services", anchor="middle")


def _line(points: Sequence[Point], colour: str, dash: str, width: float) -> Iterator[str]:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    yield f'<path d="{path}" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}" fill="none"/>'


def _mark(kind: str, point: Point, colour: str) -> str:
    x, y = point
    match kind:
        case "circle":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{colour}"/>'
        case "ring":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#ffffff" stroke="{colour}" stroke-width="2"/>'
        case "square":
            return f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="{colour}"/>'
        case "diamond":
            return f'<path d="M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z" fill="{colour}"/>'
        case _:
            return f'<path d="M{x:.1f} {y - 7:.1f}l7 12h-14z" fill="{colour}"/>'


def _labels(ends: Sequence[tuple[float, str, str]]) -> Iterator[str]:
    """The names at the ends of the lines, moved apart where they would touch."""
    at = -math.inf
    for y, words, colour in sorted(ends):
        at = max(y + 5, at + _LEAST_GAP)
        yield _text(WIDTH - _RIGHT + 14, at, words, colour=colour)


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = "#0b0c0c", size: int = 14) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="{size}" fill="{colour}">{escape(words)}</text>'


def _framed(parts: Sequence[str], description: str) -> str:
    title = "Time of a whole search query (95th percentile) over the number of services"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" aria-labelledby="title description" font-family="sans-serif">'
    )
    named = f'<title id="title">{title}</title><desc id="description">{escape(description)}</desc>'
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    return "\n".join([head, named, ground, _text(_LEFT, 28, title, size=16), *parts, "</svg>"]) + "\n"


def _known(whole_query: Figures, name: str) -> list[tuple[int, float]]:
    """The sizes at which an engine was asked, with its 95th percentile."""
    return [(int(size), engines[name]["p95"]) for size, engines in whole_query.items() if name in engines]


def _description(whole_query: Figures, names: Sequence[str]) -> str:
    told = []
    for name in names:
        figures = (f"{_words(p95)} ms at {size:,} services" for size, p95 in _known(whole_query, name))
        told.append(f"{name}: {', '.join(figures)}")
    return ". ".join(told) + ". Both scales are logarithmic."


def _words(milliseconds: float) -> str:
    return f"{milliseconds:,.0f}" if milliseconds >= 10 else f"{milliseconds:.2g}"
