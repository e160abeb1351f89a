"""Times as numbers that can be compared: days since 1970-01-01 in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_LAST = timedelta(microseconds=1)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")


def _period(time: str) -> tuple[datetime, datetime] | None:
    """The first and the last moment that `time` can mean."""
    partial = _PARTIAL.fullmatch(time)
    if partial:
        year, month = int(partial[1]), int(partial[2] or 1)
        start = datetime(year, month, 1)
        months = year * 12 + month - 1 + (1 if partial[2] else 12)
        return start, datetime(months // 12, months % 12 + 1, 1) - _LAST
    try:
        day = date.fromisoformat(time)
    except ValueError:
        moment = datetime.fromisoformat(time)
        return moment, moment
    start = datetime(day.year, day.month, day.day)
    return start, start + (_DAY - _LAST)


def _days(moment: datetime) -> float:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) / _DAY


def bounds(time: str | None) -> tuple[float, float] | None:
    """The first and last instant of an ISO time, a day, a month (`2024-06`) or a year, both included.

    In days since 1970-01-01 UTC; a time without an offset is taken as UTC. None for what is not a time.
    """
    if not time:
        return None
    try:
        period = _period(time.strip())
    except (ValueError, OverflowError):
        return None
    return (_days(period[0]), _days(period[1])) if period else None


def instant(time: str | None) -> float | None:
    """When `time` is, in days since 1970-01-01 UTC; for a day, a month or a year its middle.

    A time without an offset is taken as UTC; None for None and for what is not an ISO time.
    """
    period = bounds(time)
    return None if period is None else (period[0] + period[1]) / 2
