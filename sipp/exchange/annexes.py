"""A decree's annex read as services: per service a table "No | Komponen | Uraian", in the shapes annexes come in.

One service may have two tables (service delivery, manufacturing), one table may hold several services, a component may
run over several rows, and the title stands above the table, in a merged row, or in a row "Jenis pelayanan".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sipp.exchange.blocks import Block, CellText, Line, TableRow, TextBlock
from sipp.rules.errors import TooLarge
from sipp.rules.standards import DELIVERY_COMPONENTS, Component
from sipp.rules.wording import without_numbering

_NAMES: dict[Component, str] = {
    "legal_basis": "dasar hukum|landasan hukum|dasar pelaksanaan",
    "requirements": "persyaratan|syarat",
    "procedure": "sistem|mekanisme|prosedur|alur|tata cara",
    "time_limit": "jangka waktu|waktu (?:penyelesaian|pelayanan|layanan)|lama (?:pelayanan|penyelesaian)|waktu$",
    "fee": "biaya|tarif|retribusi",
    "product": "produk|hasil (?:pelayanan|layanan)",
    "facilities": "sarana|prasarana|fasilitas",
    "staff_competence": "kompetensi",
    "internal_oversight": "pengawasan",
    "complaint_handling": "penanganan (?:pengaduan|aduan|keluhan)|pengelolaan pengaduan|pengaduan|saran",
    "staff_count": "jumlah (?:pelaksana|petugas|pegawai|sdm)",
    "security_guarantee": "jaminan (?:keamanan|keselamatan)",
    "service_guarantee": "jaminan",
    "performance_evaluation": "evaluasi",
}
_COMPONENTS = tuple(
    (re.compile(rf"(?:{words})(?!\w)", re.IGNORECASE), component) for component, words in _NAMES.items()
)
#: More services than one decree adopts.
MOST_SERVICES = 1_000
_LONGEST_NAME = 220
_LONGEST_TITLE = 200

_HEADER_NAME = re.compile(r"(?:unsur|komponen)(?: standar)?(?: pelayanan)?", re.IGNORECASE)
_HEADER_TEXT = re.compile(r"uraian|keterangan|penjelasan|isi|deskripsi", re.IGNORECASE)
_SECTION = re.compile(
    r"service\s*-?\s*delivery|manufact?uring|proses (?:penyampaian|pengelolaan)|penyampaian pelayanan"
    r"|pengelolaan pelayanan",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:standar pelayanan(?: publik)?|standar layanan|sp)\s*[:\-–—]?\s*(?:untuk |tentang )?(?P<title>.{3,})",
    re.IGNORECASE,
)
_GENERAL_TITLE = re.compile(
    r"(?:pada|di lingkungan|di|dinas|badan|kantor|kecamatan|kelurahan|desa|kabupaten|kota|provinsi|rumah sakit"
    r"|puskesmas|upt)\b",
    re.IGNORECASE,
)
_TITLE_LABEL = re.compile(r"(?:jenis|nama)(?: jenis)? (?:pelayanan|layanan|produk layanan)\s*:?", re.IGNORECASE)
_DECREE = re.compile(r"\bnomor\s*:?\s*(?P<number>[0-9A-Za-z][^\s,;]*(?:\s?/\s?[^\s,;]+)*)", re.IGNORECASE)
_DECREE_LINE = re.compile(r"lampiran|keputusan|nomor\s*:", re.IGNORECASE)
_ONLY_A_NUMBER = re.compile(r"(?:no\.?|\(?[0-9ivx]{1,4}[.)]?|[a-z][.)]?)?", re.IGNORECASE)


@dataclass
class ComponentText:
    """What an annex says of one component, with the place where it begins."""

    component: Component
    table: int
    row: int
    lines: list[Line] = field(default_factory=list)


@dataclass
class AnnexService:
    """One service of an annex. ``title`` is empty when none was found above its first table."""

    title: str
    table: int
    parts: list[ComponentText] = field(default_factory=list)
    unread: list[tuple[int, int, str]] = field(default_factory=list)

    def part(self, component: Component) -> ComponentText | None:
        """What is said of a component; None when it does not occur."""
        return next((part for part in self.parts if part.component == component), None)


@dataclass
class Annex:
    """All services of a file, and the number of the decree it belongs to, where the file says it."""

    services: list[AnnexService] = field(default_factory=list)
    decree_number: str | None = None
    tables: int = 0


def read_annex(blocks: Sequence[Block]) -> Annex:
    """The services of an annex in their order; those without any component are left out."""
    reader = _Reader()
    for block in blocks:
        if isinstance(block, TextBlock):
            reader.text(block)
        else:
            reader.row(block)
    reader.annex.services = [service for service in reader.annex.services if service.parts]
    return reader.annex


def component_named(text: str) -> Component | None:
    """The component that a cell names, in the many ways annexes write it; None for anything else."""
    plain = " ".join(without_numbering(text).split()).strip(" :.")
    if not plain or len(plain) > _LONGEST_NAME:
        return None
    return next((component for pattern, component in _COMPONENTS if pattern.match(plain)), None)


class _Reader:
    """Goes through an annex from top to bottom and remembers what the next row belongs to."""

    def __init__(self) -> None:
        self.annex = Annex()
        self._service: AnnexService | None = None
        self._part: ComponentText | None = None
        self._title: str | None = None
        self._heading: str | None = None
        self._table = 0
        self._described_at: int | None = None

    def text(self, block: TextBlock) -> None:
        """A line above or between tables: a title, the decree, or a heading that may be one."""
        text = " ".join(block.text.split())
        if not text or _SECTION.search(text) or component_named(text) and block.is_numbered:
            return
        if _DECREE_LINE.match(text) and self.annex.tables == 0:
            decree = _DECREE.search(text)
            if decree is not None and self.annex.decree_number is None:
                self.annex.decree_number = " ".join(decree["number"].split())[:120]
            return
        if title := _title_in(text):
            self._title = title
        elif len(text) <= _LONGEST_TITLE and (block.is_numbered or _looks_like_heading(text)):
            self._heading = without_numbering(text)

    def row(self, block: TableRow) -> None:
        """A row of a table: header, title, component, or more of the component above."""
        if block.table != self._table:
            self._begin_table(block.table)
        cells = block.cells
        texts = [cell.text for cell in cells]
        filled = [position for position, text in enumerate(texts) if text]
        if not filled:
            return
        if _is_header(texts):
            self._described_at = next(
                (place for place in filled if _HEADER_TEXT.fullmatch(texts[place].strip(" :."))), None
            )
            return
        if filled == [0]:
            self._spanning(block, texts[0], cells[0])
            return
        worded = [position for position in filled if not _is_number(texts[position])] or filled[-1:]
        if _TITLE_LABEL.fullmatch(texts[worded[0]]) and len(worded) > 1:
            self._begin_service(texts[worded[-1]], block.table)
            return
        component = component_named(texts[worded[0]])
        if component is not None and len(cells) > worded[0] + 1:
            self._begin_part(component, block)
            self._describe(block, worded[1:])
        elif self._part is not None and (len(worded) == 1 or cells[worded[0]].is_continued):
            self._describe(block, worded)
        else:
            self._unread(block, " | ".join(texts[position] for position in worded))

    def _begin_table(self, table: int) -> None:
        self._table = table
        self._described_at = None
        self.annex.tables += 1
        title, self._title = self._title, None
        self._part = None
        if title is not None:
            self._heading = None
            self._begin_service(title, table)

    def _begin_service(self, title: str, table: int) -> None:
        # A title above the table and again inside it, before any component, is one service.
        if self._service is not None and not self._service.parts:
            self.annex.services.remove(self._service)
        if len(self.annex.services) >= MOST_SERVICES:
            raise TooLarge("too_many_rows", most=MOST_SERVICES)
        self._service = AnnexService(title=cleaned_title(title), table=table)
        self._part = None
        self.annex.services.append(self._service)

    def _begin_part(self, component: Component, block: TableRow) -> None:
        heading, self._heading = self._heading, None
        service = self._service
        # A heading may stand before the second table of one service too; the same component again is the next service.
        is_second_table = heading is not None and component not in DELIVERY_COMPONENTS and component != "legal_basis"
        is_new = service is None or service.part(component) is not None
        if is_new or (heading is not None and not is_second_table and service is not None and service.parts):
            self._begin_service(heading or "", block.table)
            service = self._service
        assert service is not None
        self._part = ComponentText(component, block.table, block.row)
        service.parts.append(self._part)

    def _describe(self, block: TableRow, places: Sequence[int]) -> None:
        """Take what describes the component; columns beside the described one are not read, and this is told."""
        assert self._part is not None
        is_told_apart = self._described_at in places
        for place in places:
            if place == self._described_at or not is_told_apart:
                self._part.lines.extend(block.cells[place].lines)
            else:
                self._unread(block, block.cells[place].text)

    def _spanning(self, block: TableRow, text: str, cell: CellText) -> None:
        if _SECTION.search(text):
            self._part = None
            return
        component = component_named(text)
        if component is not None and len(text) <= 60 and (self._service is None or not self._service.part(component)):
            self._begin_part(component, block)
            return
        title = _title_in(text) or (text if len(text) <= _LONGEST_TITLE and _looks_like_heading(text) else None)
        if title is not None and not (self._part is not None and not self._part.lines):
            self._begin_service(title, block.table)
        elif self._part is not None:
            self._part.lines.extend(cell.lines)
        else:
            self._unread(block, text)

    def _unread(self, block: TableRow, text: str) -> None:
        if self._service is not None:
            self._service.unread.append((block.table, block.row, text))


def cleaned_title(title: str) -> str:
    """A title without numbers, quotes and the words "Standar Pelayanan"; capitals become a sentence."""
    text = without_numbering(" ".join(title.split())).strip(" \"'“”‘’:;.-–—")
    match = _TITLE.fullmatch(text)
    if match is not None:
        text = match["title"].strip(" \"'“”‘’:;.-–—")
    return _in_sentence_case(text)[:_LONGEST_TITLE]


def _title_in(text: str) -> str | None:
    plain = without_numbering(text)
    label = _TITLE_LABEL.match(plain)
    if label is not None and plain[label.end() :].strip(" :"):
        return plain[label.end() :].strip(" :")
    match = _TITLE.fullmatch(plain.strip(" \"'“”"))
    if match is None or _GENERAL_TITLE.match(match["title"]):
        return None
    return match["title"]


def _looks_like_heading(text: str) -> bool:
    """Short and without the end of a sentence: numbered, in capitals, or each word with one."""
    plain = without_numbering(text)
    if plain.endswith((".", ";", ":", ",")) or len(plain.split()) > 20 or len(plain) < 4:
        return False
    words = [word for word in plain.split() if word[0].isalpha() and len(word) > 3]
    return plain != text.strip() or plain.isupper() or all(word[0].isupper() for word in words)


def _is_header(texts: Sequence[str]) -> bool:
    return any(_HEADER_NAME.fullmatch(text.strip(" :.")) for text in texts) and (
        any(_HEADER_TEXT.fullmatch(text.strip(" :.")) for text in texts) or len([text for text in texts if text]) <= 2
    )


def _is_number(text: str) -> bool:
    return _ONLY_A_NUMBER.fullmatch(text.strip()) is not None


def _in_sentence_case(text: str) -> str:
    """A title all in capitals as a sentence; what is short or in brackets stays an abbreviation."""
    if not text.isupper():
        return text
    words = []
    for position, word in enumerate(text.split()):
        is_short = len(word.strip("()/,")) <= 4 and word.strip("()/,").lower() not in _SMALL_WORDS
        is_abbreviation = word.startswith("(") or is_short or "-" in word
        lower = word if is_abbreviation else word.lower()
        words.append(lower.capitalize() if position == 0 and not is_abbreviation else lower)
    return " ".join(words).replace("KTP-EL", "KTP-el")


_SMALL_WORDS = frozenset(
    ("dan", "atau", "di", "ke", "dari", "yang", "bagi", "baru", "anak", "izin", "data", "usia", "luar", "kota", "desa")
    + ("akta", "akte", "ubah", "jual", "beli", "uji", "alih", "biro", "tera", "peta", "oleh", "pada", "air", "toko")
)
