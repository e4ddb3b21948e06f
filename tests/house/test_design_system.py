"""The design system: readable colours, nothing foreign in the style sheet, and form fields that say what is wrong."""

import re
from html.parser import HTMLParser
from typing import Any

import html5lib
import pytest
from flask import Flask, render_template_string
from jinja2 import StrictUndefined

from sipp.i18n import init_i18n
from sipp.web.assets import STATIC_DIR
from tests.house.source_tree import TEMPLATES

MACRO_FILES = sorted((TEMPLATES / "ui").glob("*.html"))
STYLE = "\n".join(path.read_text() for path in sorted((STATIC_DIR / "style").glob("*.css")))
LIBRARY = (STATIC_DIR / "vendor" / "govuk-frontend" / "govuk-frontend.css").read_text()

#: Text on its ground, by the names of the tokens.
TEXT_ON_GROUND = [
    ("content", "surface-page"),
    ("content", "surface"),
    ("content", "surface-soft"),
    ("content", "primary-soft"),
    ("content", "warning-soft"),
    ("content", "error-soft"),
    ("content", "success-soft"),
    ("content-muted", "surface-page"),
    ("content-muted", "surface"),
    ("content-muted", "surface-soft"),
    ("content-muted", "warning-soft"),
    ("content-muted", "primary-soft"),
    ("primary", "surface-page"),
    ("primary", "surface"),
    ("primary", "warning-soft"),
    ("primary", "primary-soft"),
    ("primary-deep", "primary-soft"),
    ("primary-deep", "surface"),
    ("on-primary", "primary"),
    ("on-primary", "primary-deep"),
    ("on-primary", "error"),
    ("primary-soft", "primary-deep"),
    ("on-accent", "accent"),
    ("warning", "warning-soft"),
    ("error", "error-soft"),
    ("error", "surface-page"),
    ("error", "surface"),
    ("success", "success-soft"),
    ("success", "surface"),
    ("info", "info-soft"),
]
#: What is not text but must be seen: borders of fields and the ring of the focus (WCAG 1.4.11).
MARK_ON_GROUND = [
    ("stroke-strong", "surface"),
    ("primary", "surface"),
    ("accent", "primary-deep"),
    ("accent", "content"),
]

FORM = """
{% from "ui/form.html" import error_summary, text_input, textarea, date_input, select, radios, checkboxes, checkbox,
   file_upload, form_page %}
{% set options = [{"value": "a", "label": "Satu"}, {"value": "b", "label": "Dua", "hint": "petunjuk"}] %}
{{ error_summary(errors) }}
{% call form_page("details", "/lapor", "csrf", "version", hidden={"group": ["money", "time"]}) %}
{{ text_input("name", "Nama", error=errors[0].text, hint="Petunjuk") }}
{{ textarea("description", "Cerita", error=errors[1].text, max_length=100) }}
{{ date_input("applied_on", "Tanggal", error=errors[2].text) }}
{{ select("service_point", "Tempat", options, error=errors[3].text) }}
{{ radios("visibility", "Siapa yang tahu?", options, error=errors[4].text) }}
{{ checkboxes("group", "Apa?", options, error=errors[5].text) }}
{{ checkbox("confirm", "Ya", error=errors[6].text) }}
{{ file_upload("attachment", "Bukti", error=errors[7].text) }}
{% endcall %}
"""
FIELDS = ["name", "description", "applied_on", "service_point", "visibility", "group", "confirm", "attachment"]
ERRORS = [{"name": name, "text": f"Perbaiki {name}."} for name in FIELDS]


@pytest.fixture(scope="module")
def frame() -> Flask:
    app = Flask("sipp", template_folder=str(TEMPLATES), static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    init_i18n(app)
    return app


def render(frame: Flask, source: str, **values: Any) -> str:
    with frame.test_request_context("/"):
        return render_template_string(source, **values)


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text of every element that has an id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text_by_id: dict[str, str] = {}
        self._open: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if tag not in {"input", "br", "img", "link", "meta"}:
            self._open.append((tag, attributes.get("id")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, identity in self._open:
            if identity:
                self.text_by_id[identity] = self.text_by_id.get(identity, "") + data

    def with_name(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if attributes.get("name") == name]


def token(name: str) -> str:
    match = re.search(rf"--{name}: (#[0-9a-f]+);", STYLE)
    assert match, f"no token --{name}"
    return match[1]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_every_text_colour_is_readable_on_its_ground(text: str, ground: str) -> None:
    assert contrast(token(text), token(ground)) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARK_ON_GROUND)
def test_borders_of_fields_and_the_focus_ring_are_seen(mark: str, ground: str) -> None:
    assert contrast(token(mark), token(ground)) >= 3


def test_the_contrast_formula_is_the_one_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("css", [STYLE, LIBRARY], ids=["own", "library"])
def test_the_style_sheets_load_nothing_and_bring_no_font(css: str) -> None:
    for forbidden in ("url(", "@import", "@font-face", "GDS Transport", "crest"):
        assert forbidden not in css


def test_every_custom_property_in_use_is_declared() -> None:
    declared = set(re.findall(r"(--[a-z0-9-]+):", STYLE + LIBRARY))
    assert set(re.findall(r"var\((--[a-z0-9-]+)\)", STYLE + LIBRARY)) <= declared


def test_the_macros_name_only_library_classes_that_are_vendored() -> None:
    named = set(re.findall(r"govuk-[a-z_-]+[a-z]", " ".join(path.read_text() for path in MACRO_FILES)))
    vendored = set(re.findall(r"\.(govuk-[a-z0-9_-]+)", LIBRARY + STYLE))
    fully_named = {name for name in named if not name.endswith(("--width", "govuk-radios", "govuk-checkboxes"))}
    without_rules = {"govuk-error-summary__body"}
    assert fully_named - vendored - without_rules == set()


@pytest.mark.parametrize("path", MACRO_FILES, ids=lambda path: path.name)
def test_the_comment_on_top_of_a_macro_file_names_every_public_macro(path: Any) -> None:
    source = path.read_text()
    comment, _, code = source.partition("#}")
    public = {name for name in re.findall(r"{% macro ([a-z]\w+)\(", code) if name != "lang_attribute"}
    assert {name for name in public if not re.search(rf"\b{name}\b", comment)} == set()


def test_an_error_is_the_same_words_in_the_summary_and_at_the_field(frame: Flask) -> None:
    elements = Elements(render(frame, FORM, errors=ERRORS))
    links = {attributes["href"] for tag, attributes in elements.tags if tag == "a"}
    for error in ERRORS:
        assert f"#{error['name']}" in links
        assert elements.text_by_id[f"{error['name']}-error"].endswith(error["text"])


@pytest.mark.parametrize("name", FIELDS)
def test_a_wrong_field_points_to_its_error_and_says_that_it_is_invalid(frame: Flask, name: str) -> None:
    elements = Elements(render(frame, FORM, errors=ERRORS))
    pointing = [
        attributes
        for _, attributes in elements.tags
        if f"{name}-error" in (attributes.get("aria-describedby") or "").split()
    ]
    assert len(pointing) == 1
    field = elements.with_name(name)[-1]
    assert "true" in (pointing[0].get("aria-invalid"), field.get("aria-invalid"))


def test_every_id_of_a_form_stands_once_and_every_label_has_its_field(frame: Flask) -> None:
    elements = Elements(render(frame, FORM, errors=ERRORS))
    identities = [attributes["id"] for _, attributes in elements.tags if attributes.get("id")]
    assert len(identities) == len(set(identities))
    assert {attributes["for"] for tag, attributes in elements.tags if tag == "label"} <= set(identities)


def test_a_question_page_carries_its_step_and_its_hidden_fields(frame: Flask) -> None:
    elements = Elements(render(frame, FORM, errors=ERRORS))
    forms = [attributes for tag, attributes in elements.tags if tag == "form"]
    assert [form["data-report-step"] for form in forms] == ["details"]
    assert "novalidate" in forms[0]
    assert [field["value"] for field in elements.with_name("csrf_token")] == ["csrf"]
    assert [field["value"] for field in elements.with_name("version_token")] == ["version"]
    assert [f["value"] for f in elements.with_name("group") if f["type"] == "hidden"] == ["money", "time"]


@pytest.mark.parametrize(
    ("value", "error", "shown_as"),
    [
        ("", None, "date"),
        ("2026-11-23", None, "date"),
        ("23 Nov 2026", None, "text"),
        ("2026-02-31", "Tanggal ini tidak ada.", "text"),
        ("32/13/2026", "Tanggal tidak dikenali.", "text"),
    ],
)
def test_a_date_field_never_drops_what_was_typed(frame: Flask, value: str, error: str | None, shown_as: str) -> None:
    source = '{% from "ui/form.html" import date_input %}{{ date_input("on", "Tanggal", value, error=error) }}'
    field = Elements(render(frame, source, value=value, error=error)).with_name("on")[0]
    assert field["type"] == shown_as
    assert field.get("value", "") == value


def test_what_a_citizen_typed_is_shown_as_text(frame: Flask) -> None:
    source = (
        '{% from "ui/form.html" import text_input, textarea %}{{ text_input("a", "A", v) }}{{ textarea("b", "B", v) }}'
    )
    html = render(frame, source, v='"><script>alert(1)</script>')
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_legend_may_be_the_heading_of_the_page(frame: Flask) -> None:
    source = '{% from "ui/form.html" import radios %}{{ radios("a", "Apa?", options, is_heading=true) }}'
    html = render(frame, source, options=[{"value": "x", "label": "X"}])
    assert "<h1>Apa?</h1></legend>" in html


def test_a_difference_is_told_in_words_too(frame: Flask) -> None:
    source = '{% from "ui/difference.html" import change %}{{ change("changed", "3 hari kerja", "24 jam") }}'
    html = render(frame, source)
    assert re.search(r"<del[^>]*><span[^>]*>Dihapus: </span>3 hari kerja</del>", html)
    assert re.search(r"<ins[^>]*><span[^>]*>Ditambah: </span>24 jam</ins>", html)


@pytest.mark.parametrize(("is_demo", "is_official"), [(True, False), (False, True), (False, False)])
def test_only_an_official_installation_claims_to_be_one(frame: Flask, is_demo: bool, is_official: bool) -> None:
    html = render_frame(frame, is_demo=is_demo, is_official=is_official)
    assert ("Situs resmi" in html) == is_official
    assert ("Bukan situs resmi" in html) == is_demo


def test_the_frame_is_valid_html_and_begins_with_the_skip_link(frame: Flask) -> None:
    html = render_frame(frame, is_demo=True, is_official=False)
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(html.strip())
    elements = Elements(html)
    assert next(attributes["href"] for tag, attributes in elements.tags if tag == "a") == "#isi"
    assert [attributes["id"] for tag, attributes in elements.tags if tag == "main"] == ["isi"]
    assert {"hreflang": "en", "href": "/en/x", "rel": "alternate"} in [a for tag, a in elements.tags if tag == "link"]


@pytest.mark.parametrize(("errors", "title"), [([], "Judul - sipp"), (ERRORS, "Kesalahan: Judul - sipp")])
def test_the_title_of_a_page_with_errors_says_so(frame: Flask, errors: list[Any], title: str) -> None:
    assert f"<title>{title}</title>" in render_frame(frame, is_demo=True, is_official=False, errors=errors)


def render_frame(frame: Flask, *, is_demo: bool, is_official: bool, errors: list[Any] | None = None) -> str:
    return render(
        frame,
        '{% extends "layouts/base.html" %}{% block title %}Judul{% endblock %}'
        "{% block content %}<h1>Judul</h1>{% endblock %}",
        site={"name": "sipp", "is_demo": is_demo, "is_official": is_official, "official_name": "Kota Contoh"},
        language="id",
        alternate_url="/en/x",
        nav=[("Layanan", "/cari", True)],
        footer_links=[("Kebijakan privasi", "/privasi")],
        asset=lambda name: f"/static/{name}",
        errors=errors or [],
    )
