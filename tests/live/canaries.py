"""Words that must be stored nowhere, in everything a browser sends; and files that carry them in all their metadata."""

import base64
import secrets
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.storage.pdf_samples import pdf, stream

ORIENTATION, MAKER, ARTIST, COPYRIGHT, COMMENT, GPS = 0x0112, 0x010F, 0x013B, 0x8298, 0x9286, 0x8825
XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><dc:creator>{word}</dc:creator></rdf:RDF></x:xmpmeta>'


@dataclass(frozen=True)
class Canary:
    """One person's marks. Whatever of it is found somewhere was kept."""

    word: str = field(default_factory=lambda: f"kenari{secrets.token_hex(5)}")
    digits: str = field(default_factory=lambda: str(secrets.randbelow(10**8)).zfill(8))
    block: str = field(default_factory=lambda: f"{0x1000 + secrets.randbelow(0xF000):x}")

    @property
    def address(self) -> str:
        """Where the browser is, a loopback address."""
        parts = [1 + int(self.word[6 + 2 * place :][:2], 16) % 250 for place in range(3)]
        return f"127.{parts[0]}.{parts[1]}.{parts[2]}"

    @property
    def identity(self) -> dict[str, str]:
        """What an anonymous reporter is not supposed to leave, typed into every field that asks for it anywhere."""
        return {
            "name": f"Siti {self.word}",
            "email": f"{self.word}@contoh.id",
            "phone": f"0813{self.digits}",
            "file_number": f"BERKAS-{self.word}",
            "proxy": f"Ibu {self.word}",
        }

    @property
    def free_text(self) -> dict[str, str]:
        """What is told freely before anonymity was chosen, and what no form here asks for."""
        names = ("description", "expectation", "loss", "money_for", "wrong_result", "papers")
        return {name: f"Cerita {name} {self.word}" for name in names}

    @property
    def headers(self) -> dict[str, str]:
        """Everything that a browser or a proxy may say of itself and its owner."""
        hidden = f"2001:db8:{self.block}:{self.block}::{self.block}"
        names = ("User-Agent", "From", "Via", "X-Request-ID", "X-Forwarded-User", "X-Device-Id", "Sec-CH-UA", "Origin")
        return {
            **{name: f"{self.word}-{name}" for name in names},
            "Referer": f"http://127.0.0.1/{self.word}?nama={self.word}",
            "Accept-Language": f"id,{self.word};q=0.5",
            "Cookie": f"pelacak={self.word}; sipp_isian={self.word}.{self.word}",
            "Authorization": f"Basic {base64.b64encode(f'{self.word}:{self.word}'.encode()).decode()}",
            **dict.fromkeys(("X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP"), hidden),
            "Forwarded": f'for="[{hidden}]";by={self.word}',
        }

    @property
    def marks(self) -> list[bytes]:
        """Every form in which something of it could lie somewhere, lower case where that makes no difference."""
        word = self.word.encode()
        plain = [word, self.word.encode("utf-16-le"), self.word.encode("utf-16-be"), word.hex().encode()]
        spoken = [self.digits.encode(), self.address.encode(), f"2001:db8:{self.block}".encode()]
        packed = [zlib.compress(part) for part in (word * 8, XMP.format(word=self.word).encode())]
        return [*plain, *spoken, *packed]

    def files(self) -> dict[str, tuple[str, bytes]]:
        """Evidence by kind: its name and its content, which shows nothing but carries everything."""
        name = f"{self.word} di loket"
        return {kind: (f"{name}.{kind.split()[0]}", make(self)) for kind, make in FILES.items()}


def _exif(canary: Canary) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    for tag in (MAKER, ARTIST, COPYRIGHT):
        exif[tag] = canary.word
    exif.get_ifd(GPS)[29] = canary.word
    exif.get_ifd(0x8769)[COMMENT] = b"UNICODE\0" + canary.word.encode("utf-16-le")
    return exif


def _picture(canary: Canary, kind: str, **options: Any) -> bytes:
    output = BytesIO()
    colour = tuple(secrets.token_bytes(3))
    Image.new("RGB", (24, 16), colour).save(output, kind, exif=_exif(canary), **options)
    return output.getvalue()


def _jpeg(canary: Canary) -> bytes:
    word, xmp = canary.word.encode(), XMP.format(word=canary.word).encode()
    return _picture(canary, "JPEG", comment=word, icc_profile=word * 8, xmp=xmp) + word


def _png(canary: Canary) -> bytes:
    texts = PngInfo()
    texts.add_text("Author", canary.word)
    texts.add_text("Comment", canary.word * 8, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.format(word=canary.word), zip=True)
    return _picture(canary, "PNG", pnginfo=texts, icc_profile=canary.word.encode() * 8) + canary.word.encode()


def _webp(canary: Canary) -> bytes:
    word, xmp = canary.word.encode(), XMP.format(word=canary.word).encode()
    return _picture(canary, "WEBP", icc_profile=word * 8, xmp=xmp)


def _pdf(canary: Canary) -> bytes:
    xmp = XMP.format(word=canary.word).encode()
    utf_16 = b"\xfe\xff" + canary.word.encode("utf-16-be")
    information = b"<</Author(%b)/Title<%b>/Creator(%b)>>" % (canary.word.encode(), utf_16.hex().encode(), utf_16)
    image = b"/Type/XObject/Subtype/Image/Width 24/Height 16/Filter/DCTDecode"
    parts = (
        information,
        stream(b"/Type/Metadata/Subtype/XML", xmp),
        stream(b"/Type/Metadata/Subtype/XML/Filter/FlateDecode", zlib.compress(xmp)),
        stream(image, _picture(canary, "JPEG")),
    )
    return pdf(*parts, stream(b"", secrets.token_hex(8).encode()), trailer=b"/Info 3 0 R")


def _not_taken(canary: Canary) -> bytes:
    return b"<html>" + canary.word.encode() * 8


def _broken(canary: Canary) -> bytes:
    return b"\xff\xd8\xff\xe0" + canary.word.encode() * 8


def _too_large(canary: Canary) -> bytes:
    return b"%PDF-1.7\n" + canary.word.encode().ljust(64) * (82 * 1024)


FILES: Mapping[str, Callable[[Canary], bytes]] = {
    "jpg": _jpeg,
    "png": _png,
    "webp": _webp,
    "pdf": _pdf,
    "html refused": _not_taken,
    "jpg broken": _broken,
    "pdf too large": _too_large,
}


def places_of(marks: Sequence[bytes], folders: Iterable[Path]) -> set[str]:
    """Where any of these marks (lower case) lies: the files below these folders, by name, with what was found."""
    return {
        f"{path.name}: {mark!r}"
        for folder in folders
        for path in ([folder] if folder.is_file() else folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
        for mark in _marks_in(path.read_bytes(), marks)
    }


def _marks_in(content: bytes, marks: Sequence[bytes]) -> Iterable[bytes]:
    lower = content.lower()
    return (mark for mark in marks if mark in content or mark in lower)
