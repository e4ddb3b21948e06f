"""The shape of the workbook for many services: its sheets, their columns, and the words a cell may choose from.

One sheet lists the services, one their variants, and one holds each kind of row of a standard. Headers and choices are
Indonesian words; a stored code is understood as well. Whoever adds a field to a row of ``rules/standards.py`` adds its
column here: a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sipp.rules.standards import ROW_TYPES, TEXT_COMPONENTS, Row
from sipp.words import codes as words

CellKind = Literal["text", "integer", "amount", "boolean", "choice", "formula", "date"]

#: Names of the two sheets that are no kind of row.
SERVICES = "services"
VARIANTS = "variants"

YES, NO = "ya", "tidak"
FEE_SHAPES: dict[str, str] = {
    "free": "gratis",
    "fixed": "jumlah tetap",
    "formula": "rumus",
    "regional_law": "menurut peraturan daerah",
    "unknown": "belum diketahui",
}


@dataclass(frozen=True)
class Column:
    """One column: its header, the field it fills, and how its cells are read."""

    header: str
    field: str
    kind: CellKind = "text"
    choices: Mapping[str, Any] | None = None
    width: int = 18
    hint: str | None = None

    def labels(self) -> dict[str, str]:
        """Code -> the word in the drop-down."""
        return {code: str(label) for code, label in (self.choices or {}).items()}


@dataclass(frozen=True)
class Sheet:
    """One sheet: the field of a standard it fills, its title in a workbook and its file name as CSV."""

    name: str
    title: str
    file_name: str
    columns: tuple[Column, ...]

    @property
    def row_type(self) -> type[Row] | None:
        """The type of its rows; None for services and variants."""
        return ROW_TYPES.get(self.name)

    def column(self, header: str) -> Column | None:
        """The column under a header, whatever its capitals and spaces."""
        plain = " ".join(header.lower().split())
        return next((column for column in self.columns if column.header == plain), None)

    def column_of(self, name: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.field == name)


SERVICE_COLUMN = Column("layanan", "service", width=22, hint="alamat pendek layanan, sama di semua lembar")
KEY_COLUMN = Column("kunci", "row_key", width=16, hint="kosongkan untuk baris baru; jangan diubah untuk baris lama")
_VARIANT = Column("jenis", "variant", width=14, hint="kode dari lembar Jenis; kosong berarti semua jenis")
_LAW = Column("dasar hukum", "legal_basis", width=24)
_EVIDENCE = (
    Column("status", "confidence", "choice", words.CONFIDENCES, width=22),
    Column("keyakinan", "certainty", "choice", words.CERTAINTIES),
    Column("sumber", "source", width=24),
)


def _row_sheet(name: str, title: str, file_name: str, *columns: Column) -> Sheet:
    return Sheet(name, title, file_name, (SERVICE_COLUMN, _VARIANT, *columns, KEY_COLUMN, *_EVIDENCE))


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        SERVICES,
        "Layanan",
        "layanan",
        (
            SERVICE_COLUMN,
            Column("nama layanan", "name", width=44),
            Column("unit", "unit", width=24, hint="alamat pendek unit; wajib untuk layanan baru"),
            Column("acuan", "reference", width=24, hint="alamat pendek layanan acuan nasional"),
            Column("berlaku mulai", "effective_from", "date", hint="tanggal, misalnya 2027-01-01"),
            Column("dasar tanggal berlaku", "effective_basis", width=34),
            Column("nomor sk", "decree_number", width=22),
        ),
    ),
    Sheet(
        VARIANTS,
        "Jenis",
        "jenis",
        (SERVICE_COLUMN, Column("kode", "code"), Column("nama jenis", "label", width=34)),
    ),
    _row_sheet(
        "requirements",
        "Persyaratan",
        "persyaratan",
        Column("persyaratan", "text", width=50),
        Column("macam", "kind", "choice", words.REQUIREMENT_KINDS),
        Column("bentuk", "form", "choice", words.DOCUMENT_FORMS),
        Column("rangkap", "copies", "integer"),
        Column("wajib", "mandatory", "boolean"),
        Column("keadaan", "condition", width=30, hint="misalnya: bila diwakilkan"),
        Column("formulir", "form_code"),
        Column("penerbit", "issued_by", width=22, hint="layanan acuan yang menerbitkan berkas ini"),
        _LAW,
    ),
    _row_sheet(
        "procedure",
        "Prosedur",
        "prosedur",
        Column("langkah", "text", width=50),
        Column("saluran", "channel", "choice", words.CHANNELS),
        Column("pelaku", "actor", "choice", words.STEP_ACTORS),
        Column("tempat", "place", width=22),
        Column("lama", "duration_max", "integer"),
        Column("satuan", "duration_unit", "choice", words.UNITS),
    ),
    _row_sheet(
        "time_limits",
        "Waktu",
        "waktu",
        Column("macam", "kind", "choice", words.TIME_KINDS),
        Column("paling cepat", "minimum", "integer"),
        Column("paling lama", "maximum", "integer", hint="angka, atau misalnya: 3 hari kerja"),
        Column("satuan", "unit", "choice", words.UNITS),
        Column("kira-kira", "approximate", "boolean"),
        Column("dihitung sejak", "start_event", "choice", words.START_EVENTS, width=26),
        Column("sejak peristiwa lain", "start_event_text", width=26),
        Column("sampai", "end_event_text", width=26),
        Column("alasan", "reason", width=30),
        _LAW,
    ),
    _row_sheet(
        "fees",
        "Biaya",
        "biaya",
        Column("uraian", "label", width=34),
        Column("bentuk", "shape", "choice", FEE_SHAPES, width=22),
        Column("jumlah", "amount_idr", "amount", hint="rupiah, atau: gratis"),
        Column("ketepatan", "amount_is", "choice", words.AMOUNT_QUALITIES),
        Column("per", "per"),
        Column("berulang", "recurrence", "choice", words.RECURRENCES),
        Column("peran", "role", "choice", words.FEE_ROLES, width=26),
        Column("macam", "kind", "choice", words.FEE_KINDS, width=26),
        Column("keadaan", "condition", width=30),
        Column("rumus", "formula", "formula", width=40, hint="diisi oleh ekspor; lihat lembar Petunjuk"),
        _LAW,
    ),
    _row_sheet(
        "products",
        "Produk",
        "produk",
        Column("produk", "name", width=40),
        Column("bentuk", "form", "choice", words.PRODUCT_FORMS),
        Column("berlaku", "validity", "integer"),
        Column("satuan", "validity_unit", "choice", words.VALIDITY_UNITS),
        Column("catatan", "note", width=30),
    ),
    _row_sheet(
        "complaint_channels",
        "Pengaduan",
        "pengaduan",
        Column("saluran", "kind", "choice", words.COMPLAINT_CHANNELS),
        Column("alamat atau nomor", "value", width=40),
        Column("jam", "hours", width=22),
    ),
    _row_sheet(
        "legal_bases",
        "Dasar hukum",
        "dasar-hukum",
        Column("macam", "type", width=22, hint="misalnya UU, PP, Permendagri; boleh seluruh kutipannya"),
        Column("nomor", "number"),
        Column("tahun", "year", "integer"),
        Column("tentang", "title", width=50),
        Column("pasal", "article"),
        Column("keadaan", "status", "choice", words.LEGAL_STATUSES),
        Column("diganti dengan", "replaced_by", width=22),
    ),
    _row_sheet(
        "staff_counts",
        "Jumlah pelaksana",
        "jumlah-pelaksana",
        Column("jumlah", "count", "integer"),
        Column("peran", "role", width=34),
    ),
    _row_sheet(
        "texts",
        "Uraian",
        "uraian",
        Column(
            "komponen",
            "component",
            "choice",
            {code: words.COMPONENT_SHORT_NAMES[code] for code in TEXT_COMPONENTS},
            width=34,
        ),
        Column("uraian", "text", width=70),
    ),
)

#: Sheets a workbook has beside them; nothing is read from these.
GUIDE_TITLE = "Petunjuk"
CHOICES_TITLE = "Pilihan"


def find_sheet(title: str) -> Sheet | None:
    """The sheet with this title or file name, whatever its capitals, or None."""
    plain = " ".join(title.lower().replace("_", " ").split())
    return next((sheet for sheet in SHEETS if plain in (sheet.title.lower(), sheet.file_name, sheet.name)), None)
