"""What CLDR knows of short lines on pages: a number of minutes, "3 hours ago", names of countries and
languages.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from khabar.clean.date_names import locale_code
from khabar.languages import fold, words_of

UNITS_OF_THE_PAST = ("second", "minute", "hour", "day", "week", "month", "year")


def _locale(language: str | None) -> Any:
    from babel import Locale

    return Locale.parse(locale_code(language) or "en")


def _texts(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    return [text for value in node.values() for text in _texts(value)] if hasattr(node, "values") else []


def _with_number(pattern: str) -> str:
    return re.escape(fold(pattern).strip(". ")).replace(re.escape("{0}"), r"\d{1,3}")


@cache
def minutes_pattern(language: str | None) -> re.Pattern[str]:
    """Matches a number of minutes at the start of a folded line (`2 dk`, `5 min`, `3分`)."""
    units = _locale(language)._data.get("unit_patterns", {}).get("duration-minute", {})
    patterns = {_with_number(text) for text in _texts(units) if "{0}" in text and "/" not in text}
    return re.compile("(?:" + "|".join(sorted(patterns | {r"\d{1,3} min"}, key=len, reverse=True)) + r")")


@cache
def ago_pattern(language: str | None) -> re.Pattern[str]:
    """Matches a folded line that only says how long ago (`3 hours ago`)."""
    patterns: set[str] = set()
    for language_tried in (language, "en"):
        fields = _locale(language_tried)._data.get("date_fields", {})
        for unit, widths in ((unit, fields.get(unit, {})) for unit in UNITS_OF_THE_PAST):
            for suffix in ("", "-short", "-narrow"):
                past = (fields.get(unit + suffix) or widths).get("past", {})
                patterns |= {_with_number(text) for text in _texts(past) if "{0}" in text}
    return re.compile("(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + r")\W*")


@cache
def place_names(language: str | None) -> frozenset[str]:
    """The names of countries and world regions, as joined folded words: section labels when they stand
    alone.
    """
    return frozenset(" ".join(words_of(name)) for name in _locale(language).territories.values())


@cache
def language_names() -> frozenset[str]:
    """What languages call themselves, as joined folded words: menus of editions."""
    from babel import Locale
    from babel.localedata import locale_identifiers

    names = (Locale.parse(code).get_display_name(code) for code in locale_identifiers() if "_" not in code)
    return frozenset(" ".join(words_of(name)) for name in names if name)


@cache
def list_separator(language: str | None) -> re.Pattern[str]:
    """What stands between the names of a list: commas, and the language's own word for "and"."""
    patterns = _locale(language).list_patterns.get("standard", {})
    joining = patterns.get("2", "{0} and {1}").replace("{0}", "").replace("{1}", "")
    # Hebrew writes "and" as the next word's first letter
    if not joining.strip() or not joining.endswith(" "):
        joining = ", "
    return re.compile(rf"\s*[,;،、&]\s*|{re.escape(joining)}")
