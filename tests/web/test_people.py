"""Administering people: within one's own reach, never oneself, and with effect at once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sipp.db import current_session, unit_of_work
from sipp.models.accounts import Membership
from sipp.models.agencies import Agency, Unit
from tests import factories
from tests.web.officers import (
    Officer,
    actions,
    acts,
    an_officer,
    browser,
    give_password,
    is_in,
    let_in,
    letters,
    sign_in,
    submit,
    the_user,
)
from tests.web.reading import Page, words

PEOPLE = "/kelola/pengguna"


class Town:
    """An agency with a tree of units: a department with an office below it, and another department."""

    def __init__(self, app: Flask, slug: str) -> None:
        with app.app_context(), unit_of_work() as session:
            self.agency: Agency = factories.an_agency(slug, name=slug.replace("-", " ").title())
            self.department: Unit = factories.a_unit(self.agency, name="Dinas Satu", slug="dinas-satu")
            self.office: Unit = factories.a_unit(parent=self.department, name="Kantor Bawah", slug="kantor")
            self.other: Unit = factories.a_unit(self.agency, name="Dinas Dua", slug="dinas-dua")
            for row in (self.agency, self.department, self.office, self.other):
                session.refresh(row)
                session.expunge(row)


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app, "kota-contoh")


@pytest.fixture
def admin(app: Flask, town: Town) -> Officer:
    return an_officer(app, "agency_admin", agency=town.agency)


@pytest.fixture
def desk(app: Flask, admin: Officer) -> FlaskClient:
    return let_in(app, admin.id)


def roles_of(app: Flask, officer: Officer) -> set[tuple[str, int | None]]:
    with app.app_context():
        held = current_session().scalars(select(Membership).where(Membership.user_id == officer.id))
        return {(one.role, one.unit_id) for one in held}


def role_id(app: Flask, officer: Officer) -> int:
    with app.app_context():
        return current_session().scalars(select(Membership.id).where(Membership.user_id == officer.id)).one()


def post(client: FlaskClient, path: str, fields: dict[str, object] | None = None) -> TestResponse:
    """Send a form, with the token of some page."""
    token = Page.of(client.get("/kelola")).all("input", name="csrf_token")[0].attrib["value"]
    return client.post(path, data={"csrf_token": token, **(fields or {})})


def test_the_list_shows_the_people_of_the_own_agency_and_nobody_elses(
    app: Flask, town: Town, desk: FlaskClient, admin: Officer
) -> None:
    mine = an_officer(app, "editor", "liaison", agency=town.agency, name="Budi Milik Kita")
    foreign = an_officer(app, "editor", name="Ani Milik Lain")
    national = an_officer(app, "auditor", name="Pemeriksa Pusat")
    page = Page.of(desk.get(PEOPLE))
    assert list(page.faults()) == []
    row = next(words(one) for one in page.all("tr") if "Budi Milik Kita" in words(one))
    assert mine.email in row and "Penyusun standar, Pejabat penghubung" in row and "Aktif" in row
    assert foreign.email not in page.html and national.email not in page.html and admin.email in page.html


def test_a_long_list_of_people_comes_fifty_a_page(app: Flask, town: Town, desk: FlaskClient, admin: Officer) -> None:
    with app.app_context(), unit_of_work():
        for number in range(55):
            factories.a_membership(factories.a_user(name=f"Orang {number:02}"), "editor", town.agency)
    first, second = Page.of(desk.get(PEOPLE)), Page.of(desk.get(f"{PEOPLE}?instansi=kota-contoh&halaman=2"))
    assert [len(page.one("tbody").findall("tr")) for page in (first, second)] == [50, 6]
    assert list(first.faults()) == [] and f"{PEOPLE}?halaman=2" in [a.attrib["href"] for a in first.all("a")]
    assert f"{PEOPLE}?instansi=kota-contoh&halaman=1" in [a.attrib["href"] for a in second.all("a")]
    assert Page.of(desk.get(f"{PEOPLE}?halaman=99")).text == second.text.replace("?instansi=kota-contoh&", "?")


def test_a_person_is_shown_with_roles_and_what_can_be_done(app: Flask, town: Town, desk: FlaskClient) -> None:
    person = an_officer(app, "publisher", unit=town.office, has_second_step=False, name="Budi")
    page = Page.of(desk.get(f"{PEOPLE}/{person.id}"))
    assert list(page.faults()) == [] and page.title.startswith("Budi")
    for part in ("Penerbit standar", "Kota Contoh, Kantor Bawah", "Verifikasi dua langkah belum aktif"):
        assert part in page.text
    assert "belum aktif" in Page.of(desk.get(PEOPLE)).text


@pytest.mark.any_database
def test_a_role_is_given_for_a_unit_and_counts_at_once(
    app: Flask, town: Town, desk: FlaskClient, admin: Officer
) -> None:
    person = an_officer(app, "editor", unit=town.department)
    fields = {"roles": ["liaison", "counter"], "unit": str(town.office.id)}
    answer = submit(desk, f"{PEOPLE}/{person.id}", fields, to=f"{PEOPLE}/{person.id}/peran?instansi=kota-contoh")
    assert (answer.status_code, answer.location) == (303, f"{PEOPLE}/{person.id}?instansi=kota-contoh")
    assert "Peran sudah ditambahkan." in Page.of(desk.get(answer.location)).text
    assert roles_of(app, person) == {
        ("editor", town.department.id),
        ("liaison", town.office.id),
        ("counter", town.office.id),
    }
    assert acts(app)[-1] == (
        "accounts.grant_role",
        "user",
        {"role": "counter", "unit_id": town.office.id},
    )
    assert "Pejabat penghubung" in Page.of(let_in(app, person.id).get("/kelola")).text


@pytest.mark.any_database
def test_a_role_is_taken_after_a_page_that_says_what_it_means(app: Flask, town: Town, desk: FlaskClient) -> None:
    person = an_officer(app, "agency_admin", agency=town.agency, name="Budi")
    theirs = let_in(app, person.id)
    assert theirs.get(PEOPLE).status_code == 200
    path = f"{PEOPLE}/{person.id}/peran/{role_id(app, person)}/cabut"
    page = Page.of(desk.get(path))
    assert "Budi tidak lagi menjadi Admin instansi untuk Kota Contoh, seluruh instansi." in page.text
    assert submit(desk, path, {}).location == PEOPLE
    assert roles_of(app, person) == set() and actions(app)[-1] == "accounts.take_role"
    assert theirs.get(PEOPLE).status_code == 403
    assert desk.get(f"{PEOPLE}/{person.id}").status_code == 404


@pytest.mark.any_database
def test_a_disabled_account_is_out_and_comes_back_when_enabled(app: Flask, town: Town, desk: FlaskClient) -> None:
    person = an_officer(app, "editor", agency=town.agency, has_second_step=False)
    theirs = sign_in(app, person)
    answer = submit(desk, f"{PEOPLE}/{person.id}/nonaktifkan", {})
    assert answer.location == f"{PEOPLE}/{person.id}"
    assert not is_in(theirs)
    assert give_password(browser(app), person.email).status_code == 422
    page = Page.of(desk.get(f"{PEOPLE}/{person.id}"))
    assert "Akun dinonaktifkan" in page.text
    submit(desk, f"{PEOPLE}/{person.id}", {}, to=f"{PEOPLE}/{person.id}/aktifkan")
    assert not is_in(theirs)
    assert is_in(sign_in(app, person))
    assert [action for action in actions(app) if "able" in action] == ["accounts.disable", "accounts.enable"]


@pytest.mark.any_database
def test_a_lost_second_step_is_removed_and_told_by_mail(app: Flask, town: Town, desk: FlaskClient) -> None:
    person = an_officer(app, "publisher", agency=town.agency)
    theirs = let_in(app, person.id)
    submit(desk, f"{PEOPLE}/{person.id}/nonaktifkan-dua-langkah", {})
    assert the_user(app, person.id)["tf_totp_secret"] is None and not is_in(theirs)
    [mail] = letters(app)
    assert (mail.to, mail.subject) == (person.email, "Verifikasi dua langkah dinonaktifkan")
    client = browser(app)
    assert give_password(client, person.email).location == "/kelola"
    assert client.get("/kelola").location == "/kelola/akun/dua-langkah"
    assert post_status(desk, f"{PEOPLE}/{person.id}/nonaktifkan-dua-langkah") == 409


def post_status(client: FlaskClient, path: str, **fields: object) -> int:
    return post(client, path, fields).status_code


def test_nobody_changes_the_own_roles_or_disables_the_own_account(
    app: Flask, town: Town, desk: FlaskClient, admin: Officer
) -> None:
    own = f"{PEOPLE}/{admin.id}"
    page = Page.of(desk.get(own))
    assert "Ini akun Anda sendiri." in page.text and not page.all("form", action=f"{own}/peran")
    assert post_status(desk, f"{own}/peran", roles=["editor"], unit="semua") == 403
    assert post_status(desk, f"{own}/peran/{role_id(app, admin)}/cabut") == 403
    for act in ("nonaktifkan", "aktifkan", "nonaktifkan-dua-langkah"):
        assert post_status(desk, f"{own}/{act}") == 403
    assert roles_of(app, admin) == {("agency_admin", None)} and actions(app) == []


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"name": "", "email": "", "roles": []},
            {
                "name": "Isi nama lengkap orang yang diundang",
                "email": "Isi alamat surel",
                "roles": "Pilih paling sedikit satu peran",
            },
        ),
        ({"email": "bukan surel"}, {"email": "Tulis alamat surel lengkap, misalnya nama@contoh.id"}),
        ({"roles": ["national_admin"]}, {"roles": "Pilih salah satu dari daftar"}),
        ({"roles": ["public"]}, {"roles": "Pilih salah satu dari daftar"}),
        ({"unit": "999999"}, {"unit": "Pilih satuan kerja dari daftar"}),
        ({"unit": "x"}, {"unit": "Pilih satuan kerja dari daftar"}),
        ({"unit": ""}, {"unit": "Pilih satuan kerja dari daftar"}),
    ],
)
def test_an_invitation_that_cannot_be_is_told_at_its_fields(
    desk: FlaskClient, fields: dict[str, object], errors: dict[str, str]
) -> None:
    right = {"name": "Siti", "email": "siti@contoh.id", "roles": ["editor"], "unit": "semua"}
    answer = submit(desk, f"{PEOPLE}/undang", {**right, **fields})
    page = Page.of(answer)
    assert (answer.status_code, page.errors(), list(page.faults())) == (422, errors, [])


def test_a_waiting_invitation_is_listed_and_can_be_taken_back(
    app: Flask, town: Town, desk: FlaskClient, admin: Officer
) -> None:
    fields = {"name": "Siti", "email": "siti@contoh.id", "roles": ["editor"], "unit": str(town.office.id)}
    submit(desk, f"{PEOPLE}/undang", fields)
    assert "1 undangan belum diterima" in Page.of(desk.get("/kelola")).text
    page = Page.of(desk.get(PEOPLE))
    assert "siti@contoh.id" in page.text and "Kota Contoh, Kantor Bawah" in page.text
    [path] = [
        form.attrib["action"] for form in page.all("form", method="post") if "/undangan/" in form.attrib["action"]
    ]
    other = let_in(app, an_officer(app, "agency_admin").id)
    assert post_status(other, path) == 404
    submit(desk, PEOPLE, {}, to=path)
    assert "siti@contoh.id" not in Page.of(desk.get(PEOPLE)).text
    assert "Tidak ada tugas" in Page.of(desk.get("/kelola")).text
    assert actions(app) == ["accounts.invite", "accounts.withdraw_invitation"]


def test_an_administrator_of_a_unit_reaches_its_subtree_only(app: Flask, town: Town) -> None:
    client = let_in(app, an_officer(app, "agency_admin", unit=town.department).id)
    below = an_officer(app, "editor", unit=town.office, name="Orang Bawah")
    beside = an_officer(app, "editor", unit=town.other, name="Orang Samping")
    above = an_officer(app, "head", agency=town.agency, name="Orang Atas")
    page = Page.of(client.get(PEOPLE))
    assert "Orang Bawah" in page.text and "Orang Samping" not in page.text and "Orang Atas" not in page.text
    assert [client.get(f"{PEOPLE}/{one.id}").status_code for one in (below, beside, above)] == [200, 404, 404]
    form = Page.of(client.get(f"{PEOPLE}/undang"))
    choices = [words(one).strip() for one in form.one("select", name="unit").iter("option")]
    assert choices == ["Dinas Satu", "Kantor Bawah"]
    path = f"{PEOPLE}/{below.id}/peran"
    for unit in ("semua", str(town.other.id)):
        assert post_status(client, path, roles=["liaison"], unit=unit) == 422
    assert post_status(client, path, roles=["liaison"], unit=str(town.department.id)) == 303


def test_who_also_works_out_of_reach_can_lose_roles_here_but_not_the_account(app: Flask, town: Town) -> None:
    client = let_in(app, an_officer(app, "agency_admin", unit=town.department).id)
    person = an_officer(app, "editor", unit=town.office)
    with app.app_context(), unit_of_work() as session:
        user = session.get_one(factories.User, person.id)
        factories.a_membership(user, "liaison", unit=town.other)
    page = Page.of(client.get(f"{PEOPLE}/{person.id}"))
    assert "Pejabat penghubung" not in words(page.one("section", id="peran"))
    assert "di luar lingkup Anda" in page.text
    for act in ("nonaktifkan", "aktifkan", "nonaktifkan-dua-langkah"):
        assert post_status(client, f"{PEOPLE}/{person.id}/{act}") == 403
    assert the_user(app, person.id)["active"]


def test_the_same_role_at_the_same_place_is_not_given_twice(app: Flask, town: Town, desk: FlaskClient) -> None:
    person = an_officer(app, "editor", agency=town.agency)
    answer = post(desk, f"{PEOPLE}/{person.id}/peran", {"roles": ["editor"], "unit": "semua"})
    assert (answer.status_code, Page.of(answer).errors()) == (
        409,
        {"roles": "Orang ini sudah memegang peran itu di tempat itu"},
    )


def test_a_custodian_holds_no_other_role(app: Flask, town: Town) -> None:
    client = let_in(app, an_officer(app, "national_admin").id)
    custodian, editor = an_officer(app, "custodian"), an_officer(app, "editor", agency=town.agency)
    for person, roles in ((custodian, ["auditor"]), (editor, ["custodian"])):
        answer = post(client, f"{PEOPLE}/{person.id}/peran", {"roles": roles})
        if person is editor:
            answer = post(client, f"{PEOPLE}/{person.id}/peran?instansi=", {"roles": roles})
        assert answer.status_code == 409, Page.of(answer).errors()
    answer = post(client, f"{PEOPLE}/undang", {"name": "X", "email": "x@contoh.id", "roles": ["custodian", "auditor"]})
    assert (answer.status_code, Page.of(answer).errors()) == (
        422,
        {"roles": "Pemegang kunci identitas tidak boleh memegang peran lain"},
    )


def test_the_national_administrator_chooses_the_agency(app: Flask, town: Town) -> None:
    client = let_in(app, an_officer(app, "national_admin", name="Admin Pusat").id)
    an_officer(app, "editor", agency=town.agency, name="Budi")
    an_officer(app, name="Tanpa Peran")
    national = Page.of(client.get(PEOPLE))
    assert "Admin Pusat" in national.text and "Tanpa Peran" in national.text and "Budi" not in national.text
    of_agency = Page.of(client.get(f"{PEOPLE}?instansi=kota-contoh"))
    assert "Budi" in words(of_agency.one("table")) and "Admin Pusat" not in words(of_agency.one("table"))
    fields = {"name": "Siti", "email": "siti@contoh.id", "roles": ["agency_admin"], "unit": "semua"}
    answer = submit(client, f"{PEOPLE}/undang?instansi=kota-contoh", fields, to=f"{PEOPLE}/undang?instansi=kota-contoh")
    assert answer.location == f"{PEOPLE}?instansi=kota-contoh"
    assert "siti@contoh.id" in Page.of(client.get(answer.location)).text
    assert "siti@contoh.id" not in Page.of(client.get(PEOPLE)).text


@pytest.mark.parametrize("number", ["0", "-1", "abc", "2147483648", "9" * 30, "%00"])
def test_a_number_that_is_nobodys_is_not_found(desk: FlaskClient, number: str) -> None:
    assert desk.get(f"{PEOPLE}/{number}").status_code == 404
    assert desk.get(f"{PEOPLE}/{number}/peran/1/cabut").status_code == 404
    assert desk.get(f"{PEOPLE}/1/peran/{number}/cabut").status_code == 404


def test_a_foreign_agency_in_the_address_gives_no_roles_there(app: Flask, town: Town, desk: FlaskClient) -> None:
    other = Town(app, "kota-lain")
    person = an_officer(app, "editor", agency=town.agency)
    for slug in ("kota-lain", "tidak-ada"):
        path = f"{PEOPLE}/{person.id}/peran?instansi={slug}"
        assert post_status(desk, path, roles=["liaison"], unit=str(other.office.id)) == 404
    assert post_status(desk, f"{PEOPLE}/{person.id}/peran", roles=["liaison"], unit=str(other.office.id)) == 422
    assert roles_of(app, person) == {("editor", None)}
