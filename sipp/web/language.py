"""The language of a request: ``/en`` is moved into SCRIPT_NAME, so that one URL map serves both languages.

Every ``url_for``, the ones of extensions included, keeps the language, because it starts with SCRIPT_NAME.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from sipp.i18n import DEFAULT_LANGUAGE, LANGUAGE_KEY, LANGUAGES

PREFIXED_LANGUAGES = tuple(language for language in LANGUAGES if language != DEFAULT_LANGUAGE)


class LanguagePrefix:
    """WSGI middleware: takes ``/en`` off PATH_INFO and leaves the language in ``environ["sipp.locale"]``.

    Only a whole first segment counts (``/energi`` is Indonesian). A bare ``/en`` is routed as ``/``.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        language = _prefixed_language(path)
        if language is None:
            environ[LANGUAGE_KEY] = DEFAULT_LANGUAGE
        else:
            prefix = f"/{language}"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
            environ["PATH_INFO"] = path.removeprefix(prefix) or "/"
            environ[LANGUAGE_KEY] = language
        return self.app(environ, start_response)


def path_in_language(language: str, root: str, path: str) -> str:
    """The same page in another language: ``root`` is SCRIPT_NAME as the request has it, ``path`` PATH_INFO."""
    for prefixed in PREFIXED_LANGUAGES:
        root = root.removesuffix(f"/{prefixed}")
    return root + ("" if language == DEFAULT_LANGUAGE else f"/{language}") + (path or "/")


def _prefixed_language(path: str) -> str | None:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in PREFIXED_LANGUAGES else None
