"""A reprimand from its draft to its outcome: signed by the superior, served by mail or hand, answered, public."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sipp.db import current_session, unit_of_work
from sipp.jobs import schedule
from sipp.models.agencies import Agency, Unit
from sipp.models.reports import Report
from sipp.web.office import reprimands
from tests import factories
from tests.clockwork import clock_at
from tests.web.officers import an_officer, form_of, let_in, letters, submit
from tests.web.reading import Page, words

DESK = "/kelola/teguran"
PUBLIC = "/instansi/kota-contoh/teguran"
#: Ten in the morning of a Friday in Jakarta.
FRIDAY = datetime(2026, 7, 3, 3, 0, tzinfo=UTC)
clockwork = clock_at(FRIDAY)


@pytest.fixture
def town(app: Flask, clockwork: Any) -> dict[str, Any]:
    """A unit with the draft of a reprimand, and another unit beside it."""
    with app.app_context(), unit_of_work():
        agency = factories.an_agency("kota-contoh", name="Kota Contoh")
        unit, beside = factories.a_unit(agency, name="Dinas Lambat"), factories.a_unit(agency, name="Dinas Lain")
        service = factories.a_service(unit)
        factories.a_published_version(service)
        draft = factories.a_reprimand(service)
        values = {"agency": agency, "unit": unit, "beside": beside}
        number = current_session().get_one(Report, draft.report_id).case_number
        return {"draft": draft.id, "number": number, **{name: factories.detached(row) for name, row in values.items()}}


@pytest.fixture
def superior(app: Flask, town: dict[str, Any]) -> FlaskClient:
    return let_in(app, an_officer(app, "supervisor", unit=town["unit"], name="Ibu Atasan").id)


def press(client: FlaskClient, town: dict[str, Any], act: str, **fields: str) -> Page:
    path = f"{DESK}/{town['draft']}"
    return Page.of(submit(client, path, fields, to=f"{path}/{act}", follow_redirects=True))


def sign(client: FlaskClient, town: dict[str, Any]) -> Page:
    return press(client, town, "tanda-tangan", signer_title="Kepala Dinas Lambat")


@pytest.mark.any_database
def test_a_reprimand_goes_from_the_superior_to_the_unit_and_to_the_public(
    app: Flask, client: FlaskClient, town: dict[str, Any], superior: FlaskClient
) -> None:
    head = an_officer(app, "head", unit=town["unit"], name="Pak Kepala")
    an_officer(app, "head", unit=town["beside"])
    path = f"{DESK}/{town['draft']}"
    overview = Page.of(superior.get(DESK))
    assert "Dinas Lambat" in overview.text and list(overview.faults()) == []
    assert "Belum pernah ada teguran" in Page.of(client.get(PUBLIC)).text, "a draft is nobody's business yet"
    signed = sign(superior, town)
    assert "Teguran sudah ditandatangani" in signed.text and "belum disampaikan" in signed.text
    [mail] = letters(app)
    assert mail.to == head.email and "pasal 36 UU 25/2009" in mail.text and path in mail.text
    assert letters(app) == []
    served = Page.of(superior.get(path))
    assert "lewat surel" in served.text and "3 Oktober 2026" in served.text, "three months from the day it came"
    (why,) = [one.attrib["href"] for one in served.all("a") if "/hitung-tenggat?" in one.attrib["href"]]
    assert "3 Oktober 2026" in words(Page.of(client.get(why)).one("time"))
    public = Page.of(client.get(PUBLIC))
    row = words(public.one("tbody"))
    assert "Dinas Lambat" in row and "3 Juli 2026" in row and "Disampaikan" in row
    officer = let_in(app, head.id)
    answered = press(officer, town, "jawab", text="Laporan sudah ditangani.\nPetugas ditambah.")
    assert "Petugas ditambah." in answered.text
    empty = press(superior, town, "tutup", outcome="cured", note="")
    assert set(empty.errors()) == {"note"}
    closed = press(superior, town, "tutup", outcome="cured", note="Sudah dibayar kembali.")
    assert "Teguran sudah diakhiri" in closed.text
    assert "Sudah diperbaiki" in words(Page.of(client.get(PUBLIC)).one("tbody"))
    assert "Sudah dibayar kembali" not in Page.of(client.get(PUBLIC)).text


@pytest.mark.any_database
def test_the_page_of_an_agency_says_how_many_reprimands_it_was_served_and_what_became_of_them(
    app: Flask, client: FlaskClient, town: dict[str, Any]
) -> None:
    def shown() -> str:
        [link] = Page.of(client.get("/instansi/kota-contoh")).all("a", href=PUBLIC)
        return words(link)

    assert shown() == "Belum pernah ada teguran", "a draft is nobody's business yet"
    states = ("signed", "served", "answered", "escalated", "cured", "withdrawn")
    with app.app_context(), unit_of_work():
        service = factories.a_service(current_session().merge(town["unit"]))
        factories.a_published_version(service)
        for state in states:
            factories.a_reprimand(service, state=state, served_at=None if state == "signed" else FRIDAY)
        factories.a_reprimand(service, state="withdrawn", served_at=None)
        factories.a_reprimand(state="served", served_at=FRIDAY)
    assert shown() == "5 teguran: 3 belum diperbaiki, 1 sudah diperbaiki, 1 dicabut"


def test_the_letter_is_an_accessible_pdf_and_stays_what_was_signed(
    app: Flask, client: FlaskClient, town: dict[str, Any], superior: FlaskClient
) -> None:
    paper, public = f"{DESK}/{town['draft']}/surat.pdf", f"{PUBLIC}/{town['draft']}/surat.pdf"
    draft = superior.get(paper)
    assert (draft.status_code, draft.mimetype) == (200, "application/pdf") and b"pdfuaid:part" in draft.data
    assert "konsep" in draft.headers["Content-Disposition"]
    untitled = press(superior, town, "tanda-tangan", signer_title=" ")
    assert set(untitled.errors()) == {"signer_title"}
    sign(superior, town)
    letter = superior.get(paper)
    assert b"pdfuaid:part" in letter.data and letter.data != draft.data
    assert client.get(public).status_code == 404, "nothing is public before it is served"
    press(superior, town, "serahkan")
    copy = client.get(public)
    assert b"pdfuaid:part" in copy.data and copy.data != letter.data
    with app.app_context(), unit_of_work():
        current_session().get_one(Agency, town["agency"].id).name = "Kota Lain"
        current_session().get_one(Unit, town["unit"].id).name = "Dinas Baru"
    press(superior, town, "tutup", outcome="cured", note="Sudah dijawab.")
    assert superior.get(paper).data == letter.data
    assert client.get(public).data == client.get(f"/en{public}").data == copy.data


def test_the_public_reads_nothing_in_the_letter_that_leads_to_a_report(
    app: Flask, client: FlaskClient, town: dict[str, Any], superior: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reprimands, "typeset", lambda _layout, content, _at: json.dumps(content).encode())
    an_officer(app, "inspectorate", agency=town["agency"])
    sign(superior, town)
    press(superior, town, "serahkan")
    letter = superior.get(f"{DESK}/{town['draft']}/surat.pdf").get_json(force=True)
    told = json.dumps(letter, ensure_ascii=False)
    number = f"{town['draft']}/TEGURAN/VII/2026"
    due = "Kamis, 23 Juli 2026"
    facts = (town["number"], "Jumat, 3 Juli 2026", "14 hari kerja", due, "0 hari kerja sampai 3 Juli 2026")
    assert all(one in told for one in facts), told
    assert letter["addressee"] == "Yth. Pimpinan Dinas Lambat\nKota Contoh"
    assert letter["particulars"][0]["value"].endswith(number) and letter["copies"] == ["Inspektorat Kota Contoh"]
    assert letter["signature"]["title"] == "Kepala Dinas Lambat," and letter["signature"]["name"] == "Ibu Atasan"
    copy = json.dumps(client.get(f"{PUBLIC}/{town['draft']}/surat.pdf").get_json(force=True), ensure_ascii=False)
    assert number in copy and "pasal 36 UU 25/2009" in copy and "Juli 2026" in copy and "3 bulan" in copy
    assert [one for one in facts if one in copy] == []


def test_a_copy_serves_nothing(app: Flask, town: dict[str, Any], superior: FlaskClient) -> None:
    inspector = an_officer(app, "inspectorate", agency=town["agency"])
    sign(superior, town)
    [mail] = letters(app)
    assert mail.to == inspector.email and "tembusan" in mail.text and "jawab teguran ini" not in mail.text
    assert "belum disampaikan" in Page.of(superior.get(f"{DESK}/{town['draft']}")).text


def test_a_reprimand_that_is_not_cured_in_three_months_goes_further(
    app: Flask, client: FlaskClient, town: dict[str, Any], superior: FlaskClient, clockwork: Any
) -> None:
    sign(superior, town)
    press(superior, town, "serahkan")
    for day, state in ((92, "Disampaikan"), (93, "Tidak diperbaiki dalam tiga bulan")):
        clockwork.move_to(FRIDAY + timedelta(days=day))
        with app.app_context():
            schedule.take_reprimands_further()
        assert state in words(Page.of(client.get(PUBLIC)).one("tbody"))


def test_what_was_decided_meanwhile_is_not_decided_again(
    app: Flask, town: dict[str, Any], superior: FlaskClient
) -> None:
    path = f"{DESK}/{town['draft']}"
    form = form_of(Page.of(superior.get(path)), f"{path}/tanda-tangan")
    press(superior, town, "tutup", outcome="withdrawn", note="Laporan sudah dijawab.")
    late = superior.post(f"{path}/tanda-tangan", data=form)
    assert late.status_code == 409 and "sudah berubah" in Page.of(late).text
    assert letters(app) == []


def test_a_mail_that_never_arrives_serves_nothing(app: Flask, town: dict[str, Any], superior: FlaskClient) -> None:
    an_officer(app, "head", unit=town["unit"], active=False)
    page = sign(superior, town)
    assert letters(app) == []
    assert "Surat sudah diserahkan hari ini" in page.text
    assert "diserahkan langsung" in press(superior, town, "serahkan").text


def test_the_ministry_can_only_ask(app: Flask, town: dict[str, Any], clockwork: Any) -> None:
    with app.app_context(), unit_of_work():
        unit = factories.a_unit(town["agency"], name="Dinas Diam")
        service = factories.a_service(unit)
        factories.a_published_version(service)
        told = factories.what_is_told(experience=factories.an_experience(groups=("time",)))
        number = factories.a_report(service, told).report.case_number
    asked = {"case_number": number.lower(), "reason": "Tiga bulan tanpa kabar."}
    officer, case = an_officer(app, "overseer"), f"/kelola/laporan/{number}"
    overseer = let_in(app, officer.id)
    assert "Minta teguran" not in Page.of(overseer.get(case)).text, "nothing is late"
    early = submit(overseer, DESK, asked, to=f"{DESK}/minta")
    assert early.status_code == 409 and "tidak terlambat" in Page.of(early).text
    assert form_of(Page.of(early), f"{DESK}/minta")["reason"] == "Tiga bulan tanpa kabar."
    assert submit(overseer, DESK, {**asked, "case_number": "LP-0000-0000"}, to=f"{DESK}/minta").status_code == 422
    clockwork.move_to(FRIDAY + timedelta(days=90))
    overseer = let_in(app, officer.id)
    [way] = [a.attrib["href"] for a in Page.of(overseer.get(case)).all("a") if words(a) == "Minta teguran"]
    liaison = let_in(app, an_officer(app, "liaison", agency=town["agency"]).id)
    assert "Minta teguran" not in Page.of(liaison.get(case)).text
    assert submit(overseer, way, {"reason": asked["reason"]}, to=f"{DESK}/minta").status_code == 303
    assert "Minta teguran" not in Page.of(overseer.get(case)).text, "one was asked for"
    [link] = [a.attrib["href"] for a in Page.of(overseer.get(DESK)).all("a") if "Dinas Diam" in words(a)]
    shown = Page.of(overseer.get(link))
    assert "Tiga bulan tanpa kabar." in shown.text
    assert shown.all("form", action=f"{link}/tanda-tangan") == [], "who asks does not sign"
    another = let_in(app, an_officer(app, "supervisor", unit=town["unit"]).id)
    assert another.get(link).status_code == 404, "another unit's superior"
