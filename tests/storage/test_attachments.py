import errno
import hashlib
import os
import resource
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from sipp.rules.errors import DiskFull, NotFound, TooLarge, UnsupportedFile
from sipp.storage import attachments
from sipp.storage.attachments import MAX_BYTES, StoredFile, receive
from tests.storage.pdf_samples import pdf

CANARY = b"KENARI-Budi-Santoso-0812"
CANARY_TEXT = CANARY.decode()
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def picture(file_format: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    output = BytesIO()
    image = Image.new(mode, size, "white" if mode != "RGBA" else (255, 0, 0, 128))
    image.save(output, format=file_format, **options)  # type: ignore[arg-type]
    return output.getvalue()


def exif_with_canary() -> Image.Exif:
    exif = Image.Exif()
    exif[MAKER] = CANARY_TEXT
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[29] = CANARY_TEXT
    return exif


def stored(content: bytes, folder: Path) -> tuple[StoredFile, bytes]:
    file = receive(BytesIO(content), folder)
    with attachments.open_stored(folder, file.name) as opened:
        return file, opened.read()


def shown(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    ("content", "media_type", "extension"),
    [
        (picture("JPEG"), "image/jpeg", "jpg"),
        (picture("PNG"), "image/png", "png"),
        (picture("WEBP"), "image/webp", "webp"),
        (pdf(), "application/pdf", "pdf"),
    ],
)
def test_a_file_is_stored_under_a_generated_name(
    content: bytes, media_type: str, extension: str, tmp_path: Path
) -> None:
    file, kept = stored(content, tmp_path)

    assert file.media_type == media_type
    assert file.name.endswith(f".{extension}")
    assert file.size_bytes == len(kept)
    assert file.sha256 == hashlib.sha256(kept).hexdigest()
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert list(attachments.stored_names(tmp_path)) == [file.name]


def test_two_equal_files_get_two_names(tmp_path: Path) -> None:
    assert stored(pdf(), tmp_path)[0].name != stored(pdf(), tmp_path)[0].name


def test_only_this_user_may_read_a_stored_file(tmp_path: Path) -> None:
    file, _ = stored(pdf(), tmp_path)

    assert (tmp_path / file.name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    [
        picture("JPEG", exif=exif_with_canary(), comment=CANARY),
        picture("WEBP", exif=exif_with_canary(), xmp=CANARY),
        picture("WEBP", exif=exif_with_canary(), lossless=True),
        picture("JPEG", icc_profile=CANARY * 10),
        picture("JPEG") + CANARY,
        picture("PNG") + CANARY,
    ],
)
def test_no_byte_of_metadata_of_a_photo_is_kept(content: bytes, tmp_path: Path) -> None:
    assert CANARY in content

    _, kept = stored(content, tmp_path)

    assert CANARY not in kept
    assert not shown(kept).getexif()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "1", "LA", "I;16"])
def test_no_text_of_a_drawing_is_kept_in_any_mode(mode: str, tmp_path: Path) -> None:
    texts = PngInfo()
    texts.add_text("Author", CANARY_TEXT)
    texts.add_itxt("XML:com.adobe.xmp", CANARY_TEXT)
    output = BytesIO()
    Image.new(mode, (30, 20)).save(output, format="PNG", pnginfo=texts, exif=exif_with_canary())
    assert CANARY in output.getvalue()

    file, kept = stored(output.getvalue(), tmp_path)

    assert file.media_type == "image/png"
    assert CANARY not in kept
    assert shown(kept).info == {}


def test_a_photo_is_turned_upright_before_its_orientation_is_forgotten(tmp_path: Path) -> None:
    _, kept = stored(picture("JPEG", (60, 40), exif=exif_with_canary()), tmp_path)

    assert shown(kept).size == (40, 60)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_large_photo_is_shrunk_to_2560_pixels(file_format: str, tmp_path: Path) -> None:
    _, kept = stored(picture(file_format, (4000, 1000)), tmp_path)

    assert shown(kept).size == (2560, 640)


def test_transparency_of_a_drawing_stays(tmp_path: Path) -> None:
    _, kept = stored(picture("PNG", mode="RGBA"), tmp_path)

    assert shown(kept).getpixel((0, 0)) == (255, 0, 0, 128)


def test_of_an_animation_the_first_frame_is_kept(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    output = BytesIO()
    frames[0].save(output, format="WEBP", save_all=True, append_images=frames[1:], lossless=True)

    _, kept = stored(output.getvalue(), tmp_path)

    assert getattr(shown(kept), "n_frames", 1) == 1


@pytest.mark.parametrize("size", [(8000, 5001), (50_000, 50_000)])
def test_more_than_40_megapixels_are_refused_undecoded(size: tuple[int, int], tmp_path: Path) -> None:
    with pytest.raises(TooLarge) as refused:
        receive(BytesIO(png_of_size(*size)), tmp_path)

    assert refused.value.code == "image_too_many_pixels"
    assert list(tmp_path.iterdir()) == []


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that declares a size and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"MZ" + b"\0" * 500,
        b"\x7fELF" + b"\0" * 500,
        b"PK\x03\x04" + b"\0" * 500,
        b"GIF89a" + b"\0" * 500,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"BM" + b"\0" * 500,
        b"#!/bin/sh\nrm -rf /\n",
        b" %PDF-1.7\n",
        b"MZ%PDF-1.7\n" + pdf(),
        b"\xff\xd8",
    ],
)
def test_what_is_not_one_of_the_four_types_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFile):
        receive(BytesIO(content), tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0" + b"MZ" * 500,
        picture("JPEG")[:200],
        picture("PNG")[:60],
        picture("WEBP")[:30],
        b"\x89PNG\r\n\x1a\n" + os.urandom(500),
        b"RIFF\x00\x00\x00\x00WEBP" + b"\0" * 100,
    ],
)
def test_a_damaged_image_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFile) as refused:
        receive(BytesIO(content), tmp_path)

    assert refused.value.code == "file_damaged"


def test_an_image_with_a_program_behind_it_keeps_the_image_only(tmp_path: Path) -> None:
    archive = b"PK\x03\x04 <script>alert(1)</script> PK\x05\x06" + b"\0" * 18

    _, kept = stored(picture("PNG") + archive, tmp_path)

    assert b"PK\x05\x06" not in kept
    assert b"<script>" not in kept


def test_a_byte_too_many_is_refused(tmp_path: Path) -> None:
    content = pdf()

    assert receive(BytesIO(content), tmp_path, max_bytes=len(content)).size_bytes == len(content)
    with pytest.raises(TooLarge) as refused:
        receive(BytesIO(content), tmp_path, max_bytes=len(content) - 1)
    assert refused.value.code == "file_too_large"


def test_of_an_endless_upload_only_the_bound_is_read(tmp_path: Path) -> None:
    endless = Endless()

    with pytest.raises(TooLarge):
        receive(endless, tmp_path)  # type: ignore[arg-type]

    assert endless.given <= MAX_BYTES + 1


class Endless:
    """A stream that never ends and gives less than it is asked for."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        part = b"\xff\xd8\xff" + b"x" * (min(size, 100_000) - 3) if size > 3 else b"x" * size
        self.given += len(part)
        return part


def test_an_empty_upload_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFile) as refused:
        receive(BytesIO(b""), tmp_path)

    assert refused.value.code == "file_empty"


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow past 100 bytes: the write fails in the middle, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with full_disk(), pytest.raises(DiskFull) as refused:
        receive(BytesIO(pdf()), tmp_path)

    assert isinstance(refused.value.__cause__, OSError)
    assert refused.value.__cause__.errno == errno.EFBIG
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../sipp.sqlite3", "/etc/passwd", "a" * 32 + ".exe", "A" * 32 + ".pdf", "0" * 32 + ".pdf\n",
     "0" * 32 + ".pdf"],
)  # fmt: skip
def test_a_name_not_generated_here_or_gone_is_not_found(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    folder.mkdir()
    (tmp_path / "sipp.sqlite3").write_text("secret")

    with pytest.raises(NotFound):
        attachments.open_stored(folder, name)


def test_a_deleted_file_is_gone_and_deleting_it_again_is_no_error(tmp_path: Path) -> None:
    file, _ = stored(pdf(), tmp_path)

    attachments.delete(tmp_path, file.name)
    attachments.delete(tmp_path, file.name)

    assert list(tmp_path.iterdir()) == []


def test_what_a_crash_left_unfinished_is_removed_and_work_at_hand_is_not(tmp_path: Path) -> None:
    file, _ = stored(pdf(), tmp_path)
    old, fresh = tmp_path / ".unfinished-old", tmp_path / ".unfinished-fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    now = datetime.now(UTC)
    long_ago = (now - timedelta(hours=3)).timestamp()
    os.utime(old, (long_ago, long_ago))

    removed = attachments.remove_unfinished(tmp_path, now - timedelta(hours=1))

    assert removed == 1
    assert {path.name for path in tmp_path.iterdir()} == {file.name, fresh.name}
