"""Workbooks, Word files and CSV files in a ZIP are archives: looked through before any library opens them.

Bounds: 12 MiB as received, 40 MiB unpacked (declared and then counted: an archive may lie about its sizes), 2,000
entries, 200 levels, and as many elements as fit into a process: a workbook is read as a stream, a document as a tree.
Refused are macros, encrypted entries, parts outside the archive, document type declarations (entities that multiply or
fetch), and whatever points to another file; a hyperlink is only text here.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Literal
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from sipp.rules.errors import TooLarge, UnsupportedFile

LARGEST_FILE_BYTES = 12 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 40 * 1024 * 1024
MOST_ENTRIES = 2_000
DEEPEST_LEVEL = 200

Kind = Literal["workbook", "document", "tables"]
MOST_ELEMENTS: dict[Kind, int] = {"workbook": 1_500_000, "document": 500_000, "tables": 0}

_CHUNK = 64 * 1024
#: The part that makes an archive a workbook or a document.
_MAIN_PARTS: dict[str, Kind] = {"xl/workbook.xml": "workbook", "word/document.xml": "document"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HYPERLINK = "/hyperlink"


def read_bounded(file: io.BufferedIOBase) -> bytes:
    """All bytes of a file; raises TooLarge when there are more than 12 MiB."""
    content = file.read(LARGEST_FILE_BYTES + 1)
    if len(content) > LARGEST_FILE_BYTES:
        raise TooLarge("file_too_large", max_bytes=LARGEST_FILE_BYTES)
    return content


def looks_like_archive(content: bytes) -> bool:
    """Whether the content begins as an archive does."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_old_office_file(content: bytes) -> bool:
    """Whether it is a file of the Office before 2007, or a new one under a password: both begin alike."""
    return content.startswith(_OLD_OFFICE)


def kind_of(content: bytes) -> Kind:
    """What an archive claims to be; nothing in it was looked at yet. Raises UnsupportedFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _kind(archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        raise UnsupportedFile("archive_broken") from None


def checked_archive(content: bytes) -> Kind:
    """What the archive is, after everything in it was looked through.

    Raises TooLarge (``archive_too_large``) or UnsupportedFile with the reason as code: ``archive_broken``,
    ``archive_encrypted``, ``has_macros``, ``has_entities``, ``points_outside``, ``unknown_archive``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_list(entries)
            kind = _kind(entries)
            # CSV files count as if they had come without the archive.
            most_bytes = LARGEST_FILE_BYTES if kind == "tables" else LARGEST_UNPACKED_BYTES
            counted = 0
            elements = 0
            for entry in entries:
                counter = _Counter()
                is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
                parser = DefusedXMLParser(target=counter, forbid_dtd=True) if is_xml else None
                for chunk in _chunks(archive, entry):
                    counted += len(chunk)
                    if counted > most_bytes:
                        raise TooLarge("archive_too_large", max_bytes=most_bytes)
                    if parser is not None:
                        parser.feed(chunk)
                if parser is not None:
                    parser.close()
                    elements += counter.elements
                if elements > MOST_ELEMENTS[kind]:
                    raise TooLarge("archive_too_large", max_bytes=LARGEST_UNPACKED_BYTES)
                if entry.filename.lower().endswith(".rels") and counter.points_outside:
                    raise UnsupportedFile("points_outside")
    except DefusedXmlException:
        raise UnsupportedFile("has_entities") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ParseError, NotImplementedError, EOFError, OSError):
        raise UnsupportedFile("archive_broken") from None
    except RuntimeError:  # zipfile's way to ask for a password
        raise UnsupportedFile("archive_encrypted") from None
    return kind


def _check_list(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise TooLarge("archive_too_large", max_bytes=LARGEST_UNPACKED_BYTES)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise UnsupportedFile("archive_broken")
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise UnsupportedFile("archive_broken")
        if entry.flag_bits & 0x1:
            raise UnsupportedFile("archive_encrypted")
        if path.name.lower() in ("vbaproject.bin", "vbadata.xml"):
            raise UnsupportedFile("has_macros")
        if "externallinks" in (part.lower() for part in path.parts):
            raise UnsupportedFile("points_outside")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
        raise TooLarge("archive_too_large", max_bytes=LARGEST_UNPACKED_BYTES)


def _kind(entries: list[zipfile.ZipInfo]) -> Kind:
    names = [entry.filename for entry in entries if not entry.is_dir()]
    if names and all(name.lower().endswith(".csv") for name in names):
        return "tables"
    found = {_MAIN_PARTS[name] for name in names if name in _MAIN_PARTS}
    if len(found) != 1:
        raise UnsupportedFile("unknown_archive")
    return found.pop()


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    if entry.is_dir():
        return
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


class _Counter:
    """The target of a parser that keeps no tree: how many elements, how deep, and what points outside."""

    def __init__(self) -> None:
        self.elements = 0
        self.points_outside = False
        self._level = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self._level += 1
        if self._level > DEEPEST_LEVEL:
            raise UnsupportedFile("archive_broken")
        if tag.endswith("}Relationship") and attributes.get("TargetMode", "").lower() == "external":
            self.points_outside |= not attributes.get("Type", "").lower().endswith(_HYPERLINK)
        if "macroEnabled" in attributes.get("ContentType", ""):
            raise UnsupportedFile("has_macros")

    def end(self, _tag: str) -> None:
        self._level -= 1

    def close(self) -> None:
        return None
