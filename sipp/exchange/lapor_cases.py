"""Cases on their way to SP4N-LAPOR!: what the agency may read of them, never more; and who takes them over there."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from flask_babel import gettext as _

from sipp.exchange.lapor import CLASSIFICATIONS, LaporRecord
from sipp.i18n import date_long, in_language
from sipp.operations.caseload import Case, whole_case
from sipp.operations.following import experience_of
from sipp.operations.handing_over import waiting_for_lapor
from sipp.rules.permissions import Actor
from sipp.words.stories import STORY_LABELS, month_words, story_rows, title_words


class NotTaken(Exception):
    """Nothing was taken over: the other side was not reached. The reason holds nothing of a report."""


class LaporPartner(Protocol):
    """Whoever takes reports over for SP4N-LAPOR!: a partner interface, once there is one, is a class with this."""

    def take(self, records: Sequence[LaporRecord]) -> Mapping[str, str | None]:
        """Take reports over: case number -> LAPOR!'s tracking id, None where it is not known yet.

        What is not named was not taken and is offered again. What was taken may be offered again too, when we ended
        before we noted it: the case number tells. Raises NotTaken.
        """


def records_for_lapor(actor: Actor, agency_slug: str | None = None, *, is_again: bool = False) -> list[LaporRecord]:
    """What is to be handed over to LAPOR! and was not yet; raises like ``waiting_for_lapor``."""
    return [lapor_record(whole_case(one)) for one in waiting_for_lapor(actor, agency_slug, is_again=is_again)]


def lapor_record(case: Case) -> LaporRecord:
    """The record of a case, in Indonesian."""
    report = case.report
    told = experience_of(report)
    words = {name: getattr(report, name) for name in STORY_LABELS}
    with in_language("id"):
        happened_on = told.applied_on
        written = date_long if not case.is_hidden else month_words
        service = report.service
        # Where it happened, not who examines it.
        place = ", ".join(one.name for one in (service.unit if service else report.unit, report.agency) if one)
        return LaporRecord(
            classification=CLASSIFICATIONS[report.kind],
            title=title_words(report.kind, service.name if service else report.agency.name),
            content="\n\n".join(
                f"{label}:\n{text}" for label, text in story_rows(told, words, is_hidden=case.is_hidden)
            ),
            happened_on=written(happened_on) if happened_on else "",
            place=place,
            agency=report.agency.name,
            category=_("Pelayanan publik: %(service)s", service=service.name) if service else _("Pelayanan publik"),
            attachments=len(report.attachments),
            anonymous=case.is_hidden,
            secret=True,
            case_number=report.case_number,
        )
