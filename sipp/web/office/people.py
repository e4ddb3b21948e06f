"""The people of an agency, for its administrator; every agency's for the national one."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.models.accounts import Membership
from sipp.models.agencies import Agency
from sipp.operations import people as operations
from sipp.operations.people import Person, Place
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.permissions import is_permitted, needs_second_step
from sipp.web.forms.accounts import WHOLE_AGENCY, InvitationForm, RoleForm
from sipp.web.office.entrance import current_actor, current_officer, office_pages, page
from sipp.web.paging import page_number, page_urls
from sipp.words.accounts import ROLE_NOTES, place_words
from sipp.words.codes import ROLES

people = office_pages("people", __name__, "/kelola/pengguna")


@people.get("")
def overview() -> Response:
    """Who works for the agency, and who is invited."""
    found = operations.people_page(current_actor(), _agency_slug(), page_number())
    return page(
        "office/people.html",
        agency=found.agency,
        agency_options=_agency_options(found.agencies),
        people=[_cells(person, found.agency) for person in found.people],
        pages=page_urls(found.page, found.pages, ("instansi",)),
        invitations=[
            {
                "id": one.id,
                "name": one.name,
                "email": one.email,
                "roles": ", ".join(str(ROLES[role]) for role in one.roles),
                "place": place_words(one.agency.name if one.agency else None, one.unit.name if one.unit else None),
                "expires_at": one.expires_at,
            }
            for one in found.invitations
        ],
    )


@people.get("/undang")
def invite_form() -> Response:
    """Whom to invite, to which roles."""
    place = operations.place(current_actor(), _agency_slug(), "accounts.invite")
    return _invitation_page(place, InvitationForm())


@people.post("/undang")
def invite() -> BaseResponse:
    """Invite somebody; the link goes by mail."""
    actor = current_actor()
    place = operations.place(actor, _agency_slug(), "accounts.invite")
    form = InvitationForm(request.form)
    if errors := form.check(place):
        return _invitation_page(place, form, errors, 422)
    agency_id = place.agency.id if place.agency else None
    try:
        with unit_of_work():
            email, name = form.email.data or "", form.name.data or ""
            operations.invite(actor, email, name, form.chosen_roles(place), agency_id, form.unit_id())
    except InvalidInput as refused:
        return _invitation_page(place, form, refused.fields, 422)
    flash("invited")
    return redirect(url_for(".overview", instansi=_agency_slug()), 303)


@people.post("/undangan/<uuid:invitation_id>/batal")
def withdraw_invitation(invitation_id: UUID) -> BaseResponse:
    """Take an invitation back."""
    with unit_of_work():
        operations.withdraw_invitation(current_actor(), invitation_id)
    flash("invitation_withdrawn")
    return redirect(url_for(".overview", instansi=_agency_slug()), 303)


@people.get("/<int:user_id>")
def person(user_id: int) -> Response:
    """One person: the roles held, and what can be done."""
    return _person_page(operations.find_person(current_actor(), user_id), RoleForm())


@people.post("/<int:user_id>/peran")
def grant_role(user_id: int) -> BaseResponse:
    """Give a further role."""
    actor = current_actor()
    found = operations.find_person(actor, user_id)
    place = operations.place(actor, _agency_slug())
    form = RoleForm(request.form)
    if errors := form.check(place):
        return _person_page(found, form, errors, 422)
    try:
        with unit_of_work():
            for role in form.chosen_roles(place):
                operations.grant_role(actor, user_id, role, place.agency.id if place.agency else None, form.unit_id())
    except Conflict as refused:
        return _person_page(operations.find_person(actor, user_id), form, {"roles": refused.code}, 409)
    flash("role_granted")
    return redirect(url_for(".person", user_id=user_id, instansi=_agency_slug()), 303)


@people.get("/<int:user_id>/peran/<int:membership_id>/cabut")
def confirm_take_role(user_id: int, membership_id: int) -> Response:
    """Ask before a role is taken."""
    found, membership = operations.find_role(current_actor(), user_id, membership_id)
    return page("office/take_role.html", person=_row(found), role=_role(membership), agency_slug=_agency_slug())


@people.post("/<int:user_id>/peran/<int:membership_id>/cabut")
def take_role(user_id: int, membership_id: int) -> BaseResponse:
    """Take a role away."""
    with unit_of_work():
        operations.take_role(current_actor(), user_id, membership_id)
    flash("role_taken")
    return redirect(url_for(".overview", instansi=_agency_slug()), 303)


@people.get("/<int:user_id>/nonaktifkan")
def confirm_disable(user_id: int) -> Response:
    """Ask before an account is disabled."""
    return page("office/disable.html", person=_row(operations.find_person(current_actor(), user_id)))


@people.post("/<int:user_id>/nonaktifkan")
def disable(user_id: int) -> BaseResponse:
    """Disable an account."""
    with unit_of_work():
        operations.disable(current_actor(), user_id)
    flash("account_disabled")
    return redirect(url_for(".person", user_id=user_id), 303)


@people.post("/<int:user_id>/aktifkan")
def enable(user_id: int) -> BaseResponse:
    """Let a disabled account sign in again."""
    with unit_of_work():
        operations.enable(current_actor(), user_id)
    flash("account_enabled")
    return redirect(url_for(".person", user_id=user_id), 303)


@people.get("/<int:user_id>/nonaktifkan-dua-langkah")
def confirm_remove_second_step(user_id: int) -> Response:
    """Ask before somebody's second step is removed."""
    return page("office/remove_others_second_step.html", person=_row(operations.find_person(current_actor(), user_id)))


@people.post("/<int:user_id>/nonaktifkan-dua-langkah")
def remove_second_step(user_id: int) -> BaseResponse:
    """Remove the second step of somebody who lost it."""
    with unit_of_work():
        operations.remove_second_step(current_actor(), user_id)
    flash("second_step_removed")
    return redirect(url_for(".person", user_id=user_id), 303)


def _agency_slug() -> str | None:
    return request.args.get("instansi") or None


def _invitation_page(
    place: Place, form: InvitationForm, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    values = {"name": form.name.data, "email": form.email.data}
    return page("office/invite.html", status, errors, form_values=values, **_choices(place, form))


def _person_page(found: Person, form: RoleForm, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    place = operations.place(current_actor(), _agency_slug() or _agency_of(found))
    return page(
        "office/person.html",
        status,
        errors,
        person=_row(found),
        is_self=found.user.id == current_officer().id,
        **_choices(place, form),
    )


def _agency_of(found: Person) -> str | None:
    """Where a further role is most likely meant: the agency of the roles that are within reach."""
    return next((one.agency.slug for one in found.roles if one.agency), None)


def _choices(place: Place, form: RoleForm) -> dict[str, object]:
    whole = [{"value": WHOLE_AGENCY, "label": place_words(place.agency.name, None)}] if place.agency else []
    units = [{"value": unit.id, "label": "\u2003" * (unit.path.count("/") - 1) + unit.name} for unit in place.units]
    return {
        "agency": place.agency,
        "agency_slug": place.agency.slug if place.agency else None,
        "agency_options": _agency_options(place.agencies),
        "role_options": [{"value": role, "label": ROLES[role], "hint": ROLE_NOTES[role]} for role in place.roles],
        "chosen_roles": form.roles.data or (),
        "unit_options": (whole if place.is_whole_agency_within_reach else []) + units,
        "chosen_unit": form.unit.data,
    }


def _agency_options(agencies: Sequence[Agency]) -> list[dict[str, str]]:
    """The agencies to choose from, and the national level; nothing for who has only one."""
    if not is_permitted(current_actor(), "accounts.read"):
        return [{"value": one.slug, "label": one.name} for one in agencies] if len(agencies) > 1 else []
    national = {"value": "", "label": place_words(None, None)}
    return [national, *({"value": one.slug, "label": one.name} for one in agencies)]


def _cells(found: Person, agency: Agency | None) -> list[object]:
    """A row of the table of people."""
    row = _row(found)
    roles = ", ".join(str(ROLES[one.role]) for one in found.roles) or _("tanpa peran")
    if not found.user.active:
        state = _("Dinonaktifkan")
    elif row["lacks_second_step"]:
        state = _("Aktif, verifikasi dua langkah belum aktif")
    else:
        state = _("Aktif")
    url = url_for(".person", user_id=found.user.id, instansi=agency.slug if agency else None)
    return [{"text": found.user.name, "url": url, "note": found.user.email}, roles, state]


def _row(found: Person) -> dict[str, object]:
    user = found.user
    roles = [one.role for one in found.roles]
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "is_active": user.active,
        "has_second_step": user.has_second_step,
        "lacks_second_step": not user.has_second_step and needs_second_step(roles),  # type: ignore[arg-type]
        "is_wholly_within_reach": found.is_wholly_within_reach,
        "roles": [_role(one) for one in found.roles],
    }


def _role(held: Membership) -> dict[str, object]:
    return {
        "id": held.id,
        "name": ROLES[held.role],
        "place": place_words(held.agency.name if held.agency else None, held.unit.name if held.unit else None),
        "note": ROLE_NOTES[held.role],
    }
