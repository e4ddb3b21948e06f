"""What officers do with a report: one page an act, all of them drawn from one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.models.reports import Report
from sipp.operations import canned_answers, casework, colleagues, handling, incidents, signing
from sipp.operations.case_reach import reach
from sipp.operations.caseload import Case, case_of
from sipp.operations.handling import Cite
from sipp.rules.errors import Conflict, InvalidInput, TooLarge, UnsupportedFile
from sipp.rules.handling import ACTIONS, ActName
from sipp.rules.permissions import Actor
from sipp.storage import attachments
from sipp.storage.attachments import StoredFile
from sipp.web import case_view
from sipp.web import standard_view as view
from sipp.web.arguments import parse_number
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.waiting_view import held_file_views, pending_view
from sipp.web.protection import never_stored
from sipp.web.session import settings
from sipp.words.cases import ACT_LEADS, ACT_TITLES, REASON_LABEL, WORDS_LABELS
from sipp.words.codes import COMPONENT_NAMES
from sipp.words.reports import REJECT_REASONS, REPORT_CLASSES

case_acts = office_pages("case_acts", __name__, "/kelola/laporan/<case_number>")

#: Where the page says what happened meanwhile.
CHANGED = "berubah"
#: Components whose rows an answer mostly refers to, where the report itself names none.
CITED_MOSTLY = ("requirements", "procedure", "time_limit", "fee", "product")


class Typed:
    """What a form of an act brings: its fields, what the officer had seen, a file once it is stored."""

    def __init__(self, form: Mapping[str, str], cites: list[str], kept: list[str]) -> None:
        self.form = form
        self.cites = cites
        self.kept = kept
        self.stored: StoredFile | None = None
        parts = [parse_number(part) for part in form.get("seen", "").split(".")]
        #: Row version, last event, how many messages; a form without them never matches.
        self.seen: tuple[int, int, int] = (
            (parts[0] or 0, parts[1] or 0, parts[2] or 0) if len(parts) == 3 else (-1, 0, 0)
        )

    def text(self, name: str) -> str:
        """The words of a field."""
        return self.form.get(name, "")

    def number(self, name: str) -> int | None:
        """The whole number of a field; None when it is none."""
        return parse_number(self.form.get(name, "").strip())

    def cited(self) -> list[Cite]:
        """The chosen rows of the standard."""
        return [Cite(*one.partition("/")[::2]) for one in self.cites]

    def kept_files(self) -> list[UUID]:
        """The chosen files that lie with the report already; nonsense is a file of no report."""
        return [_uuid(one) for one in self.kept]


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act: its address, its fields, and what it does."""

    slug: str
    fields: tuple[str, ...]
    perform: Callable[[Actor, str, Typed, int], object]


def _answer(actor: Actor, case_number: str, typed: Typed, seen: int) -> Report:
    words, cites, kept = typed.text("words"), typed.cited(), typed.kept_files()
    colleagues.take_proposal(actor, case_number, typed.number("proposal"))
    return handling.answer(actor, case_number, words, cites, typed.stored, seen, kept=kept)


def _submit_answer(actor: Actor, case_number: str, typed: Typed, seen: int) -> Report:
    words, cites, kept = typed.text("words"), typed.cited(), typed.kept_files()
    colleagues.take_proposal(actor, case_number, typed.number("proposal"))
    return signing.submit(actor, case_number, words, cites, typed.stored, seen, kept=kept)


ANSWER_FIELDS = ("words", "cites", "kept", "attachment")
#: The acts that end with words for the reporter of up to ten thousand characters.
ANSWERING: frozenset[ActName] = frozenset({"answer", "submit_answer"})
#: The acts about an answer that waits: their page shows it.
ABOUT_PENDING: frozenset[ActName] = frozenset({"sign_answer", "return_answer", "recall_answer"})

ACTS: dict[ActName, Act] = {
    "accept": Act(
        slug="terima",
        fields=("unit",),
        perform=lambda actor, case, it, seen: handling.accept(actor, case, it.number("unit"), seen),
    ),
    "route": Act(
        slug="arahkan",
        fields=("unit",),
        perform=lambda actor, case, it, seen: handling.route(actor, case, it.number("unit"), seen),
    ),
    "answer": Act(slug="jawab", fields=ANSWER_FIELDS, perform=_answer),
    "submit_answer": Act(slug="ajukan-jawaban", fields=ANSWER_FIELDS, perform=_submit_answer),
    "sign_answer": Act(
        slug="sahkan-jawaban",
        fields=(),
        perform=lambda actor, case, it, seen: signing.sign(actor, case, seen),
    ),
    "return_answer": Act(
        slug="kembalikan-jawaban",
        fields=("words",),
        perform=lambda actor, case, it, seen: signing.give_back(actor, case, it.text("words"), seen),
    ),
    "recall_answer": Act(
        slug="tarik-jawaban",
        fields=(),
        perform=lambda actor, case, it, seen: signing.recall(actor, case, seen),
    ),
    "write_message": Act(
        slug="pesan",
        fields=("words",),
        perform=lambda actor, case, it, seen: casework.write_message(actor, case, it.text("words"), seen),
    ),
    "ask_completion": Act(
        slug="minta-kelengkapan",
        fields=("words",),
        perform=lambda actor, case, it, seen: handling.ask_completion(actor, case, it.text("words"), seen),
    ),
    "declare_complete": Act(
        slug="nyatakan-lengkap",
        fields=(),
        perform=lambda actor, case, it, seen: handling.declare_complete(actor, case, seen),
    ),
    "uphold_appeal": Act(
        slug="kabulkan-keberatan",
        fields=("words",),
        perform=lambda actor, case, it, seen: casework.uphold_appeal(actor, case, it.text("words"), seen),
    ),
    "reject_appeal": Act(
        slug="tolak-keberatan",
        fields=("words",),
        perform=lambda actor, case, it, seen: casework.reject_appeal(actor, case, it.text("words"), seen),
    ),
    "extend": Act(
        slug="perpanjang",
        fields=("extra_days", "words"),
        perform=lambda actor, case, it, seen: casework.extend(
            actor, case, it.number("extra_days"), it.text("words"), seen
        ),
    ),
    "confirm_class": Act(
        slug="tetapkan-golongan",
        fields=("report_class",),
        perform=lambda actor, case, it, seen: casework.confirm_class(actor, case, it.text("report_class"), seen),
    ),
    "assign": Act(
        slug="tugaskan",
        fields=("person",),
        perform=lambda actor, case, it, seen: casework.assign(actor, case, it.number("person"), seen),
    ),
    "transfer": Act(
        slug="alihkan",
        fields=("unit", "words"),
        perform=lambda actor, case, it, seen: handling.transfer(actor, case, it.number("unit"), it.text("words"), seen),
    ),
    "hand_over": Act(
        slug="teruskan",
        fields=("body", "tracking_id", "words"),
        perform=lambda actor, case, it, seen: handling.hand_over(
            actor, case, it.text("body"), it.text("tracking_id"), it.text("words"), seen
        ),
    ),
    "reject": Act(
        slug="tolak",
        fields=("ground", "words"),
        perform=lambda actor, case, it, seen: handling.reject(actor, case, it.text("ground"), it.text("words"), seen),
    ),
    "join_incident": Act(
        slug="gabungkan",
        fields=("incident", "title"),
        perform=lambda actor, case, it, seen: incidents.join(
            actor, case, it.number("incident"), it.text("title"), seen
        ),
    ),
    "leave_incident": Act(
        slug="keluarkan",
        fields=(),
        perform=lambda actor, case, it, seen: incidents.leave(actor, case, seen),
    ),
    "declare_conflict": Act(
        slug="konflik-kepentingan",
        fields=("words",),
        perform=lambda actor, case, it, seen: casework.declare_conflict(actor, case, it.text("words"), seen),
    ),
    "write_note": Act(
        slug="catatan",
        fields=("words",),
        perform=lambda actor, case, it, seen: casework.write_note(actor, case, it.text("words"), seen),
    ),
}


def _ask(name: ActName) -> Callable[[str], Response]:
    def ask(case_number: str) -> Response:
        """The form of an act."""
        actor = current_actor()
        report = reach(actor, case_number, ACTIONS[name])
        if name not in handling.possible_acts(actor, report):
            raise Conflict("act_not_open")
        return _page(name, case_of(actor, case_number), _prepared(name, report))

    return ask


def _prepared(name: ActName, report: Report) -> Typed:
    """What an answer begins with: a colleague's proposal or a prepared answer, where the address asks for one, else
    the answer that came back unsigned."""
    if name not in ANSWERING:
        return Typed({}, [], [])
    wanted = request.args.get("baku", "")
    texts = {str(one.id): one.text for one in canned_answers.answers_for(report.agency_id)} if wanted else {}
    if wanted in texts:
        return Typed({"words": texts[wanted]}, [], [])
    proposal = colleagues.find_proposal(report, parse_number(request.args.get("usulan")))
    if proposal is not None:
        return Typed({"words": proposal.text, "proposal": str(proposal.id)}, [], proposal.files)
    pending = signing.pending_of(report)
    if pending is not None:
        return Typed({"words": pending.text}, ["/".join(one) for one in pending.cites], pending.files)
    return Typed({}, [], [])


def _do(name: ActName) -> Callable[[str], BaseResponse]:
    def do(case_number: str) -> BaseResponse:
        """Do it, or show the form again with what was typed and why not."""
        actor = current_actor()
        typed = Typed(request.form, request.form.getlist("cites")[:200], request.form.getlist("kept")[:20])
        try:
            if "attachment" in ACTS[name].fields:
                typed.stored = _received(actor, case_number)
            with unit_of_work():
                ACTS[name].perform(actor, case_number, typed, typed.seen[0])
        except InvalidInput as refused:
            return _refused(name, actor, case_number, typed, refused.fields, 422)
        except (TooLarge, UnsupportedFile) as refused:
            status = 413 if isinstance(refused, TooLarge) else 415
            return _refused(name, actor, case_number, typed, {"attachment": refused.code}, status)
        except Conflict as refused:
            return _refused(name, actor, case_number, typed, {CHANGED: refused.code}, 409)
        flash(f"case_{name}")
        if name == "declare_conflict":
            return redirect(url_for("cases.inbox"), 303)
        return redirect(url_for("cases.show", case_number=case_number), 303)

    return do


def _received(actor: Actor, case_number: str) -> StoredFile | None:
    """The file of the form, safely on disk; None when none was chosen."""
    uploaded = request.files.get("attachment")
    if uploaded is None or not uploaded.filename:
        return None
    handling.check_file(actor, case_number)
    return attachments.receive(uploaded.stream, settings().attachments_dir)


def _refused(
    name: ActName, actor: Actor, case_number: str, typed: Typed, errors: dict[str, str], status: int
) -> Response:
    if typed.stored is not None:
        attachments.delete(settings().attachments_dir, typed.stored.name)
    return _page(name, case_of(actor, case_number), typed, errors, status)


def _page(name: ActName, case: Case, typed: Typed, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor, report, act = current_actor(), case.report, ACTS[name]
    never_stored()
    is_open = name in handling.possible_acts(actor, report)
    options = (
        {field: _OPTIONS[field](actor, case, name) for field in act.fields if field in _OPTIONS} if is_open else {}
    )
    return page(
        "office/case_act.html",
        status,
        errors,
        report=report,
        title=ACT_TITLES[name],
        lead=ACT_LEADS[name],
        url=url_for(f"case_acts.{name}", case_number=report.case_number),
        fields=act.fields,
        options=options,
        typed=typed.form,
        cited=typed.cites,
        kept=typed.kept,
        pending=pending_view(case) if name in ABOUT_PENDING and is_open else None,
        instead=_other_ways(name, actor, report) if is_open else [],
        words_label=WORDS_LABELS.get(name, REASON_LABEL),
        longest=handling.LONGEST_ANSWER if name in ANSWERING else handling.LONGEST_MESSAGE,
        is_open=is_open,
        prepared=_prepared_links(name, report) if is_open else [],
        changes=case_view.changes_since(case, *typed.seen[1:]) if status == 409 else [],
        has_changed=status == 409,
        seen=case_view.seen_mark(case),
        about=case_view.title_of(report),
        comparisons=case_view.comparisons(case),
        story=[{"key": label, "value": text} for label, text in case_view.story(case)],
    )


def _other_ways(name: ActName, actor: Actor, report: Report) -> list[dict[str, str]]:
    """What else may be done with an answer that waits."""
    ways = [one for one in handling.possible_acts(actor, report) if one in ABOUT_PENDING - {name}]
    return [
        {"label": str(ACT_TITLES[one]), "url": url_for(f"case_acts.{one}", case_number=report.case_number)}
        for one in (ways if name in ABOUT_PENDING else [])
    ]


def _prepared_links(name: ActName, report: Report) -> list[dict[str, str]]:
    if name not in ANSWERING:
        return []
    return [
        {"label": one.title, "url": url_for(f"case_acts.{name}", case_number=report.case_number, baku=one.id)}
        for one in canned_answers.answers_for(report.agency_id)
    ]


def _unit_options(actor: Actor, case: Case, name: ActName) -> list[dict[str, Any]]:
    units = handling.units_for(actor, case.report, name)
    nothing_chosen = _("Pimpinan instansi") if not units and name != "transfer" else ""
    return [{"value": "", "label": nothing_chosen}, *({"value": str(one.id), "label": one.name} for one in units)]


def _person_options(_actor: Actor, case: Case, _name: ActName) -> list[dict[str, Any]]:
    people = casework.handlers_for(case.report)
    return [{"value": "", "label": "-"}, *({"value": str(one.id), "label": one.name} for one in people)]


def _incident_options(_actor: Actor, case: Case, _name: ActName) -> list[dict[str, Any]]:
    there = incidents.open_incidents(case.report.agency_id)
    return [
        {"value": "", "label": _("Kejadian baru")},
        *({"value": str(one.id), "label": one.title} for one in there),
    ]


def _cite_options(_actor: Actor, case: Case, _name: ActName) -> list[dict[str, Any]]:
    rows = handling.citable_rows(case.report)
    named = [one.component for one in case.findings if one.component in rows]
    return [
        {
            "value": f"{component}/{row.row_key}",
            "label": f"{COMPONENT_NAMES[component]}: {view.row_words(row)['text']}",
            "lang": "id",
        }
        for component in rows
        if component in (named or CITED_MOSTLY)
        for row in rows[component]
    ]


def _kept_options(_actor: Actor, case: Case, _name: ActName) -> list[dict[str, Any]]:
    return [{"value": one["id"], "label": one["label"]} for one in held_file_views(case)]


_OPTIONS: dict[str, Callable[[Actor, Case, ActName], list[dict[str, Any]]]] = {
    "unit": _unit_options,
    "person": _person_options,
    "cites": _cite_options,
    "kept": _kept_options,
    "incident": _incident_options,
    "ground": lambda _actor, _case, _name: [{"value": code, "label": label} for code, label in REJECT_REASONS.items()],
    "report_class": lambda _actor, _case, _name: [
        {"value": code, "label": REPORT_CLASSES[code]} for code in casework.CONFIRMED_CLASSES
    ],
}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


for _name, _act in ACTS.items():
    case_acts.add_url_rule(f"/{_act.slug}", _name, _ask(_name), methods=["GET"])
    case_acts.add_url_rule(f"/{_act.slug}", f"do_{_name}", _do(_name), methods=["POST"])
