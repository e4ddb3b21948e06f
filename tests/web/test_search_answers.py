"""Results as a page and as JSON, and suggestions, in the shapes of the contract."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.reading import Page, words

JSON = {"Accept": "application/json"}
FIELDS = {"kind", "reference", "service", "agency", "name", "url", "fee", "time"}


def found(reader: FlaskClient, query: str, **more: str) -> dict[str, Any]:
    response = reader.get("/cari", query_string={"q": query, **more}, headers=JSON)
    assert (response.status_code, response.mimetype) == (200, "application/json")
    body: dict[str, Any] = response.json
    return body


def test_results_as_json_have_exactly_the_fields_of_the_contract(reader: FlaskClient) -> None:
    for query in ("ktp hilang kota bandung", "paspor", "kota kupang", "disdukcapil bandung", "tidakadasamasekali", ""):
        body = found(reader, query)
        assert set(body) == {"query", "corrected", "place", "total", "results"}
        assert body["query"] == query and isinstance(body["total"], int)
        for result in body["results"]:
            assert set(result) == FIELDS
            assert result["kind"] in ("offer", "reference", "agency")
            assert (result["service"] is not None) == (result["kind"] == "offer")
            assert reader.get(result["url"].split("#")[0]).status_code == 200


def test_with_a_place_the_offer_there_comes_first(reader: FlaskClient) -> None:
    body = found(reader, "bikin ktp ilang kota bandung")
    first = body["results"][0]
    assert (first["kind"], first["service"], first["agency"]) == (
        "offer",
        "kota-bandung/ktp-hilang-rusak",
        "kota-bandung",
    )
    assert (first["reference"], body["place"]) == ("ktp-hilang-rusak", "32.73")
    assert (first["fee"], first["time"]) == ("Tidak dipungut biaya", "24 jam")


def test_without_a_place_the_reference_itself_is_the_result(reader: FlaskClient) -> None:
    body = found(reader, "ktp hilang")
    first = body["results"][0]
    assert (first["kind"], first["reference"], first["service"], first["agency"]) == (
        "reference",
        "ktp-hilang-rusak",
        None,
        None,
    )
    assert body["place"] is None


def test_page_and_json_show_the_same_results_in_the_same_order(reader: FlaskClient) -> None:
    for query in ("ktp hilang kota bandung", "paspor", "akta lahir kupang", "kota kupang"):
        page = Page.of(reader.get("/cari", query_string={"q": query}))
        shown = [
            (
                article.attrib["data-result"],
                article.attrib.get("data-reference"),
                article.attrib.get("data-service"),
                article.attrib.get("data-agency"),
            )
            for article in page.all("article", data_result=None)
        ]
        told = [
            (one["kind"], one["reference"], one["service"], one["agency"]) for one in found(reader, query)["results"]
        ]
        assert shown == told and shown


def test_a_name_that_city_and_regency_share_shows_both(reader: FlaskClient) -> None:
    offers = {one["service"] for one in found(reader, "akta lahir kupang")["results"] if one["kind"] == "offer"}
    assert {"kota-kupang/akta-lahir", "kabupaten-kupang/akta-lahir"} <= offers
    text = Page.of(reader.get("/cari?q=akta+lahir+kupang")).text
    assert "Kota atau Kabupaten?" in text
    only = [one["service"] for one in found(reader, "akta lahir kabupaten kupang")["results"] if one["service"]]
    assert only[0] == "kabupaten-kupang/akta-lahir"


def test_a_misspelt_query_says_what_was_searched_instead_and_offers_the_literal_one(reader: FlaskClient) -> None:
    body = found(reader, "pasport anka")
    assert body["corrected"] and body["results"]
    page = Page.of(reader.get("/cari?q=pasport+anka"))
    assert body["corrected"] in page.text
    literal = [link.attrib["href"] for link in page.all("a") if "persis=1" in link.attrib["href"]]
    assert len(literal) == 1
    assert "Menampilkan hasil untuk" not in Page.of(reader.get(literal[0])).text


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"instansi": "kota-kupang"}, {"kota-kupang"}),
        ({"wilayah": "53.71"}, {"kota-kupang"}),
        ({"instansi": "tidak-ada"}, set()),
    ],
)
def test_filters_narrow_the_results_to_their_agency(
    reader: FlaskClient, filters: dict[str, str], expected: set[str]
) -> None:
    body = found(reader, "akta lahir", **filters)
    agencies = {one["agency"] for one in body["results"] if one["kind"] == "offer"}
    assert agencies >= expected if expected else agencies == set()


def test_only_what_costs_nothing_is_left_when_one_asks_for_it(reader: FlaskClient) -> None:
    body = found(reader, "", gratis="1")
    assert body["results"] and {one["fee"] for one in body["results"]} == {"Tidak dipungut biaya"}
    everything = found(reader, "")
    assert everything["total"] == 59 > body["total"]


def test_a_category_shows_the_services_of_its_event_in_life(reader: FlaskClient) -> None:
    body = found(reader, "", kategori="menikah")
    slugs = {one["reference"] for one in body["results"]}
    assert {"nikah-kua", "akta-kawin"} <= slugs and "sim-baru" not in slugs
    assert found(reader, "", kategori="tidak-ada")["total"] == 0


def test_results_go_on_over_pages_without_repeating(reader: FlaskClient) -> None:
    first = found(reader, "")
    pages = [found(reader, "", halaman=str(number))["results"] for number in range(1, 7)]
    slugs = [one["reference"] for page in pages for one in page]
    assert len(first["results"]) == 10 and len(slugs) == len(set(slugs)) == 59
    assert found(reader, "", halaman="99")["results"] == pages[-1]


def test_suggestions_are_in_the_shape_of_opensearch(reader: FlaskClient) -> None:
    response = reader.get("/cari/saran?q=pasp")
    assert response.mimetype == "application/x-suggestions+json"
    query, names, notes, urls = response.json
    assert query == "pasp" and names and len(names) == len(notes) == len(urls)
    assert all("aspor" in name.lower() for name in names)
    assert all(re.fullmatch(r"/cari\?q=.+", url) for url in urls)
    assert reader.get("/cari/saran?q=").json[1] == []


def test_without_an_index_the_names_in_the_database_answer_and_the_page_says_so(seeded_app: Flask) -> None:
    folder = seeded_app.config["SIPP"].index_dir
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    client = seeded_app.test_client()
    body = client.get("/cari?q=paspor+anak", headers=JSON).json
    assert [one["reference"] for one in body["results"]][:1] == ["paspor-anak"]
    assert "Untuk sementara hasil dicari langsung" in Page.of(client.get("/cari?q=paspor+anak")).text
    assert client.get("/cari/saran?q=pasp").json == ["pasp", [], [], []]


def test_words_of_a_complaint_lead_to_reporting(reader: FlaskClient) -> None:
    page = Page.of(reader.get("/cari?q=pungli+sim"))
    assert "Ingin melaporkan masalah?" in page.text
    assert any(link.attrib["href"] == "/lapor" for link in page.all("a"))


def test_a_query_is_shown_as_text_and_never_as_html(reader: FlaskClient) -> None:
    for query in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "ktp <b>hilang</b>"):
        page = Page.of(reader.get("/cari", query_string={"q": query}))
        assert page.one("input", id="q").attrib["value"] == query
        assert not page.all("b") and not page.all("img", src="x")
        assert list(page.faults()) == []


def test_english_results_lead_to_english_pages(reader: FlaskClient) -> None:
    body = reader.get("/en/cari?q=paspor", headers=JSON).json
    assert body["results"] and all(one["url"].startswith("/en/") for one in body["results"])
    assert body["results"][0]["name"] != found(reader, "paspor")["results"][0]["name"]


def test_a_browser_gets_a_page_and_a_script_that_asks_gets_json(reader: FlaskClient) -> None:
    kinds = {
        accept: reader.get("/cari?q=ktp", headers={"Accept": accept}).mimetype
        for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "application/json", "application/json, */*")
    }
    assert list(kinds.values()) == ["text/html", "text/html", "application/json", "application/json"]


def facet_counts(reader: FlaskClient, address: str) -> dict[str, int]:
    """The choices beside the results with their counts."""
    page = Page.of(reader.get(address))
    links = page.one("nav", id="saring").iter("a")
    return {
        match[1].strip(): int(match[2].replace(".", ""))
        for link in links
        if (match := re.fullmatch(r"(.*)\(([\d.]+)\)", words(link)))
    }


def choice(reader: FlaskClient, address: str, label: str) -> str:
    """The address of one choice beside the results."""
    links = Page.of(reader.get(address)).one("nav", id="saring").iter("a")
    (found,) = [link.attrib["href"] for link in links if words(link).startswith(label)]
    return str(found)


@pytest.mark.parametrize("address", ["/cari?q=akta", "/cari?q=surat+izin", "/cari", "/cari?q=ktp+kupang"])
def test_each_choice_leaves_as_many_results_as_it_says(reader: FlaskClient, address: str) -> None:
    counts = facet_counts(reader, address)
    assert counts
    for label, count in counts.items():
        body = reader.get(choice(reader, address, f"{label} ("), headers=JSON).json
        if label.startswith(("Pemerintah", "Tidak dipungut", "Bisa daring", "Kementerian", "Lembaga", "Kepolisian")):
            assert body["total"] == count, label
        else:
            assert body["total"] >= 1, label


def test_choices_narrow_each_other(reader: FlaskClient) -> None:
    free = choice(reader, "/cari", "Tidak dipungut biaya")
    cities = choice(reader, free, "Pemerintah kota")
    both = reader.get(cities, headers=JSON).json
    assert "gratis=1" in cities and "jenis=city" in cities
    assert 0 < both["total"] < reader.get(free, headers=JSON).json["total"]
    assert {one["fee"] for one in both["results"]} == {"Tidak dipungut biaya"}


def test_results_can_be_put_in_order_of_name_and_fee(reader: FlaskClient) -> None:
    names = [one["name"] for one in found(reader, "surat", urut="nama")["results"]]
    assert names == sorted(names, key=str.casefold) and len(names) > 3
    fees = [one["fee"] for one in found(reader, "paspor", urut="biaya")["results"]]
    amounts = [int(re.sub(r"\D", "", fee.split(" sampai ")[0]) or 0) for fee in fees if fee]
    assert amounts == sorted(amounts) and len(amounts) > 1
    assert found(reader, "paspor", urut="tidak-ada") == found(reader, "paspor")


def test_a_typed_place_leads_to_its_offers(reader: FlaskClient) -> None:
    assert found(reader, "akta lahir", daerah="kab sleman")["results"][0]["service"] == "kabupaten-sleman/akta-lahir"
    both = {one["agency"] for one in found(reader, "akta lahir", daerah="kupang")["results"]}
    assert {"kota-kupang", "kabupaten-kupang"} <= both
    page = Page.of(reader.get("/cari?q=akta+lahir&daerah=antah+berantah"))
    assert "Tidak ada daerah bernama “antah berantah”" in page.text
    assert page.one("input", id="daerah").attrib["aria-invalid"] == "true"


def test_a_province_tells_how_many_of_its_agencies_offer_a_service(reader: FlaskClient) -> None:
    page = Page.of(reader.get("/cari?q=akta+lahir&daerah=jabar"))
    assert re.search(r"Ditawarkan oleh \d+ instansi di Jawa Barat", page.text)
    links = [link.attrib["href"] for link in page.all("a") if "daerah=Jawa" in link.attrib["href"]]
    assert links and "Kota Bandung" in Page.of(reader.get(links[0].split("#")[0])).text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("syarat paspor anak", "Syarat KTP-el kedua orang tua"),
        ("cara perpanjang sim", "Alur 4 langkah"),
        ("nib online", "Daring oss.go.id"),
    ],
)
def test_a_result_answers_what_was_asked(reader: FlaskClient, query: str, expected: str) -> None:
    page = Page.of(reader.get("/cari", query_string={"q": query}))
    first = page.all("article")[0]
    assert expected.replace(" ", "") in words(first).replace(" ", "")


def test_the_fact_that_was_asked_for_stands_first(reader: FlaskClient) -> None:
    article = Page.of(reader.get("/cari?q=berapa+lama+akta+lahir+kota+bandung")).all("article")[0]
    assert words(next(article.iter("li"))) == "24 jam"


def test_a_former_name_that_was_typed_is_shown_beside_the_present_one(reader: FlaskClient) -> None:
    article = Page.of(reader.get("/cari?q=imb")).all("article")[0]
    assert article.attrib["data-reference"] == "pbg"
    assert "Dikenal juga sebagai" in words(article)


def test_a_complaint_in_words_leads_to_the_form_of_the_offer(reader: FlaskClient) -> None:
    article = Page.of(reader.get("/cari?q=pungli+bikin+ktp+kota+bandung")).all("article")[0]
    addresses = [link.attrib["href"] for link in article.iter("a")]
    assert any(address.endswith("/lapor") for address in addresses)
    nowhere = Page.of(reader.get("/cari?q=pungli+bikin+ktp"))
    assert "pilih daerah Anda untuk melapor" in nowhere.text


def test_a_page_without_results_proposes_what_looks_alike_and_the_way_to_report(reader: FlaskClient) -> None:
    page = Page.of(reader.get("/cari?q=mutxasiw+kendarxaan&persis=1"))
    assert not page.all("article")
    assert "Mungkin yang Anda maksud" in page.text
    addresses = {link.attrib["href"] for link in page.all("a")}
    assert {"/instansi", "/lapor"} <= addresses
