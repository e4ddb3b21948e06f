"""The services of an agency in the office: finding them, adding and changing them, and what a draft begins with."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency, Unit
from sipp.models.journal import AuditEntry, SearchChange
from sipp.models.services import Service
from sipp.models.standards import ReviewDue, StandardVersion
from sipp.operations.versions import content_of
from sipp.rules.permissions import Actor
from tests import factories
from tests.web.officers import an_officer, form_of, let_in, submit
from tests.web.reading import Page, words

LAYANAN = "/kelola/layanan"


class Town:
    """An agency with two units, and a national service with its model."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), unit_of_work() as session:
            self.agency: Agency = factories.an_agency("kota-contoh", name="Kota Contoh")
            self.unit: Unit = factories.a_unit(self.agency, name="Dinas Satu")
            self.other: Unit = factories.a_unit(self.agency, name="Dinas Dua")
            reference = factories.a_reference("ktp-acuan", name="KTP acuan")
            factories.a_published_version(reference)
            self.reference_id = reference.id
            for row in (self.agency, self.unit, self.other):
                session.refresh(row)
                session.expunge(row)

    def a_service(self, name: str, *, is_published: bool = False, unit: Unit | None = None, slug: str = "") -> int:
        """A service here; its version in force where there is one."""
        with self.app.app_context(), unit_of_work() as session:
            unit = session.merge(unit or self.unit, load=False)
            service = factories.a_service(unit, slug=slug or None, name=name)
            return factories.a_published_version(service).id if is_published else 0

    def editor(self, unit: Unit | None = None) -> FlaskClient:
        """Somebody who writes standards here."""
        place = {"unit": unit} if unit else {"agency": self.agency}
        return let_in(self.app, an_officer(self.app, "editor", **place).id)

    def drafts(self) -> list[StandardVersion]:
        """What is being written."""
        drafts = select(StandardVersion).where(StandardVersion.state == "draft").order_by(StandardVersion.id)
        return list(current_session().scalars(drafts))


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


@pytest.fixture
def clerk(town: Town) -> FlaskClient:
    return town.editor()


def names(page: Page) -> list[str]:
    """The services of the list."""
    return [words(one.find("a")).strip() for one in page.all("th", scope="row")]


def test_the_list_tells_the_state_of_each_standard_and_is_filtered_by_it(town: Town, clerk: FlaskClient) -> None:
    version_id = town.a_service("Akta kelahiran", is_published=True)
    town.a_service("Kartu keluarga")
    town.a_service("Izin usaha", slug="izin")
    submit(clerk, f"{LAYANAN}/kota-contoh/izin", {"dari": "kosong"}, to=f"{LAYANAN}/kota-contoh/izin/mulai")
    page = Page.of(clerk.get(LAYANAN))
    assert list(page.faults()) == [] and names(page) == ["Akta kelahiran", "Izin usaha", "Kartu keluarga"]
    rows = {words(row.find("th").find("a")): words(row) for row in page.one("tbody").iter("tr")}
    assert "Versi 1, sejak 1 Jan 2024" in rows["Akta kelahiran"] and "dari 100" in rows["Akta kelahiran"]
    assert "belum ada" in rows["Izin usaha"] and "Draf" in rows["Izin usaha"]
    with town.app.app_context(), unit_of_work() as session:
        day, moment = factories.FIRST_DAY, factories.LONG_AGO
        session.add(ReviewDue(version_id=version_id, due_on=day, recorded_at=moment))
    for query, expected in (
        ("keadaan=tanpa-standar", ["Izin usaha", "Kartu keluarga"]),
        ("keadaan=draf", ["Izin usaha"]),
        ("keadaan=tinjau", ["Akta kelahiran"]),
        ("q=keluarga+kartu", ["Kartu keluarga"]),
        ("q=%25", ["Akta kelahiran", "Izin usaha", "Kartu keluarga"]),
        ("q=entah", []),
    ):
        assert names(Page.of(clerk.get(f"{LAYANAN}?{query}"))) == expected, query
    assert "sudah lewat" in Page.of(clerk.get(LAYANAN)).text


def test_a_long_list_comes_fifty_a_page_and_keeps_its_filter(town: Town, clerk: FlaskClient) -> None:
    with town.app.app_context(), unit_of_work() as session:
        unit = session.merge(town.unit, load=False)
        for number in range(53):
            factories.a_service(unit, name=f"Surat {number:02}")
    first = Page.of(clerk.get(f"{LAYANAN}?q=surat"))
    assert len(names(first)) == 50 and "53 layanan" in first.text
    assert f"{LAYANAN}?q=surat&halaman=2" in [one.attrib["href"] for one in first.all("a")]
    assert names(Page.of(clerk.get(f"{LAYANAN}?q=surat&halaman=2"))) == ["Surat 50", "Surat 51", "Surat 52"]


def test_only_the_services_of_the_own_units_are_listed(town: Town) -> None:
    town.a_service("Milik dinas satu")
    town.a_service("Milik dinas dua", unit=town.other)
    assert names(Page.of(town.editor(town.other).get(LAYANAN))) == ["Milik dinas dua"]


def test_a_service_is_added_and_its_standard_begun_from_the_model(town: Town, clerk: FlaskClient) -> None:
    fields = {
        "name": "  KTP   hilang ",
        "unit": str(town.unit.id),
        "reference": str(town.reference_id),
        "aliases": "ktp raib\n\nktp raib\nganti ktp",
        "online_url": "https://contoh.go.id",
    }
    answer = submit(clerk, f"{LAYANAN}/baru", fields)
    assert answer.location == f"{LAYANAN}/kota-contoh/ktp-acuan#mulai"
    with town.app.app_context():
        service = current_session().scalars(select(Service)).one()
        assert (service.name, service.aliases) == ("KTP hilang", ["ktp raib", "ganti ktp"])
        assert "reference:ktp-acuan" in current_session().scalars(select(SearchChange.thing)).all()
        assert "services.create" in current_session().scalars(select(AuditEntry.action)).all()
    page = Page.of(clerk.get(answer.location))
    [checked] = [one for one in page.all("input", name="dari") if "checked" in one.attrib]
    assert list(page.faults()) == [] and checked.attrib["value"] == "acuan"
    begun = submit(clerk, f"{LAYANAN}/kota-contoh/ktp-acuan", {}, to=f"{LAYANAN}/kota-contoh/ktp-acuan/mulai")
    with town.app.app_context():
        [draft] = town.drafts()
        assert begun.location == f"/kelola/standar/{draft.id}"
        content = content_of(draft)
        assert {row.confidence for row in (*content.requirements, *content.fees)} == {"reference"}
        assert content.effective_basis is None and content.effective_from.day == 1
    differences = Page.of(clerk.get(f"{begun.location}/perbedaan/acuan"))
    assert "Tidak ada yang berbeda." in differences.text
    submit(clerk, f"{begun.location}/waktu", {"row-0-line": "3 hari kerja", "act": "next"})
    text = Page.of(clerk.get(f"{begun.location}/perbedaan/acuan")).text
    assert "Jangka waktu penyelesaian" in text and "5" in text and "3" in text


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": ""}, {"name": "Isi nama layanan"}),
        ({"unit": "999999"}, {"unit": "Pilih satuan kerja dari daftar"}),
        ({"reference": "x"}, {"reference": "Pilih salah satu dari daftar"}),
        (
            {"online_url": "bukan alamat"},
            {"online_url": "Tulis alamat lengkap, misalnya https://disdukcapil.contoh.go.id"},
        ),
        (
            {"online_url": "javascript://x.id"},
            {"online_url": "Tulis alamat lengkap, misalnya https://disdukcapil.contoh.go.id"},
        ),
        ({"name": "x" * 201}, {"name": "Tulisan ini terlalu panjang. Persingkat."}),
    ],
)
def test_a_service_that_cannot_be_is_told_at_its_fields(
    town: Town, clerk: FlaskClient, fields: dict[str, str], errors: dict[str, str]
) -> None:
    answer = submit(
        clerk, f"{LAYANAN}/baru", {"name": "Surat", "unit": str(town.unit.id), "aliases": "surat", **fields}
    )
    page = Page.of(answer)
    assert (answer.status_code, page.errors(), list(page.faults())) == (422, errors, [])
    assert "surat" in [words(one).strip() for one in page.all("textarea")]


def test_an_editor_of_one_unit_adds_services_to_no_other(town: Town) -> None:
    client = town.editor(town.other)
    page = Page.of(client.get(f"{LAYANAN}/baru"))
    assert "Dinas Satu" not in page.text
    answer = submit(client, f"{LAYANAN}/baru", {"name": "Surat", "unit": str(town.unit.id)})
    assert answer.status_code == 422


@pytest.mark.any_database
def test_a_service_changed_by_two_keeps_what_the_slower_one_typed(town: Town, clerk: FlaskClient) -> None:
    town.a_service("Surat lama", slug="surat")
    path = f"{LAYANAN}/kota-contoh/surat/ubah"
    assert submit(town.editor(), path, {"name": "Surat baru"}).status_code == 303
    answer = submit(clerk, path, {"name": "Surat terbaru", "row_version": "1"})
    page = Page.of(answer)
    assert answer.status_code == 409 and list(page.faults()) == []
    assert "Surat baru" in page.text and page.one("input", name="name").attrib["value"] == "Surat terbaru"
    row_version = page.one("input", name="row_version").attrib["value"]
    again = submit(clerk, path, {"name": "Surat terbaru", "row_version": row_version})
    assert again.location == f"{LAYANAN}/kota-contoh/surat"
    assert "Surat terbaru" in Page.of(clerk.get(again.location)).text


def test_a_draft_begins_with_an_earlier_version_and_keeps_its_keys(town: Town, clerk: FlaskClient) -> None:
    version_id = town.a_service("Surat", is_published=True, slug="surat")
    path = f"{LAYANAN}/kota-contoh/surat"
    submit(clerk, path, {"dari": "versi"}, to=f"{path}/mulai")
    with town.app.app_context():
        [draft] = town.drafts()
        before = content_of(current_session().get_one(StandardVersion, version_id))
        assert draft.based_on_id == version_id
        assert content_of(draft).requirements == before.requirements
    page = Page.of(clerk.get(path))
    assert "Mulai menyusun standar" not in page.text and "Draf" in page.text


def test_a_draft_begins_with_the_standard_of_another_service_found_by_words(town: Town, clerk: FlaskClient) -> None:
    version_id = town.a_service("Surat dinas lain", is_published=True, unit=town.other)
    town.a_service("Surat", slug="surat")
    path = f"{LAYANAN}/kota-contoh/surat"
    assert "Tidak ada standar yang cocok" in Page.of(clerk.get(f"{path}/salin?q=entah")).text
    page = Page.of(clerk.get(f"{path}/salin?q=dua+surat"))
    [form] = page.all("form", action=f"{path}/mulai")
    assert [one.attrib["value"] for one in form.iter("input") if one.attrib["name"] == "versi"] == [str(version_id)]
    submit(clerk, f"{path}/salin?q=surat", {}, to=f"{path}/mulai")
    with town.app.app_context():
        [draft] = town.drafts()
        assert {row.confidence for row in content_of(draft).requirements} == {"reference"}


@pytest.mark.any_database
def test_a_service_has_one_draft_at_a_time_and_no_draft_begins_with_a_draft(town: Town, clerk: FlaskClient) -> None:
    town.a_service("Surat", slug="surat")
    town.a_service("Izin", slug="izin")
    surat, izin = f"{LAYANAN}/kota-contoh/surat", f"{LAYANAN}/kota-contoh/izin"
    opened = submit(clerk, surat, {"dari": "kosong"}, to=f"{surat}/mulai")
    assert opened.location.endswith("/dasar-hukum")
    with town.app.app_context():
        [draft] = town.drafts()
        draft_id = draft.id
    token = {"csrf_token": Page.of(clerk.get(izin)).all("input", name="csrf_token")[-1].attrib["value"]}
    again = clerk.post(f"{surat}/mulai", data={**token, "dari": "kosong"})
    assert again.location == surat and "sudah punya draf" in Page.of(clerk.get(surat)).text
    assert clerk.post(f"{izin}/mulai", data={**token, "dari": "versi", "versi": str(draft_id)}).status_code == 404
    assert clerk.post(f"{izin}/mulai", data={**token, "dari": "acuan"}).status_code == 404
    with town.app.app_context():
        assert len(town.drafts()) == 1


def test_the_desk_leads_to_the_own_drafts(town: Town, clerk: FlaskClient) -> None:
    town.a_service("Surat", slug="surat")
    path = f"{LAYANAN}/kota-contoh/surat"
    opened = submit(clerk, path, {"dari": "kosong"}, to=f"{path}/mulai").location
    page = Page.of(clerk.get("/kelola"))
    links = {words(one).strip(): one.attrib["href"] for one in page.all("a")}
    assert links["Lanjutkan draf standar Surat"] == opened.rpartition("/")[0]
    assert "Lanjutkan draf" not in Page.of(town.editor().get("/kelola")).text


def test_the_desk_names_ten_drafts_and_counts_the_rest(town: Town) -> None:
    officer = an_officer(town.app, "editor", agency=town.agency)
    with town.app.app_context(), unit_of_work() as session:
        unit = session.merge(town.unit, load=False)
        for number in range(12):
            factories.a_draft(factories.a_service(unit, name=f"Surat {number}"), actor=Actor(officer.id))
    page = Page.of(let_in(town.app, officer.id).get("/kelola"))
    assert page.text.count("Lanjutkan draf standar") == 10
    links = {words(one).strip(): one.attrib["href"] for one in page.all("a")}
    assert links["2 draf Anda yang lain"] == f"{LAYANAN}?keadaan=draf"


@pytest.mark.any_database
def test_a_draft_is_thrown_away_after_a_page_that_says_what_it_means(town: Town, clerk: FlaskClient) -> None:
    town.a_service("Surat", is_published=True, slug="surat")
    path = f"{LAYANAN}/kota-contoh/surat"
    draft = submit(clerk, path, {"dari": "versi"}, to=f"{path}/mulai").location
    assert "Versi yang sudah terbit tidak berubah." in Page.of(clerk.get(f"{draft}/buang")).text
    assert submit(clerk, f"{draft}/buang", {}).location == path
    assert clerk.get(draft).status_code == 404
    page = Page.of(clerk.get(path))
    assert "Draf itu sudah dibuang." in page.text and "Mulai menyusun standar" in page.text and "Versi 1" in page.text
    with town.app.app_context():
        assert "standards.discard" in current_session().scalars(select(AuditEntry.action)).all()


def test_a_draft_under_review_is_not_thrown_away(town: Town, clerk: FlaskClient) -> None:
    town.a_service("Surat", slug="surat")
    path = f"{LAYANAN}/kota-contoh/surat"
    draft = submit(clerk, path, {"dari": "kosong"}, to=f"{path}/mulai").location.rpartition("/")[0]
    opened = form_of(Page.of(clerk.get(f"{draft}/buang")), f"{draft}/buang")
    with town.app.app_context(), unit_of_work():
        town.drafts()[0].state = "in_review"
    assert clerk.get(f"{draft}/buang").location == draft
    assert clerk.post(f"{draft}/buang", data=opened).status_code == 409
    assert clerk.get(draft).status_code == 200
