"""Times as records give them: ISO strings, mail dates, GDELT stamps, epoch numbers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple


class Time(NamedTuple):
    """An ISO string with the source's own offset (none where it gave none), and how exact it is."""

    iso: str
    precision: str | None


# Epoch numbers by their size; anything smaller than the first would lie before 1973 and is more likely a
# mistake.
_EPOCHS: tuple[tuple[float, float], ...] = ((1e8, 1), (1e11, 1e3), (1e14, 1e6), (1e17, 1e9))
_EARLIEST = 1500  # the oldest newspapers are of 1605
_AHEAD = timedelta(days=2)  # nothing is published later than it is read; two days cover zones, wrong clocks

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")
_DAY = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})")
_STAMP = re.compile(
    r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})[T _]?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?"
    r"\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)


def time_of(value: Any, read_at: datetime | None = None, language: str | None = None) -> Time:
    """The time that a field of a record gives; `language` is that of dates written in words.

    `read_at` is when the source was read or fetched (now where unknown): a later time cannot be right. Raises
    ValueError with the reason for a value that is no date, or one that no report can have.
    """
    if isinstance(value, bool):
        raise ValueError("not a date")
    if isinstance(value, datetime):
        return _checked(value, "second", read_at)
    if isinstance(value, date):
        return _checked(datetime(value.year, value.month, value.day), "day", read_at)
    if isinstance(value, int | float):
        return _number_time(value, read_at)
    if isinstance(value, str):
        return _text_time(value.strip()[:100], read_at, language)
    raise ValueError("not a date")


def _number_time(value: float, read_at: datetime | None) -> Time:
    if 19000101 <= value <= 21001231 or (1.9e13 <= value <= 2.1e13 and value == int(value)):
        try:
            return _text_time(str(int(value)), read_at)  # 20240913 and 20240913213400 are written dates
        except ValueError:
            if value < 1e9:
                raise
    size = abs(value)
    factor = next((factor for least, factor in reversed(_EPOCHS) if size >= least), None)
    if factor is None:
        raise ValueError("the number is too small for a time: epoch zero or a placeholder")
    try:
        moment = datetime.fromtimestamp(value / factor, UTC)
    except (OverflowError, OSError, ValueError):
        raise ValueError("the number is too large for a time") from None
    return _checked(moment, "second", read_at)


def _text_time(text: str, read_at: datetime | None, language: str | None = None) -> Time:
    if partial := _PARTIAL.fullmatch(text):
        year, month = int(partial[1]), int(partial[2] or 1)
        _checked(datetime(year, month, 1), "day", read_at)
        return Time(text, None)
    if day := _DAY.fullmatch(text):
        return _checked(datetime(int(day[1]), int(day[2]), int(day[3])), "day", read_at)
    if stamp := _STAMP.fullmatch(text):
        return _checked(_stamp_moment(stamp), "second" if stamp[6] else "minute", read_at)
    if re.fullmatch(r"[+-]?\d{1,19}(\.\d{1,9})?", text):
        return _number_time(float(text), read_at)
    try:
        return _checked(datetime.fromisoformat(text), "second", read_at)
    except ValueError as error:
        if "month" in str(error) or "day is" in str(error) or "report" in str(error):
            raise
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _written_time(text, read_at, language)
    return _checked(moment, "second", read_at)


def _written_time(text: str, read_at: datetime | None, language: str | None) -> Time:
    """A date in words, as newspapers print it."""
    from khabar.clean.dates import find_dates

    found = find_dates(text, language)
    if len(found) != 1 or found[0].end - found[0].start < 0.6 * len(text):
        raise ValueError("not a date that can be read without guessing")
    return _text_time(found[0].iso, read_at)


def _stamp_moment(stamp: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, zone = stamp.groups()
    zone = (zone or "").upper()
    if zone in ("UTC", "GMT"):
        zone = "Z"
    return datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}")


def _checked(moment: datetime, precision: str, read_at: datetime | None) -> Time:
    now = read_at or datetime.now(UTC)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    aware_now = now if now.tzinfo else now.replace(tzinfo=UTC)
    if moment.year < _EARLIEST or (moment.year, moment.month, moment.day) == (1970, 1, 1):
        raise ValueError(f"{moment.date()} is a placeholder, not a time a report can have")
    try:
        if aware - aware_now > _AHEAD:
            raise ValueError(f"{moment.date()} lies after the time at which the report was read")
    except OverflowError:
        raise ValueError("out of the calendar") from None
    if precision == "day":
        return Time(moment.date().isoformat(), "day")
    return Time(moment.isoformat(timespec="minutes" if precision == "minute" else "seconds"), precision)
