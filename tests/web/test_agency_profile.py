"""Keeping the profile of an agency: what is typed stands on the public pages at once, and nobody overwrites another."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency, OpeningException, OpeningHours, ServicePoint, Unit
from sipp.models.journal import AuditEntry, SearchChange
from sipp.models.services import Service
from tests import factories
from tests.web.officers import an_officer, browser, form_of, let_in, submit
from tests.web.reading import Page

HERE = "/kelola/instansi/kota-contoh"


class Town:
    """An agency with a tree of units, one of which offers a service."""

    def __init__(self, app: Flask) -> None:
        with app.app_context(), unit_of_work() as session:
            self.agency: Agency = factories.an_agency("kota-contoh", name="Kota Contoh")
            self.department: Unit = factories.a_unit(self.agency, name="Dinas Satu", slug="dinas-satu")
            self.office: Unit = factories.a_unit(parent=self.department, name="Kantor Bawah", slug="kantor")
            self.other: Unit = factories.a_unit(self.agency, name="Dinas Dua", slug="dinas-dua")
            service = factories.a_service(self.office, slug="ktp-baru")
            factories.a_published_version(service)
            session.execute(delete(SearchChange))
            self.service_id = service.id
            for row in (self.agency, self.department, self.office, self.other):
                session.refresh(row)
                session.expunge(row)


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


@pytest.fixture
def desk(app: Flask, town: Town) -> FlaskClient:
    return let_in(app, an_officer(app, "agency_admin", agency=town.agency).id)


@pytest.fixture
def counter(app: Flask, town: Town) -> FlaskClient:
    return let_in(app, an_officer(app, "counter", unit=town.office).id)


def public(app: Flask, path: str = "/instansi/kota-contoh") -> Page:
    answer = browser(app).get(path)
    assert answer.status_code == 200
    return Page.of(answer)


def stored(app: Flask, kind: type, **by: object) -> dict[str, object]:
    with app.app_context():
        row = current_session().scalars(select(kind).filter_by(**by)).one()
        return {column.key: getattr(row, column.key) for column in kind.__mapper__.column_attrs}


def acts(app: Flask) -> list[str]:
    with app.app_context():
        found = current_session().scalars(select(AuditEntry.action).order_by(AuditEntry.id))
        return [action for action in found if action.startswith("agencies.")]


def search_changes(app: Flask) -> list[str]:
    with app.app_context():
        return list(current_session().scalars(select(SearchChange.thing).order_by(SearchChange.sequence)))


def preview_of_a_draft(app: Flask, town: Town) -> Page:
    """What an editor sees before the public does."""
    with app.app_context(), unit_of_work() as session:
        draft_id = factories.a_draft(session.get_one(Service, town.service_id)).id
    editor = let_in(app, an_officer(app, "editor", agency=town.agency).id)
    return Page.of(editor.get(f"/kelola/standar/{draft_id}/pratinjau"))


def a_point(app: Flask, unit: Unit, **more: object) -> int:
    with app.app_context(), unit_of_work():
        return factories.a_service_point(unit, **more).id


def test_an_administrator_goes_straight_to_the_own_agency(desk: FlaskClient) -> None:
    assert desk.get("/kelola/instansi").location == HERE
    page = Page.of(desk.get(HERE))
    assert list(page.faults()) == [] and "Kantor Bawah" in page.text


@pytest.mark.any_database
def test_what_is_typed_of_an_agency_is_published_and_search_learns_its_names(app: Flask, desk: FlaskClient) -> None:
    fields = {
        "aliases": "Pemkot Contoh\nKota Teladan\n",
        "former_names": "Kotamadya Contoh",
        "street": "Jalan Merdeka 1",
        "postal_code": "40111",
        "website": "https://contoh.go.id",
        "official_channels": "sp4n-lapor\nSMS 1708\n0812 3456 7890\npengaduan@contoh.go.id",
    }
    assert submit(desk, f"{HERE}/ubah", fields).status_code == 303
    text = public(app).text
    for told in ("Jalan Merdeka 1, 40111", "Kotamadya Contoh", "SP4N-LAPOR!", "SMS 1708", "0812-3456-7890"):
        assert told in text, told
    row = stored(app, Agency, slug="kota-contoh")
    assert row["aliases"] == ["Pemkot Contoh", "Kota Teladan"]
    assert row["official_channels"] == [
        {"kind": "lapor", "value": "https://www.lapor.go.id"},
        {"kind": "sms", "value": "1708"},
        {"kind": "phone", "value": "+6281234567890"},
        {"kind": "email", "value": "pengaduan@contoh.go.id"},
    ]
    assert (acts(app), search_changes(app)) == (["agencies.edit"], ["agency:kota-contoh"])
    shown = form_of(Page.of(desk.get(f"{HERE}/ubah")), f"{HERE}/ubah")
    assert submit(desk, f"{HERE}/ubah", {}).status_code == 303
    assert form_of(Page.of(desk.get(f"{HERE}/ubah")), f"{HERE}/ubah")["official_channels"] == shown["official_channels"]


def test_what_cannot_be_read_is_kept_with_its_reason(desk: FlaskClient) -> None:
    fields = {"postal_code": "4011", "website": "contoh", "official_channels": "lewat loket"}
    page = Page.of(submit(desk, f"{HERE}/ubah", fields))
    assert set(page.errors()) == set(fields) and list(page.faults()) == []
    assert form_of(page, f"{HERE}/ubah")["official_channels"].strip() == "lewat loket"


def test_two_who_change_a_profile_see_both_texts(app: Flask, town: Town, desk: FlaskClient) -> None:
    other = let_in(app, an_officer(app, "agency_admin", agency=town.agency).id)
    mine = form_of(Page.of(desk.get(f"{HERE}/ubah")), f"{HERE}/ubah")
    assert submit(other, f"{HERE}/ubah", {"street": "Jalan Mereka 2"}).status_code == 303
    answer = desk.post(f"{HERE}/ubah", data={**mine, "street": "Jalan Saya 1"})
    page = Page.of(answer)
    assert answer.status_code == 409 and "Jalan Mereka 2" in page.text
    assert form_of(page, f"{HERE}/ubah")["street"] == "Jalan Saya 1" and list(page.faults()) == []
    assert desk.post(f"{HERE}/ubah", data=form_of(page, f"{HERE}/ubah")).status_code == 303
    assert stored(app, Agency, slug="kota-contoh")["street"] == "Jalan Saya 1"


@pytest.mark.any_database
def test_a_unit_is_added_renamed_and_moved_with_all_below_it(app: Flask, town: Town, desk: FlaskClient) -> None:
    fields = {"name": "Bidang Baru", "parent": str(town.office.id)}
    answer = submit(desk, f"{HERE}/unit/baru", fields)
    assert answer.status_code == 303 and stored(app, Unit, slug="bidang-baru")["parent_id"] == town.office.id
    edit = f"{HERE}/unit/{town.office.id}/ubah"
    assert submit(desk, edit, {"name": "Kantor Pindah", "parent": str(town.other.id)}).status_code == 303
    office, below = stored(app, Unit, slug="kantor"), stored(app, Unit, slug="bidang-baru")
    assert office["name"] == "Kantor Pindah" and office["path"] == f"{town.other.id}/{town.office.id}/"
    assert below["path"] == f"{town.other.id}/{town.office.id}/{below['id']}/"
    assert search_changes(app)[-2:] == ["unit:kota-contoh/bidang-baru", "unit:kota-contoh/kantor"]
    refused = submit(desk, edit, {}, to=edit)
    assert refused.status_code == 303
    page = Page.of(desk.post(edit, data={**form_of(Page.of(desk.get(edit)), edit), "parent": str(below["id"])}))
    assert list(page.errors()) == ["parent"]


def test_a_unit_that_has_work_is_not_retired_and_the_page_says_why(app: Flask, town: Town, desk: FlaskClient) -> None:
    path = f"{HERE}/unit/{town.department.id}/tutup"
    page = Page.of(desk.get(path))
    assert "1 layanan masih aktif" in page.text and "1 satuan kerja ada di bawahnya" in page.text
    assert desk.post(path, data=form_of(Page.of(desk.get(f"{HERE}/ubah")), f"{HERE}/ubah")).status_code == 409
    assert stored(app, Unit, slug="dinas-satu")["retired_at"] is None
    assert submit(desk, f"{HERE}/unit/{town.other.id}/tutup", {}).status_code == 303
    assert "Dinas Dua" not in public(app).text and "unit:kota-contoh/dinas-dua" in search_changes(app)


def test_an_open_report_keeps_its_unit(app: Flask, town: Town, desk: FlaskClient) -> None:
    with app.app_context(), unit_of_work():
        factories.a_report(factories.a_service(town.other)).report.unit_id = town.other.id
    assert "1 laporan belum selesai" in Page.of(desk.get(f"{HERE}/unit/{town.other.id}/tutup")).text


@pytest.mark.any_database
def test_a_service_point_shows_its_hours_as_they_are_typed(app: Flask, town: Town, desk: FlaskClient) -> None:
    with app.app_context():
        closing = (clock.today("Asia/Jakarta").weekday() + 3) % 7
    fields = {
        "name": "Loket Satu",
        "street": "Jalan Loket 3",
        "accessibility": ["ramp", "priority"],
        "services": [str(town.service_id)],
        **{f"day_{day}": "24 jam" for day in range(7)},
        f"day_{closing}": "08.00 - 11.00, 13 s.d. 15.30",
    }
    answer = submit(desk, f"{HERE}/unit/{town.office.id}/tempat/baru", fields)
    assert answer.status_code == 303
    for path in ("/instansi/kota-contoh", "/instansi/kota-contoh/layanan/ktp-baru"):
        text = public(app, path).text
        for told in ("Loket Satu", "Jalan Loket 3", "08.00–11.00, 13.00–15.30", "Jalan landai"):
            assert told in text, (path, told)
    for path in (HERE, f"{HERE}/unit/{town.office.id}", answer.location):
        page = Page.of(desk.get(path))
        assert "Loket Satu" in page.text and "Buka sekarang" in page.text and list(page.faults()) == [], path
    edit = f"{answer.location}/ubah"
    assert form_of(Page.of(desk.get(edit)), edit)[f"day_{closing}"] == "08.00-11.00, 13.00-15.30"
    page = Page.of(submit(desk, edit, {"day_0": "pagi", "day_1": "15.00-08.00"}))
    assert set(page.errors()) == {"day_0", "day_1"} and list(page.faults()) == []


def test_hours_changed_by_another_are_not_overwritten(app: Flask, town: Town, desk: FlaskClient) -> None:
    edit = f"{HERE}/tempat/{a_point(app, town.office)}/ubah"
    mine = form_of(Page.of(desk.get(edit)), edit)
    assert submit(desk, edit, {"day_0": "08.00-12.00"}).status_code == 303
    answer = desk.post(edit, data={**mine, "day_0": "09.00-10.00"})
    assert answer.status_code == 409 and "08.00-12.00" in Page.of(answer).text
    with app.app_context():
        assert current_session().scalars(select(OpeningHours)).one().closes.hour == 12


def test_a_counter_closes_its_own_point_for_a_day_and_takes_it_back(
    app: Flask, town: Town, counter: FlaskClient
) -> None:
    with app.app_context():
        today = clock.today("Asia/Jakarta")
    point = f"{HERE}/tempat/{a_point(app, town.office, name='Loket Kita')}"
    for day in range(2):
        fields = {"day": f"{today + timedelta(days=day):%d/%m/%Y}", "hours": "tutup", "reason": "Listrik padam"}
        assert submit(counter, point, fields, to=f"{point}/hari").status_code == 303
    page = public(app)
    assert "Listrik padam" in page.text and "Tutup" in page.text
    assert submit(counter, point, {}, to=f"{point}/hari/{today.isoformat()}/hapus").status_code == 303
    with app.app_context():
        left = current_session().scalars(select(OpeningException.day)).all()
    assert left == [today + timedelta(days=1)]
    assert counter.get(f"{point}/ubah").status_code == 403
    assert counter.get(f"{HERE}/tempat/{a_point(app, town.other)}").status_code == 404


def test_a_closed_point_is_shown_no_more(app: Flask, town: Town, desk: FlaskClient) -> None:
    point_id = a_point(app, town.office, name="Loket Lama")
    assert "Loket Lama" in public(app).text
    assert submit(desk, f"{HERE}/tempat/{point_id}/tutup", {}).status_code == 303
    assert "Loket Lama" not in public(app).text
    assert desk.get(f"{HERE}/tempat/{point_id}").status_code == 404
    assert stored(app, ServicePoint, id=point_id)["retired_at"] is not None


def test_a_pledge_is_published_with_its_file(app: Flask, town: Town, desk: FlaskClient) -> None:
    path = f"{HERE}/unit/{town.office.id}/maklumat"
    pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
    fields = {
        "text": "Kami sanggup melayani sesuai standar.",
        "signatory": "Kepala Kantor",
        "day": "2 Januari 2026",
        "file": (io.BytesIO(pdf), "maklumat.pdf"),
    }
    assert submit(desk, path, fields, content_type="multipart/form-data").status_code == 303
    page = public(app)
    assert "Kami sanggup melayani" in page.text and "2 Januari 2026" in page.text
    with browser(app).get("/instansi/kota-contoh/maklumat/kantor") as answer:
        assert answer.data == pdf and "attachment" in answer.headers["Content-Disposition"]
    fields["file"] = (io.BytesIO(b"<html>"), "maklumat.pdf")
    refused = submit(desk, path, fields, content_type="multipart/form-data")
    assert refused.status_code == 415 and "file" in Page.of(refused).errors()
    assert browser(app).get("/instansi/kota-contoh/maklumat/dinas-dua").status_code == 404
    fields["file"] = (io.BytesIO(pdf), "maklumat-baru.pdf")
    assert submit(desk, path, fields, content_type="multipart/form-data").status_code == 303
    kept = stored(app, Unit, slug="kantor")["pledge_file"]
    assert [one.name for one in app.config["SIPP"].documents_dir.iterdir()] == [kept]


@pytest.mark.any_database
def test_a_notice_stands_on_the_pages_it_touches_until_it_ends(
    app: Flask, town: Town, desk: FlaskClient, counter: FlaskClient
) -> None:
    with app.app_context():
        tomorrow = clock.today("Asia/Jakarta") + timedelta(days=1)
    service = "/instansi/kota-contoh/layanan/ktp-baru"
    fields = {"text": "Sistem sedang gangguan", "ends_on": f"{tomorrow:%d-%m-%Y}", "ends_at": "13.00"}
    assert submit(desk, f"{HERE}/pemberitahuan", {**fields, "unit": str(town.other.id)}).status_code == 303
    assert "gangguan" in public(app).text and "gangguan" not in public(app, service).text
    fields |= {"text": "Jaringan putus", "unit": str(town.office.id)}
    assert submit(counter, f"{HERE}/pemberitahuan", fields).status_code == 303
    assert "Jaringan putus" in public(app, service).text and "13.00" in public(app, service).text
    assert "Jaringan putus" in preview_of_a_draft(app, town).text
    actions = [form.attrib["action"] for form in Page.of(counter.get(HERE)).all("form", method="post")]
    (end,) = [action for action in actions if "akhiri" in action]
    assert submit(counter, HERE, {}, to=end).status_code == 303
    assert "Jaringan putus" not in public(app, service).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"ends_on": ""}, "ends_on"), ({"ends_on": "1-1-2020"}, "ends_on"), ({"ends_on": "31-12-2099"}, "ends_on"),
     ({"ends_at": "sore"}, "ends_at"), ({"text": ""}, "text"), ({"unit": "semua"}, "unit")],
)  # fmt: skip
def test_a_notice_without_a_near_end_or_outside_ones_reach_is_refused(
    app: Flask, town: Town, counter: FlaskClient, typed: dict[str, str], field: str
) -> None:
    with app.app_context():
        tomorrow = clock.today("Asia/Jakarta") + timedelta(days=1)
    fields = {"text": "Gangguan", "unit": str(town.office.id), "ends_on": tomorrow.isoformat(), **typed}
    page = Page.of(submit(counter, f"{HERE}/pemberitahuan", fields))
    assert list(page.errors()) == [field] and "Gangguan" not in public(app).text


def test_a_day_that_differs_does_not_close_a_point_whose_hours_nobody_told(app: Flask, town: Town) -> None:
    point_id = a_point(app, town.office)
    with app.app_context(), unit_of_work() as session:
        session.execute(delete(OpeningHours).where(OpeningHours.service_point_id == point_id))
        later = clock.today("Asia/Jakarta") + timedelta(days=30)
        session.add(OpeningException(service_point_id=point_id, day=later, reason="Pelatihan"))
    assert "Jam buka belum dipublikasikan" in public(app).text
