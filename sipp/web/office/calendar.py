"""The calendar as national administrators keep it: holidays, lengths, and the recalculation of open clocks."""

from datetime import date
from typing import cast

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp import clock
from sipp.db import unit_of_work
from sipp.i18n import date_long, date_short, date_span, date_with_day, datetime_words, duration
from sipp.models.calendar import DeadlineLength, Holiday
from sipp.operations import calendar_upkeep as operations
from sipp.operations import recalculation
from sipp.operations.recalculation import Later
from sipp.rules.errors import Conflict
from sipp.web.deadline_view import clock_words
from sipp.web.forms.calendar import DaysForm, LengthForm, WithdrawalOfDaysForm
from sipp.web.forms.deadlines import CLOCK_KEYS
from sipp.web.forms.messages import ByName, message, messages_by_name
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.words.codes import CERTAINTIES, HOLIDAY_KINDS
from sipp.words.reports import CLOCKS

calendar_desk = office_pages("calendar_desk", __name__, "/kelola/kalender")

EARLIEST_YEAR, LATEST_YEAR = 1945, 2199
#: So many clocks one press changes, in batches, so that no request takes long.
CHANGED_AT_ONCE = 300


@calendar_desk.get("")
def overview() -> Response:
    """The holidays of a year."""
    found = operations.year_page(current_actor(), _year())
    return page(
        "office/calendar.html",
        year=found.year,
        years=[(year, url_for(".overview", tahun=year), year == found.year) for year in found.years],
        rows=[_holiday_cells(one) for one in found.days],
        estimated_count=len(found.estimated),
        versions=[
            [_("Versi %(number)s", number=one.number), one.description, datetime_words(one.recorded_at)]
            for one in found.versions
        ],
    )


@calendar_desk.get("/libur/tambah")
def days_form() -> Response:
    """The form for the days of a decree."""
    operations.require(current_actor(), "calendar.edit")
    return _days_page(DaysForm())


@calendar_desk.post("/libur/tambah")
def add_days() -> BaseResponse:
    """Record the days of a decree."""
    actor = current_actor()
    operations.require(actor, "calendar.edit")
    form = DaysForm(request.form)
    if errors := form.check():
        return _days_page(form, errors, 422)
    try:
        with unit_of_work():
            operations.add_days(actor, form.named, form.chosen_kind(), form.decree.data or "")
    except Conflict as refused:
        form.faulty_line = None
        return _days_page(form, {"days": refused.code}, 409, date_long(cast(date, refused.details["day"])))
    flash("days_added")
    return redirect(url_for(".recalculation_page"), 303)


@calendar_desk.get("/libur/cabut")
def withdrawal_form() -> Response:
    """Choose the days that are no holidays any more."""
    return _withdrawal_page(WithdrawalOfDaysForm())


@calendar_desk.post("/libur/cabut")
def withdraw_days() -> BaseResponse:
    """Withdraw the chosen days."""
    actor = current_actor()
    operations.require(actor, "calendar.edit")
    form = WithdrawalOfDaysForm(request.form)
    if errors := form.check():
        return _withdrawal_page(form, errors, 422)
    try:
        with unit_of_work():
            operations.withdraw_days(actor, form.ids(), form.reason.data or "")
    except Conflict as refused:
        return _withdrawal_page(form, {"days": refused.code}, 409)
    flash("days_withdrawn")
    return redirect(url_for(".overview", tahun=_year()), 303)


@calendar_desk.get("/batas-waktu")
def lengths() -> Response:
    """Every recorded length of a clock, by clock."""
    rows = operations.lengths(current_actor())
    today = clock.today(clock.NATIONAL_ZONE)
    in_force: dict[tuple[str, str], DeadlineLength] = {}
    for one in rows:
        if one.valid_from <= today:
            in_force.setdefault((one.clock, one.report_class), one)
    order = list(CLOCK_KEYS.values())
    rows = sorted(rows, key=lambda one: order.index((one.clock, one.report_class or None)))  # type: ignore[arg-type]
    return page("office/lengths.html", rows=[_length_cells(one, one in in_force.values(), today) for one in rows])


@calendar_desk.get("/batas-waktu/tambah")
def length_form() -> Response:
    """The form for a new length."""
    operations.require(current_actor(), "calendar.edit_lengths")
    return _length_page(LengthForm())


@calendar_desk.post("/batas-waktu/tambah")
def add_length() -> BaseResponse:
    """Record a new length."""
    actor = current_actor()
    operations.require(actor, "calendar.edit_lengths")
    form = LengthForm(request.form)
    form.today = clock.today(clock.NATIONAL_ZONE)
    if errors := form.check():
        return _length_page(form, errors, 422)
    try:
        with unit_of_work():
            operations.add_length(actor, form.told())
    except Conflict as refused:
        return _length_page(form, {"valid_from": refused.code}, 409)
    flash("length_added")
    return redirect(url_for(".lengths"), 303)


@calendar_desk.get("/hitung-ulang")
def recalculation_page() -> Response:
    """What a recalculation of the open clocks would change."""
    found = recalculation.preview(current_actor())
    return page(
        "office/recalculation.html",
        version=found.calendar_version,
        count=found.count,
        at_once=min(found.count, CHANGED_AT_ONCE),
        span=date_span(found.oldest, found.newest) if found.oldest and found.newest else None,
        rows=[_later_cells(one) for one in found.sample],
    )


@calendar_desk.post("/hitung-ulang")
def recalculate() -> BaseResponse:
    """Move the due days that the calendar moved, batch by batch; pressed again it goes on with what is left."""
    actor = current_actor()
    changed = 0
    for clock_ids in recalculation.to_recalculate(actor, CHANGED_AT_ONCE):
        with unit_of_work():
            changed += recalculation.recalculate(actor, clock_ids)
    if changed:
        flash("recalculated")
    else:
        flash("nothing_recalculated")
    return redirect(url_for(".recalculation_page"), 303)


def _year() -> int:
    typed = request.args.get("tahun", "")
    if typed.isascii() and typed.isdigit() and EARLIEST_YEAR <= int(typed[:5]) <= LATEST_YEAR:
        return int(typed[:5])
    return clock.today(clock.NATIONAL_ZONE).year


def _days_page(
    form: DaysForm, errors: dict[str, str] | None = None, status: int = 200, which: str | None = None
) -> Response:
    errors = errors or {}
    texts = ByName(messages_by_name(errors))
    if form.faulty_line is not None and "days" in errors:
        texts["days"] = _("Baris %(number)s: %(what)s", number=form.faulty_line, what=message("days", errors["days"]))
    elif which:
        texts["days"] = f"{which}: {texts['days']}"
    return page(
        "office/calendar_add.html",
        status,
        [{"name": name, "text": texts[name]} for name in errors],
        messages=texts,
        form=form,
        kind_options=[{"value": kind, "label": name} for kind, name in HOLIDAY_KINDS.items()],
    )


def _withdrawal_page(form: WithdrawalOfDaysForm, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    found = operations.year_page(current_actor(), _year())
    chosen = form.data.get("days") or ()
    if request.method == "GET" and request.args.get("pilih") == "perkiraan":
        chosen = [str(one.id) for one in found.estimated]
    return page(
        "office/calendar_withdraw.html",
        status,
        errors,
        year=found.year,
        options=[
            {"value": one.id, "label": f"{date_with_day(one.day)}: {one.name}", "hint": _holiday_note(one)}
            for one in found.days
        ],
        chosen=chosen,
        reason=form.reason.data,
    )


def _length_page(form: LengthForm, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return page(
        "office/length_form.html",
        status,
        errors,
        form=form,
        clock_options=[{"value": key, "label": clock_words(*kind)} for key, kind in CLOCK_KEYS.items()],
        certainty_options=[{"value": code, "label": name} for code, name in CERTAINTIES.items()],
    )


def _holiday_cells(one: Holiday) -> list[object]:
    return [date_with_day(one.day), {"text": one.name, "note": _holiday_note(one)}, one.decree or "-"]


def _holiday_note(one: Holiday) -> str:
    kind = str(HOLIDAY_KINDS[one.kind])
    return _("%(kind)s, perkiraan", kind=kind) if one.certainty == "estimated" else kind


def _length_cells(one: DeadlineLength, is_in_force: bool, today: date) -> list[object]:
    state = _("berlaku") if is_in_force else _("akan berlaku") if one.valid_from > today else _("digantikan")
    return [
        clock_words(one.clock, one.report_class or None),
        {"text": duration(one.length, one.unit), "note": state},  # type: ignore[arg-type]
        date_short(one.valid_from),
        {"text": one.legal_basis, "note": CERTAINTIES[one.certainty]},
    ]


def _later_cells(one: Later) -> list[object]:
    return [one.agency, CLOCKS[one.clock], date_with_day(one.old), date_with_day(one.new)]
