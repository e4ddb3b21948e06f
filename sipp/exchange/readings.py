"""One line of a decree read as one typed row, by fixed rules: what the words say of form, copies, actor, channel.

Nothing is guessed beyond the words. Times and fees are read in ``rules/typed_promises.py``, laws in
``rules/citations.py``.
"""

import re

from sipp.rules.citations import parse_citation
from sipp.rules.standards import (
    Channel,
    ComplaintChannel,
    ComplaintChannelKind,
    DocumentForm,
    Fee,
    FeeKind,
    LegalBasis,
    ProcedureStep,
    Product,
    ProductForm,
    Requirement,
    RequirementKind,
    StaffCount,
    StepActor,
    TimeLimit,
)
from sipp.rules.typed_input import TypedInputError
from sipp.rules.typed_promises import TypedTime, parse_fee, parse_time, split_label


def _one_of(*words: str) -> re.Pattern[str]:
    """A pattern that finds any of the words, whole."""
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _begins_with(*words: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(words)})\b", re.IGNORECASE)


_NUMBER_WORDS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8}
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})(?:\s?\([^()]{{0,20}}\))?"
_COPIES = re.compile(
    rf"\b{_COUNT}\s?(?:lembar|lbr|rangkap|eksemplar|set)\b|\brangkap\s(?P<times>\d{{1,2}})\b", re.IGNORECASE
)
_FORM_CODE = re.compile(r"\bF-\d\.\d{2}\b|\bF-\d{1,2}\b|\bN-?[1-9]\b")
_CONDITION_START = _begins_with(
    *("berusia", "berumur", "usia", "umur", "wni", "warga negara", "beragama", "telah", "sudah", "belum", "lulus"),
    *("tidak sedang", "berdomisili", "terdaftar", "memiliki", "bukan", "sehat jasmani", "penduduk"),
)
_ATTENDANCE = _one_of(
    "hadir", "datang sendiri", "datang langsung", "perekaman", "sidik jari", "foto di tempat", "swafoto di loket"
)
_CONDITION = re.compile(
    r"\s*[,(]?\s*\b(?P<condition>(?:bagi|bila|jika|apabila|khusus|untuk (?:yang|pemohon|wna|wni))\b[^()]{3,200})\)?$",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(r"\((?:jika|bila|apabila|kalau) ada\)|\bopsional\b|\btidak wajib\b", re.IGNORECASE)

_ACTORS: tuple[tuple[re.Pattern[str], StepActor], ...] = (
    (
        _begins_with(
            *("pemohon", "masyarakat", "warga", "pengguna", "penduduk", "wajib pajak", "pelapor", "orang tua")
        ),
        "applicant",
    ),
    (_begins_with("sistem", "aplikasi", "server"), "system"),
    (
        _begins_with(
            *("petugas", "operator", "verifikator", "kepala", "kasi", "kabid", "staf", "pejabat", "loket", "tim"),
            *("front office", "back office", "dinas", "kasubbag", "admin", "sekretaris", "camat", "lurah", "pimpinan"),
        ),
        "officer",
    ),
)
_CHANNELS: tuple[tuple[re.Pattern[str], Channel], ...] = (
    (_one_of("mal pelayanan publik", "mpp"), "service_mall"),
    (_one_of("keliling", "jemput bola"), "mobile_unit"),
    (_one_of("online", "daring", "aplikasi", "website", "situs", "laman", "unggah", "upload", "whatsapp"), "online"),
    (
        _one_of("loket", "kantor", "antrean", "antrian", "ruang pelayanan", "tatap muka", "luring", "offline"),
        "counter",
    ),
)
#: How far from the end of a line its length can begin.
_LONGEST_LENGTH = 60
_STEP_LENGTH = re.compile(
    r"[\s,;:–-]*\(?\s*(?P<length>(?:±\s?)?\d{1,3}\s?(?:menit|jam|hari kerja|hari|bulan))\s*\)?\s*\.?$", re.IGNORECASE
)

_COMPLAINT_KINDS: tuple[tuple[re.Pattern[str], ComplaintChannelKind], ...] = (
    (re.compile(r"lapor\.go\.id|sp4n|\blapor!|\b1708\b|@lapor1708", re.IGNORECASE), "lapor"),
    (re.compile(r"\b(?:whats ?app|wa)\b|wa\.me", re.IGNORECASE), "whatsapp"),
    (_one_of("sms"), "sms"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\b(?:e-?mail|surel)\b", re.IGNORECASE), "email"),
    (re.compile(r"\b(?:instagram|ig|facebook|fb|twitter|tiktok|medsos)\b|media sosial|(?:^|\s)@\w+", re.I), "social"),
    (re.compile(r"https?://|\bwww\.|\.go\.id\b|\b(?:website|situs|laman)\b", re.IGNORECASE), "website"),
    (_one_of("kotak"), "box"),
    (
        _one_of("loket", "langsung", "ruang pengaduan", "kantor", "tatap muka", "meja pengaduan", "petugas"),
        "counter",
    ),
    (
        re.compile(
            r"\b(?:telepon|telp|tlp|telephone|hotline|call ?center|hp|handphone)\b|\(0\d{2,3}\)|\b0\d{8,12}\b"
            r"|\b1?500[ -]?\d{3}\b",
            re.IGNORECASE,
        ),
        "phone",
    ),
)
_PRODUCT_FORMS: tuple[tuple[re.Pattern[str], ProductForm], ...] = (
    (_one_of("elektronik", "digital", "pdf", "tte", "tanda tangan elektronik"), "electronic"),
    (_one_of("cetak", "fisik", "blangko", "kartu"), "physical"),
)
_STAFF = re.compile(rf"\b{_COUNT}\s?(?:orang|personil|personel|petugas|pegawai|org)\b", re.IGNORECASE)
_LOCAL_LAW = _one_of(
    "perda", "peraturan daerah", "perbup", "perwali?", "pergub", r"uu (?:no\.? )?1(?: tahun |/)2022", "retribusi"
)
_STATE_LAW = _one_of("pnbp", "pp", "peraturan pemerintah", "pmk")


def fee_kind(law: str | None) -> FeeKind:
    """What kind of charge the law named makes it: a state fee, a local levy, else "other"."""
    plain = (law or "").lower()
    if _LOCAL_LAW.search(plain):
        return "local_levy"
    if _STATE_LAW.search(plain):
        return "state_fee"
    return "other"


def channel_kind(value: str) -> ComplaintChannelKind:
    """What kind of complaint channel an address or a number is."""
    return next((kind for pattern, kind in _COMPLAINT_KINDS if pattern.search(value)), "other")


def read_requirement(line: str) -> Requirement:
    """A requirement: its form (asli, fotokopi), copies, form code and condition, where the words say so."""
    condition = _CONDITION.search(line)
    text = line[: condition.start()].strip(" ,;(") if condition and condition.start() > 0 else line
    kind: RequirementKind = "document"
    if _ATTENDANCE.search(text):
        kind = "attendance"
    elif _CONDITION_START.match(text):
        kind = "condition"
    code = _FORM_CODE.search(text)
    return Requirement(
        row_key="",
        text=text,
        kind=kind,
        form=_document_form(text) if kind == "document" else None,
        copies=_copies(text) if kind == "document" else None,
        mandatory=not _OPTIONAL.search(line),
        condition=condition["condition"].strip(" .;)") if condition and condition.start() > 0 else None,
        form_code=code[0] if code else None,
    )


def read_step(line: str) -> ProcedureStep:
    """A step: who does it, through which channel, and how long it may take, where the words say so."""
    length = _STEP_LENGTH.search(line, max(0, len(line) - _LONGEST_LENGTH))
    time = _step_time(length["length"]) if length else None
    text = line[: length.start()].strip(" ,;:-–(") if length and time else line
    return ProcedureStep(
        row_key="",
        text=text or line,
        actor=next((actor for pattern, actor in _ACTORS if pattern.search(text)), None),
        channel=next((channel for pattern, channel in _CHANNELS if pattern.search(text)), "any"),
        duration_max=time.maximum if time else None,
        duration_unit=time.unit if time else None,
    )


def read_time(line: str, variant: str | None = None) -> tuple[TimeLimit, bool]:
    """A time limit, and whether "hari" was written without saying which; raises TypedInputError."""
    time = parse_time(line)
    row = TimeLimit(
        row_key="",
        variant=variant,
        kind=time.kind,
        minimum=time.minimum,
        maximum=time.maximum,
        unit=time.unit,
        approximate=time.approximate,
        start_event=time.start_event,
        start_event_text=time.start_event_text,
        reason=time.reason,
    )
    return row, time.is_day_type_unclear


def read_fee(line: str) -> Fee:
    """A fee with its label and the law named beside it; raises TypedInputError."""
    fee = parse_fee(line)
    return Fee(
        row_key="",
        shape=fee.shape,
        amount_idr=fee.amount_idr,
        amount_is=fee.amount_is,
        formula=fee.formula,
        label=fee.label,
        per=fee.per,
        recurrence=fee.recurrence,
        legal_basis=fee.legal_basis,
        kind="free" if fee.shape == "free" else fee_kind(f"{fee.legal_basis or ''} {line}"),
    )


def read_product(line: str) -> Product:
    """A product; electronic or printed where the words say so."""
    forms = [form for pattern, form in _PRODUCT_FORMS if pattern.search(line)]
    form: ProductForm | None = "both" if len(forms) == 2 else forms[0] if forms else None
    return Product(row_key="", name=line, form=form)


def read_channel(line: str) -> ComplaintChannel:
    """A complaint channel: its kind from the words, its value without the label before it."""
    kind = channel_kind(line)
    label, rest = split_label(line)
    is_plain_label = label is not None and len(label.split()) <= 3 and not re.match(r"https?$", label, re.IGNORECASE)
    value = rest if is_plain_label and kind not in ("other", "counter", "box") else line
    return ComplaintChannel(row_key="", kind=kind, value=value.strip(" .;"))


def read_law(line: str) -> LegalBasis | None:
    """A cited law, or None when the line cites none."""
    citation = parse_citation(line)
    if citation is None:
        return None
    return LegalBasis(
        row_key="",
        type=citation.type,
        number=citation.number,
        year=citation.year,
        title=citation.title,
        article=citation.article,
    )


def read_staff(line: str) -> StaffCount:
    """How many people, and in which role; raises TypedInputError (``number_unreadable``)."""
    label, rest = split_label(line)
    match = _STAFF.search(rest) or re.fullmatch(rf"{_COUNT}\s*\.?", rest.strip(), re.IGNORECASE)
    if match is None or len(_STAFF.findall(rest)) > 1:
        raise TypedInputError("number_unreadable")
    outside = (rest[: match.start()] + " " + rest[match.end() :]).strip(" .,;:-–()")
    role = label or outside or None
    return StaffCount(row_key="", count=_number(match["count"]), role=role[:200] if role else None)


def _document_form(text: str) -> DocumentForm | None:
    plain = text.lower()
    is_copy = re.search(r"\b(?:foto ?kopi|foto ?copy|fc|salinan|copy)\b", plain)
    is_original = re.search(r"\basli\b", plain)
    if is_copy and is_original:
        return None
    if is_copy:
        return "copy"
    if is_original:
        return "original"
    return "scan" if re.search(r"\b(?:scan|pindai|hasil pindaian)\b", plain) else None


def _copies(text: str) -> int | None:
    match = _COPIES.search(text)
    if match is None:
        return None
    return _number(match["count"] or match["times"])


def _number(typed: str) -> int:
    return int(typed) if typed.isdigit() else _NUMBER_WORDS[typed.lower()]


def _step_time(text: str) -> TypedTime | None:
    try:
        return parse_time(text)
    except TypedInputError:
        return None
