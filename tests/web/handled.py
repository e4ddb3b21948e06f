"""What the agency's side and the schedule do to the report filed last, for tests of the reporter's side."""

from datetime import datetime
from typing import Any

from flask import Flask

from sipp import clock
from sipp.db import unit_of_work
from sipp.models.reports import Message
from sipp.operations.moves import lock_report, make_move
from sipp.rules.permissions import SYSTEM
from tests.web.filing import last_report

ANSWER = "Uang Rp150.000 sudah dikembalikan lewat loket 3."
QUESTION = "Mohon kirim foto bukti bayarnya."
REASON = "Perkara ini sedang diperiksa pengadilan."
#: Move -> who makes it, and the words written with it.
MOVES: dict[str, tuple[str, str | None]] = {
    "answer": ("liaison", ANSWER),
    "ask_completion": ("liaison", QUESTION),
    "reject": ("liaison", REASON),
    "lapse": ("schedule", None),
    "deem_withdrawn": ("schedule", None),
    "hand_over": ("liaison", None),
}


def happen(app: Flask, *moves: str, at: datetime | None = None, **details: Any) -> None:
    """Make these moves, one after another."""
    report_id = last_report(app)["id"]
    for move in moves:
        by, words = MOVES[move]
        with app.app_context(), unit_of_work() as session:
            report = lock_report(report_id)
            if words:
                session.add(Message(report_id=report_id, sent_at=clock.now(), author="handler", text=words))
            make_move(report, move, by=by, actor=SYSTEM, at=at, **details)  # type: ignore[arg-type]
