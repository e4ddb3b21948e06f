"""From the words a citizen types to a receipt and back by its code, following only what the pages offer."""

import brotli
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.filing import open_with
from tests.web.reading import Fields, Page

LOADS_TO_THE_RECEIPT = 8
BYTES_TO_THE_RECEIPT = 150_000


class Walk:
    """A browser without scripts that counts what it loads; redirects are followed and count as one load."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.loads = 0
        self.bytes = 0
        self.page = Page("")

    def go(self, address: str) -> None:
        """Follow a link."""
        self._show(self.client.get(address, follow_redirects=True, headers={"Accept-Encoding": "br"}))

    def send(self, answers: Fields) -> None:
        """Fill in the form of the page and send it."""
        action, fields = self.page.form().attrib["action"], {**self.page.fields(), **answers}
        self._show(self.client.post(action, data=fields, follow_redirects=True, headers={"Accept-Encoding": "br"}))

    def link(self, words: str) -> str:
        """The address of the first link that says so."""
        for link in self.page.all("a"):
            if words in " ".join("".join(link.itertext()).split()):
                return link.attrib["href"]
        raise AssertionError(f"no link says {words!r}")

    def _show(self, response: TestResponse) -> None:
        assert response.status_code == 200
        self.loads += 1
        self.bytes += len(response.data)
        self.page = Page(_decoded(response))


def _decoded(response: TestResponse) -> str:
    body = response.data
    return (brotli.decompress(body) if response.content_encoding == "br" else body).decode()


def test_from_everyday_words_to_a_receipt_and_back_by_the_code(seeded_app: Flask) -> None:
    walk = Walk(seeded_app.test_client())
    walk.go("/cari?q=bikin+ktp+ilang+kota+bandung")
    walk.go(walk.link("Penerbitan KTP-el karena hilang atau rusak"))
    assert walk.page.marker("data_version_number") == "1"
    walk.go(walk.link("Laporkan ketidaksesuaian"))
    walk.send({"group": ["money"], "variant": "hilang", "money_total": "Rp 50.000", "money_receipt": "none"})
    walk.send({"visibility": "open"})
    walk.send({"description": "Diminta uang di loket.", "name": "Sri Wahyuni", "phone": "0812 3456 7890"})
    assert "Rp50.000 di atas standar" in walk.page.text
    walk.send({})
    code = walk.page.marker("data_tracking_code")
    assert walk.loads <= LOADS_TO_THE_RECEIPT
    assert walk.bytes <= BYTES_TO_THE_RECEIPT

    elsewhere = seeded_app.test_client()
    assert open_with(elsewhere, code).status_code == 303
    report = Page.of(elsewhere.get("/laporan"))
    assert "Inspektorat Daerah" in report.text and "Diminta uang di loket." in report.text
    assert report.marker("data_state") == "in_progress"


def test_who_does_not_know_the_service_reports_about_the_agency(seeded_app: Flask) -> None:
    walk = Walk(seeded_app.test_client())
    walk.go("/lapor?instansi=sleman")
    walk.go(walk.link("Kabupaten Sleman"))
    walk.send({"group": ["not_served"], "not_served_reason": "closed"})
    walk.send({"visibility": "anonymous"})
    walk.send({"description": "Kantor tutup pada jam kerja."})
    walk.send({})
    assert walk.page.marker("data_tracking_code")
    walk.go(walk.link("Buka laporan"))
    assert walk.page.marker("data_state") == "received"
    assert walk.page.marker("data_due").endswith("+07:00")
