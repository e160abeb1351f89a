"""Filters by keyword: each name is a row, with its SQL and how its value is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..clean.identity import canonical_url
from ..clean.instants import bounds
from ..errors import ArchiveError
from .rows import AMONG, listed, listed_or_one
from .searchable import match_expression


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition with one value in it, and how the value is made of what the caller gave."""

    sql: str
    value: Callable[[str, Any], Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """What stands behind WHERE, its values, and how many rows at most (-1: all)."""

    sql: str
    values: tuple[Any, ...]
    limit: int


def _time(name: str, value: Any) -> tuple[float, float]:
    text = value.isoformat() if isinstance(value, date | datetime) else value
    period = bounds(text) if isinstance(text, str) else None
    if period is None:
        raise ArchiveError(
            f"{name}={value!r} is not a time. Write 2024-06-01, 2024-06 or 2024-06-01T12:00+02:00."
        )
    return period


def _texts(name: str, value: Any) -> str:
    texts = [value] if isinstance(value, str) else value
    try:
        return listed_or_one([str(text) for text in texts])
    except (TypeError, UnicodeEncodeError):
        raise ArchiveError(f"{name}={value!r} does not fit. Give a text, or a list of texts.") from None


def _addresses(name: str, value: Any) -> str:
    return listed([canonical_url(url) for url in ([value] if isinstance(value, str) else value)])


def _number(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ArchiveError(f"{name}={value!r} is not a whole number.") from None


# MATCH takes no empty expression; this one is a word that no text has, since words hold no signs.
_NOTHING = '"\N{REPLACEMENT CHARACTER}"'


def _question(name: str, value: Any) -> str:
    return match_expression(str(value)) or _NOTHING


def _since(name: str, value: Any) -> float:
    return _time(name, value)[0]


def _until(name: str, value: Any) -> float:
    return _time(name, value)[1]


# Reports that hold the words, as a condition on a report's number.
_FOUND = "(SELECT rowid FROM search WHERE search MATCH ?)"
# Every id a story ever had answers: through the report it was made from.
_STORY_NOW = f"(SELECT m.story FROM story_origin o JOIN report m ON m.id = o.report WHERE o.id {AMONG})"

REPORT_FILTERS: dict[str, Filter] = {
    "since": Filter("r.instant >= ?", _since),
    "until": Filter("r.instant <= ?", _until),
    "language": Filter(f"r.language {AMONG}", _texts),
    "outlet": Filter(f"r.outlet {AMONG}", _texts),
    "agency": Filter(f"r.agency {AMONG}", _texts),
    "url": Filter(f"r.address {AMONG}", _addresses),
    "story": Filter(f"r.story IN {_STORY_NOW}", _texts),
    "complete": Filter("r.complete = ?", lambda name, value: bool(value)),
    "text": Filter(f"r.number IN {_FOUND}", _question),
}


def _of_a_report(condition: str) -> str:
    return f"s.id IN (SELECT r.story FROM report r WHERE {condition})"


STORY_FILTERS: dict[str, Filter] = {
    "since": Filter("s.last_instant >= ?", _since),
    "until": Filter("s.first_instant <= ?", _until),
    "independent": Filter("s.independent >= ?", _number),
    "story": Filter(f"s.id IN {_STORY_NOW}", _texts),
    "report": Filter(_of_a_report(f"r.id {AMONG}"), _texts),
} | {
    name: Filter(_of_a_report(REPORT_FILTERS[name].sql), REPORT_FILTERS[name].value)
    for name in ("language", "outlet", "agency", "text")
}


def condition(filters: Mapping[str, Any], allowed: Mapping[str, Filter]) -> Condition:
    """The filters as SQL; None values do not filter. ArchiveError for a name or a value that does not fit."""
    parts, values, limit = ["1 = 1"], [], -1
    for name, value in filters.items():
        if value is None:
            continue
        if name == "limit":
            limit = _number(name, value)
            continue
        if name not in allowed:
            raise ArchiveError(f"There is no filter {name!r} here. Use {', '.join((*allowed, 'limit'))}.")
        parts.append(allowed[name].sql)
        values.append(allowed[name].value(name, value))
    return Condition(" AND ".join(parts), tuple(values), limit)
