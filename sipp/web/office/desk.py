"""The desk: what an officer sees first. Who one is, which roles one holds and where, what waits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from sipp import clock
from sipp.i18n import date_long
from sipp.models.accounts import Membership
from sipp.models.services import ReferenceService
from sipp.operations import colleagues, signing
from sipp.operations.accounts import held_roles
from sipp.operations.appeals import DECIDE, waiting_for
from sipp.operations.caseload import CONFIRM, awaiting, earliest_late, shelf_counts, unconfirmed
from sipp.operations.corrections import count_open, oldest_open
from sipp.operations.curated_answers import count_ending
from sipp.operations.imports import undecided
from sipp.operations.joining import ready_agencies
from sipp.operations.learning import count_open as count_open_queries
from sipp.operations.links import count_broken
from sipp.operations.people import count_open_invitations
from sipp.operations.reminders import reviews_due
from sipp.operations.reporters import needs_of
from sipp.operations.reprimands import to_answer, to_end, to_sign
from sipp.operations.reviewing import queue_of
from sipp.operations.unsealing import requests
from sipp.operations.versions import owner_of
from sipp.operations.writing import drafts_of
from sipp.rules.permissions import Actor, is_permitted_somewhere
from sipp.web.office.entrance import current_actor, current_officer, office_pages, page
from sipp.words.accounts import ROLE_NOTES, place_words
from sipp.words.codes import ROLES

#: So many drafts are named one by one.
MOST_DRAFTS = 10
#: ... and so many answers that wait, or came back.
MOST_NAMED = 5

desk = office_pages("desk", __name__, "/kelola")


@desk.get("")
def home() -> Response:
    """The first page."""
    officer = current_officer()
    roles = [_role(held) for held in held_roles(officer.id)]
    return page("office/desk.html", roles=roles, waiting=[_link(task) for task in (*_own_account(), *_by_date())])


@dataclass(frozen=True)
class Task:
    """Something this officer should do, the page where it is done, since when the oldest of it waits, until when."""

    label: str
    url: str
    since: date | None = None
    until: date | None = None


def _link(task: Task) -> dict[str, str | None]:
    note = _("sejak %(date)s", date=date_long(task.since)) if task.since else None
    if task.until:
        note = _("paling lambat %(date)s", date=date_long(task.until))
    return {"label": task.label, "url": task.url, "note": note}


def _own_account() -> Iterator[Task]:
    if not current_officer().has_second_step:
        text = _("Aktifkan verifikasi dua langkah untuk akun Anda")
        yield Task(text, url_for("own_account.second_step"))


def _by_date() -> list[Task]:
    """What waits longest first; what has no date after it."""
    return sorted(_waiting(), key=lambda task: (task.since is None, task.since or date.max))


def _first(moments: Iterable[datetime | date | None]) -> date | None:
    """The earliest day among moments and days, in the capital."""
    zone = ZoneInfo(clock.NATIONAL_ZONE)
    days = [one.astimezone(zone).date() if isinstance(one, datetime) else one for one in moments if one]
    return min(days, default=None)


def _waiting() -> Iterator[Task]:
    actor = current_actor()
    yield from _reporters_waiting(actor)
    yield from _cases_waiting(actor)
    yield from _answers_waiting(actor)
    yield from _classes_waiting(actor)
    yield from _decisions_about_reports(actor)
    drafts = drafts_of(actor)
    for draft in drafts[:MOST_DRAFTS]:
        name = owner_of(draft).name
        is_sent_back = draft.state == "changes_requested"
        text = (
            _("Perbaiki standar %(name)s", name=name)
            if is_sent_back
            else _("Lanjutkan draf standar %(name)s", name=name)
        )
        yield Task(text, url_for("standards.tasks", version_id=draft.id), _first([draft.created_at]))
    if further := len(drafts[MOST_DRAFTS:]):
        text = ngettext("%(num)s draf Anda yang lain", "%(num)s draf Anda yang lain", further)
        room = "services" if is_permitted_somewhere(actor, "standards.read_drafts") else "references"
        yield Task(text, url_for(f"{room}.overview", keadaan="draf"))
    for run in undecided(actor):
        text = _("Putuskan impor %(name)s, yang sudah diperiksa", name=run.file_name)
        yield Task(text, url_for("imports.show", run_id=run.id))
    if is_permitted_somewhere(actor, "standards.keep_up") and (due := reviews_due(actor)):
        text = ngettext("%(num)s standar perlu ditinjau ulang", "%(num)s standar perlu ditinjau ulang", len(due))
        past = [one.due_on for one in due if one.due_on <= clock.today(clock.NATIONAL_ZONE)]
        yield Task(text, url_for("reviews_desk.overview"), _first(past))
    if is_permitted_somewhere(actor, "corrections.decide") and (count := count_open(actor)):
        text = ngettext("%(num)s koreksi dari warga menunggu", "%(num)s koreksi dari warga menunggu", count)
        yield Task(text, url_for("corrections_desk.overview"), _first([oldest_open(actor)]))
    if is_permitted_somewhere(actor, "links.read") and (count := count_broken(actor)):
        text = ngettext("%(num)s tautan tidak dapat dibuka", "%(num)s tautan tidak dapat dibuka", count)
        yield Task(text, url_for("links_desk.overview"))
    yield from _searches_waiting(actor)
    yield from _reviews_waiting(actor)
    if count := len(ready_agencies(actor)):
        text = ngettext("%(num)s instansi siap menerima laporan", "%(num)s instansi siap menerima laporan", count)
        yield Task(text, url_for("agencies_desk.overview", siap="ya"))
    if is_permitted_somewhere(actor, "accounts.invite") and (count := count_open_invitations(actor)):
        text = ngettext("%(num)s undangan belum diterima", "%(num)s undangan belum diterima", count)
        yield Task(text, url_for("people.overview"))


def _reporters_waiting(actor: Actor) -> Iterator[Task]:
    """What reporters need beside the handling of their reports."""
    needs, url = needs_of(actor), url_for("reporters_desk.overview")
    if count := len(needs.pressure):
        text = ngettext("%(num)s pelapor mendapat tekanan", "%(num)s pelapor mendapat tekanan", count)
        yield Task(text, f"{url}#tekanan", _first(one.noted_at for one in needs.pressure))
    if count := len(needs.data_requests):
        text = ngettext("%(num)s permintaan data pribadi", "%(num)s permintaan data pribadi", count)
        yield Task(text, f"{url}#data", _first(one.asked_at for one in needs.data_requests))
    if count := needs.undelivered:
        text = ngettext("Kabar %(num)s laporan tidak sampai", "Kabar %(num)s laporan tidak sampai", count)
        yield Task(text, f"{url}#surat")


def _decisions_about_reports(actor: Actor) -> Iterator[Task]:
    """Reprimands to sign, to answer and to end, and sealed identities that wait for the own key."""
    if is_permitted_somewhere(actor, "reprimands.sign") and (drafts := to_sign(actor)):
        text = ngettext("%(num)s teguran menunggu tanda tangan", "%(num)s teguran menunggu tanda tangan", len(drafts))
        yield Task(text, url_for("reprimands_desk.overview"), _first(one.drafted_at for one in drafts))
    if is_permitted_somewhere(actor, "reprimands.sign") and (answered := to_end(actor)):
        text = ngettext("%(num)s jawaban teguran perlu dinilai", "%(num)s jawaban teguran perlu dinilai", len(answered))
        yield Task(text, url_for("reprimands_desk.overview"), _first(one.answered_at for one in answered))
    if is_permitted_somewhere(actor, "reprimands.answer") and (served := to_answer(actor)):
        text = ngettext("%(num)s teguran menunggu jawaban", "%(num)s teguran menunggu jawaban", len(served))
        yield Task(text, url_for("reprimands_desk.overview"), _first(one.served_at for one in served))
    if is_permitted_somewhere(actor, "identities.unseal"):
        for one in requests(actor):
            if one.turn_of is not None and one.turn_of.id == actor.user_id:
                text = _("Buka segel Anda untuk laporan %(number)s", number=one.unsealing.report.case_number)
                url = url_for("identities.show", unsealing_id=one.unsealing.id)
                yield Task(text, url, _first([one.unsealing.asked_at]))


def _searches_waiting(actor: Actor) -> Iterator[Task]:
    """What people look for and do not find, and answers that end soon."""
    if count := count_open_queries(actor):
        text = ngettext(
            "%(num)s kata sering dicari, tetapi tidak ditemukan",
            "%(num)s kata sering dicari, tetapi tidak ditemukan",
            count,
        )
        yield Task(text, url_for("search_desk.overview"))
    if count := count_ending(actor):
        text = ngettext(
            "%(num)s jawaban pilihan berakhir dalam 30 hari", "%(num)s jawaban pilihan berakhir dalam 30 hari", count
        )
        yield Task(text, url_for("answers.overview"))


def _cases_waiting(actor: Actor) -> Iterator[Task]:
    """Reports that wait for an act, those that are late, and answers given word for word to several."""
    yield from _acts_waited_for(actor)
    if not any(is_permitted_somewhere(actor, action) for action in ("reports.answer", DECIDE)):
        return
    if is_permitted_somewhere(actor, DECIDE) and (objections := waiting_for(actor)):
        text = ngettext("%(num)s keberatan menunggu putusan", "%(num)s keberatan menunggu putusan", len(objections))
        yield Task(text, url_for("cases.inbox", keadaan="ditolak", keberatan="ya"), _first(objections))
    counts, url = shelf_counts(actor), url_for("cases.inbox")
    if count := counts["late"]:
        text = ngettext("%(num)s laporan lewat batas", "%(num)s laporan lewat batas", count)
        yield Task(text, f"{url}?lewat=ya", _first([earliest_late(actor)]))
    if (count := counts["repeated"]) and is_permitted_somewhere(actor, DECIDE):
        text = ngettext(
            "%(num)s laporan dijawab dengan kata yang sama", "%(num)s laporan dijawab dengan kata yang sama", count
        )
        yield Task(text, f"{url}?keadaan=semua&serupa=ya")


def _acts_waited_for(actor: Actor) -> Iterator[Task]:
    """New reports, and those that wait for an answer."""
    count, since = awaiting(actor, "reports.accept", "received")
    if count:
        text = ngettext("%(num)s laporan baru belum diterima", "%(num)s laporan baru belum diterima", count)
        yield Task(text, url_for("cases.inbox", keadaan="diterima"), _first([since]))
    count, since = awaiting(actor, "reports.answer", "in_progress")
    if count:
        text = ngettext("%(num)s laporan menunggu jawaban", "%(num)s laporan menunggu jawaban", count)
        yield Task(text, url_for("cases.inbox", keadaan="ditangani"), _first([since]))


def _classes_waiting(actor: Actor) -> Iterator[Task]:
    """Reports whose proposed class the inspectorate confirms or changes: it decides how long they may take."""
    if not is_permitted_somewhere(actor, CONFIRM):
        return
    count, since = unconfirmed(actor)
    if count:
        text = ngettext(
            "%(num)s laporan menunggu penetapan golongan", "%(num)s laporan menunggu penetapan golongan", count
        )
        yield Task(text, url_for("cases.inbox", golongan="oversight"), _first([since]))


def _answers_waiting(actor: Actor) -> Iterator[Task]:
    """Answers to sign by their due day, answers that came back, and what colleagues propose."""
    if is_permitted_somewhere(actor, "reports.sign_answer"):
        unsigned = signing.to_sign(actor)
        for one in unsigned[:MOST_NAMED]:
            number = one.pending.report.case_number
            url = url_for("case_acts.sign_answer", case_number=number)
            since, until = _first([one.pending.written_at]), one.due.due_on if one.due else None
            yield Task(_("Sahkan jawaban laporan %(number)s", number=number), url, since, until)
        if unsigned[MOST_NAMED:]:
            text = ngettext(
                "%(num)s jawaban menunggu pengesahan Anda", "%(num)s jawaban menunggu pengesahan Anda", len(unsigned)
            )
            yield Task(text, url_for("signing_desk.overview"))
    if is_permitted_somewhere(actor, "reports.answer"):
        for returned in signing.returned_to(actor)[:MOST_NAMED]:
            number = returned.report.case_number
            text = _("Perbaiki jawaban laporan %(number)s, yang dikembalikan pimpinan", number=number)
            yield Task(text, url_for("cases.show", case_number=number), _first([returned.ended_at]))
        if proposed := colleagues.proposals_waiting(actor):
            first = url_for("cases.show", case_number=proposed[0].report.case_number)
            text = ngettext("%(num)s usulan jawaban dari rekan", "%(num)s usulan jawaban dari rekan", len(proposed))
            yield Task(text, f"{first}#usulan", _first(one.proposed_at for one in proposed))


def _reviews_waiting(actor: Actor) -> Iterator[Task]:
    """Reviews and publications with how many there are; decrees to be changed."""
    if not any(is_permitted_somewhere(actor, action) for action in ("standards.read_drafts", "references.edit")):
        return
    queue, url = queue_of(actor), url_for("reviews.queue")
    if count := len(queue.to_review) + len(queue.decrees_to_review):
        text = ngettext("%(num)s tinjauan menunggu Anda", "%(num)s tinjauan menunggu Anda", count)
        yield Task(text, f"{url}#meninjau", _first(one.since for one in queue.to_review))
    if count := len(queue.to_publish) + len(queue.decrees_to_publish):
        text = ngettext("%(num)s yang sudah disetujui belum terbit", "%(num)s yang sudah disetujui belum terbit", count)
        yield Task(text, f"{url}#menerbitkan", _first(one.since for one in queue.to_publish))
    if count := sum(isinstance(one.owner, ReferenceService) for one in queue.to_look_at):
        text = ngettext("%(num)s acuan lewat tanggal tinjauan", "%(num)s acuan lewat tanggal tinjauan", count)
        yield Task(text, f"{url}#memeriksa", _first(one.since for one in queue.to_look_at))
    for decree in queue.decrees_to_change:
        label = _("Perbaiki keputusan %(number)s", number=decree.number)
        yield Task(label, url_for("decrees.show", decree_id=decree.id))


def _role(held: Membership) -> dict[str, object]:
    return {
        "name": ROLES[held.role],
        "place": place_words(held.agency.name if held.agency else None, held.unit.name if held.unit else None),
        "note": ROLE_NOTES[held.role],
    }
