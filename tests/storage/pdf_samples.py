"""Small PDFs built by hand, so that each test says what is in its file."""

import zlib


def pdf(*objects: bytes, trailer: bytes = b"", ending: bytes = b"%%EOF\n") -> bytes:
    """A PDF of the given objects (numbered from 3) around one empty page."""
    catalogue = b"<</Type/Catalog/Pages 2 0 R>>"
    pages = b"<</Type/Pages/Kids[]/Count 0>>"
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate((catalogue, pages, *objects), start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n" % (len(offsets) + 1, trailer, start)
    return content + ending


def stream(dictionary: bytes, body: bytes) -> bytes:
    """A stream object with its length."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (dictionary, len(body), body)


def object_stream(text: bytes) -> bytes:
    """A compressed object stream."""
    return stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", zlib.compress(text))
