"""Standards in the four parts of SIPP Nasional's form: description, requirements, procedure, provider and place.

The columns of SIPPN's own import file are not public: these are the four parts as its form asks them, one row a thing,
so that they can be taken over part by part. Written is the standard in force; a service without one has its first and
last part only.

Law: PermenPANRB 13/2017.
"""

from collections.abc import Callable, Iterable, Iterator

from flask_babel import gettext as _

from sipp.exchange.columns import Column, Sheet
from sipp.exchange.workbooks import write_workbook
from sipp.i18n import DEFAULT_LANGUAGE, clock_time, in_language
from sipp.models.agencies import ServicePoint
from sipp.operations.evidence import Collected, Scope
from sipp.rules.standards import (
    Fee,
    LegalBasis,
    ProcedureStep,
    Product,
    Requirement,
    Standard,
    TextComponentCode,
    TimeLimit,
)
from sipp.words.codes import (
    CHANNELS,
    COMPLAINT_CHANNELS,
    DOCUMENT_FORMS,
    STEP_ACTORS,
    WEEKDAYS,
)
from sipp.words.promises import fee_words, time_promise_words, validity_words

Cells = list[str | int | None]

_CODE = Column("kode layanan", "code", width=30)
_NAME = Column("nama layanan", "name", width=40)
_NUMBER = Column("nomor", "position", "integer", width=8)
_VARIANT = Column("jenis", "variant", width=20)

_TEXT_HEADERS: dict[TextComponentCode, str] = {
    "facilities": "sarana dan prasarana",
    "staff_competence": "kompetensi pelaksana",
    "internal_oversight": "pengawasan internal",
    "service_guarantee": "jaminan pelayanan",
    "security_guarantee": "jaminan keamanan dan keselamatan",
    "performance_evaluation": "evaluasi kinerja",
}

DESCRIPTION = Sheet(
    "description",
    "Deskripsi layanan",
    "deskripsi-layanan",
    (
        _CODE,
        _NAME,
        Column("ringkasan", "summary", width=50),
        Column("sasaran", "audience", width=30),
        Column("nomor sk", "decree_number", width=24),
        Column("berlaku mulai", "effective_from", "date"),
        Column("versi", "version", "integer", width=8),
        Column("jangka waktu", "time_limits", width=34),
        Column("biaya", "fees", width=40),
        Column("produk", "products", width=34),
        Column("pengaduan", "complaint_channels", width=40),
        Column("dasar hukum", "legal_bases", width=40),
        Column("jumlah pelaksana", "staff_counts", width=20),
        *(Column(header, code, width=34) for code, header in _TEXT_HEADERS.items()),
        Column("alamat daring", "online_url", width=34),
    ),
)
REQUIREMENTS = Sheet(
    "requirements",
    "Persyaratan",
    "persyaratan",
    (_CODE, _NAME, _VARIANT, _NUMBER, Column("persyaratan", "text", width=70)),
)
PROCEDURE = Sheet(
    "procedure",
    "Prosedur",
    "prosedur",
    (_CODE, _NAME, _VARIANT, _NUMBER, Column("saluran", "channel"), Column("langkah", "text", width=70)),
)
PROVIDER = Sheet(
    "provider",
    "Penyelenggara dan lokasi",
    "penyelenggara-dan-lokasi",
    (
        _CODE,
        _NAME,
        Column("instansi", "agency", width=34),
        Column("satuan kerja", "unit", width=34),
        Column("tempat layanan", "place", width=30),
        Column("alamat", "street", width=40),
        Column("kecamatan", "district"),
        Column("kode wilayah", "region_code", width=14),
        Column("kode pos", "postal_code", width=10),
        Column("jam layanan", "hours", width=40),
        Column("situs", "website", width=30),
    ),
)
PARTS = (DESCRIPTION, REQUIREMENTS, PROCEDURE, PROVIDER)


def workbook_for_sippn(scope: Scope, collected: Iterable[Collected]) -> bytes:
    """A workbook with one sheet for each part, and a first sheet that explains them. Raises TooLarge like any."""
    parts: tuple[Callable[[Collected], Iterator[Cells]], ...] = (_description, _requirements, _procedure, _provider)
    rows: tuple[list[Cells], ...] = tuple([] for _part in parts)
    with in_language(DEFAULT_LANGUAGE):
        for one in collected:
            for found, part in zip(rows, parts, strict=True):
                found.extend([one.service.slug, one.service.name, *cells] for cells in part(one))
        guide = [
            _("Standar pelayanan %(name)s untuk SIPP Nasional", name=scope.name),
            _("Empat lembar mengikuti empat bagian formulir SIPPN."),
            _("Setiap layanan punya kode yang sama di semua lembar."),
            _("Isinya standar yang berlaku saat berkas ini dibuat."),
        ]
        return write_workbook(zip(PARTS, rows, strict=True), guide)


def hours_words(point: ServicePoint) -> str | None:
    """The opening hours of a counter in one line; None where none are known."""
    told = [f"{WEEKDAYS[one.weekday]} {clock_time(one.opens)}-{clock_time(one.closes)}" for one in point.opening_hours]
    return "; ".join(told) or None


def _description(one: Collected) -> Iterator[Cells]:
    service, standard = one.service, one.standard
    beginning: Cells = [service.summary, service.audience]
    if standard is None or one.version is None:
        yield [*beginning, *(None for _column in DESCRIPTION.columns[4:-1]), service.online_url]
        return
    yield [
        *beginning,
        standard.decree_number,
        standard.effective_from.isoformat(),
        one.version.number,
        _lines(_time_words(row, standard) for row in standard.time_limits),
        _lines(_fee_words(row, standard) for row in standard.fees),
        _lines(_product_words(row) for row in standard.products),
        _lines(f"{COMPLAINT_CHANNELS[row.kind]}: {row.value}" for row in standard.complaint_channels),
        _lines(map(_law_words, standard.legal_bases)),
        _lines(f"{row.role}: {row.count}" if row.role else str(row.count) for row in standard.staff_counts),
        *(_lines(row.text for row in standard.texts if row.component == code) for code in _TEXT_HEADERS),
        service.online_url,
    ]


def _requirements(one: Collected) -> Iterator[Cells]:
    if one.standard:
        for position, row in enumerate(one.standard.requirements, start=1):
            yield [_variant(row.variant, one.standard), position, _requirement_words(row)]


def _procedure(one: Collected) -> Iterator[Cells]:
    if one.standard:
        for position, row in enumerate(one.standard.procedure, start=1):
            channel = str(CHANNELS[row.channel]) if row.channel else None
            yield [_variant(row.variant, one.standard), position, channel, _step_words(row)]


def _provider(one: Collected) -> Iterator[Cells]:
    service, unit = one.service, one.service.unit
    provider: Cells = [service.agency.name, unit.name]
    points = sorted(service.service_points, key=lambda point: (point.name, point.id))
    for point in points:
        place: Cells = [point.name, point.street, point.district, point.region_code, None, hours_words(point)]
        yield [*provider, *place, service.agency.website]
    if not points:
        address: Cells = [None, unit.street, unit.district, unit.region_code, unit.postal_code, None]
        yield [*provider, *address, service.agency.website]


def _lines(parts: Iterable[str]) -> str | None:
    return "\n".join(parts) or None


def _variant(code: str | None, standard: Standard) -> str | None:
    return next((one.label for one in standard.variants if one.code == code), None)


def _with_variant(text: str, code: str | None, standard: Standard) -> str:
    label = _variant(code, standard)
    return f"{label}: {text}" if label else text


def _time_words(row: TimeLimit, standard: Standard) -> str:
    return _with_variant(time_promise_words(row), row.variant, standard)


def _fee_words(row: Fee, standard: Standard) -> str:
    text = f"{row.label}: {fee_words(row)}" if row.label else fee_words(row)
    return _with_variant(f"{text} ({row.legal_basis})" if row.legal_basis else text, row.variant, standard)


def _product_words(row: Product) -> str:
    validity = validity_words(row)
    return f"{row.name} ({validity})" if validity else row.name


def _law_words(row: LegalBasis) -> str:
    cited = f"{row.type} {'/'.join(str(part) for part in (row.number, row.year) if part)}".strip()
    return ", ".join(part for part in (cited, row.title, row.article) if part)


def _requirement_words(row: Requirement) -> str:
    notes = [
        str(DOCUMENT_FORMS[row.form]) if row.form else None,
        _("%(count)s rangkap", count=row.copies) if row.copies else None,
        None if row.mandatory else _("tidak wajib"),
        row.condition,
        row.form_code,
    ]
    told = ", ".join(note for note in notes if note)
    return f"{row.text} ({told})" if told else row.text


def _step_words(row: ProcedureStep) -> str:
    notes = [str(STEP_ACTORS[row.actor]) if row.actor else None, row.place]
    told = ", ".join(note for note in notes if note)
    return f"{row.text} ({told})" if told else row.text
