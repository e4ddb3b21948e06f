"""The overseers' room: gaps are counted and the worst comes first; one digest an agency and week; figures of a year."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.jobs import schedule
from sipp.models.agencies import Agency
from sipp.models.journal import AuditEntry
from sipp.models.oversight import Evaluation
from sipp.operations import agency_reminders
from sipp.rules.permissions import Actor, Membership
from tests import factories
from tests.clockwork import clock_at
from tests.web.officers import an_officer, let_in, letters, submit
from tests.web.reading import Page, words

ROOM = "/kelola/pengawasan"
#: A Monday of ISO week 48, ten in the morning in Jakarta.
MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
clockwork = clock_at(MONDAY)
TODAY = date(2026, 11, 23)


@pytest.fixture
def country(app: Flask, clockwork: Any) -> dict[str, Any]:
    """A city that lacks much, a regency that lacks a little, a ministry that lacks nothing."""
    with app.app_context(), unit_of_work():
        factories.a_region("32", "Jawa Barat", "province")
        factories.a_region("34", "DI Yogyakarta", "province")
        city = factories.an_agency("kota-contoh", name="Kota Contoh", region_code=None, is_receiving=False)
        factories.a_region("32.73", "Contoh", "city")
        city.region_code = "32.73"
        unit = factories.a_unit(city, name="Dinas Satu")
        factories.a_service(unit, name="Tanpa standar")
        factories.a_service(unit, name="Sudah ditutup", status="retired")
        thin = factories.a_standard(fees=(), time_limits=())
        factories.a_published_version(factories.a_service(unit, name="Kurang lengkap"), thin)
        late = factories.a_published_version(factories.a_service(unit, name="Terlambat"), a_good_standard())
        factories.a_review_due(late, TODAY - timedelta(days=1))
        planned = factories.a_published_version(factories.a_service(unit, name="Ditunda"), a_good_standard())
        factories.a_review_due(planned, TODAY - timedelta(days=9))
        factories.a_review_due(planned, TODAY + timedelta(days=9))
        regency = factories.an_agency("kabupaten-contoh", name="Kabupaten Contoh", kind="regency")
        factories.a_service(factories.a_unit(regency), name="Belum ada")
        ministry = factories.an_agency("kementerian-contoh", name="Kementerian Contoh", kind="ministry")
        factories.a_published_version(factories.a_service(factories.a_unit(ministry)), a_good_standard())
        for agency in (regency, ministry):
            factories.a_membership(factories.a_user(), "liaison", agency)
        return {one.slug: factories.detached(one) for one in (city, regency, ministry)}


@pytest.fixture
def overseer(app: Flask, country: dict[str, Any]) -> FlaskClient:
    return let_in(app, an_officer(app, "overseer", name="Ibu Pengawas").id)


def a_good_standard() -> Any:
    """Exactly sixty points: the six public components but for three parts, one other component."""
    return factories.a_standard()


def rows(client: FlaskClient, query: str = "") -> dict[str, list[str]]:
    """The agencies on the page, in their order, with the cells beside the name."""
    page = Page.of(client.get(f"{ROOM}{query}"))
    assert list(page.faults()) == []
    found = [line for line in page.all("tr") if line.findall("td")]
    return {words(line.findall("th")[0].find("a")): [words(cell[-1]) for cell in line.findall("td")] for line in found}


@pytest.mark.any_database
def test_the_agency_that_lacks_most_comes_first_and_one_that_lacks_nothing_not_at_all(overseer: FlaskClient) -> None:
    found = rows(overseer)
    assert list(found) == ["Kota Contoh", "Kabupaten Contoh"]
    assert found["Kota Contoh"][:6] == ["4", "1", "1", "1", "belum bergabung", "belum pernah"]
    assert found["Kabupaten Contoh"][:5] == ["1", "1", "0", "0", "ada"]
    assert list(rows(overseer, "?kekurangan=semua")) == ["Kota Contoh", "Kabupaten Contoh", "Kementerian Contoh"]
    figures = Page.of(overseer.get(ROOM)).text
    assert "3 instansi, 6 layanan" in figures


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?jenis=regency", ["Kabupaten Contoh"]),
        ("?provinsi=32", ["Kota Contoh"]),
        ("?provinsi=34", []),
        ("?kekurangan=tanpa-penghubung", ["Kota Contoh"]),
        ("?kekurangan=terlambat&jenis=regency", []),
        ("?kekurangan=kurang-lengkap", ["Kota Contoh"]),
        ("?jenis=apa&provinsi=%27&kekurangan=entah&halaman=99", ["Kota Contoh", "Kabupaten Contoh"]),
    ],
)
def test_filters_narrow_by_kind_province_and_gap(overseer: FlaskClient, query: str, names: list[str]) -> None:
    assert list(rows(overseer, query)) == names


@pytest.mark.parametrize(
    ("gap", "names"),
    [
        ("tanpa-standar", ["Tanpa standar"]),
        ("terlambat", ["Terlambat"]),
        ("kurang-lengkap", ["Kurang lengkap"]),
        ("tanpa-penghubung", ["Tanpa standar"]),
    ],
)
def test_an_agency_shows_the_services_that_have_a_gap(overseer: FlaskClient, gap: str, names: list[str]) -> None:
    page = Page.of(overseer.get(f"{ROOM}/instansi/kota-contoh?kekurangan={gap}"))
    assert list(page.faults()) == []
    assert [words(cell.find("a")) for cell in page.all("th", scope="row")] == names


def test_an_agency_that_lacks_nothing_says_so(overseer: FlaskClient) -> None:
    page = Page.of(overseer.get(f"{ROOM}/instansi/kementerian-contoh"))
    assert "Semua layanan punya standar yang berlaku" in page.text and not page.all("table")
    assert overseer.get(f"{ROOM}/instansi/tidak-ada").status_code == 404


def send(client: FlaskClient, query: str) -> str:
    """Go through the page that asks; what the next page says."""
    answer = submit(client, f"{ROOM}/ingatkan{query}", {}, f"{ROOM}/ingatkan")
    assert answer.status_code == 303
    return Page.of(client.get(answer.location)).text


@pytest.mark.any_database
def test_each_administrator_of_a_chosen_agency_gets_one_digest_a_week(
    app: Flask, overseer: FlaskClient, country: dict[str, Any], clockwork: Any
) -> None:
    city = country["kota-contoh"]
    admins = [an_officer(app, "agency_admin", agency=city, name=name) for name in ("Ani", "Budi")]
    an_officer(app, "editor", "publisher", "head", agency=city)
    an_officer(app, "agency_admin", agency=city, active=False)
    an_officer(app, "agency_admin", agency=country["kabupaten-contoh"])
    asked = Page.of(overseer.get(f"{ROOM}/ingatkan?pilih=kota-contoh&pilih=kementerian-contoh&pilih=tidak-ada"))
    assert list(asked.faults()) == []
    assert "1 instansi akan menerima surel" in asked.text and "Tidak kekurangan apa pun" in asked.text
    assert "Pengingat sudah dicatat" in send(overseer, "?pilih=kota-contoh")
    mails = {mail.to: mail.text for mail in letters(app)}
    assert set(mails) == {one.email for one in admins}
    text = mails[admins[0].email]
    assert "Yth. Ani" in text and "Belum punya standar: 1 layanan\n- Tanpa standar, Dinas Satu" in text
    assert "Terlambat ditinjau ulang: 1 layanan\n- Terlambat, Dinas Satu" in text
    assert "Kelengkapan di bawah 60: 1 layanan\n- Kurang lengkap, Dinas Satu" in text
    assert "belum punya pejabat penghubung" in text and "http://localhost/kelola\n" in text
    clockwork.shift(timedelta(days=6))
    later = let_in(app, an_officer(app, "overseer").id)
    assert "Sudah diingatkan minggu ini" in Page.of(later.get(f"{ROOM}/ingatkan?pilih=kota-contoh")).text
    clockwork.shift(timedelta(days=1))
    send(let_in(app, an_officer(app, "overseer").id), "?pilih=kota-contoh")
    assert len(letters(app)) == 2


def test_who_reminded_whom_and_when_stays_visible(app: Flask, overseer: FlaskClient, country: dict[str, Any]) -> None:
    an_officer(app, "agency_admin", agency=country["kota-contoh"])
    send(overseer, "?cakupan=semua&provinsi=32")
    assert rows(overseer)["Kota Contoh"][5] == "23 Nov 2026 Ibu Pengawas"
    page = Page.of(overseer.get(f"{ROOM}/instansi/kota-contoh"))
    assert "23 November 2026 oleh Ibu Pengawas, kepada 1 admin" in page.text
    with app.app_context():
        entries = current_session().scalars(select(AuditEntry).where(AuditEntry.action == "oversight.remind")).all()
        assert [(one.agency_id, one.details) for one in entries] == [(country["kota-contoh"].id, {"week": "2026-W48"})]


def test_all_that_were_filtered_are_reminded_but_for_those_without_an_administrator(
    app: Flask, overseer: FlaskClient, country: dict[str, Any]
) -> None:
    admin = an_officer(app, "agency_admin", agency=country["kabupaten-contoh"])
    asked = Page.of(overseer.get(f"{ROOM}/ingatkan?cakupan=semua"))
    assert "1 instansi akan menerima surel" in asked.text
    assert "Belum punya admin di sini; hubungi lewat saluran resminya Kota Contoh" in asked.text
    send(overseer, "?cakupan=semua")
    assert [mail.to for mail in letters(app)] == [admin.email]


def test_what_was_done_before_the_mail_went_out_is_not_told(
    app: Flask, overseer: FlaskClient, country: dict[str, Any]
) -> None:
    an_officer(app, "agency_admin", agency=country["kabupaten-contoh"])
    send(overseer, "?pilih=kabupaten-contoh")
    with app.app_context(), unit_of_work() as session:
        lacking = select(factories.Service).where(factories.Service.name == "Belum ada")
        factories.a_published_version(session.scalars(lacking).one(), a_good_standard())
    assert letters(app) == []


@pytest.mark.any_database
def test_two_overseers_who_send_at_once_send_one_digest(app: Flask, country: dict[str, Any]) -> None:
    """Both have seen the page that says that the agency will get one."""
    an_officer(app, "agency_admin", agency=country["kota-contoh"])
    overseers = [an_officer(app, "overseer") for _one in range(2)]
    reminded = []
    for one in overseers:
        with app.app_context(), unit_of_work():
            actor = Actor(one.id, (Membership("overseer"),))
            reminded.append(agency_reminders.remind(actor, [country["kota-contoh"].id]))
    assert reminded == [1, 0]
    assert len(letters(app)) == 1


def test_who_only_reads_is_offered_no_reminder(app: Flask, country: dict[str, Any]) -> None:
    page = Page.of(let_in(app, an_officer(app, "auditor").id).get(ROOM))
    assert not page.all("input", name="pilih") and "Kota Contoh" in page.text


EVALUATIONS = f"{ROOM}/evaluasi"


def lines_of(client: FlaskClient) -> list[dict[str, str]]:
    """The newest evaluation as its file has it."""
    page = Page.of(client.get(EVALUATIONS))
    assert list(page.faults()) == []
    url = next(link.attrib["href"] for link in page.all("a") if link.attrib["href"].endswith("/unduh"))
    text = client.get(url).get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_an_evaluation_keeps_the_figures_of_its_moment(
    app: Flask, overseer: FlaskClient, country: dict[str, Any]
) -> None:
    submit(overseer, EVALUATIONS, {})
    with app.app_context(), unit_of_work() as session:
        city = session.get_one(Agency, country["kota-contoh"].id)
        city.name = "=HYPERLINK(nama baru)"
        lacking = select(factories.Service).where(factories.Service.name == "Tanpa standar")
        factories.a_published_version(session.scalars(lacking).one(), a_good_standard())
    found = {line["Instansi"]: line for line in lines_of(overseer)}
    line = found["Kota Contoh"]
    assert [line[name] for name in ("Layanan", "Standar berlaku", "Belum punya standar")] == ["4", "3", "1"]
    assert [line[name] for name in ("Terlambat ditinjau ulang", "Kelengkapan di bawah 60")] == ["1", "1"]
    # 60, 60, and 44: without fee (6) and time limit with its start (10).
    assert (line["Kelengkapan rata-rata"], line["Versi aturan"]) == ("54.7", "1.1")
    assert (line["Sudah bergabung"], found["Kementerian Contoh"]["Pejabat penghubung"]) == ("tidak", "1")
    submit(overseer, EVALUATIONS, {})
    newest = {line["Instansi"]: line for line in lines_of(overseer)}
    assert newest["'=HYPERLINK(nama baru)"]["Belum punya standar"] == "0"
    assert len(Page.of(overseer.get(EVALUATIONS)).all("th", scope="row")) == 2
    with app.app_context():
        acts = current_session().scalars(select(AuditEntry.actor_kind).where(AuditEntry.action == "oversight.evaluate"))
        assert acts.all() == ["user", "user"]


@pytest.mark.any_database
def test_the_schedule_closes_each_year_once(app: Flask, country: dict[str, Any], clockwork: Any) -> None:
    def years() -> list[int | None]:
        with app.app_context():
            schedule.run_due()
            schedule.run_due()
            return list(current_session().scalars(select(Evaluation.scheduled_year).order_by(Evaluation.id)))

    assert years() == []
    clockwork.move_to(datetime(2026, 12, 31, 1, 0, tzinfo=UTC))
    assert years() == [2026]
    clockwork.move_to(datetime(2027, 1, 15, 1, 0, tzinfo=UTC))
    assert years() == [2026]
    clockwork.move_to(datetime(2028, 1, 2, 1, 0, tzinfo=UTC))
    assert years() == [2026, 2027]
    clockwork.move_to(datetime(2029, 2, 1, 1, 0, tzinfo=UTC))
    assert years() == [2026, 2027]
