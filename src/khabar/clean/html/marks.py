"""What the mark-up itself says of a region: tags, roles, properties, and the words of class and id names.

The words are rows of `marks.toml`. A mark is believed only strictly inside the container of the main text,
and only while the regions that bear it hold a minor part of it (see `body`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from lxml.html import HtmlElement

# Sites draw their pages from some hundreds of names; the cache only saves time.
MOST_NAMES = 20_000
MOST_OF_NAMES = 400  # letters; longer lists are utility classes
_NAME_KEYS = ("class", "id", "data-component", "data-testid", "data-type", "data-module")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

Rows = dict[str, dict[str, str]]


@cache
def _rows() -> Rows:
    """The tables `tags`, `roles` and `properties`: what is written in the page → reason."""
    table = _table()
    return {
        kind: {key: str(value) for key, value in table[kind].items()}
        for kind in ("tags", "roles", "properties")
    }


@cache
def _table() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads(files(__package__).joinpath("marks.toml").read_text("utf-8"))


def _pattern(words: Iterable[str]) -> str:
    longest_first = sorted((word.replace("-", "[ ]") for word in words), key=len, reverse=True)
    return f" (?:{'|'.join(longest_first)}) "


@cache
def _names() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern with a group for each reason, and the reasons in the order of the groups."""
    rows = _table()["names"]
    groups = (f"(?P<r{place}>{_pattern(words)})" for place, words in enumerate(rows.values()))
    return re.compile("|".join(groups)), tuple(rows)


@cache
def _special(kind: str) -> re.Pattern[str]:
    return re.compile(_pattern(_table()["special"][kind]))


def name_words(element: HtmlElement) -> str:
    """The words of class, id and test names, lower-cased, each between spaces."""
    return _words(" ".join(filter(None, map(element.get, _NAME_KEYS)))[:MOST_OF_NAMES])


@lru_cache(maxsize=MOST_NAMES)
def _words(names: str) -> str:
    return f" {' '.join(_WORD.findall(names))} ".lower() if names else ""


def reason_of(element: HtmlElement) -> str | None:
    """Why the mark-up of this element says that it is not main text, or None."""
    reason = _rows()["tags"].get(element.tag)
    return reason or _reason(element.get("role"), element.get("itemprop"), name_words(element))


@lru_cache(maxsize=MOST_NAMES)
def _reason(role: str | None, named: str | None, words: str) -> str | None:
    rows = _rows()
    if role and role.strip().lower() in rows["roles"]:
        return rows["roles"][role.strip().lower()]
    if named and named.strip().lower() in rows["properties"]:
        return rows["properties"][named.strip().lower()]
    pattern, reasons = _names()
    found = pattern.search(words) if words else None
    return reasons[int(found.lastgroup[1:])] if found and found.lastgroup else None


def is_standfirst(element: HtmlElement) -> bool:
    """Whether the names of this element speak of a standfirst."""
    named = (element.get("itemprop") or "").lower()
    return named in ("description", "alternativeheadline", "abstract") or (
        _special("standfirst").search(name_words(element)) is not None
    )


def is_wall(element: HtmlElement) -> bool:
    """Whether the names of this element speak of a wall before the rest of the text."""
    return _special("wall").search(name_words(element)) is not None


def is_furniture(element: HtmlElement) -> bool:
    """Whether an element is the page's own foot, menu or consent box; prose inside is not the article's."""
    if element.tag in ("footer", "nav") or element.get("role") in ("contentinfo", "navigation"):
        return True
    return element.tag not in ("html", "body") and _special("consent").search(name_words(element)) is not None
