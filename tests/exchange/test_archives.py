"""What is looked through before any library opens a file: every hostile archive refused with its reason."""

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask

from sipp.exchange import archives
from sipp.exchange.importing import open_file
from sipp.rules.errors import SippError, TooLarge, UnsupportedFile
from sipp.words.imports import REFUSED_FILES
from tests.exchange import hostile

UTF16 = ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE z [<!ENTITY a "b">]><worksheet/>').encode("utf-16")
MACRO_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml"'
    b' ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
)


def refused(content: bytes) -> str:
    with pytest.raises((TooLarge, UnsupportedFile)) as found:
        archives.checked_archive(content)
    return found.value.code


def test_honest_files_are_what_they_are() -> None:
    assert archives.checked_archive(hostile.a_workbook()) == "workbook"
    assert archives.checked_archive(hostile.a_document()) == "document"


#: Parts planted into an honest workbook or document, and the reason to refuse it.
SHEET = "xl/worksheets/sheet1.xml"
PLANTED: list[tuple[str, dict[str, bytes], str]] = [
    ("workbook", {SHEET: hostile.ENTITIES}, "has_entities"),
    ("workbook", {"xl/sharedStrings.xml": hostile.FETCHING}, "has_entities"),
    ("workbook", {SHEET: UTF16}, "has_entities"),
    ("document", {"word/document.xml": hostile.ENTITIES}, "has_entities"),
    ("document", {"docProps/core.xml": hostile.FETCHING}, "has_entities"),
    ("workbook", {"xl/vbaProject.bin": b"x"}, "has_macros"),
    ("document", {"word/vbaProject.bin": b"x"}, "has_macros"),
    ("workbook", {"[Content_Types].xml": MACRO_TYPES}, "has_macros"),
    ("workbook", {"xl/externalLinks/externalLink1.xml": b"<a/>"}, "points_outside"),
    ("workbook", {"../escaped.xml": b"<a/>"}, "archive_broken"),
    ("workbook", {"/absolute.xml": b"<a/>"}, "archive_broken"),
    ("workbook", {SHEET: b"<worksheet"}, "archive_broken"),
    ("workbook", {"word/document.xml": b"<a/>"}, "unknown_archive"),
]
HONEST = {"workbook": hostile.a_workbook, "document": hostile.a_document}


@pytest.mark.parametrize(("kind", "parts", "code"), PLANTED, ids=[f"{n}-{row[2]}" for n, row in enumerate(PLANTED)])
def test_an_archive_with_a_hostile_or_broken_part_is_refused(kind: str, parts: dict[str, bytes], code: str) -> None:
    assert refused(hostile.with_parts(HONEST[kind](), parts)) == code


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (hostile.a_bomb, "archive_too_large"),
        (hostile.many_entries, "archive_too_large"),
        (hostile.a_lying_bomb, "archive_broken"),
        (hostile.deep_xml, "archive_broken"),
        (lambda: hostile.encrypted(hostile.a_workbook()), "archive_encrypted"),
        (lambda: hostile.a_workbook()[:-40], "archive_broken"),
        (lambda: b"PK\x03\x04" + b"\0" * 100, "archive_broken"),
    ],
    ids=["bomb", "entries", "lie", "depth", "password", "cut", "nothing"],
)
def test_an_archive_that_is_a_trap_as_a_whole_is_refused(make: Callable[[], bytes], code: str) -> None:
    assert refused(make()) == code


@pytest.mark.parametrize(
    ("kind", "relationship", "target"),
    [
        ("workbook", "oleObject", "file:///etc/passwd"),
        ("document", "attachedTemplate", "http://127.0.0.1/template.dotm"),
        ("document", "image", "http://127.0.0.1/pixel.png"),
        ("document", "subDocument", "other.docx"),
    ],
)
def test_what_points_to_another_file_is_refused(kind: str, relationship: str, target: str) -> None:
    folder = "xl" if kind == "workbook" else "word"
    assert refused(hostile.pointing(HONEST[kind](), relationship, target, folder)) == "points_outside"


@pytest.mark.parametrize("code", sorted({row[2] for row in PLANTED} | {"archive_too_large", "archive_encrypted"}))
def test_every_reason_has_its_words(code: str) -> None:
    assert str(REFUSED_FILES[code])


def test_an_archive_of_something_else_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(file.getvalue()) == "unknown_archive"


def a_zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_csv_files_in_an_archive_count_as_if_they_had_come_without_it() -> None:
    most = archives.LARGEST_FILE_BYTES
    assert archives.checked_archive(a_zip({"biaya.csv": b"x" * (most - 1), "waktu.csv": b"x"})) == "tables"
    assert refused(a_zip({"biaya.csv": b"x" * most, "waktu.csv": b"x"})) == "archive_too_large"
    assert refused(a_zip({"biaya.csv": b"x", "baca.txt": b"x"})) == "unknown_archive"
    assert refused(a_zip({"../biaya.csv": b"x"})) == "archive_broken"


def test_the_same_part_twice_is_refused() -> None:
    file = io.BytesIO(hostile.a_workbook())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert refused(file.getvalue()) == "archive_broken"


def test_a_hyperlink_is_text_and_no_reason_to_refuse() -> None:
    linked = hostile.pointing(hostile.a_document(), "hyperlink", "mailto:dinas@contoh.go.id", "word")
    assert archives.checked_archive(linked) == "document"


def test_no_more_than_the_bound_is_read() -> None:
    with pytest.raises(TooLarge):
        archives.read_bounded(io.BytesIO(b"x" * (archives.LARGEST_FILE_BYTES + 1)))
    assert len(archives.read_bounded(io.BytesIO(b"x" * archives.LARGEST_FILE_BYTES))) == archives.LARGEST_FILE_BYTES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office_file"),
        (b"%PDF-1.7\n", "unknown_file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "text_unreadable"),
        (b"layanan;unit\nktp;\x81\x8d\n", "text_unreadable"),
        (b"\xff\xfea", "text_unreadable"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_content(app: Flask, content: bytes, code: str) -> None:
    with app.app_context(), pytest.raises(SippError) as found:
        open_file("standar.xlsx", content)
    assert found.value.code == code
    assert str(REFUSED_FILES[code])
