"""The promise at one glance: what a standard says about fee, time, papers and product for one variant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sipp.rules.standards import (
    Fee,
    Product,
    Requirement,
    Standard,
    TimeLimit,
    is_confirmed,
    rows_for,
)

FeeAnswer = Literal["free", "amount", "range", "formula", "regional_law", "unknown", "unpublished"]


@dataclass(frozen=True, kw_only=True)
class FeeGlance:
    """The agency's fee in one figure. ``minimum_idr`` to ``maximum_idr`` are whole rupiah; equal for one amount.

    Third-party costs, surcharges and penalties are never part of the figure; they stand in ``rows``.
    """

    answer: FeeAnswer
    minimum_idr: int | None = None
    maximum_idr: int | None = None
    is_approximate: bool = False
    is_maximum: bool = False
    rows: tuple[Fee, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether nothing is charged in any case."""
        return self.answer == "free"


@dataclass(frozen=True, kw_only=True)
class Glance:
    """What a citizen at the counter needs: fee, time, what to bring, result."""

    fee: FeeGlance
    time_limits: tuple[TimeLimit, ...]
    papers: tuple[Requirement, ...]
    conditions: tuple[Requirement, ...]
    products: tuple[Product, ...]
    variants: tuple[str, ...]
    has_unconfirmed: bool

    @property
    def time_limit(self) -> TimeLimit | None:
        """The first limit: the promise for the whole service."""
        return self.time_limits[0] if self.time_limits else None

    @property
    def product(self) -> Product | None:
        """The first product."""
        return self.products[0] if self.products else None


def glance(standard: Standard, variant: str | None = None) -> Glance:
    """The glance for a variant; without one, over all variants (fees then as a range)."""
    requirements = rows_for(standard.requirements, variant)
    time_limits = rows_for(standard.time_limits, variant)
    fees = rows_for(standard.fees, variant)
    products = rows_for(standard.products, variant)
    return Glance(
        fee=fee_glance(standard, variant),
        time_limits=time_limits,
        papers=tuple(row for row in requirements if row.kind == "document"),
        conditions=tuple(row for row in requirements if row.kind != "document"),
        products=products,
        variants=(variant,) if variant is not None else tuple(one.code for one in standard.variants),
        has_unconfirmed=any(not is_confirmed(row) for row in (*requirements, *time_limits, *fees, *products)),
    )


def fee_glance(standard: Standard, variant: str | None = None) -> FeeGlance:
    """The fee of one variant, or the range over all variants."""
    rows = rows_for(standard.fees, variant)
    if variant is not None or not standard.variants:
        return _sum_up(rows)
    each = [_sum_up(rows_for(standard.fees, one.code)) for one in standard.variants]
    return _range_over(each, rows)


def ranged_over(glances: Sequence[FeeGlance]) -> FeeGlance:
    """The range over several offers' fees, e.g. all offers of a reference service."""
    return _range_over(glances, tuple(row for one in glances for row in one.rows))


def _sum_up(rows: Sequence[Fee]) -> FeeGlance:
    base = [row for row in rows if row.role == "base"]
    shapes = {row.shape for row in base}
    if not base:
        return FeeGlance(answer="unpublished", rows=tuple(rows))
    for shape in ("regional_law", "unknown", "formula"):
        if shape in shapes:
            return FeeGlance(answer=shape, rows=tuple(rows))
    total = sum(row.amount_idr or 0 for row in base)
    return FeeGlance(
        answer="free" if total == 0 else "amount",
        minimum_idr=total,
        maximum_idr=total,
        is_approximate=any(row.amount_is == "approximate" for row in base),
        is_maximum=any(row.amount_is == "maximum" for row in base),
        rows=tuple(rows),
    )


def _range_over(each: Sequence[FeeGlance], rows: tuple[Fee, ...]) -> FeeGlance:
    figures = [one for one in each if one.minimum_idr is not None and one.maximum_idr is not None]
    if not figures:
        answer: FeeAnswer = each[0].answer if each else "unpublished"
        return FeeGlance(answer=answer, rows=rows)
    minimum = min(one.minimum_idr or 0 for one in figures)
    maximum = max(one.maximum_idr or 0 for one in figures)
    answer = "range" if minimum != maximum else "free" if maximum == 0 else "amount"
    if answer == "free" and len(figures) < len(each):
        return FeeGlance(answer=next(one.answer for one in each if one.minimum_idr is None), rows=rows)
    return FeeGlance(
        answer=answer,
        minimum_idr=minimum,
        maximum_idr=maximum,
        is_approximate=any(one.is_approximate for one in figures),
        is_maximum=any(one.is_maximum for one in figures),
        rows=rows,
    )
