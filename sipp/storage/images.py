"""Photos as evidence: decoded, turned upright, shrunk and encoded anew, so that only the picture itself is left."""

import threading
from io import BytesIO
from typing import Any, Literal

from PIL import Image, ImageOps

from sipp.rules.errors import TooLarge, Unavailable, UnsupportedFile

ImageType = Literal["image/jpeg", "image/png", "image/webp"]

MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2560

#: Pillow's own guard, for what the check below does not see.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_QUALITY: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 85, "progressive": True},
    "PNG": {},
    "WEBP": {"quality": 82, "method": 4},
}
_WAIT_SECONDS = 8

#: A decode at the pixel limit takes about 160 MB.
_one_decode_at_a_time = threading.BoundedSemaphore(1)


def clean_image(content: bytes, media_type: ImageType, max_bytes: int) -> tuple[ImageType, bytes]:
    """The picture alone, at most 2560 pixels a side, without any metadata; of an animation the first frame.

    A drawing that grows past ``max_bytes`` as PNG comes out as WebP. Raises TooLarge (more than 40 megapixels),
    UnsupportedFile (damaged), Unavailable (others are being decoded; come back).
    """
    if not _one_decode_at_a_time.acquire(timeout=_WAIT_SECONDS):
        raise Unavailable("images_busy", retry_after_seconds=_WAIT_SECONDS)
    try:
        picture = _decoded(content, _FORMATS[media_type])
        encoded = _encoded(picture, _FORMATS[media_type])
        if len(encoded) > max_bytes and media_type == "image/png":
            return "image/webp", _encoded(picture, "WEBP")
        return media_type, encoded
    finally:
        _one_decode_at_a_time.release()


def _decoded(content: bytes, file_format: str) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=[file_format]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise TooLarge("image_too_many_pixels", max_pixels=MAX_PIXELS)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            return _upright_and_small(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge("image_too_many_pixels", max_pixels=MAX_PIXELS) from None
    except TooLarge:
        raise
    # A decoder fed with damaged bytes raises almost anything (OSError, SyntaxError, struct.error, ValueError ...).
    except Exception as error:
        raise UnsupportedFile("file_damaged") from error


def _upright_and_small(image: Image.Image) -> Image.Image:
    picture = ImageOps.exif_transpose(image)
    if picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _encoded(picture: Image.Image, file_format: str) -> bytes:
    output = BytesIO()
    picture.save(output, format=file_format, **_QUALITY[file_format])
    return output.getvalue()
