"""Profiles: what stories compare reports by, as bytes, found by time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .rows import AMONG, Row, Rows, listed

Profile = tuple[str, float | None, bytes]

_PAGE = 1_000  # rows read at a time, so that a long window does not fill the memory


class ProfileRows(Rows):
    """The profile of each report's current version."""

    def put_profiles(self, rows: Iterable[Profile]) -> None:
        """Keep (report id, instant or None, content), instead of what was kept for the report."""
        self.change(
            "INSERT INTO profile (report, instant, content) VALUES (?, ?, ?) ON CONFLICT (report) "
            "DO UPDATE SET instant = excluded.instant, content = excluded.content",
            rows,
        )

    def drop_profiles(self, ids: Iterable[str]) -> None:
        """Forget the profiles of these reports."""
        self.change("DELETE FROM profile WHERE report = ?", ((report,) for report in ids))

    def profiles(
        self, low: float | None = None, high: float | None = None, undated: bool = True
    ) -> Iterator[Profile]:
        """The profiles with an instant from `low` to `high` (None: no bound), in (instant, id) order, and
        after them, if `undated`, those without one. May be read while the store changes."""
        low = -1e300 if low is None else low
        high = 1e300 if high is None else high
        sql = (
            "SELECT report, instant, content FROM profile "
            "WHERE (instant, report) > (?, ?) AND instant <= ? ORDER BY instant, report LIMIT ?"
        )
        after: tuple[float, str] = (low, "")
        while rows := self.select(sql, (*after, high, _PAGE)):
            yield from map(_profile, rows)
            after = (rows[-1][1], rows[-1][0])
        if undated:
            yield from self._undated()

    def count_profiles(self, low: float, high: float, most: int) -> int:
        """How many profiles have an instant from `low` to `high` or none; counting ends at `most`."""
        sql = (
            "SELECT count(*) FROM (SELECT 1 FROM profile WHERE instant BETWEEN ? AND ? "
            "UNION ALL SELECT 1 FROM profile WHERE instant IS NULL LIMIT ?)"
        )
        return int(self.select(sql, (low, high, most))[0][0])

    def profiles_of(self, ids: Iterable[str]) -> Iterator[Profile]:
        """The profiles of these reports, in no order."""
        sql = f"SELECT report, instant, content FROM profile WHERE report {AMONG}"
        yield from map(_profile, self.select(sql, (listed(ids),)))

    def _undated(self) -> Iterator[Profile]:
        sql = (
            "SELECT report, instant, content FROM profile WHERE instant IS NULL AND report > ? "
            "ORDER BY report LIMIT ?"
        )
        after = ""
        while rows := self.select(sql, (after, _PAGE)):
            yield from map(_profile, rows)
            after = rows[-1][0]


def _profile(row: Row) -> Profile:
    report, instant, content = row
    return report, instant, content
