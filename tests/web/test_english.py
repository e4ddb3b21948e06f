"""English pages speak English: what both languages share is agency content, marked lang="id", or a name."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

SERVICE = "/instansi/kota-bandung/layanan/ktp-hilang-rusak"
PASSPORT = "/instansi/kementerian-imigrasi-dan-pemasyarakatan/layanan/paspor-baru"
PAGES = (
    "/",
    "/cari",
    "/cari?q=ktp+kota+kupang",
    "/cari?q=perpanjangn+sim+onlen",
    "/cari?q=pungli",
    "/cari?kategori=menikah",
    "/layanan/paspor-baru",
    "/layanan/nib/versi",
    "/layanan/nib/versi/1",
    "/layanan/paspor-baru/versi/1/banding/2",
    "/instansi",
    "/instansi/kota-bandung",
    SERVICE,
    PASSPORT,
    "/instansi/kabupaten-sleman/layanan/kia",
    f"{SERVICE}/kartu",
    f"{SERVICE}/versi",
    f"{SERVICE}/versi/1",
    f"{SERVICE}/koreksi",
    f"{SERVICE}/koreksi/biaya",
    f"{SERVICE}/lapor",
    f"{PASSPORT}/lapor?versi=1",
    "/instansi/kota-kupang/layanan/ktp-baru/lapor",
    "/instansi/kota-bandung/lapor",
    "/lapor",
    "/lapor?instansi=bandung",
    "/lacak",
    "/aksesibilitas",
    "/privasi",
    "/lisensi",
    "/tidak-ada",
)
#: Words that are the same in both languages: names, codes, the switch of languages, examples of what people type.
SHARED = re.compile(
    r"""sipp|SP4N-LAPOR!|Ombudsman\ RI|WhatsApp|SMS|E-mail|KTP|NIK|WIB|WITA|WIT|SHA-256|UU|Model|Status
    |bikin\ ktp\ hilang\ bandung|\(?(?:SIM|KK|KTP)\)?|→|,\ SMS\ 1708|Bahasa\ Indonesia|English|EN|ID
    |[a-f0-9]{64}|LP-[0-9A-Z-]+|[\d\s.,:;()/·|?!%“”"'…-]+|Rp[\d.]+""",
    re.VERBOSE,
)


class Texts(HTMLParser):
    """The texts and the spoken attributes of a page, without what stands in another language."""

    VOID = frozenset({"input", "img", "meta", "link", "br", "hr"})
    #: A title names the agency's service in the agency's words and cannot hold marks.
    UNSEEN = frozenset({"script", "style", "title"})
    SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-suggest-label")

    def __init__(self, html: str, language: str) -> None:
        super().__init__()
        self.language = language
        self.found: set[str] = set()
        self._languages: list[str] = [language]
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        language = values.get("lang") or self._languages[-1]
        if language == self.language:
            self.found.update(str(values[name]) for name in self.SPOKEN if values.get(name))
        if tag in self.UNSEEN:
            self._silent += 1
        if tag not in self.VOID:
            self._languages.append(language)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.UNSEEN:
            self._silent -= 1
        if tag not in self.VOID and len(self._languages) > 1:
            self._languages.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not self._silent and self._languages[-1] == self.language:
            self.found.add(words)


@pytest.mark.parametrize("path", PAGES)
def test_no_interface_text_of_an_english_page_is_left_in_indonesian(seeded_client: FlaskClient, path: str) -> None:
    indonesian = Texts(seeded_client.get(path).text, "id").found
    english = Texts(seeded_client.get(f"/en{path}").text, "en").found

    untranslated = {words for words in indonesian & english if not SHARED.fullmatch(words)}

    assert untranslated == set()


def test_the_comparison_would_notice_an_untranslated_text() -> None:
    page = "<html lang='{0}'><body><p>Belum diterjemahkan</p><p lang='id'>Isi instansi</p></body></html>"

    shared = Texts(page.format("id"), "id").found & Texts(page.format("en"), "en").found

    assert shared == {"Belum diterjemahkan"}
