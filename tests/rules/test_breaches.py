"""The whole table: group x shape of fee x shape of time, then class, category, severity and what counts."""

from dataclasses import replace
from datetime import date

import pytest

from sipp.rules.breaches import Experience, ceiling_promise, find_breaches
from sipp.rules.findings import GROUPS, NOT_SERVED_REASONS, RECEIPTS, TREATMENTS
from sipp.rules.standards import Fee, Standard, TimeLimit
from tests.rules.national_holidays import CALENDAR_2026
from tests.rules.promises import FEES, LIMITS, TODAY, compare, compare_money, compare_time, promise, standard

#: Rp150.000 asked. The working day after Friday 5 June 2026 is Monday; finished on Wednesday 8 July.
TOLD = Experience(
    groups=GROUPS,
    applied_on=date(2026, 6, 5),
    finished_on=date(2026, 7, 8),
    money_total=150_000,
    papers=("Surat pengantar RT/RW",),
    not_served_reason="blanks_out",
    refused_written=False,
    wrong_result="Nama salah",
    treatment="rude",
)
MONEY = {
    "unpublished": ("not_computable", "no_fee_published", None),
    "free": ("above", None, 150_000),
    "fixed": ("above", None, 50_000),
    "maximum": ("above", None, 50_000),
    "approximate": ("not_computable", "approximate_amount", 50_000),
    "formula": ("not_computable", "fee_is_formula", None),
    "regional_law": ("not_computable", "fee_by_regional_law", None),
    "unknown": ("not_computable", "fee_unknown", None),
    "per_unit": ("not_computable", "fee_per_unit", None),
    "monthly": ("not_computable", "fee_recurs", None),
}
#: Result, reason, due day, late by, in what.
TIME = {
    "unpublished": ("not_computable", "no_limit_published", None, None, None),
    "instant": ("late", None, "2026-06-05", 33, "day"),
    "minute": ("late", None, "2026-06-06", 32, "day"),
    "hour": ("late", None, "2026-06-06", 32, "day"),
    "working_day": ("late", None, "2026-06-10", 19, "working_day"),
    "day": ("late", None, "2026-06-08", 30, "day"),
    "week": ("late", None, "2026-06-12", 26, "day"),
    "month": ("late", None, "2026-07-05", 3, "day"),
    "approximate": ("not_computable", "approximate_limit", "2026-06-08", 30, "day"),
    "scheduled": ("not_computable", "limit_scheduled", None, None, None),
}
#: The groups that neither fee nor time touches: result, component, row, what was said.
OTHERS = {
    "papers": ("beyond", "requirements", None, "Surat pengantar RT/RW"),
    "not_served": ("reported", None, None, "blanks_out"),
    "refused": ("reported", None, None, "unwritten"),
    "wrong_result": ("reported", "product", "produk", "Nama salah"),
    "treatment": ("reported", None, None, "rude"),
    "other": ("reported", None, None, None),
}


@pytest.mark.parametrize("time", LIMITS)
@pytest.mark.parametrize("fee", FEES)
@pytest.mark.parametrize("group", GROUPS)
def test_every_group_has_its_result_under_every_shape_of_fee_and_time(group, fee, time):
    [finding] = compare(replace(TOLD, groups=(group,)), promise(standard(fee, time)))

    assert (finding.group, finding.version, finding.standing) == (group, 11, "in_force")
    if group == "money":
        assert (finding.result, finding.reason, finding.difference_idr) == MONEY[fee]
        assert (finding.component, finding.row_key) == ("fee", "biaya" if FEES[fee] else None)
    elif group == "time":
        due_on = finding.due_on and finding.due_on.isoformat()
        assert (finding.result, finding.reason, due_on, finding.late_by, finding.late_unit) == TIME[time]
        assert (finding.component, finding.row_key) == ("time_limit", "waktu" if LIMITS[time] else None)
    else:
        assert (finding.result, finding.component, finding.row_key, finding.said) == OTHERS[group]


def test_findings_come_once_a_group_in_the_order_of_the_groups():
    found = compare(replace(TOLD, groups=(*reversed(GROUPS), "money")), promise())

    assert [finding.group for finding in found] == list(GROUPS)


def test_a_group_not_chosen_has_no_finding_whatever_was_typed():
    assert compare(replace(TOLD, groups=()), promise()) == ()


@pytest.mark.parametrize("kind", ["suggestion", "question"])
def test_only_a_complaint_is_compared(kind):
    assert compare(replace(TOLD, kind=kind), promise()) == ()


@pytest.mark.parametrize("group", GROUPS)
def test_without_a_service_nothing_is_computed(group):
    [finding] = compare(replace(TOLD, groups=(group,)), None)

    computed = group in ("money", "papers", "time")
    assert (finding.result, finding.reason) == (("not_computable", "no_service") if computed else ("reported", None))
    assert finding.version is None


def test_a_missing_standard_is_itself_the_first_finding_and_the_ceiling_judges():
    ceiling = ceiling_promise(
        date(2026, 6, 5),
        time_limits=(TimeLimit(row_key="plafon", maximum=24, unit="hour", start_event="application"),),
        fees=(Fee(row_key="gratis", shape="free", kind="free"),),
    )

    found = compare(replace(TOLD, groups=("money", "time")), ceiling)

    assert [(one.result, one.group, one.version) for one in found] == [
        ("no_standard", None, None),
        ("above", "money", None),
        ("late", "time", None),
    ]
    assert [one.severity for one in found] == [2, 3, 3]
    assert not any(one.is_statistical for one in found)


@pytest.mark.parametrize(("groups", "is_told"), [(("time",), False), (("money", "time"), True)])
def test_a_standard_missing_on_the_day_of_payment_matters_only_to_money(groups, is_told):
    found = find_breaches(
        replace(TOLD, groups=groups),
        promise=promise(),
        fee_promise=ceiling_promise(date(2026, 6, 5)),
        calendar=CALENDAR_2026,
        today=TODAY,
    )

    assert ("no_standard" in [one.result for one in found]) is is_told


def test_a_missing_standard_without_any_ceiling_is_told_once():
    found = compare(replace(TOLD, groups=("money", "papers", "time")), ceiling_promise(date(2026, 6, 5)))

    assert [(one.result, one.reason) for one in found] == [
        ("no_standard", None),
        ("not_computable", "no_fee_published"),
        ("not_computable", "no_requirements_published"),
        ("not_computable", "no_limit_published"),
    ]


def test_money_is_judged_by_the_day_of_payment_and_time_by_the_day_of_application():
    found = find_breaches(
        replace(TOLD, groups=("money", "time")),
        promise=promise(standard("free", "day"), version=1),
        fee_promise=promise(standard("fixed", "scheduled"), version=2),
        calendar=CALENDAR_2026,
        today=TODAY,
    )

    assert [(one.group, one.version, one.difference_idr, one.late_by) for one in found] == [
        ("money", 2, 50_000, None),
        ("time", 1, None, 30),
    ]


def test_before_the_first_standard_money_is_compared_but_never_lateness():
    found = compare(replace(TOLD, groups=("money", "time"), money_receipt="none"), promise(standing="first_recorded"))

    assert [(one.result, one.reason) for one in found] == [
        ("above", None),
        ("not_computable", "first_recorded_standard"),
    ]
    assert not any(one.is_statistical or one.is_illegal_levy for one in found)


ABOVE, AT = 150_000, 100_000


@pytest.mark.parametrize("confidence", ["confirmed", "sample", "reference"])
@pytest.mark.parametrize("receipt", [*RECEIPTS, None])
@pytest.mark.parametrize("asked", [ABOVE, AT])
@pytest.mark.parametrize("fee", FEES)
def test_an_illegal_levy_is_money_above_a_confirmed_fee_without_an_official_receipt(fee, asked, receipt, confidence):
    rows = tuple(replace(row, confidence=confidence) for row in FEES[fee])

    finding = compare_money(promise(standard(fees=rows)), asked, money_receipt=receipt)

    is_above = fee == "free" or (fee in ("fixed", "maximum") and asked == ABOVE)
    assert (finding.result == "above") == is_above
    assert finding.is_illegal_levy == (is_above and receipt in ("other", "none") and confidence == "confirmed")


def test_an_unconfirmed_row_shows_its_difference_and_stays_out_of_statistics():
    rows = (Fee(row_key="biaya", shape="free", kind="free", confidence="reference"),)

    finding = compare_money(promise(standard(fees=rows)), 50_000, money_receipt="none")

    assert (finding.result, finding.difference_idr) == ("above", 50_000)
    assert not (finding.is_confirmed or finding.is_statistical or finding.is_illegal_levy)


@pytest.mark.parametrize(
    ("receipt", "expected"),
    [
        ("official", "procedural_deviation"),
        ("other", "demanding_payment"),
        ("none", "demanding_payment"),
        (None, "demanding_payment"),
    ],
)
def test_money_above_the_standard_is_classed_by_its_receipt(receipt, expected):
    finding = compare_money(promise(), 50_000, money_receipt=receipt)

    assert finding.ombudsman_class == expected
    assert finding.lapor_category == ("oversight" if expected == "demanding_payment" else "non_oversight")


@pytest.mark.parametrize(("receipt", "expected"), [("official", None), (None, None), ("none", "demanding_payment")])
def test_money_that_cannot_be_judged_is_a_demand_only_without_an_official_receipt(receipt, expected):
    finding = compare_money(promise(standard("regional_law")), 50_000, money_receipt=receipt)

    assert finding.ombudsman_class == expected


CLASSES = {
    ("time", "late"): ("undue_delay", "non_oversight"),
    ("papers", "beyond"): ("procedural_deviation", "non_oversight"),
    ("not_served", "reported"): ("no_service", "non_oversight"),
    ("refused", "reported"): ("procedural_deviation", "non_oversight"),
    ("wrong_result", "reported"): ("incompetence", "non_oversight"),
    ("treatment", "reported"): ("improper_conduct", "non_oversight"),
    ("other", "reported"): (None, "non_oversight"),
}


@pytest.mark.parametrize(("cell", "expected"), CLASSES.items())
def test_a_finding_has_its_kind_of_maladministration(cell, expected):
    group, result = cell

    [finding] = compare(replace(TOLD, groups=(group,)), promise())

    assert finding.result == result
    assert (finding.ombudsman_class, finding.lapor_category) == expected


CONDUCT = {
    "rude": ("improper_conduct", "non_oversight", 2),
    "discrimination": ("discrimination", "oversight", 3),
    "broker": ("abuse_of_authority", "oversight", 3),
    "no_access": ("no_service", "non_oversight", 2),
    "conflict": ("conflict_of_interest", "oversight", 3),
    "other": ("improper_conduct", "non_oversight", 2),
}


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_conduct_is_classed_by_its_kind(treatment):
    [finding] = compare(Experience(groups=("treatment",), treatment=treatment), promise())

    assert (finding.ombudsman_class, finding.lapor_category, finding.severity) == CONDUCT[treatment]


@pytest.mark.parametrize(
    ("written", "said", "expected"),
    [
        (True, "written", "no_service"),
        (False, "unwritten", "procedural_deviation"),
        (None, None, "no_service"),
    ],
)
def test_a_refusal_without_a_written_reason_deviates_from_procedure(written, said, expected):
    [finding] = compare(Experience(groups=("refused",), refused_written=written), promise())

    assert (finding.said, finding.ombudsman_class) == (said, expected)


@pytest.mark.parametrize("reason", NOT_SERVED_REASONS)
def test_not_being_served_keeps_its_reason(reason):
    [finding] = compare(Experience(groups=("not_served",), not_served_reason=reason), promise())

    assert (finding.result, finding.said, finding.severity) == ("reported", reason, 2)


def test_a_wrong_result_names_the_product_only_when_there_is_one():
    two = standard(products=(*standard().products, replace(standard().products[0], row_key="salinan")))

    [finding] = compare(replace(TOLD, groups=("wrong_result",)), promise(two))

    assert (finding.row_key, finding.row_keys) == (None, ("produk", "salinan"))


@pytest.mark.parametrize(("asked", "result"), [(100_000, "within"), (99_999, "within"), (0, "within")])
def test_a_kept_promise_is_no_maladministration(asked, result):
    finding = compare_money(promise(standard("fixed")), asked, money_receipt="none")

    assert (finding.result, finding.ombudsman_class, finding.lapor_category, finding.severity) == (
        result,
        None,
        "non_oversight",
        1,
    )
    assert finding.is_statistical


@pytest.mark.parametrize(
    ("finished", "severity"),
    [(date(2026, 6, 8), 1), (date(2026, 6, 10), 2), (date(2026, 6, 11), 3), (date(2026, 6, 30), 3)],
)
def test_waiting_as_long_again_as_promised_is_the_gravest_lateness(finished, severity):
    finding = compare_time(promise(standard(time="day")), applied_on=date(2026, 6, 5), finished_on=finished)

    assert finding.severity == severity


def test_severity_compares_lateness_and_promise_in_one_unit():
    late_a_week = compare_time(
        promise(standard(time="month")), applied_on=date(2026, 6, 5), finished_on=date(2026, 7, 12)
    )
    late_a_minute = compare_time(promise(standard(time="hour")), duration_minutes=24 * 60 + 1)

    assert (late_a_week.severity, late_a_minute.severity) == (2, 2)


def test_an_empty_component_is_not_published_rather_than_broken():
    empty = promise(Standard(effective_from=date(2026, 1, 1)))

    found = compare(replace(TOLD, groups=GROUPS), empty)

    assert [one.reason for one in found if one.result == "not_computable"] == [
        "no_fee_published",
        "no_requirements_published",
        "no_limit_published",
    ]
