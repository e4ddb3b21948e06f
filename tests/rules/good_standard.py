"""A standard of all 14 components in which the linter finds nothing and nothing is missing."""

from datetime import date
from typing import Any

from sipp.rules.standards import (
    TEXT_COMPONENTS,
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
)

#: A row of every component that the score of a standard without it would rise by.
PARAGRAPHS = {
    "facilities": "Ruang tunggu, jalur landai, dan ruang laktasi",
    "staff_competence": "Lulusan SMA yang terlatih mengoperasikan SIAK",
    "internal_oversight": "Kepala seksi memeriksa antrean setiap hari",
    "service_guarantee": "Bila terlambat, KTP-el diantar ke alamat pemohon",
    "security_guarantee": "Data pemohon disimpan di jaringan tertutup",
    "performance_evaluation": "Survei kepuasan masyarakat setiap semester",
}


def a_good_standard(**more: Any) -> Standard:
    """All 14 components, each saying something; give other content by field."""
    values: dict[str, Any] = {
        "effective_from": date(2026, 1, 1),
        "effective_basis": "Keputusan Kepala Dinas",
        "decree_number": "470/12/2026",
        "requirements": (
            Requirement(row_key="ktp", text="KTP-el yang rusak", form="original"),
            Requirement(row_key="kk", text="Fotokopi Kartu Keluarga (KK)", form="copy", copies=1),
        ),
        "procedure": (
            ProcedureStep(row_key="serah", text="Serahkan berkas di loket", channel="counter", actor="applicant"),
            ProcedureStep(row_key="ambil", text="Ambil KTP-el di loket", channel="counter", actor="applicant"),
        ),
        "time_limits": (TimeLimit(row_key="waktu", maximum=24, unit="hour", start_event="file_complete"),),
        "fees": (Fee(row_key="biaya", shape="free", kind="free", legal_basis="UU 24/2013 pasal 79A"),),
        "products": (Product(row_key="produk", name="KTP-el", form="physical", validity_unit="lifetime"),),
        "complaint_channels": (
            ComplaintChannel(row_key="loket", kind="counter", value="Loket pengaduan, lantai 1"),
            ComplaintChannel(row_key="lapor", kind="lapor", value="lapor.go.id, SMS 1708"),
        ),
        "legal_bases": (LegalBasis(row_key="uu", type="UU", number="24", year=2013),),
        "staff_counts": (StaffCount(row_key="petugas", count=4, role="petugas loket"),),
        "texts": tuple(
            TextComponent(row_key=f"teks-{code}", component=code, text=PARAGRAPHS[code]) for code in TEXT_COMPONENTS
        ),
    }
    return Standard(**{**values, **more})
