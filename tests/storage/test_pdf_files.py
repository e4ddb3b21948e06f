import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from sipp.rules.errors import UnsupportedFile
from sipp.storage.attachments import receive
from sipp.storage.pdf_files import clean_pdf
from tests.storage.pdf_samples import object_stream, pdf, stream

CANARY = b"KENARI-Budi"
INFO = b"/Info 3 0 R"


def refusal(content: bytes) -> str:
    with pytest.raises(UnsupportedFile) as refused:
        clean_pdf(content)
    return refused.value.code


def photo_with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    output = BytesIO()
    Image.new("RGB", (8, 8)).save(output, format="JPEG", exif=exif)
    return output.getvalue()


def test_a_plain_document_is_kept_byte_for_byte() -> None:
    content = pdf(stream(b"", b"BT (Kuitansi Rp150.000) Tj ET"))

    assert clean_pdf(content) == content


@pytest.mark.parametrize(
    "information",
    [
        b"<</Author(KENARI-Budi)/Title(Surat KENARI-Budi)>>",
        b"<</Author (a \\( b \\) KENARI-Budi)>>",
        b"<</Author ((nested) KENARI-Budi)>>",
        b"<< /Creator\n(Word oleh KENARI-Budi)\n/CreationDate (D:20261123) >>",
        b"<</Author <" + CANARY.hex().encode() + b">>>",
        b"<</#41uthor(KENARI-Budi)>>",
    ],
)
def test_document_information_is_blanked_in_place(information: bytes) -> None:
    content = pdf(information, trailer=INFO)

    cleaned = clean_pdf(content)

    assert CANARY not in cleaned
    assert CANARY.hex().encode() not in cleaned
    assert len(cleaned) == len(content)
    assert cleaned[: content.index(b"3 0 obj")] == content[: content.index(b"3 0 obj")]
    assert cleaned[content.index(b"xref") :] == content[content.index(b"xref") :]


@pytest.mark.parametrize("author", ["KENARI-Budi", "KENARI-Budi (Ketua) \\ é"])
def test_the_author_of_a_document_made_by_a_program_is_blanked(author: str) -> None:
    output = BytesIO()
    Image.new("RGB", (8, 8)).save(output, format="PDF", author=author, title=author)
    content = output.getvalue()
    written = [form for form in (author.encode(), author.encode("utf-16-be")) if form[:22] in content]
    assert written

    cleaned = clean_pdf(content)

    assert not any(form[:22] in cleaned for form in written)
    assert len(cleaned) == len(content)


def test_information_of_earlier_revisions_is_blanked_too() -> None:
    first = pdf(b"<</Author(KENARI-Budi)>>", trailer=INFO)
    revised = first + b"3 0 obj\n<</Author(Ani)>>\nendobj\ntrailer\n<<" + INFO + b">>\nstartxref\n9\n%%EOF\n"

    cleaned = clean_pdf(revised)

    assert CANARY not in cleaned
    assert b"Ani" not in cleaned


def test_what_stands_on_the_pages_is_not_touched() -> None:
    page = stream(b"", b"BT (KENARI-Budi) Tj ET")

    assert clean_pdf(pdf(b"<</Author(Ani)>>", page, trailer=INFO)).count(CANARY) == 1


@pytest.mark.parametrize(
    "metadata",
    [
        stream(b"/Type/Metadata/Subtype/XML", b"<?xpacket begin='' id=''?><rdf>KENARI-Budi</rdf><?xpacket end='w'?>"),
        stream(b"/Type /Metadata", b"<rdf>KENARI-Budi</rdf>"),
        stream(b"/Type/Other", b"<?xpacket begin=''?>KENARI-Budi<?xpacket end='w'?>"),
        stream(b"/Subtype/Image/Filter/DCTDecode", photo_with_exif()),
    ],
)
def test_xmp_and_exif_inside_a_document_are_blanked(metadata: bytes) -> None:
    content = pdf(metadata)
    assert CANARY in content

    cleaned = clean_pdf(content)

    assert CANARY not in cleaned
    assert len(cleaned) == len(content)


def test_a_photo_inside_a_document_can_still_be_seen_when_its_exif_is_gone() -> None:
    photo = photo_with_exif()
    content = pdf(stream(b"/Subtype/Image/Filter/DCTDecode", photo))
    start = content.index(photo)

    cleaned = clean_pdf(content)

    Image.open(BytesIO(cleaned[start : start + len(photo)])).load()


def test_an_author_that_cannot_be_blanked_makes_the_document_refused() -> None:
    assert refusal(pdf(object_stream(b"3 0 <</Author(KENARI-Budi)>>"))) == "pdf_hidden_metadata"


def test_an_empty_author_in_a_compressed_object_is_no_reason_to_refuse() -> None:
    content = pdf(object_stream(b"3 0 <</Author()/Title(Surat)>>"))

    assert clean_pdf(content) == content


@pytest.mark.parametrize(
    "action",
    [
        b"<</S/JavaScript/JS(app.alert(1))>>",
        b"<</S/J#61vaScript/JS(app.alert(1))>>",
        b"<</S /Launch /F (cmd.exe)>>",
        b"<</Type/Filespec/EF<</F 9 0 R>>>><</Type/EmbeddedFile>>",
        b"<</Names<</EmbeddedFiles 4 0 R>>>>",
        b"<</Subtype/RichMedia>>",
        b"<</S/SubmitForm/F(http://contoh.test)>>",
    ],
)
def test_what_acts_is_refused_plain_and_compressed(action: bytes) -> None:
    assert refusal(pdf(action)) == "pdf_active"
    assert refusal(pdf(object_stream(b"3 0 " + action))) == "pdf_active"


def test_a_misleading_stream_in_a_comment_hides_nothing() -> None:
    action = object_stream(b"3 0 <</S/JavaScript/JS(app.alert(1))>>")
    content = pdf(b"<<>>\n%stream\n", action)

    assert refusal(content) == "pdf_active"


@pytest.mark.parametrize(
    "dictionary",
    [b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]", b"/Type/ObjStm/Filter/LZWDecode", b"/Type/ObjStm"],
)
def test_a_compressed_object_that_cannot_be_looked_into_is_refused(dictionary: bytes) -> None:
    assert refusal(pdf(stream(dictionary, b"789c"))) == "pdf_hidden_metadata"


def test_a_dictionary_hidden_from_its_stream_is_refused() -> None:
    padded = stream(b"/Type/ObjStm/Filter/FlateDecode/Pad(" + b"x" * 10_000 + b")", b"whatever")

    assert refusal(pdf(padded)) == "pdf_hidden_metadata"


def test_an_encrypted_document_is_refused() -> None:
    assert refusal(pdf(trailer=b"/Encrypt 9 0 R")) == "pdf_encrypted"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        pdf()[:-20],
        pdf().replace(b"%PDF-1.7", b"%PDF-9.9"),
        pdf() + b"<script>alert(1)</script>",
        pdf(b"<html><body onload=alert(1)>"),
        pdf(ending=b"PK\x05\x06" + b"\0" * 16 + b"\x06\x00%%EOF\n"),
        pdf().replace(b"startxref", b"startnone"),
    ],
)
def test_what_is_a_document_only_by_its_first_bytes_is_refused(content: bytes) -> None:
    assert refusal(content) == "file_damaged"


def test_a_compressed_bomb_is_refused() -> None:
    assert refusal(pdf(object_stream(b"\0" * 100_000_000))) == "pdf_hidden_metadata"


MEGABYTES_5 = 5 * 1024 * 1024


@pytest.mark.parametrize(
    "unit",
    [
        b"stream\n",
        b"endstream\n",
        b"streamendstream",
        b"3 0 obj\n",
        b"/Info 3 0 R ",
        b"(",
        b"<",
        b"\\",
        b"#41",
        b"\xff\xe1\xff\xffExif\0\0",
        b"<?xpacket begin",
        b"/Author ",
        b"1 ",
        b"PK\x05\x06",
        b"/ObjStm ",
    ],
)
def test_no_pumped_document_takes_long(unit: bytes, tmp_path: Path) -> None:
    content = pdf(b"<<" + INFO + b">>\n" + unit * ((MEGABYTES_5 - 1000) // len(unit)), trailer=INFO)

    began = time.perf_counter()
    with suppress(UnsupportedFile):
        receive(BytesIO(content), tmp_path)
    assert time.perf_counter() - began < 5
