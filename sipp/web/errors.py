"""The one table from error to status and page."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import db
from sipp.operations.moved import MovedTo
from sipp.rules import errors
from sipp.web.protection import is_office_path, never_stored, takes_large_files

log = logging.getLogger(__name__)

#: How much of a refused body is read and thrown away, so that a browser shows the answer instead of a broken pipe.
MAX_DRAINED_BYTES = 64 * 1024 * 1024
RETRY_AFTER_SECONDS = 30


@dataclass(frozen=True)
class ErrorPage:
    """Status and words of an error."""

    status: int
    title: object
    text: object


STATUS_OF: dict[type[errors.SippError], int] = {
    errors.InvalidInput: 422,
    errors.NeedsConfirmation: 422,
    errors.Malformed: 400,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.UnsupportedFile: 415,
    errors.TooManyRequests: 429,
    errors.Unavailable: 503,
    errors.DiskFull: 507,
}

PAGES: dict[int, ErrorPage] = {
    page.status: page
    for page in (
        ErrorPage(
            400, _("Permintaan tidak dapat dibaca"), _("Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi.")
        ),
        ErrorPage(
            403,
            _("Anda tidak berhak membuka halaman ini"),
            _("Masuk dengan akun yang berhak, atau hubungi admin instansi."),
        ),
        ErrorPage(
            404,
            _("Halaman tidak ditemukan"),
            _("Alamatnya mungkin salah ketik atau sudah berubah. Cari layanan yang Anda perlukan di bawah ini."),
        ),
        ErrorPage(405, _("Cara membuka halaman ini salah"), _("Kembali ke halaman sebelumnya, lalu coba lagi.")),
        ErrorPage(
            409,
            _("Data sudah berubah"),
            _("Orang lain mengubahnya lebih dulu. Muat ulang halaman untuk melihat keadaan terbaru."),
        ),
        ErrorPage(
            413,
            _("Berkas atau isian terlalu besar"),
            _("Satu berkas paling besar 5 MB. Perkecil berkas, lalu kirim lagi. Yang sudah tersimpan tidak hilang."),
        ),
        ErrorPage(415, _("Jenis berkas tidak diterima"), _("Kirim foto (JPEG, PNG, WebP) atau dokumen PDF.")),
        ErrorPage(422, _("Isian belum benar"), _("Kembali ke halaman sebelumnya dan periksa isian Anda.")),
        ErrorPage(429, _("Terlalu banyak permintaan"), _("Tunggu sebentar, lalu coba lagi.")),
        ErrorPage(
            500,
            _("Terjadi kesalahan pada sistem"),
            _("Kesalahan ini sudah tercatat. Coba lagi beberapa saat lagi. Yang sudah tersimpan tidak hilang."),
        ),
        ErrorPage(
            503,
            _("Layanan sedang tidak tersedia"),
            _("Coba lagi beberapa saat lagi. Laporan yang sudah diberi kode tetap tersimpan."),
        ),
        ErrorPage(
            507, _("Tempat penyimpanan penuh"), _("Laporan belum tersimpan. Simpan tulisan Anda dan coba lagi nanti.")
        ),
    )
}

LARGE_FILE_PAGE = ErrorPage(
    413,
    _("Berkas atau isian terlalu besar"),
    _("Satu berkas paling besar 12 MB, tabel yang ditempel 1 MB. Bagi menjadi beberapa berkas, lalu kirim lagi."),
)


def init_errors(app: Flask) -> None:
    """Answer every refusal, and every fault, with its page."""
    app.register_error_handler(MovedTo, _moved)
    app.register_error_handler(errors.SippError, _refused)
    app.register_error_handler(CSRFError, lambda error: page_for(400))
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(RequestEntityTooLarge, lambda error: too_large())
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _fault)


def page_for(status: int, headers: dict[str, str] | None = None) -> Response:
    """The page of an error, never stored by a cache."""
    never_stored()
    page = LARGE_FILE_PAGE if status == 413 and takes_large_files() else PAGES.get(status, PAGES[500])
    is_office = is_office_path(request.path)
    response = make_response(render_template("errors/error.html", page=page, is_office=is_office), status)
    response.headers.update(headers or {})
    return response


def too_large() -> Response:
    """The 413 page, after the rest of the body was read, so that a browser really shows it."""
    drain_body()
    return page_for(413)


def drain_body() -> None:
    """Read and throw away what is left of the request's body, up to a bound."""
    stream = request.environ.get("wsgi.input")
    left = min(request.content_length or 0, MAX_DRAINED_BYTES)
    while stream is not None and left > 0:
        chunk = stream.read(min(left, 65536))
        if not chunk:
            return
        left -= len(chunk)


def _moved(error: MovedTo) -> BaseResponse:
    """The same page under the present slug, for good; a form is sent again to it."""
    part, slug = str(error.details["part"]), str(error.details["slug"])
    query = request.query_string.decode("ascii", "replace")
    moved = {part: slug, **({"service": error.details["service"]} if "service" in error.details else {})}
    present = url_for(str(request.endpoint), **{**(request.view_args or {}), **moved})
    return redirect(f"{present}?{query}" if query else present, 301 if request.method in ("GET", "HEAD") else 308)


def _refused(error: errors.SippError) -> Response:
    status = next((code for kind, code in STATUS_OF.items() if isinstance(error, kind)), 500)
    if status == 413:
        return too_large()
    headers = {"Retry-After": str(error.details.get("retry_after_seconds", RETRY_AFTER_SECONDS))}
    return page_for(status, headers if status in (429, 503) else None)


def _too_many(error: RateLimitExceeded) -> Response:
    return page_for(429, {"Retry-After": str(error.limit.limit.get_expiry())})


def _foreign_host(error: SecurityError) -> Response:
    """A host name that is not ours: without one there are no addresses, so no page can be drawn."""
    return Response("400\n", 400, mimetype="text/plain")


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    response = page_for(error.code if error.code in PAGES else 400)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _database(error: DBAPIError) -> Response:
    db.session.rollback()
    if "database or disk is full" in str(error.orig) or "No space left" in str(error.orig):
        log.error("disk full")
        return page_for(507)
    if isinstance(error, OperationalError) or error.connection_invalidated:
        log.error("database away", exc_info=error)
        return page_for(503, {"Retry-After": str(RETRY_AFTER_SECONDS)})
    return _fault(error)


def _fault(error: Exception) -> Response:
    log.error("unexpected fault", exc_info=error)
    db.session.rollback()
    return page_for(500)
