"""Bad input: a clear message at the field and in the summary, every word kept, nothing stored."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.filing import COMPLAINT, KTP, PASSPORT, PERSON, WITHOUT_STANDARD, file_all, last_report, reports_in
from tests.web.reading import Fields, Page, words

#: What is typed wrongly -> the field that says so.
BAD_INPUT: list[tuple[Fields, str]] = [
    ({"applied_on": "31-02-2026"}, "applied_on"),
    ({"applied_on": "kemarin"}, "applied_on"),
    ({"applied_on": "02/23/2026"}, "applied_on"),
    ({"applied_on": "2026-13-01"}, "applied_on"),
    ({"applied_on": "2099-01-01"}, "applied_on"),
    ({"applied_on": "1999-12-31"}, "applied_on"),
    ({"applied_on": "0000-00-00"}, "applied_on"),
    ({"paid_on": "1 Foo 2026"}, "paid_on"),
    ({"started_on": "2026-02-01"}, "started_on"),
    ({"finished_on": "2026-02-01"}, "finished_on"),
    ({"money_total": "gratis"}, "money_total"),
    ({"money_total": "1.5"}, "money_total"),
    ({"money_total": "-50.000"}, "money_total"),
    ({"money_total": "50.000,50"}, "money_total"),
    ({"money_total": "9" * 30}, "money_total"),
    ({"money_paid": "maybe"}, "money_paid"),
    ({"money_receipt": "kuitansi"}, "money_receipt"),
    ({"duration_minutes": "0"}, "duration_minutes"),
    ({"duration_minutes": "-5"}, "duration_minutes"),
    ({"duration_minutes": "1e3"}, "duration_minutes"),
    ({"duration_minutes": "٤٥"}, "duration_minutes"),
    ({"not_served_reason": "malas"}, "not_served_reason"),
    ({"refused_written": "1"}, "refused_written"),
    ({"treatment": "baik"}, "treatment"),
    ({"still_waiting": "no"}, "still_waiting"),
    ({"kind": "praise"}, "kind"),
    ({"variant": "hangus"}, "variant"),
    ({"group": ["money", "semua"]}, "group"),
    ({"group": []}, "group"),
    ({"description": ""}, "description"),
    ({"description": " \n\t\u200b"}, "description"),
    ({"description": "a" * 5001}, "description"),
    ({"expectation": "a" * 2001}, "expectation"),
    ({"visibility": ""}, "visibility"),
    ({"visibility": "secret"}, "visibility"),
    ({**PERSON, "name": ""}, "name"),
    ({**PERSON, "name": "a" * 201}, "name"),
    ({**PERSON, "phone": ""}, "email"),
    ({**PERSON, "phone": "+1 202 555 0100"}, "phone"),
    ({**PERSON, "phone": "0065 6123 4567"}, "phone"),
    ({**PERSON, "phone": "112"}, "phone"),
    ({**PERSON, "phone": "nomor saya"}, "phone"),
    ({**PERSON, "email": "sri@"}, "email"),
    ({**PERSON, "email": "sri wahyuni@contoh.id"}, "email"),
    ({**PERSON, "visibility": "sealed", "name": ""}, "name"),
    ({**PERSON, "visibility": "sealed", "email": "sri"}, "email"),
]


def kept(page: Page, name: str) -> list[str]:
    """The values a field would send again."""
    value = page.fields().get(name, [])
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(("wrong", "field"), BAD_INPUT, ids=lambda value: str(value)[:50])
def test_a_wrong_answer_is_told_at_its_field_and_nothing_is_lost_or_stored(
    desk: Flask, citizen: FlaskClient, wrong: Fields, field: str
) -> None:
    before = reports_in(desk)
    answers = {**COMPLAINT, **wrong}
    response = file_all(citizen, answers)
    page = Page.of(response)

    assert response.status_code == 422
    assert list(page.errors()) == [field]
    at_field = page.all(None, id=f"{field}-error")
    assert [words(element) for element in at_field] == [f"Kesalahan: {page.errors()[field]}"]
    assert page.title.startswith("Kesalahan:")
    assert list(page.faults()) == []
    assert reports_in(desk) == before
    for name, typed in answers.items():
        expected = typed if isinstance(typed, list) else [typed]
        if name not in CHOICES:
            assert "".join(kept(page, name)).strip() == "".join(expected).strip(), name
        else:
            offered = {field.attrib.get("value") for field in page.all("input", name=name)}
            assert [value for value in kept(page, name) if value in offered] == [
                value for value in expected if value in offered
            ], name


CHOICES = frozenset(
    {
        "group",
        "variant",
        "kind",
        "visibility",
        "money_paid",
        "money_receipt",
        "not_served_reason",
        "refused_written",
        "treatment",
        "still_waiting",
        "fee_row",
        "service_point",
    }
)


@pytest.mark.parametrize(
    ("name", "path"),
    [("fee_row", KTP), ("service_point", KTP), ("variant", WITHOUT_STANDARD), ("started_on", WITHOUT_STANDARD)],
)
def test_a_wrong_answer_to_what_is_not_asked_here_leads_to_the_first_question_and_is_kept(
    citizen: FlaskClient, name: str, path: str
) -> None:
    answers = {**COMPLAINT, "variant": "", name: "besok"}
    response = file_all(citizen, answers, path)
    page = Page.of(response)
    assert response.status_code == 422
    assert list(page.errors()) == ["group"]
    assert list(page.faults()) == []
    assert kept(page, name) == ["besok"]


def test_a_right_answer_to_what_is_not_asked_here_survives_a_mistake_elsewhere(citizen: FlaskClient) -> None:
    answers = {**COMPLAINT, "variant": "", "started_on": "2026-02-03", "duration_minutes": "90", "description": ""}
    page = Page.of(file_all(citizen, answers, WITHOUT_STANDARD))
    assert list(page.errors()) == ["description"]
    assert (kept(page, "started_on"), kept(page, "duration_minutes")) == (["2026-02-03"], ["90"])


def test_several_wrong_answers_are_told_at_once_in_the_order_of_the_form(citizen: FlaskClient) -> None:
    response = file_all(citizen, {"applied_on": "besok", "money_total": "banyak", **PERSON, "phone": "+1 202 555 0100"})
    page = Page.of(response)
    on_page = [element.attrib["id"] for element in page.all(None, id=None)]
    assert response.status_code == 422
    assert set(page.errors()) == {"group", "applied_on", "money_total", "description", "phone"}
    assert list(page.errors()) == sorted(page.errors(), key=on_page.index)


@pytest.mark.parametrize(
    ("typed", "amount_idr"),
    [("Rp 150.000,00", 150_000), ("Rp150.000,-", 150_000), ("150 ribu", 150_000), ("1,5 juta", 1_500_000), ("0", 0)],
)
def test_an_amount_is_taken_as_it_is_written_in_indonesia(
    desk: Flask, citizen: FlaskClient, typed: str, amount_idr: int
) -> None:
    assert file_all(citizen, {**COMPLAINT, "money_total": typed}).status_code == 303
    assert last_report(desk)["experience"]["money_total"] == amount_idr


@pytest.mark.parametrize("typed", ["2026-02-03", "03-02-2026", "3/2/2026", "3 Feb 2026", "Selasa, 3 Februari 2026"])
def test_a_date_is_taken_as_it_is_written_in_indonesia(desk: Flask, citizen: FlaskClient, typed: str) -> None:
    assert file_all(citizen, {**COMPLAINT, "applied_on": typed}).status_code == 303
    assert last_report(desk)["experience"]["applied_on"] == "2026-02-03"


def test_the_rows_that_may_be_ticked_are_those_of_the_version_shown(desk: Flask, citizen: FlaskClient) -> None:
    answers = {**COMPLAINT, "variant": "elektronik-10", "money_total": "1.950.000"}
    page = Page.of(citizen.get(PASSPORT))
    (row,) = {field.attrib["value"] for field in page.all("input", name="fee_row")}
    assert file_all(citizen, {**answers, "fee_row": row}, PASSPORT).status_code == 303
    with_row = last_report(desk)["experience"]
    assert with_row["fee_rows"] == [row]
    assert file_all(citizen, {**answers, "fee_row": "biaya"}, PASSPORT).status_code == 422


@pytest.mark.parametrize("kind", ["suggestion", "question"])
def test_a_suggestion_and_a_question_need_no_group(desk: Flask, citizen: FlaskClient, kind: str) -> None:
    answers = {"kind": kind, "description": "Bisakah loket buka lebih pagi?", "visibility": "anonymous"}
    assert file_all(citizen, answers).status_code == 303
    assert last_report(desk)["kind"] == kind


def test_words_are_stored_as_typed_but_for_invisible_characters(desk: Flask, citizen: FlaskClient) -> None:
    text = "Baris 1\r\n<script>alert('x')</script> & \"kutip\" \u202eterbalik 🙂 é"
    response = file_all(citizen, {**COMPLAINT, "description": text})
    assert response.status_code == 303
    assert last_report(desk)["description"] == "Baris 1\n<script>alert('x')</script> & \"kutip\" terbalik 🙂 é"
    shown = citizen.get("/laporan").get_data(as_text=True)
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_a_machine_that_fills_the_hidden_field_files_nothing(desk: Flask, citizen: FlaskClient) -> None:
    before = reports_in(desk)
    response = file_all(citizen, {**COMPLAINT, "situs_web": "https://contoh.id"})
    assert response.status_code == 303 and reports_in(desk) == before


def test_papers_are_told_one_a_line_and_each_once(desk: Flask, citizen: FlaskClient) -> None:
    answers = {**COMPLAINT, "group": ["papers"], "papers": "Surat RT\r\n\r\n  Surat RW \r\nSurat RT"}
    assert file_all(citizen, answers, KTP).status_code == 303
    assert last_report(desk)["experience"]["papers"] == ["Surat RT", "Surat RW"]
