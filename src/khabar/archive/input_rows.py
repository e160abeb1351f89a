"""Which inputs an earlier run has stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .rows import AMONG, Rows, listed


class InputRows(Rows):
    """Marks of inputs that became reports; a mark is the input's fingerprint."""

    def stored_inputs(self, marks: Collection[str]) -> set[str]:
        """Those of the marks that are known."""
        return {mark for (mark,) in self.select(f"SELECT mark FROM input WHERE mark {AMONG}", (listed(marks),))}

    def mark_inputs(self, marks: Iterable[str]) -> None:
        """Note that these inputs are stored."""
        self.change("INSERT INTO input (mark) VALUES (?) ON CONFLICT DO NOTHING", [(mark,) for mark in marks])
