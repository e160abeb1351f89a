"""Facts about the archive itself, by name: what its stories were made by, how often it was written."""

from __future__ import annotations

from .rows import Rows


class FactRows(Rows):
    """The table of facts."""

    def fact(self, name: str) -> str | None:
        """What was noted under this name; None where nothing was."""
        rows = self.select("SELECT value FROM fact WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def put_fact(self, name: str, value: str) -> None:
        """Note something, instead of what was noted under this name."""
        self.change(
            "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [(name, value)],
        )
