"""Two languages over one set of texts: Indonesian is the msgid, English comes from the catalogue; and all formats.

Amounts, durations, dates and times are written here and nowhere else. Every function works without a request (then
in Indonesian), so that jobs and tests can use it; ``in_language`` switches for a mail.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from flask import Flask, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, ngettext, refresh
from flask_babel import gettext as _

from sipp.clock import NATIONAL_ZONE
from sipp.rules.standards import Unit

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"

#: Where the middleware ``web.language.LanguagePrefix`` leaves the language of the request.
LANGUAGE_KEY = "sipp.locale"

TRANSLATIONS = Path(__file__).parent / "translations"

_INDONESIAN = Locale.parse(DEFAULT_LANGUAGE)
_DAY_MONTH_YEAR = "d MMMM y"
_MONTH_YEAR = "MMMM y"
_WITH_WEEKDAY = "EEEE, d MMMM y"
_WITHOUT_YEAR = "EEEE, d MMMM"
_SHORT = "d MMM y"

#: Babel knows these abbreviations only in Indonesian; the agencies' zones are named in both languages.
_ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


def init_i18n(app: Flask, translations: Path = TRANSLATIONS) -> None:
    """Attach the catalogues and the language of the request, and give templates the formats as filters."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translations)
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT_LANGUAGE
    # One of its own for each application: it keeps the catalogues it has read.
    Babel(app, locale_selector=_language_of_request)
    # Flask-Babel remembers the language per application context, which a request may share with what pushed it.
    app.before_request(refresh)
    app.jinja_env.filters.update(
        amount=amount,
        number=number,
        percentage=percentage,
        file_size=file_size,
        date_long=date_long,
        date_with_day=date_with_day,
        date_short=date_short,
        time_of_day=time_of_day,
        datetime_words=datetime_words,
        day_words=day_words,
    )
    app.jinja_env.globals.update(duration=duration, current_language=current_language)


def current_language() -> str:
    """``id`` or ``en``: the language texts come out in right now."""
    return current_locale().language


def current_locale() -> Locale:
    """The Babel locale of the request, of ``in_language``, or Indonesian."""
    return get_locale() or _INDONESIAN


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Let texts and formats come out in another language, e.g. in a mail; needs an application context."""
    with force_locale(language if language in LANGUAGES else DEFAULT_LANGUAGE):
        yield


def number(value: int | float | Decimal) -> str:
    """1.234.567,5; at most three decimals."""
    return format_decimal(value, locale=current_locale())


def percentage(fraction: float | Decimal) -> str:
    """12,5% for 0.125; at most one decimal."""
    return format_percent(fraction, format="#,##0.#%", locale=current_locale())


def amount(amount_idr: int) -> str:
    """Rp350.000: whole rupiah, no space, no decimals. Zero is "Rp0"; that a fee is free is said by ``fee_words``."""
    sign = "-" if amount_idr < 0 else ""
    return f"{sign}Rp{format_decimal(abs(amount_idr), format='#,##0', locale=current_locale())}"


def duration(count: int, unit: Unit) -> str:
    """ "3 hari kerja", "24 jam": the unit always says which days are meant."""
    shown = number(count)
    match unit:
        case "minute":
            return ngettext("%(count)s menit", "%(count)s menit", count, count=shown)
        case "hour":
            return ngettext("%(count)s jam", "%(count)s jam", count, count=shown)
        case "working_day":
            return ngettext("%(count)s hari kerja", "%(count)s hari kerja", count, count=shown)
        case "day":
            return ngettext("%(count)s hari kalender", "%(count)s hari kalender", count, count=shown)
        case "week":
            return ngettext("%(count)s minggu", "%(count)s minggu", count, count=shown)
        case "month":
            return ngettext("%(count)s bulan", "%(count)s bulan", count, count=shown)


def file_size(size_bytes: int) -> str:
    """1,2 MB, 539 B (a kilobyte is 1,000 bytes)."""
    if size_bytes < 1_000:
        return f"{number(size_bytes)} B"
    if size_bytes < 1_000_000:
        return f"{_one_decimal(size_bytes / 1_000)} kB"
    return f"{_one_decimal(size_bytes / 1_000_000)} MB"


def date_long(day: date) -> str:
    """23 November 2026."""
    return format_date(day, _DAY_MONTH_YEAR, locale=current_locale())


def month_words(day: date) -> str:
    """November 2026."""
    return format_date(day, _MONTH_YEAR, locale=current_locale())


def date_with_day(day: date) -> str:
    """Senin, 23 November 2026."""
    return format_date(day, _WITH_WEEKDAY, locale=current_locale())


def date_span(first: date, last: date) -> str:
    """Senin, 30 Maret sampai Kamis, 2 April 2026; one day as itself."""
    if first == last:
        return date_with_day(first)
    begins = date_with_day(first)
    if first.year == last.year:
        begins = format_date(first, _WITHOUT_YEAR, locale=current_locale())
    return _("%(first)s sampai %(last)s", first=begins, last=date_with_day(last))


def date_short(day: date) -> str:
    """23 Nov 2026, for tables."""
    return format_date(day, _SHORT, locale=current_locale())


def clock_time(moment: time | datetime) -> str:
    """14.30 (English 14:30), as it stands: no zone, no conversion; for opening hours."""
    return moment.strftime("%H.%M" if current_language() == "id" else "%H:%M")


def time_of_day(moment: datetime, time_zone: str = NATIONAL_ZONE) -> str:
    """ "pukul 14.30 WIB": the moment in the agency's zone."""
    local = _in_zone(moment, time_zone)
    return _("pukul %(time)s %(zone)s", time=clock_time(local), zone=zone_name(local, time_zone))


def datetime_words(moment: datetime, time_zone: str = NATIONAL_ZONE) -> str:
    """ "23 November 2026 pukul 14.30 WIB": day and time in the agency's zone."""
    local = _in_zone(moment, time_zone)
    return _(
        "%(date)s pukul %(time)s %(zone)s",
        date=date_long(local.date()),
        time=clock_time(local),
        zone=zone_name(local, time_zone),
    )


def day_words(moment: datetime, time_zone: str = NATIONAL_ZONE) -> str:
    """ "23 November 2026": the day alone of a moment in the agency's zone, where the hour is nobody's to know."""
    return date_long(_in_zone(moment, time_zone).date())


def zone_name(local: datetime, time_zone: str) -> str:
    """WIB, WITA or WIT; another zone by its offset, e.g. "UTC+08:00"."""
    return _ZONE_NAMES.get(time_zone) or local.strftime("UTC%z")[:6] + ":" + local.strftime("%z")[3:]


def _one_decimal(value: float) -> str:
    return format_decimal(value, format="#,##0.#", locale=current_locale())


def _in_zone(moment: datetime, time_zone: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(ZoneInfo(time_zone))


def _language_of_request() -> str:
    if not has_request_context():
        return DEFAULT_LANGUAGE
    language = request.environ.get(LANGUAGE_KEY)
    return language if language in LANGUAGES else DEFAULT_LANGUAGE
