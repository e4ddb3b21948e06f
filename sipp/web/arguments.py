"""What visitors send in addresses and forms: as it may come back on a page, and as a number."""

from flask import request

# Control characters make a page invalid; embeddings and overrides of direction turn what stands beside them around.
_UNSEEN = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " "),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), None),
}


def typed(name: str, most_characters: int) -> str:
    """The argument of this name, cut to a length, without characters that nobody sees."""
    return request.args.get(name, "")[:most_characters].translate(_UNSEEN)


def parse_number(text: str | None) -> int | None:
    """A whole number of at most nine digits, as forms and addresses send ids and versions; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
