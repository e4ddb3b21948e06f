"""Every page template parses, keeps the design system behind its macros, and every text has its translation."""

import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import Environment, nodes

from tests.house.source_tree import PACKAGE, ROOT, TEMPLATES, modules

PAGES = sorted(TEMPLATES.rglob("*.html"))
CATALOGUES = sorted((PACKAGE / "translations").glob("*/LC_MESSAGES/messages.po"))
DESIGN_SYSTEM = re.compile(r"\bgovuk-(?!frontend)")  # the vendored folder may be named
INLINE = re.compile(
    r"""<style\b | \sstyle\s*= | \son[a-z]+\s*=\s*["'] | javascript:
        | <script(?![^>]*(\bsrc=|type="application/ld\+json"))""",
    re.VERBOSE | re.IGNORECASE,
)
# Names that read the same in every language.
NAMES = {
    "sipp",
    "EN",
    "ID",
    "English",
    "Bahasa Indonesia",
    "SP4N-LAPOR!",
    "Ombudsman RI",
    "SMS 1708",
    "QR",
    "PDF",
    "WhatsApp",
    "OpenStreetMap",
}
TEXT_ATTRIBUTES = re.compile(r"""\b(?:alt|title|placeholder|aria-label)="([^"]*)\"""")
ATTRIBUTE = re.compile(r"""[a-z-]+="[^"]*\"""")
TAGS = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)


def address(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def untranslated(source: str) -> list[str]:
    """The words of a template that stand in it as they are: outside of ``_()`` and ``{% trans %}``."""
    text, is_translated = "", False
    environment = Environment(extensions=["jinja2.ext.i18n"])
    tokens = list(environment.lex(source))
    for position, (_, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            name = next(word for _, kind, word in tokens[position:] if kind == "name")
            is_translated = name == "trans" or (is_translated and name != "endtrans")
        elif kind == "data" and not is_translated:
            text += value
        elif kind == "variable_end":
            text += "0"
    outside_of_tags = ATTRIBUTE.sub("\n", TAGS.sub("\n", text))  # a macro may give attributes alone
    visible = re.split(r"\s{2,}|\n", outside_of_tags) + TEXT_ATTRIBUTES.findall(text)
    words = (re.sub(r"&[a-z#0-9]+;", " ", part).strip(" ,.:;()") for part in visible)
    return [word for word in words if re.search(r"[A-Za-z]{2}", word) and word not in NAMES]


def parsed(source: str) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"]).parse(source)


def imported(template: nodes.Template) -> dict[str, str]:
    """The names a template has from others, with the macros behind them."""
    names = [name for line in template.find_all(nodes.FromImport) for name in line.names]
    return dict((name, name) if isinstance(name, str) else name[::-1] for name in names)


def used(template: nodes.Template) -> set[str]:
    """The names a template reads, itself or in what it includes."""
    names = {name.name for name in template.find_all(nodes.Name) if name.ctx == "load"}
    for line in template.find_all(nodes.Include):
        assert isinstance(line.template, nodes.Const)
        names |= used(parsed((TEMPLATES / line.template.value).read_text()))
    return names


def collect_messages(folder: Path) -> Catalog:
    """Every interface text of code and templates, as the translators get them."""
    path = folder / "messages.pot"
    subprocess.run([ROOT / "scripts/extract_messages.sh", path], check=True, capture_output=True)
    with path.open("rb") as file:
        return read_po(file)


def lacks_translation(catalogue: Catalog, collected: Catalog) -> list[str]:
    """The collected texts that a catalogue has not, or has empty or only guessed."""
    lacking = []
    for message in collected:
        if not message.id:
            continue
        found = catalogue.get(message.id, message.context)
        strings = () if found is None else (found.string if isinstance(found.string, tuple) else (found.string,))
        if found is None or found.fuzzy or not strings or not all(strings):
            lacking.append(str(message.id))
    return lacking


@pytest.mark.parametrize("path", PAGES, ids=address)
def test_a_template_compiles(path: Path, app: Flask) -> None:
    app.jinja_env.get_template(address(path))


@pytest.mark.parametrize("path", [p for p in PAGES if "ui" not in p.parts], ids=address)
def test_the_design_system_is_named_in_the_macros_alone(path: Path) -> None:
    assert not DESIGN_SYSTEM.search(path.read_text())


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_python_file_names_the_design_system(path: Path) -> None:
    assert not DESIGN_SYSTEM.search(path.read_text())


@pytest.mark.parametrize("path", PAGES, ids=address)
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    assert not INLINE.search(path.read_text())


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        '<button onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
    ],
)
def test_a_planted_inline_script_or_style_is_found(source: str) -> None:
    assert INLINE.search(source)


def test_a_script_file_and_a_data_block_are_no_inline_script() -> None:
    assert not INLINE.search(
        '<script type="module" src="/a.js"></script><script type="application/ld+json">{}</script>'
    )


@pytest.mark.parametrize("path", PAGES, ids=address)
def test_every_text_of_a_template_can_be_translated(path: Path) -> None:
    assert untranslated(path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<h1>Biaya</h1>", ["Biaya"]),
        ('<img alt="Logo kota">', ["Logo kota"]),
        ('<h1 class="wide">{{ _("Biaya") }}</h1>{% trans %}Waktu{% endtrans %}<b>{{ fee }}</b>&nbsp;', []),
        ("{% if a %}<p>Gratis</p>{% endif %}", ["Gratis"]),
    ],
)
def test_a_planted_text_is_found(source: str, found: list[str]) -> None:
    assert untranslated(source) == found


@pytest.mark.parametrize("path", PAGES, ids=address)
def test_a_template_uses_what_it_imports(path: Path) -> None:
    template = parsed(path.read_text())
    assert imported(template).keys() - used(template) == set()


@pytest.mark.parametrize("path", PAGES, ids=address)
def test_macros_are_imported_without_the_context_of_the_page(path: Path) -> None:
    """With it, every page would run every imported file anew: a quarter of the time of a small page."""
    template = parsed(path.read_text())
    assert [line.lineno for line in template.find_all(nodes.FromImport) if line.with_context] == []


def test_every_macro_is_called() -> None:
    templates = [parsed(path.read_text()) for path in PAGES]
    defined = {macro.name for template in templates for macro in template.find_all(nodes.Macro)}
    called = {
        imported(template).get(call.node.name, call.node.name)
        for template in templates
        for call in template.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
    }
    assert defined - called == set()


def test_a_planted_import_that_nothing_uses_is_found() -> None:
    template = parsed('{% from "ui/page.html" import tag, badge as mark, chips %}{{ tag("a") }}{{ mark("b") }}')
    assert imported(template).keys() - used(template) == {"chips"}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return collect_messages(tmp_path_factory.mktemp("messages"))


def test_there_is_an_english_catalogue_and_there_are_texts(collected: Catalog) -> None:
    assert "en" in [path.parts[-3] for path in CATALOGUES]
    assert len(collected) > 100


def test_every_text_has_its_translation(collected: Catalog) -> None:
    for path in CATALOGUES:
        with path.open("rb") as file:
            assert lacks_translation(read_po(file), collected) == [], path.parts[-3]


def test_a_text_without_translation_is_found() -> None:
    collected, catalogue = Catalog(), Catalog()
    for text in ("Biaya", "Waktu", "Syarat", "Produk"):
        collected.add(text)
    catalogue.add("Biaya", "Fee")
    catalogue.add("Waktu", "")
    catalogue.add("Syarat", "Requirement", flags=["fuzzy"])
    assert lacks_translation(catalogue, collected) == ["Waktu", "Syarat", "Produk"]
