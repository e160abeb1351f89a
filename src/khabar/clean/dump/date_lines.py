"""Forms that say when, how long and by whom: date lines, reading time, bylines."""

from __future__ import annotations

import re

from khabar.clean.agency import acronym_of
from khabar.clean.dates import Date, find_dates
from khabar.clean.dump import cldr
from khabar.clean.dump.lines import weight_of
from khabar.clean.dump.shapes import (
    HEADLINE,
    NAME_WORDS,
    NONE,
    SEPARATORS,
    SHORT,
    Reading,
    Shape,
    name_shaped,
    without_marks,
)
from khabar.languages import PageMarks, agency_named, fold, words_of

BESIDE_DATES = frozenset(["published", "updated", "author", "reading_time", "source", "share", "comments"])
PROSE_WITH_DATE = 45.0  # a sentence with a date in it is longer than a date line that ends with a stop
CLOCK_LINE = re.compile(r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*\(?[a-z]{2,5}\)?)?")


def _names(text: str, language: str | None) -> tuple[tuple[str, ...], str | None]:
    """The persons and the agency that the rest of a byline names."""
    parts = [part.strip(" .:[]【】") for part in cldr.list_separator(language).split(text)]
    words = [word for part in parts for word in part.split()]
    agency = agency_named(text) or next(filter(None, map(agency_named, words)), None) or acronym_of(text)
    return (() if agency else tuple(part for part in parts if part)), agency


def _authors_in(text: str, reading: Reading) -> tuple[str, ...]:
    pieces = [piece.strip(" ,;|") for piece in SEPARATORS.split(text)]
    by = {phrase for phrase, kinds in reading.marks.own.items() if "author" in kinds}
    found: list[str] = []
    for piece in pieces:
        words = piece.split()
        for length in (3, 2, 1):
            if " ".join(words_of(" ".join(words[:length]))) in by and name_shaped(" ".join(words[length:])):
                found.append(" ".join(words[length:]).strip(" :,;"))
                break
    return tuple(found)


def _are_updates(text: str, dates: list[Date], marks: PageMarks) -> list[bool]:
    """For each date whether the last mark before it in the line is one of updating."""
    found, start, update = [], 0, False
    for date in dates:
        before = words_of(text[start : date.start])
        for place in range(len(before)):
            for length in range(min(marks.longest, len(before) - place), 0, -1):
                kinds = marks.own.get(" ".join(before[place : place + length]), NONE)
                if kinds & {"published", "updated"}:
                    update = "updated" in kinds
                    break
        found.append(update)
        start = date.end
    return found


def _clock_line(folded: str, reading: Reading) -> Shape | None:
    words = without_marks(CLOCK_LINE.sub("", folded), reading.marks, BESIDE_DATES)
    return Shape("date line", sure=False) if CLOCK_LINE.search(folded) and not words else None


def date_line(reading: Reading) -> Shape | None:
    """A line that says when the report was published or updated, and perhaps by whom."""
    line, language = reading.line, reading.language
    if line.weight > HEADLINE or (line.ends and line.weight > PROSE_WITH_DATE):
        return None
    folded = fold(line.text)
    if not any(sign.isdigit() for sign in folded):
        return None
    if not line.ends and cldr.ago_pattern(language).fullmatch(folded.strip()):
        return Shape("date line")
    dates = [
        date for date in find_dates(line.text, language) if date.precision in ("day", "minute", "second")
    ]
    if not dates:
        return _clock_line(folded, reading)
    bare = line.text
    for date in reversed(dates):
        bare = bare[: date.start] + " | " + bare[date.end :]
    authors = _authors_in(bare, reading)
    for author in authors:
        bare = bare.replace(author, " ")
    left = without_marks(bare, reading.marks, BESIDE_DATES)
    agency = next(filter(None, map(agency_named, SEPARATORS.split(bare))), None)
    rest = sum(map(weight_of, left)) if not agency else 0.0
    updates = _are_updates(line.text, dates, reading.marks)
    if rest > 30 or len(left) > NAME_WORDS:
        return None
    is_marked = bool((reading.marked.start | reading.marked.label) & {"published", "updated"})
    return Shape(
        "date line",
        sure=rest <= 3 or is_marked,
        dates=tuple(date for date, update in zip(dates, updates, strict=True) if not update),
        updates=tuple(date for date, update in zip(dates, updates, strict=True) if update),
        agency=agency,
        authors=authors,
    )


def reading_time(reading: Reading) -> Shape | None:
    """A line that says how long the report takes to read."""
    line = reading.line
    folded = fold(line.text)
    if line.weight > SHORT or not any(sign.isdigit() for sign in folded):
        return None
    minutes = cldr.minutes_pattern(reading.language).search(folded)
    if "reading_time" in reading.marked.inside | reading.marked.whole | reading.marked.label:
        return Shape("reading time")
    left = words_of(folded.replace(minutes[0], " ")) if minutes else ["?"] * 9
    return Shape("reading time", sure=not left) if len(left) <= 2 and not line.ends else None


def byline(reading: Reading) -> Shape | None:
    """A line that names the authors."""
    line, marked = reading.line, reading.marked
    if line.ends or line.weight > 80:
        return None
    rest = ""
    if "author" in marked.label:
        rest = marked.rest
    elif "author" in marked.start and marked.start_words < len(line.text.split()):
        rest = " ".join(line.text.split()[marked.start_words :]).strip(" :")
        if not any(sign.isupper() for sign in rest) or len(rest.split()) < 2:
            return None
    parts = cldr.list_separator(reading.language).split(rest)
    if not rest or not all(name_shaped(part) for part in parts):
        return None
    authors, agency = _names(rest, reading.language)
    return Shape("byline", sure=False, authors=authors, agency=agency)
