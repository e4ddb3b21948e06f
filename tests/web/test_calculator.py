"""The deadline calculator: what anyone can recompute, over the recorded holidays."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.rules.test_calendar import LENGTHS, VECTORS
from tests.web.reading import Page, sent_by, words

CALCULATOR = "/hitung-tenggat"


def asked(**values: Any) -> str:
    return f"{CALCULATOR}?{urlencode(values)}"


def told(reader: FlaskClient, **values: Any) -> dict[str, Any]:
    """What a script is told."""
    answer = reader.get(asked(**values), headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def refused(reader: FlaskClient, **values: Any) -> dict[str, str]:
    """The errors of an address, the same on the page and for a script."""
    page, script = reader.get(asked(**values)), reader.get(asked(**values), headers={"Accept": "application/json"})
    assert (page.status_code, script.status_code) == (422, 422)
    found: dict[str, str] = script.json["errors"]
    assert sorted(Page.of(page).errors()) == sorted(found)
    assert list(Page.of(page).faults()) == []
    return found


@pytest.mark.parametrize("filed", VECTORS)
def test_every_published_vector_comes_out_of_the_recorded_holidays(reader: FlaskClient, filed: str) -> None:
    due = [told(reader, mulai=filed, lama=length, satuan=unit)["due"] for length, unit in LENGTHS]
    assert due == [f"2026-{day}" for day in VECTORS[filed]]


NAMED = {
    "Lebaran week holds no working day": (("2026-03-17", 1, "working_day"), "2026-03-25"),
    "24 December 2026 is collective leave": (("2026-12-23", 1, "working_day"), "2026-12-28"),
    "24 December is a day where days are calendar days": (("2026-12-23", 1, "day"), "2026-12-24"),
    "a leap day is a day": (("2024-02-28", 1, "working_day"), "2024-02-29"),
    "a month from the last of January ends with February": (("2024-01-31", 1, "month"), "2024-02-29"),
    "Friday night counts from Monday": (("2026-01-09", 3, "working_day"), "2026-01-14"),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_day_people_ask_about_is_right(reader: FlaskClient, name: str) -> None:
    (start, length, unit), due = NAMED[name]
    assert told(reader, mulai=start, lama=length, satuan=unit)["due"] == due


def test_each_day_on_the_way_is_told_with_its_reason(reader: FlaskClient) -> None:
    found = told(reader, mulai="17-03-2026", lama=2, jeda_dari="25/3/2026", jeda_sampai="25 Mar 2026", perpanjangan=1)
    days = {one["day"][5:]: one["number"] or one["holiday"] or one["skipped"] for one in found["days"]}
    assert days == {
        "03-18": "Cuti Bersama Hari Suci Nyepi",
        "03-19": "Hari Suci Nyepi",
        "03-20": "Cuti Bersama Hari Raya Idul Fitri",
        "03-21": "weekend",
        "03-22": "weekend",
        "03-23": "Cuti Bersama Hari Raya Idul Fitri",
        "03-24": "Cuti Bersama Hari Raya Idul Fitri",
        "03-25": "pause",
        "03-26": 1,
        "03-27": 2,
        "03-28": "weekend",
        "03-29": "weekend",
        "03-30": 3,
    }
    assert (found["due"], found["pauses"]) == ("2026-03-30", [["2026-03-25", "2026-03-25"]])
    assert found["calendar_version"] == 1 and found["rule_version"]


def test_the_page_says_the_same_in_words_and_keeps_what_was_typed(reader: FlaskClient) -> None:
    page = Page.of(reader.get(asked(mulai="17 Maret 2026", lama=1, satuan="working_day")))
    assert list(page.faults()) == []
    assert page.one("time").attrib["datetime"] == "2026-03-25" and "Rabu, 25 Maret 2026" in words(page.one("time"))
    rows = [words(row) for row in page.one("tbody").findall("tr")]
    assert rows[0].startswith("Rabu, 18 Maret 2026") and "Cuti Bersama Hari Suci Nyepi tidak dihitung" in rows[0]
    assert any(row.startswith("Sabtu, 21 Maret sampai Minggu, 22 Maret 2026") and "akhir pekan" in row for row in rows)
    assert rows[-1].endswith("hari ke-1") and "1 hari dihitung." in page.text
    assert page.one("input", name="mulai").attrib["value"] == "17 Maret 2026"
    assert Page.of(reader.get("/en" + asked(mulai="17-03-2026", lama=1))).root.attrib["lang"] == "en"


def test_a_clock_of_the_law_brings_its_length_and_its_source(reader: FlaskClient) -> None:
    found = told(reader, mulai="2026-03-13", batas="settle.ordinary")
    assert (found["clock"], found["class"], found["length"], found["unit"]) == (
        "settle", "ordinary", 14, "working_day",
    )  # fmt: skip
    assert found["due"] == "2026-04-10" and "PermenPANRB 62/2018" in found["legal_basis"]
    page = Page.of(reader.get(asked(mulai="2026-03-13", batas="outer_limit")))
    assert "UU 25/2009 pasal 50" in page.text and "Keyakinan tinggi" in page.text
    assert page.one("time").attrib["datetime"] == "2026-05-12"


def test_six_days_a_week_count_saturdays(reader: FlaskClient) -> None:
    due = [told(reader, mulai="2026-06-05", lama=1, minggu=week)["due"] for week in (5, 6)]
    assert due == ["2026-06-08", "2026-06-06"]


@pytest.mark.parametrize(
    ("start", "unit", "estimated", "unknown"),
    [
        ("2026-06-01", "working_day", [], []),
        ("2026-12-28", "working_day", [2027], []),
        ("2031-12-30", "working_day", [], [2031, 2032]),
        ("2031-12-30", "day", [], []),
    ],
)
def test_what_rests_on_estimated_or_unknown_holidays_is_said(
    reader: FlaskClient, start: str, unit: str, estimated: list[int], unknown: list[int]
) -> None:
    found = told(reader, mulai=start, lama=10, satuan=unit)
    assert (found["years_estimated"], found["years_unknown"]) == (estimated, unknown)
    text = Page.of(reader.get(asked(mulai=start, lama=10, satuan=unit))).text
    assert ("Tanggal ini belum pasti" in text) == bool(estimated or unknown)


WRONG: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "nothing": ({"mulai": ""}, {"mulai": "required", "lama": "required"}),
    "no date": ({"mulai": "kemarin", "lama": 3}, {"mulai": "date_unreadable"}),
    "no such day": ({"mulai": "30-02-2026", "lama": 3}, {"mulai": "date_impossible"}),
    "no number": ({"mulai": "2026-03-13", "lama": "tiga"}, {"lama": "not_a_count"}),
    "far too long": ({"mulai": "2026-03-13", "lama": 1001}, {"lama": "length_too_large"}),
    "too many months": ({"mulai": "2026-03-13", "lama": 37, "satuan": "month"}, {"lama": "length_too_large"}),
    "unknown unit": ({"mulai": "2026-03-13", "lama": 3, "satuan": "abad"}, {"satuan": "unknown_choice"}),
    "unknown week": ({"mulai": "2026-03-13", "lama": 3, "minggu": "8"}, {"minggu": "unknown_choice"}),
    "unknown clock": ({"mulai": "2026-03-13", "batas": "besok"}, {"batas": "unknown_choice"}),
    "no clock": ({"mulai": "2026-03-13", "cara": "aturan"}, {"batas": "required"}),
    "before the law": ({"mulai": "1998-05-21", "batas": "settle.ordinary"}, {"mulai": "no_rule_then"}),
    "half a pause": ({"mulai": "2026-03-13", "lama": 3, "jeda_sampai": "2026-03-20"}, {"jeda_dari": "required"}),
    "a pause backwards": (
        {"mulai": "2026-03-13", "lama": 3, "jeda_dari": "2026-03-20", "jeda_sampai": "2026-03-19"},
        {"jeda_sampai": "before_beginning"},
    ),
    "an endless pause": (
        {"mulai": "2026-03-13", "lama": 3, "jeda_dari": "2026-03-20", "jeda_sampai": "2199-01-01"},
        {"jeda_sampai": "pause_too_long"},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_calculated_is_told_at_its_field(reader: FlaskClient, name: str) -> None:
    values, errors = WRONG[name]
    assert refused(reader, **values) == errors


def test_the_longest_question_is_answered_in_a_small_page(reader: FlaskClient) -> None:
    last = date(2199, 12, 31)
    answer = reader.get(asked(mulai=last.isoformat(), lama=1000, perpanjangan=1000))
    assert answer.status_code == 200 and len(answer.data) < 400_000
    assert Page.of(answer).one("time").attrib["datetime"] > (last + timedelta(days=2000)).isoformat()


def test_a_promise_leads_to_the_calculator_with_its_length_and_week(reader: FlaskClient) -> None:
    service = Page.of(reader.get("/instansi/kementerian-imigrasi-dan-pemasyarakatan/layanan/paspor-baru"))
    (link,) = [a.attrib["href"] for a in service.all("a") if a.attrib["href"].startswith(f"{CALCULATOR}?")]
    page = Page.of(reader.get(link))
    assert page.errors() == {} and page.all("time") == [] and page.one("input", name="lama").attrib["value"].isdigit()
    assert sent_by(page.all("form", method="get")[0])["satuan"] == "working_day"


def test_every_page_leads_to_the_calculator(reader: FlaskClient) -> None:
    assert CALCULATOR in [link.attrib["href"] for link in Page.of(reader.get("/")).all("a")]
    empty = Page.of(reader.get(CALCULATOR))
    assert list(empty.faults()) == [] and empty.errors() == {}
