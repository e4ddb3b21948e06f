"""The entrance to the back office: every page below /kelola asks here who somebody is and what they may do.

A page registers on a blueprint made by ``office_pages``; nothing else may answer below /kelola (a test sees to it).
"""

import re
from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    g,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from sipp import clock
from sipp.db import unit_of_work
from sipp.i18n import DEFAULT_LANGUAGE, current_language
from sipp.models.accounts import User, UserSession
from sipp.operations import accounts
from sipp.operations.sign_in import SEEN_EVERY, can_be_extended, ends_at, note_seen
from sipp.rules.errors import Malformed
from sipp.rules.permissions import Actor, is_permitted_somewhere
from sipp.web.forms.messages import error_list, messages_by_name
from sipp.web.language import path_in_language
from sipp.web.protection import is_office_path
from sipp.web.security import signed_in_user, to_sign_in
from sipp.words.accounts import note_words

#: Where somebody may go who must set up a second step first.
SET_UP_PAGES = frozenset({"own_account.second_step", "own_account.start_second_step"})

_NEXT = re.compile(r"/(?:kelola|masuk/undangan)(?:/[\w.~=-]+)*(?:\?[\w.~=&%+-]*)?", re.ASCII)


def init_office(app: Flask) -> None:
    """Keep office pages Indonesian, and their forms forms."""
    app.before_request(_refuse_what_is_no_form)


def office_pages(name: str, import_name: str, url_prefix: str) -> Blueprint:
    """A blueprint whose pages only officers reach, and only once their second step is set up where a role asks it."""
    pages = Blueprint(name, import_name, url_prefix=url_prefix)
    pages.before_request(enter)
    return pages


def enter() -> BaseResponse | None:
    """Let an officer in, or send the browser where it must go first."""
    user = signed_in_user()
    if user is None:
        return to_sign_in(_path_and_query() if request.method == "GET" else None)
    _note_seen(g.user_session)
    if request.endpoint not in SET_UP_PAGES and accounts.must_set_up_second_step(user):
        return redirect(url_for("own_account.second_step"), 303)
    return None


def current_officer() -> User:
    """Who asks; only on pages of ``office_pages``."""
    user = signed_in_user()
    assert user is not None
    return user


def current_actor() -> Actor:
    """What the officer may do, read from the database once in each request: a role taken away counts no more."""
    if "actor" not in g:
        g.actor = accounts.actor_of(current_officer())
    actor: Actor = g.actor
    return actor


def safe_next(text: str | None) -> str | None:
    """An address given by the browser, when it is one of the office's own."""
    return text if text and _NEXT.fullmatch(text) else None


def page(
    template: str, status: int = 200, errors: dict[str, str] | list[dict[str, str]] | None = None, **values: Any
) -> Response:
    """An office page: its navigation, notes left by the page before, and errors.

    Errors are codes by field, or items with words of their own as the summary takes them.
    """
    by_field, officer = errors if isinstance(errors, dict) else {}, signed_in_user()
    frame: dict[str, Any] = {
        "errors": errors if isinstance(errors, list) else error_list(by_field),
        "messages": messages_by_name(by_field),
        "notes": [note_words(str(code)) for code in get_flashed_messages()],
        "alternate_url": None,
        "officer": officer,
        "folded_nav": [],
        "session_end": g.get("session_end"),
    }
    if officer is not None:
        frame["nav"], frame["folded_nav"] = _navigation()
    return make_response(render_template(template, **{**frame, **values}), status)


@dataclass(frozen=True)
class Room:
    """A part of the office: the words of its entry, where it begins, its other blueprints, and who may enter.

    Who may do one of the ``actions`` somewhere sees the entry; without actions everybody does.
    """

    label: LazyString
    endpoint: str
    actions: tuple[str, ...] = ()
    blueprints: tuple[str, ...] = ()

    def is_open_to(self, actor: Actor) -> bool:
        """Whether the actor has something to do or to read there."""
        return not self.actions or any(is_permitted_somewhere(actor, action) for action in self.actions)

    def entry(self, here: str) -> tuple[str, str, bool]:
        """What the navigation shows, with whether this is the page's own room."""
        own = self.endpoint.partition(".")[0]
        return str(self.label), url_for(self.endpoint), here in (own, *self.blueprints)


#: What people do every day.
ROOMS = (
    Room(_l("Meja kerja"), "desk.home"),
    Room(
        _l("Laporan"),
        "cases.inbox",
        ("reports.read",),
        (
            "case_acts",
            "canned_answers",
            "incidents_desk",
            "deputies_desk",
            "lapor_desk",
            "signing_desk",
            "colleagues_desk",
        ),
    ),
    Room(_l("Layanan"), "services.overview", ("standards.read_drafts",), ("standards", "imports", "exports")),
    Room(_l("Acuan nasional"), "references.overview", ("references.edit",), ("standards",)),
    Room(_l("Tinjauan"), "reviews.queue", ("standards.read_drafts", "references.edit"), ("decrees", "reviews_desk")),
    Room(_l("Koreksi"), "corrections_desk.overview", ("corrections.read",)),
)
#: The rest, folded where it is more than one entry.
FURTHER_ROOMS = (
    Room(_l("Pencarian"), "search_desk.overview", ("search.read_terms",)),
    Room(_l("Jawaban pilihan"), "answers.overview", ("search.curate",)),
    Room(_l("Teguran"), "reprimands_desk.overview", ("reprimands.read",)),
    Room(_l("Pengawasan"), "oversight_room.overview", ("oversight.read",), ("evaluations",)),
    Room(_l("Bukti"), "evidence.overview", ("evidence.collect",)),
    Room(_l("Identitas tersegel"), "identities.overview", ("identities.unseal",)),
    Room(_l("Tautan"), "links_desk.overview", ("links.read",)),
    Room(_l("Riwayat"), "history_desk.overview", ("journal.read", "journal.read_own")),
    Room(
        _l("Instansi"),
        "agencies_desk.overview",
        ("agencies.read_profile",),
        ("units_desk", "points_desk", "register_desk", "joining_desk"),
    ),
    Room(_l("Kalender"), "calendar_desk.overview", ("calendar.edit",)),
    Room(_l("Pengguna"), "people.overview", ("accounts.read",)),
)


def _navigation() -> tuple[list[tuple[str, str, bool]], list[tuple[str, str, bool]]]:
    """The entries that are always shown, and those that are folded."""
    here, actor = (request.endpoint or "").partition(".")[0], current_actor()
    shown, folded = ([room.entry(here) for room in rooms if room.is_open_to(actor)] for rooms in (ROOMS, FURTHER_ROOMS))
    return (shown, folded) if len(folded) > 1 else ([*shown, *folded], [])


def _refuse_what_is_no_form() -> BaseResponse | None:
    if not is_office_path(request.path):
        return None
    if request.is_json:
        raise Malformed("json")
    if request.method == "GET" and current_language() != DEFAULT_LANGUAGE:
        path = path_in_language(DEFAULT_LANGUAGE, request.script_root, request.path)
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"{path}?{query}" if query else path, 303)
    return None


def _note_seen(session: UserSession) -> None:
    now, seen_at, session_id = clock.now(), session.seen_at, session.id
    if now - seen_at > SEEN_EVERY:
        seen_at = now
        with unit_of_work():
            note_seen(session_id)
    ends = ends_at(session, seen_at)
    g.session_end = {
        "at": ends,
        "seconds": int((ends - now).total_seconds()),
        "can_be_extended": can_be_extended(session, seen_at),
    }


def _path_and_query() -> str:
    query = request.query_string.decode("ascii", "replace")
    return f"{request.path}?{query}" if query else request.path
