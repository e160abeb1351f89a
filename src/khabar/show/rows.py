"""Rows whose columns are only known when they come: results of an evaluation, settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .table import Column, print_table

if TYPE_CHECKING:
    from rich.console import Console


def print_rows(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """A table with a column for every key, in the order in which keys appear; numbers to the right."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    print_table(console, [_column(name, rows) for name in names], rows)


def _column(name: str, rows: Sequence[Mapping[str, Any]]) -> Column[Mapping[str, Any]]:
    values = [row.get(name) for row in rows]
    numbers = any(_is_number(value) for value in values) and all(v is None or _is_number(v) for v in values)
    short = all(len(_shown(value)) <= 24 for value in values)
    return Column(name, lambda row: _shown(row.get(name)), fixed=numbers or short, right=numbers)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def even(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with one set of columns, None where a row has no value."""
    given = list(rows)
    names = list(dict.fromkeys(name for row in given for name in row))
    return [{name: row.get(name) for name in names} for row in given]
