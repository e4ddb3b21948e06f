"""What every page knows (site, navigation, language), and what a browser may remember of an opened report."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, current_app, request, session, url_for
from flask_babel import gettext as _

from sipp import clock
from sipp.config import Config
from sipp.i18n import current_language
from sipp.operations.opened import OpenedReport, is_still_open
from sipp.rules.report_news import PhoneChannel
from sipp.web.language import path_in_language
from sipp.words.phone_news import channel_words

OPENED_REPORT = "laporan"
OPENED_FOR = timedelta(hours=2)
#: The rooms of the opened report.
FOLLOWING = ("following", "own_moves", "own_report", "papers", "new_code")
LAPOR_URL = "https://www.lapor.go.id/"


def init_pages(app: Flask) -> None:
    """Give every template its site, navigation, footer and language switch."""
    app.context_processor(page_context)


def settings() -> Config:
    """The settings of this installation."""
    config: Config = current_app.config["SIPP"]
    return config


def phone_channel() -> PhoneChannel | None:
    """How news go to a number that is typed now; None where they do not."""
    return next(iter(settings().phone_channels), None)


def page_context() -> dict[str, Any]:
    """The frame's values; see templates/layouts/base.html."""
    language = current_language()
    other = "en" if language == "id" else "id"
    config = settings()
    return {
        "site": {
            "name": "sipp",
            "is_demo": config.is_demo,
            "is_official": bool(config.official_name),
            "official_name": config.official_name,
            "phone_news": channel_words(config.phone_channels),
            "home_url": url_for("directory.home"),
            "search_url": url_for("directory.search"),
        },
        "language": language,
        "alternate_url": _this_page_in(other),
        "page_url": _this_page_in(language),
        "nav": _navigation(),
        "footer_links": [
            (_("Hitung batas waktu"), url_for("deadlines.calculator")),
            (_("Pernyataan aksesibilitas"), url_for("directory.accessibility")),
            (_("Kebijakan privasi"), url_for("directory.privacy")),
            (_("Lisensi data"), url_for("directory.licence")),
            ("SP4N-LAPOR!", LAPOR_URL),
            (_("Masuk petugas"), url_for("security.login")),
        ],
    }


def remember_opened_report(opened: OpenedReport) -> None:
    """Let this browser see the report for two hours; the code itself is not kept."""
    at = clock.now().isoformat()
    session[OPENED_REPORT] = {"id": str(opened.report_id), "mark": opened.mark, "at": at}


def opened_report() -> UUID | None:
    """The report this browser opened within the last two hours; None once its code is another, or it is erased."""
    kept = session.get(OPENED_REPORT)
    if not kept:
        return None
    opened = OpenedReport(UUID(kept["id"]), kept.get("mark", ""))
    if clock.now() - _moment(kept["at"]) > OPENED_FOR or not is_still_open(opened):
        session.pop(OPENED_REPORT, None)
        return None
    return opened.report_id


def forget_opened_report() -> None:
    """Close the opened report in this browser."""
    session.pop(OPENED_REPORT, None)


def _moment(text: str) -> Any:
    return type(clock.now()).fromisoformat(text)


def _this_page_in(language: str) -> str:
    path = path_in_language(language, request.script_root, request.path)
    query = request.query_string.decode("utf-8", "replace") if request.method == "GET" else ""
    return f"{path}?{query}" if query else path


def _navigation() -> list[tuple[str, str, bool]]:
    here = request.endpoint or ""
    return [
        (_("Layanan"), url_for("directory.search"), here in ("directory.search", "directory.reference")),
        (_("Instansi"), url_for("directory.agencies"), here in ("directory.agencies", "directory.agency")),
        (_("Lapor"), url_for("reports.choose"), here == "reports.choose"),
        (_("Lacak laporan"), url_for("following.track"), here.split(".")[0] in FOLLOWING),
    ]
