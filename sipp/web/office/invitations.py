"""Accepting an invitation: the page behind its link."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask_security import hash_password
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.models.accounts import Invitation, User
from sipp.operations import accounts
from sipp.rules.errors import NotFound
from sipp.rules.passwords import password_fault
from sipp.vault.accounts import read_invitation_token
from sipp.web.office.entrance import page
from sipp.web.protection import limiter
from sipp.web.security import signed_in_user
from sipp.web.session import settings
from sipp.words.accounts import ROLE_NOTES, place_words
from sipp.words.codes import ROLES

invitations = Blueprint("invitations", __name__)


@invitations.get("/masuk/undangan/<token>")
def show(token: str) -> Response:
    """What is offered, and what accepting it asks: a password, or signing in for who has an account."""
    invitation = _find(token)
    return _page(invitation, token) if invitation else page("office/invitation_gone.html", 404)


@invitations.post("/masuk/undangan/<token>")
@limiter.limit("30 per minute")
def accept(token: str) -> BaseResponse:
    """Make the account, or add the roles to the own one."""
    invitation = _find(token)
    if invitation is None:
        return page("office/invitation_gone.html", 404)
    account = accounts.find_user(invitation.email)
    return _accept_as_new(invitation, token) if account is None else _accept_as(account, token)


def _accept_as_new(invitation: Invitation, token: str) -> BaseResponse:
    typed, again = request.form.get("password", ""), request.form.get("password_confirm", "")
    password = current_app.extensions["security"].password_util.normalize(typed)
    errors = {}
    if not typed.strip():
        errors["password"] = "required"
    elif fault := password_fault(password, invitation.email, invitation.name):
        errors["password"] = fault
    elif typed != again:
        errors["password_confirm"] = "passwords_differ" if again else "required"
    if errors:
        return _page(invitation, token, errors, 422)
    hashed = hash_password(password)
    with unit_of_work():
        accounts.accept_as_new(_id_of(token), hashed)
    flash("account_ready")
    return redirect(url_for("security.login"), 303)


def _accept_as(account: User, token: str) -> BaseResponse:
    user = signed_in_user()
    if user is None or user.id != account.id:
        return redirect(url_for("security.login", next=url_for(".show", token=token)), 303)
    with unit_of_work():
        accounts.accept_as(user.id, _id_of(token))
    flash("roles_added")
    return redirect(url_for("desk.home"), 303)


def _find(token: str) -> Invitation | None:
    try:
        return accounts.find_invitation(_id_of(token))
    except NotFound:
        return None


def _id_of(token: str) -> UUID | None:
    return read_invitation_token(token, settings().secret_keys)


def _page(invitation: Invitation, token: str, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    account, user = accounts.find_user(invitation.email), signed_in_user()
    agency, unit = invitation.agency, invitation.unit
    return page(
        "office/invitation.html",
        status,
        errors,
        invitation=invitation,
        token=token,
        place=place_words(agency.name if agency else None, unit.name if unit else None),
        roles=[{"name": ROLES[role], "note": ROLE_NOTES[role]} for role in invitation.roles],
        has_account=account is not None,
        is_own=account is not None and user is not None and user.id == account.id,
    )
