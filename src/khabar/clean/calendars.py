"""Days of other calendars as Gregorian days: solar Hijri, Ethiopian, Buddhist, and years of an era.

The rows (month names, years in use, zones) are `languages/calendars.toml`.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

EPOCH_ETHIOPIAN = 2796  # ordinal of 1 Meskerem 1 (29 August 8, Julian), Dershowitz and Reingold
LEAP_PERSIAN = (1, 5, 9, 13, 17, 22, 26, 30)  # leap years of the 33-year cycle, exact for 1178–1633
EPOCH_PERSIAN = date(2017, 3, 20)  # 30 Esfand 1395, the day before 1 Farvardin 1396: 1396 = 33 · 42 + 10


@cache
def rows() -> dict[str, Any]:
    """The rows of `languages/calendars.toml`."""
    return tomllib.loads(files("khabar.languages").joinpath("calendars.toml").read_text("utf-8"))


def _is_leap_persian(year: int) -> bool:
    return year % 33 in LEAP_PERSIAN


def from_persian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a solar Hijri one (33-year rule); None where there is no such day."""
    lengths = [31] * 6 + [30] * 5 + [30 if _is_leap_persian(year) else 29]
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        return None
    years = range(1396, year) if year >= 1396 else range(year, 1396)
    days = sum(366 if _is_leap_persian(each) else 365 for each in years)
    first = EPOCH_PERSIAN.toordinal() + (days if year >= 1396 else -days)
    return date.fromordinal(first + sum(lengths[: month - 1]) + day)


def from_ethiopian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of an Ethiopian one (era of Incarnation); None where there is no such day."""
    longest = 30 if month < 13 else 6 if year % 4 == 3 else 5
    if not (1 <= month <= 13 and 1 <= day <= longest and year > 0):
        return None
    return date.fromordinal(EPOCH_ETHIOPIAN + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)


def day_of(calendar: str, year: int, month: int, day: int) -> date | None:
    """The Gregorian day, or None where the calendar has no such day (or no such year is in use)."""
    if calendar == "persian":
        return from_persian(year, month, day)
    if calendar == "ethiopian":
        return from_ethiopian(year, month, day)
    if not 1900 <= year <= 2199:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_of(calendar: str, year: int, language: str | None) -> tuple[str, int] | None:
    """The calendar and year that a printed year means, given the calendar of its month name and the
    language.
    """
    buddhist, persian = rows()["buddhist"], rows()["persian"]
    base = (language or "").split("-")[0]
    if calendar != "gregorian":
        least, most = rows()[calendar]["years"]
        return (calendar, year) if least <= year <= most else None
    if 1900 <= year <= 2199:
        return calendar, year
    if base in buddhist["languages"] and buddhist["years"][0] <= year <= buddhist["years"][1]:
        return calendar, year - int(buddhist["ahead"])
    if base in persian["languages"] and persian["years"][0] <= year <= persian["years"][1]:
        return "persian", year
    return None
