"""PDF: one layout filled with data. The only file that knows typst.

What people wrote is data of the document, never markup. Every document is checked against PDF/UA-1 while it is made.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

#: What the font that comes along can show; PDF/UA refuses what it cannot.
_SHOWN = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x400, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x2040),
    (0x20A0, 0x20BF),
    (0x2190, 0x2193),
)
#: Stands for a character that cannot be shown.
REPLACEMENT = "□"


def typeset(template: Path, content: Mapping[str, Any], at: datetime) -> bytes:
    """The document of a layout; ``content`` holds what JSON can, texts with line ends.

    ``at`` is the moment the file says it was made.
    """
    return bytes(
        typst.compile(
            template,
            root=template.parent,
            format="pdf",
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            timestamp=int(at.timestamp()),
            sys_inputs={"content": json.dumps(_printable(content))},
        )
    )


def printable(text: str) -> str:
    """A text with a sign in the place of every character that the font does not have; line ends stay."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    return "".join(one if one == "\n" or _is_shown(one) else REPLACEMENT for one in composed)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list | tuple) else value


def _is_shown(symbol: str) -> bool:
    return any(first <= ord(symbol) <= last for first, last in _SHOWN)
