"""The report form: every name of the contract, read and checked for shape."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, get_args

from werkzeug.datastructures import MultiDict
from wtforms import Form

from sipp.operations.assessing import FormContext
from sipp.operations.reports import Told
from sipp.rules.findings import GROUPS, NOT_SERVED_REASONS, RECEIPTS, TREATMENTS, Experience, ReportKind
from sipp.rules.report_news import PhoneChannel
from sipp.rules.visibility import Visibility
from sipp.web.forms.fields import AmountField, CountField, DayField, ManyField, PhoneField, TextField
from sipp.web.forms.own_report import is_email

REPORT_KINDS: tuple[str, ...] = get_args(ReportKind)
MAX_PAPERS = 20

#: The pages of the form and the names each holds, in the order in which they are asked.
PAGE_FIELDS: dict[str, tuple[str, ...]] = {
    "what": (
        "variant",
        "group",
        "money_total",
        "money_paid",
        "money_receipt",
        "fee_row",
        "paid_on",
        "money_for",
        "papers",
        "still_waiting",
        "finished_on",
        "started_on",
        "duration_minutes",
        "not_served_reason",
        "refused_written",
        "wrong_result",
        "treatment",
        "applied_on",
        "service_point",
        "kind",
    ),
    "who": ("visibility",),
    "details": ("description", "expectation", "loss", "name", "email", "phone", "file_number", "proxy"),
}
STEPS: tuple[str, ...] = (*PAGE_FIELDS, "check")
ALL_FIELDS: tuple[str, ...] = tuple(name for names in PAGE_FIELDS.values() for name in names)
REPEATABLE = frozenset({"group", "fee_row"})
_CHOSEN = ("kind", "money_receipt", "not_served_reason", "treatment")
#: What choosing "anonymous" deletes of what was typed before.
IDENTIFYING_FIELDS = ("name", "email", "phone", "file_number", "proxy", "description", "expectation", "loss")
#: Free text of the first page that goes too.
FREE_TEXT_OF_FIRST_PAGE = ("money_for", "wrong_result", "papers")


class ReportForm(Form):  # type: ignore[misc]
    """What was typed, of all pages at once. Call ``check(context, names)`` for the errors of some names."""

    kind = TextField(max_length=20)
    variant = TextField(max_length=60)
    group = ManyField()
    applied_on = DayField(max_length=40)
    paid_on = DayField(max_length=40)
    started_on = DayField(max_length=40)
    finished_on = DayField(max_length=40)
    service_point = TextField(max_length=20)
    money_total = AmountField(max_length=40)
    fee_row = ManyField()
    money_paid = TextField(max_length=5)
    money_receipt = TextField(max_length=20)
    money_for = TextField(max_length=500)
    papers = TextField(max_length=2000)
    still_waiting = TextField(max_length=5)
    duration_minutes = CountField(max_length=10)
    not_served_reason = TextField(max_length=30)
    refused_written = TextField(max_length=5)
    wrong_result = TextField(max_length=1000)
    treatment = TextField(max_length=30)
    visibility = TextField(max_length=20)
    description = TextField(max_length=5000)
    expectation = TextField(max_length=2000)
    loss = TextField(max_length=2000)
    name = TextField(max_length=200)
    email = TextField(max_length=254)
    phone = PhoneField(max_length=30)
    file_number = TextField(max_length=100)
    proxy = TextField(max_length=200)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "ReportForm":
        """A form over plain values (a draft, or a request's form as lists)."""
        data: MultiDict[str, str] = MultiDict()
        for name in ALL_FIELDS:
            for value in _listed(values.get(name)):
                data.add(name, value)
        return cls(data)

    def check(self, context: FormContext, names: Iterable[str] = ALL_FIELDS) -> dict[str, str]:
        """Error codes by field name, only for the given names; empty when all is well."""
        self.validate()
        wanted = set(names)
        errors = {name: str(found[0]) for name, found in self.errors.items() if name in wanted and found}
        for name, code in self._rules(context):
            if name in wanted:
                errors.setdefault(name, code)
        return {name: errors[name] for name in ALL_FIELDS if name in errors}

    def experience(self) -> Experience:
        """What happened, as a value; call after ``check``."""
        told: dict[str, Any] = {name: self[name].data for name in _CHOSEN}
        return Experience(
            kind=told["kind"] or "complaint",
            groups=tuple(group for group in GROUPS if group in (self.group.data or ())),
            variant=self.variant.data,
            applied_on=self.applied_on.day,
            paid_on=self.paid_on.day,
            started_on=self.started_on.day,
            finished_on=self.finished_on.day,
            still_waiting=self.still_waiting.data == "yes",
            duration_minutes=self.duration_minutes.count,
            money_total=self.money_total.amount_idr,
            money_paid=_yes_or_no(self.money_paid.data),
            money_receipt=told["money_receipt"],
            money_for=self.money_for.data,
            fee_rows=tuple(self.fee_row.data or ()),
            papers=self.paper_lines(),
            not_served_reason=told["not_served_reason"],
            refused_written=_yes_or_no(self.refused_written.data),
            wrong_result=self.wrong_result.data,
            treatment=told["treatment"],
        )

    def told(self, phone_channel: PhoneChannel | None = None) -> Told:
        """Everything the form says; what the chosen visibility does not allow is left out.

        ``phone_channel``: how news go to a phone here, as the form says beside the number.
        """
        visibility = self.visibility.data or "open"
        knows_name, knows_contact = visibility != "anonymous", visibility != "anonymous"
        return Told(
            experience=self.experience(),
            description=self.description.data or "",
            visibility=visibility,
            expectation=self.expectation.data,
            loss=self.loss.data,
            name=self.name.data if knows_name else None,
            email=self.email.data if knows_contact else None,
            phone=self.phone.number if knows_contact else None,
            phone_channel=phone_channel if knows_contact else None,
            file_number=self.file_number.data if visibility == "open" else None,
            proxy=self.proxy.data if visibility == "open" else None,
            service_point_id=int(self.service_point.data) if self.service_point.data else None,
        )

    def paper_lines(self) -> tuple[str, ...]:
        """The papers asked for, one a line."""
        lines = (line.strip() for line in (self.papers.data or "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))[:MAX_PAPERS]

    def _rules(self, context: FormContext) -> Iterable[tuple[str, str]]:
        yield from self._choice_rules(context)
        yield from self._day_rules(context)
        yield from self._visibility_rules(context)
        kind = self.kind.data or "complaint"
        if kind == "complaint" and not self.group.data:
            yield "group", "required"
        if not self.description.data:
            yield "description", "required"

    def _choice_rules(self, context: FormContext) -> Iterable[tuple[str, str]]:
        standard = context.standard
        variants = {variant.code for variant in standard.variants} if standard else set()
        if self.variant.data and self.variant.data not in variants:
            yield "variant", "unknown_choice"
        points = {str(point.id) for point in context.service.service_points} if context.service else set()
        choices: tuple[tuple[str, Iterable[str]], ...] = (
            ("kind", REPORT_KINDS),
            ("money_receipt", RECEIPTS),
            ("not_served_reason", NOT_SERVED_REASONS),
            ("treatment", TREATMENTS),
            ("visibility", get_args(Visibility)),
            ("money_paid", ("yes", "no")),
            ("refused_written", ("yes", "no")),
            ("still_waiting", ("yes",)),
            ("service_point", points),
        )
        for name, allowed in choices:
            if self[name].data and self[name].data not in allowed:
                yield name, "unknown_choice"
        if any(group not in GROUPS for group in self.group.data or ()):
            yield "group", "unknown_choice"
        rows = {fee.row_key for fee in standard.fees if fee.role in ("surcharge", "penalty")} if standard else set()
        if any(row not in rows for row in self.fee_row.data or ()):
            yield "fee_row", "unknown_choice"

    def _day_rules(self, context: FormContext) -> Iterable[tuple[str, str]]:
        for name in ("applied_on", "paid_on", "started_on", "finished_on"):
            day: date | None = self[name].day
            if day is not None and day > context.today:
                yield name, "in_the_future"
            if day is not None and day.year < 2000:
                yield name, "too_long_ago"
        if self.applied_on.day and self.finished_on.day and self.finished_on.day < self.applied_on.day:
            yield "finished_on", "before_application"
        if self.applied_on.day and self.started_on.day and self.started_on.day < self.applied_on.day:
            yield "started_on", "before_application"

    def _visibility_rules(self, context: FormContext) -> Iterable[tuple[str, str]]:
        visibility = self.visibility.data
        if not visibility:
            yield "visibility", "required"
            return
        if visibility == "sealed" and not context.custodians_exist:
            yield "visibility", "no_custodians"
        if visibility in ("open", "sealed") and not self.name.data:
            yield "name", "required"
        if visibility == "open" and not self.email.data and not self.phone.data:
            yield "email", "contact_required"
        if visibility != "anonymous" and self.email.data and not is_email(self.email.data):
            yield "email", "not_an_email"


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _yes_or_no(value: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(value or "")
