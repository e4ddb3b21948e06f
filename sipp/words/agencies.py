"""The words of an agency's profile: where it is, for whom a service point is usable, when it is open."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from sipp import clock
from sipp.i18n import clock_time, date_with_day
from sipp.rules.opening_hours import END_OF_DAY, OpenState, Span
from sipp.rules.typed_input import format_phone

#: What makes a service point usable for everybody.
ACCESS: dict[str, LazyString] = {
    "ramp": _l("Jalan landai untuk kursi roda"),
    "lift": _l("Lift"),
    "toilet": _l("Toilet untuk penyandang disabilitas"),
    "guiding_blocks": _l("Ubin pemandu untuk tunanetra"),
    "priority": _l("Antrean prioritas"),
    "wheelchair": _l("Kursi roda dipinjamkan"),
    "sign_language": _l("Petugas yang bisa bahasa isyarat"),
    "nursing_room": _l("Ruang menyusui"),
}

TIME_ZONES: dict[str, LazyString] = {
    "Asia/Jakarta": _l("WIB"),
    "Asia/Makassar": _l("WITA"),
    "Asia/Jayapura": _l("WIT"),
}

#: Whether an agency answers reports here.
MEMBERSHIPS: dict[str, LazyString] = {
    "listed": _l("Terdaftar saja"),
    "receiving": _l("Menerima laporan"),
}

#: What an agency proves before it receives reports.
STEPS: dict[str, LazyString] = {
    "liaison": _l("pejabat penghubung"),
    "address": _l("alamat laporan"),
    "delivery": _l("pesan uji"),
}

#: Why somebody cannot be named as liaison yet.
LIAISON_LACKS: dict[str, LazyString] = {
    "sign_in": _l("Belum pernah masuk."),
    "second_step": _l("Belum mengaktifkan verifikasi dua langkah."),
}

WEEKDAYS: tuple[LazyString, ...] = (
    _l("Senin"),
    _l("Selasa"),
    _l("Rabu"),
    _l("Kamis"),
    _l("Jumat"),
    _l("Sabtu"),
    _l("Minggu"),
)


class HasAddress(Protocol):
    """What has an address."""

    street: Any
    district: Any
    postal_code: Any


def address_words(row: HasAddress) -> str:
    """An address on one line; empty where there is none."""
    return ", ".join(part for part in (row.street, row.district, row.postal_code) if part)


def channel_words(stored: Mapping[str, str]) -> str:
    """A channel as people read and type it."""
    if stored["kind"] == "lapor":
        return "SP4N-LAPOR! (lapor.go.id)"
    value = format_phone(stored["value"])
    return f"SMS {value}" if stored["kind"] == "sms" else value


def open_words(state: OpenState | None) -> str:
    """Whether a place is open now, and until or from when."""
    if state is None:
        return _("Jam buka belum dipublikasikan")
    if state.closes_at is not None:
        return _("Buka sekarang, sampai pukul %(time)s", time=_end_words(state.closes_at))
    if state.opens_at is None:
        return _("Tutup")
    opens = state.opens_at
    if opens.tzinfo and opens.date() == clock.now().astimezone(opens.tzinfo).date():
        return _("Tutup sekarang, buka pukul %(time)s", time=clock_time(opens))
    return _("Tutup sekarang, buka %(day)s pukul %(time)s", day=date_with_day(opens.date()), time=clock_time(opens))


def span_words(spans: Sequence[Span]) -> str:
    """The hours of a day; none: closed."""
    return ", ".join(
        f"{clock_time(span.opens)}–{_midnight() if span.closes == END_OF_DAY else clock_time(span.closes)}"
        for span in spans
    ) or _("Tutup")


def week_words(week: Mapping[int, Sequence[Span]]) -> list[dict[str, Any]]:
    """A week as lines, neighbouring days with the same hours together: "Senin–Kamis", "08.00–15.00"."""
    lines: list[dict[str, Any]] = []
    first = 0
    for day in range(1, 8):
        if day < 7 and tuple(week.get(day, ())) == tuple(week.get(first, ())):
            continue
        last = day - 1
        names = str(WEEKDAYS[first]) if last == first else f"{WEEKDAYS[first]}–{WEEKDAYS[last]}"
        lines.append({"term": names, "value": span_words(week.get(first, ()))})
        first = day
    return lines


def _end_words(moment: datetime) -> str:
    return _midnight() if (moment.hour, moment.minute) == (0, 0) else clock_time(moment)


def _midnight() -> str:
    return _("24.00")
