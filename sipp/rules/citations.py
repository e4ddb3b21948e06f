"""Laws as people cite them, read as type, number, year, article and title: "UU No 24 Tahun 2013", "UU 24/2013".

The long names of UU 12/2011 art. 7 and 8 become their everyday short ones, so that one law has one key however it is
written. What does not begin with a known kind of law is not read as one.
"""

import re
from dataclasses import dataclass

_LONGEST_CITATION = 600

#: Long names, longest first, with the short name in use. ``*`` keeps the words that follow (a ministry, a place).
_KINDS = (
    ("peraturan pemerintah pengganti undang-undang", "Perppu"),
    ("undang-undang dasar", "UUD"),
    ("undang-undang", "UU"),
    ("undang undang", "UU"),
    ("peraturan pemerintah", "PP"),
    ("peraturan presiden", "Perpres"),
    ("keputusan presiden", "Keppres"),
    ("instruksi presiden", "Inpres"),
    ("peraturan kepolisian", "Perpol"),
    ("peraturan kapolri", "Perkap"),
    ("peraturan menteri", "Permen *"),
    ("keputusan menteri", "Kepmen *"),
    ("peraturan daerah", "Perda *"),
    ("peraturan gubernur", "Pergub *"),
    ("peraturan bupati", "Perbup *"),
    ("peraturan wali kota", "Perwal *"),
    ("peraturan walikota", "Perwal *"),
    ("keputusan gubernur", "Keputusan Gubernur *"),
    ("keputusan bupati", "Keputusan Bupati *"),
    ("keputusan wali kota", "Keputusan Wali Kota *"),
    ("keputusan walikota", "Keputusan Wali Kota *"),
    ("surat edaran", "SE *"),
    ("perppu", "Perppu"),
    ("perpu", "Perppu"),
    ("uud", "UUD"),
    ("uu", "UU"),
    ("pp", "PP"),
    ("perpres", "Perpres"),
    ("keppres", "Keppres"),
    ("inpres", "Inpres"),
    ("perpol", "Perpol"),
    ("perkap", "Perkap"),
    ("perkaban", "Perkaban"),
    ("permendagri", "Permendagri"),
    ("permenpanrb", "PermenPANRB"),
    ("permenpan rb", "PermenPANRB"),
    ("permenpan-rb", "PermenPANRB"),
    ("permen pan rb", "PermenPANRB"),
    ("permen panrb", "PermenPANRB"),
    ("permen pan-rb", "PermenPANRB"),
    ("permenkumham", "Permenkumham"),
    ("permenkum", "Permenkum"),
    ("permenkes", "Permenkes"),
    ("permenaker", "Permenaker"),
    ("permensos", "Permensos"),
    ("permenhub", "Permenhub"),
    ("permenpupr", "PermenPUPR"),
    ("permendikdasmen", "Permendikdasmen"),
    ("permendikbud", "Permendikbud"),
    ("pmk", "PMK"),
    ("pma", "PMA"),
    ("permen", "Permen *"),
    ("kepmen", "Kepmen *"),
    ("perda", "Perda *"),
    ("pergub", "Pergub *"),
    ("perbup", "Perbup *"),
    ("perwali", "Perwal *"),
    ("perwal", "Perwal *"),
    ("peraturan badan", "Peraturan Badan *"),
    ("peraturan bpom", "Peraturan BPOM"),
    ("perki", "PerKI"),
    ("persesjen", "Persesjen"),
    ("skb", "SKB *"),
    ("sk", "SK *"),
)
#: What follows "Peraturan Menteri" -> the short name of that ministry's regulations.
_MINISTRIES = {
    "dalam negeri": "Permendagri",
    "dagri": "Permendagri",
    "pendayagunaan aparatur negara dan reformasi birokrasi": "PermenPANRB",
    "pan dan rb": "PermenPANRB",
    "pan & rb": "PermenPANRB",
    "panrb": "PermenPANRB",
    "pan rb": "PermenPANRB",
    "pan-rb": "PermenPANRB",
    "hukum dan hak asasi manusia": "Permenkumham",
    "hukum dan ham": "Permenkumham",
    "hukum": "Permenkum",
    "kesehatan": "Permenkes",
    "keuangan": "PMK",
    "agama": "PMA",
    "ketenagakerjaan": "Permenaker",
    "sosial": "Permensos",
    "perhubungan": "Permenhub",
    "pekerjaan umum dan perumahan rakyat": "PermenPUPR",
}

_KIND = re.compile("|".join(rf"{re.escape(long)}(?![\w-])" for long, _ in _KINDS), re.IGNORECASE)
_SHORT = dict(_KINDS)
_NUMBERED = re.compile(
    r"(?:(?:no|nomor|nomer|nmr)\b\s?[.:]?\s?:?\s?)?(?P<number>[0-9][\w./-]{0,59}?)\s?"
    r"(?:\b(?:tahun|thn|th)\b\.?\s?|/)(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:pasal|ps\.)\s?\d+[a-z]?(?:\s?ayat\s?\(?\d+[a-z]?\)?)?", re.IGNORECASE)
_TITLE = re.compile(r"^[\s,:]*(?:tentang|ttg\.?|mengenai|perihal)\s+(?P<title>.+)$", re.IGNORECASE)
_CONSTITUTION = re.compile(
    r"(?:uud|undang-undang dasar)(?: negara republik indonesia)?(?: tahun)? ?1945", re.IGNORECASE
)
_STATE = re.compile(r"\brepublik indonesia\b|\bri\b|\bnegara\b|\([^)]{0,40}\)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Citation:
    """One law as it was cited; ``type`` in its short form ("UU", "Permendagri", "Perda Kota Malang")."""

    type: str
    number: str | None = None
    year: int | None = None
    title: str | None = None
    article: str | None = None

    @property
    def key(self) -> str:
        """One key for one law, e.g. "uu 24/2013"."""
        return citation_key(self.type, self.number, self.year)


def citation_key(kind: str, number: str | None, year: int | None) -> str:
    """The key under which a law is the same law however it was typed: lower case, "uu 24/2013"."""
    return f"{' '.join(kind.lower().split())} {(number or '').lower().lstrip('0')}/{year or ''}"


def parse_citation(text: str) -> Citation | None:
    """The law that a text cites and nothing else, or None: "Undang-Undang Nomor 24 Tahun 2013 tentang ..."."""
    typed = _plain(text)
    leading = _ARTICLE.match(typed)
    article = leading[0] if leading else None
    typed = typed[leading.end() :].lstrip(" ,") if leading else typed
    if constitution := _CONSTITUTION.match(typed):
        rest = _ARTICLE.search(typed, constitution.end())
        return Citation(type="UUD", year=1945, article=article or (rest[0] if rest else None))
    kind = _KIND.match(typed)
    numbered = _NUMBERED.search(typed, kind.end()) if kind else None
    if kind is None or numbered is None:
        return None
    issuer = typed[kind.end() : numbered.start()].strip(" ,.")
    if len(issuer) > 100 or not _fits(kind[0], issuer):
        return None
    rest_of_it = typed[numbered.end() :]
    trailing = _ARTICLE.search(rest_of_it)
    title = _TITLE.match(rest_of_it[: trailing.start()] if trailing and article is None else rest_of_it)
    return Citation(
        type=_short_kind(kind[0], issuer),
        number=numbered["number"].strip("./"),
        year=int(numbered["year"]),
        title=title["title"].strip(" .,;") if title else None,
        article=article or (trailing[0] if trailing else None),
    )


def cited_keys(text: str) -> tuple[str, ...]:
    """The keys of every law named in a running text, in their order."""
    typed = _plain(text)
    found = []
    for kind in _KIND.finditer(typed):
        if kind.start() and (typed[kind.start() - 1].isalnum() or typed[kind.start() - 1] == "-"):
            continue
        numbered = _NUMBERED.search(typed, kind.end())
        issuer = typed[kind.end() : numbered.start()].strip(" ,.") if numbered else ""
        if numbered and len(issuer) <= 100 and _fits(kind[0], issuer) and not _KIND.search(issuer):
            found.append(citation_key(_short_kind(kind[0], issuer), numbered["number"], int(numbered["year"])))
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    return " ".join(text[:_LONGEST_CITATION].replace("\u2011", "-").replace("\u2013", "-").split())


def _fits(kind: str, issuer: str) -> bool:
    """Words between the kind and its number: only where the kind is one of many issuers."""
    takes_issuer = _SHORT[kind.lower()].endswith("*")
    return takes_issuer or not _STATE.sub("", issuer).strip(" ,.")


def _short_kind(kind: str, issuer: str) -> str:
    short = _SHORT[kind.lower()]
    if not short.endswith("*"):
        return short
    name = " ".join(_STATE.sub("", issuer).split()).strip(" ,.")
    if short == "Permen *" and name.lower() in _MINISTRIES:
        return _MINISTRIES[name.lower()]
    return f"{short[:-2]} {name}".strip()
