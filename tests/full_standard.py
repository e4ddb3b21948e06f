"""A standard in which every kind of row and every field has a value, for round trips and for what must be frozen."""

from datetime import date
from typing import Any

from sipp.rules.standards import (
    ComplaintChannel,
    Fee,
    Formula,
    FormulaParameter,
    LegalBasis,
    ProcedureStep,
    Product,
    Requirement,
    StaffCount,
    Standard,
    TextComponent,
    TimeLimit,
    Variant,
)

FIRST_DAY = date(2024, 1, 1)


def a_full_standard(**more: Any) -> Standard:
    """A standard in which every kind of row and every field has a value."""
    common: dict[str, Any] = {"confidence": "sample", "certainty": "medium", "source": "Sumber pengujian"}
    formula = Formula(
        text="1/1000 × luas × harga + Rp50.000",
        rate="1/1000",
        constant_idr=50_000,
        parameters=(
            FormulaParameter(name="area", label="luas tanah", unit="m²"),
            FormulaParameter(name="price", label="harga per m²", unit="Rp"),
        ),
        example={"area": 100, "price": 1_000_000},
        example_amount_idr=150_000,
    )
    values: dict[str, Any] = {
        "effective_from": FIRST_DAY,
        "effective_basis": "Peraturan Wali Kota",
        "variants": (Variant(code="baru", label="Baru"), Variant(code="hilang", label="Hilang")),
        "requirements": (
            Requirement(
                row_key="surat-hilang",
                variant="hilang",
                text="Surat keterangan hilang",
                kind="document",
                form="original",
                copies=2,
                mandatory=False,
                condition="bila hilang",
                form_code="F-1.02",
                issued_by="sktlk",
                legal_basis="Perpres 96/2018",
                **common,
            ),
        ),
        "procedure": (
            ProcedureStep(
                row_key="antre",
                variant="baru",
                text="Ambil nomor antrean",
                channel="counter",
                actor="applicant",
                place="Loket 1",
                duration_max=15,
                duration_unit="minute",
                **common,
            ),
        ),
        "time_limits": (
            TimeLimit(
                row_key="waktu",
                variant="baru",
                kind="duration",
                minimum=1,
                maximum=3,
                unit="working_day",
                approximate=True,
                start_event="other",
                start_event_text="sejak wawancara",
                end_event_text="surat diserahkan",
                reason="menurut antrean",
                legal_basis="UU 25/2009",
                **common,
            ),
        ),
        "fees": (
            Fee(
                row_key="dasar",
                variant="baru",
                shape="fixed",
                kind="local_levy",
                label="Tarif dasar",
                amount_idr=9_000_000_000,
                amount_is="maximum",
                per="lembar",
                recurrence="yearly",
                condition="untuk usaha",
                legal_basis="Perda 1/2024",
                **common,
            ),
            Fee(row_key="luas", shape="formula", formula=formula, **common),
        ),
        "products": (
            Product(
                row_key="produk",
                variant="baru",
                name="Paspor",
                form="both",
                validity=10,
                validity_unit="year",
                note="dicetak",
                **common,
            ),
        ),
        "complaint_channels": (
            ComplaintChannel(
                row_key="loket", variant="baru", kind="counter", value="Loket 9", hours="08.00-15.00", **common
            ),
        ),
        "legal_bases": (
            LegalBasis(
                row_key="pp",
                variant="baru",
                type="PP",
                number="28",
                year=2019,
                title="Jenis dan tarif",
                article="pasal 1",
                status="replaced",
                replaced_by="PP 45/2024",
                **common,
            ),
        ),
        "staff_counts": (StaffCount(row_key="petugas", variant="baru", count=4, role="petugas loket", **common),),
        "texts": (
            TextComponent(
                row_key="fasilitas",
                variant="baru",
                component="facilities",
                text="Ruang tunggu\ndan jalur landai.",
                **common,
            ),
        ),
    }
    return Standard(**{**values, **more})
