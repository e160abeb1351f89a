"""The fields of a foreign row under our own names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from khabar.intake.shapes import COMMON, SHAPES, Shape, plain

# The fields that users are promised, with the kinds of value that they are promised for: these names mean
# themselves in every shape, except where the shape says that its tool means something else.
PROMISED: dict[str, tuple[type, ...]] = {
    "id": (str, int),
    "url": (str,),
    "outlet": (str,),
    "title": (str,),
    "text": (str,),
    "published": (str, int, float),
    "language": (str,),
}
# A text under a less certain name is left where it is once there is one under a certain name.
LESS_CERTAIN = ("cut", "either")


@dataclass(frozen=True, slots=True)
class Row:
    """A foreign record read by its shape: `ours` by our field names, `rest` what no field of ours took."""

    shape: Shape
    ours: dict[str, Any]
    rest: dict[str, Any] = field(default_factory=dict)


class _Fields:
    """A row's fields by their plain names; each value is taken once."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields
        self._names: dict[str, str] = {}
        for name in fields:
            if plain(name) not in self._names or name == plain(name):  # `language` before `LANGUAGE`
                self._names[plain(name)] = name
        self._taken: dict[str, set[str | None]] = {}  # name → the inner names taken; None: all of it

    def place(self, path: str) -> tuple[str, str | None] | None:
        """Where the value of a path is: the field's name and the name within it, or None."""
        whole_name = self._names.get(plain(path))
        if whole_name is not None:
            return whole_name, None
        outer, dot, inner = path.partition(".")
        name = self._names.get(plain(outer))
        value = self._fields[name] if name is not None else None
        if not dot or name is None or not isinstance(value, Mapping):
            return None
        same = (one for one in value if plain(str(one)) == plain(inner))
        return next(((name, one) for one in same), None)

    def take(self, path: str, fits: Callable[[Any], bool]) -> Any:
        """The value at a path, or None where it is empty, taken or does not fit."""
        place = self.place(path)
        if place is None:
            return None
        name, inner = place
        taken = self._taken.get(name, set())
        value = self._fields[name] if inner is None else self._fields[name][inner]
        if empty(value) or not fits(value) or None in taken or inner in taken or (inner is None and taken):
            return None
        self._taken.setdefault(name, set()).add(inner)
        return value

    def rest(self) -> Iterator[tuple[str, Any]]:
        """What nobody took, by the row's own names."""
        for name, value in self._fields.items():
            taken = self._taken.get(name, set())
            if taken and None not in taken:
                value = {one: its for one, its in value.items() if one not in taken and not empty(its)}
            if None not in taken and not empty(value):
                yield name, value


def row_of(fields: Mapping[str, Any]) -> Row:
    """The fields under our names; empty values (None, "", [], {}) count as not given.

    The promised names come first, then the shape's own, then those that everybody else writes."""
    given = _Fields(fields)
    shape = _shape_of(given)
    ours: dict[str, Any] = {}
    claimed = {plain(name): one for one, names in shape.fields.items() for name in names}
    for name, kinds in PROMISED.items():
        if shape.fields.get(name) != () and claimed.get(name, name) == name:
            _put(ours, name, given.take(name, partial(_is_one_of, kinds)))
    for names in (shape.fields, COMMON):
        for name, paths in names.items():
            if name in ours or shape.fields.get(name) == ():
                continue
            if name in LESS_CERTAIN and "text" in ours:
                continue
            fits = _is_markup if name == "markup" else _anything
            values = (given.take(path, fits) for path in paths)
            _put(ours, name, next((value for value in values if value is not None), None))
    return Row(shape, ours, dict(given.rest()))


def shape_of(fields: Mapping[str, Any]) -> Shape:
    """The first shape whose marks the fields bear."""
    return _shape_of(_Fields(fields))


def _shape_of(given: _Fields) -> Shape:
    def borne(group: frozenset[str]) -> bool:
        return all(given.place(path) is not None for path in group)

    return next(shape for shape in SHAPES if any(borne(group) for group in shape.marks))


def _anything(value: Any) -> bool:
    return True


def _is_one_of(kinds: tuple[type, ...], value: Any) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)


def _is_markup(value: Any) -> bool:
    """Newspapers also have a `page` of the printed kind."""
    return isinstance(value, str) and "<" in value


def _put(ours: dict[str, Any], name: str, value: Any) -> None:
    if value is not None:
        ours[name] = value


def empty(value: Any) -> bool:
    """Whether a field says nothing."""
    return (
        value is None
        or (isinstance(value, str | list | tuple | Mapping) and not value)
        or (isinstance(value, str) and not value.strip())
    )
