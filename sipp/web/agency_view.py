"""An agency's notices of the day and service points, as templates show them."""

from collections.abc import Sequence
from typing import Any

from sipp.i18n import date_with_day, datetime_words
from sipp.models.agencies import Agency, AgencyNotice, ServicePoint
from sipp.operations.service_points import exceptions_of, points_today, week_of
from sipp.words.agencies import ACCESS, address_words, open_words, span_words, week_words


def notice_items(notices: Sequence[AgencyNotice], agency: Agency) -> list[dict[str, Any]]:
    """Each notice with the unit it is of (None: the whole agency) and the moment it ends."""
    return [
        {
            "id": f"pemberitahuan-{one.id}",
            "text": one.text,
            "place": one.unit.name if one.unit else None,
            "until": datetime_words(one.ends_at, agency.time_zone),
        }
        for one in notices
    ]


def point_items(points: Sequence[ServicePoint], agency: Agency) -> list[dict[str, Any]]:
    """Each point that is not closed for good: where, whether it is open now, its week, the days that differ."""
    found = []
    for one in points_today(points, agency.time_zone):
        point, exceptions = one.point, exceptions_of(one.point)
        week = week_of(point)
        found.append(
            {
                "name": point.name,
                "address": address_words(point),
                "notice": point.notice if point.notice_until and point.notice_until >= one.today else None,
                "is_open": one.state.is_open if one.state else None,
                "state": open_words(one.state),
                "week": week_words(week) if week else [],
                "days": [
                    {
                        "term": date_with_day(row.day),
                        "value": span_words(exceptions[row.day]) + (f" ({row.reason})" if row.reason else ""),
                        "lang": "id" if row.reason else None,
                    }
                    for row in point.exceptions
                    if row.day >= one.today
                ],
                "access": [ACCESS[word] for word in point.accessibility if word in ACCESS],
            }
        )
    return found
