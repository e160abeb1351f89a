"""Which instalment of a series a text tells of: the second round, the 12th package, phase III.

A noun that counts instalments is looked up first; then the words right before and right after it are read
for an identifying ordinal. Quantities (two rounds, 12 dead, 45 per cent), dates, kings and counts from a
moment ("first summit in ten years") name no instalment. What languages write is data:
`languages/<code>/series.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from khabar.clean.date_names import date_names
from khabar.languages import fold, language_of_data
from khabar.stories.series_rows import Numerals, Series, key_of, languages_with_series, plain, series_in

# The sorts of series; a cardinal right after a noun of LABELLED names the instalment (phase 2), after others
# it counts what follows (at the meeting 12 people …).
CLASSES = (
    "round", "package", "phase", "summit", "session", "meeting", "hearing", "wave", "term", "tranche",
    "batch", "edition", "leg", "season", "debate", "test", "congress", "launch",
)  # fmt: skip
LABELLED = frozenset(["round", "package", "phase", "wave", "tranche", "batch", "leg", "season"])
LONGEST_TEXT = 4_000  # characters read; a title and a lead are far shorter
BEFORE = 70  # characters before a noun in which its ordinal is looked for
CLAUSE = 45  # characters around it in which a word can make the ordinal a count from a moment

DIGITS = re.compile(r"\d+")
ROMAN_VALUES = {"i": 1, "і": 1, "v": 5, "x": 10, "х": 10}
CLAUSE_END = re.compile(r"[.,;:!?—|()\n।。、，；：！？؟،؛።፣](?!\d)")
SENTENCE_START = re.compile(r"(?:^|[.:!?—|\n]|[\"“«„])\s*$")
LITTLE_WORD = re.compile(r"^[^\W\d]{1,2}\s+")  # 2 de mayo
END_OF_WORD = re.compile(r"[\s.,;:!?'’)]+")
CAPITALIZED = re.compile(r"(\w{3,})\W+$")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun found in a text: its place and the classes of series it may count."""

    start: int
    end: int
    classes: frozenset[str]


@cache
def _folder(language: str | None) -> str | None:
    code = language_of_data(language)
    return code if code in languages_with_series() else None


@cache
def _months(language: str | None) -> tuple[str, ...]:
    return tuple(f" {key_of(name).strip(' .')} " for name in date_names(language).months if len(name) > 2)


def _in_a_date(text: str, start: int, end: int, language: str | None) -> bool:
    """Whether a month stands right before a numeral, or after it (`2 de mayo`, `12 May`)."""
    earlier = text[max(0, start - 20) : start].rstrip(" .")
    later = text[end : end + 25].lstrip(" .º°")
    before, after = (f" {END_OF_WORD.sub(' ', words)} " for words in (earlier, LITTLE_WORD.sub("", later)))
    return before.endswith(_months(language)) or after.startswith(_months(language))


def _roman(numeral: str) -> int:
    values = [ROMAN_VALUES[sign] for sign in numeral]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


@dataclass(frozen=True, slots=True)
class Reading:
    """A text being read: `own` in its own case, `text` folded; offsets are the same in both."""

    own: str
    text: str
    language: str | None
    series: Series


def _is_name(own: str, start: int, end: int, noun: Noun) -> bool:
    """Whether a number word is a name by its capital: `την Τρίτη συνάντηση` is Tuesday's, not the third."""
    capitals = [word[0].isupper() for word in own[start:end].split()]
    if len(set(capitals)) == 2 and not capitals[0]:  # thứ Hai: Monday
        return True
    begins = start < noun.start and SENTENCE_START.search(own[max(0, start - 9) : start])
    return capitals[0] and not begins and not own[noun.start].isupper()


def _roman_value(reading: Reading, start: int, end: int, noun: Noun) -> int | None:
    """A Roman numeral in capitals, unless it is a monarch's (`Charles III meeting`) or a word (`round I`)."""
    own = reading.own
    if not own[start:end].isupper():
        return None
    earlier = CAPITALIZED.search(own[max(0, start - 30) : start]) if start < noun.start else None
    a_word = start > noun.start and end - start == 1
    return None if a_word or (earlier and earlier[1][0].isupper()) else _roman(reading.text[start:end])


def _value(reading: Reading, numerals: Numerals, match: re.Match[str], at: int, noun: Noun) -> int | None:
    """The number that a match binds to a noun, or None; `at` is where the matched text begins."""
    first = match.re.groupindex["numeral"] + 1
    value = next(value for group, value in enumerate(numerals.values, first) if match[group] is not None)
    start, end = at + match.start("numeral"), at + match.end("numeral")
    if value == 0:
        return _roman_value(reading, start, end, noun)
    if _in_a_date(reading.text, start, end, reading.language):
        return None
    if value is None:
        return int(DIGITS.findall(reading.text[start:end])[0])
    return None if _is_name(reading.own, start, end, noun) else value


def _names_a_body(name: str) -> bool:
    """Whether capitals show that a word between ordinal and noun is a name: BRICS, Russia–Africa."""
    parts = re.split("[-–]", name)
    return name.isupper() if len(parts) == 1 else all(part[0].isupper() for part in parts)


def _before(reading: Reading, noun: Noun) -> int | None:
    numerals = reading.series.before
    if numerals is None:
        return None
    at = max(0, noun.start - BEFORE)
    match = numerals.pattern.search(reading.text[at : noun.start])
    if not match or match["larger"]:
        return None
    if match["name"] is not None:
        name = reading.own[at + match.start("name") : at + match.end("name")]
        if reading.own[noun.start : noun.end].isupper() or not _names_a_body(name):
            return None
    return _value(reading, numerals, match, at, noun)


def _after(reading: Reading, noun: Noun) -> int | None:
    for numerals in (reading.series.after, reading.series.label):
        match = numerals.pattern.match(reading.text, noun.end) if numerals else None
        if not match or not numerals:
            continue
        if numerals is reading.series.label and not (match["number"] or noun.classes & LABELLED):
            continue
        return _value(reading, numerals, match, 0, noun)
    return None


def _from_a_moment(reading: Reading, noun: Noun) -> bool:
    """Whether the clause counts from a moment (`first summit since 2019`, `third session in a row`)."""
    before = CLAUSE_END.split(reading.text[max(0, noun.start - CLAUSE) : noun.start])[-1]
    after = CLAUSE_END.split(reading.text[noun.end : noun.end + CLAUSE])[0]
    return bool(reading.series.relative.search(f"{before} {after}"))


def _bound(reading: Reading) -> Iterator[tuple[frozenset[str], int]]:
    for match in reading.series.noun.finditer(reading.text):
        classes = reading.series.classes[(match.lastindex or 1) - 1]
        noun = Noun(match.start(), match.end(), classes)
        own_digits = DIGITS.match(match[0])  # 2라운드: the number is part of the noun's form
        number = int(own_digits[0]) if own_digits else _before(reading, noun) or _after(reading, noun)
        if number and not _from_a_moment(reading, noun):
            yield classes, number


def series_of(text: str, language: str | None) -> dict[str, frozenset[int]]:
    """The instalments that a text names: class of series (`round`, `package` …) → their numbers.

    `text` is a title and a lead (what follows the first 4,000 characters is not read). In a language
    without a `series.toml`, or an unknown one, only numbers in digits with an ordinal's marker count,
    beside a noun of any language. A noun that may mean several sorts of series (Russian заседание:
    session, meeting, hearing) gives each of them.
    """
    own = plain(text[:LONGEST_TEXT])
    found: dict[str, set[int]] = {}
    for classes, number in _bound(Reading(own, fold(own), language, series_in(_folder(language)))):
        for name in classes:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(found[name]) for name in CLASSES if name in found}
