"""The register of agencies: no address that was ever public stops working, and nobody's reach grows."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.models.accounts import Membership
from sipp.models.agencies import Agency, Unit
from sipp.models.journal import AuditEntry, SearchChange
from sipp.models.reports import Report
from tests import factories
from tests.web.officers import an_officer, browser, let_in, submit
from tests.web.reading import Page

pytestmark = pytest.mark.any_database


@pytest.fixture
def desk(app: Flask) -> FlaskClient:
    return let_in(app, an_officer(app, "national_admin").id)


@pytest.fixture
def old(app: Flask) -> Agency:
    """An agency with a service that another one has too, and a report about it."""
    with app.app_context(), unit_of_work() as session:
        factories.the_search_counter()
        into = factories.an_agency("baru-sekali", name="Badan Baru")
        factories.a_published_version(factories.a_service(factories.a_unit(into, slug="loket"), slug="izin"))
        old: Agency = factories.an_agency("lama", name="Badan Lama")
        service = factories.a_service(factories.a_unit(old, slug="loket"), slug="izin")
        factories.a_published_version(service)
        factories.a_report(service)
        session.refresh(old)
        session.expunge(old)
        return old


def changes(app: Flask) -> set[str]:
    with app.app_context():
        return set(current_session().scalars(select(SearchChange.thing)))


def leads_to(app: Flask, path: str) -> tuple[int, str | None]:
    answer = browser(app).get(path)
    return answer.status_code, answer.location


def test_an_agency_is_added_and_an_address_is_never_given_twice(app: Flask, desk: FlaskClient) -> None:
    form = "/kelola/instansi/baru"
    fields = {"name": "Pemerintah Kota Uji", "kind": "city"}
    assert submit(desk, form, fields).location == "/kelola/instansi/kota-uji"
    assert browser(app).get("/instansi/kota-uji").status_code == 200 and "agency:kota-uji" in changes(app)
    assert list(Page.of(submit(desk, form, fields)).errors()) == ["slug"]


def test_a_renamed_agency_keeps_its_old_address_and_name(app: Flask, desk: FlaskClient, old: Agency) -> None:
    answer = submit(desk, "/kelola/instansi/lama/nama", {"name": "Badan Lain", "slug": "lain"})
    assert answer.location == "/kelola/instansi/lain"
    assert leads_to(app, "/instansi/lama") == (301, "/instansi/lain")
    assert leads_to(app, "/instansi/lama/layanan/izin") == (301, "/instansi/lain/layanan/izin")
    assert "Badan Lama" in Page.of(browser(app).get("/instansi/lain")).text
    kinds = {"agency:{}", "service:{}/izin", "unit:{}/loket"}
    assert changes(app) >= {kind.format(slug) for kind in kinds for slug in ("lama", "lain")}
    assert submit(desk, "/kelola/instansi/lain/nama", {"name": "Badan Lama", "slug": "lama"}).status_code == 303
    assert leads_to(app, "/instansi/lain") == (301, "/instansi/lama")
    taken = submit(desk, "/kelola/instansi/baru-sekali/nama", {"slug": "lain"})
    assert list(Page.of(taken).errors()) == ["slug"]


def test_a_merged_agency_becomes_a_unit_of_the_other(app: Flask, desk: FlaskClient, old: Agency) -> None:
    editor = an_officer(app, "editor", agency=old)
    assert submit(desk, "/kelola/instansi/lama/gabung", {"into": "baru-sekali"}).status_code == 303
    assert leads_to(app, "/instansi/lama") == (301, "/instansi/baru-sekali")
    assert leads_to(app, "/instansi/lama/layanan/izin") == (301, "/instansi/baru-sekali/layanan/izin-2")
    assert leads_to(app, "/instansi/baru-sekali/layanan/izin-2")[0] == 200
    assert "Badan Lama" not in Page.of(browser(app).get("/instansi")).text
    with app.app_context():
        session = current_session()
        into = session.scalars(select(Agency).where(Agency.slug == "baru-sekali")).one()
        root = session.scalars(select(Unit).where(Unit.name == "Badan Lama")).one()
        below = session.scalars(select(Unit).where(Unit.parent_id == root.id)).one()
        held = session.scalars(select(Membership).where(Membership.user_id == editor.id)).one()
        assert (root.agency_id, below.path) == (into.id, f"{root.id}/{below.id}/")
        assert (held.agency_id, held.unit_id) == (into.id, root.id)
        assert session.scalars(select(Report)).one().agency_id == into.id
        merged = select(AuditEntry.action).where(AuditEntry.action.in_(["agencies.merge", "agencies.take_in"]))
        assert set(session.scalars(merged)) == {"agencies.merge", "agencies.take_in"}
        assert into.former_names == ["Badan Lama"]
    assert changes(app) >= {"agency:lama", "service:lama/izin", "service:baru-sekali/izin-2", "agency:baru-sekali"}
    assert desk.get("/kelola/instansi/lama").status_code == 404


def test_an_agency_is_not_merged_into_itself_or_into_nothing(app: Flask, desk: FlaskClient, old: Agency) -> None:
    for into in ("", "lama", "tidak-ada"):
        assert list(Page.of(submit(desk, "/kelola/instansi/lama/gabung", {"into": into})).errors()) == ["into"]
