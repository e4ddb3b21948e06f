"""Who stands in for an officer during leave."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_long
from sipp.operations import deputies as operations
from sipp.rules.errors import InvalidInput
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import DayField, TextField
from sipp.web.office.entrance import current_actor, office_pages, page

deputies_desk = office_pages("deputies_desk", __name__, "/kelola/pengganti")


class DeputyForm(CheckedForm):
    """Who, and from which to which day; what is missing the operation says."""

    person = TextField(max_length=20)
    first_day = DayField(max_length=40)
    last_day = DayField(max_length=40)

    def person_id(self) -> int | None:
        """The chosen person; None for nonsense."""
        typed = self.person.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


@deputies_desk.get("")
def show() -> Response:
    """Who stands in, and the form to name somebody."""
    return _page(DeputyForm())


@deputies_desk.post("")
def name() -> BaseResponse:
    """Name a deputy."""
    form = DeputyForm(request.form)
    if errors := form.check():
        return _page(form, errors, 422)
    try:
        with unit_of_work():
            operations.name_deputy(current_actor(), form.person_id(), form.first_day.day, form.last_day.day)
    except InvalidInput as refused:
        return _page(form, refused.fields, 422)
    flash("deputy_named")
    return redirect(url_for(".show"), 303)


@deputies_desk.post("/akhiri")
def end() -> BaseResponse:
    """Be back."""
    with unit_of_work():
        operations.end_deputy(current_actor())
    flash("deputy_ended")
    return redirect(url_for(".show"), 303)


def _page(form: DeputyForm, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    now = operations.own_deputy(actor)
    people = operations.candidates(actor)
    return page(
        "office/deputy.html",
        status,
        errors,
        form=form,
        now=_(
            "%(name)s menggantikan Anda dari %(first)s sampai %(last)s.",
            name=now.deputy.name,
            first=date_long(now.first_day),
            last=date_long(now.last_day),
        )
        if now
        else None,
        person_options=[{"value": "", "label": ""}, *({"value": str(one.id), "label": one.name} for one in people)],
        has_candidates=bool(people),
    )
