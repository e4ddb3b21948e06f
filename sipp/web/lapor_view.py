"""A case as SP4N-LAPOR! takes it: what the agency may read of it, never more."""

from flask_babel import gettext as _

from sipp.exchange.lapor import CLASSIFICATIONS, LaporRecord
from sipp.i18n import date_long, in_language
from sipp.operations.caseload import Case
from sipp.operations.following import experience_of
from sipp.web.case_view import story, title_of
from sipp.web.comparison_view import hidden_rows


def lapor_record(case: Case) -> LaporRecord:
    """The record of a case, in Indonesian."""
    report = case.report
    with in_language("id"):
        day = experience_of(report).applied_on
        if day is None:
            happened_on = ""
        elif case.is_hidden:
            [(_label, happened_on)] = hidden_rows({"applied_on": day}, {})
        else:
            happened_on = date_long(day)
        service = report.service
        # Where it happened, not who examines it.
        place = ", ".join(one.name for one in (service.unit if service else report.unit, report.agency) if one)
        return LaporRecord(
            classification=CLASSIFICATIONS[report.kind],
            title=title_of(report),
            content="\n\n".join(f"{label}:\n{text}" for label, text in story(case)),
            happened_on=happened_on,
            place=place,
            agency=report.agency.name,
            category=_("Pelayanan publik: %(service)s", service=service.name) if service else _("Pelayanan publik"),
            attachments=len(report.attachments),
            anonymous=case.is_hidden,
            secret=True,
            case_number=report.case_number,
        )
