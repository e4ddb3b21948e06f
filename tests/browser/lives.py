"""Reports brought to every state that a person may meet, made beside the live server through the table of moves."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

import flask
from flask import Flask
from sqlalchemy import select

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.models.accounts import User
from sipp.models.agencies import Agency
from sipp.models.reports import Message, Report, ReportClock, Reprimand
from sipp.models.services import Service
from sipp.operations import reprimands
from sipp.operations.accounts import actor_of
from sipp.operations.moves import make_move, note_event
from sipp.operations.opened import OpenedReport, opened_with
from sipp.rules.permissions import REPORTER, SYSTEM
from sipp.web.session import OPENED_REPORT, remember_opened_report
from tests import factories


class Step(NamedTuple):
    """A move of the table or an event, who makes it, and the words that go with it."""

    name: str
    by: str
    words: str = ""
    details: dict[str, Any] = {}


ASKED = Step("ask_completion", "liaison", "Kirim foto tanda terima berkas Anda.")
ANSWERED = Step("answer", "liaison", "Kartu Anda sudah dicetak dan dapat diambil di loket 2.")
NOT_YET = Step("verdict_reopens", "citizen", "Belum dicetak.", {"verdict": "partly"})
REJECTED = Step("reject", "liaison", "Laporan yang sama sudah kami jawab.", {"reason": "duplicate"})
APPEALED = Step("appealed", "citizen", "Ini bukan laporan yang sama.")
#: State as people would call it -> the steps that lead there from a report that is in its unit's hands.
LIVES: dict[str, tuple[Step, ...]] = {
    "waits for completion": (ASKED,),
    "answered": (ANSWERED,),
    "taken up again": (ANSWERED, NOT_YET),
    "resolved": (ANSWERED, Step("verdict_yes", "citizen", "Terima kasih.")),
    "unresolved": (ANSWERED, Step("verdict_final", "citizen", "Tetap belum.", {"verdict": "no"})),
    "lapsed": (ANSWERED, Step("lapse", "schedule")),
    "rejected": (REJECTED,),
    "objected to": (REJECTED, APPEALED),
    "objection lost": (REJECTED, APPEALED, Step("reject_appeal", "supervisor", "Nomornya sama dengan laporan itu.")),
    "withdrawn": (Step("withdraw", "citizen"),),
    "identity opened": (Step("identity_asked", "custodian"), Step("identity_opened", "custodian")),
}
#: The one whose time ran out, with a reprimand that was served.
REPRIMANDED = "reprimanded"
EVENTS = {"appealed", "reject_appeal", "identity_asked", "identity_opened"}


@dataclass(frozen=True)
class Life:
    """A report as it is found, and the session of a browser in which its reporter opened it."""

    case_number: str
    cookie: str


def live(app: Flask, state: str) -> Life:
    """A new report of Kota Bandung in this state."""
    with app.app_context(), unit_of_work():
        report = _filed("sealed" if state == "identity opened" else "open")
        for step in LIVES.get(state, ()):
            _do(report, step)
        if state == REPRIMANDED:
            _run_out(report)
        number, opened = report.case_number, opened_with(report.id, report.code_hash)
    return Life(number, _cookie(app, opened))


def _filed(visibility: str) -> Report:
    query = select(Service).join(Agency, Service.agency_id == Agency.id)
    found = query.where(Agency.slug == "kota-bandung", Service.slug == "ktp-hilang-rusak")
    asked = factories.an_experience(groups=("time",), variant="hilang", still_waiting=True)
    told = factories.what_is_told(experience=asked, visibility=visibility, expectation="KTP saya segera dicetak.")
    return factories.a_report(current_session().scalars(found).one(), told).report


def _do(report: Report, step: Step) -> None:
    at = clock.now()
    actor = REPORTER if step.by == "citizen" else SYSTEM
    act = note_event if step.name in EVENTS else make_move
    act(report, step.name, by=step.by, actor=actor, at=at, **step.details)  # type: ignore[arg-type]
    if step.words:
        author = "reporter" if step.by == "citizen" else "handler"
        current_session().add(Message(report_id=report.id, sent_at=at, author=author, text=step.words))
    current_session().flush()


def _run_out(report: Report) -> None:
    """Let the clocks of the law be over, and a reprimand be signed and served."""
    session = current_session()
    make_move(report, "declare_complete", by="liaison", actor=SYSTEM)
    session.flush()
    for one in session.scalars(select(ReportClock).where(ReportClock.report_id == report.id)):
        one.due_on, one.due_at = one.due_on - timedelta(days=100), one.due_at - timedelta(days=100)
        if one.clock == "settle":
            reprimands.draft_for(report, one)
    session.flush()
    letter = session.scalars(select(Reprimand).where(Reprimand.report_id == report.id)).one()
    superior = session.scalars(select(User).where(User.email == "supervisor@kota-bandung.contoh")).one()
    reprimands.sign(actor_of(superior), letter.id, factories.signed_papers())
    reprimands.serve_by_hand(actor_of(superior), letter.id)


def _cookie(app: Flask, opened: OpenedReport) -> str:
    client = app.test_client()
    with client.session_transaction() as session, app.test_request_context():
        remember_opened_report(opened)
        session[OPENED_REPORT] = flask.session[OPENED_REPORT]
    cookie = client.get_cookie("sipp_sesi")
    assert cookie is not None
    return cookie.value
