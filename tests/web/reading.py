"""A page as a browser reads it: its elements, its form as it would be sent, and what is wrong with its HTML."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

Fields = dict[str, Any]
#: Inputs that are named by their own value or not seen.
UNLABELLED_TYPES = frozenset({"hidden", "submit", "button", "image", "reset"})


class Page:
    """The parsed body of an answer."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.html = html
        self.root: Element = parser.parse(html)
        self.parse_errors = [(code, position) for position, code, _ in parser.errors]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    @classmethod
    def of(cls, response: TestResponse) -> "Page":
        """The page an answer holds."""
        return cls(response.get_data(as_text=True))

    def all(self, tag: str | None = None, **attributes: str | None) -> list[Element]:
        """The elements with these attributes ("_" for "-"; None: whatever its value)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.root.iter(tag)
            if all(name in element.attrib and value in (None, element.attrib[name]) for name, value in wanted.items())
        ]

    def one(self, tag: str | None = None, **attributes: str | None) -> Element:
        """The one such element; AssertionError when there are more or none."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag} {attributes}"
        return found[0]

    def marker(self, name: str) -> str:
        """The value of the one data attribute of this name."""
        return str(self.one(None, **{name: None}).attrib[name.replace("_", "-")])

    @property
    def title(self) -> str:
        """The title of the page."""
        return words(self.one("title"))

    @property
    def text(self) -> str:
        """All words of the page."""
        return words(self.one("body"))

    def form(self) -> Element:
        """The one form of a page of the report form."""
        return self.one("form", data_report_step=None)

    def fields(self) -> Fields:
        """The form of the report as a browser would send it now."""
        return sent_by(self.form())

    def errors(self) -> dict[str, str]:
        """The messages of the error summary by the id they lead to."""
        found: dict[str, str] = {}
        for summary in self.all(None, data_error_summary=None):
            found |= {link.attrib["href"].lstrip("#"): words(link) for link in summary.iter("a")}
        return found

    def faults(self) -> Iterator[str]:
        """What is wrong with the page, whatever it shows."""
        yield from (f"html: {code} at {position}" for code, position in self.parse_errors)
        if len(self.all("h1")) != 1:
            yield f"{len(self.all('h1'))} h1"
        if len(self.all("main")) != 1:
            yield f"{len(self.all('main'))} main"
        yield from self._faults_of_names()
        yield from self._faults_of_fields()
        if self.root.attrib.get("lang") not in ("id", "en"):
            yield "the page does not say its language"
        for element in self.all(None, style=None):
            yield f"inline style on {element.tag}"
        for element in self.all("script"):
            if "src" not in element.attrib:
                yield "inline script"

    def _faults_of_names(self) -> Iterator[str]:
        names = [element.attrib["id"] for element in self.all(None, id=None)]
        yield from (f"id {name} twice" for name in {name for name in names if names.count(name) > 1})
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for element in self.root.iter():
                for name in element.attrib.get(attribute, "").split():
                    if name not in names:
                        yield f"{attribute} names {name}, which is not there"
        for link in self.all("a"):
            target = link.attrib.get("href", "")
            if target.startswith("#") and target[1:] not in names:
                yield f"a link leads to {target}, which is not there"
            if not target:
                yield f"a link leads nowhere: {words(link)}"
            if not words(link):
                yield f"a link to {target} says nothing"

    def _faults_of_fields(self) -> Iterator[str]:
        labelled = {label.attrib.get("for") for label in self.all("label")}
        for tag in ("input", "textarea", "select"):
            for field in self.all(tag):
                if field.attrib.get("type") in UNLABELLED_TYPES:
                    continue
                if field.attrib.get("id") not in labelled and not field.attrib.get("aria-label"):
                    yield f"field {field.attrib.get('name')} has no label"
        for group in self.all("fieldset"):
            if group.find("legend") is None:
                yield "a fieldset has no legend"
        for form in self.all("form", method="post"):
            if not [field for field in form.iter("input") if field.attrib.get("name") == "csrf_token"]:
                yield f"the form to {form.attrib.get('action')} has no token"


def words(element: Element) -> str:
    """The words inside an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def sent_by(form: Element) -> Fields:
    """The names and values a form would send; names that repeat as a list."""
    found: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.attrib.get("name")
        if not name or field.tag == "button":
            continue
        if field.tag == "textarea":
            found.setdefault(name, []).append("".join(field.itertext()).removeprefix("\n"))
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = next((one for one in options if "selected" in one.attrib), options[0])
            found.setdefault(name, []).append(chosen.attrib["value"])
        elif field.tag == "input" and field.attrib.get("type") not in ("file", "submit"):
            is_choice = field.attrib.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in field.attrib:
                found.setdefault(name, []).append(field.attrib.get("value", "on" if is_choice else ""))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}
