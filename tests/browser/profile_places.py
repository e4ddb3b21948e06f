"""The pages of an agency's profile and of its way to receive reports: who sees them, and how a browser gets there."""

from datetime import date, timedelta

from playwright.sync_api import Page
from sqlalchemy import select

from sipp import clock
from sipp.db import unit_of_work
from sipp.models.accounts import User
from sipp.models.agencies import Agency, OpeningException, ServicePoint, Unit
from sipp.models.joining import JoiningStep
from sipp.operations import notices
from sipp.operations.accounts import actor_of
from sipp.operations.joining import LINK_VALID_FOR
from sipp.vault.accounts import address_token
from tests import factories
from tests.browser.office import Office
from tests.browser.office_steps import Steps, office_at, refused, send
from tests.browser.places import fill, go

HERE = "/kelola/instansi/kota-bandung"
UNIT = "uji-kantor"


def _send_refused(page: Page) -> None:
    assert send(page) == 422


def _unit(suffix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, f"{HERE}/unit/{the_unit(office)[0]}{suffix}")

    return steps


def _unit_refused(suffix: str, field: str) -> Steps:
    def steps(office: Office, page: Page) -> None:
        _unit(suffix)(office, page)
        fill(page, field, "")
        _send_refused(page)

    return steps


def _point(suffix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, f"{HERE}/tempat/{the_unit(office)[1]}{suffix}")

    return steps


def _point_refused(office: Office, page: Page) -> None:
    _point("/ubah")(office, page)
    fill(page, "day_0", "pagi sampai sore")
    _send_refused(page)


def _address(office: Office, page: Page) -> None:
    go(page, address_path(office))


def _notice_shown(office: Office, page: Page) -> None:
    post_notice(office)
    go(page, HERE)


def the_unit(office: Office) -> tuple[int, int]:
    """A unit of Kota Bandung with a service point that has hours, a day that differs, and a pledge."""
    with office.app.app_context(), unit_of_work() as session:
        unit = session.scalars(select(Unit).where(Unit.agency_id == office.agency_id, Unit.slug == UNIT)).one_or_none()
        if unit is None:
            agency = session.get_one(Agency, office.agency_id)
            pledge = {"pledge_text": "Kami sanggup melayani sesuai standar.", "pledge_signatory": "Kepala Kantor"}
            unit = factories.a_unit(agency, name="Kantor Layanan Uji", slug=UNIT, street="Jalan Uji 1", **pledge)
            point = factories.a_service_point(unit, name="Loket Uji", street="Jalan Uji 1, lantai 2")
            session.add(OpeningException(service_point_id=point.id, day=date(2027, 1, 2), reason="Pelatihan petugas"))
            session.flush()
        return unit.id, session.scalars(select(ServicePoint.id).filter_by(unit_id=unit.id)).one()


def address_path(office: Office) -> str:
    """A link that proves a report address of Kota Bandung."""
    now = clock.now()
    more = {"address": "aduan@kota-bandung.contoh", "asked_at": now, "expires_at": now + LINK_VALID_FOR}
    with office.app.app_context(), unit_of_work() as session:
        step = JoiningStep(agency_id=office.agency_id, kind="address", **more)
        session.add(step)
        session.flush()
        return f"/masuk/alamat-laporan/{address_token(step.id, office.app.config['SIPP'].secret_keys)}"


def post_notice(office: Office) -> None:
    """A notice of the day for one unit of Kota Bandung."""
    unit_id = the_unit(office)[0]
    with office.app.app_context(), unit_of_work() as session:
        admin = actor_of(session.get_one(User, office.officers["admin"].id))
        ends_at = clock.now() + timedelta(hours=3)
        notices.post_notice(admin, "kota-bandung", unit_id, "Sistem sedang gangguan.", ends_at)


#: Name -> the officer who is signed in (none: a stranger), and the steps.
PROFILE_PLACES: dict[str, tuple[str | None, Steps]] = {
    "office: agencies": ("national", office_at("/kelola/instansi")),
    "office: agencies, ready to receive": ("national", office_at("/kelola/instansi?siap=ya")),
    "office: new agency, 422": ("national", refused("/kelola/instansi/baru")),
    "office: rename an agency": ("national", office_at(f"{HERE}/nama")),
    "office: merge an agency": ("national", office_at(f"{HERE}/gabung")),
    "office: agency": ("admin", _notice_shown),
    "office: agency, national": ("national", office_at(HERE)),
    "office: change a profile": ("admin", office_at(f"{HERE}/ubah")),
    "office: notice, 422": ("counter", refused(f"{HERE}/pemberitahuan")),
    "office: unit": ("admin", _unit()),
    "office: change a unit, 422": ("admin", _unit_refused("/ubah", "name")),
    "office: close a unit": ("admin", _unit("/tutup")),
    "office: pledge, 422": ("admin", _unit_refused("/maklumat", "text")),
    "office: service point": ("counter", _point()),
    "office: change a service point, 422": ("admin", _point_refused),
    "office: close a service point": ("admin", _point("/tutup")),
    "office: receiving reports": ("admin", office_at(f"{HERE}/penerimaan")),
    "office: receiving reports, listed": ("national", office_at("/kelola/instansi/kota-kupang/penerimaan")),
    "office: report address, 422": ("admin", refused(f"{HERE}/penerimaan/alamat")),
    "office: stop receiving, 422": ("national", refused(f"{HERE}/penerimaan/hentikan")),
    "office: prove an address": (None, _address),
    "office: prove an address, gone": (None, office_at("/masuk/alamat-laporan/x")),
}
