"""Dates as newspapers write them, in every CLDR locale: never invented, with precision and the own zone.

A date whose order of numbers is not known (03/04/2024 with no language, or with plain English) is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from khabar.clean.calendars import day_of, rows, year_of
from khabar.clean.date_names import DateNames, date_names, locale_code
from khabar.languages import fold

END_OF_YEAR = r"(?=\d{2}:\d{2}(?!\d)|(?!\d))"  # a year may be glued to a time: 13/09/202421:34
START_OF_DAY = r"(?:(?<![\d:.,/-])|(?<=:\d\d))"  # a day may be glued to a time: 21:3413/09/2024
YEAR_FIRST = re.compile(
    r"(?<![\d/.-])(\d{4})(?:\s?([./-])\s?(\d{1,2})\s?\2\s?|\s?[年년]\s?(\d{1,2})\s?[月월]\s?)(\d{1,2})(?!\d)[日일号]?"
)
YEAR_LAST = re.compile(
    rf"{START_OF_DAY}(\d{{1,2}})\s?([./-])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}{END_OF_YEAR}|\d{{2}}(?![\d:./-]))"
)
ERA = re.compile(r"({})\s?(\d{{1,3}}|元)年\s?(\d{{1,2}})月\s?(\d{{1,2}})日".format("|".join(rows()["eras"])))
DAY_BEFORE = re.compile(rf"{START_OF_DAY}(\d{{1,2}})([^\d\n]{{0,12}})$")
DAY_AFTER = re.compile(r"^[^\d\n]{0,12}(?<!:)(\d{1,2})(?![\d:])")
YEAR_AFTER = re.compile(rf"^[^\d\n]{{0,16}}(\d{{4}}){END_OF_YEAR}")
SHORT_YEAR_AFTER = re.compile(r"^[-/'](\d{2})(?![\d:])")
YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})[^\d\n]{0,16}$")
DAY_AND_YEAR_AFTER = re.compile(
    rf"^[^\d\n]{{0,8}}(?<!:)(\d{{1,2}})(?![\d:])[^\d\n]{{1,12}}(\d{{4}}){END_OF_YEAR}"
)
YEAR_AND_DAY_BEFORE = re.compile(r"(?<!\d)(\d{4})[^\d\n]{1,12}(\d{1,2})[^\d\n]{0,12}$")
CLOCK = (
    r"(?P<clock>(?P<hour>[01]?\d|2[0-3])(?:\s?[:h時时點点시]\s?{dot})(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:[.,]\d{{1,9}})?)?[分분]?)"
)
OFFSET = re.compile(r"\s?([+-])(\d{1,2})(?::?([0-5]\d))?(?!\d)")
SPACELESS = re.compile(r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")
ONLY_YEAR = re.compile(r"\W*(\d{4})\W*")
FUTURE_ALLOWED = timedelta(days=2)  # clocks and zones differ; a later date than that is a mistake
EARLIEST_YEAR = 1990  # before news pages; 1970-01-01 is a computer's zero


@dataclass(frozen=True, slots=True)
class Date:
    """A moment or stretch of time read in a text.

    `iso` is as precise as `precision` says (`2024`, `2024-09`, `2024-09-13`, `2024-09-13T21:34+03:00`),
    with an offset only where the text gives one; `start` and `end` are offsets into the text.
    """

    iso: str
    precision: str
    start: int
    end: int


@cache
def _clock(dotted: bool) -> re.Pattern[str]:
    return re.compile(CLOCK.format(dot="|[.]" if dotted else ""))


@cache
def _zone() -> re.Pattern[str]:
    names = sorted((fold(name) for name in rows()["zones"]), key=len, reverse=True)
    return re.compile(r"\s*[(\[]?({})(?![^\W_])".format("|".join(map(re.escape, names))))


@cache
def _dotted_with_zone() -> re.Pattern[str]:
    """A time with a dot is one in any language where a zone's name follows it: `19.20 GMT`."""
    return re.compile(rf"[^\d\n]{{0,14}}?{_clock(True).pattern}(?={_zone().pattern})")


@cache
def _zones() -> dict[str, int]:
    return {fold(name): minutes for name, minutes in rows()["zones"].items()}


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else 2000 + year if year < 70 else 1900 + year


def _dated(day: date | None, start: int, end: int) -> Date | None:
    return Date(day.isoformat(), "day", start, end) if day else None


def _day(calendar: str, year: int, month: int, day: int, language: str | None) -> date | None:
    meant = year_of(calendar, year, language)
    return day_of(meant[0], meant[1], month, day) if meant else None


def _numeric(text: str, language: str | None, names: DateNames) -> Iterator[Date | None]:
    for match in YEAR_FIRST.finditer(text):
        month = int(match[3] or match[4])
        yield _dated(_day("gregorian", int(match[1]), month, int(match[5]), language), *match.span())
    for match in ERA.finditer(text):
        year = rows()["eras"][match[1]] + (1 if match[2] == "元" else int(match[2]))
        yield _dated(day_of("gregorian", year, int(match[3]), int(match[4])), *match.span())
    for match in YEAR_LAST.finditer(text):
        first, second = int(match[1]), int(match[3])
        order = (names.order or "")[:2] if names.order != "ymd" else "dm"
        if first > 12 or first == second or (order == "dm" and second <= 12):
            day, month = first, second
        elif second > 12 or order == "md":
            day, month = second, first
        else:
            continue
        # Two digits of a year are believed only in the language's own order of day, month and year.
        written = "dmy" if day == first and month == second else "mdy"
        if len(match[4]) == 2 and names.order != written:
            continue
        yield _dated(_day("gregorian", _full_year(match[4]), month, day, language), *match.span())


def _attached(text: str, start: int, end: int) -> bool:
    """Whether a month's name stands as a word: short prefixes and endings are grammar (ngo-, -da, 'ב)."""
    if SPACELESS.match(text[start:end][-1]) or SPACELESS.match(text[start]):
        return not (text[start].isdigit() and start and text[start - 1].isdigit())
    before, after = start, end
    while before and text[before - 1].isalpha():
        before -= 1
    while after < len(text) and text[after].isalpha():
        after += 1
    long = end - start >= 3
    touches_digit = text[start].isdigit() and start > 0 and text[start - 1].isdigit()
    return start - before <= (3 if long else 1) and after - end <= (5 if long else 0) and not touches_digit


def _named(text: str, language: str | None, names: DateNames) -> Iterator[Date | None]:
    for match in names.month.finditer(text):
        start, end = match.span()
        if not _attached(text, start, end):
            continue
        calendar, month = names.months[match[0]]
        before, after = text[max(0, start - 32) : start], text[end : end + 32]
        left = start - len(before)
        day, year = DAY_BEFORE.search(before), YEAR_AFTER.match(after) or SHORT_YEAR_AFTER.match(after)
        if day and year:
            span = left + day.start(1), end + year.end(1)
            yield _dated(_day(calendar, _full_year(year[1]), month, int(day[1]), language), *span)
        elif both := DAY_AND_YEAR_AFTER.match(after):
            yield _dated(
                _day(calendar, int(both[2]), month, int(both[1]), language), start, end + both.end(2)
            )
        elif both := YEAR_AND_DAY_BEFORE.search(before):
            yield _dated(
                _day(calendar, int(both[1]), month, int(both[2]), language), left + both.start(1), end
            )
        elif (year := YEAR_BEFORE.search(before)) and (day := DAY_AFTER.match(after)):
            span = left + year.start(1), end + day.end(1)
            yield _dated(_day(calendar, int(year[1]), month, int(day[1]), language), *span)
        elif (year := YEAR_AFTER.match(after)) and calendar == "gregorian":
            # The months of other calendars do not fill one of ours.
            first = _day(calendar, int(year[1]), month, 1, language)
            yield Date(f"{first:%Y-%m}", "month", start, end + year.end(1)) if first else None


def _offset(text: str) -> tuple[str, int]:
    """The offset from Greenwich that a text begins with, and how many signs it takes; none is ("", 0)."""
    zone = _zone().match(text)
    minutes = _zones()[zone[1]] if zone else 0
    taken = zone.end() if zone else 0
    signed = OFFSET.match(text[taken:]) if not zone or minutes == 0 else None
    if signed and int(signed[2]) <= 14 and (zone or signed[3]):
        minutes = (int(signed[2]) * 60 + int(signed[3] or 0)) * (-1 if signed[1] == "-" else 1)
        taken += signed.end()
    elif not zone:
        return "", 0
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}", taken


def _half(text: str, start: int, end: int, names: DateNames) -> tuple[int | None, int, int]:
    """The half of the day named beside a clock time, and the span widened by it."""
    after = re.match(rf"\s?(?:{names.half.pattern})(?![^\W_])", text[end : end + 24])
    if after:
        return names.halves[after[0].strip()], start, end + after.end()
    for name, hours in names.halves.items():
        if text[:start].rstrip().endswith(name) and SPACELESS.match(name):
            return hours, text[:start].rstrip().rfind(name), end
    return None, start, end


def _with_time(found: Date, text: str, names: DateNames) -> Date:
    clock = _clock(names.dotted_time).pattern
    after = re.compile(rf"[^\d\n]{{0,14}}?{clock}(?!\d)").match(text, found.end)
    nearby = max(0, found.start - 32)
    before = re.compile(rf"(?<![\d:.]){clock}[^\d\n]{{0,12}}$").search(text[: found.start], nearby)
    if not after and not before:
        after = _dotted_with_zone().match(text, found.end)
    match = after or before
    if not match:
        return found
    half, start, end = _half(text, *match.span("clock"), names)
    hour = int(match["hour"])
    if half is not None and 1 <= hour <= 12:
        hour = hour % 12 + half
    offset, taken = _offset(text[end : end + 32] if after else text[end : found.start])
    clock_text = f"{hour:02}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")
    return Date(
        iso=f"{found.iso}T{clock_text}{offset}",
        precision="second" if match["second"] else "minute",
        start=min(found.start, start),
        end=max(found.end, end + taken),
    )


def _with_weekday(found: Date, text: str, names: DateNames) -> Date:
    weekday = names.weekday.pattern
    nearby = max(0, found.start - 32)
    before = re.compile(rf"(?<![^\W\d_])(?:{weekday})[\s,.،]{{0,3}}$").search(text[: found.start], nearby)
    after = re.compile(rf"[\s,(،]{{0,3}}(?:{weekday})(?![^\W\d_])\)?").match(text, found.end)
    return replace(
        found,
        start=before.start() if before else found.start,
        end=after.end() if after else found.end,
    )


def _without_overlaps(found: list[Date]) -> list[Date]:
    kept: list[Date] = []
    for each in sorted(found, key=lambda one: (one.precision == "month", one.end - one.start)):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: one.start)


def find_dates(line: str, language: str | None = None) -> list[Date]:
    """The dates (day or month, with time and zone where given) of a short line, in order.

    `language` is an ISO 639 or BCP 47 code; English names are tried where the language's own say nothing.
    """
    text = fold(line)
    if not any(sign.isdigit() for sign in text):
        return []
    for tried in dict.fromkeys((language, "en")) if language else (None,):
        names = date_names(tried)
        numeric = _numeric(text, language, date_names(language))
        found = [each for each in (*numeric, *_named(text, language, names)) if each]
        if found:
            return [_widened(each, text, names) for each in _without_overlaps(found)]
    return []


def _widened(found: Date, text: str, names: DateNames) -> Date:
    """A date with the weekday and the time beside it, in either order."""
    if found.precision == "day":
        found = _with_time(_with_weekday(found, text, names), text, names)
    return _with_weekday(found, text, names)


def _by_dateparser(text: str, language: str) -> Date | None:
    import dateparser

    known = (locale_code(language) or language).split("_")[0]
    try:
        parsed = dateparser.parse(
            text,
            languages=[known],
            settings={"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]},
        )
    except ValueError:  # it has no such language
        return None
    return Date(parsed.date().isoformat(), "day", 0, len(text)) if parsed else None


def read_date(text: str, language: str | None = None) -> Date | None:
    """The first date of a short text, or None; a bare year counts here, with precision year."""
    found = find_dates(text, language)
    if found:
        return found[0]
    folded = fold(text)
    year = ONLY_YEAR.fullmatch(folded)
    if year:
        meant = year_of("gregorian", int(year[1]), language)
        return Date(str(meant[1]), "year", *year.span(1)) if meant and meant[0] == "gregorian" else None
    named = re.search(r"[^\W\d_]", folded) and re.search(r"(?<!\d)\d{4}(?!\d)", folded)
    return _by_dateparser(text, language) if language and named and len(text) <= 60 else None


def plausible(iso: str, fetched: str | None = None) -> bool:
    """Whether a page could be of this date: not before 1990, and not over two days after it was fetched."""
    try:
        moment = datetime.fromisoformat((iso + "-01-01")[:10] if len(iso) < 10 else iso[:10])
    except ValueError:
        return False
    return moment.year >= EARLIEST_YEAR and moment <= _latest(fetched)


def _latest(fetched: str | None) -> datetime:
    """The last moment that a page fetched then may be of; a time that cannot be read bounds nothing."""
    try:
        return datetime.fromisoformat(fetched[:10]) + FUTURE_ALLOWED if fetched else datetime.max
    except (ValueError, OverflowError):
        return datetime.max
