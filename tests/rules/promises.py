"""Builders: a promise of any shape of fee and time, with defaults for what a test does not care about."""

from datetime import date
from typing import Any

from sipp.rules.breaches import Experience, Finding, Promise, find_breaches
from sipp.rules.standards import Fee, Formula, FormulaParameter, Product, Requirement, Standard, TimeLimit
from tests.rules.national_holidays import CALENDAR_2026

TODAY = date(2026, 6, 30)

FORMULA = Formula(
    text="nilai tanah / 1.000 + 50.000",
    rate="1/1000",
    constant_idr=50_000,
    parameters=(FormulaParameter(name="value", label="nilai tanah"),),
)

#: Every shape a fee takes, including a standard that says nothing about it.
FEES: dict[str, tuple[Fee, ...]] = {
    "unpublished": (),
    "free": (Fee(row_key="biaya", shape="free", kind="free"),),
    "fixed": (Fee(row_key="biaya", shape="fixed", amount_idr=100_000),),
    "maximum": (Fee(row_key="biaya", shape="fixed", amount_idr=100_000, amount_is="maximum"),),
    "approximate": (Fee(row_key="biaya", shape="fixed", amount_idr=100_000, amount_is="approximate"),),
    "formula": (Fee(row_key="biaya", shape="formula", formula=FORMULA),),
    "regional_law": (Fee(row_key="biaya", shape="regional_law", kind="local_levy"),),
    "unknown": (Fee(row_key="biaya", shape="unknown"),),
    "per_unit": (Fee(row_key="biaya", shape="fixed", amount_idr=100_000, per="dokumen"),),
    "monthly": (Fee(row_key="biaya", shape="fixed", amount_idr=100_000, kind="contribution", recurrence="monthly"),),
}

#: Every shape a time limit takes, each from the application.
LIMITS: dict[str, tuple[TimeLimit, ...]] = {
    "unpublished": (),
    "instant": (TimeLimit(row_key="waktu", kind="instant", start_event="application"),),
    "minute": (TimeLimit(row_key="waktu", maximum=10, unit="minute", start_event="application"),),
    "hour": (TimeLimit(row_key="waktu", maximum=24, unit="hour", start_event="application"),),
    "working_day": (TimeLimit(row_key="waktu", maximum=3, unit="working_day", start_event="application"),),
    "day": (TimeLimit(row_key="waktu", maximum=3, unit="day", start_event="application"),),
    "week": (TimeLimit(row_key="waktu", maximum=1, unit="week", start_event="application"),),
    "month": (TimeLimit(row_key="waktu", maximum=1, unit="month", start_event="application"),),
    "approximate": (TimeLimit(row_key="waktu", maximum=3, unit="day", approximate=True, start_event="application"),),
    "scheduled": (TimeLimit(row_key="waktu", kind="scheduled", reason="jadwal tahunan"),),
}

REQUIREMENTS = (
    Requirement(row_key="kk", text="Fotokopi Kartu Keluarga", form="copy"),
    Requirement(row_key="surat", text="Surat kehilangan dari kepolisian"),
    Requirement(row_key="f102", text="Formulir F-1.02", form_code="F-1.02"),
)
PRODUCTS = (Product(row_key="produk", name="KTP-el"),)


def standard(fee: str = "free", time: str = "working_day", **content: Any) -> Standard:
    """A standard with one shape of fee and one of time, its other rows as given."""
    rows = {
        "requirements": REQUIREMENTS,
        "products": PRODUCTS,
        "fees": FEES[fee],
        "time_limits": LIMITS[time],
    }
    return Standard(effective_from=date(2026, 1, 1), **{**rows, **content})


def promise(content: Standard | None = None, standing: Any = "in_force", version: int | None = 11) -> Promise:
    """A promise that judges; a ceiling has no version."""
    return Promise(
        standard=content or standard(), version=None if standing == "ceiling" else version, standing=standing
    )


def compare(experience: Experience, judged: Promise | None, today: date = TODAY) -> tuple[Finding, ...]:
    """All findings, one promise judging both the day of application and the day of payment."""
    return find_breaches(experience, promise=judged, fee_promise=judged, calendar=CALENDAR_2026, today=today)


def compare_money(judged: Promise, asked: int | None, **told: Any) -> Finding:
    """The one finding about money."""
    [finding] = compare(Experience(groups=("money",), money_total=asked, **told), judged)
    return finding


def compare_time(judged: Promise, today: date = TODAY, **told: Any) -> Finding:
    """The one finding about time."""
    [finding] = compare(Experience(groups=("time",), **told), judged, today)
    return finding
