"""What visitors type into addresses, as it may come back on a page."""

from flask import request

# Control characters make a page invalid; embeddings and overrides of direction turn what stands beside them around.
_UNSEEN = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " "),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), None),
}


def typed(name: str, most_characters: int) -> str:
    """The argument of this name, cut to a length, without characters that nobody sees."""
    return request.args.get(name, "")[:most_characters].translate(_UNSEEN)
