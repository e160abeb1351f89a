"""The fields of a foreign row under our own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from khabar.intake.shapes import Shape, plain, shape_of


@dataclass(frozen=True, slots=True)
class Row:
    """A foreign record read by its shape: `ours` by our field names, `rest` what no field of ours took."""

    shape: Shape
    ours: dict[str, Any]
    rest: dict[str, Any] = field(default_factory=dict)


def row_of(fields: Mapping[str, Any]) -> Row:
    """The fields under our names; empty values (None, "", [], {}) count as not given."""
    shape = shape_of(fields)
    by_plain: dict[str, str] = {}
    for name in fields:
        by_plain.setdefault(plain(name), name)
    ours: dict[str, Any] = {}
    taken: set[str] = set()
    for our_name, their_names in shape.fields.items():
        for their_name in their_names:
            name, value = _value_at(fields, by_plain, their_name)
            if name not in taken and not _empty(value):
                ours[our_name] = value
                taken.add(name)
                break
    rest = {name: value for name, value in fields.items() if name not in taken and not _empty(value)}
    return Row(shape, ours, rest)


def _value_at(fields: Mapping[str, Any], by_plain: Mapping[str, str], path: str) -> tuple[str, Any]:
    """The name of the outer field and the value at `path`, or ("", None)."""
    whole_name = by_plain.get(plain(path))
    if whole_name is not None:
        return whole_name, fields[whole_name]
    outer, dot, inner = path.partition(".")
    name = by_plain.get(plain(outer))
    if not dot or name is None or not isinstance(fields[name], Mapping):
        return "", None
    return name, fields[name].get(inner)


def _empty(value: Any) -> bool:
    return (
        value is None
        or (isinstance(value, str | list | tuple | Mapping) and not value)
        or (isinstance(value, str) and not value.strip())
    )
