"""The report form: its tokens, its pages, its receipt; the promise it was opened on."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sipp.db import current_session, unit_of_work
from sipp.models.reports import Breach, ReportClock, ReportDraft
from sipp.models.standards import StandardVersion
from sipp.operations.directory import find_service
from sipp.operations.versions import published_versions
from tests import factories
from tests.web.filing import (
    COMPLAINT,
    KTP,
    PASSPORT,
    PERSON,
    SKCK,
    WITHOUT_SERVICE,
    WITHOUT_STANDARD,
    file_all,
    last_report,
    opened,
    post,
    receipt_code,
    reports_in,
    tokens_of,
)
from tests.web.reading import Fields, Page

STEPS = ["what", "who", "details", "check"]
#: Later than anything the seeds recorded, whatever the clock of this machine says.
LATER = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
#: What is answered on each page of the form.
ANSWERS: dict[str, Fields] = {
    "what": {
        "group": ["money", "time"],
        "variant": "hilang",
        "applied_on": "2026-02-02",
        "money_total": "150.000",
        "money_receipt": "none",
        "still_waiting": "yes",
    },
    "who": {"visibility": "open"},
    "details": {"description": "Sudah tiga kali datang.", "name": "Sri Wahyuni", "email": "sri@contoh.id"},
    "check": {},
}


def walk(client: FlaskClient, path: str, answers: dict[str, Fields]) -> list[Page]:
    """Fill in the form page by page as a browser would; the pages on the way, the receipt at the end."""
    page = opened(client, path)
    pages = [page]
    for step, typed in answers.items():
        assert page.form().attrib["data-report-step"] == step
        response = client.post(page.form().attrib["action"], data={**page.fields(), **typed})
        assert response.status_code == 303, page_text(response.get_data(as_text=True))
        page = Page.of(client.get(response.location))
        pages.append(page)
    return pages


def page_text(html: str) -> str:
    return Page(html).text


def test_five_pages_lead_from_the_form_to_the_receipt(desk: Flask, citizen: FlaskClient) -> None:
    before = reports_in(desk)
    pages = walk(citizen, KTP, ANSWERS)
    assert [list(page.faults()) for page in pages] == [[]] * 5
    assert [page.form().attrib["data-report-step"] for page in pages[:4]] == STEPS
    assert all(page.marker("data_version_number") == "1" for page in pages[:4])
    assert len({page.title for page in pages}) == 5
    assert pages[4].marker("data_tracking_code").count("-") == 4
    assert reports_in(desk) == before + 1
    stored = last_report(desk)
    assert (stored["visibility"], stored["description"]) == ("open", "Sudah tiga kali datang.")
    assert stored["experience"]["groups"] == ["money", "time"]


def test_the_check_page_compares_and_shows_every_answer(citizen: FlaskClient) -> None:
    check = walk(citizen, KTP, {step: ANSWERS[step] for step in STEPS[:3]})[-1]
    text = check.text
    for told in ("Rp150.000", "Tidak dipungut biaya", "belum dikonfirmasi instansi", "Versi 1", "Hilang"):
        assert told in text, told
    for told in ("Sudah tiga kali datang.", "Sri Wahyuni", "sri@contoh.id", "2 Februari 2026"):
        assert told in text, told
    changes = [link.attrib["href"] for link in check.all("a") if "langkah=" in link.attrib["href"]]
    assert {target.split("langkah=")[1] for target in changes} >= {"apa", "siapa", "rincian"}


def test_going_back_shows_what_was_typed(citizen: FlaskClient) -> None:
    walk(citizen, KTP, {step: ANSWERS[step] for step in STEPS[:3]})
    for slug, step in (("apa", "what"), ("siapa", "who"), ("rincian", "details")):
        fields = Page.of(citizen.get(f"{KTP}?langkah={slug}")).fields()
        for name, typed in ANSWERS[step].items():
            assert fields[name] == typed


def test_another_form_does_not_show_what_was_typed_in_this_one(citizen: FlaskClient) -> None:
    walk(citizen, KTP, {step: ANSWERS[step] for step in STEPS[:3]})
    response = citizen.get(f"{SKCK}?langkah=rincian")
    assert response.status_code == 303 and response.location.endswith(SKCK)
    assert "Sudah tiga kali datang." not in page_text(citizen.get(SKCK).get_data(as_text=True))


def test_without_the_draft_a_later_page_leads_to_the_first(citizen: FlaskClient) -> None:
    for slug in ("siapa", "rincian", "periksa"):
        response = citizen.get(f"{KTP}?langkah={slug}")
        assert response.status_code == 303 and response.location.endswith(KTP)


def test_filing_leaves_no_draft_behind(desk: Flask, citizen: FlaskClient) -> None:
    walk(citizen, KTP, {step: ANSWERS[step] for step in STEPS[:3]})
    with desk.app_context():
        before = current_session().scalar(select(func.count()).select_from(ReportDraft)) or 0
    check = Page.of(citizen.get(f"{KTP}?langkah=periksa"))
    assert citizen.post(check.form().attrib["action"], data=check.fields()).status_code == 303
    with desk.app_context():
        assert current_session().scalar(select(func.count()).select_from(ReportDraft)) == before - 1
    assert citizen.get_cookie("sipp_isian") is None


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(citizen: FlaskClient) -> None:
    walk(citizen, KTP, {step: ANSWERS[step] for step in STEPS[:3]})
    response = file_all(citizen, COMPLAINT)
    cookies = [value for name, value in response.headers if name == "Set-Cookie"]
    kept = [cookie for cookie in cookies if not cookie.startswith("sipp_isian=;")]
    assert {cookie.split("=")[0] for cookie in kept} == {"sipp_sesi", "sipp_terima"}
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in kept)


def test_a_page_that_is_not_finished_is_shown_again_with_its_words(citizen: FlaskClient) -> None:
    page = opened(citizen)
    action = page.form().attrib["action"]
    response = citizen.post(action, data={**page.fields(), "money_total": "sedikit", "papers": "Surat RT"})
    again = Page.of(response)
    assert response.status_code == 422
    assert list(again.errors()) == ["group", "money_total"]
    assert (again.fields()["money_total"], again.fields()["papers"]) == ("sedikit", "Surat RT")
    assert again.form().attrib["data-report-step"] == "what"


def test_all_names_may_be_sent_in_one_go(desk: Flask, citizen: FlaskClient) -> None:
    before = reports_in(desk)
    code = receipt_code(citizen, file_all(citizen, COMPLAINT))
    assert len(code.replace("-", "")) == 17
    assert reports_in(desk) == before + 1


def test_a_double_click_files_one_report_and_shows_one_code(desk: Flask, citizen: FlaskClient) -> None:
    before = reports_in(desk)
    fields = {**tokens_of(opened(citizen)), **COMPLAINT}
    codes = {receipt_code(citizen, post(citizen, KTP, fields)) for _ in range(3)}
    assert len(codes) == 1
    assert reports_in(desk) == before + 1


def test_the_receipt_shows_the_code_again_when_it_is_loaded_again_but_not_for_ever(citizen: FlaskClient) -> None:
    start = LATER
    with time_machine.travel(start, tick=False):
        response = file_all(citizen, COMPLAINT)
        code = receipt_code(citizen, response)
    with time_machine.travel(start + timedelta(minutes=29), tick=False):
        assert receipt_code(citizen, response) == code
    with time_machine.travel(start + timedelta(minutes=31), tick=False):
        late = citizen.get(response.location)
        assert late.status_code == 303 and late.location.endswith("/lacak")


def test_the_receipt_of_a_listed_agency_says_plainly_that_it_was_not_delivered(citizen: FlaskClient) -> None:
    response = file_all(citizen, {**COMPLAINT, "variant": "baru"}, SKCK)
    text = page_text(citizen.get(response.location).get_data(as_text=True))
    assert "belum menerima laporan di sini" in text
    assert "SP4N-LAPOR!" in text and "SMS ke 1708" in text
    report = Page.of(citizen.get("/laporan"))
    assert report.marker("data_state") == "received"
    assert report.all(None, data_due=None) == []


def test_the_receipt_of_a_receiving_agency_names_the_owner_and_the_days(desk: Flask, citizen: FlaskClient) -> None:
    response = file_all(citizen, {**COMPLAINT, "group": "time", "still_waiting": "yes"})
    receipt = page_text(citizen.get(response.location).get_data(as_text=True))
    report = Page.of(citizen.get("/laporan"))
    with desk.app_context():
        clocks = current_session().scalars(select(ReportClock).where(ReportClock.report_id == last_report(desk)["id"]))
        due = {one.clock: one.due_at for one in clocks}
    assert "Dinas Kependudukan dan Pencatatan Sipil" in receipt
    assert set(due) == {"completeness", "first_reply", "settle"}
    assert report.marker("data_state") == "in_progress"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT23:59:59\+07:00", report.marker("data_due"))
    assert datetime.fromisoformat(report.marker("data_due")) == due["settle"]


@pytest.mark.parametrize("path", [WITHOUT_SERVICE, WITHOUT_STANDARD, SKCK, PASSPORT])
def test_every_kind_of_form_leads_to_a_receipt_and_an_opened_report(citizen: FlaskClient, path: str) -> None:
    answers = {**COMPLAINT, "variant": "", "group": list(GROUPS), "papers": "Surat RT", "still_waiting": "yes"}
    receipt_code(citizen, file_all(citizen, answers, path))
    report = Page.of(citizen.get("/laporan"))
    assert list(report.faults()) == []
    assert report.marker("data_state") in ("received", "in_progress")


GROUPS = ("money", "papers", "time", "not_served", "refused", "wrong_result", "treatment", "other")


# Tokens


def test_a_token_that_is_missing_forged_or_of_another_form_is_refused(desk: Flask, citizen: FlaskClient) -> None:
    before = reports_in(desk)
    fields = {**tokens_of(opened(citizen)), **COMPLAINT}
    good = fields["version_token"]
    foreign = [tokens_of(opened(citizen, path))["version_token"] for path in (SKCK, WITHOUT_SERVICE, PASSPORT)]
    # Not the last character: some of its bits mean nothing, so that another one can be the same signature.
    altered = good[:-5] + ("A" if good[-5] != "A" else "B") + good[-4:]
    forged = ["", "abc", altered, good.swapcase(), good + good, "é" * 9, *foreign]
    statuses = [post(citizen, KTP, {**fields, "version_token": token}).status_code for token in forged]
    without = {name: value for name, value in fields.items() if name != "version_token"}
    assert [*statuses, post(citizen, KTP, without).status_code] == [400] * (len(forged) + 1)
    assert reports_in(desk) == before


def test_without_the_token_against_forgery_nothing_is_taken(desk: Flask, citizen: FlaskClient) -> None:
    before = reports_in(desk)
    fields = {**tokens_of(opened(citizen)), **COMPLAINT}
    for token in (None, "", "abc", tokens_of(opened(desk.test_client()))["csrf_token"]):
        response = post(citizen, KTP, {**fields, "csrf_token": token} if token is not None else {**COMPLAINT})
        assert response.status_code == 400
    assert reports_in(desk) == before


def test_after_a_day_the_form_asks_to_confirm_and_keeps_every_word(desk: Flask, citizen: FlaskClient) -> None:
    before = reports_in(desk)
    answers = {**COMPLAINT, **PERSON, "file_number": "B-77", "expectation": "Uang kembali", "papers": "Surat RT\nFoto"}
    start = LATER
    with time_machine.travel(start, tick=False):
        fields = {**tokens_of(opened(citizen)), **answers}
    with time_machine.travel(start + timedelta(hours=25), tick=False):
        response = post(citizen, KTP, fields)
        page = Page.of(response)
        assert response.status_code == 422
        assert page.form().attrib["data-report-step"] == "confirm"
        assert {name: page.fields()[name] for name in answers} == {**answers, "papers": "Surat RT\nFoto"}
        assert list(page.faults()) == []
        assert reports_in(desk) == before
        confirmed = citizen.post(page.form().attrib["action"], data={**page.fields(), "confirm": "yes"})
        receipt_code(citizen, confirmed)
    stored = last_report(desk)
    assert reports_in(desk) == before + 1
    assert (stored["expectation"], stored["file_number"]) == ("Uang kembali", "B-77")
    assert stored["opened_form_at"] == start


def test_within_a_day_and_for_a_report_already_filed_nothing_is_asked(citizen: FlaskClient) -> None:
    start = LATER
    with time_machine.travel(start, tick=False):
        fields = {**tokens_of(opened(citizen)), **COMPLAINT}
    with time_machine.travel(start + timedelta(hours=24), tick=False):
        code = receipt_code(citizen, post(citizen, KTP, fields))
    with time_machine.travel(start + timedelta(hours=48), tick=False):
        assert receipt_code(citizen, post(citizen, KTP, fields)) == code


def test_a_draft_lasts_72_hours_and_asks_to_confirm_after_a_day(citizen: FlaskClient) -> None:
    start = LATER
    with time_machine.travel(start, tick=False):
        check = walk(citizen, KTP, {step: ANSWERS[step] for step in STEPS[:3]})[-1]
    with time_machine.travel(start + timedelta(hours=71), tick=False):
        again = Page.of(citizen.get(f"{KTP}?langkah=periksa"))
        assert again.form().attrib["data-report-step"] == "check"
        response = citizen.post(check.form().attrib["action"], data=again.fields())
        page = Page.of(response)
        assert (response.status_code, page.form().attrib["data-report-step"]) == (422, "confirm")
        assert page.fields()["description"] == "Sudah tiga kali datang."
    with time_machine.travel(start + timedelta(hours=73), tick=False):
        assert citizen.get(f"{KTP}?langkah=periksa").status_code == 303


# Which promise


def publish_next(app: Flask, effective_from: date) -> None:
    """A second version of the standard of the service, confirmed by the agency: Rp20.000."""
    with app.app_context(), unit_of_work():
        service = find_service("kota-bandung", "ktp-hilang-rusak")
        fee = factories.Fee(row_key="biaya", shape="fixed", amount_idr=20_000)
        factories.a_published_version(
            service, factories.a_standard(effective_from=effective_from, fees=(fee,)), recorded_at=None
        )


def judged_numbers(app: Flask) -> set[int | None]:
    """The numbers of the versions that judge the one report stored."""
    with app.app_context():
        versions = {row.id: row.number for row in current_session().scalars(select(StandardVersion))}
        return {versions[breach.version_id] for breach in current_session().scalars(select(Breach))}


def test_a_report_opened_on_version_1_stays_on_it_when_version_2_is_published_meanwhile(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    page = opened(client)
    publish_next(seeded_app, date(2026, 1, 2))
    assert opened(client).marker("data_version_number") == "2"
    answers = {**COMPLAINT, "group": ["money"], "money_total": "50.000"}
    receipt_code(client, post(client, KTP, {**tokens_of(page), **answers}))
    assert judged_numbers(seeded_app) == {1}


def test_the_check_page_says_which_versions_judge_when_they_are_not_the_one_opened(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    publish_next(seeded_app, date(2026, 2, 1))
    what = {"group": ["money"], "applied_on": "2026-01-15", "paid_on": "2026-02-15", "money_total": "50.000"}
    check = walk(
        client, KTP, {"what": what, "who": {"visibility": "anonymous"}, "details": {"description": "Diminta uang."}}
    )[-1]
    assert check.all(None, id="dua-versi")
    assert "Anda membuka: Versi 2, berlaku sejak 1 Februari 2026." in check.text
    assert "dinilai dengan: Versi 1, berlaku sejak 1 Januari 2026; Versi 2, berlaku sejak 1 Februari 2026" in check.text
    assert check.marker("data_version_number") == "2"
    with seeded_app.app_context():
        service = find_service("kota-bandung", "ktp-hilang-rusak")
        assert [version.number for version in published_versions(service)] == [2, 1]


def test_a_day_before_the_first_version_is_judged_by_the_first_that_is_recorded(citizen: FlaskClient) -> None:
    what = {"group": ["time"], "applied_on": "2025-06-01", "finished_on": "2025-09-01"}
    check = walk(
        citizen, KTP, {"what": what, "who": {"visibility": "anonymous"}, "details": {"description": "Lama sekali."}}
    )[-1]
    assert "standar pertama yang tercatat" in check.text
    assert "Terlambat" not in check.text


def test_a_service_without_a_standard_is_reported_against_the_ceiling_of_the_law(
    desk: Flask, citizen: FlaskClient
) -> None:
    what = {"group": ["money"], "money_total": "25.000", "applied_on": "2026-02-02"}
    check = walk(
        citizen,
        WITHOUT_STANDARD,
        {"what": what, "who": {"visibility": "anonymous"}, "details": {"description": "Diminta uang."}},
    )[-1]
    assert "Standar belum diterbitkan" in check.text
    assert "Rp25.000" in check.text
    assert citizen.post(check.form().attrib["action"], data=check.fields()).status_code == 303
    stored = last_report(desk)
    assert (stored["version_id"], stored["shown_version_id"]) == (None, None)


def test_an_unknown_version_is_not_found_and_an_old_one_is_shown_with_a_notice(citizen: FlaskClient) -> None:
    for number in ("0", "2", "-1", "x", "9999999999999999999999"):
        assert citizen.get(f"{KTP}?versi={number}").status_code == 404
    old = opened(citizen, f"{PASSPORT}?versi=1")
    assert old.all(None, id="versi")
    assert "Versi 1 tidak sedang berlaku" in old.text
    assert not opened(citizen, f"{PASSPORT}?versi=2").all(None, id="versi")


def test_a_report_filed_in_english_is_marked_so_and_stays_in_english(desk: Flask, citizen: FlaskClient) -> None:
    response = file_all(citizen, COMPLAINT, f"/en{KTP}")
    assert response.location.startswith("/en/")
    assert Page.of(citizen.get(response.location)).root.attrib["lang"] == "en"
    assert last_report(desk)["language"] == "en"
