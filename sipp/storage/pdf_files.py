"""PDF as evidence: what acts or hides is refused, what names its maker is blanked in place.

There is no PDF library here, so pages are not rebuilt: bytes are overwritten with as many others, which keeps every
offset of the file valid. Blanked are the document information (author, program, dates), XMP packets and the EXIF data
of photos inside. What cannot be blanked so (an author inside a compressed object) makes the file refused, whoever
sends it: an anonymous report must never carry a name in its evidence. Words on the pages stay as they are.
"""

import re
import zlib
from bisect import bisect_left
from typing import NamedTuple

from sipp.rules.errors import UnsupportedFile

#: Names of things that act, hide or encrypt. Seven bytes and more: none turns up in compressed data by chance.
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/SubmitForm", b"/ImportData", b"/GoToE")
_ENCRYPTED = b"/Encrypt"

_ESCAPE = re.compile(rb"#([0-9a-fA-F]{2})")
_INFO_REFERENCE = re.compile(rb"/Info\s{1,8}(\d{1,10})\s{1,8}(\d{1,5})\s{1,8}R")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s{1,8}(\d{1,5})\s{1,8}obj")
_PERSONAL = re.compile(rb"/(?:Author|Company|Manager|Creator|LastModifiedBy)\s{0,8}(?:\((?!\s*\))|<(?!<|\s*>))")
_METADATA = re.compile(rb"/Type\s{0,8}/Metadata")
_ZIP_END = b"PK\x05\x06"
_LONGEST_ZIP_END = 22 + 65535
_OTHER_FILTER = re.compile(rb"ASCIIHex|ASCII85|LZW|RunLength|/Crypt|/DecodeParms")
_MOST_UNPACKED_BYTES = 16 * 1024 * 1024
_DICTIONARY_BYTES = 4096
#: More than any real document has; they keep the work on a hostile one within a second or two.
_MOST_STREAMS = 20_000
_MOST_INFORMATION_OBJECTS = 50
_LONGEST_INFORMATION_BYTES = 64 * 1024


class _Stream(NamedTuple):
    """Where the raw bytes of a stream lie, and where the dictionary before them begins."""

    dictionary_start: int
    start: int
    end: int

    def dictionary(self, content: bytes) -> bytes:
        return _without_escapes(content[self.dictionary_start : self.start])


def clean_pdf(content: bytes) -> bytes:
    """The same pages without document information; as long as before.

    Raises UnsupportedFile: ``file_damaged`` (no PDF from first to last byte), ``pdf_active`` (scripts, attachments),
    ``pdf_encrypted``, ``pdf_hidden_metadata``.
    """
    _refuse_what_is_not_only_pdf(content)
    streams = _streams(content)
    objects = _unpacked_objects(content, streams)
    _refuse_active(content)
    _refuse_active(objects)
    if _PERSONAL.search(_without_escapes(objects)):
        raise UnsupportedFile("pdf_hidden_metadata")
    cleaned = bytearray(content)
    _blank_information(cleaned, content)
    _blank_xmp(cleaned, content, streams)
    _blank_exif(cleaned, content)
    return bytes(cleaned)


def _refuse_what_is_not_only_pdf(content: bytes) -> None:
    tail = content.rstrip(b"\0\t\n\f\r ")[-1024:]
    if not re.match(rb"%PDF-[12]\.\d", content) or not tail.endswith(b"%%EOF") or b"startxref" not in tail:
        raise UnsupportedFile("file_damaged")
    opening = content[:1024].lower()
    if b"<html" in opening or b"<script" in opening or b"<?php" in opening or _ends_as_zip(content):
        raise UnsupportedFile("file_damaged")


def _ends_as_zip(content: bytes) -> bool:
    """Whether an archive program would open it: an end record whose comment reaches exactly to the last byte."""
    window = content[-_LONGEST_ZIP_END:]
    position = window.find(_ZIP_END)
    while position >= 0:
        comment_length = int.from_bytes(window[position + 20 : position + 22], "little")
        if position + 22 + comment_length >= len(window):
            return True
        position = window.find(_ZIP_END, position + 1)
    return False


def _refuse_active(text: bytes) -> None:
    plain = _without_escapes(text)
    if _ENCRYPTED in plain:
        raise UnsupportedFile("pdf_encrypted")
    if any(name in plain for name in _ACTIVE):
        raise UnsupportedFile("pdf_active")


def _without_escapes(text: bytes) -> bytes:
    """Names as they are meant: ``/J#61vaScript`` is ``/JavaScript``."""
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), text)


def _streams(content: bytes) -> list[_Stream]:
    """Every place where a stream may begin, so that a misleading one (in a comment) hides no other."""
    ends = [match.start() for match in re.finditer(rb"endstream", content)]
    starts = [match.end() for match in re.finditer(rb"(?<!end)stream", content)]
    if len(starts) > _MOST_STREAMS:
        raise UnsupportedFile("file_damaged")
    streams = []
    for start in starts:
        following = bisect_left(ends, start)
        end = ends[following] if following < len(ends) else len(content)
        streams.append(_Stream(_dictionary_start(content, start), start, end))
    return streams


def _dictionary_start(content: bytes, stream_start: int) -> int:
    earliest = max(0, stream_start - _DICTIONARY_BYTES)
    before = stream_start - len(b"stream")
    return max(earliest, content.rfind(b"endobj", earliest, before), content.rfind(b"endstream", earliest, before))


def _unpacked_objects(content: bytes, streams: list[_Stream]) -> bytes:
    """Everything inside compressed object streams; what cannot be looked into is refused."""
    unpacked = bytearray()
    found = 0
    for stream in streams:
        dictionary = stream.dictionary(content)
        if b"/ObjStm" not in dictionary:
            continue
        if b"/FlateDecode" not in dictionary or _OTHER_FILTER.search(dictionary):
            raise UnsupportedFile("pdf_hidden_metadata")
        found += 1
        unpacked += _inflated(content[stream.start : stream.end].lstrip(b"\r\n"), _MOST_UNPACKED_BYTES - len(unpacked))
        unpacked += b"\n"
    if found != _without_escapes(content).count(b"/ObjStm"):
        raise UnsupportedFile("pdf_hidden_metadata")
    return bytes(unpacked)


def _inflated(packed: bytes, max_bytes: int) -> bytes:
    try:
        decoder = zlib.decompressobj()
        text = decoder.decompress(packed, max_bytes + 1)
    except zlib.error:
        raise UnsupportedFile("file_damaged") from None
    if len(text) > max_bytes:
        raise UnsupportedFile("pdf_hidden_metadata")
    return text


def _blank_information(cleaned: bytearray, content: bytes) -> None:
    """Empty every string of the information dictionaries that a trailer names, old ones included."""
    references = set(_INFO_REFERENCE.findall(content))
    objects = [(match[1], match[2], match.end()) for match in _OBJECT.finditer(content)] if references else []
    places = [start for number, generation, start in objects if (number, generation) in references]
    if len(places) > _MOST_INFORMATION_OBJECTS:
        raise UnsupportedFile("pdf_hidden_metadata")
    for start in places:
        end = content.find(b"endobj", start, start + _LONGEST_INFORMATION_BYTES)
        if end < 0:
            raise UnsupportedFile("pdf_hidden_metadata")
        _blank_strings(cleaned, start, end)


def _blank_strings(cleaned: bytearray, start: int, end: int) -> None:
    position = start
    while position < end:
        if cleaned[position] == ord("("):
            position = _blank_literal(cleaned, position + 1, end)
        elif cleaned[position] == ord("<") and cleaned[position + 1 : position + 2] != b"<":
            position = _blank_hexadecimal(cleaned, position + 1, end)
        elif cleaned[position] == ord("<"):
            position += 2
        else:
            position += 1


def _blank_literal(cleaned: bytearray, start: int, end: int) -> int:
    """Overwrite a literal string, nested and escaped brackets included; the place behind its closing bracket."""
    depth, position = 1, start
    while position < end:
        symbol = cleaned[position]
        if symbol == ord("\\"):
            cleaned[position : position + 2] = b"  "[: min(2, end - position)]
            position += 2
            continue
        depth += (symbol == ord("(")) - (symbol == ord(")"))
        if depth == 0:
            return position + 1
        cleaned[position] = ord(" ")
        position += 1
    return end


def _blank_hexadecimal(cleaned: bytearray, start: int, end: int) -> int:
    closing = cleaned.find(b">", start, end)
    closing = end if closing < 0 else closing
    cleaned[start:closing] = b" " * (closing - start)
    return closing + 1


def _blank_xmp(cleaned: bytearray, content: bytes, streams: list[_Stream]) -> None:
    for stream in streams:
        if _METADATA.search(stream.dictionary(content)):
            cleaned[stream.start : stream.end] = _as_blank(content[stream.start : stream.end])
    start = content.find(b"<?xpacket begin")
    while start >= 0:
        end = content.find(b"<?xpacket end", start)
        end = len(content) if end < 0 else end
        cleaned[start:end] = b" " * (end - start)
        start = content.find(b"<?xpacket begin", end)


def _as_blank(raw: bytes) -> bytes:
    """Spaces instead of the content, the line ends around it kept."""
    leading = len(raw) - len(raw.lstrip(b"\r\n"))
    return raw[:leading] + b" " * (len(raw) - leading)


def _blank_exif(cleaned: bytearray, content: bytes) -> None:
    """Zero the EXIF and XMP segments of photos that were put into the PDF as they came from the camera."""
    for marker in (b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"):
        position = content.find(marker)
        while position >= 0:
            start = position + len(marker)
            end = start
            if content[position - 4 : position - 3] == b"\xff":
                end = max(start, min(position - 2 + int.from_bytes(content[position - 2 : position]), len(content)))
                cleaned[start:end] = bytes(end - start)
            position = content.find(marker, end)
