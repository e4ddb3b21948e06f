from typing import get_args

import pytest
from flask_babel.speaklater import LazyString

from sipp.models.agencies import AGENCY_KINDS
from sipp.rules import findings, lengths, publication, reports, standards, workflow
from sipp.rules.permissions import AGENCY_ROLES, NATIONAL_ROLES
from sipp.words import codes as words
from sipp.words import reports as report_words

CODES = [
    (words.COMPONENT_NAMES, standards.Component),
    (words.COMPONENT_SHORT_NAMES, standards.Component),
    (words.UNITS, standards.Unit),
    (words.TIME_KINDS, standards.TimeKind),
    (words.START_EVENTS, standards.StartEvent),
    (words.FEE_ROLES, standards.FeeRole),
    (words.FEE_KINDS, standards.FeeKind),
    (words.AMOUNT_QUALITIES, standards.AmountIs),
    (words.RECURRENCES, standards.Recurrence),
    (words.REQUIREMENT_KINDS, standards.RequirementKind),
    (words.DOCUMENT_FORMS, standards.DocumentForm),
    (words.CHANNELS, standards.Channel),
    (words.STEP_ACTORS, standards.StepActor),
    (words.PRODUCT_FORMS, standards.ProductForm),
    (words.VALIDITY_UNITS, standards.ValidityUnit),
    (words.COMPLAINT_CHANNELS, standards.ComplaintChannelKind),
    (words.LEGAL_STATUSES, standards.LegalStatus),
    (words.CONFIDENCES, standards.Confidence),
    (words.CONFIDENCE_SENTENCES, standards.Confidence),
    (words.CERTAINTIES, standards.Certainty),
    (report_words.KINDS, findings.ReportKind),
    (report_words.GROUPS, findings.Group),
    (report_words.MONEY_RECEIPTS, findings.Receipt),
    (report_words.NOT_SERVED_REASONS, findings.NotServedReason),
    (report_words.TREATMENTS, findings.Treatment),
    (report_words.RESULTS, findings.Result),
    (report_words.REASONS, findings.Reason),
    (report_words.STANDINGS, findings.PromiseStanding),
    (report_words.OMBUDSMAN_CLASSES, findings.OmbudsmanClass),
    (report_words.REPORT_CLASSES, lengths.ReportClass),
    (report_words.CLOCKS, lengths.ClockName),
    (report_words.STATES, reports.State),
    (report_words.CITIZEN_STATES, reports.State),
    (report_words.CITIZEN_STEPS, reports.CitizenStep),
    (report_words.VERDICTS, reports.Verdict),
    (report_words.REJECT_REASONS, reports.RejectReason),
]


@pytest.mark.parametrize(("table", "codes"), CODES)
def test_every_code_has_its_words_and_no_words_are_left_over(table: dict[str, LazyString], codes: object) -> None:
    assert set(table) == set(get_args(codes))
    assert all(str(text).strip() for text in table.values())


def test_versions_roles_agencies_and_doers_have_their_words() -> None:
    stored_and_computed = {*get_args(workflow.WorkflowState), *get_args(publication.Standing)}

    assert set(words.VERSION_STATES) == stored_and_computed
    assert set(words.ROLES) == {*AGENCY_ROLES, *NATIONAL_ROLES}
    assert set(words.AGENCY_KINDS) == set(AGENCY_KINDS)
    assert set(report_words.AUTHORS) >= {*get_args(reports.MoveBy), "reporter", "handler", "system"}
    assert set(report_words.VISIBILITIES) == set(report_words.VISIBILITY_SENTENCES)
    assert set(report_words.VISIBILITIES) == set(report_words.VISIBILITY_MEANINGS)


def test_the_components_stand_in_the_order_of_the_law() -> None:
    assert tuple(words.COMPONENT_NAMES) == standards.COMPONENTS


def test_an_unlabelled_code_reaches_no_page() -> None:
    with pytest.raises(KeyError):
        words.COMPONENT_NAMES["unknown"]


def test_citizens_read_neither_closed_nor_verified() -> None:
    told = " ".join(str(text) for text in report_words.CITIZEN_STATES.values()).lower()

    assert "ditutup" not in told
    assert "verifikasi" not in told
