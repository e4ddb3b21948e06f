"""What is stored, held against itself and against what people were told. Findings begin with lost, halved or doubled.

Halved: the rows of one act are not all there. The journal names every act; events, ledger, clocks, words, files and
mails of a report must be exactly those of its acts.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sipp.messaging.mail import stable_message_id
from sipp.models.journal import AuditEntry, OutboxMessage
from sipp.models.reporters import DataRequest, PressureNote
from sipp.models.reports import Attachment, Breach, Message, Report, Reporter, SealedIdentity
from sipp.operations.report_news import CHANNEL_OF, NEWS_ON
from sipp.rules.report_news import channels_for, is_news
from tests.live.lives import Deed, Life
from tests.live.post_office import NOBODY, PostOffice
from tests.operations.report_lives import Seen, check_moves, look_at

#: Acts -> the events they leave (one of the named ones), and whether words go with them.
TRACES: dict[str, tuple[tuple[str, ...], bool]] = {
    "reports.submit": (("submitted",), False),
    "reports.write_message": (("message",), True),
    "reports.add_evidence": (("evidence",), False),
    "reports.complete": (("complete",), True),
    "reports.give_verdict": (("verdict_yes", "verdict_reopens", "verdict_final"), True),
    "reports.appeal": (("appealed",), True),
    "reports.withdraw": (("withdraw",), False),
    "reports.pass_on": (("hand_over",), False),
    "reports.raise_visibility": (("visibility_raised",), False),
    "reports.ask_about_data": (("data_asked",), False),
    "reports.tell_pressure": ((), False),
    "reports.change_address": ((), False),
    "reports.accept": (("owned",), False),
    "reports.write_note": ((), True),
    "reports.answer": (("answer",), True),
    "reports.submit_answer": (("answer_submitted",), False),
    "reports.sign_answer": (("answer",), True),
    "reports.return_answer": (("answer_returned",), False),
    "reports.ask_completion": (("ask_completion",), True),
    "reports.declare_complete": (("declare_complete",), False),
    "reports.assign": (("assign",), False),
    "reports.transfer": (("transfer",), True),
    "reports.reject": (("reject",), True),
    "reports.hand_over": (("hand_over",), True),
    "reports.join_incident": (("join_incident",), False),
    "reports.leave_incident": (("leave_incident",), False),
    "reports.extend": (("extend",), True),
    "reports.uphold_appeal": (("uphold_appeal",), True),
    "reports.reject_appeal": (("reject_appeal",), True),
    "reports.confirm_class": (("confirm_class",), False),
}
#: Acts whose words later ones write over: of an answer that waits, of the reason why it was given back.
PASSING_WORDS = frozenset({"reports.submit_answer", "reports.return_answer"})
#: Events that come with another one.
CONSEQUENCES = frozenset({"due_changed"})


def findings(session: Session, lives: Sequence[Life], folder: Path) -> list[str]:
    """Everything that is wrong with the reports of these lives and with all others."""
    found = [fault for life in lives for fault in life.faults]
    by_story: dict[str, list[Report]] = {}
    for report in session.scalars(select(Report)):
        by_story.setdefault(report.description, []).append(report)
        found += [f"{one} ({report.case_number})" for one in _report_is_whole(session, report, folder)]
    for life in lives:
        stored = by_story.pop(life.story, [])
        found += [f"{one} ({life.case_number})" for one in _it_is_as_told(session, life, stored)]
    return found + [f"wrong: a report that nobody filed: {story}" for story in by_story]


def _it_is_as_told(session: Session, life: Life, stored: Sequence[Report]) -> Iterator[str]:
    if life.outcome == "acknowledged" and not stored:
        yield "lost: an acknowledged report"
    if len(stored) > 1:
        yield "doubled: one form became several reports"
    if len(stored) != 1:
        return
    report = stored[0]
    acts = _acts_of(session, report)
    texts = _texts_of(session, report)
    told: dict[str, list[Deed]] = {}
    for deed in life.deeds:
        told.setdefault(deed.action, []).append(deed)
        times = texts[deed.words] if deed.words and deed.action not in PASSING_WORDS else None
        if deed.outcome == "failed":
            yield f"wrong: {deed.action} was answered with a fault"
        if times == 0 and deed.outcome == "acknowledged":
            yield f"lost: the words of {deed.action}"
        elif times and deed.outcome in ("refused", "failed"):
            yield f"doubled: {deed.action} was refused and is there"
        elif times and times > 1:
            yield f"doubled: the words of {deed.action}"
    for action, count in acts.items():
        least, most = _bounds(told.get(action, ()))
        if count > most and action != "reports.submit":
            yield f"doubled: {action} is there {count} times, was done {most} times"
    for action, deeds in told.items():
        if acts[action] < _bounds(deeds)[0]:
            yield f"lost: {action}, acknowledged {_bounds(deeds)[0]} times, is there {acts[action]} times"


def _bounds(deeds: Iterable[Deed]) -> tuple[int, int]:
    """How often an act was done for certain, and at most."""
    outcomes = Counter(deed.outcome for deed in deeds)
    return outcomes["acknowledged"], outcomes["acknowledged"] + outcomes["lost"]


def _report_is_whole(session: Session, report: Report, folder: Path) -> Iterator[str]:
    seen, acts = look_at(session, report.id), _acts_of(session, report)
    if not seen.events:
        yield "halved: a report without events"
        return
    try:
        is_solved = report.state == "resolved"
        check_moves(session, report.case_number, seen, seen.events, is_solved=is_solved, is_receiving=True)
    except AssertionError as error:
        yield f"halved: state, events, ledger or clocks: {error}"
    if acts["reports.submit"] != 1:
        yield f"halved: the journal knows {acts['reports.submit']} submissions"
    yield from _events_are_those_of_the_acts(seen, acts)
    yield from _words_are_those_of_the_acts(session, report, acts)
    yield from _files_are_those_of_the_acts(session, report, seen, folder)
    yield from _reporter_is_kept(session, report)
    yield from _news_is_queued(session, report, seen)


def _events_are_those_of_the_acts(seen: Seen, acts: Mapping[str, int]) -> Iterator[str]:
    kinds = Counter(one.kind for one in seen.events if one.kind not in CONSEQUENCES and one.by != "schedule")
    expected: Counter[tuple[str, ...]] = Counter()
    for action, count in acts.items():
        if action not in TRACES:
            yield f"wrong: an act nobody did: {action}"
        elif TRACES[action][0]:
            expected[TRACES[action][0]] += count
    for names, count in expected.items():
        there = sum(kinds.pop(name, 0) for name in names)
        if there != count:
            yield f"halved: {count} acts left {there} events {'/'.join(names)}"
    if kinds:
        yield f"halved: events without an act: {dict(kinds)}"


def _words_are_those_of_the_acts(session: Session, report: Report, acts: Mapping[str, int]) -> Iterator[str]:
    def count(table: type[Message] | type[PressureNote] | type[DataRequest]) -> int:
        return session.scalar(select(func.count()).select_from(table).where(table.report_id == report.id)) or 0

    said = sum(number for action, number in acts.items() if TRACES.get(action, ((), False))[1])
    if count(Message) != said:
        yield f"halved: {said} acts with words left {count(Message)} messages"
    if count(PressureNote) != acts["reports.tell_pressure"]:
        yield "halved: notes of pressure and their acts"
    if count(DataRequest) != acts["reports.ask_about_data"]:
        yield "halved: requests about data and their acts"


def _files_are_those_of_the_acts(session: Session, report: Report, seen: Seen, folder: Path) -> Iterator[str]:
    files = session.scalars(select(Attachment).where(Attachment.report_id == report.id)).all()
    own = sum(one.kind == "evidence" for one in seen.events)
    sent = sum(len(one.details.get("files", ())) for one in seen.events if one.kind == "answer")
    if Counter(one.author for one in files) != Counter(reporter=own, handler=sent):
        yield f"halved: {own} files of the reporter and {sent} of the handler by the events, {len(files)} by the rows"
    for one in files:
        path = folder / one.stored_name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != one.sha256:
            yield "halved: a file is gone or is not what was stored"


def _reporter_is_kept(session: Session, report: Report) -> Iterator[str]:
    has_row = session.get(Reporter, report.id) is not None
    is_sealed = session.get(SealedIdentity, report.id) is not None
    if (has_row, is_sealed) != (report.visibility != "anonymous", report.visibility == "sealed"):
        yield "halved: what is kept of the reporter"
    if not session.scalar(select(func.count()).where(Breach.report_id == report.id)) and report.service_id:
        yield "halved: no finding"


def _news_is_queued(session: Session, report: Report, seen: Seen) -> Iterator[str]:
    """Anonymous reporters can be reached from the moment they show their name, the others all along."""
    raised = [one for one in seen.events if one.kind == "visibility_raised"]
    was_anonymous = (raised[0].details["old"] if raised else report.visibility) == "anonymous"
    reporter = session.get(Reporter, report.id)
    keys = set() if was_anonymous else {f"report_acknowledged:{report.id}"}
    for one in seen.events[raised[0].sequence if raised and was_anonymous else 0 :] if reporter else ():
        reason = one.details.get("reason")
        is_first_owner = one.kind == "owned" and one.by == "schedule" and one.sequence == 2
        if is_news(one.kind, one.by, is_first_owner=is_first_owner, reason=reason):
            channels = channels_for(one.kind, has_email=True, phone_channel=reporter.phone_channel, reason=reason)
            keys |= {f"{NEWS_ON[channel]}:{report.id}:{one.sequence}" for channel in channels}
    stored = set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.contains(str(report.id)))))
    if stored != keys:
        yield f"halved: news missing {len(keys - stored)}, unexplained {len(stored - keys)}"


def _acts_of(session: Session, report: Report) -> Counter[str]:
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == report.case_number))
    return Counter(actions)


def _texts_of(session: Session, report: Report) -> Counter[str]:
    """How often each text stands somewhere at a report."""
    return Counter(
        text
        for table in (Message, PressureNote, DataRequest)
        for text in session.scalars(select(table.text).where(table.report_id == report.id))
    )


def findings_about_mail(session: Session, office: PostOffice, domain: str) -> list[str]:
    """Once nothing waits any more: every mail was taken under its one Message-ID, or is visibly set aside."""
    found: list[str] = []
    known = {stable_message_id(one.key, domain): one for one in session.scalars(select(OutboxMessage))}
    for message_id, one in known.items():
        came = office.taken.get(message_id, [])
        if len(set(came)) > 1 and not {address for address, _ in came} & {"pindah@contoh.id", "sri@contoh.id"}:
            found.append(f"wrong: {one.kind} came to several, or with several subjects")
        if one.state == "done" and not came and CHANNEL_OF.get(one.kind) == "mail":
            found.append(f"lost: {one.kind} counts as sent and never came")
        elif one.state == "waiting":
            found.append(f"lost: {one.kind} still waits after {one.attempts} attempts: {one.last_error}")
        elif one.state == "set_aside" and "550" not in (one.last_error or ""):
            found.append(f"wrong: {one.kind} was given up: {one.last_error}")
    found += [f"wrong: a mail nobody queued, to {office.taken[one]}" for one in office.taken.keys() - known.keys()]
    refused = set(session.scalars(select(Reporter.report_id).where(Reporter.email.startswith(NOBODY))))
    told = {one.payload["report_id"] for one in known.values() if one.state == "set_aside"}
    found += [f"lost: no failure is told of the mails to {one}" for one in refused if str(one) not in told]
    return found


def findings_about_texts(session: Session, folder: Path) -> list[str]:
    """Once nothing waits any more: each text to a phone is there, under its one id, and no other."""
    rows = session.execute(select(OutboxMessage.key, OutboxMessage.state).where(OutboxMessage.kind == NEWS_ON["sms"]))
    states = {hashlib.sha256(key.encode()).hexdigest()[:40]: state for key, state in rows}
    came = {json.loads(path.read_text())["id"] for path in folder.glob("*.json")}
    found = [f"lost: a text is {state} and never came" for one, state in states.items() if one not in came]
    return found + [f"wrong: a text nobody queued: {one}" for one in came - states.keys()]
