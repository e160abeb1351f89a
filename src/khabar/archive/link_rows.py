"""Links: the scored pairs of reports, and what hangs together by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from .rows import AMONG, Rows, chunks, listed

Link = tuple[str, str, float]

_AT_ONCE = 2_000  # reports asked for in one query


class LinkRows(Rows):
    """Scores of pairs; the lesser id stands left."""

    def put_links(self, rows: Iterable[Link]) -> None:
        """Keep (left, right, score) for each pair, left < right, instead of what was kept for it."""
        self.change(
            "INSERT INTO link (lesser, greater, score) VALUES (?, ?, ?) "
            "ON CONFLICT (lesser, greater) DO UPDATE SET score = excluded.score",
            rows,
        )

    def drop_links(self, ids: Iterable[str]) -> None:
        """Forget every pair with one of these reports."""
        for chunk in chunks(ids, _AT_ONCE):
            self.change(f"DELETE FROM link WHERE lesser {AMONG}", [(listed(chunk),)])
            self.change(f"DELETE FROM link WHERE greater {AMONG}", [(listed(chunk),)])

    def links_of(self, ids: Collection[str]) -> Iterator[Link]:
        """Every pair with one of these reports, once."""
        known = set(ids)
        for chunk in chunks(known, _AT_ONCE):
            sql = f"SELECT lesser, greater, score FROM link WHERE lesser {AMONG}"
            for lesser, greater, score in self.select(sql, (listed(chunk),)):
                yield lesser, greater, score
            sql = f"SELECT lesser, greater, score FROM link WHERE greater {AMONG}"
            for lesser, greater, score in self.select(sql, (listed(chunk),)):
                if lesser not in known:
                    yield lesser, greater, score

    def component(self, ids: Iterable[str], least: float) -> set[str]:
        """These reports and all that links of at least this score lead to from them."""
        found = set(ids)
        frontier = found
        while frontier:
            near = {
                report
                for lesser, greater, score in self.links_of(frontier)
                if score >= least
                for report in (lesser, greater)
            }
            frontier = near - found
            found |= frontier
        return found
