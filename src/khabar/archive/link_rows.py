"""Links: the scored pairs of reports, and what hangs together by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ..stories.links import Link
from .rows import AMONG, Row, Rows, chunks, listed

_AT_ONCE = 2_000  # reports asked for in one query


class LinkRows(Rows):
    """Scores of pairs; the lesser id stands left."""

    def put_links(self, rows: Iterable[Link]) -> None:
        """Keep each link, instead of what was kept for its pair."""
        self.change(
            "INSERT INTO link (lesser, greater, score, copy) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (lesser, greater) DO UPDATE SET score = excluded.score, copy = excluded.copy",
            rows,
        )

    def drop_links(self, ids: Iterable[str]) -> None:
        """Forget every pair with one of these reports."""
        for chunk in chunks(ids, _AT_ONCE):
            self.change(f"DELETE FROM link WHERE lesser {AMONG}", [(listed(chunk),)])
            self.change(f"DELETE FROM link WHERE greater {AMONG}", [(listed(chunk),)])

    def links_of(self, ids: Collection[str], least: float = 0.0) -> Iterator[Link]:
        """Every link of at least this score with one of these reports, once."""
        known = set(ids)
        for chunk in chunks(known, _AT_ONCE):
            sql = f"SELECT lesser, greater, score, copy FROM link WHERE lesser {AMONG} AND score >= ?"
            yield from map(_link, self.select(sql, (listed(chunk), least)))
            sql = f"SELECT lesser, greater, score, copy FROM link WHERE greater {AMONG} AND score >= ?"
            yield from (_link(row) for row in self.select(sql, (listed(chunk), least)) if row[0] not in known)

    def component(self, ids: Iterable[str], least: float) -> set[str]:
        """These reports and all that links of at least this score lead to from them."""
        found = set(ids)
        frontier = found
        while frontier:
            near = {report for link in self.links_of(frontier, least) for report in link[:2]}
            frontier = near - found
            found |= frontier
        return found


def _link(row: Row) -> Link:
    lesser, greater, score, copy = row
    return Link(lesser, greater, score, bool(copy))
