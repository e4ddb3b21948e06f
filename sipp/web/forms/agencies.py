"""The forms of an agency's profile: what it is called, its units, service points, pledges and notices."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sipp.models.agencies import ACCESSIBILITY, AGENCY_KINDS, Agency, ServicePoint, Unit
from sipp.operations.agency_profiles import ProfileValues
from sipp.operations.agency_register import Entry, proposed_slug
from sipp.operations.service_points import PointValues, week_of
from sipp.operations.units import UnitValues
from sipp.rules.opening_hours import END_OF_DAY, Span, parse_hours
from sipp.rules.typed_input import TypedInputError, parse_phone
from sipp.web.forms.accounts import email_fault
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import DayField, ManyField, TextField
from sipp.words.agencies import channel_words

TIME_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
WEEKDAYS = range(7)
#: The unit of a notice that is the whole agency's.
WHOLE_AGENCY = "semua"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_POSTAL_CODE = re.compile(r"[1-9]\d{4}", re.ASCII)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SHORT_NUMBER = re.compile(r"(?:sms\s*)?(\d{3,6})", re.ASCII | re.IGNORECASE)
_LAPOR = re.compile(
    r"(?:sp4n[ -]?)?lapor!?(?: \(lapor\.go\.id\))?|(?:https?://)?(?:www\.)?lapor\.go\.id/?", re.IGNORECASE
)
_LAPOR_URL = "https://www.lapor.go.id"


class AddressForm(CheckedForm):
    """An address."""

    street = TextField(max_length=300)
    district = TextField(max_length=120)
    postal_code = TextField(max_length=10)

    def faults(self) -> Iterable[tuple[str, str]]:
        """A postal code has five digits."""
        if self.postal_code.data and not _POSTAL_CODE.fullmatch(self.postal_code.data):
            yield "postal_code", "not_a_postal_code"

    def address(self) -> dict[str, str | None]:
        """The three parts."""
        return {"street": self.street.data, "district": self.district.data, "postal_code": self.postal_code.data}


class ProfileForm(AddressForm):
    """What an agency says of itself."""

    short_name = TextField(max_length=60)
    aliases = TextField(max_length=1000)
    former_names = TextField(max_length=1000)
    region_code = TextField(max_length=13)
    time_zone = TextField(max_length=40)
    website = TextField(max_length=300)
    official_channels = TextField(max_length=1000)

    def faults(self) -> Iterable[tuple[str, str]]:
        """Addresses that open, channels that reach somebody."""
        yield from super().faults()
        if self.time_zone.data not in TIME_ZONES:
            yield "time_zone", "unknown_choice"
        if self.website.data and not is_web_address(self.website.data):
            yield "website", "not_a_web_address"
        if any(channel(line) is None for line in lines_of(self.official_channels.data)):
            yield "official_channels", "not_a_channel"

    def values(self) -> ProfileValues:
        """The values; call after ``check``."""
        channels = (channel(line) for line in lines_of(self.official_channels.data))
        return ProfileValues(
            short_name=self.short_name.data,
            aliases=lines_of(self.aliases.data),
            former_names=lines_of(self.former_names.data),
            region_code=self.region_code.data,
            website=self.website.data,
            time_zone=self.time_zone.data or TIME_ZONES[0],
            official_channels=tuple(one for one in channels if one),
            **self.address(),
        )


class EntryForm(CheckedForm):
    """What the national level says of an agency; without an address one is made of the name."""

    name = TextField(max_length=200)
    slug = TextField(max_length=100)
    kind = TextField(max_length=20)
    region_code = TextField(max_length=13)
    time_zone = TextField(max_length=40)

    def faults(self) -> Iterable[tuple[str, str]]:
        """A name, an address that browsers keep as it is, a kind."""
        if not self.name.data:
            yield "name", "agency_name_required"
        if (self.slug.data or self.name.data) and not _SLUG.fullmatch(self.values().slug):
            yield "slug", "not_a_slug"
        if self.kind.data not in AGENCY_KINDS:
            yield "kind", "unknown_choice"
        if self.time_zone.data not in (None, *TIME_ZONES):
            yield "time_zone", "unknown_choice"

    def values(self) -> Entry:
        """The values; call after ``check``."""
        name = " ".join((self.name.data or "").split())
        return Entry(
            name=name,
            slug=self.slug.data or proposed_slug(name),
            kind=self.kind.data or "",
            region_code=self.region_code.data,
            time_zone=self.time_zone.data or TIME_ZONES[0],
        )


class ReportAddressForm(CheckedForm):
    """Where an agency reads of reports."""

    address = TextField(max_length=254)

    def faults(self) -> Iterable[tuple[str, str]]:
        """An address that mail can be sent to."""
        if fault := email_fault(self.address.data):
            yield "address", fault


class UnitForm(AddressForm):
    """What an agency says of a unit."""

    name = TextField(max_length=200)
    parent = TextField(max_length=12)
    short_name = TextField(max_length=60)
    search_names = TextField(max_length=1000)
    working_week = ManyField()

    def faults(self) -> Iterable[tuple[str, str]]:
        """A unit has a name and works on some day."""
        yield from super().faults()
        if not self.name.data:
            yield "name", "unit_name_required"
        if not self.days():
            yield "working_week", "working_week_required"

    def days(self) -> str:
        """The working weekdays as they are stored."""
        return "".join(str(day) for day in WEEKDAYS if str(day) in (self.working_week.data or ()))

    def values(self) -> UnitValues:
        """The values; call after ``check``."""
        return UnitValues(
            name=" ".join((self.name.data or "").split()),
            parent_id=number(self.parent.data),
            short_name=self.short_name.data,
            search_names=lines_of(self.search_names.data),
            working_week=self.days(),
            **self.address(),
        )


class PointForm(AddressForm):
    """What an agency says of a service point; the hours of each weekday as people write them."""

    name = TextField(max_length=200)
    day_0 = TextField(max_length=100)
    day_1 = TextField(max_length=100)
    day_2 = TextField(max_length=100)
    day_3 = TextField(max_length=100)
    day_4 = TextField(max_length=100)
    day_5 = TextField(max_length=100)
    day_6 = TextField(max_length=100)
    accessibility = ManyField()
    services = ManyField()

    def faults(self) -> Iterable[tuple[str, str]]:
        """A point has a name, and hours that can be read."""
        yield from super().faults()
        if not self.name.data:
            yield "name", "point_name_required"
        for day in WEEKDAYS:
            try:
                parse_hours(self[f"day_{day}"].data or "")
            except TypedInputError as error:
                yield f"day_{day}", error.code

    def values(self) -> PointValues:
        """The values; call after ``check``."""
        return PointValues(
            name=" ".join((self.name.data or "").split()),
            accessibility=tuple(word for word in ACCESSIBILITY if word in (self.accessibility.data or ())),
            week={day: parse_hours(self[f"day_{day}"].data or "") for day in WEEKDAYS},
            service_ids=tuple(found for one in self.services.data or () if (found := number(one))),
            **self.address(),
        )


class ExceptionForm(CheckedForm):
    """A day on which a point is closed or open at other hours."""

    day = DayField(max_length=40)
    hours = TextField(max_length=100)
    reason = TextField(max_length=200)

    def faults(self) -> Iterable[tuple[str, str]]:
        """The day is named, and the hours are one span or none."""
        if not self.day.data:
            yield "day", "required"
        try:
            if len(parse_hours(self.hours.data or "")) > 1:
                yield "hours", "hours_one_span"
        except TypedInputError as error:
            yield "hours", error.code

    def span(self) -> Span | None:
        """The hours of that day; None: closed."""
        return next(iter(parse_hours(self.hours.data or "")), None)


class PledgeForm(CheckedForm):
    """What a unit pledges."""

    text = TextField(max_length=4000)
    signatory = TextField(max_length=200)
    day = DayField(max_length=40)

    def faults(self) -> Iterable[tuple[str, str]]:
        """A pledge is in words; its file only shows them signed."""
        if not self.text.data:
            yield "text", "pledge_required"


class NoticeForm(CheckedForm):
    """A notice of the day, which always ends."""

    text = TextField(max_length=300)
    unit = TextField(max_length=12)
    ends_on = DayField(max_length=40)
    ends_at = TextField(max_length=20)

    def faults(self) -> Iterable[tuple[str, str]]:
        """It says something, and when it ends."""
        if not self.text.data:
            yield "text", "notice_required"
        if not self.ends_on.data:
            yield "ends_on", "notice_end_required"
        if self.ends_at.data and self._time() is None:
            yield "ends_at", "time_unreadable"

    def end(self, time_zone: str) -> datetime:
        """The moment it ends: without a time, the end of that day; call after ``check``."""
        assert self.ends_on.day is not None
        return datetime.combine(self.ends_on.day, self._time() or END_OF_DAY, ZoneInfo(time_zone))

    def _time(self) -> time | None:
        try:
            spans = parse_hours(f"{self.ends_at.data}-24.00") if self.ends_at.data else ()
        except TypedInputError:
            return None
        return spans[0].opens if len(spans) == 1 else None


def profile_values(agency: Agency) -> dict[str, Any]:
    """A profile as its form shows it."""
    return {
        "short_name": agency.short_name,
        "aliases": "\n".join(agency.aliases),
        "former_names": "\n".join(agency.former_names),
        "region_code": agency.region_code or "",
        "time_zone": agency.time_zone,
        "website": agency.website,
        "official_channels": "\n".join(channel_words(one) for one in agency.official_channels),
        **_address_of(agency),
    }


def unit_values(unit: Unit) -> dict[str, Any]:
    """A unit as its form shows it."""
    return {
        "name": unit.name,
        "parent": unit.parent_id or "",
        "short_name": unit.short_name,
        "search_names": "\n".join(unit.search_names),
        "working_week": tuple(unit.working_week),
        **_address_of(unit),
    }


def point_values(point: ServicePoint, service_ids: Iterable[int]) -> dict[str, Any]:
    """A service point as its form shows it."""
    week = week_of(point)
    return {
        "name": point.name,
        "accessibility": tuple(point.accessibility),
        "services": tuple(str(one) for one in service_ids),
        **{f"day_{day}": hours_typed(week.get(day, ())) for day in WEEKDAYS},
        **_address_of(point),
    }


def hours_typed(spans: Sequence[Span]) -> str:
    """Spans as people type them: "08.00-12.00, 13.00-15.30"."""
    return ", ".join(f"{span.opens:%H.%M}-{_end(span.closes)}" for span in spans)


def channel(text: str) -> dict[str, str] | None:
    """A complaint channel from a line: SP4N-LAPOR!, a web address, an e-mail address, a number; None: none of these."""
    typed = text.strip()
    if _LAPOR.fullmatch(typed):
        return {"kind": "lapor", "value": _LAPOR_URL}
    if match := _SHORT_NUMBER.fullmatch(typed):
        return {"kind": "sms" if typed.lower().startswith("sms") else "phone", "value": match[1]}
    if _EMAIL.fullmatch(typed):
        return {"kind": "email", "value": typed.lower()}
    if is_web_address(typed):
        return {"kind": "web", "value": typed}
    try:
        return {"kind": "phone", "value": parse_phone(typed)}
    except TypedInputError:
        return None


def lines_of(text: str | None) -> tuple[str, ...]:
    """The distinct lines of a text that are not empty."""
    lines = [" ".join(line.split()) for line in (text or "").split("\n")]
    return tuple(dict.fromkeys(line for line in lines if line))


def is_web_address(text: str) -> bool:
    """Whether a text is a whole address that a browser opens."""
    address = urlsplit(text)
    return address.scheme in ("http", "https") and "." in (address.hostname or "") and " " not in text


def number(text: str | None) -> int | None:
    """A number as a form sends ids; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _address_of(row: Agency | Unit | ServicePoint) -> dict[str, str | None]:
    return {"street": row.street, "district": row.district, "postal_code": row.postal_code}


def _end(closes: time) -> str:
    return "24.00" if closes == END_OF_DAY else f"{closes:%H.%M}"
