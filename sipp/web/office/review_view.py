"""A version on its way to publication as the office pages show it: differences, findings, remarks, history."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from sipp.clock import NATIONAL_ZONE
from sipp.i18n import date_long, datetime_words, number
from sipp.models.services import Service
from sipp.models.standards import PublicConsultation
from sipp.operations.reviewing import Act, Remark, Review, Waiting
from sipp.operations.versions import Owner
from sipp.operations.workflow import Reasons
from sipp.rules.standards import COMPONENTS, Component
from sipp.web.difference_view import difference_groups
from sipp.web.forms.reviews import reason_name
from sipp.web.standard_view import all_components
from sipp.words.checks import flaw_words, reason_words
from sipp.words.codes import COMPONENT_NAMES, VERSION_STATES
from sipp.words.reviews import PARTICIPANTS, STATE_KINDS, act_words


def place_of(owner: Owner) -> str:
    """The unit and agency of an owner, or that it is the national model."""
    return f"{owner.unit.name}, {owner.agency.name}" if isinstance(owner, Service) else _("Acuan nasional")


def state_tag(state: str) -> dict[str, str]:
    """The word and colour of a state."""
    return {"text": str(VERSION_STATES[state]), "kind": STATE_KINDS[state]}


def component_title(component: Component | None) -> str:
    """The name of a component; None is the standard as a whole."""
    return str(COMPONENT_NAMES[component]) if component else _("Standar secara keseluruhan")


def review_values(review: Review) -> dict[str, Any]:
    """Everything about a version that the page of its review says."""
    version, owner = review.reached.version, review.reached.owner
    return {
        "version": version,
        "owner_name": owner.name,
        "place": place_of(owner),
        "state": state_tag(version.state),
        "facts": _facts(review),
        "base": review.base,
        "groups": difference_groups(review.differences),
        "unchanged": _unchanged(review),
        "components": [one for one in all_components(review.content) if one["rows"]] if review.base is None else [],
        "flaws": [
            {"text": flaw_words(one), "reason": reason_words(one), "component": component_title(one.component)}
            for one in review.checked.errors
        ],
        "advice": [
            {"text": flaw_words(one), "reason": reason_words(one), "component": component_title(one.component)}
            for one in review.checked.flaws
            if one.severity == "advice"
        ],
        "score": review.checked.completeness.score,
        "remarks": remark_items(review.remarks) if version.state == "changes_requested" else [],
        "remarked_by": review.remarked_by,
        "consultations": [consultation_facts(one) for one in review.consultations],
        "history": history_items(review.history),
        "content_hash": review.content_hash,
        "is_author": review.is_author,
        "moves": review.moves,
        "tasks_url": url_for("standards.tasks", version_id=version.id),
    }


def remark_items(remarks: Sequence[Remark]) -> list[dict[str, str]]:
    """What was asked, by component."""
    return [{"component": component_title(one.component), "reason": one.reason} for one in remarks]


def history_items(history: Sequence[Act]) -> list[list[object]]:
    """Rows of the table of acts: when, who, what."""
    return [
        [datetime_words(act.at, NATIONAL_ZONE), act.name or _("Sistem"), act_words(act.action, act.details)]
        for act in history
    ]


def consultation_facts(held: PublicConsultation) -> dict[str, Any]:
    """A public consultation: its day as a title, and what is told of it."""
    people = [
        f"{PARTICIPANTS[kind]}: {number(held.participants[kind])}"
        for kind in PARTICIPANTS
        if held.participants.get(kind)
    ]
    total = sum(held.participants.values())
    return {
        "title": _("%(date)s di %(place)s", date=date_long(held.held_on), place=held.place),
        "people": ngettext("%(num)s peserta", "%(num)s peserta", total) + f" ({', '.join(people)})",
        "minutes": held.minutes,
        "follow_ups": held.follow_ups,
    }


def waiting_items(waiting: Sequence[Waiting]) -> list[dict[str, Any]]:
    """Versions that wait, each with where it belongs and since when, or until when it should have been looked at."""
    return [
        {
            "title": one.owner.name,
            "url": url_for("reviews.show", version_id=one.version.id),
            "lines": [place_of(one.owner), *([_since_words(one.since)] if one.since else [])],
        }
        for one in waiting
    ]


def reason_fields(reviews: Sequence[Review], typed: Mapping[int, Reasons]) -> list[dict[str, Any]]:
    """The fields for reasons: of each version the components asked about, those written about, and the whole."""
    return [_reason_group(one, typed.get(one.reached.version.id, {}), is_alone=len(reviews) == 1) for one in reviews]


def reasons_left(reviews: Sequence[Review], typed: Mapping[int, Reasons]) -> list[dict[str, str]]:
    """Reasons that were typed of versions that are not among these any more."""
    present = {one.reached.version.id for one in reviews}
    return [
        {"component": component_title(component), "reason": reason}
        for version_id, reasons in typed.items()
        if version_id not in present
        for component, reason in reasons.items()
    ]


def asked_components(review: Review) -> list[Component]:
    """The components a reviewer may have to say something about: those that differ; of a first standard all."""
    if review.base is None:
        return list(COMPONENTS)
    changed = {one.component for one in review.differences} | {flaw.component for flaw in review.checked.flaws}
    return [component for component in COMPONENTS if component in changed]


def _reason_group(review: Review, typed: Reasons, *, is_alone: bool) -> dict[str, Any]:
    asked = asked_components(review)
    return {
        "title": review.reached.owner.name,
        "is_open": is_alone or bool(typed),
        "fields": [
            {
                "name": reason_name(review.reached.version.id, component),
                "label": component_title(component),
                "value": typed.get(component),
            }
            for component in (*COMPONENTS, None)
            if component is None or component in asked or component in typed
        ],
    }


def _facts(review: Review) -> list[dict[str, Any]]:
    version = review.reached.version
    facts: list[dict[str, Any]] = []
    if review.authors:
        facts.append({"term": _("Disusun oleh"), "value": ", ".join(review.authors)})
    note = None
    if version.state != "published" and version.effective_from <= review.today:
        note = _("sudah lewat: berlaku begitu terbit")
    facts.append({"term": _("Berlaku sejak"), "value": date_long(version.effective_from), "note": note})
    if version.decree is not None:
        facts.append({"term": _("Keputusan"), "value": version.decree.number})
    facts.append({"term": _("Kelengkapan"), "value": _("%(score)s dari 100", score=review.checked.completeness.score)})
    if version.state == "published":
        verified = date_long(review.verified_on) if review.verified_on else _("Belum pernah")
        facts.append({"term": _("Diperiksa instansi"), "value": verified})
    if review.review_due_on:
        facts.append({"term": _("Ditinjau ulang paling lambat"), "value": date_long(review.review_due_on)})
    return facts


def _unchanged(review: Review) -> str | None:
    if review.base is None:
        return None
    changed = {one.component for one in review.differences if one.component}
    count = len(COMPONENTS) - len(changed)
    return ngettext("%(num)s komponen tidak berubah.", "%(num)s komponen tidak berubah.", count)


def _since_words(since: date | datetime) -> str:
    if isinstance(since, datetime):
        return _("menunggu sejak %(moment)s", moment=datetime_words(since))
    return _("seharusnya ditinjau paling lambat %(date)s", date=date_long(since))
