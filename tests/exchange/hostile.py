"""Hostile archives, made on the fly: bombs, entities, macros, links, lies about sizes."""

import io
import struct
import zipfile
from collections.abc import Mapping

import docx
import openpyxl

MEBIBYTE = 1024 * 1024
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)
FETCHING = (
    b'<?xml version="1.0"?><!DOCTYPE z SYSTEM "http://127.0.0.1:9/z.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<sst><si><t>&x;</t></si></sst>"
)


def a_workbook() -> bytes:
    """A small honest workbook."""
    file = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.append(["layanan", "unit"])
    workbook.save(file)
    return file.getvalue()


def a_document() -> bytes:
    """A small honest Word file."""
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Standar Pelayanan KTP-el")
    document.save(file)
    return file.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """An archive with some parts added or replaced."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def a_bomb(size_bytes: int = 100 * MEBIBYTE) -> bytes:
    """A workbook whose sheet unpacks to a hundred megabytes of spaces."""
    return with_parts(a_workbook(), {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * size_bytes + b"</worksheet>"})


def a_lying_bomb() -> bytes:
    """The same, but both headers of the entry declare a few bytes."""
    content = bytearray(a_bomb())
    name = b"xl/worksheets/sheet1.xml"
    start = content.find(b"PK\x03\x04")
    while start >= 0:
        if content[start + 30 : start + 30 + len(name)] == name:
            content[start + 22 : start + 26] = struct.pack("<I", 100)
        start = content.find(b"PK\x03\x04", start + 4)
    start = content.find(b"PK\x01\x02")
    while start >= 0:
        if content[start + 46 : start + 46 + len(name)] == name:
            content[start + 24 : start + 28] = struct.pack("<I", 100)
        start = content.find(b"PK\x01\x02", start + 4)
    return bytes(content)


def many_entries(count: int = 5_000) -> bytes:
    """A workbook with thousands of small parts."""
    return with_parts(a_workbook(), {f"xl/media/{number}.bin": b"x" for number in range(count)})


def deep_xml(levels: int = 100_000) -> bytes:
    """A workbook whose sheet nests elements very deep."""
    nested = b"<a>" * levels + b"</a>" * levels
    return with_parts(a_workbook(), {"xl/worksheets/sheet1.xml": b"<worksheet>" + nested + b"</worksheet>"})


def pointing(content: bytes, kind: str, target: str, folder: str = "xl") -> bytes:
    """An archive with a relationship to something outside of it."""
    relationship = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}" TargetMode="External"/></Relationships>'
    )
    return with_parts(content, {f"{folder}/_rels/planted.xml.rels": relationship.encode()})


def encrypted(content: bytes) -> bytes:
    """An archive whose entries say that they are encrypted."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(mark)
        while start >= 0:
            changed[start + offset] |= 1
            start = changed.find(mark, start + 4)
    return bytes(changed)
