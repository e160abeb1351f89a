"""Profiles, which stories compare reports by, and points, which say what is worth comparing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .rows import AMONG, Row, Rows, listed

Profile = tuple[str, bytes]
Point = tuple[str, float | None, bytes]

_PAGE = 1_000  # rows read at a time, so that a long window does not fill the memory


class ProfileRows(Rows):
    """The profile and the point of each report's current version."""

    def put_profiles(self, rows: Iterable[Profile]) -> None:
        """Keep (report id, content), instead of what was kept for the report."""
        self.change(
            "INSERT INTO profile (report, content) VALUES (?, ?) ON CONFLICT (report) "
            "DO UPDATE SET content = excluded.content",
            rows,
        )

    def put_points(self, rows: Iterable[Point]) -> None:
        """Keep (report id, instant or None, vector), instead of what was kept for the report."""
        self.change(
            "INSERT INTO point (report, instant, vector) VALUES (?, ?, ?) ON CONFLICT (report) "
            "DO UPDATE SET instant = excluded.instant, vector = excluded.vector",
            rows,
        )

    def profiles(self) -> Iterator[Profile]:
        """All profiles, in the order of ids. May be read while the store changes."""
        sql = "SELECT report, content FROM profile WHERE report > ? ORDER BY report LIMIT ?"
        after = ""
        while rows := self.select(sql, (after, _PAGE)):
            yield from map(_profile, rows)
            after = rows[-1][0]

    def profiles_of(self, ids: Iterable[str]) -> Iterator[Profile]:
        """The profiles of these reports, in no order."""
        sql = f"SELECT report, content FROM profile WHERE report {AMONG}"
        yield from map(_profile, self.select(sql, (listed(ids),)))

    def points(self, low: float, high: float) -> Iterator[Point]:
        """The points with an instant from `low` to `high`, in (instant, id) order. May be read while the store
        changes."""
        sql = (
            "SELECT report, instant, vector FROM point "
            "WHERE (instant, report) > (?, ?) AND instant <= ? ORDER BY instant, report LIMIT ?"
        )
        after: tuple[float, str] = (low, "")
        while rows := self.select(sql, (*after, high, _PAGE)):
            yield from map(_point, rows)
            after = (rows[-1][1], rows[-1][0])

    def undated_points(self) -> Iterator[Point]:
        """The points without an instant, in the order of ids."""
        sql = (
            "SELECT report, instant, vector FROM point WHERE instant IS NULL AND report > ? "
            "ORDER BY report LIMIT ?"
        )
        after = ""
        while rows := self.select(sql, (after, _PAGE)):
            yield from map(_point, rows)
            after = rows[-1][0]

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """These reports by (published, id); undated ones come last."""
        sql = f"SELECT report, instant FROM point WHERE report {AMONG}"
        rows = self.select(sql, (listed(ids),))
        return [report for report, _ in sorted(rows, key=lambda row: (row[1] is None, row[1] or 0.0, row[0]))]

    def count_points(self, low: float, high: float, most: int) -> int:
        """How many points have an instant from `low` to `high` or none; counting ends at `most`."""
        sql = (
            "SELECT count(*) FROM (SELECT 1 FROM point WHERE instant BETWEEN ? AND ? "
            "UNION ALL SELECT 1 FROM point WHERE instant IS NULL LIMIT ?)"
        )
        return int(self.select(sql, (low, high, most))[0][0])


def _profile(row: Row) -> Profile:
    report, content = row
    return report, content


def _point(row: Row) -> Point:
    report, instant, vector = row
    return report, instant, vector
