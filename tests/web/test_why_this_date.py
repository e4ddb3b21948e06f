"""Why this date: every clock of an opened report is recomputed from what was stored of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency
from sipp.models.calendar import Holiday
from sipp.models.reports import ReportClock
from sipp.operations.calendar import new_version
from tests.web.filing import COMPLAINT, file_all, last_report, open_with, receipt_code
from tests.web.reading import Page, words

WHY = "/laporan/tenggat/"


def filed(client: FlaskClient) -> str:
    return receipt_code(client, file_all(client, COMPLAINT))


def clocks(app: Flask) -> dict[str, ReportClock]:
    with app.app_context():
        found = current_session().scalars(select(ReportClock).where(ReportClock.report_id == last_report(app)["id"]))
        return {one.clock: one for one in found}


def whys(client: FlaskClient) -> list[str]:
    """The addresses that explain the dates of the opened report."""
    return [a.attrib["href"] for a in Page.of(client.get("/laporan")).all("a") if WHY in a.attrib["href"]]


def test_every_date_of_a_report_leads_to_its_reason(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    stored = clocks(desk)
    assert set(whys(citizen)) == {f"{WHY}{one.id}" for one in stored.values()} and len(stored) == 3
    for one in stored.values():
        answer = citizen.get(f"{WHY}{one.id}")
        page = Page.of(answer)
        assert list(page.faults()) == [] and answer.headers["Cache-Control"] == "no-store"
        assert "hitung ulang saat halaman ini dibuka, dan hasilnya sama" in page.text and one.legal_basis in page.text


def test_the_calculator_comes_to_the_same_date(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    with desk.app_context(), unit_of_work() as session:
        settle = session.get_one(ReportClock, clocks(desk)["settle"].id)
        first = settle.started_on + timedelta(days=3)
        settle.pauses, settle.extension = [[first.isoformat(), (first + timedelta(days=4)).isoformat()]], 5
    page = Page.of(citizen.get(f"{WHY}{clocks(desk)['settle'].id}"))
    assert "tidak dapat dihitung ulang" in page.title + page.text
    (link,) = [a.attrib["href"] for a in page.all("a") if a.attrib["href"].startswith("/hitung-tenggat?")]
    calculated = Page.of(citizen.get(link)).one("time")
    assert words(calculated) in page.text


def test_a_date_that_does_not_come_out_again_is_shown_beside_the_one_that_does(
    desk: Flask, citizen: FlaskClient
) -> None:
    filed(citizen)
    settle = clocks(desk)["settle"]
    with desk.app_context(), unit_of_work() as session:
        session.execute(update(ReportClock).where(ReportClock.id == settle.id).values(due_on=date(2026, 8, 18)))
    text = Page.of(citizen.get(f"{WHY}{settle.id}")).text
    assert "Tanggal yang tersimpan Selasa, 18 Agustus 2026, sedangkan hitungan ulang" in text
    assert "hasilnya sama" not in text


def test_a_holiday_set_later_leaves_the_date_and_tells_of_both(seeded_app: Flask) -> None:
    citizen = seeded_app.test_client()
    filed(citizen)
    settle = clocks(seeded_app)["settle"]
    with seeded_app.app_context(), unit_of_work() as session:
        number = new_version("SKB perubahan")
        session.add(Holiday(day=settle.due_on, name="Pemungutan suara", kind="national", added_in=number))
    text = Page.of(citizen.get(f"{WHY}{settle.id}")).text
    assert "hasilnya sama" in text and "Kalender sudah berubah" in text and "Pemungutan suara" not in text
    assert "nanti dicatat di riwayat" in text and "tidak pernah dimajukan" not in text


def test_a_holiday_withdrawn_later_still_explains_the_date_it_gave(seeded_app: Flask) -> None:
    citizen = seeded_app.test_client()
    with time_machine.travel(datetime(2026, 12, 1, 3, tzinfo=UTC), tick=False):
        code = filed(citizen)
        settle = clocks(seeded_app)["settle"]
        with seeded_app.app_context(), unit_of_work() as session:
            number = new_version("SKB perubahan")
            christmas = session.scalars(select(Holiday).where(Holiday.day == date(2026, 12, 24)))
            christmas.one().withdrawn_in = number
        open_with(citizen, code)
        text = Page.of(citizen.get(f"{WHY}{settle.id}")).text
    assert "hasilnya sama" in text and "Cuti Bersama Hari Raya Natal" in text and "kalender versi 1" in text
    assert "Batas waktu tidak pernah dimajukan." in text


def test_a_paused_clock_says_that_its_date_will_move(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    settle = clocks(desk)["settle"]
    with desk.app_context(), unit_of_work() as session:
        session.get_one(ReportClock, settle.id).paused_since = date(2026, 3, 2)
    assert "Hitungan dijeda sejak Senin, 2 Maret 2026" in Page.of(citizen.get(f"{WHY}{settle.id}")).text


def test_nobody_reads_the_clocks_of_a_report_that_is_not_open(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    own = clocks(desk)["settle"].id
    assert citizen.get(f"{WHY}{own}").status_code == 200
    stranger = desk.test_client()
    assert (stranger.get(f"{WHY}{own}").status_code, stranger.get(f"{WHY}{own}").location) == (303, "/lacak")
    filed(stranger)
    assert [stranger.get(f"{WHY}{number}").status_code for number in (own, 999_999, 2**70)] == [404] * 3


FRIDAY_NIGHT = datetime(2026, 11, 27, 14, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "started_on", "first_reply"),
    [(0, date(2026, 11, 27), date(2026, 12, 4)), (1, date(2026, 11, 28), date(2026, 12, 4))],
)
def test_a_report_of_friday_2359_in_jayapura_belongs_to_that_friday(
    seeded_app: Flask, minutes: int, started_on: date, first_reply: date
) -> None:
    """In Jakarta it is two hours earlier; a minute later it is Saturday there, and Monday is still the first day."""
    with seeded_app.app_context(), unit_of_work() as session:
        session.execute(update(Agency).where(Agency.slug == "kota-bandung").values(time_zone="Asia/Jayapura"))
    citizen = seeded_app.test_client()
    with time_machine.travel(FRIDAY_NIGHT + timedelta(minutes=minutes), tick=False):
        code = filed(citizen)
        open_with(citizen, code)
        found = clocks(seeded_app)["first_reply"]
        assert (found.started_on, found.due_on) == (started_on, first_reply)
        assert found.due_at == datetime(2026, 12, 4, 14, 59, 59, tzinfo=UTC)
        page = Page.of(citizen.get(f"{WHY}{found.id}"))
        assert "Jumat, 4 Desember 2026" in page.text and "hasilnya sama" in page.text
