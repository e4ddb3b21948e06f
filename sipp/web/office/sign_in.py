"""Signing in and out: Flask-Security's views behind the house's doors.

Each view of the library runs in one unit of work, with what its signals ask for. Two run before it, because they hash
what a stranger typed: signing in and asking for a new password; only what they leave behind is written.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, flash, g, make_response, redirect, request, session, url_for
from flask_security import views
from flask_security.recoverable import reset_password_token_status
from flask_security.tf_plugin import tf_clean_session
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse

from sipp import clock
from sipp.db import unit_of_work
from sipp.models.accounts import User
from sipp.operations import accounts, sign_in
from sipp.rules.errors import TooManyRequests
from sipp.web.account_events import afterwards, write_down
from sipp.web.forms.accounts import email_fault
from sipp.web.forms.messages import known_code
from sipp.web.office.attempts import begin_attempt, key_of, later
from sipp.web.office.entrance import page, safe_next
from sipp.web.protection import limiter
from sipp.web.security import signed_in_user, to_sign_in

security_pages = Blueprint("security", __name__)

# The library writes this address into its page for codes; nothing answers there.
security_pages.add_url_rule("/masuk/kode/bantuan", endpoint="two_factor_rescue", build_only=True)

#: So long after the password the code must come.
CODE_WITHIN = timedelta(minutes=10)
_PASSWORD_AT = "sandi_pada"
#: Where an error that belongs to no field is shown.
_FIRST_FIELDS = ("email", "code", "password")


#: The form among what a view of the library gives its template.
_FORMS = {
    "office/sign_in.html": "login_user_form",
    "office/code.html": "two_factor_verify_code_form",
    "office/recovery_code.html": "mf_recovery_form",
    "office/forgot.html": "forgot_password_form",
    "office/reset.html": "reset_password_form",
    "office/change_password.html": "change_password_form",
}


def draw(template: str, **context: Any) -> Response:
    """What a view of the library shows, with the errors of its form in the house's way."""
    form = context[_FORMS[template]]
    errors = errors_of(form)
    return page(
        template,
        422 if errors else 200,
        errors,
        typed={"email": form.email.data or "" if "email" in form else ""},
        token=context.get("reset_password_token"),
        next_path=safe_next(request.values.get("next")),
    )


def errors_of(form: FlaskForm) -> dict[str, str]:
    """Field -> error code, the first of each field."""
    found = {name: known_code(str(field.errors[0])) for name, field in form._fields.items() if field.errors}
    if form.form_errors:
        first = next(name for name in _FIRST_FIELDS if name in form)
        found.setdefault(first, known_code(str(form.form_errors[0])))
    return found


@security_pages.route("/masuk", methods=["GET", "POST"], endpoint="login")
@limiter.limit("60 per minute", methods=["POST"])
def enter_password() -> BaseResponse:
    """Address and password; with a second step the page for the code comes next."""
    if request.method == "GET" or signed_in_user() is not None:
        return see_other(views.login())
    if "code" in request.form and "email" not in request.form:
        return enter_code()
    email = request.form.get("email", "").strip()
    missing = {name: "required" for name in ("email", "password") if not request.form.get(name, "").strip()}
    if missing:
        return _sign_in_page(missing, 422)
    try:
        begin_attempt("password", email)
    except TooManyRequests as refused:
        return _sign_in_page({"email": "too_many_attempts"}, 429, refused)
    answer = views.login()
    is_right = "tf_user_id" in session
    if is_right:
        afterwards(lambda: sign_in.forgive(g.attempt))
    with unit_of_work():
        sign_in.note_tried(g.attempt)
        write_down()
    if is_right:
        session[_PASSWORD_AT] = clock.now().isoformat()
        return redirect(url_for(".two_factor_token_validation", next=safe_next(request.values.get("next"))), 303)
    return _arrived() or see_other(answer)


@security_pages.route("/masuk/kode", methods=["GET", "POST"], endpoint="two_factor_token_validation")
@limiter.limit("60 per minute", methods=["POST"])
def enter_code() -> BaseResponse:
    """The code of the authenticator."""
    return _second_step(views.two_factor_token_validation, "code", "office/code.html")


@security_pages.route("/masuk/kode-pemulihan", methods=["GET", "POST"], endpoint="mf_recovery")
@limiter.limit("60 per minute", methods=["POST"])
def enter_recovery_code() -> BaseResponse:
    """A recovery code, when the authenticator is not at hand. It is used up."""
    return _second_step(views.mf_recovery, "recovery_code", "office/recovery_code.html")


@security_pages.get("/keluar")
def leave() -> BaseResponse:
    """Ask before signing out, for who typed the address."""
    return page("office/leave.html") if signed_in_user() is not None else to_sign_in()


@security_pages.post("/keluar", endpoint="logout")
def sign_out() -> BaseResponse:
    """End this session."""
    user = signed_in_user()
    if user is not None:
        user_id, session_id = user.id, g.user_session.id
        with unit_of_work():
            sign_in.sign_out(user_id, session_id)
            views.logout()
        session.clear()
        flash("signed_out")
    return to_sign_in()


@security_pages.route("/masuk/lupa", methods=["GET", "POST"], endpoint="forgot_password")
@limiter.limit("20 per minute", methods=["POST"])
def ask_for_new_password() -> BaseResponse:
    """Have a link mailed. The answer is the same whether the address has an account or not."""
    if request.method == "GET":
        return see_other(views.forgot_password())
    email = request.form.get("email", "").strip()
    if fault := email_fault(email):
        return page("office/forgot.html", 422, {"email": fault}, typed={"email": email})
    try:
        begin_attempt("reset", email)
    except TooManyRequests as refused:
        errors = {"email": "too_many_attempts"}
        return later(page("office/forgot.html", 429, errors, typed={"email": email}), refused)
    views.forgot_password()
    with unit_of_work():
        sign_in.note_tried(g.attempt)
        write_down()
    return redirect(url_for(".reset_sent"), 303)


@security_pages.get("/masuk/lupa/terkirim")
def reset_sent() -> BaseResponse:
    """What to do now."""
    return page("office/reset_sent.html")


@security_pages.route("/masuk/lupa/<token>", methods=["GET", "POST"], endpoint="reset_password")
@limiter.limit("60 per minute", methods=["POST"])
def choose_new_password(token: str) -> BaseResponse:
    """The page behind the mailed link; a used, expired and forged link are answered alike."""
    if request.method == "GET":
        is_good = _user_of(token) is not None
        return see_other(views.reset_password(token)) if is_good else page("office/reset_gone.html", 404)
    with unit_of_work():
        user = _lock_user_of(token)
        if user is None:
            return page("office/reset_gone.html", 404)
        email = user.email
        answer = see_other(views.reset_password(token))
        if answer.status_code == 303:
            write_down()
            for kind in ("password", "reset"):
                sign_in.forgive(key_of(kind, email))
            tf_clean_session()
            flash("password_reset")
    return answer


def see_other(answer: Any) -> BaseResponse:
    """The library's answer; a redirect says plainly that a GET follows."""
    response = make_response(answer)
    if response.status_code == 302:
        response.status_code = 303
    return response


def _second_step(view: Callable[[], Any], how: str, template: str) -> BaseResponse:
    if signed_in_user() is not None:
        return redirect(url_for("desk.home"), 303)
    user_id = _pending_user_id()
    if user_id is None:
        tf_clean_session()
        flash("start_again")
        return to_sign_in(safe_next(request.values.get("next")))
    if request.method == "GET":
        return see_other(view())
    try:
        begin_attempt("code", user_id)
    except TooManyRequests as refused:
        return later(page(template, 429, {"code": "too_many_attempts"}, next_path=None), refused)
    g.sign_in_how = how
    with unit_of_work():
        accounts.lock_user(user_id)
        answer = view()
        write_down()
        if how == "recovery_code" and "user_session" in g:
            sign_in.tell(user_id, "recovery_code_used")
    return _arrived() or see_other(answer)


def _arrived() -> BaseResponse | None:
    """Where somebody goes who has just signed in; None for who has not."""
    if "user_session" not in g:
        return None
    return redirect(safe_next(request.values.get("next")) or url_for("desk.home"), 303)


def _pending_user_id() -> int | None:
    """Who gave the right password in this browser, not too long ago."""
    at = session.get(_PASSWORD_AT)
    if session.get("tf_state") != "ready" or at is None or clock.now() - datetime.fromisoformat(at) > CODE_WITHIN:
        return None
    return accounts.id_of_uniquifier(session.get("tf_user_id", ""))


def _user_of(token: str) -> User | None:
    """Whose password a link may change: nobody's when it is used, expired or forged, or the account disabled."""
    expired, invalid, user = reset_password_token_status(token)
    return user if user is not None and user.active and not (expired or invalid) else None


def _lock_user_of(token: str) -> User | None:
    """The same, held; asked again once it is held, because another request may have used the link meanwhile."""
    user = _user_of(token)
    if user is None:
        return None
    accounts.lock_user(user.id)
    return _user_of(token)


def _sign_in_page(errors: dict[str, str], status: int, refused: TooManyRequests | None = None) -> BaseResponse:
    typed = {"email": request.form.get("email", "")}
    next_path = safe_next(request.values.get("next"))
    return later(page("office/sign_in.html", status, errors, typed=typed, next_path=next_path), refused)
