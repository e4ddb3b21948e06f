"""What people look for and do not find, in the office: who sees it, and how it becomes an answer or a further name."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.jobs.indexing import bring_index_up_to_date
from sipp.models.agencies import Agency, Unit
from sipp.models.curated_answers import CuratedAnswer
from sipp.models.journal import AuditEntry
from sipp.models.services import Service
from sipp.operations.search_terms import Count, add_counts
from sipp.rules.curated_answers import TOLD_BEFORE_END
from tests import factories
from tests.web.officers import an_officer, let_in, submit
from tests.web.reading import Page, words

PENCARIAN, JAWABAN = "/kelola/pencarian", "/kelola/jawaban"
LAPOR = "https://www.lapor.go.id/"


class Country:
    """An agency with a service, what was typed and hardly found, and officers."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        today = clock.today("Asia/Jakarta")
        with app.app_context(), unit_of_work() as session:
            self.agency: Agency = factories.an_agency("kota-contoh", name="Kota Contoh")
            self.unit: Unit = factories.a_unit(self.agency, name="Dinas Satu")
            reference = factories.a_reference("ktp-acuan", name="Penggantian KTP")
            factories.a_published_version(factories.a_service(self.unit, reference, "ktp", name="KTP pengganti"))
            factories.a_service(self.unit, slug="parkir", name="Izin parkir")
            add_counts({(today, "ktp raib"): Count(7, 0, False, "nothing")})
            add_counts({(today - timedelta(days=40), "surat gaib"): Count(9, 2, True, "few")})
            add_counts({(today, "jarang sekali"): Count(4, 0, False, "nothing")})
            for row in (self.agency, self.unit):
                session.refresh(row)
                session.expunge(row)
        with app.app_context():
            bring_index_up_to_date(app.config["SIPP"].index_dir)

    def officer(self, *roles: str) -> FlaskClient:
        """Somebody with these roles, here or nationally."""
        return let_in(self.app, an_officer(self.app, *roles, agency=self.agency).id)


@pytest.fixture
def country(app: Flask) -> Country:
    return Country(app)


@pytest.fixture
def admin(country: Country) -> FlaskClient:
    return country.officer("national_admin")


def links(page: Page) -> dict[str, str]:
    return {" ".join(words(one).split()): one.attrib["href"] for one in page.all("a")}


def an_answer(client: FlaskClient, **fields: str) -> int:
    """An answer written on its page."""
    typed = {"phrase": "mengadu", "title": "SP4N-LAPOR!", "text": "Kanal pengaduan nasional.", "wanted": LAPOR}
    answer = submit(client, f"{JAWABAN}/baru", {**typed, **fields})
    assert answer.status_code == 303, Page.of(answer).errors()
    with client.application.app_context():
        return current_session().scalars(select(CuratedAnswer.id).order_by(CuratedAnswer.id.desc())).all()[0]


def test_the_list_shows_from_five_times_on_what_was_typed_and_what_it_found(
    country: Country, admin: FlaskClient
) -> None:
    page = Page.of(admin.get(PENCARIAN))
    assert list(page.faults()) == []
    assert "ktp raib" in page.text and "Diketik 7 kali" in page.text and "tidak menemukan apa pun" in page.text
    assert "jarang sekali" not in page.text and "surat gaib" not in page.text
    older = Page.of(admin.get(f"{PENCARIAN}?hari=90")).text
    assert "hanya menemukan 2 hasil, ejaannya dibetulkan" in older


def test_everybody_sees_the_act_that_is_theirs(country: Country, admin: FlaskClient) -> None:
    editor, overseer = country.officer("editor"), country.officer("overseer")
    answer, alias = "Buat jawaban ktp raib", "Jadikan nama lain ktp raib"
    for client, expected in ((admin, {answer}), (editor, {alias}), (overseer, set())):
        assert {answer, alias} & set(links(Page.of(client.get(PENCARIAN)))) == expected
    desk = "1 kata sering dicari, tetapi tidak ditemukan"
    assert links(Page.of(admin.get("/kelola")))[desk] == PENCARIAN
    assert links(Page.of(editor.get("/kelola")))[desk] == PENCARIAN
    assert desk not in links(Page.of(overseer.get("/kelola")))


def test_one_click_leads_from_a_missed_query_to_an_answer_above_everybodys_results(
    country: Country, admin: FlaskClient
) -> None:
    url = links(Page.of(admin.get(PENCARIAN)))["Buat jawaban ktp raib"]
    typed = {"title": "KTP hilang", "text": "Ganti KTP di Disdukcapil.", "wanted": "penggantian ktp"}
    found = submit(admin, url, {**typed, "act": "cari"}, to=f"{JAWABAN}/baru")
    page = Page.of(found)
    assert (found.status_code, list(page.faults())) == (200, [])
    assert page.one("input", name="phrase").attrib["value"] == "ktp raib"
    assert "reference:ktp-acuan" in [one.attrib["value"] for one in page.all("input", name="target")]
    answer = submit(admin, url, {**typed, "phrase": "ktp raib", "target": "reference:ktp-acuan"}, to=f"{JAWABAN}/baru")
    assert answer.location == JAWABAN
    page = Page.of(country.app.test_client().get("/cari?q=KTP+raib"))
    assert "Ganti KTP di Disdukcapil." in page.text
    page = Page.of(admin.get(PENCARIAN))
    assert "Terjawab" in page.text and "Ubah jawaban ktp raib" in links(page)
    assert "sering dicari" not in Page.of(admin.get("/kelola")).text


def test_what_is_wrong_with_an_answer_is_told_and_every_word_is_kept(country: Country, admin: FlaskClient) -> None:
    typed = {"phrase": "", "aliases": "lapor\nadu", "title": "", "text": "", "wanted": "izin", "valid_until": "entah"}
    answer = submit(admin, f"{JAWABAN}/baru", typed)
    page = Page.of(answer)
    assert (answer.status_code, list(page.faults())) == (422, [])
    assert page.errors() == {"valid_until": "Tulis tanggal seperti 23-11-2026"}
    kept = page.one("textarea", name="aliases"), page.one("input", name="valid_until")
    assert words(kept[0]).strip() == "lapor adu" and kept[1].attrib["value"] == "entah"
    errors = Page.of(submit(admin, f"{JAWABAN}/baru", {**typed, "valid_until": ""})).errors()
    assert errors == {
        "phrase": "Isi kata yang diketik warga",
        "title": "Isi judulnya",
        "text": "Isi jawabannya",
        "target": "Pilih satu tujuan dari daftar",
    }
    nowhere = Page.of(submit(admin, f"{JAWABAN}/baru", {**typed, "valid_until": "", "wanted": ""})).errors()
    assert "tempel alamat https" in nowhere["wanted"]


@pytest.mark.any_database
def test_an_answer_changed_by_two_keeps_what_the_slower_one_typed(country: Country, admin: FlaskClient) -> None:
    path = f"{JAWABAN}/{an_answer(admin)}"
    assert submit(country.officer("national_admin"), path, {"title": "LAPOR"}).status_code == 303
    answer = submit(admin, path, {"title": "Lapor di sini", "row_version": "1"})
    page = Page.of(answer)
    assert answer.status_code == 409 and list(page.faults()) == []
    assert "LAPOR" in page.text and page.one("input", name="title").attrib["value"] == "Lapor di sini"
    row_version = page.one("input", name="row_version").attrib["value"]
    assert submit(admin, path, {"title": "Lapor di sini", "row_version": row_version}).status_code == 303
    assert "Lapor di sini" in Page.of(admin.get(JAWABAN)).text


def test_an_answer_that_ended_meanwhile_can_be_written_anew(country: Country, admin: FlaskClient) -> None:
    path = f"{JAWABAN}/{an_answer(admin)}"
    form = Page.of(admin.get(path))
    assert list(form.faults()) == []
    submit(country.officer("national_admin"), f"{path}/akhiri", {})
    token = form.all("input", name="csrf_token")[-1].attrib["value"]
    typed = {"phrase": "mengadu", "title": "Lagi", "text": "Di sini.", "target": LAPOR, "row_version": "1"}
    page = Page.of(answer := admin.post(path, data={"csrf_token": token, **typed}))
    assert answer.status_code == 409 and "diakhiri orang lain" in page.text
    assert submit(admin, f"{JAWABAN}/baru", {**typed}).status_code == 303
    assert admin.get(path).location == JAWABAN


def test_an_answer_ends_after_a_page_that_says_what_it_means(country: Country, admin: FlaskClient) -> None:
    path = f"{JAWABAN}/{an_answer(admin)}"
    public = country.app.test_client()
    assert "Kanal pengaduan nasional." in Page.of(public.get("/cari?q=mengadu")).text
    assert "tidak dapat dihidupkan lagi" in Page.of(admin.get(f"{path}/akhiri")).text
    assert submit(admin, f"{path}/akhiri", {}).location == JAWABAN
    assert "Kanal pengaduan nasional." not in Page.of(public.get("/cari?q=mengadu")).text
    assert "Diakhiri" in Page.of(admin.get(JAWABAN)).text


def test_the_desk_tells_of_answers_that_end_soon(country: Country, admin: FlaskClient) -> None:
    an_answer(admin)
    assert "berakhir dalam 30 hari" not in Page.of(admin.get("/kelola")).text
    last = clock.today("Asia/Jakarta") + TOLD_BEFORE_END
    an_answer(admin, phrase="adu", valid_until=last.isoformat())
    assert links(Page.of(admin.get("/kelola")))["1 jawaban pilihan berakhir dalam 30 hari"] == JAWABAN


@pytest.mark.any_database
def test_a_missed_query_becomes_a_further_name_of_an_own_service_and_is_found(country: Country) -> None:
    editor = country.officer("editor")
    url = links(Page.of(editor.get(PENCARIAN)))["Jadikan nama lain ktp raib"]
    page = Page.of(editor.get(url))
    assert list(page.faults()) == [] and page.text.index("KTP pengganti") < page.text.index("Izin parkir")
    answer = submit(editor, url, {}, to=f"{PENCARIAN}/nama-lain/kota-contoh/ktp")
    assert answer.location == PENCARIAN
    page = Page.of(editor.get(PENCARIAN))
    assert "Sudah menjadi nama lain: KTP pengganti" in page.text
    with country.app.app_context():
        assert current_session().scalars(select(Service.aliases).where(Service.slug == "ktp")).one() == ["ktp raib"]
        assert "services.edit" in current_session().scalars(select(AuditEntry.action)).all()
        bring_index_up_to_date(country.app.config["SIPP"].index_dir)
    assert "Penggantian KTP" in Page.of(country.app.test_client().get("/cari?q=ktp+raib")).text


def test_a_service_takes_no_name_twice_and_none_of_another_agency(country: Country) -> None:
    editor = country.officer("editor")
    path = f"{PENCARIAN}/nama-lain"
    for _again in range(2):
        submit(editor, f"{path}?kata=KTP+Raib", {}, to=f"{path}/kota-contoh/ktp")
    with country.app.app_context():
        assert current_session().scalars(select(Service.aliases).where(Service.slug == "ktp")).one() == ["KTP Raib"]
    stranger = let_in(country.app, an_officer(country.app, "editor").id)
    token = Page.of(editor.get(f"{path}?kata=x")).all("input", name="csrf_token")[-1].attrib["value"]
    assert "KTP pengganti" not in Page.of(stranger.get(f"{path}?kata=ktp")).text
    foreign = stranger.post(f"{path}/kota-contoh/ktp", data={"kata": "curian", "csrf_token": token})
    assert foreign.status_code in (400, 404)
    with country.app.app_context():
        assert "curian" not in current_session().scalars(select(Service.aliases).where(Service.slug == "ktp")).one()


def test_words_that_are_no_phrase_are_refused(country: Country) -> None:
    path = f"{PENCARIAN}/nama-lain"
    answer = submit(country.officer("editor"), f"{path}?kata=?!", {}, to=f"{path}/kota-contoh/ktp")
    assert answer.status_code == 422 and list(Page.of(answer).errors()) == ["kata"]
