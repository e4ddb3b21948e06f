"""One's own account: password, second step, recovery codes, sessions."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Response, current_app, flash, g, redirect, request, session, url_for
from flask_security import Security, views
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from sipp import clock
from sipp.db import unit_of_work
from sipp.models.accounts import User, UserSession
from sipp.operations import accounts, sign_in
from sipp.rules.errors import Forbidden, TooManyRequests
from sipp.vault.second_step import RecoveryCodes, SecondStep
from sipp.web.account_events import write_down
from sipp.web.office.attempts import begin_attempt, key_of, later
from sipp.web.office.entrance import current_officer, office_pages, page
from sipp.web.office.sign_in import see_other
from sipp.web.protection import limiter
from sipp.words.accounts import browser_words

own_account = office_pages("own_account", __name__, "/kelola/akun")

#: A secret that was shown but not yet proven, in the cookie: encrypted, like the one in the database.
_PENDING = "langkah_kedua"
_PENDING_FOR = timedelta(minutes=30)
_PASSWORD_LIMIT = limiter.limit("30 per minute", methods=["POST"])


@own_account.get("")
def overview() -> Response:
    """Who one is, and what can be changed."""
    officer = current_officer()
    sessions = [_session_words(one) for one in sign_in.open_sessions(officer.id)]
    return page("office/account.html", sessions=sessions, codes_left=len(officer.mf_recovery_codes or []))


@own_account.route("/kata-sandi", methods=["GET", "POST"])
@_PASSWORD_LIMIT
def password() -> BaseResponse:
    """Change the password; every other session ends."""
    if request.method == "GET":
        return see_other(views.change_password())
    user_id = current_officer().id
    try:
        begin_attempt("own_password", user_id)
    except TooManyRequests as refused:
        return later(page("office/change_password.html", 429, {"password": "too_many_attempts"}), refused)
    with unit_of_work():
        accounts.lock_user(user_id)
        answer = see_other(views.change_password())
        if answer.status_code == 303:
            write_down()
            sign_in.forgive(g.attempt)
            flash("password_changed")
    return answer


@own_account.get("/dua-langkah")
def second_step() -> Response:
    """Whether signing in asks for a code; the set-up where it does not."""
    officer = current_officer()
    if officer.has_second_step:
        codes_left = len(officer.mf_recovery_codes or [])
        return page("office/second_step.html", codes_left=codes_left, is_needed=accounts.needs_second_step(officer))
    return _set_up_page(officer, _new_secret())


@own_account.get("/dua-langkah/ganti")
def replace_second_step() -> Response:
    """Set up another authenticator."""
    return _set_up_page(current_officer(), _new_secret())


@own_account.post("/dua-langkah")
@_PASSWORD_LIMIT
def start_second_step() -> BaseResponse:
    """Take the authenticator that shows the right code, and show the recovery codes, once."""
    officer, secret = current_officer(), _pending_secret()
    if secret is None:
        return redirect(url_for(".second_step"), 303)
    try:
        errors = _password_errors(officer) if officer.has_second_step else {}
    except TooManyRequests as refused:
        return later(_set_up_page(officer, secret, {"password": "too_many_attempts"}, 429), refused)
    code = request.form.get("code", "").strip()
    counter = _second_step().matching_counter(secret, code) if code else None
    if counter is None:
        errors["code"] = "wrong_code" if code else "required"
    if errors:
        return _set_up_page(officer, secret, errors, 422)
    codes, hashes = _recovery_codes().new_codes(officer.id)
    with unit_of_work():
        accounts.set_up_second_step(officer.id, secret, counter, hashes, g.user_session.id)
    session.pop(_PENDING, None)
    return page("office/new_recovery_codes.html", codes=codes)


@own_account.route("/dua-langkah/nonaktifkan", methods=["GET", "POST"])
@_PASSWORD_LIMIT
def remove_second_step() -> BaseResponse:
    """Ask for no code any more, where no role needs one."""
    officer = current_officer()
    template = "office/remove_second_step.html"
    if accounts.needs_second_step(officer):
        raise Forbidden("second_step_needed")
    if request.method == "GET":
        return page(template)
    if refusal := _refused_password(template):
        return refusal
    with unit_of_work():
        accounts.remove_own_second_step(officer.id)
    flash("second_step_off")
    return redirect(url_for(".overview"), 303)


@own_account.route("/kode-pemulihan", methods=["GET", "POST"])
@_PASSWORD_LIMIT
def recovery_codes() -> BaseResponse:
    """New recovery codes; the old ones end."""
    officer = current_officer()
    template = "office/recovery_codes.html"
    if request.method == "GET":
        return page(template, codes_left=len(officer.mf_recovery_codes or []))
    if refusal := _refused_password(template, codes_left=len(officer.mf_recovery_codes or [])):
        return refusal
    codes, hashes = _recovery_codes().new_codes(officer.id)
    with unit_of_work():
        accounts.renew_recovery_codes(officer.id, hashes)
    return page("office/new_recovery_codes.html", codes=codes)


@own_account.post("/sesi/<uuid:session_id>/akhiri")
def end_session(session_id: UUID) -> BaseResponse:
    """End one of one's own sessions."""
    with unit_of_work():
        sign_in.end_session(current_officer().id, session_id)
    flash("session_ended")
    return redirect(url_for(".overview") + "#sesi", 303)


@own_account.post("/sesi/akhiri-lainnya")
def end_other_sessions() -> BaseResponse:
    """End all of one's sessions but this one."""
    with unit_of_work():
        sign_in.end_other_sessions(current_officer().id, g.user_session.id)
    flash("other_sessions_ended")
    return redirect(url_for(".overview") + "#sesi", 303)


def _set_up_page(officer: User, secret: str, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    offer = _second_step().offer(secret, officer.email)
    return page(
        "office/set_up_second_step.html",
        status,
        errors,
        qr_code=Markup(offer.svg),
        key=offer.key,
        uri=offer.uri,
        needs_password=officer.has_second_step,
        is_needed=accounts.must_set_up_second_step(officer),
    )


def _new_secret() -> str:
    """The secret on offer in this browser: the same one while it is fresh, so that two tabs agree."""
    secret = _pending_secret() or _second_step().generate_totp_secret()
    session[_PENDING] = [secret, clock.now().isoformat()]
    return secret


def _pending_secret() -> str | None:
    secret, at = session.get(_PENDING) or ("", "")
    return secret if at and clock.now() - datetime.fromisoformat(at) < _PENDING_FOR else None


def _refused_password(template: str, **values: object) -> Response | None:
    try:
        errors = _password_errors(current_officer())
    except TooManyRequests as refused:
        return later(page(template, 429, {"password": "too_many_attempts"}, **values), refused)
    return page(template, 422, errors, **values) if errors else None


def _password_errors(officer: User) -> dict[str, str]:
    """What is wrong with the own password as typed; raises TooManyRequests."""
    typed = request.form.get("password", "")
    if not typed.strip():
        return {"password": "required"}
    begin_attempt("own_password", officer.id)
    if not officer.verify_and_update_password(_security().password_util.normalize(typed)):
        return {"password": "wrong_password"}
    with unit_of_work():
        sign_in.forgive(key_of("own_password", officer.id))
    return {}


def _session_words(one: UserSession) -> dict[str, object]:
    return {
        "id": one.id,
        "browser": browser_words(one.browser),
        "began_at": one.began_at,
        "seen_at": one.seen_at,
        "is_this": one.id == g.user_session.id,
    }


def _security() -> Security:
    security: Security = current_app.extensions["security"]
    return security


def _second_step() -> SecondStep:
    steps = _security().totp_factory
    assert isinstance(steps, SecondStep)
    return steps


def _recovery_codes() -> RecoveryCodes:
    codes = _security().mf_recovery_codes_util
    assert isinstance(codes, RecoveryCodes)
    return codes
