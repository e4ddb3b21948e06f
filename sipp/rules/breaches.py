"""What broke: the citizen's experience compared with the promise, group by group, row by row.

Money, time and papers are computed; the other groups are plain statements of the citizen. "Illegal levy" (pungli) is
a result, never asked: money above a confirmed standard, with a receipt told that is not official.

Law: UU 25/2009 art. 42 (the complaint describes the service that was not according to the standard); UU 37/2008 with
the Ombudsman's ten kinds of maladministration.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sipp.rules.calendar import WorkingCalendar
from sipp.rules.fee_comparison import compare_fee
from sipp.rules.findings import (
    GROUPS,
    OVERSIGHT_TREATMENTS,
    Experience,
    Finding,
    Group,
    OmbudsmanClass,
    Promise,
    Severity,
    ceiling_promise,
)
from sipp.rules.paper_comparison import compare_papers
from sipp.rules.standards import Component, is_confirmed, rows_for
from sipp.rules.time_comparison import MINUTES_PER_DAY, compare_time

__all__ = ["Experience", "Finding", "Promise", "ceiling_promise", "find_breaches"]

_OF_TREATMENT: dict[str, OmbudsmanClass] = {
    "rude": "improper_conduct",
    "discrimination": "discrimination",
    "broker": "abuse_of_authority",
    "no_access": "no_service",
    "conflict": "conflict_of_interest",
    "other": "improper_conduct",
}


def find_breaches(
    experience: Experience,
    *,
    promise: Promise | None,
    fee_promise: Promise | None,
    calendar: WorkingCalendar,
    today: date,
) -> tuple[Finding, ...]:
    """The findings of a complaint, in the order of the eight groups; none for a suggestion or a question.

    ``promise`` judges papers, time and product by the day of application, ``fee_promise`` money by the day of payment.
    None means that no service is known: nothing can be compared. A service without a standard comes as
    ``ceiling_promise``, and that it has none is then the first finding. While the citizen still waits, lateness is
    measured on ``today``; call again with another day to show it later.
    """
    if experience.kind != "complaint":
        return ()
    compare: dict[Group, Callable[[], tuple[Finding, ...]]] = {
        "money": lambda: (_money(experience, fee_promise),),
        "papers": lambda: (
            compare_papers(experience, promise) if promise else (_without_service("papers", "requirements"),)
        ),
        "time": lambda: (
            compare_time(experience, promise, calendar, today) if promise else _without_service("time", "time_limit"),
        ),
        "not_served": lambda: (_reported("not_served", promise, said=experience.not_served_reason),),
        "refused": lambda: (_refused(experience, promise),),
        "wrong_result": lambda: (_wrong_result(experience, promise),),
        "treatment": lambda: (_reported("treatment", promise, said=experience.treatment),),
        "other": lambda: (_reported("other", promise),),
    }
    found = list(_no_standard(promise, fee_promise if "money" in experience.groups else None))
    for group in GROUPS:
        if group in experience.groups:
            found.extend(compare[group]())
    return tuple(_classed(finding, experience) for finding in found)


def _no_standard(promise: Promise | None, fee_promise: Promise | None) -> tuple[Finding, ...]:
    for one in (promise, fee_promise):
        if one is not None and one.standing == "ceiling":
            return (Finding(result="no_standard", standing="ceiling"),)
    return ()


def _money(experience: Experience, promise: Promise | None) -> Finding:
    if promise is None:
        return replace(_without_service("money", "fee"), experienced_idr=experience.money_total)
    finding = compare_fee(experience, promise)
    is_illegal_levy = (
        finding.result == "above"
        and finding.is_confirmed
        and finding.standing != "first_recorded"
        and experience.money_receipt in ("other", "none")
    )
    return replace(finding, is_illegal_levy=is_illegal_levy)


def _without_service(group: Group, component: Component) -> Finding:
    return Finding(result="not_computable", reason="no_service", group=group, component=component)


def _reported(group: Group, promise: Promise | None, said: str | None = None) -> Finding:
    return Finding(
        result="reported",
        group=group,
        said=said,
        version=promise.version if promise else None,
        standing=promise.standing if promise else None,
    )


def _refused(experience: Experience, promise: Promise | None) -> Finding:
    said = {True: "written", False: "unwritten", None: None}[experience.refused_written]
    return _reported("refused", promise, said=said)


def _wrong_result(experience: Experience, promise: Promise | None) -> Finding:
    finding = replace(_reported("wrong_result", promise, said=experience.wrong_result), component="product")
    if promise is None:
        return finding
    rows = rows_for(promise.standard.products, experience.variant)
    if len(rows) != 1:
        return replace(finding, row_keys=tuple(row.row_key for row in rows))
    return replace(finding, row_key=rows[0].row_key, row_keys=(rows[0].row_key,), is_confirmed=is_confirmed(rows[0]))


def _classed(finding: Finding, experience: Experience) -> Finding:
    """The finding with all that follows from it: class, category, severity, and whether it counts in statistics."""
    ombudsman_class = _ombudsman_class(finding, experience)
    is_oversight = ombudsman_class == "demanding_payment" or finding.said in OVERSIGHT_TREATMENTS
    is_oversight = is_oversight and finding.group in ("money", "treatment")
    return replace(
        finding,
        ombudsman_class=ombudsman_class,
        lapor_category="oversight" if is_oversight else "non_oversight",
        severity=_severity(finding, is_oversight),
        is_statistical=_is_statistical(finding),
    )


def _ombudsman_class(finding: Finding, experience: Experience) -> OmbudsmanClass | None:
    """The kind of maladministration alleged; None when the promise was kept or nothing was compared."""
    if finding.result == "within":
        return None
    if finding.result == "no_standard":
        return "procedural_deviation"
    match finding.group:
        case "money":
            return _class_of_money(finding, experience)
        case "papers":
            return "procedural_deviation" if finding.result == "beyond" else None
        case "time":
            return "undue_delay"
        case "not_served":
            return "no_service"
        case "refused":
            return "procedural_deviation" if experience.refused_written is False else "no_service"
        case "wrong_result":
            return "incompetence"
        case "treatment":
            return _OF_TREATMENT.get(experience.treatment or "other")
    return None


def _class_of_money(finding: Finding, experience: Experience) -> OmbudsmanClass | None:
    """Money above the standard, or of unknown right but without an official receipt, is a payment demanded."""
    has_no_official_receipt = experience.money_receipt in ("other", "none")
    if finding.result == "above":
        return "procedural_deviation" if experience.money_receipt == "official" else "demanding_payment"
    return "demanding_payment" if has_no_official_receipt else None


def _severity(finding: Finding, is_oversight: bool) -> Severity:
    """1 nothing computed or kept, 2 a broken promise or a plain refusal, 3 what an examination is for or twice late."""
    if finding.is_illegal_levy or is_oversight:
        return 3
    if finding.result == "late":
        return 3 if _took_twice_as_long(finding) else 2
    if finding.is_difference or finding.result == "no_standard":
        return 2
    return 2 if finding.group in ("not_served", "refused", "wrong_result", "treatment") else 1


def _took_twice_as_long(finding: Finding) -> bool:
    """Whether the lateness alone is at least as long as the whole promise."""
    if finding.late_by is None or finding.promised_length is None:
        return False
    minutes = {"minute": 1, "hour": 60, "week": 7 * MINUTES_PER_DAY, "month": 30 * MINUTES_PER_DAY}
    promised = finding.promised_length * minutes.get(finding.promised_unit or "day", MINUTES_PER_DAY)
    return finding.late_by * minutes.get(finding.late_unit or "day", MINUTES_PER_DAY) >= promised


def _is_statistical(finding: Finding) -> bool:
    """Whether a figure may count: computed, by a confirmed row of a standard in force, lateness from its own start."""
    if finding.result not in ("above", "late", "beyond", "within") or not finding.is_confirmed:
        return False
    if finding.standing in ("first_recorded", "ceiling"):
        return False
    return finding.group != "time" or finding.counted_from == "start_event"
