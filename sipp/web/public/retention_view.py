"""How long what is kept, as the privacy page tells it: the rules themselves in words."""

from datetime import timedelta

from flask_babel import ngettext

from sipp import clock
from sipp.i18n import duration, number
from sipp.rules.retention import rules_on
from sipp.words.reports import KEPT_DATA, KEPT_SINCE

_YEAR_DAYS = 365


def kept_periods(time_zone: str = clock.NATIONAL_ZONE) -> list[tuple[str, str, str]]:
    """What is kept, for how long since when, and by which rule; as it holds today."""
    return [
        (
            str(KEPT_DATA[rule.data_class]),
            str(KEPT_SINCE[rule.event]) % {"period": period_words(rule.kept_for)},
            rule.legal_basis,
        )
        for rule in rules_on(clock.today(time_zone))
    ]


def period_words(period: timedelta) -> str:
    """ "2 tahun", "90 hari kalender", "72 jam": years of 365 days, days, or hours up to three days."""
    if period.days and period.days % _YEAR_DAYS == 0:
        years = period.days // _YEAR_DAYS
        return ngettext("%(count)s tahun", "%(count)s tahun", years, count=number(years))
    if period <= timedelta(days=3):
        return duration(int(period.total_seconds()) // 3600, "hour")
    return duration(period.days, "day")
