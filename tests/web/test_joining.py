"""Listed -> receiving: three proven steps, one confirmation; reports that waited arrive; and the way back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.jobs import outbox
from sipp.jobs.handlers import handlers_for
from sipp.jobs.schedule import deliver_reports_left_behind
from sipp.messaging.mail import MailFailed
from sipp.models.accounts import Membership, User
from sipp.models.agencies import Agency
from sipp.models.joining import JoiningStep, MembershipChange
from sipp.models.journal import AuditEntry, OutboxMessage
from sipp.models.reports import Report, ReportClock, ReportEvent
from sipp.models.services import Service
from tests import factories
from tests.jobs.mailbox import Mailbox
from tests.web.officers import Officer, an_officer, browser, let_in, letters, link_in, sign_in, submit
from tests.web.reading import Page, words

HERE = "/kelola/instansi/kota-calon"
JOINING = f"{HERE}/penerimaan"


@pytest.fixture
def agency(app: Flask) -> Agency:
    """A listed agency for which a report waits."""
    with app.app_context(), unit_of_work():
        found: Agency = factories.an_agency("kota-calon", name="Kota Calon", is_receiving=False)
        service = factories.a_service(factories.a_unit(found), slug="ktp")
        factories.a_published_version(service)
        factories.a_report(service, factories.what_is_told(visibility="open", name="Ani", email="ani@contoh.id"))
        return factories.detached(found)


@pytest.fixture
def desk(app: Flask, agency: Agency) -> FlaskClient:
    return let_in(app, an_officer(app, "agency_admin", agency=agency).id)


@pytest.fixture
def national(app: Flask) -> FlaskClient:
    return let_in(app, an_officer(app, "national_admin").id)


@pytest.fixture
def liaison(app: Flask, agency: Agency) -> Officer:
    return an_officer(app, "liaison", agency=agency, has_second_step=False, name="Budi Penghubung")


def press(client: FlaskClient, action: str) -> int:
    """The button of a page that leads there."""
    return submit(client, JOINING, {}, to=f"{JOINING}/{action}").status_code


def dare(client: FlaskClient, path: str, token_at: str = "/kelola", **fields: str) -> int:
    """Send what no page offers."""
    token = Page.of(client.get(token_at)).all("input", name="csrf_token")[0].attrib["value"]
    return client.post(path, data={"csrf_token": token, **fields}).status_code


def the_only(app: Flask, table: type, **by: object) -> dict[str, object]:
    with app.app_context():
        row = current_session().scalars(select(table).filter_by(**by)).one()
        return {column.key: getattr(row, column.key) for column in table.__mapper__.column_attrs}


def clocks(app: Flask) -> dict[str, object]:
    """The clocks of the report and the day each began."""
    with app.app_context():
        return {one.clock: one.started_on for one in current_session().scalars(select(ReportClock))}


def tags(client: FlaskClient) -> list[str]:
    """What each of the three steps says: done or not yet."""
    page = Page.of(client.get(JOINING))
    return [words(one) for one in page.all("strong") if "govuk-tag" in one.attrib.get("class", "")]


@pytest.fixture
def prove(app: Flask, desk: FlaskClient, liaison: Officer) -> Callable[[], None]:
    """Take all three steps through the pages and the mails."""

    def take() -> None:
        sign_in(app, liaison)
        assert press(desk, f"penghubung/{liaison.id}") == 303
        submit(desk, f"{JOINING}/alamat", {"address": "aduan@kota-calon.contoh"})
        submit(browser(app), link_in(letters(app)[-1]), {})
        assert press(desk, "pesan-uji") == 303
        letters(app)

    return take


def test_only_who_has_signed_in_becomes_the_liaison(app: Flask, desk: FlaskClient, liaison: Officer) -> None:
    assert "Belum pernah masuk." in Page.of(desk.get(JOINING)).text
    assert dare(desk, f"{JOINING}/penghubung/{liaison.id}") == 409
    sign_in(app, liaison)
    assert press(desk, f"penghubung/{liaison.id}") == 303
    assert tags(desk) == ["Selesai", "Belum", "Belum"]


def test_a_liaison_whose_roles_ask_for_a_second_step_has_one(app: Flask, desk: FlaskClient, agency: Agency) -> None:
    both = an_officer(app, "liaison", "agency_admin", agency=agency, has_second_step=False)
    with app.app_context(), unit_of_work() as session:
        act = {"at": clock.now(), "actor_kind": "user", "subject_kind": "user", "subject_id": str(both.id)}
        session.add(AuditEntry(actor_id=both.id, action="accounts.sign_in", details={}, **act))
    assert "Belum mengaktifkan verifikasi dua langkah." in Page.of(desk.get(JOINING)).text
    assert dare(desk, f"{JOINING}/penghubung/{both.id}") == 409


def test_a_liaison_of_a_part_is_no_liaison_of_the_agency(app: Flask, desk: FlaskClient, agency: Agency) -> None:
    with app.app_context(), unit_of_work():
        unit = factories.detached(factories.a_unit(current_session().get_one(Agency, agency.id)))
    beside = an_officer(app, "liaison", unit=unit, has_second_step=False)
    sign_in(app, beside)
    assert dare(desk, f"{JOINING}/penghubung/{beside.id}") == 404


def test_a_liaison_who_lost_the_role_proves_nothing(app: Flask, desk: FlaskClient, liaison: Officer) -> None:
    sign_in(app, liaison)
    press(desk, f"penghubung/{liaison.id}")
    with app.app_context(), unit_of_work() as session:
        session.delete(session.scalars(select(Membership).where(Membership.user_id == liaison.id)).one())
    assert tags(desk)[0] == "Belum"


def test_an_address_is_proven_by_who_reads_its_mail_and_only_once(app: Flask, desk: FlaskClient) -> None:
    assert submit(desk, f"{JOINING}/alamat", {"address": "bukan alamat"}).status_code == 422
    assert submit(desk, f"{JOINING}/alamat", {"address": "aduan@kota-calon.contoh"}).status_code == 303
    mail = letters(app)[-1]
    assert mail.to == "aduan@kota-calon.contoh"
    stranger, link = browser(app), link_in(mail)
    assert stranger.get(link).status_code == 200
    assert the_only(app, Agency, slug="kota-calon")["report_email"] is None
    assert submit(stranger, link, {}).status_code == 200
    assert the_only(app, Agency, slug="kota-calon")["report_email"] == "aduan@kota-calon.contoh"
    assert tags(desk) == ["Belum", "Selesai", "Belum"]
    assert stranger.get(link).status_code == 404 and dare(stranger, link, "/masuk") == 404


def test_a_link_ends_when_another_address_is_asked_for_or_after_a_week(app: Flask, desk: FlaskClient) -> None:
    submit(desk, f"{JOINING}/alamat", {"address": "satu@kota-calon.contoh"})
    first = link_in(letters(app)[-1])
    submit(desk, f"{JOINING}/alamat", {"address": "dua@kota-calon.contoh"})
    second = link_in(letters(app)[-1])
    assert browser(app).get(first).status_code == 404
    assert browser(app).get(second).status_code == 200
    with app.app_context(), unit_of_work() as session:
        for step in session.scalars(select(JoiningStep)):
            step.expires_at = clock.now() - timedelta(seconds=1)
    assert browser(app).get(second).status_code == 404
    assert browser(app).get(first.rsplit("/", 1)[0] + "/asal").status_code == 404


def test_mails_to_addresses_that_nobody_proved_are_few(app: Flask, desk: FlaskClient) -> None:
    answers = [submit(desk, f"{JOINING}/alamat", {"address": f"a{n}@lain.contoh"}).status_code for n in range(11)]
    assert answers == [303] * 10 + [422]


def test_delivery_is_proven_when_the_message_was_taken(app: Flask, desk: FlaskClient) -> None:
    assert dare(desk, f"{JOINING}/pesan-uji") == 409
    submit(desk, f"{JOINING}/alamat", {"address": "aduan@kota-calon.contoh"})
    submit(browser(app), link_in(letters(app)[-1]), {})
    assert press(desk, "pesan-uji") == 303
    assert tags(desk)[2] == "Belum"
    refusing = Mailbox(failures=[MailFailed("550", is_permanent=True)])
    with app.app_context():
        while outbox.do_next(handlers_for(app.config["SIPP"], refusing)):
            pass
    assert tags(desk)[2] == "Belum" and "tidak dapat dikirim" in Page.of(desk.get(JOINING)).text
    press(desk, "pesan-uji")
    assert [mail.to for mail in letters(app)] == ["aduan@kota-calon.contoh"]
    assert tags(desk)[2] == "Selesai"
    submit(desk, f"{JOINING}/alamat", {"address": "lain@kota-calon.contoh"})
    submit(browser(app), link_in(letters(app)[-1]), {})
    assert tags(desk)[1:] == ["Selesai", "Belum"]


def test_an_agency_is_confirmed_only_when_all_steps_are_proven(
    national: FlaskClient, prove: Callable[[], None]
) -> None:
    assert national.get(f"{JOINING}/mulai").status_code == 409
    assert dare(national, f"{JOINING}/mulai") == 409
    prove()
    assert "1 instansi siap menerima laporan" in Page.of(national.get("/kelola")).text
    assert "Kota Calon" in Page.of(national.get("/kelola/instansi?siap=ya")).text
    assert submit(national, f"{JOINING}/mulai", {}).status_code == 303
    assert dare(national, f"{JOINING}/mulai") == 409
    assert "siap menerima laporan" not in Page.of(national.get("/kelola")).text


@pytest.mark.any_database
def test_reports_that_waited_are_delivered_and_their_clock_starts(
    app: Flask, national: FlaskClient, prove: Callable[[], None]
) -> None:
    assert not the_only(app, Report)["is_delivered"]
    prove()
    assert "1 laporan yang menunggu" in Page.of(national.get(f"{JOINING}/mulai")).text
    submit(national, f"{JOINING}/mulai", {})
    report, today = the_only(app, Report), clock.today("Asia/Jakarta")
    assert (report["is_delivered"], report["state"]) == (True, "in_progress")
    assert clocks(app) == {"completeness": today, "first_reply": today, "settle": today}
    assert [the_only(app, ReportEvent, kind=kind)["sequence"] for kind in ("delivered", "owned")] == [2, 3]
    told = letters(app)[-1]
    assert told.to == "aduan@kota-calon.contoh" and "1 laporan yang menunggu" in told.text
    assert "menerima laporan di sini dan wajib" in Page.of(browser(app).get("/instansi/kota-calon")).text


@pytest.mark.any_database
def test_what_an_overseer_routed_before_gets_its_clocks_on_the_day_of_joining(
    app: Flask, agency: Agency, national: FlaskClient, prove: Callable[[], None]
) -> None:
    case = f"/kelola/laporan/{the_only(app, Report)['case_number']}"
    overseer = let_in(app, an_officer(app, "overseer").id)
    with app.app_context(), unit_of_work():
        unit = factories.a_unit(current_session().get_one(Agency, agency.id)).id
    assert submit(overseer, f"{case}/arahkan", {"unit": str(unit)}).status_code == 303
    officer = let_in(app, an_officer(app, "liaison", agency=agency).id)
    assert submit(officer, f"{case}/minta-kelengkapan", {"words": "Kirim buktinya."}).status_code == 303
    assert clocks(app) == {}, "an agency that receives no reports here has no clocks"
    prove()
    assert "1 laporan yang menunggu" in Page.of(national.get(f"{JOINING}/mulai")).text
    submit(national, f"{JOINING}/mulai", {})
    today = clock.today("Asia/Jakarta")
    assert clocks(app) == {"settle": today, "citizen_completes": today}
    assert the_only(app, ReportClock, clock="settle")["paused_since"] == today
    assert (the_only(app, Report)["state"], the_only(app, Report)["unit_id"]) == ("needs_completion", unit)
    told = the_only(app, ReportEvent, kind="delivered")
    assert (told["from_state"], told["to_state"]) == ("needs_completion", "needs_completion")
    with app.app_context():
        assert deliver_reports_left_behind() == 0


@pytest.mark.any_database
def test_what_is_filed_in_the_moment_of_confirmation_is_not_left_behind(app: Flask, agency: Agency) -> None:
    """The form was opened while the agency was listed, and stored after it began to receive."""
    with app.app_context():
        with unit_of_work() as session:
            session.get_one(Agency, agency.id).membership = "receiving"
        assert deliver_reports_left_behind() == 1
        assert deliver_reports_left_behind() == 0
    assert the_only(app, Report)["is_delivered"]


@pytest.mark.any_database
def test_going_back_needs_a_reason_and_new_steps_but_keeps_what_was_delivered(
    app: Flask, national: FlaskClient, prove: Callable[[], None]
) -> None:
    prove()
    submit(national, f"{JOINING}/mulai", {})
    refused = submit(national, f"{JOINING}/hentikan", {"reason": " "})
    assert refused.status_code == 422 and list(Page.of(refused).errors()) == ["reason"]
    assert submit(national, f"{JOINING}/hentikan", {"reason": "Surat ke instansi kembali."}).status_code == 303
    shown = the_only(app, Agency, slug="kota-calon")
    assert (shown["membership"], shown["receiving_since"]) == ("listed", None)
    assert "Surat ke instansi kembali." in Page.of(national.get(JOINING)).text
    assert tags(national) == ["Belum", "Belum", "Belum"]
    assert dare(national, f"{JOINING}/hentikan", reason="Lagi.") == 409
    assert the_only(app, Report)["is_delivered"]
    with app.app_context(), unit_of_work():
        factories.a_report(current_session().scalars(select(Service)).one())
    assert [row["membership"] for row in changes(app)] == ["receiving", "listed"]
    with app.app_context():
        assert set(current_session().scalars(select(Report.is_delivered))) == {True, False}


@pytest.mark.any_database
def test_a_merged_agency_brings_its_waiting_reports(app: Flask, national: FlaskClient, agency: Agency) -> None:
    with app.app_context(), unit_of_work():
        factories.an_agency("kota-besar")
    submit(national, f"{HERE}/gabung", {"into": "kota-besar"})
    assert the_only(app, Report)["is_delivered"] and "settle" in clocks(app)


def changes(app: Flask) -> list[dict[str, object]]:
    with app.app_context():
        rows = current_session().scalars(select(MembershipChange).order_by(MembershipChange.id))
        return [{"membership": row.membership, "reason": row.reason} for row in rows]


def test_the_outbox_names_nobody(app: Flask, desk: FlaskClient) -> None:
    submit(desk, f"{JOINING}/alamat", {"address": "aduan@kota-calon.contoh"})
    with app.app_context():
        stored = current_session().scalars(select(OutboxMessage).where(OutboxMessage.kind == "report_address")).one()
        assert set(stored.payload) == {"step_id"}
        assert current_session().scalars(select(User.email).where(User.email == "aduan@kota-calon.contoh")).all() == []
