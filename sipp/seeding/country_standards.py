"""Contents of standards in the synthetic country: a few local forms of each service, each with its history of versions.

Governments share these histories, so that a content is built and hashed once however many offer it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sipp.operations.promise_spans import span_values
from sipp.rules.publication import Period, PublicationFact, WithdrawalFact, periods_in_force
from sipp.rules.standards import (
    ROW_TYPES,
    ComplaintChannel,
    Fee,
    LegalBasis,
    ProcedureStep,
    Product,
    Requirement,
    StaffCount,
    Standard,
    TextComponent,
    TimeLimit,
    content_hash,
)
from sipp.seeding.country_words import SOURCE, Family

#: Local forms of one service, over all governments.
FORMS = 12
WITHDRAWAL_REASON = "Data sintetis: standar dicabut tanpa pengganti."

_VERSIONS_OF_FORM = (2, 3, 2, 3, 2, 4, 3, 2, 3, 2, 3, 3)
_SCHEDULED_FORM = 5
_WITHDRAWN_FORM = 9
_FIRST_UNCONFIRMED_FORM = 8
_PAPERS = (
    ("identitas", "Fotokopi kartu identitas pemohon"),
    ("surat-kuasa", "Surat kuasa bermeterai bila diwakilkan"),
    ("pas-foto", "Pas foto berwarna 4x6"),
    ("denah", "Denah dan foto lokasi"),
    ("pernyataan", "Surat pernyataan kesanggupan"),
    ("bukti-retribusi", "Bukti lunas retribusi tahun berjalan"),
    ("persetujuan-tetangga", "Persetujuan tertulis tetangga sekitar"),
    ("profil", "Profil singkat kegiatan"),
    ("pengantar", "Surat pengantar kelurahan atau desa"),
)


@dataclass
class Edition:
    """One version of a history. ``template_id`` is a stored version with this content, once there is one."""

    effective_from: date
    recorded_at: datetime
    content_hash: str
    span: Mapping[str, Any]
    standard: Standard = field(repr=False)
    template_id: int | None = None


@dataclass(frozen=True)
class History:
    """The versions of one local form, oldest first; ``withdrawn_on`` is the end of the newest one."""

    editions: Sequence[Edition]
    periods: Sequence[Period]
    withdrawn_on: date | None = None
    withdrawn_at: datetime | None = None


def model_of(family: Family, act: str, subject: str, random: Random) -> Standard:
    """The national model of an invented service; dates and local values come later."""
    return Standard(
        effective_from=date.min,
        requirements=tuple(
            Requirement(row_key=key, text=text, mandatory=key != "surat-kuasa", copies=1)
            for key, text in (("formulir", "Formulir permohonan yang sudah diisi"), *random.sample(_PAPERS[:-1], 3))
        ),
        procedure=tuple(
            ProcedureStep(row_key=key, text=text, actor=actor, channel=channel)  # type: ignore[arg-type]
            for key, text, actor, channel in (
                ("ajukan", "Ajukan permohonan dan serahkan berkas", "applicant", "any"),
                ("periksa", "Petugas memeriksa berkas dan lokasi", "officer", "any"),
                ("ambil", "Ambil hasil layanan", "applicant", "counter"),
            )
        ),
        time_limits=(
            TimeLimit(
                row_key="waktu", maximum=random.randint(*family.days), unit="working_day", start_event="file_complete"
            ),
        ),
        fees=(_fee(family, random),),
        products=(Product(row_key="produk", name=family.product.format(subject), form="both"),),
        complaint_channels=(ComplaintChannel(row_key="lapor", kind="lapor", value="https://www.lapor.go.id"),),
        legal_bases=(
            LegalBasis(row_key="uu-25-2009", type="UU", number="25", year=2009, title="Pelayanan Publik"),
            LegalBasis(row_key="perda", type="Perda", title=f"Peraturan daerah tentang {subject}"),
        ),
        texts=(
            TextComponent(
                row_key="jaminan",
                component="service_guarantee",
                text=f"{act.format(subject)} diselesaikan sesuai standar ini.",
            ),
        ),
    )


def history_of(model: Standard, form: int, anchor: date, random: Random) -> History:
    """The history of one local form of a service; the same random state gives the same history.

    ``anchor`` is a day that has passed: nothing is recorded later, and what is scheduled is effective a year after it.
    """
    confidence = "confirmed" if form < _FIRST_UNCONFIRMED_FORM else "reference"
    days = _effective_days(form, anchor, random)
    editions = _editions(_marked(_local(model, random), confidence), days, anchor, random)
    is_withdrawn = form == _WITHDRAWN_FORM and random.random() < 0.5
    return _history(editions, days[-1] + timedelta(days=random.randint(60, 200)) if is_withdrawn else None, anchor)


def national_history(model: Standard, anchor: date, random: Random) -> History:
    """One or two versions of an invented service's national model."""
    first = anchor - timedelta(days=random.randint(900, 1500))
    days = [first, first + timedelta(days=random.randint(200, 700))][: random.randint(1, 2)]
    return _history(_editions(_marked(model, "sample"), days, anchor, random), None, anchor)


def _editions(first: Standard, days: Sequence[date], anchor: date, random: Random) -> list[Edition]:
    editions = []
    standard = first
    for day in days:
        standard = replace(standard, effective_from=day, effective_basis=SOURCE)
        recorded = _morning(min(day - timedelta(days=14), anchor))
        editions.append(Edition(day, recorded, content_hash(standard), span_values(standard), standard))
        standard = _revised(standard, random)
    return editions


def _history(editions: Sequence[Edition], withdrawn_on: date | None, anchor: date) -> History:
    publications = [
        PublicationFact(place, place, edition.effective_from, edition.recorded_at)
        for place, edition in enumerate(editions)
    ]
    if withdrawn_on is None:
        return History(editions, periods_in_force(publications, []))
    withdrawn_at = _morning(min(withdrawn_on - timedelta(days=7), anchor))
    withdrawal = WithdrawalFact(len(editions) - 1, withdrawn_on, withdrawn_at)
    return History(editions, periods_in_force(publications, [withdrawal]), withdrawn_on, withdrawn_at)


def _fee(family: Family, random: Random) -> Fee:
    lowest, highest = family.fee_idr
    if not highest:
        return Fee(row_key="biaya", shape="free", kind="free")
    if random.random() < 0.1:
        return Fee(row_key="biaya", shape="regional_law", kind="local_levy", legal_basis="Perda retribusi")
    amount = round(random.uniform(lowest, highest) / 5000) * 5000
    if not amount:
        return Fee(row_key="biaya", shape="free", kind="free")
    return Fee(row_key="biaya", shape="fixed", kind="local_levy", amount_idr=amount)


def _effective_days(form: int, anchor: date, random: Random) -> list[date]:
    count = _VERSIONS_OF_FORM[form]
    gap = 1400 // count
    days = [anchor - timedelta(days=gap * (count - place) - random.randint(0, gap - 30)) for place in range(count)]
    if form == _SCHEDULED_FORM:
        days[-1] = anchor + timedelta(days=random.randint(400, 800))
    return days


def _local(model: Standard, random: Random) -> Standard:
    """The model with local values."""
    papers = model.requirements
    if random.random() < 0.4:
        key, text = _PAPERS[-1]
        papers = (*papers, Requirement(row_key=f"lokal-{key}", text=text))
    return replace(
        model,
        requirements=papers,
        time_limits=tuple(_longer(row, random.choice((0.5, 1, 1, 1.5, 2))) for row in model.time_limits),
        fees=tuple(_dearer(row, random.choice((0.8, 1, 1, 1.2, 1.5))) for row in model.fees),
        staff_counts=(StaffCount(row_key="pelaksana", count=random.randint(2, 12)),),
    )


def _revised(standard: Standard, random: Random) -> Standard:
    """What the next version says: another time, another fee or another number of staff."""
    match random.randrange(3):
        case 0:
            return replace(standard, time_limits=tuple(_longer(row, 0.75) for row in standard.time_limits))
        case 1:
            return replace(standard, fees=tuple(_dearer(row, 1.25) for row in standard.fees))
    staff = tuple(replace(row, count=row.count + random.randint(1, 8)) for row in standard.staff_counts)
    return replace(standard, staff_counts=staff)


def _longer(row: TimeLimit, factor: float) -> TimeLimit:
    if row.kind != "duration" or row.maximum is None or row.minimum is not None:
        return row
    return replace(row, maximum=max(1, round(row.maximum * factor)))


def _dearer(row: Fee, factor: float) -> Fee:
    if row.shape != "fixed" or not row.amount_idr:
        return row
    return replace(row, amount_idr=max(1000, round(row.amount_idr * factor / 1000) * 1000))


def _marked(standard: Standard, confidence: str) -> Standard:
    rows: dict[str, Any] = {
        name: tuple(
            replace(row, source=SOURCE, certainty=None, confidence=confidence) for row in getattr(standard, name)
        )
        for name in ROW_TYPES
    }
    return replace(standard, decree_number=None, **rows)


def _morning(day: date) -> datetime:
    """00:00 of a day in the west of the country."""
    return datetime.combine(day, time.min, UTC) - timedelta(hours=7)
