"""Static files: names with a hash, precompressed, cached for good, within the budget, the same in both languages."""

import gzip
from pathlib import Path
from threading import Thread

import brotli
import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from sipp.web.assets import STATIC_DIR, AssetManifest, build, install, minify
from sipp.web.language import LanguagePrefix

KIBIBYTE = 1024


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small static folder of its own."""
    folder = tmp_path / "source"
    for name, text in {
        "style/base.css": "p { color: red; }\n" * 40,  # compressed, it is smaller
        "style/library.css": "",
        "style/pieces.css": "",
        "style/office.css": "",
        "style/media.css": "",
        "js/sipp.js": "export {};\n",
        "img/logo.svg": "<svg/>",
        "vendor/govuk-frontend/govuk-frontend.css": ".govuk-x{top:0}\n",
        "vendor/govuk-frontend/LICENSE": "MIT",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def client(source: Path, tmp_path: Path) -> FlaskClient:
    app = Flask("static", static_folder=None)
    app.add_url_rule("/asset", view_func=lambda: render_template_string('{{ asset("css/sipp.css") }}'))
    install(app, tmp_path / "built", source)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    return app.test_client()


def test_an_address_carries_the_hash_of_the_content(source: Path, tmp_path: Path) -> None:
    before = AssetManifest(build(source, tmp_path / "built")).url("js/sipp.js")
    (source / "js" / "sipp.js").write_text("export const changed = true;\n")
    after = AssetManifest(build(source, tmp_path / "built")).url("js/sipp.js")
    assert before.startswith("/static/js/sipp.") and before.endswith(".js")
    assert len(before) == len("/static/js/sipp.0123456789.js")
    assert before != after


def test_an_unknown_file_is_an_error_and_not_a_broken_link(source: Path, tmp_path: Path) -> None:
    manifest = AssetManifest(build(source, tmp_path / "built"))
    with pytest.raises(KeyError):
        manifest.url("css/other.css")


def test_the_manifest_names_the_files_that_build_wrote(source: Path, tmp_path: Path) -> None:
    names = build(source, tmp_path / "built")
    for name, hashed in names.items():
        assert AssetManifest(names).url(name) == f"/static/{hashed}"
        assert (tmp_path / "built" / hashed).is_file()


def test_the_library_and_our_style_are_one_file_and_ours_has_the_last_word(source: Path, tmp_path: Path) -> None:
    names = build(source, tmp_path / "built")
    assert (tmp_path / "built" / names["css/sipp.css"]).read_text() == ".govuk-x{top:0}" + "p{color:red}" * 40
    assert not [name for name in names if name.startswith(("vendor/", "style/"))]


def test_the_compressed_files_hold_the_same_content(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "built" / build(source, tmp_path / "built")["css/sipp.css"]
    assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == path.read_bytes()
    assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


def test_files_of_an_earlier_release_stay_for_pages_in_caches(source: Path, tmp_path: Path) -> None:
    old = build(source, tmp_path / "built")["js/sipp.js"]
    (source / "js" / "sipp.js").write_text("export const changed = true;\n")
    new = build(source, tmp_path / "built")["js/sipp.js"]
    assert old != new
    assert (tmp_path / "built" / old).is_file()


def test_processes_that_start_together_leave_whole_files(source: Path, tmp_path: Path) -> None:
    threads = [Thread(target=build, args=(source, tmp_path / "built")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = [path for path in (tmp_path / "built").rglob("*") if path.is_file()]
    assert not [path for path in written if path.name.startswith(".new-")]
    assert {path.name.rpartition(".")[2] for path in written} == {"css", "js", "svg", "br", "gz"}


@pytest.mark.parametrize(("accepted", "answered"), [("gzip, br", "br"), ("gzip", "gzip"), ("", None)])
def test_a_file_comes_compressed_as_the_browser_asks_and_is_kept_for_good(
    client: FlaskClient, accepted: str, answered: str | None
) -> None:
    address = client.get("/asset").text
    response = client.get(address, headers={"Accept-Encoding": accepted})
    response.close()
    assert response.status_code == 200
    assert response.headers.get("Content-Encoding") == answered
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"].startswith("text/css")
    assert "Access-Control-Allow-Origin" not in response.headers


def test_both_languages_share_one_address(client: FlaskClient) -> None:
    address = client.get("/asset").text
    assert address.startswith("/static/css/sipp.")
    assert client.get("/en/asset").text == address


@pytest.mark.parametrize("path", ["/static/css/sipp.css", "/static/../built", "/static/vendor/govuk-frontend/LICENSE"])
def test_only_hashed_names_are_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_minifying_keeps_what_the_rules_say() -> None:
    css = """
    /* a comment */
    a :hover , b > c { margin : 0 auto ; width: calc(100% - 2px) ; }
    @media (min-width: 40em) and (max-width: 60em) { p::after { content: "a  b"; } }
    """
    small = minify(css)
    assert "comment" not in small
    assert "a :hover" in small
    assert "calc(100% - 2px)" in small
    assert "@media (min-width:40em) and (max-width:60em){" in small


@pytest.mark.parametrize(
    ("name", "most_bytes"),
    [("css/sipp.css", 16 * KIBIBYTE), ("js/sipp.js", 6 * KIBIBYTE), ("img/logo.svg", 4 * KIBIBYTE)],
)
def test_what_goes_over_the_wire_stays_within_the_budget(tmp_path: Path, name: str, most_bytes: int) -> None:
    path = tmp_path / build(STATIC_DIR, tmp_path)[name]
    assert path.with_name(path.name + ".br").stat().st_size <= most_bytes
