"""What a citizen tells and what the comparison with the promise finds, as values; and how a finding is classed.

Law: UU 25/2009 art. 42 (the complaint describes the service that was not according to the standard); UU 37/2008 art. 1
with the Ombudsman's ten kinds of maladministration; PermenPANRB 62/2018 (berkadar pengawasan or not).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sipp.rules.standards import Component, Fee, Standard, TimeLimit, Unit

ReportKind = Literal["complaint", "suggestion", "question"]
Group = Literal["money", "papers", "time", "not_served", "refused", "wrong_result", "treatment", "other"]
#: The eight plain groups, in the order in which they are asked and reported.
GROUPS: tuple[Group, ...] = get_args(Group)
Receipt = Literal["official", "other", "none"]
RECEIPTS: tuple[Receipt, ...] = get_args(Receipt)
NotServedReason = Literal["blanks_out", "system_down", "closed", "quota", "no_officer", "other"]
NOT_SERVED_REASONS: tuple[NotServedReason, ...] = get_args(NotServedReason)
Treatment = Literal["rude", "discrimination", "broker", "no_access", "conflict", "other"]
TREATMENTS: tuple[Treatment, ...] = get_args(Treatment)
#: Conduct that is examined by the inspectorate.
OVERSIGHT_TREATMENTS: frozenset[str] = frozenset({"discrimination", "broker", "conflict"})

#: ``ceiling``: no standard is published, the reference's legal ceiling judges.
PromiseStanding = Literal["in_force", "shown", "first_recorded", "ceiling"]
Result = Literal["above", "late", "beyond", "within", "not_computable", "no_standard", "reported"]
RESULTS: tuple[Result, ...] = get_args(Result)
#: Why a comparison has no result.
Reason = Literal[
    "no_service",
    "no_variant_chosen",
    "first_recorded_standard",
    "no_amount_told",
    "no_fee_published",
    "fee_is_formula",
    "fee_by_regional_law",
    "fee_unknown",
    "fee_per_unit",
    "fee_recurs",
    "fee_depends_on_condition",
    "approximate_amount",
    "no_papers_told",
    "no_requirements_published",
    "paper_unclear",
    "no_limit_published",
    "limit_scheduled",
    "approximate_limit",
    "several_limits",
    "no_application_date",
    "no_finish_date",
    "finish_before_start",
    "unit_needs_duration",
    "unit_needs_dates",
]
LateUnit = Literal["minute", "working_day", "day"]
CountedFrom = Literal["start_event", "application"]

#: The ten kinds of maladministration, in the Ombudsman's order: penundaan berlarut, tidak memberikan pelayanan,
#: penyimpangan prosedur, penyalahgunaan wewenang, permintaan imbalan uang/barang/jasa, tidak kompeten, tidak patut,
#: diskriminasi, konflik kepentingan, berpihak.
OmbudsmanClass = Literal[
    "undue_delay",
    "no_service",
    "procedural_deviation",
    "abuse_of_authority",
    "demanding_payment",
    "incompetence",
    "improper_conduct",
    "discrimination",
    "conflict_of_interest",
    "partiality",
]
OMBUDSMAN_CLASSES: tuple[OmbudsmanClass, ...] = get_args(OmbudsmanClass)
#: SP4N-LAPOR!'s own split of complaints: berkadar pengawasan (needs examination) or not. Its topical categories follow
#: from the service, not from the breach.
LaporCategory = Literal["oversight", "non_oversight"]
Severity = Literal[1, 2, 3]


@dataclass(frozen=True, kw_only=True)
class Experience:
    """What the citizen told, under the names of the form; an empty field means "not known"."""

    kind: ReportKind = "complaint"
    groups: tuple[Group, ...] = ()
    variant: str | None = None
    applied_on: date | None = None
    paid_on: date | None = None
    started_on: date | None = None
    finished_on: date | None = None
    still_waiting: bool = False
    duration_minutes: int | None = None
    money_total: int | None = None
    money_paid: bool | None = None
    money_receipt: Receipt | None = None
    money_for: str | None = None
    fee_rows: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    not_served_reason: NotServedReason | None = None
    refused_written: bool | None = None
    wrong_result: str | None = None
    treatment: Treatment | None = None


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The standard that judges, the id of its version (None for a ceiling), and why it is this one."""

    standard: Standard
    version: int | None
    standing: PromiseStanding


def ceiling_promise(on_day: date, time_limits: tuple[TimeLimit, ...] = (), fees: tuple[Fee, ...] = ()) -> Promise:
    """What judges when a service has no standard on a day: the legal ceilings of its reference service, maybe none."""
    return Promise(
        standard=Standard(effective_from=on_day, time_limits=time_limits, fees=fees), version=None, standing="ceiling"
    )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One compared row of the promise, with its result.

    ``difference_idr`` is whole rupiah above the promise, ``late_by`` counts in ``late_unit``. ``due_on`` is the last
    day in time, ``compared_on`` the day it was measured against: the finish, or today when ``is_still_waiting``.
    ``said`` holds the citizen's own word: a paper, a reason, a kind of treatment.

    Only a row the agency confirmed accuses (``is_confirmed``); only a computed result by a confirmed row counts in
    statistics (``is_statistical``), a lateness only when counted from the limit's own start event.
    """

    result: Result
    group: Group | None = None
    component: Component | None = None
    row_key: str | None = None
    row_keys: tuple[str, ...] = ()
    version: int | None = None
    standing: PromiseStanding | None = None
    reason: Reason | None = None
    said: str | None = None
    promised_idr: int | None = None
    experienced_idr: int | None = None
    difference_idr: int | None = None
    promised_length: int | None = None
    promised_unit: Unit | None = None
    experienced_minutes: int | None = None
    started_on: date | None = None
    due_on: date | None = None
    compared_on: date | None = None
    late_by: int | None = None
    late_unit: LateUnit | None = None
    counted_from: CountedFrom | None = None
    is_still_waiting: bool = False
    is_confirmed: bool = False
    is_statistical: bool = False
    is_illegal_levy: bool = False
    ombudsman_class: OmbudsmanClass | None = None
    lapor_category: LaporCategory = "non_oversight"
    severity: Severity = 1

    @property
    def is_difference(self) -> bool:
        """Whether the experience computably differs from the promise."""
        return self.result in ("above", "late", "beyond")
