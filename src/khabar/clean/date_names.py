"""What CLDR (through Babel) knows of writing dates, in every locale: names of months and days, order,
halves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from khabar.clean.calendars import rows
from khabar.languages import fold

ALIASES = {"tl": "fil", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "sr", "prs": "fa", "cmn": "zh"}
LETTERS = re.compile(r"[^\W\d_]")
PLACEHOLDER = re.compile(r"^(?:m|month )?\d{1,2}$")

Month = tuple[str, int]  # calendar, number of the month


@dataclass(frozen=True, slots=True)
class DateNames:
    """How one language writes dates: `months` by folded name, `halves` (0 or 12 hours), `order` such as
    dmy.
    """

    months: dict[str, Month]
    month: re.Pattern[str]
    weekday: re.Pattern[str]
    halves: dict[str, int]
    half: re.Pattern[str]
    order: str | None
    dotted_time: bool


def locale_code(language: str | None) -> str | None:
    """The CLDR identifier nearest to a BCP 47 or ISO 639 code (`pt-BR`, `tl`), or None."""
    from babel.localedata import exists

    if not language:
        return None
    parts = language.replace("-", "_").split("_")
    parts[0] = ALIASES.get(parts[0].lower(), parts[0].lower())
    parts[1:] = [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
    for length in range(len(parts), 0, -1):
        if exists("_".join(parts[:length])):
            return "_".join(parts[:length])
    return None


def _texts(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    return [text for value in node.values() for text in _texts(value)] if hasattr(node, "values") else []


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the names, the longest first; one that never matches when there are none."""
    longest_first = sorted((name for name in names if name), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _other_calendars(language: str | None) -> dict[str, set[Month]]:
    return {
        fold(name): {(calendar, number)}
        for calendar in ("persian", "ethiopian")
        if language is None or language in rows()[calendar]["languages"]
        for number, names in enumerate(rows()[calendar]["months"], 1)
        for name in names
        if language is not None or len(name) > 3  # short names mean other things in other languages
    }


def _month_names(codes: Iterable[str], language: str | None) -> dict[str, Month]:
    from babel import Locale

    found = _other_calendars(language)
    for code in codes:
        months = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    folded = fold(name).strip(". ")
                    if LETTERS.search(folded) and not PLACEHOLDER.match(folded) and number <= 12:
                        found.setdefault(folded, set()).add(("gregorian", number))
                        if folded[0].isdigit() or folded[-1].isdigit():  # 9月, tháng 9: also 09月, tháng 09
                            padded = re.sub(r"(?<!\d)(\d)(?!\d)", r"0\1", folded)
                            found.setdefault(padded, set()).add(("gregorian", number))
    return {name: next(iter(months)) for name, months in found.items() if len(months) == 1}


def _weekdays(codes: Iterable[str]) -> set[str]:
    from babel import Locale

    return {
        fold(name).strip(". ")
        for code in codes
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in Locale.parse(code).days[context][width].values()
    }


def _halves(codes: Iterable[str]) -> dict[str, int]:
    from babel import Locale

    halves = {"am": 0, "a.m.": 0, "a.m": 0, "pm": 12, "p.m.": 12, "p.m": 12}
    for code in codes:
        locale: Any = Locale.parse(code)  # Babel has no public way to the names of half days in all forms
        periods = locale._data.get("day_periods", {})
        for hours, key in ((0, "am"), (12, "pm")):
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    name = periods.get(context, {}).get(width, {}).get(key)
                    if name and len(name) > 1:
                        halves[fold(name)] = hours
    return halves


def _written_order(code: str) -> str:
    from babel import Locale

    pattern = Locale.parse(code).date_formats["short"].pattern
    return "".join(dict.fromkeys(letter for letter in pattern.lower() if letter in "dmy"))


@cache
def _codes(base: str) -> tuple[str, ...]:
    from babel.localedata import locale_identifiers

    return tuple(code for code in locale_identifiers() if code == base or code.startswith(base + "_"))


def _order(code: str) -> str | None:
    """The order of numbers in a short date; None where a bare language is written in two (English)."""
    order = _written_order(code)
    if "_" in code:
        return order
    votes = Counter(_written_order(each) for each in _codes(code))
    return order if votes.most_common(1)[0][0] == order else None


@cache
def date_names(language: str | None) -> DateNames:
    """The names of one language with all its regions and scripts; of all of CLDR when it is unknown.

    A name that means different months (listopad is October in Croatian, November in Polish) is left out.
    """
    from babel import Locale
    from babel.localedata import locale_identifiers

    code = locale_code(language)
    base = code.split("_")[0] if code else None
    codes = _codes(base) if base else tuple(each for each in locale_identifiers() if "_" not in each)
    months = _month_names(codes, base)
    halves = _halves(codes)
    return DateNames(
        months=months,
        month=_any_of(months),
        weekday=_any_of(_weekdays(codes)),
        halves=halves,
        half=_any_of(halves),
        order=_order(code) if code else None,
        dotted_time=bool(code) and "." in Locale.parse(code or "und").time_formats["short"].pattern,
    )
