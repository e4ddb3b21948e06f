"""Every public page of the contract, in both languages: it answers, its HTML is sound, its markers are there."""

from collections import Counter

import pytest
from flask.testing import FlaskClient

from tests.web.reading import Page, words

SERVICE = "/instansi/kota-bandung/layanan/ktp-hilang-rusak"
PASSPORT = "/instansi/kementerian-imigrasi-dan-pemasyarakatan/layanan/paspor-baru"
WITHOUT_STANDARD = "/instansi/kabupaten-sleman/layanan/kia"
#: Every page that a GET shows, at least once.
PAGES = [
    "/",
    "/cari",
    "/cari?q=ktp+hilang+bandung",
    "/cari?q=tidakadasamasekali",
    "/cari?kategori=menikah",
    "/cari?q=paspor&gratis=1",
    "/layanan/ktp-hilang-rusak",
    "/layanan/paspor-baru?varian=elektronik-10",
    "/layanan/paspor-baru/versi",
    "/layanan/paspor-baru/versi/1",
    "/layanan/paspor-baru/versi/1/banding/2",
    "/instansi",
    "/instansi?q=kupang",
    "/instansi?jenis=city",
    "/instansi/kota-bandung",
    "/instansi/polri",
    SERVICE,
    f"{SERVICE}?varian=rusak",
    PASSPORT,
    "/instansi/kabupaten-sanggau/layanan/kk-baru",
    "/instansi/kementerian-atr-bpn/layanan/tanah-balik-nama",
    "/instansi/provinsi-jawa-barat/layanan/pajak-tahunan",
    WITHOUT_STANDARD,
    f"{SERVICE}/kartu",
    f"{WITHOUT_STANDARD}/kartu",
    f"{SERVICE}/versi",
    f"{WITHOUT_STANDARD}/versi",
    f"{SERVICE}/versi/1",
    f"{PASSPORT}/versi/2/banding/1",
    f"{SERVICE}/lapor",
    f"{PASSPORT}/lapor?versi=1",
    f"{WITHOUT_STANDARD}/lapor",
    "/instansi/kota-kupang/layanan/ktp-baru/lapor",
    "/instansi/kota-bandung/lapor",
    "/lapor",
    "/lapor?instansi=kupang",
    "/lacak",
    "/aksesibilitas",
    "/privasi",
    "/lisensi",
]
#: Pages that are one page in another dress: they share a title on purpose.
SAME_TITLE = {f"{SERVICE}?varian=rusak", "/layanan/paspor-baru?varian=elektronik-10", "/cari?q=paspor&gratis=1"}
SAME_TITLE |= {"/instansi?q=kupang", "/instansi?jenis=city", "/lapor?instansi=kupang"}


@pytest.fixture(scope="module")
def pages(reader: FlaskClient) -> dict[str, Page]:
    """Every page in both languages, read once."""
    found = {}
    for path in PAGES:
        for prefix in ("", "/en"):
            response = reader.get(prefix + path)
            assert response.status_code == 200, prefix + path
            found[prefix + path] = Page.of(response)
    return found


def test_every_page_answers_in_its_language_with_sound_html(pages: dict[str, Page]) -> None:
    faults = {path: list(page.faults()) for path, page in pages.items()}
    assert {path: found for path, found in faults.items() if found} == {}
    for path, page in pages.items():
        assert page.root.attrib["lang"] == ("en" if path.startswith("/en") else "id")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_has_a_title_of_its_own_that_ends_with_the_sites_name(pages: dict[str, Page], prefix: str) -> None:
    titles = [page.title for path, page in pages.items() if path.startswith("/en") == bool(prefix)]
    assert all(title.endswith(" - sipp") for title in titles)
    distinct = [pages[prefix + path].title for path in PAGES if path not in SAME_TITLE]
    assert [title for title, count in Counter(distinct).items() if count > 1] == []


def test_every_page_leads_to_itself_in_the_other_language_and_back(pages: dict[str, Page]) -> None:
    for path in PAGES:
        if "/kartu" in path:
            continue
        for own, other in ((path, f"/en{path}"), (f"/en{path}", path)):
            links = [link.attrib["href"] for link in pages[own].all("link", rel="alternate")]
            assert other.rstrip("/") in [link.rstrip("/") for link in links], own


def test_no_page_leads_out_of_its_language_but_by_the_switch(pages: dict[str, Page]) -> None:
    strays = [
        (path, link.attrib["href"])
        for path, page in pages.items()
        if path.startswith("/en")
        for link in page.all("a")
        if link.attrib["href"].startswith("/")
        and not link.attrib["href"].startswith("/en")
        and link.attrib.get("hreflang") != "id"
    ]
    assert strays == []


def test_every_link_of_every_page_leads_somewhere(pages: dict[str, Page], reader: FlaskClient) -> None:
    targets = {
        link.attrib["href"].split("#")[0]
        for path, page in pages.items()
        if not path.startswith("/en")
        for link in page.all("a")
        if link.attrib["href"].startswith("/")
    }
    targets = {target for target in targets if target and not target.startswith("/en")}
    sample = sorted(target for target in targets if hash_of(target) % 3 == 0 or target.count("/") < 3)
    broken = [(target, status) for target in sample if (status := reader.get(target).status_code) not in (200, 303)]
    assert len(sample) > 50
    assert broken == []


def hash_of(text: str) -> int:
    """The same number in every run, unlike the built-in hash."""
    return sum(text.encode())


@pytest.mark.parametrize(("path", "number"), [(SERVICE, "1"), (PASSPORT, "2")])
def test_service_page_and_form_name_the_same_service_and_version(
    pages: dict[str, Page], path: str, number: str
) -> None:
    for prefix in ("", "/en"):
        service, form = pages[prefix + path], pages.get(f"{prefix}{path}/lapor")
        assert service.marker("data_version_number") == number
        assert service.marker("data_service_id").isdigit() and service.marker("data_version_id").isdigit()
        if form is not None:
            for name in ("data_service_id", "data_version_id", "data_version_number"):
                assert form.marker(name) == service.marker(name)


def test_the_form_for_an_older_version_names_that_version(pages: dict[str, Page]) -> None:
    older = pages[f"{PASSPORT}/lapor?versi=1"]
    assert older.marker("data_version_number") == "1"
    assert older.marker("data_service_id") == pages[PASSPORT].marker("data_service_id")
    assert older.marker("data_version_id") != pages[PASSPORT].marker("data_version_id")
    assert older.all(None, id="versi")


def test_a_service_without_a_standard_is_marked_without_a_version(pages: dict[str, Page]) -> None:
    for path in (WITHOUT_STANDARD, f"{WITHOUT_STANDARD}/lapor"):
        page = pages[path]
        assert page.marker("data_service_id").isdigit()
        assert page.all(None, data_version_id=None) == page.all(None, data_version_number=None) == []


def test_the_service_page_shows_all_fourteen_components(pages: dict[str, Page]) -> None:
    for path in (SERVICE, PASSPORT):
        sections = {section.attrib["id"] for section in pages[path].root.iter() if "id" in section.attrib}
        assert {"syarat", "langkah", "biaya", "waktu", "hasil"} <= sections
        text = pages[path].text
        for name in (
            "Dasar hukum",
            "Sarana, prasarana",
            "Kompetensi pelaksana",
            "Pengawasan internal",
            "Penanganan pengaduan",
            "Jumlah pelaksana",
            "Jaminan pelayanan",
            "Jaminan keamanan",
            "Evaluasi kinerja",
        ):
            assert name in text, (path, name)


def test_all_fourteen_components_of_a_version_stand_in_the_order_of_the_law(pages: dict[str, Page]) -> None:
    sections = [
        element.attrib["id"]
        for element in pages[f"{SERVICE}/versi/1"].root.iter()
        if element.attrib.get("id", "").replace("-", "_") in ORDER
    ]
    assert sections == [component.replace("_", "-") for component in ORDER]


ORDER = (
    "legal_basis",
    "requirements",
    "procedure",
    "time_limit",
    "fee",
    "product",
    "facilities",
    "staff_competence",
    "internal_oversight",
    "complaint_handling",
    "staff_count",
    "service_guarantee",
    "security_guarantee",
    "performance_evaluation",
)


def test_the_first_glance_answers_for_the_chosen_variant(pages: dict[str, Page]) -> None:
    lost, damaged = pages[SERVICE].text, pages[f"{SERVICE}?varian=rusak"].text
    assert "Surat kehilangan dari kepolisian" in lost and "KTP-el yang rusak" not in lost
    assert "KTP-el yang rusak" in damaged and "Surat kehilangan dari kepolisian" not in damaged
    assert "Gratis" in lost and "24 jam" in lost


def test_an_unknown_variant_shows_the_first_one(reader: FlaskClient) -> None:
    unknown = Page.of(reader.get(f"{SERVICE}?varian=hangus"))
    assert "Surat kehilangan dari kepolisian" in unknown.text


def test_what_no_agency_confirmed_is_said_to_be_unconfirmed(pages: dict[str, Page]) -> None:
    assert "belum dikonfirmasi instansi" in pages[SERVICE].text
    assert "belum dipublikasikan" in pages[SERVICE].text.lower()


def test_what_changed_is_told_with_marks_of_insertion_and_deletion(pages: dict[str, Page]) -> None:
    page = pages["/layanan/paspor-baru/versi/1/banding/2"]
    deleted = " ".join(words(element) for element in page.all("del"))
    inserted = " ".join(words(element) for element in page.all("ins"))
    assert "Rp350.000" in deleted and "Rp650.000" in inserted
    assert page.text.count("Rp950.000") == pages[f"{PASSPORT}/versi/2/banding/1"].text.count("Rp950.000")


def test_the_promise_card_is_under_three_kilobytes(reader: FlaskClient) -> None:
    for path in (SERVICE, PASSPORT, "/instansi/kementerian-agama/layanan/nikah-kua"):
        assert len(reader.get(f"{path}/kartu", headers={"Accept-Encoding": "gzip"}).data) < 3072, path


def test_every_offer_and_every_reference_answers(library: object, reader: FlaskClient) -> None:
    agencies = {
        link.attrib["href"]
        for number in (1,)
        for link in Page.of(reader.get(f"/instansi?halaman={number}")).all("a")
        if link.attrib["href"].startswith("/instansi/")
    }
    assert len(agencies) == 33
    services = {
        link.attrib["href"]
        for agency in sorted(agencies)
        for link in Page.of(reader.get(agency)).all("a")
        if "/layanan/" in link.attrib["href"]
    }
    assert len(services) == 346
    one_of_each = {path.rsplit("/", 1)[1]: path for path in sorted(services)}
    assert len(one_of_each) == 59
    broken = [path for path in one_of_each.values() if reader.get(path).status_code != 200]
    broken += [slug for slug in one_of_each if reader.get(f"/en/layanan/{slug}").status_code != 200]
    assert broken == []
