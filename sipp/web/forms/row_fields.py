"""The fields of a row of a standard as people write them: one line that says nearly all, and what stands beside it.

The line of a time is "3 hari kerja", of a fee "Rp50.000", of a law its citation; what the line told already is in the
fields beside it when the page comes back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from sipp.i18n import duration, number
from sipp.rules.standards import (
    ComplaintChannel,
    Component,
    Fee,
    LegalBasis,
    ProcedureStep,
    Product,
    Requirement,
    Row,
    StaffCount,
    TextComponent,
    TimeLimit,
)
from sipp.rules.typed_formulas import formula_line
from sipp.rules.typed_input import TypedInputError, clean_text
from sipp.rules.typed_promises import parse_time
from sipp.words import codes as words
from sipp.words.promises import fee_words, time_limit_words

LONGEST_TEXT = 20_000
_VALIDITY_UNITS = {"hari": "day", "bulan": "month", "tahun": "year"}
_LIFETIME = ("seumur hidup", "selamanya", "selama hidup")


@dataclass(frozen=True)
class RowField:
    """One field beside the line: which values of the row it holds, how they are shown, and how they are read.

    ``read`` raises TypedInputError. ``is_main``: it stands in sight, not folded away.
    """

    name: str
    label: LazyString
    targets: tuple[str, ...]
    show: Callable[[Any], str]
    read: Callable[[str], tuple[Any, ...]]
    kind: Literal["text", "choice", "flag", "service"] = "text"
    choices: Mapping[str, Any] | None = None
    hint: LazyString | None = None
    default: str | None = None
    is_main: bool = False


@dataclass(frozen=True)
class RowForm:
    """How the rows of one kind are written: what a line is called, an example, and the fields beside it."""

    line: LazyString
    more: LazyString
    example: LazyString
    fields: tuple[RowField, ...] = ()
    takes_variant: bool = False


def line_of(row: Row) -> str:
    """The line that stands for a row; reading it gives the row again."""
    return _LINES[type(row)](row)


def form_of(component: Component) -> RowForm:
    """How the rows of a component are written."""
    return _FORMS.get(component, _PARAGRAPHS)


def one_line(text: str) -> str:
    """Typed words in one line."""
    return " ".join(clean_text(text, LONGEST_TEXT).split())


def _text(name: str, label: LazyString, hint: LazyString | None = None, *, is_main: bool = False) -> RowField:
    return RowField(
        name,
        label,
        (name,),
        lambda row: getattr(row, name) or "",
        lambda typed: (one_line(typed) or None,),
        hint=hint,
        is_main=is_main,
    )


def _choice(
    name: str, label: LazyString, choices: Mapping[str, Any], default: str | None = None, *, is_main: bool = False
) -> RowField:
    def read(typed: str) -> tuple[Any, ...]:
        if typed and typed not in choices:
            raise TypedInputError("unknown_choice")
        return (typed or default,)

    return RowField(
        name,
        label,
        (name,),
        lambda row: getattr(row, name) or "",
        read,
        "choice",
        choices,
        default=default,
        is_main=is_main,
    )


def _read_copies(typed: str) -> tuple[Any, ...]:
    plain = one_line(typed).lower().removesuffix("lembar").removesuffix("rangkap").strip()
    if not plain:
        return (None,)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 3):
        raise TypedInputError("number_unreadable")
    return (int(plain),)


def _read_duration(typed: str) -> tuple[Any, ...]:
    if not one_line(typed):
        return None, None
    time = parse_time(typed)
    if time.is_day_type_unclear:
        raise TypedInputError("day_type_unclear")
    if time.kind != "duration":
        raise TypedInputError("time_unreadable")
    return time.maximum, time.unit


def _show_duration(row: Any) -> str:
    if row.duration_max is None:
        return ""
    return duration(row.duration_max, row.duration_unit) if row.duration_unit else number(row.duration_max)


def _read_validity(typed: str) -> tuple[Any, ...]:
    plain = one_line(typed).lower().removeprefix("berlaku ").removesuffix(".")
    if not plain:
        return None, None
    if plain in _LIFETIME:
        return None, "lifetime"
    count, _space, unit = plain.partition(" ")
    if not (count.isascii() and count.isdigit() and len(count) <= 4) or unit not in _VALIDITY_UNITS:
        raise TypedInputError("validity_unreadable")
    return int(count), _VALIDITY_UNITS[unit]


def _show_validity(row: Any) -> str:
    if row.validity_unit == "lifetime":
        return "seumur hidup"
    if row.validity is None:
        return ""
    return f"{row.validity} {words.VALIDITY_UNITS[row.validity_unit]}" if row.validity_unit else str(row.validity)


def _law_line(row: LegalBasis) -> str:
    number_and_year = "/".join(str(part) for part in (row.number, row.year) if part)
    line = f"{row.type} {number_and_year}".strip()
    if row.title:
        line = f"{line} tentang {row.title}"
    return f"{line}, {row.article}" if row.article else line


def _staff_line(row: StaffCount) -> str:
    return f"{row.role}: {row.count} orang" if row.role else _("%(count)s orang", count=number(row.count))


def _fee_line(row: Fee) -> str:
    if row.formula is not None:
        return formula_line(row.formula)
    if row.shape != "fixed":
        return fee_words(row)
    return fee_words(Fee(row_key="", shape="fixed", amount_idr=row.amount_idr, amount_is=row.amount_is))


def _time_line(row: TimeLimit) -> str:
    return (row.reason or time_limit_words(row)) if row.kind == "scheduled" else time_limit_words(row)


_LINES: dict[type[Row], Callable[[Any], str]] = {
    Requirement: lambda row: row.text,
    ProcedureStep: lambda row: row.text,
    TimeLimit: _time_line,
    Fee: _fee_line,
    Product: lambda row: row.name,
    ComplaintChannel: lambda row: row.value,
    LegalBasis: _law_line,
    StaffCount: _staff_line,
    TextComponent: lambda row: row.text,
}

_LAW = _l("Dasar hukum")

_PARAGRAPHS = RowForm(
    _l("Uraian"),
    _l("Tambah uraian, satu baris satu hal"),
    _l("Misalnya: ruang tunggu berpendingin udara"),
)

_FORMS: dict[Component, RowForm] = {
    "legal_basis": RowForm(
        _l("Peraturan"),
        _l("Tambah peraturan, satu baris satu peraturan"),
        _l("Misalnya: UU 24/2013 tentang Administrasi Kependudukan"),
        (
            _choice("status", _l("Keadaan"), words.LEGAL_STATUSES, "in_force"),
            _text("replaced_by", _l("Diganti dengan")),
        ),
    ),
    "requirements": RowForm(
        _l("Persyaratan"),
        _l("Tambah persyaratan, satu baris satu syarat"),
        _l("Misalnya: Fotokopi kartu keluarga, 1 lembar"),
        (
            _choice("kind", _l("Macam"), words.REQUIREMENT_KINDS, "document"),
            _choice("form", _l("Bentuk"), words.DOCUMENT_FORMS),
            RowField(
                "copies",
                _l("Berapa lembar"),
                ("copies",),
                lambda row: str(row.copies) if row.copies is not None else "",
                _read_copies,
            ),
            _text("condition", _l("Hanya dalam keadaan"), _l("Misalnya: bila diwakilkan")),
            RowField(
                "issued_by",
                _l("Diterbitkan lewat layanan"),
                ("issued_by",),
                lambda row: row.issued_by or "",
                lambda typed: (one_line(typed) or None,),
                "service",
                hint=_l("Ketik nama layanannya. Warga mendapat tautan ke layanan itu."),
            ),
            _text("form_code", _l("Kode formulir"), _l("Misalnya: F-1.02")),
            _text("legal_basis", _LAW),
            RowField(
                "optional",
                _l("Tidak wajib"),
                ("mandatory",),
                lambda row: "" if row.mandatory else "yes",
                lambda typed: (typed != "yes",),
                "flag",
            ),
        ),
        takes_variant=True,
    ),
    "procedure": RowForm(
        _l("Langkah"),
        _l("Tambah langkah, satu baris satu langkah"),
        _l("Misalnya: Petugas memeriksa berkas di loket (5 menit)"),
        (
            _choice("actor", _l("Pelaku"), words.STEP_ACTORS),
            _choice("channel", _l("Saluran"), words.CHANNELS, "any"),
            _text("place", _l("Tempat")),
            RowField(
                "duration",
                _l("Paling lama"),
                ("duration_max", "duration_unit"),
                _show_duration,
                _read_duration,
                hint=_l("Misalnya: 5 menit"),
            ),
        ),
        takes_variant=True,
    ),
    "time_limit": RowForm(
        _l("Jangka waktu"),
        _l("Tambah jangka waktu, satu baris satu waktu"),
        _l("Misalnya: 3 hari kerja sejak berkas lengkap"),
        (
            _choice("start_event", _l("Dihitung"), words.START_EVENTS, is_main=True),
            _text("start_event_text", _l("Sejak peristiwa lain")),
            _text("end_event_text", _l("Sampai")),
            _text("legal_basis", _LAW),
        ),
        takes_variant=True,
    ),
    "fee": RowForm(
        _l("Biaya"),
        _l("Tambah biaya, satu baris satu biaya"),
        _l("Misalnya: gratis, atau: Paspor biasa: Rp350.000 sesuai PP 28/2019, atau: 1/1000 × nilai tanah (Rp)"),
        (
            _text("label", _l("Untuk apa"), is_main=True),
            _text("legal_basis", _LAW, is_main=True),
            _choice("role", _l("Peran"), words.FEE_ROLES, "base"),
            _choice("kind", _l("Macam"), words.FEE_KINDS, "other"),
            _text("per", _l("Per"), _l("Misalnya: lembar")),
            _choice("recurrence", _l("Berulang"), words.RECURRENCES, "once"),
            _text("condition", _l("Hanya dalam keadaan")),
        ),
        takes_variant=True,
    ),
    "product": RowForm(
        _l("Produk"),
        _l("Tambah produk, satu baris satu produk"),
        _l("Misalnya: Kartu tanda penduduk elektronik"),
        (
            RowField(
                "validity",
                _l("Berlaku"),
                ("validity", "validity_unit"),
                _show_validity,
                _read_validity,
                hint=_l("Misalnya: 5 tahun, atau: seumur hidup"),
            ),
            _choice("form", _l("Bentuk"), words.PRODUCT_FORMS),
            _text("note", _l("Catatan")),
        ),
        takes_variant=True,
    ),
    "complaint_handling": RowForm(
        _l("Alamat atau nomor"),
        _l("Tambah saluran, satu baris satu saluran"),
        _l("Misalnya: WhatsApp 0812-3456-7890, atau: SP4N-LAPOR! lapor.go.id"),
        (
            _choice("kind", _l("Saluran"), words.COMPLAINT_CHANNELS, "other"),
            _text("hours", _l("Jam layanan")),
        ),
    ),
    "staff_count": RowForm(
        _l("Jumlah"),
        _l("Tambah pelaksana, satu baris satu peran"),
        _l("Misalnya: Petugas loket: 4 orang"),
    ),
}
