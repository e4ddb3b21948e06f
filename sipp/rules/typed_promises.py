"""Times and fees as decrees write them, read as typed values: "maks. 3 hari kerja", "1 minggu", "Rp. 5.000,-".

Generous with spelling, strict with meaning: what is left over after reading is told, what cannot be read is refused.
"""

import re
import unicodedata
from dataclasses import dataclass

from sipp.rules.citations import cited_keys
from sipp.rules.standards import AmountIs, FeeShape, Formula, Recurrence, StartEvent, TimeKind, Unit
from sipp.rules.typed_formulas import has_formula, parse_formula
from sipp.rules.typed_input import TypedInputError, parse_amount_idr

_LONGEST_LINE = 1_000

_NUMBER_WORDS = {
    name: number
    for number, name in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()  # noqa: SIM905
    )
} | {"setengah": 0}
_UNITS: dict[str, Unit] = {
    "menit": "minute",
    "mnt": "minute",
    "jam": "hour",
    "hari kerja": "working_day",
    "hk": "working_day",
    "hari kalender": "day",
    "hari": "day",
    "hr": "day",
    "minggu": "week",
    "pekan": "week",
    "bulan": "month",
    "bln": "month",
}
_UNIT = r"(?P<unit>menit|mnt|jam|hari\s?\(?kerja\)?|hari\s?kalender|hk|hari|hr|minggu|pekan|bulan|bln)\b"
_WORD = "|".join(_NUMBER_WORDS)
_COUNT = rf"(?:\d{{1,4}}|{_WORD})"
_SAID_TWICE = r"(?:\s?\([^()]{0,30}\))?"
_LENGTH = re.compile(
    rf"(?P<many>\d{{1,3}})\s?[x×]\s?(?P<hours>\d{{1,3}})\s?(?:\([^()]{{0,30}}\)\s?)?jam\b"
    rf"|(?P<hour>\d{{1,3}})\s?jam\s(?:lebih\s)?(?P<rest>\d{{1,2}})\s?menit\b"
    rf"|\b(?:(?P<minimum>{_COUNT}){_SAID_TWICE}\s?(?:-|–|s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga)\s?)?"
    rf"(?P<maximum>{_COUNT}){_SAID_TWICE}\s?{_UNIT}"
)
_APPROXIMATE = re.compile(r"±|\+/-|\bkurang lebih\b|\bsekitar\b|\blebih kurang\b|\brata-rata\b")
_AT_MOST = re.compile(
    r"\b(?:maks(?:imal|imum)?\b\.?|paling (?:lama|lambat|banyak|tinggi)|selambat-lambatnya|selama-lamanya"
    r"|tidak lebih dari)"
)
_INSTANT = re.compile(
    r"\b(?:langsung (?:jadi|selesai|terbit|cetak)|ditunggu|seketika|saat itu juga|real ?time|instan)\b"
)
_SCHEDULED = re.compile(r"\b(?:sesuai|menurut|mengikuti)(?: dengan)? (?:jadwal|kuota|kalender|musim)\b|\bterjadwal\b")
_START = re.compile(
    r"\b(?:sejak|terhitung(?: sejak| mulai)?|setelah|dihitung (?:sejak|dari|mulai)|semenjak)\b\s*(?P<event>.{3,200})$"
)
_EVENTS: tuple[tuple[re.Pattern[str], StartEvent], ...] = (
    (re.compile(r"lengkap"), "file_complete"),
    (re.compile(r"pembayaran|dibayar|membayar|pelunasan|lunas"), "payment"),
    (re.compile(r"lulus"), "passed_test"),
    (re.compile(r"janji temu|jadwal (?:temu|kedatangan|wawancara)"), "appointment"),
    (
        re.compile(r"(?:pemeriksaan|wawancara|survei|verifikasi|peninjauan|tinjau lapang).*|.*diperiksa.*"),
        "examination_done",
    ),
    (re.compile(r"permohonan|pengajuan|pendaftaran|diajukan|didaftarkan|berkas (?:masuk|diterima)"), "application"),
    (re.compile(r"kedatangan|datang|dipanggil"), "arrival"),
)
_LABEL = re.compile(r"^(?P<label>[^:=]{2,150}?)\s*(?::|=|\s[-–—]\s)\s*(?P<rest>\S.*)$", re.DOTALL)

_FREE = re.compile(
    r"\b(?:gratis|cuma-cuma|tidak (?:ada|dipungut|dikenakan|dikenai|memungut) (?:biaya|tarif|retribusi)(?: apa ?pun)?"
    r"|tanpa (?:biaya|dipungut biaya|pungutan)|bebas (?:biaya|bea|retribusi)|nihil|free|nol rupiah)\b"
)
_AMOUNT = re.compile(
    r"(?:\brp\.?|\bidr)\s?(?P<number>\d+(?:[.,]\d+)*(?:\s?(?:ribu|rb|juta|jt)\b)?)"
    r"|(?P<bare>\d+(?:[.,]\d+)*(?:\s?(?:ribu|rb|juta|jt))?)(?:,-)?\s?rupiah\b"
)
_BARE_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,-|,00)?|\d{4,12}")
_BY_LAW = re.compile(r"\b(?:perda|peraturan daerah|perwal|perbup|pergub|peraturan (?:bupati|wali ?kota|gubernur))\b")
_PER = re.compile(
    r"(?:/|\bper[ -]?)\s?(?P<per>[a-z][a-z .²³0-9]{1,40}?)(?=$|[,;.()]|\s(?:dan|sesuai|untuk|berdasarkan))"
)
_FILLER = re.compile(r"(?:biaya|tarif|sekitar|kurang lebih|maksimal|maks\.?|paling (?:banyak|tinggi)|sebesar|\s)+")
_RECURRENCES: tuple[tuple[re.Pattern[str], Recurrence], ...] = (
    (re.compile(r"(?:\bper|\bsetiap|\btiap|/)\s?bulan\b"), "monthly"),
    (re.compile(r"(?:\bper|\bsetiap|\btiap|/)\s?(?:5|lima) tahun\b"), "five_yearly"),
    (re.compile(r"(?:\bper|\bsetiap|\btiap|/)\s?tahun\b"), "yearly"),
)


@dataclass(frozen=True, kw_only=True)
class TypedTime:
    """One time that was read. ``label`` stood before a colon; ``is_day_type_unclear``: "hari" alone was written."""

    kind: TimeKind = "duration"
    minimum: int | None = None
    maximum: int | None = None
    unit: Unit | None = None
    approximate: bool = False
    start_event: StartEvent | None = None
    start_event_text: str | None = None
    reason: str | None = None
    label: str | None = None
    is_day_type_unclear: bool = False


@dataclass(frozen=True, kw_only=True)
class TypedFee:
    """One fee that was read. ``legal_basis`` is the law named in the line, as typed."""

    shape: FeeShape
    amount_idr: int | None = None
    amount_is: AmountIs = "exact"
    label: str | None = None
    per: str | None = None
    recurrence: Recurrence = "once"
    legal_basis: str | None = None
    formula: Formula | None = None


def parse_time(text: str) -> TypedTime:
    """One time: "Maksimal 3 (tiga) hari kerja sejak berkas lengkap", "3 x 24 jam", "langsung jadi", "sesuai jadwal".

    Raises TypedInputError: ``time_unreadable``, ``time_several`` when more than one length stands in the line.
    """
    line = " ".join(text[:_LONGEST_LINE].split())
    label, rest = split_label(line)
    plain = _plain(rest)
    found = list(_LENGTH.finditer(plain))
    start = _START.search(plain)
    lengths = [match for match in found if start is None or match.start() < start.start()]
    if len(lengths) > 1:
        raise TypedInputError("time_several")
    if lengths:
        return _length(lengths[0], plain, start, label)
    if _INSTANT.search(plain):
        event, event_text = _start_of(start)
        return TypedTime(kind="instant", label=label, start_event=event, start_event_text=event_text)
    if _SCHEDULED.search(plain):
        return TypedTime(kind="scheduled", reason=rest.strip(" ."), label=label)
    raise TypedInputError("time_unreadable")


def parse_fee(text: str) -> TypedFee:
    """One fee: "Gratis", "Paspor biasa 48 halaman: Rp. 350.000,-", "Sesuai Perda Nomor 5 Tahun 2024", or a formula.

    Raises TypedInputError: ``fee_unreadable``, ``fee_several`` for more than one amount, and those of an amount.
    """
    line = " ".join(text[:_LONGEST_LINE].split())
    label, rest = split_label(line)
    if formula := _formula_in(rest):
        return TypedFee(shape="formula", formula=formula, label=label)
    plain = _plain(rest)
    amounts = [match["number"] or match["bare"] for match in _AMOUNT.finditer(plain)]
    if not amounts and _BARE_AMOUNT.fullmatch(plain.strip(" .")):
        amounts = [plain.strip(" .")]
    if len(amounts) > 1 or (amounts and amounts[0].strip("0.,") and _FREE.search(plain)):
        raise TypedInputError("fee_several")
    law = _law_in(line)
    if amounts:
        amount_idr = parse_amount_idr(amounts[0])
        words = label or _words_before(rest)
        if amount_idr == 0:
            return TypedFee(shape="free", label=words, legal_basis=law)
        return TypedFee(
            shape="fixed",
            amount_idr=amount_idr,
            amount_is=_quality(plain),
            label=words,
            per=_per(plain),
            recurrence=next((value for pattern, value in _RECURRENCES if pattern.search(plain)), "once"),
            legal_basis=law,
        )
    if _FREE.search(plain):
        return TypedFee(shape="free", label=label, legal_basis=law)
    if _BY_LAW.search(_plain(line)):
        return TypedFee(shape="regional_law", legal_basis=law or line.strip(" ."), label=None)
    raise TypedInputError("fee_unreadable")


def split_label(line: str) -> tuple[str | None, str]:
    """What stands before a colon, an equals sign or a spaced dash, and what follows: "KTP baru: 3 hari kerja"."""
    match = _LABEL.match(line)
    if match is None or not any(character.isalpha() for character in match["label"]):
        return None, line
    if _LENGTH.search(_plain(match["label"])) or _AMOUNT.search(_plain(match["label"])):
        return None, line
    return match["label"].strip(" -–•"), match["rest"]


def _length(match: re.Match[str], plain: str, start: re.Match[str] | None, label: str | None) -> TypedTime:
    minimum: int | None = None
    unit: Unit = "hour"
    if match["many"]:
        maximum = int(match["many"]) * int(match["hours"])
    elif match["hour"]:
        maximum, unit = int(match["hour"]) * 60 + int(match["rest"]), "minute"
    else:
        unit = _unit(match["unit"])
        maximum = _count(match["maximum"])
        minimum = _count(match["minimum"]) if match["minimum"] else None
        if match["maximum"] == "setengah":
            maximum, unit = _half(unit)
    if minimum is not None and minimum > maximum:
        raise TypedInputError("time_unreadable")
    event, event_text = _start_of(start)
    return TypedTime(
        minimum=minimum if minimum != maximum else None,
        maximum=maximum,
        unit=unit,
        approximate=_APPROXIMATE.search(plain) is not None,
        label=label,
        is_day_type_unclear=(match["unit"] or "") in ("hari", "hr"),
        start_event=event,
        start_event_text=event_text,
    )


def _half(unit: Unit) -> tuple[int, Unit]:
    halves: dict[str, tuple[int, Unit]] = {"hour": (30, "minute"), "day": (12, "hour")}
    if unit not in halves:
        raise TypedInputError("time_unreadable")
    return halves[unit]


def _start_of(start: re.Match[str] | None) -> tuple[StartEvent | None, str | None]:
    if start is None:
        return None, None
    event = start["event"].strip(" .;,()")
    for pattern, code in _EVENTS:
        if pattern.search(event):
            return code, None
    return "other", event[:200]


def _unit(typed: str) -> Unit:
    return _UNITS[" ".join(typed.replace("(", " ").replace(")", " ").split())]


def _count(typed: str) -> int:
    return int(typed) if typed.isdigit() else _NUMBER_WORDS[typed]


def _quality(plain: str) -> AmountIs:
    if _APPROXIMATE.search(plain):
        return "approximate"
    return "maximum" if _AT_MOST.search(plain) else "exact"


def _formula_in(text: str) -> Formula | None:
    """The formula that a text is, if it is one."""
    if not has_formula(text):
        return None
    try:
        return parse_formula(text)
    except TypedInputError:
        return None


def _per(plain: str) -> str | None:
    for pattern, _ in _RECURRENCES:
        plain = pattern.sub("", plain)
    match = _PER.search(plain.strip(" /"))
    return match["per"].strip() if match else None


def _words_before(rest: str) -> str | None:
    """What is paid for, where it stands before the amount without a colon: "Paspor biasa Rp350.000"."""
    match = re.match(r"(?P<words>[A-Za-z][^:]{2,150}?)\s(?:sebesar\s)?(?:Rp|IDR)", rest, re.IGNORECASE)
    words = match["words"].strip(" -–") if match else ""
    is_filler = _FILLER.fullmatch(words.lower())
    return None if is_filler or not words else words


def _law_in(line: str) -> str | None:
    """The part of the line that names a law, as typed."""
    if not cited_keys(line):
        return None
    match = re.search(
        r"\b(?:(?:UU|PP|Perpres|Perda|Perwali?|Perbup|Pergub|PMK|PMA|Undang|Peraturan|Keputusan)\b|Permen).*$",
        line,
        re.IGNORECASE,
    )
    return match[0].strip(" .;()")[:300] if match else None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())
