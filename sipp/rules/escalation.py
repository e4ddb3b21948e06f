"""How lateness climbs: two reminders, the superior, then a reprimand; and what a reprimand may cite.

Law: UU 25/2009 art. 36 and 50 (duties), 54 (written reprimand, three months to cure). No source names the steps before
it, so their days are our own default, dated like every length.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Literal, get_args

from sipp.rules.calendar import Deadline, LengthUnit, WorkingCalendar, due_day
from sipp.rules.lengths import ClockName

Level = Literal["half", "most", "overdue", "reprimand"]
#: From the mildest to the gravest.
LEVELS: tuple[Level, ...] = get_args(Level)
#: The share of the counted days, in percent, after which a reminder goes out.
REMINDED_AT: Mapping[Level, int] = {"half": 50, "most": 80}
#: The clocks that the agency owes; the others are the citizen's, or end by rule.
ESCALATED_CLOCKS: tuple[ClockName, ...] = ("forward", "first_reply", "settle", "outer_limit")


def level_days(deadline: Deadline, calendar: WorkingCalendar, grace: int, grace_unit: LengthUnit) -> dict[Level, date]:
    """The day from which each level holds: reminders within the time, the rest after its last day.

    ``grace`` is the time between lateness and the draft of a reprimand.
    """
    days = {level: _share_of(deadline, percent) for level, percent in REMINDED_AT.items()}
    days["overdue"] = deadline.due + timedelta(days=1)
    days["reprimand"] = due_day(deadline.due, grace, grace_unit, calendar).due
    return days


def _share_of(deadline: Deadline, percent: int) -> date:
    if not deadline.counted:
        return deadline.due
    return deadline.counted[ceil(len(deadline.counted) * percent / 100) - 1]


@dataclass(frozen=True)
class Violation:
    """What an agency breaks when a clock runs out, and what follows; ``certainty`` low and medium must be verified."""

    clock: ClockName
    article: str
    consequence: str
    valid_from: date
    certainty: Literal["low", "medium", "high"]


_CONSEQUENCE = "teguran tertulis; bila tidak diperbaiki dalam tiga bulan, pembebasan dari jabatan (pasal 54 UU 25/2009)"
_SINCE_2009 = date(2009, 7, 18)

VIOLATIONS: tuple[Violation, ...] = (
    Violation("forward", "pasal 36 UU 25/2009: menindaklanjuti pengaduan", _CONSEQUENCE, _SINCE_2009, "medium"),
    Violation(
        "settle",
        "pasal 36 UU 25/2009: menindaklanjuti pengaduan dalam batas waktu yang ditetapkan",
        _CONSEQUENCE,
        _SINCE_2009,
        "medium",
    ),
    Violation(
        "outer_limit",
        "pasal 50 ayat (1) UU 25/2009: memutus pengaduan dalam 60 hari sejak berkas lengkap",
        _CONSEQUENCE,
        _SINCE_2009,
        "medium",
    ),
)


def violation_on(clock: str, on_day: date, rows: Iterable[Violation] = VIOLATIONS) -> Violation | None:
    """What a clock that ran out on a day violates: the latest row valid by then; None where no reprimand follows."""
    valid = [row for row in rows if row.clock == clock and row.valid_from <= on_day]
    return max(valid, key=lambda row: row.valid_from, default=None)


ReprimandState = Literal["draft", "signed", "served", "answered", "cured", "escalated", "withdrawn"]
REPRIMAND_STATES: tuple[ReprimandState, ...] = get_args(ReprimandState)
ReprimandMove = Literal["sign", "serve", "answer", "cure", "escalate", "withdraw"]

#: Move -> the states it is open from, and the one it leads to.
REPRIMAND_MOVES: dict[ReprimandMove, tuple[frozenset[ReprimandState], ReprimandState]] = {
    "sign": (frozenset({"draft"}), "signed"),
    "serve": (frozenset({"signed"}), "served"),
    "answer": (frozenset({"served"}), "answered"),
    "cure": (frozenset({"served", "answered"}), "cured"),
    "escalate": (frozenset({"served", "answered"}), "escalated"),
    "withdraw": (frozenset({"draft", "signed", "served", "answered"}), "withdrawn"),
}
#: What the public sees on the agency's page: what was served, with its outcome.
PUBLIC_STATES: frozenset[ReprimandState] = frozenset({"served", "answered", "cured", "escalated"})
#: While one of these stands, the same report gets no second reprimand.
STANDING_STATES: frozenset[ReprimandState] = frozenset({"draft", "signed", "served", "answered"})
