"""The way of a standard through the office pages: submitted, reviewed with reasons, approved, published, kept true."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations import accounts, standards
from sipp.rules.permissions import Actor
from tests import factories
from tests.operations.reviewers import a_content
from tests.storage.pdf_samples import pdf
from tests.web.officers import an_officer, form_of, let_in
from tests.web.reading import Page, words


class Agencys:
    """One agency with an editor, a publisher and somebody who is both, each with a browser; and its standards."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), unit_of_work():
            unit = factories.a_unit(factories.an_agency("kota-contoh"))
            self.unit_id, self.agency_id = unit.id, unit.agency_id
        self.actors: dict[str, int] = {}
        self.browsers: dict[str, FlaskClient] = {}
        for name, roles in (("editor", ["editor"]), ("publisher", ["publisher"]), ("both", ["editor", "publisher"])):
            officer = an_officer(app, *roles, agency=self._agency(), name=f"Petugas {name}")
            self.actors[name], self.browsers[name] = officer.id, let_in(app, officer.id)

    def draft(self, by: str = "editor", amount: int = 25_000, name: str = "Kartu parkir") -> int:
        """A draft of a new service."""
        with self.app.app_context(), unit_of_work():
            unit = current_session().get_one(factories.Unit, self.unit_id)
            service = factories.a_service(unit, name=name)
            return standards.create_draft(self.actor(by), service, a_content(amount)).id

    def next_draft(self, version_id: int, amount: int) -> int:
        """A further draft of the same service by the editor."""
        with self.app.app_context(), unit_of_work():
            service_id = current_session().get_one(StandardVersion, version_id).service_id
            service = current_session().get_one(Service, service_id)
            return standards.create_draft(self.actor("editor"), service, a_content(amount)).id

    def actor(self, name: str) -> Actor:
        return accounts.actor_of(current_session().get_one(accounts.User, self.actors[name]))

    def page(self, by: str, path: str, status: int = 200) -> Page:
        answer = self.browsers[by].get(path)
        assert answer.status_code == status, answer.status_code
        return Page.of(answer)

    def press(self, by: str, at: str, path: str, status: int = 303, **fields: object) -> Page:
        """Open a page, send its form to a path, and read what comes; after a redirect the page it leads to."""
        client = self.browsers[by]
        page = self.page(by, at)
        answer = client.post(path, data={**form_of(page, path), **fields})
        assert answer.status_code == status, Page.of(answer).text
        return Page.of(client.get(answer.location) if status == 303 else answer)

    def approved(self, version_id: int) -> None:
        at = review_path(version_id)
        self.press("editor", at, f"/kelola/standar/{version_id}/ajukan")
        self.press("publisher", at, f"/kelola/standar/{version_id}/setujui")

    def published(self, version_id: int) -> None:
        self.approved(version_id)
        path = f"/kelola/standar/{version_id}/terbitkan"
        self.press("publisher", path, path)

    def state(self, version_id: int) -> str:
        with self.app.app_context():
            return current_session().get_one(StandardVersion, version_id).state

    def _agency(self) -> Agency:
        with self.app.app_context():
            agency = current_session().get_one(Agency, self.agency_id)
            current_session().expunge(agency)
            return agency


def review_path(version_id: int) -> str:
    return f"/kelola/standar/{version_id}/tinjauan"


@pytest.fixture
def agency(app: Flask) -> Agencys:
    return Agencys(app)


def test_a_standard_is_submitted_reviewed_approved_and_published_by_two(agency: Agencys) -> None:
    key = agency.draft()
    at = review_path(key)
    agency.press("editor", at, f"/kelola/standar/{key}/ajukan")
    assert "1 tinjauan menunggu Anda" in agency.page("publisher", "/kelola").text
    assert "Kartu parkir" in agency.page("publisher", "/kelola/tinjauan").text
    assert "Kartu parkir" not in agency.page("editor", "/kelola/tinjauan").text
    agency.press("publisher", at, f"/kelola/standar/{key}/setujui")
    path = f"/kelola/standar/{key}/terbitkan"
    shown = agency.press("publisher", path, path).text
    assert "Sudah diterbitkan." in shown and "Versi 1" in shown
    for act in ("Draf dibuat", "Diajukan untuk ditinjau", "Disetujui", "Diterbitkan sebagai versi 1"):
        assert act in shown
    assert "Petugas editor" in shown and "Petugas publisher" in shown


def test_the_reviewer_sees_what_changes_in_words_and_asks_for_changes_by_component(agency: Agencys) -> None:
    first = agency.draft()
    agency.published(first)
    key = agency.next_draft(first, 40_000)
    agency.press("editor", review_path(key), f"/kelola/standar/{key}/ajukan")
    page = agency.page("publisher", review_path(key))
    assert "Yang berubah dari versi 1" in page.text and "(Perda 1/2024)" in page.text
    assert any("Rp40.000" in words(one) for one in page.all("ins"))
    assert any("Rp25.000" in words(one) for one in page.all("del"))
    path = f"/kelola/standar/{key}/minta-perbaikan"
    assert "Tulis paling sedikit satu alasan" in agency.press("publisher", path, path, 422).text
    agency.press("publisher", path, path, **{f"reason-{key}-fee": "Perda belum berlaku"})
    asked = agency.page("editor", review_path(key)).text
    assert "Perda belum berlaku" in asked and "Petugas publisher" in asked
    assert "Perbaiki standar Kartu parkir" in agency.page("editor", "/kelola").text
    assert "Kartu parkir" in agency.page("editor", "/kelola/tinjauan").text


def test_who_wrote_it_is_offered_no_decision_and_is_refused_one(agency: Agencys) -> None:
    key = agency.draft("both")
    agency.press("both", review_path(key), f"/kelola/standar/{key}/ajukan")
    page = agency.page("both", review_path(key))
    assert "Anda ikut menyusun isinya" in page.text
    assert not page.all("form", action=f"/kelola/standar/{key}/setujui")
    token = form_of(page, f"/kelola/standar/{key}/tarik-kembali")
    answer = agency.browsers["both"].post(f"/kelola/standar/{key}/setujui", data={**token, "seen": "x"})
    assert answer.status_code == 409
    assert agency.state(key) == "in_review"


def test_an_approval_of_what_was_edited_meanwhile_is_not_taken(agency: Agencys) -> None:
    key = agency.draft()
    at = review_path(key)
    agency.press("editor", at, f"/kelola/standar/{key}/ajukan")
    seen = form_of(agency.page("publisher", at), f"/kelola/standar/{key}/setujui")
    agency.press("editor", at, f"/kelola/standar/{key}/tarik-kembali")
    with agency.app.app_context(), unit_of_work():
        version = current_session().get_one(StandardVersion, key)
        standards.rewrite_draft(agency.actor("editor"), version, a_content(90_000))
    agency.press("editor", at, f"/kelola/standar/{key}/ajukan")
    answer = agency.browsers["publisher"].post(f"/kelola/standar/{key}/setujui", data=seen)
    assert answer.status_code == 409
    assert "Isinya sudah berubah sejak Anda membukanya" in Page.of(answer).text
    assert agency.state(key) == "in_review"


def test_a_published_standard_is_verified_corrected_and_withdrawn(agency: Agencys, app: Flask) -> None:
    key = agency.draft()
    agency.published(key)
    verify = f"/kelola/standar/{key}/periksa"
    wrong = agency.press("publisher", verify, verify, 422, review_on="01-01-2020").text
    assert "Pilih tanggal sesudah hari ini" in wrong
    assert "Pemeriksaan sudah dicatat" in agency.press("publisher", verify, verify).text
    corrected = agency.press("editor", review_path(key), f"/kelola/standar/{key}/perbaiki").text
    assert "Draf perbaikan sudah dibuat" in corrected
    withdraw = f"/kelola/standar/{key}/cabut"
    assert "Tulis alasannya" in agency.press("publisher", withdraw, withdraw, 422).text
    day = clock.now().date().replace(year=clock.now().year + 1).isoformat()
    done = agency.press("publisher", withdraw, withdraw, effective_on=day, reason="Perda dicabut").text
    assert "Standar ini sudah ditarik" in done and "Ditarik dari peredaran" in done


def test_a_consultation_is_recorded_and_the_public_reads_of_it(agency: Agencys) -> None:
    key = agency.draft()
    path = f"/kelola/standar/{key}/konsultasi"
    told = {"held_on": "01-10-2026", "place": "Balai kota", "minutes": "Warga minta loket pagi.", "provider": "2"}
    refused = agency.press("editor", path, path, 422, **told)
    assert "Isi jumlah peserta dari luar penyelenggara" in refused.text
    assert "Tulis angka bulat" in agency.press("editor", path, path, 422, **told, users="banyak").text
    shown = agency.press("editor", path, path, **told, users="12", follow_ups="Loket buka 07.30").text
    assert "14 peserta" in shown and "Pengguna layanan: 12" in shown and "Loket buka 07.30" in shown
    agency.published(key)
    with agency.app.app_context():
        version = current_session().get_one(StandardVersion, key)
        slug = current_session().get_one(Service, version.service_id).slug
    public = Page.of(agency.app.test_client().get(f"/instansi/kota-contoh/layanan/{slug}")).text
    assert "1 Oktober 2026" in public and "14 peserta" in public
    assert "Warga minta loket pagi" not in public


def a_decree(agency: Agencys, *drafts: int) -> int:
    path = "/kelola/keputusan/baru"
    client = agency.browsers["editor"]
    told = {"number": "7/SK/2026", "decided_on": "01-11-2026", "signatory_function": "Kepala Dinas"}
    answer = client.post(path, data={**form_of(agency.page("editor", path), path), **told})
    assert answer.status_code == 303
    decree_id = int(answer.location.rsplit("/", 1)[1])
    choose = f"/kelola/keputusan/{decree_id}/standar"
    form = form_of(agency.page("editor", choose), choose)
    assert client.post(choose, data={**form, "versions": [str(one) for one in drafts]}).status_code == 303
    return decree_id


def test_a_number_that_no_draft_has_chooses_none(agency: Agencys) -> None:
    choose = f"/kelola/keputusan/{a_decree(agency, agency.draft())}/standar"
    agency.draft(name="Izin keramaian")
    form = form_of(agency.page("editor", choose), choose)
    answer = agency.browsers["editor"].post(choose, data={**form, "versions": "9" * 30})
    assert (answer.status_code, list(Page.of(answer).errors())) == (422, ["versions"])


def test_a_decree_is_gone_through_difference_by_difference_and_published_as_one(agency: Agencys) -> None:
    drafts = [agency.draft(name="Kartu parkir"), agency.draft(name="Izin keramaian")]
    key = a_decree(agency, *drafts)
    at = f"/kelola/keputusan/{key}"
    assert "Sudah diajukan" in agency.press("editor", at, f"{at}/ajukan").text
    page = agency.page("publisher", at)
    assert "Masih 2 perubahan yang belum Anda periksa" in page.text
    assert not page.all("form", action=f"{at}/setujui")
    for version_id in drafts:
        shown = agency.press("publisher", f"{at}/standar/{version_id}", f"{at}/standar/{version_id}")
    assert "Semua perubahan sudah Anda periksa" in shown.text
    agency.press("publisher", at, f"{at}/setujui")
    done = agency.press("publisher", f"{at}/terbitkan", f"{at}/terbitkan").text
    assert "Sudah diterbitkan." in done
    assert [agency.state(one) for one in drafts] == ["published", "published"]


def test_changes_to_a_decree_are_asked_standard_by_standard(agency: Agencys) -> None:
    drafts = [agency.draft(name="Kartu parkir"), agency.draft(name="Izin keramaian")]
    key = a_decree(agency, *drafts)
    at = f"/kelola/keputusan/{key}"
    agency.press("editor", at, f"{at}/ajukan")
    path = f"{at}/minta-perbaikan"
    agency.press(
        "publisher", path, path, **{f"reason-{drafts[0]}-fee": "Tanpa dasar", f"reason-{drafts[1]}-whole": "X"}
    )
    assert "Tanpa dasar" in agency.page("editor", review_path(drafts[0])).text
    assert [agency.state(one) for one in drafts] == ["changes_requested"] * 2
    agency.press("editor", at, f"{at}/standar/{drafts[1]}/keluarkan")
    assert "Izin keramaian" not in agency.page("editor", at).text


def test_the_file_of_a_decree_is_a_pdf_and_comes_back(agency: Agencys) -> None:
    key = a_decree(agency, agency.draft())
    at = f"/kelola/keputusan/{key}"
    client = agency.browsers["editor"]
    form = form_of(agency.page("editor", at), f"{at}/berkas")
    for content, status in ((b"bukan pdf", 415), (pdf(), 303)):
        sent = {**form, "decree_file": (BytesIO(content), "keputusan.pdf")}
        answer = client.post(f"{at}/berkas", data=sent, content_type="multipart/form-data")
        assert answer.status_code == status
    back = client.get(f"{at}/berkas")
    assert back.data.startswith(b"%PDF-") and back.mimetype == "application/pdf"
    back.close()


def test_reasons_that_are_not_taken_come_back_word_by_word(agency: Agencys) -> None:
    drafts = [agency.draft(name="Kartu parkir"), agency.draft(name="Izin keramaian")]
    at = f"/kelola/keputusan/{a_decree(agency, *drafts)}"
    agency.press("editor", at, f"{at}/ajukan")
    path = f"{at}/minta-perbaikan"
    opened = form_of(agency.page("publisher", path), path)
    typed = {f"reason-{drafts[0]}-fee": "Tanpa dasar", f"reason-{drafts[1]}-whole": "Satu\nDua"}
    agency.press("editor", at, f"{at}/tarik-kembali")
    refused = Page.of(answer := agency.browsers["publisher"].post(path, data={**opened, **typed}))
    assert answer.status_code == 409 and list(refused.faults()) == []
    assert "Keadaannya sudah berubah" in refused.errors()["reason"]
    kept = form_of(refused, path)
    assert {name: kept[name] for name in typed} == typed
    agency.press("editor", at, f"{at}/standar/{drafts[1]}/keluarkan")
    agency.press("editor", at, f"{at}/ajukan")
    refused = Page.of(answer := agency.browsers["publisher"].post(path, data={**opened, **typed}))
    assert answer.status_code == 409 and "Satu Dua" in refused.text
    assert form_of(refused, path)[f"reason-{drafts[0]}-fee"] == "Tanpa dasar"
    again = form_of(refused, path)
    assert agency.browsers["publisher"].post(path, data=again).status_code == 303
    assert "Tanpa dasar" in agency.page("editor", review_path(drafts[0])).text


def test_reasons_about_one_standard_come_back_when_it_was_recalled(agency: Agencys) -> None:
    key = agency.draft()
    agency.press("editor", review_path(key), f"/kelola/standar/{key}/ajukan")
    path = f"/kelola/standar/{key}/minta-perbaikan"
    opened = form_of(agency.page("publisher", path), path)
    agency.press("editor", review_path(key), f"/kelola/standar/{key}/tarik-kembali")
    answer = agency.browsers["publisher"].post(path, data={**opened, f"reason-{key}-fee": "Tanpa dasar"})
    assert answer.status_code == 409
    assert form_of(Page.of(answer), path)[f"reason-{key}-fee"] == "Tanpa dasar"


def test_everybody_downloads_the_decree_of_a_published_standard_and_of_no_other(agency: Agencys) -> None:
    draft = agency.draft()
    at = f"/kelola/keputusan/{a_decree(agency, draft)}"
    editor, public = agency.browsers["editor"], agency.app.test_client()
    form = {**form_of(agency.page("editor", at), f"{at}/berkas"), "decree_file": (BytesIO(pdf()), "../x.html")}
    assert editor.post(f"{at}/berkas", data=form, content_type="multipart/form-data").status_code == 303
    with agency.app.app_context():
        version = current_session().get_one(StandardVersion, draft)
        page = f"/instansi/kota-contoh/layanan/{current_session().get_one(Service, version.service_id).slug}"
    link = f"{page}/versi/1/keputusan"
    assert public.get(link).status_code == 404
    agency.press("editor", at, f"{at}/ajukan")
    agency.press("publisher", f"{at}/standar/{draft}", f"{at}/standar/{draft}")
    agency.press("publisher", at, f"{at}/setujui")
    assert public.get(link).status_code == 404
    agency.press("publisher", f"{at}/terbitkan", f"{at}/terbitkan")
    for shown_at in (page, f"{page}/versi/1"):
        shown = Page.of(public.get(shown_at))
        assert list(shown.faults()) == []
        assert link in [one.attrib["href"] for one in shown.all("a")]
    answer = public.get(link)
    assert answer.data.startswith(b"%PDF-") and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=keputusan-7-sk-2026.pdf"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()
    assert public.get(f"{page}/versi/2/keputusan").status_code == 404


def test_two_who_change_a_decree_are_told_of_each_other(agency: Agencys) -> None:
    key = a_decree(agency, agency.draft())
    path = f"/kelola/keputusan/{key}/ubah"
    first = form_of(agency.page("editor", path), path)
    agency.press("both", path, path, number="8/SK/2026")
    answer = agency.browsers["editor"].post(path, data={**first, "number": "9/SK/2026"})
    assert answer.status_code == 409
    assert "Orang lain mengubahnya lebih dulu" in Page.of(answer).text and "9/SK/2026" in answer.get_data(as_text=True)
