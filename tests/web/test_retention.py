"""The privacy page says how long what is kept, from the rules that erase it."""

from flask.testing import FlaskClient

from sipp.rules.retention import RULES
from tests.web.reading import Page, words


def test_the_privacy_page_tells_every_period(client: FlaskClient) -> None:
    page = Page.of(client.get("/privasi"))
    (section,) = [one for one in page.all("section") if one.attrib.get("id") == "masa-simpan"]
    told = [words(one).partition(": ")[2] for one in section.iter("li")]
    assert told == [
        "72 jam setelah halaman terakhir.",
        "90 hari kalender setelah laporan selesai.",
        "1 tahun setelah laporan selesai.",
        "1 tahun setelah laporan selesai.",
        "1 tahun setelah laporan selesai.",
        "2 tahun setelah laporan selesai.",
        "2 tahun setelah dikirim.",
        "30 hari kalender setelah terkirim.",
        "90 hari kalender setelah terakhir dipakai.",
        "30 hari kalender setelah tidak berlaku lagi.",
    ]
    assert len(told) == len({rule.data_class for rule in RULES})
