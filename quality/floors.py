"""Floors and ceilings: read, held against what was measured, raised, written."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "floors.toml"
SLACK = 0.01  # between a bound and what was measured when it was set: another processor rounds otherwise
HEAD = """\
# The gate's bounds: task, figure, column, and the least or the most it may be. They only get stricter:
# `python quality/gate.py --raise` writes this file. One that was loosened says why.
"""


@dataclass(frozen=True, slots=True)
class Bound:
    """The least or the most that a value may be, and why it was loosened, if it ever was."""

    kind: str
    value: float
    lowered: str = ""

    def holds(self, value: float) -> bool:
        """Whether a value is within the bound."""
        return value >= self.value if self.kind == "least" else value <= self.value

    def stricter(self, other: Bound) -> bool:
        """Whether this bound asks for more than the other."""
        return self.value > other.value if self.kind == "least" else self.value < other.value


Place = tuple[str, str, str]  # task, figure, column
Bounds = dict[Place, Bound]


def read() -> Bounds:
    """All bounds of floors.toml."""
    if not FILE.exists():
        return {}
    table = tomllib.loads(FILE.read_text("utf-8"))
    return {
        (task, figure, column): _bound(row)
        for task, figures in table.items()
        for figure, columns in figures.items()
        for column, row in columns.items()
    }


def _bound(row: Mapping[str, Any]) -> Bound:
    kind = "least" if "least" in row else "most"
    return Bound(kind, row[kind], row.get("lowered", ""))


def just_below(kind: str, value: float) -> Bound:
    """The bound that a measured value earns."""
    if kind == "least":
        return Bound(kind, math.floor((value - SLACK) * 1000) / 1000)
    return Bound(kind, math.ceil((value + SLACK) * 1000) / 1000 if value else 0.0)


def raised(
    bounds: Bounds, measured: Mapping[Place, tuple[str, float]], reason: str = ""
) -> tuple[Bounds, list[Place]]:
    """The bounds after a measurement, and the places that would have to be loosened.

    Without a reason these stay as they are; with one they are loosened, and the reason stands beside them.
    """
    found, fallen = dict(bounds), []
    for where, (kind, value) in measured.items():
        new, old = just_below(kind, value), bounds.get(where)
        if old is None or new.stricter(old):
            found[where] = new
        elif not old.holds(value):
            fallen.append(where)
            if reason:
                found[where] = Bound(kind, new.value, reason)
    return found, fallen


def write(bounds: Bounds) -> None:
    """Write floors.toml, in the order of the bounds."""
    lines = [HEAD]
    for task, figure in dict.fromkeys(where[:2] for where in bounds):
        lines.append(f"[{_quoted(task)}.{_quoted(figure)}]")
        lines += _columns((where[2], bound) for where, bound in bounds.items() if where[:2] == (task, figure))
        lines.append("")
    FILE.write_text("\n".join(lines), "utf-8")


def _columns(bounds: Iterable[tuple[str, Bound]]) -> list[str]:
    rows = []
    for column, bound in bounds:
        reason = f", lowered = {_quoted(bound.lowered)}" if bound.lowered else ""
        rows.append(f"{_quoted(column)} = {{ {bound.kind} = {bound.value}{reason} }}")
    return rows


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
