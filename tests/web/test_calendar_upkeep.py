"""National administrators keep holidays and lengths, and move open due days by an explicit act."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.models.calendar import DeadlineLength, Holiday
from sipp.models.journal import AuditEntry
from sipp.models.reports import ReportClock
from sipp.operations.calendar import calendar_version
from tests import factories
from tests.web.filing import COMPLAINT, file_all, open_with, receipt_code
from tests.web.officers import an_officer, let_in, submit
from tests.web.reading import Page, words

CALENDAR = "/kelola/kalender"
DECREE = "SKB Menag 9/2026, Menaker 9/2026, Menpan 9/2026"


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    officer = an_officer(app, "national_admin")
    with app.app_context(), unit_of_work():
        factories.the_calendar()
        factories.a_holiday(date(2027, 1, 1), "Tahun Baru, perkiraan", certainty="estimated")
        factories.a_holiday(date(2027, 2, 7), "Imlek, perkiraan", certainty="estimated")
    return let_in(app, officer.id)


def holidays(app: Flask) -> list[tuple[str, str, int, int | None]]:
    with app.app_context():
        found = current_session().scalars(select(Holiday).order_by(Holiday.day, Holiday.id))
        return [(one.day.isoformat(), one.certainty, one.added_in, one.withdrawn_in) for one in found]


def acts(app: Flask) -> list[str]:
    with app.app_context():
        found = select(AuditEntry.action).where(AuditEntry.action.startswith("calendar.")).order_by(AuditEntry.id)
        return list(current_session().scalars(found))


def test_the_days_of_a_decree_take_the_place_of_estimates_and_make_one_version(app: Flask, keeper: FlaskClient) -> None:
    days = "1. Jumat, 1 Januari 2027 Tahun Baru 2027 Masehi\n6 Februari 2027: Tahun Baru Imlek"
    fields = {"decree": DECREE, "kind": "national", "days": days}
    answer = submit(keeper, f"{CALENDAR}/libur/tambah", fields)
    assert (answer.status_code, answer.location) == (303, f"{CALENDAR}/hitung-ulang")
    assert holidays(app) == [
        ("2027-01-01", "estimated", 1, 2),
        ("2027-01-01", "certain", 2, None),
        ("2027-02-06", "certain", 2, None),
        ("2027-02-07", "estimated", 1, None),
    ]
    page = Page.of(keeper.get(f"{CALENDAR}?tahun=2027"))
    assert list(page.faults()) == [] and acts(app) == ["calendar.add_days"]
    rows = [words(row) for row in page.all("tr")]
    assert any("Jumat, 1 Januari 2027" in row and "Tahun Baru 2027 Masehi" in row and DECREE in row for row in rows)
    assert any("Minggu, 7 Februari 2027" in row and "perkiraan" in row for row in rows)
    assert any(row.startswith("Versi 2") and f"Menambah 2 hari: {DECREE}" in row for row in rows)
    assert f"menambah hari libur {DECREE}" in Page.of(keeper.get("/kelola/riwayat")).text


def test_what_a_decree_leaves_of_the_estimates_is_withdrawn_in_one_go(app: Flask, keeper: FlaskClient) -> None:
    overview = Page.of(keeper.get(f"{CALENDAR}?tahun=2027"))
    (link,) = [a.attrib["href"] for a in overview.all("a") if "pilih=perkiraan" in a.attrib["href"]]
    answer = submit(keeper, link, {"reason": DECREE}, to=f"{CALENDAR}/libur/cabut?tahun=2027")
    assert (answer.status_code, answer.location) == (303, f"{CALENDAR}?tahun=2027")
    assert [withdrawn for *_row, withdrawn in holidays(app)] == [2, 2]
    assert "Belum ada hari libur" in Page.of(keeper.get(answer.location)).text


WRONG_DAYS = {
    "nothing": ({}, {"decree", "kind", "days"}, ""),
    "a line": ({"decree": DECREE, "kind": "national", "days": "1-1-2028 Tahun Baru\nbesok"}, {"days"}, "Baris 2:"),
    "a kind": ({"decree": DECREE, "kind": "sendiri", "days": "1-1-2028 Tahun Baru"}, {"kind"}, ""),
}


def test_a_decree_that_cannot_be_read_is_told_at_its_field_and_kept(app: Flask, keeper: FlaskClient) -> None:
    for fields, errors, text in WRONG_DAYS.values():
        answer = submit(keeper, f"{CALENDAR}/libur/tambah", fields)
        page = Page.of(answer)
        assert (answer.status_code, set(page.errors())) == (422, errors) and list(page.faults()) == []
        assert text in page.errors().get("days", "") and fields.get("days", "") in page.html
    with app.app_context():
        assert calendar_version() == 1


def test_a_day_that_stands_there_is_named_and_nothing_is_stored(app: Flask, keeper: FlaskClient) -> None:
    fields = {"decree": DECREE, "kind": "national", "days": "1-6-2027 Hari Lahir Pancasila"}
    assert submit(keeper, f"{CALENDAR}/libur/tambah", fields).status_code == 303
    fields["days"] = "2-6-2027 Cuti\n1-6-2027 Hari Lahir Pancasila"
    answer = submit(keeper, f"{CALENDAR}/libur/tambah", fields)
    assert answer.status_code == 409 and "1 Juni 2027: Hari ini sudah ada" in Page.of(answer).errors()["days"]
    with app.app_context():
        assert calendar_version() == 2


def test_no_day_or_one_that_is_gone_is_not_withdrawn(app: Flask, keeper: FlaskClient) -> None:
    page = f"{CALENDAR}/libur/cabut?tahun=2027"
    assert set(Page.of(submit(keeper, page, {}, to=page)).errors()) == {"days", "reason"}
    gone = submit(keeper, page, {"days": "99", "reason": "salah"}, to=page)
    assert gone.status_code == 409 and list(Page.of(gone).errors()) == ["days"]
    assert [withdrawn for *_row, withdrawn in holidays(app)] == [None, None]


A_LENGTH = {
    "batas": "settle.ordinary",
    "lama": "10",
    "satuan": "working_day",
    "legal_basis": "PermenPANRB 5/2025 pasal 10",
    "certainty": "high",
    "confirm": "yes",
}


def test_a_new_length_stands_beside_the_old_one_and_holds_from_its_day(app: Flask, keeper: FlaskClient) -> None:
    day = clock.today("Asia/Jakarta") + timedelta(days=40)
    with app.app_context():
        before = {one.id: (one.length, one.valid_from) for one in current_session().scalars(select(DeadlineLength))}
    answer = submit(keeper, f"{CALENDAR}/batas-waktu/tambah", {**A_LENGTH, "valid_from": day.isoformat()})
    assert (answer.status_code, answer.location) == (303, f"{CALENDAR}/batas-waktu")
    page = Page.of(keeper.get(answer.location))
    rows = [words(row) for row in page.all("tr")]
    assert any("10 hari kerja akan berlaku" in row and "PermenPANRB 5/2025 pasal 10" in row for row in rows)
    assert any("14 hari kerja berlaku" in row for row in rows) and list(page.faults()) == []
    with app.app_context():
        after = {one.id: (one.length, one.valid_from) for one in current_session().scalars(select(DeadlineLength))}
    assert before.items() < after.items() and acts(app) == ["calendar.add_length"]
    for start, length in ((day - timedelta(days=1), 14), (day, 10)):
        told = keeper.get(
            f"/hitung-tenggat?mulai={start}&batas=settle.ordinary", headers={"Accept": "application/json"}
        )
        assert told.json["length"] == length
    again = submit(keeper, f"{CALENDAR}/batas-waktu/tambah", {**A_LENGTH, "valid_from": day.isoformat()})
    assert again.status_code == 409 and "valid_from" in Page.of(again).errors()


WRONG_LENGTHS = {
    "batas": "entah",
    "lama": "1001",
    "satuan": "abad",
    "valid_from": "2020-01-01",
    "legal_basis": "",
    "certainty": "pasti",
    "confirm": "",
}


def test_a_length_that_cannot_be_is_told_at_its_field(app: Flask, keeper: FlaskClient) -> None:
    day = (clock.today("Asia/Jakarta") + timedelta(days=1)).isoformat()
    for name, value in WRONG_LENGTHS.items():
        fields = {**A_LENGTH, "valid_from": day, name: value}
        answer = submit(keeper, f"{CALENDAR}/batas-waktu/tambah", fields)
        page = Page.of(answer)
        assert (answer.status_code, list(page.errors())) == (422, [name]) and list(page.faults()) == []
    assert acts(app) == []


def test_a_citizen_reads_which_day_a_decree_moved_from_where_to_where(seeded_app: Flask) -> None:
    citizen, officer = seeded_app.test_client(), an_officer(seeded_app, "national_admin")
    code = receipt_code(citizen, file_all(citizen, COMPLAINT))
    with seeded_app.app_context():
        settle = current_session().scalars(select(ReportClock).where(ReportClock.clock == "settle")).one()
    keeper = let_in(seeded_app, officer.id)
    days = f"{settle.due_on.isoformat()} Hari pemungutan suara"
    submit(keeper, f"{CALENDAR}/libur/tambah", {"decree": DECREE, "kind": "national", "days": days})
    page = Page.of(keeper.get(f"{CALENDAR}/hitung-ulang"))
    assert list(page.faults()) == [] and len(page.one("tbody").findall("tr")) == 1
    open_with(citizen, code)
    assert "Batas waktu berubah" not in Page.of(citizen.get("/laporan")).text
    answer = submit(keeper, f"{CALENDAR}/hitung-ulang", {})
    assert "Tidak ada batas waktu yang perlu digeser." in Page.of(keeper.get(answer.location)).text
    told = Page.of(citizen.get("/laporan"))
    assert "Batas waktu berubah" in told.text and "karena hari libur berubah (kalender versi 2)" in told.text
    why = Page.of(citizen.get(f"/laporan/tenggat/{settle.id}")).text
    assert "Hari pemungutan suara" in why and "hasilnya sama" in why and "kalender versi 2" in why
