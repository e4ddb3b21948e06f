"""A report in the field order of SP4N-LAPOR!'s form, to copy, as CSV and as JSON.

``LaporRecord`` is what a partner takes over (``lapor_cases.LaporPartner``). There is no public description of a partner
interface of LAPOR! today; ``lapor_folder`` hands over by file.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from sipp.exchange.csv_files import write_csv

#: LAPOR!'s three kinds of report.
Classification = Literal["Pengaduan", "Aspirasi", "Permintaan Informasi"]
CLASSIFICATIONS: dict[str, Classification] = {
    "complaint": "Pengaduan",
    "suggestion": "Aspirasi",
    "question": "Permintaan Informasi",
}

#: What each field is called on LAPOR!'s form, in its order; the case number stands last, as our own reference.
LABELS: dict[str, str] = {
    "classification": "Klasifikasi Laporan",
    "title": "Judul Laporan",
    "content": "Isi Laporan",
    "happened_on": "Tanggal Kejadian",
    "place": "Lokasi Kejadian",
    "agency": "Instansi Tujuan",
    "category": "Kategori Laporan",
    "attachments": "Lampiran",
    "anonymous": "Anonim",
    "secret": "Rahasia",
    "case_number": "Nomor Kasus",
}


@dataclass(frozen=True, kw_only=True)
class LaporRecord:
    """One report. Texts are Indonesian; ``happened_on`` is a month where the reporter is hidden.

    ``attachments`` is how many files there are; they are handed over by hand. ``anonymous`` and ``secret`` are LAPOR!'s
    switches: who reports is hidden from the agency, the content from the public.
    """

    classification: Classification
    title: str
    content: str
    happened_on: str
    place: str
    agency: str
    category: str
    attachments: int
    anonymous: bool
    secret: bool
    case_number: str


def as_rows(record: LaporRecord) -> list[tuple[str, str]]:
    """Label and value of each field, in the order of the form."""
    return [(LABELS[name], _text(value)) for name, value in asdict(record).items()]


def as_text(record: LaporRecord) -> str:
    """The fields one under the other, to be copied."""
    return "\n\n".join(f"{label}:\n{value}" for label, value in as_rows(record) if value)


def as_csv(records: Iterable[LaporRecord]) -> bytes:
    """A CSV file with a line a report."""
    return write_csv(list(LABELS.values()), ([_text(value) for value in asdict(one).values()] for one in records))


def as_json(records: Iterable[LaporRecord]) -> bytes:
    """A JSON array with an object a report, keyed by the names of ``LaporRecord``."""
    return json.dumps([asdict(one) for one in records], ensure_ascii=False, indent=2).encode()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    return str(value)
