"""Static files under names that carry their content's hash, precompressed once and cached by browsers for a year.

``build`` writes them when the application starts; there is no build step. Style sheets are one file over the wire.
"""

import gzip
import hashlib
import os
import re
import tempfile
from functools import cache
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from flask import Flask
from whitenoise import WhiteNoise

STATIC_DIR = Path(__file__).parents[2] / "static"
PREFIX = "/static/"

#: Served files made of several: the library first, so that ours has the last word; what depends on the medium last.
BUNDLES = {
    "css/sipp.css": (
        "vendor/govuk-frontend/govuk-frontend.css",
        "style/base.css",
        "style/library.css",
        "style/pieces.css",
        "style/office.css",
        "style/media.css",
    )
}
SERVED_DIRECTORIES = ("css", "js", "img")
COMPRESSED_SUFFIXES = {".css", ".js", ".svg"}


class AssetManifest:
    """The addresses of the static files: ``url("css/sipp.css")`` is ``/static/css/sipp.<hash>.css``.

    Addresses start at the root whatever SCRIPT_NAME is, because both languages share the files.
    """

    def __init__(self, names: dict[str, str]) -> None:
        """``names``: plain name -> hashed name, as ``build`` gives them."""
        self._names = names

    def url(self, name: str) -> str:
        """The address of a file named by its path below ``static``; KeyError when there is none."""
        return PREFIX + self._names[name]


def build(static_dir: Path, target: Path) -> dict[str, str]:
    """Write every served file under its hashed name, with .br and .gz beside it; give plain name -> hashed name.

    Files of an earlier release stay: a page cached by a browser may still ask for them.
    """
    names = {}
    for name, content in _contents(static_dir).items():
        names[name] = _hashed_name(name, content)
        path = target / names[name]
        _write(path, content)
        if path.suffix in COMPRESSED_SUFFIXES:
            _write(path.with_name(path.name + ".br"), _brotli(content))
            _write(path.with_name(path.name + ".gz"), _gzip(content))
    return names


def install(app: Flask, target: Path, static_dir: Path = STATIC_DIR) -> None:
    """Build the files, give templates ``asset(name)``, and let WhiteNoise answer below ``/static/``."""
    app.jinja_env.globals["asset"] = AssetManifest(build(static_dir, target)).url
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(target),
        prefix=PREFIX,
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )


def _add_headers(headers: dict[str, str], path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'"


def _contents(static_dir: Path) -> dict[str, bytes]:
    files = {
        path.relative_to(static_dir).as_posix(): path.read_bytes()
        for directory in SERVED_DIRECTORIES
        for path in sorted((static_dir / directory).rglob("*"))
        if path.is_file()
    }
    for name, parts in BUNDLES.items():
        files[name] = minify("\n".join((static_dir / part).read_text() for part in parts)).encode()
    return files


@cache
def minify(css: str) -> str:
    """The style sheet without comments and needless white space (compression does the rest)."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};])\s*|(?<=[:,])\s+", lambda match: match[1] or "", css)
    return css.replace(";}", "}").strip()


def _hashed_name(name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"


@cache
def _brotli(content: bytes) -> bytes:
    compressed: bytes = brotli.compress(content, quality=11)
    return compressed


@cache
def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: several server processes start at the same time."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)
