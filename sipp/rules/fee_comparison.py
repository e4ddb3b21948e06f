"""Money asked against the fee of the standard: what was promised in all, and by how much it was exceeded.

How rows add up: the base rows of the variant, plus the surcharge and penalty rows the citizen ticks; third-party rows
never. Free counts as 0, a maximum compares as the ceiling it is. What cannot be known accuses nobody:

- a formula, "by regional law" or an unknown fee is not computable;
- an approximate fee clears an amount up to it, above it the difference is shown without a result;
- a price per person, document, month or year clears one unit's price; more may be more units and is not computable;
- base rows with a condition of their own ("di luar jam kerja") may or may not hold unless ticked: up to the lowest
  possible total is within, above the highest possible one is above it, between is not computable; a single base row
  with a condition ("pada umumnya") never puts an amount above it, for nothing is said where it does not hold.

Law: UU 25/2009 art. 21 (biaya/tarif is part of the standard) and 31 (the fee is set by law).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sipp.rules.findings import Experience, Finding, Promise, Reason
from sipp.rules.standards import Fee, Standard, is_confirmed, rows_for

#: What one application gets one of: a price "per" one of these is the price of the application.
# fmt: off
_SINGLE_UNITS = frozenset(
    {
        "berkas", "buku", "kartu", "kendaraan", "kutipan", "layanan", "paspor", "pemohon", "penerbitan",
        "pendaftaran", "pengajuan", "pengesahan", "permohonan", "perpanjangan", "peristiwa", "sertifikat",
        "sertipikat", "sim", "skck", "stnk", "surat",
    }
)
# fmt: on


@dataclass(frozen=True)
class _Total:
    """What the fee of one variant comes to. ``lowest_idr`` and ``highest_idr`` differ only by open conditions."""

    rows: tuple[Fee, ...] = ()
    lowest_idr: int = 0
    highest_idr: int = 0
    reason: Reason | None = None
    is_approximate: bool = False
    reason_above: Reason | None = None


def compare_fee(experience: Experience, promise: Promise) -> Finding:
    """The finding on money: "above" by so many rupiah, "within", or "not_computable" with its reason."""
    total = _total(promise.standard, experience)
    finding = Finding(
        result="not_computable",
        group="money",
        component="fee",
        row_key=total.rows[0].row_key if total.rows else None,
        row_keys=tuple(row.row_key for row in total.rows),
        version=promise.version,
        standing=promise.standing,
        said=experience.money_for,
        promised_idr=None if total.reason else total.highest_idr,
        experienced_idr=experience.money_total,
        is_confirmed=bool(total.rows) and all(is_confirmed(row) for row in total.rows),
    )
    if experience.money_total is None:
        return replace(finding, reason="no_amount_told")
    if total.reason:
        return replace(finding, reason=total.reason)
    return _compare_amount(finding, total, experience.money_total)


def _compare_amount(finding: Finding, total: _Total, asked_idr: int) -> Finding:
    if asked_idr <= total.lowest_idr:
        return replace(finding, result="within", difference_idr=0)
    if asked_idr <= total.highest_idr:
        return replace(finding, reason="fee_depends_on_condition")
    difference_idr = asked_idr - total.highest_idr
    if total.is_approximate:
        return replace(finding, reason="approximate_amount", difference_idr=difference_idr)
    if total.reason_above:
        return replace(finding, reason=total.reason_above)
    return replace(finding, result="above", difference_idr=difference_idr)


def _total(standard: Standard, experience: Experience) -> _Total:
    """The total for the chosen variant; without a choice the one all variants share, if they do."""
    codes = [variant.code for variant in standard.variants]
    if experience.variant in codes or not codes:
        return _total_of(rows_for(standard.fees, experience.variant), experience.fee_rows)
    totals = [_total_of(rows_for(standard.fees, code), experience.fee_rows) for code in codes]
    shared = totals[0]
    if all(_is_same(shared, other) for other in totals):
        return shared
    return _Total(reason="no_variant_chosen")


def _is_same(one: _Total, other: _Total) -> bool:
    """Whether two variants promise the same, whatever rows say so."""
    return replace(one, rows=()) == replace(other, rows=()) and _are_confirmed(one) == _are_confirmed(other)


def _are_confirmed(total: _Total) -> bool:
    return all(is_confirmed(row) for row in total.rows)


def _total_of(rows: Sequence[Fee], ticked: Sequence[str]) -> _Total:
    base = [row for row in rows if row.role == "base"]
    if not base:
        return _Total(reason="no_fee_published")
    extra = [row for row in rows if row.role in ("surcharge", "penalty") and row.row_key in ticked]
    held = tuple(base + extra)
    reason = _reason_not_computable(held)
    if reason:
        return _Total(rows=held, reason=reason)
    certain = [row for row in held if row in extra or row.condition is None or row.row_key in ticked]
    # Whoever ticked one conditional base row was shown the others and left them out.
    has_ticked_base = any(row.row_key in ticked for row in base if row.condition is not None)
    open_rows = [] if has_ticked_base else [row for row in held if row not in certain]
    lowest_idr = _sum_idr(certain)
    if not any(row.role == "base" for row in certain):
        # Every base row has its condition: they are alternatives, and at least the cheapest one holds.
        lowest_idr += min(row.amount_idr or 0 for row in open_rows)
    return _Total(
        rows=held,
        lowest_idr=lowest_idr,
        highest_idr=_sum_idr(certain) + _sum_idr(open_rows),
        is_approximate=any(row.amount_is == "approximate" for row in held),
        reason_above="fee_depends_on_condition" if len(base) == len(open_rows) == 1 else _reason_above(held),
    )


def _reason_not_computable(rows: Sequence[Fee]) -> Reason | None:
    shapes = {row.shape for row in rows}
    if "formula" in shapes:
        return "fee_is_formula"
    if "regional_law" in shapes:
        return "fee_by_regional_law"
    if "unknown" in shapes or any(row.shape == "fixed" and row.amount_idr is None for row in rows):
        return "fee_unknown"
    return None


def _reason_above(rows: Sequence[Fee]) -> Reason | None:
    """Why an amount above these rows may still be right: several periods or several units."""
    priced = [row for row in rows if row.amount_idr]
    if any(row.recurrence in ("monthly", "yearly") for row in priced):
        return "fee_recurs"
    return "fee_per_unit" if any(_is_per_unit(row.per) for row in priced) else None


def _is_per_unit(per: str | None) -> bool:
    words = re.findall(r"[a-z]+", (per or "").lower())
    words = [word for word in words if word not in ("per", "setiap", "tiap", "sekali", "satu", "se")]
    return bool(words) and words[0] not in _SINGLE_UNITS


def _sum_idr(rows: Sequence[Fee]) -> int:
    return sum(row.amount_idr or 0 for row in rows if row.shape == "fixed")
