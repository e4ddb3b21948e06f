"""What a case shows of answers that its reporter has not read: one that waits or came back, and proposals."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from sipp.i18n import datetime_words
from sipp.models.proposals import PendingAnswer
from sipp.operations.caseload import Case
from sipp.operations.colleagues import proposals_of
from sipp.operations.handling import possible_acts
from sipp.operations.signing import pending_of, signers_of
from sipp.rules.permissions import Actor
from sipp.web.message_view import message_text
from sipp.words.cases import PENDING_STATES


def pending_view(case: Case) -> dict[str, Any] | None:
    """The answer that waits or came back: its words, who wrote it, who may sign it, or why it came back."""
    pending = pending_of(case.report)
    if pending is None:
        return None
    return {
        "state": str(PENDING_STATES[pending.state]),
        "is_waiting": pending.state == "waiting",
        "note": _note(case, pending),
        "reason": pending.reason,
        "text": message_text(pending, case.version),
        "files": [_file(case, one, number) for number, one in enumerate(pending.files, start=1)],
        "signers": [one.name for one in signers_of(case.report, pending.author_id)],
    }


def proposal_views(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """What colleagues proposed, with where an officer who may answer takes it over or puts it aside."""
    acts, number = possible_acts(actor, case.report), case.report.case_number
    answering = next((act for act in ("answer", "submit_answer") if act in acts), None)
    return [
        {
            "name": one.name,
            "when": datetime_words(one.proposed_at, case.report.agency.time_zone),
            "text": one.text,
            "files": [_file(case, file, place) for place, file in enumerate(one.files, start=1)],
            "take_url": url_for(f"case_acts.{answering}", case_number=number, usulan=one.id) if answering else None,
            "dismiss_url": url_for("colleagues_desk.dismiss", case_number=number, proposal_id=one.id)
            if "ask_colleague" in acts
            else None,
        }
        for one in proposals_of(case.report)
    ]


def held_file_views(case: Case) -> list[dict[str, str]]:
    """The files that may go along with the next answer, those that lie with an unsigned answer or a proposal."""
    return list(_held(case))


def _held(case: Case) -> Iterator[dict[str, str]]:
    pending = pending_of(case.report)
    for one in pending.files if pending is not None else ():
        yield {"id": one, "label": _("Lampiran jawaban sebelumnya")}
    for proposal in proposals_of(case.report):
        for one in proposal.files:
            yield {"id": one, "label": _("Berkas dari usulan %(name)s", name=proposal.name)}


def _note(case: Case, pending: PendingAnswer) -> str:
    zone = case.report.agency.time_zone
    written = _(
        "Ditulis %(name)s, %(moment)s", name=pending.author.name, moment=datetime_words(pending.written_at, zone)
    )
    if pending.ended_at is None or pending.ended_by is None:
        return written
    ended = _("%(name)s, %(moment)s", name=pending.ended_by.name, moment=datetime_words(pending.ended_at, zone))
    return f"{written}. {PENDING_STATES[pending.state]}: {ended}"


def _file(case: Case, attachment_id: str, number: int) -> dict[str, str]:
    url = url_for("cases.held_file", case_number=case.report.case_number, attachment_id=attachment_id)
    return {"label": _("Berkas %(number)s", number=number), "url": url}
