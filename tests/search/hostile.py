"""What nobody types by mistake: operators, controls, scripts of all kinds, endless words, pumped patterns."""

import random
import string
from collections.abc import Iterator

HOSTILE = [
    "", " ", "\x00", "ktp\x00hilang", "a" * 10_000, "ktp " * 5_000, "'" * 50, '"ktp', "ktp AND", "NOT ktp", "OR OR OR",
    "ktp AND (NOT", "terms:ktp", "id:reference*", "*", "?", "ktp*", "*ktp*", "k?p", "[a TO z]", "[TO]", "{* TO *}",
    "ktp~2", "ktp^99999", "(" * 500, ")" * 500, "(a+)+$" * 30, "^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 199 + "!",
    "\U0001f600\U0001f4a9 ktp", "\u202ektp\u202c", "\u0643\u062a\u0628", "\u4e2d\u6587 \u8eab\u4efd\u8b49",
    "k\u0301t\u0301p\u0301" * 60, "\ud800", "\ufdfa" * 200, "<script>alert(1)</script>", "'; DROP TABLE services; --",
    "../../etc/passwd", "%00%0a", "\r\nSet-Cookie: x", "ktp\u200bhilang", "_ktp", "=hilang+ktp", "~ktp", "2", "222",
    "e-", "e-ktp-" * 50, "-", "---", "&&||!", "\\", "\\u0000", "{{7*7}}", "${jndi:ldap://x}", "\x1b[31mktp", "\t\n\v\f",
    '" onfocus="alert(1)" autofocus="', "</title><script>alert(1)</script>", "javascript:alert(1)", "</script><!--",
    "ktp\u2028hilang\u2029", "\ufeffktp", "K\u0130MLIK", "\u0131zin", "ﬁ ﬂ ﬀ", "½ ² ①", "ktp%", "kt_", "%%%",
    "constructor", "null", "undefined", "NaN", "true", "-1", "1e309", "0x7fffffff", "9" * 150, "1=1", "{}", "[[",
    "__proto__",
]  # fmt: skip

PIECES = (
    *HOSTILE, "ktp", "hilang", "paspor anak", "kartu keluarga", "bandung", "kota kupang", "pungli", "biaya", "sim",
    " AND ", " OR ", " NOT ", "*", "?", '"', "'", "(", ")", "[", "]", "{", "}", ":", "^", "~", "\\", "<", ">", "&", "%",
    "\x00", "\r\n", "\u202e", "\u200d", "\U0001f468\u200d\U0001f469", "\u0301" * 20, "\ufdfa", "a" * 60, "ng", "ny",
)  # fmt: skip

ALPHABET = string.printable + "\x00\u202e\u00e9\u0643\U0001f600\ufdfa\u00b2\u4e2d\ud800" + "ktpsim" * 5


def a_word(draw: random.Random) -> str:
    return "".join(draw.choices(string.ascii_lowercase, k=draw.randrange(2, 15)))


def hostile_queries(count: int, seed: int = 5000) -> Iterator[str]:
    """So many queries: every known one first, then mixtures of their pieces, noise, repetitions and real words."""
    draw = random.Random(seed)
    yield from HOSTILE[:count]
    for number in range(len(HOSTILE), count):
        match number % 5:
            case 0:
                yield "".join(draw.choices(ALPHABET, k=draw.randrange(0, 300)))
            case 1:
                yield "".join(draw.choices(PIECES, k=draw.randrange(1, 12)))
            case 2:
                yield draw.choice(PIECES) * draw.randrange(1, 400)
            case 3:
                yield " ".join(
                    "".join(draw.choices(string.ascii_lowercase, k=draw.randrange(2, 15))) for _ in range(30)
                )
            case _:
                yield "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randrange(1, 120)))
