"""The items of a list as annexes write them: numbered by Word or by hand, with bullets, semicolons, headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sipp.exchange.blocks import Line
from sipp.rules.wording import list_marks, without_numbering

#: Headings that only say what every line below is.
_EMPTY_HEADING = re.compile(
    r"(?:dokumen |berkas )?(?:persyaratan|syarat|kelengkapan|prosedur|alur|mekanisme|langkah|biaya|tarif|produk|uraian"
    r"|waktu|dasar hukum|pengaduan|saluran|sarana|prasarana|fasilitas|kompetensi|jaminan|evaluasi|pelaksana)"
    r"(?:[ -](?:persyaratan|syarat|pelayanan|layanan|penyelesaian|umum|yang|harus|dilengkapi|diperlukan|pengaduan"
    r"|pelaksana|dokumen|adalah|sebagai|berikut|meliputi|antara|lain|disampaikan|melalui|dan|dapat))*",
    re.IGNORECASE,
)
_LONGEST_HEADING = 120
_QUOTES = frozenset("\"'“”„‘’")


@dataclass(frozen=True)
class Item:
    """One item without its number. ``heading`` is the line above that says for whom or what it holds."""

    text: str
    original: str
    heading: str | None = None


def split_items(lines: Sequence[Line]) -> list[Item]:
    """The items of a cell, in their order.

    Where some lines are numbered, a line without a number goes on with the one above it, unless it is a heading (ends
    with a colon). Where none is, every line is an item; a single line is cut at "1. ... 2. ..." or at semicolons.
    """
    filled = [line for line in lines if line.text.strip()]
    if len(filled) == 1:
        found = [Item(_cleaned(part), part) for part in _parts_of(filled[0].text)]
    else:
        found = list(_items(filled))
    return [item for item in found if any(character.isalnum() for character in item.text)]


def _items(lines: Sequence[Line]) -> Iterator[Item]:
    is_list = any(line.is_item for line in lines)
    heading: str | None = None
    heading_mark: str | None = None
    held: list[str] = []
    held_heading: str | None = None
    for position, line in enumerate(lines):
        following = lines[position + 1] if position + 1 < len(lines) else None
        if _is_heading(line, following, is_list):
            yield from _release(held, held_heading)
            held = []
            words = _cleaned(line.text).rstrip(" :")
            heading = None if _EMPTY_HEADING.fullmatch(words) else words
            heading_mark = _mark(line)
            continue
        if heading_mark is not None and _mark(line) == heading_mark:
            # The next item of the list in which the heading itself was one.
            heading, heading_mark = None, None
        if held and is_list and not line.is_item and not held[-1].rstrip().endswith((".", ";")):
            held.append(line.text)
            continue
        yield from _release(held, held_heading)
        held, held_heading = [line.text], heading
    yield from _release(held, held_heading)


def _mark(line: Line) -> str | None:
    """What kind of number stands before a line: of Word's level, a digit, a letter or a bullet; None for none."""
    if line.is_numbered:
        return f"level {line.level}"
    if not line.is_item:
        return None
    first = line.text.strip().lstrip("(")[:1]
    return "digit" if first.isdigit() else "letter" if first.isalpha() else "bullet"


def _release(held: Sequence[str], heading: str | None) -> Iterator[Item]:
    if not held:
        return
    whole = " ".join(held)
    for part in _parts_of(whole):
        yield Item(_cleaned(part), part, heading)


def _is_heading(line: Line, following: Line | None, is_list: bool) -> bool:
    """A short line that ends with a colon, or names what is below it, before a list begins."""
    text = line.text.strip()
    if following is None or len(text) > _LONGEST_HEADING:
        return False
    if text.endswith(":"):
        return True
    return is_list and not line.is_item and following.is_item and _EMPTY_HEADING.fullmatch(text) is not None


def _parts_of(text: str) -> list[str]:
    """The pieces of one line: at its list marks, else at semicolons when there are at least two pieces."""
    marks = list_marks(text)
    if marks:
        ends = [*marks[1:], len(text)]
        pieces = [text[start:end] for start, end in zip(marks, ends, strict=True)]
        before = text[: marks[0]].strip(" :")
        if before and not _EMPTY_HEADING.fullmatch(before):
            pieces[0] = f"{before}: {pieces[0]}"
    else:
        pieces = [piece for piece in text.split(";") if piece.strip()]
    return [piece.strip() for piece in pieces if piece.strip()]


def _cleaned(text: str) -> str:
    """Without its number and quotes around it, and without what a list leaves at the end of an item."""
    kept = re.sub(r"\s*[;,]?\s*\b(?:dan|atau)?$", "", without_numbering(text).rstrip(" ;,")).strip()
    kept = kept[:-1].rstrip() if kept.endswith(".") and not kept.endswith("..") else kept
    return kept[1:-1].strip() if kept[:1] in _QUOTES and kept[-1:] in _QUOTES else kept
