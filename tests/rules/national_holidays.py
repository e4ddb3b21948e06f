"""The national holidays and collective leave of 2026, for the vectors of the deadline calculator."""

from datetime import date

from sipp.rules.calendar import WorkingCalendar

NATIONAL_2026 = """
    01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25 12-25
"""
COLLECTIVE_LEAVE_2026 = "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24"

HOLIDAYS_2026 = {date.fromisoformat(f"2026-{day}"): "Libur nasional" for day in NATIONAL_2026.split()} | {
    date.fromisoformat(f"2026-{day}"): "Cuti bersama" for day in COLLECTIVE_LEAVE_2026.split()
}

CALENDAR_2026 = WorkingCalendar(HOLIDAYS_2026)
