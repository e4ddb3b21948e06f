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
from sipp.models.standards import Decree
from sipp.operations import standards
from sipp.operations.journal import record
from sipp.rules.permissions import SYSTEM
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
        into = factories.an_agency("baru-sekali", name="Badan Baru")
        factories.a_published_version(factories.a_service(factories.a_unit(into, slug="loket"), slug="izin"))
        old: Agency = factories.an_agency("lama", name="Badan Lama")
        service = factories.a_service(factories.a_unit(old, slug="loket"), slug="izin", name="Izin keramaian")
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
    assert list(Page.of(submit(desk, form, {"kind": "city"})).errors()) == ["name"]


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
        report = session.scalars(select(Report)).one()
        assert (report.agency_id, report.unit_id) == (into.id, root.id), "the agency's own is the unit's"
        merged = select(AuditEntry.action).where(AuditEntry.action.in_(["agencies.merge", "agencies.take_in"]))
        assert set(session.scalars(merged)) == {"agencies.merge", "agencies.take_in"}
        assert into.former_names == ["Badan Lama"]
    assert changes(app) >= {"agency:lama", "service:lama/izin", "service:baru-sekali/izin-2", "agency:baru-sekali"}
    assert desk.get("/kelola/instansi/lama").status_code == 404


def test_an_agency_is_not_merged_into_itself_or_into_nothing(app: Flask, desk: FlaskClient, old: Agency) -> None:
    for into in ("", "lama", "tidak-ada"):
        assert list(Page.of(submit(desk, "/kelola/instansi/lama/gabung", {"into": into})).errors()) == ["into"]


def test_links_to_a_search_in_a_former_agency_still_find_its_services(
    app: Flask, desk: FlaskClient, old: Agency
) -> None:
    submit(desk, "/kelola/instansi/lama/nama", {"name": "Badan Lain", "slug": "lain"})
    assert "/instansi/lain/layanan/izin" in browser(app).get("/cari?q=keramaian&instansi=lama").text
    submit(desk, "/kelola/instansi/lain/gabung", {"into": "baru-sekali"})
    for former in ("lama", "lain"):
        assert "/instansi/baru-sekali/layanan/izin-2" in browser(app).get(f"/cari?q=keramaian&instansi={former}").text


def test_a_merged_agency_is_offered_nowhere_in_the_office(app: Flask, desk: FlaskClient, old: Agency) -> None:
    reader = let_in(app, an_officer(app, "auditor").id)
    for room in ("layanan", "keputusan"):
        assert reader.get(f"/kelola/{room}?instansi=lama").status_code == 200
    submit(desk, "/kelola/instansi/lama/gabung", {"into": "baru-sekali"})
    for room in ("layanan", "keputusan"):
        assert reader.get(f"/kelola/{room}?instansi=lama").status_code == 404
    assert "Badan Lama" not in Page.of(desk.get("/kelola/pengguna")).text


def test_the_people_of_the_other_agency_read_what_was_done_in_the_merged_one(
    app: Flask, desk: FlaskClient, old: Agency
) -> None:
    with app.app_context(), unit_of_work():
        record(SYSTEM, "agencies.edit", "agency", old.id, agency_id=old.id)
        into = current_session().scalars(select(Agency).where(Agency.slug == "baru-sekali")).one()
        head = factories.detached(into)
    reader = let_in(app, an_officer(app, "head", agency=head).id)
    assert "mengubah profil instansi" not in Page.of(reader.get("/kelola/riwayat")).text
    submit(desk, "/kelola/instansi/lama/gabung", {"into": "baru-sekali"})
    assert "mengubah profil instansi" in Page.of(reader.get("/kelola/riwayat")).text


def test_decrees_of_a_merged_agency_stay_within_reach(app: Flask, desk: FlaskClient, old: Agency) -> None:
    """One in use keeps its number and its issuer; a draft with a number the other agency has is told apart."""
    with app.app_context(), unit_of_work() as session:
        into = session.scalars(select(Agency).where(Agency.slug == "baru-sekali")).one()
        in_use = Decree(agency_id=old.id, number="1/SK/2026", state="draft")
        own, same = (Decree(agency_id=one, number="2/SK/2026", state="draft") for one in (into.id, old.id))
        session.add_all([in_use, own, same])
        session.flush()
        unit = session.scalars(select(Unit).where(Unit.agency_id == old.id)).one()
        draft = factories.a_draft(factories.a_service(unit))
        draft.decree_id = in_use.id
        session.flush()
        standards.publish(SYSTEM, draft)
        ids, into = (in_use.id, same.id), factories.detached(into)
    editor = let_in(app, an_officer(app, "editor", agency=into).id)
    assert {editor.get(f"/kelola/keputusan/{number}").status_code for number in ids} == {404}
    submit(desk, "/kelola/instansi/lama/gabung", {"into": "baru-sekali"})
    assert {editor.get(f"/kelola/keputusan/{number}").status_code for number in ids} == {200}
    listed = Page.of(editor.get("/kelola/keputusan")).text
    assert "1/SK/2026" in listed and "2/SK/2026 (lama)" in listed
