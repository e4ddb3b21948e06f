"""Headers, CSRF, hosts and limits: what every answer of the web carries."""

from flask import Flask, Response, g, request
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

from sipp.config import MEBIBYTE, Config

csrf = CSRFProtect()
compress = Compress()
limiter = Limiter(key_func=get_remote_address, headers_enabled=False)

#: No inline script or style anywhere, so no nonce is needed.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
#: The back office, the way into it, and the one case that a colleague sees by a link: never stored, never indexed,
#: never compressed (BREACH).
OFFICE_PATHS = ("/kelola", "/masuk", "/keluar", "/usulan")
MAX_BODY_BYTES = 6 * MEBIBYTE
#: Where workbooks and Word files of up to 12 MiB are sent, and the room such a form needs.
LARGE_FILE_PATH = "/kelola/impor"
MAX_LARGE_BODY_BYTES = 13 * MEBIBYTE
MAX_FORM_MEMORY_BYTES = 1 * MEBIBYTE
MAX_FORM_PARTS = 400


def init_protection(app: Flask, config: Config) -> None:
    """Attach bounds, CSRF, rate limits and headers."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_MEMORY_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        TRUSTED_HOSTS=list(config.hosts) or None,
        SESSION_COOKIE_NAME="sipp_sesi",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.serves_https,
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=config.redis_url or "memory://",
        RATELIMIT_ENABLED=not config.is_testing,
    )
    # Before CSRF, which reads the form.
    app.before_request(_take_large_files)
    csrf.init_app(app)
    limiter.init_app(app)
    app.config["COMPRESS_MIMETYPES"] = ["text/html", "application/json", "application/x-suggestions+json"]
    app.config["COMPRESS_REGISTER"] = False
    compress.init_app(app)
    app.after_request(_compress_what_is_public)
    app.after_request(_add_headers)
    if config.serves_https:
        app.after_request(_add_transport_security)


def is_office_path(path: str) -> bool:
    """Whether a path (without the language) belongs to the back office."""
    return any(path == start or path.startswith(f"{start}/") for start in OFFICE_PATHS)


def never_stored() -> None:
    """Mark the answer of this request as private: no cache keeps it."""
    g.is_never_stored = True


def takes_large_files() -> bool:
    """Whether the form at hand may hold a file of 12 MiB."""
    return request.path == LARGE_FILE_PATH


def _take_large_files() -> None:
    if takes_large_files():
        request.max_content_length = MAX_LARGE_BODY_BYTES


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), interest-cohort=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    is_office = is_office_path(request.path)
    if is_office:
        headers["X-Robots-Tag"] = "noindex, nofollow"
    if is_office or g.get("is_never_stored") or request.method not in ("GET", "HEAD") or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
    return response


def _compress_what_is_public(response: Response) -> Response:
    """A compressed page tells its secrets by its length to whoever can add words to it."""
    return response if is_office_path(request.path) else compress.after_request(response)


def _add_transport_security(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
