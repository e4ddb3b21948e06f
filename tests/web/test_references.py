"""National models in the office: written by one national administrator, checked and published by another."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.jobs.indexing import bring_index_up_to_date
from sipp.models.agencies import Agency
from sipp.models.journal import SearchChange
from sipp.models.services import ReferenceService
from sipp.models.standards import StandardVersion
from sipp.operations.versions import content_of
from tests import factories
from tests.web.officers import an_officer, form_of, let_in, submit
from tests.web.reading import Page, words

ACUAN = "/kelola/acuan"


class Ministry:
    """Two national administrators; a national service with a model in force, and one without."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), unit_of_work() as session:
            reference = factories.a_reference("ktp-acuan", name="Penggantian KTP")
            factories.a_published_version(reference)
            factories.a_reference("izin-acuan", name="Izin usaha")
            self.agency: Agency = factories.an_agency("kota-contoh", name="Kota Contoh")
            service = factories.a_service(factories.a_unit(self.agency), reference, "ktp", name="KTP pengganti")
            self.local_draft_id = factories.a_draft(service).id
            session.refresh(self.agency)
            session.expunge(self.agency)
        self.maker, self.checker = (let_in(app, an_officer(app, "national_admin").id) for _ in range(2))

    def draft(self, reference: str = "ktp-acuan", begin: str = "versi") -> str:
        """The path of a new draft of a model."""
        path = f"{ACUAN}/{reference}"
        answer = submit(self.maker, path, {"dari": begin}, to=f"{path}/mulai")
        assert answer.status_code == 303
        return f"/kelola/standar/{answer.location.split('/')[3]}"

    def press(self, client: FlaskClient, at: str, path: str, status: int = 303) -> Page:
        """Open a page and send its form to a path."""
        answer = submit(client, at, {}, to=path)
        assert answer.status_code == status, Page.of(answer).text
        return Page.of(client.get(answer.location) if status == 303 else answer)


@pytest.fixture
def ministry(app: Flask) -> Ministry:
    return Ministry(app)


def test_the_list_tells_the_state_of_each_model_and_is_filtered_by_it(ministry: Ministry) -> None:
    ministry.draft()
    page = Page.of(ministry.maker.get(ACUAN))
    rows = {words(row.find("th")).strip(): words(row) for row in page.one("tbody").iter("tr")}
    assert list(page.faults()) == [] and list(rows) == ["Izin usaha", "Penggantian KTP"]
    assert "Versi 1, sejak 1 Jan 2024" in rows["Penggantian KTP"] and "Draf" in rows["Penggantian KTP"]
    assert "belum ada" in rows["Izin usaha"]
    for query, expected in (
        ("keadaan=tanpa-standar", ["Izin usaha"]),
        ("keadaan=draf", ["Penggantian KTP"]),
        ("keadaan=tinjau", []),
        ("q=izin", ["Izin usaha"]),
    ):
        found = Page.of(ministry.maker.get(f"{ACUAN}?{query}"))
        assert [words(one).strip() for one in found.all("th", scope="row")] == expected, query


@pytest.mark.any_database
def test_a_model_is_written_by_one_published_by_another_and_followed_everywhere(ministry: Ministry) -> None:
    draft = ministry.draft()
    page = Page.of(ministry.maker.get(draft))
    assert list(page.faults()) == [] and "Acuan nasional" in page.text
    assert submit(ministry.maker, f"{draft}/waktu", {"row-0-line": "2 hari kerja", "act": "stay"}).status_code == 303
    assert "2 hari kerja" in Page.of(ministry.maker.get(f"{draft}/perbedaan/berlaku")).text
    preview = Page.of(ministry.maker.get(f"{draft}/pratinjau"))
    assert list(preview.faults()) == [] and "Pratinjau" in preview.text and "2 hari kerja" in preview.text
    day = {"day": "1 Januari 2025"}
    assert submit(ministry.maker, f"{draft}/tanggal-berlaku", day).status_code == 303
    assert "Lanjutkan draf standar Penggantian KTP" in Page.of(ministry.maker.get("/kelola")).text
    ministry.press(ministry.maker, draft, f"{draft}/ajukan")
    own = Page.of(ministry.maker.get(f"{draft}/tinjauan"))
    assert "Anda ikut menyusun isinya" in own.text and not own.all("form", action=f"{draft}/setujui")
    assert "1 tinjauan menunggu Anda" in Page.of(ministry.checker.get("/kelola")).text
    assert "Penggantian KTP" in Page.of(ministry.checker.get("/kelola/tinjauan")).text
    ministry.press(ministry.checker, f"{draft}/tinjauan", f"{draft}/setujui")
    shown = ministry.press(ministry.checker, f"{draft}/terbitkan", f"{draft}/terbitkan")
    assert "Versi 2" in shown.text
    public = ministry.app.test_client()
    assert "2 hari kerja" in Page.of(public.get("/layanan/ktp-acuan")).text
    editor = let_in(ministry.app, an_officer(ministry.app, "editor", agency=ministry.agency).id)
    local = Page.of(editor.get(f"/kelola/standar/{ministry.local_draft_id}/perbedaan/acuan"))
    assert [words(one).strip() for one in local.all("h2")][:1] == ["Jangka waktu penyelesaian"]
    with ministry.app.app_context():
        assert "reference:ktp-acuan" in current_session().scalars(select(SearchChange.thing)).all()


def test_who_wrote_a_model_does_not_approve_it_and_agencies_do_not_see_its_draft(ministry: Ministry) -> None:
    draft = ministry.draft()
    token = Page.of(ministry.maker.get(draft)).all("input", name="csrf_token")[-1].attrib["value"]
    ministry.press(ministry.maker, draft, f"{draft}/ajukan")
    assert ministry.maker.post(f"{draft}/setujui", data={"csrf_token": token, "seen": "x"}).status_code in (403, 409)
    for roles in (("editor", "publisher"), ("agency_admin",)):
        stranger = let_in(ministry.app, an_officer(ministry.app, *roles, agency=ministry.agency).id)
        assert [stranger.get(path).status_code for path in (draft, f"{draft}/tinjauan", ACUAN)] == [404, 404, 403]


@pytest.mark.any_database
def test_a_model_begins_empty_where_there_is_none_and_has_one_draft_at_a_time(ministry: Ministry) -> None:
    page = Page.of(ministry.maker.get(f"{ACUAN}/izin-acuan"))
    assert list(page.faults()) == [] and "Versi sebelumnya" not in page.text and "Salin" not in page.text
    draft = ministry.draft("izin-acuan", "kosong")
    assert Page.of(ministry.maker.get(f"{draft}/dasar-hukum")).title.startswith("Dasar hukum")
    assert "Mulai menyusun standar" not in Page.of(ministry.checker.get(f"{ACUAN}/izin-acuan")).text
    assert submit(ministry.maker, f"{draft}/buang", {}).location == f"{ACUAN}/izin-acuan"
    with ministry.app.app_context():
        of_reference = select(StandardVersion).join(StandardVersion.reference)
        assert not current_session().scalars(of_reference.where(ReferenceService.slug == "izin-acuan")).all()


def test_a_model_past_its_review_date_waits_for_its_keepers(ministry: Ministry) -> None:
    with ministry.app.app_context(), unit_of_work():
        of_reference = select(StandardVersion).where(StandardVersion.reference_id.is_not(None))
        factories.a_review_due(current_session().scalars(of_reference).one(), factories.FIRST_DAY)
    assert "1 acuan lewat tanggal tinjauan" in Page.of(ministry.checker.get("/kelola")).text
    queue = Page.of(ministry.checker.get("/kelola/tinjauan"))
    assert "Lewat tanggal tinjauan" in queue.text and "Penggantian KTP" in queue.text
    assert "Keputusan yang menetapkan" not in queue.text


def test_a_model_in_force_is_corrected_by_a_next_version_and_keeps_its_marks(ministry: Ministry) -> None:
    page = Page.of(ministry.maker.get(f"{ACUAN}/ktp-acuan"))
    [review] = [one.attrib["href"] for one in page.all("a") if one.attrib["href"].startswith("/kelola/standar/")]
    shown = ministry.press(ministry.maker, review, review.replace("/tinjauan", "/perbaiki"))
    assert "Empat belas komponen" in shown.text
    with ministry.app.app_context():
        versions = current_session().scalars(
            select(StandardVersion).where(StandardVersion.reference_id.is_not(None)).order_by(StandardVersion.id)
        )
        published, draft = (content_of(one) for one in versions)
        assert draft.requirements == published.requirements


@pytest.mark.any_database
def test_further_names_lead_to_a_national_service_and_take_turns(ministry: Ministry) -> None:
    path = f"{ACUAN}/ktp-acuan/nama"
    assert path in {one.attrib["href"] for one in Page.of(ministry.maker.get(f"{ACUAN}/ktp-acuan")).all("a")}
    stale = form_of(Page.of(ministry.checker.get(path)), path)
    typed = {"aliases": " Cetak ulang KTP\n\n", "former_names": "KTP siak", "search_words": "ktp raib\nktp kecebur"}
    assert submit(ministry.maker, path, typed).location == f"{ACUAN}/ktp-acuan"
    shown = form_of(Page.of(ministry.maker.get(path)), path)
    assert [shown[name] for name in typed] == ["Cetak ulang KTP", "KTP siak", "ktp raib\nktp kecebur"]
    with ministry.app.app_context():
        last = select(SearchChange.thing).order_by(SearchChange.sequence.desc()).limit(1)
        assert current_session().scalar(last) == "reference:ktp-acuan"
        bring_index_up_to_date(ministry.app.config["SIPP"].index_dir)
    results = Page.of(ministry.app.test_client().get("/cari?q=ktp+kecebur"))
    assert "Penggantian KTP" in words(results.all("article")[0])
    overtaken = ministry.checker.post(path, data={**stale, "aliases": "KTP pengganti"})
    page = Page.of(overtaken)
    assert overtaken.status_code == 409 and "ktp raib; ktp kecebur" in page.text
    assert form_of(page, path)["aliases"] == "KTP pengganti"
    too_long = submit(ministry.maker, path, {"search_words": "x" * 2001})
    assert (too_long.status_code, list(Page.of(too_long).errors())) == (422, ["search_words"])
