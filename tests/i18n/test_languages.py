from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, request, url_for
from flask_babel import gettext as _

from sipp.i18n import current_language
from sipp.web.language import LanguagePrefix, path_in_language


@pytest.fixture
def prefixed(small_app: Flask) -> Iterator[Flask]:
    """The small application behind the middleware, with one page that tells what it sees."""

    @small_app.get("/", defaults={"path": ""})
    @small_app.get("/<path:path>")
    def page(path: str) -> dict[str, Any]:
        return {
            "language": current_language(),
            "path": request.path,
            "word": _("Biaya"),
            "link": url_for("page", path="instansi"),
            "home": url_for("page", path=""),
            "other": path_in_language("en", request.script_root, request.path),
            "plain": path_in_language("id", request.script_root, request.path),
        }

    small_app.wsgi_app = LanguagePrefix(small_app.wsgi_app)  # type: ignore[method-assign]
    yield small_app


@pytest.mark.parametrize(
    ("path", "language", "seen"),
    [
        ("/", "id", "/"),
        ("/en", "en", "/"),
        ("/en/", "en", "/"),
        ("/en/cari", "en", "/cari"),
        ("/en/en", "en", "/en"),
        ("/energi", "id", "/energi"),
        ("/cari/en", "id", "/cari/en"),
        ("/EN/cari", "id", "/EN/cari"),
        ("/id/cari", "id", "/id/cari"),
        ("/en/lacak/%C3%A9", "en", "/lacak/é"),
    ],
)
def test_only_a_whole_first_segment_chooses_english(prefixed: Flask, path: str, language: str, seen: str) -> None:
    answer = prefixed.test_client().get(path).get_json()

    assert (answer["language"], answer["path"]) == (language, seen)


def test_every_link_keeps_the_language(prefixed: Flask) -> None:
    client = prefixed.test_client()

    assert client.get("/en/cari").get_json()["link"] == "/en/instansi"
    assert client.get("/cari").get_json()["link"] == "/instansi"


def test_texts_follow_the_language_of_the_request_and_nothing_is_left_of_it(prefixed: Flask) -> None:
    client = prefixed.test_client()

    assert [client.get(path).get_json()["word"] for path in ("/", "/en/", "/")] == ["Biaya", "Fee", "Biaya"]


def test_a_request_inside_a_context_that_spoke_already_has_its_own_language(prefixed: Flask) -> None:
    with prefixed.app_context():
        assert current_language() == "id"
        assert prefixed.test_client().get("/en/").get_json()["language"] == "en"


def test_the_switch_of_languages_keeps_the_page(prefixed: Flask) -> None:
    client = prefixed.test_client()

    for path in ("/cari", "/en/cari"):
        answer = client.get(path).get_json()
        assert (answer["other"], answer["plain"]) == ("/en/cari", "/cari")
    assert client.get("/en").get_json()["plain"] == "/"


def test_an_installation_below_a_folder_keeps_its_folder(prefixed: Flask) -> None:
    answer = prefixed.test_client().get("/en/cari", environ_overrides={"SCRIPT_NAME": "/layanan"}).get_json()

    assert answer["link"] == "/layanan/en/instansi"
    assert answer["plain"] == "/layanan/cari"


def test_what_a_client_sends_cannot_choose_an_unknown_language(prefixed: Flask) -> None:
    answer = prefixed.test_client().get("/", headers={"sipp.locale": "xx", "Accept-Language": "en"}).get_json()

    assert answer["language"] == "id"
