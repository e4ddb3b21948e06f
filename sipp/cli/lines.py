"""Lines of fields with tabs between, safe for a terminal whatever a file or a person put into them."""

from sipp.rules.typed_input import clean_text

_LONGEST_FIELD = 2_000


def fields(*parts: object) -> str:
    """One line: control characters gone, spaces and line breaks inside a field made single spaces."""
    return "\t".join(" ".join(clean_text(str(part), _LONGEST_FIELD).split()) for part in parts)
