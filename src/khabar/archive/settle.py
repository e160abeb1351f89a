"""Stories after a batch: new links, the touched components, their partition.

Stories are parts of the components of strong links, so only components that a batch touches can change; each is
parted anew from all its links. The result depends on the set of reports, not on how they were cut into batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..stories.candidates import candidates
from ..stories.copies import copy_families
from ..stories.join import Join, open_join, parted, scored
from ..stories.links import Link
from ..stories.pairs import Bundle
from ..stories.profile import Profile
from .index import Index
from .store import Store

MOST_CANDIDATES = 10_000  # scored together; their profiles take 7 kB each

Pairs = tuple[int, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Settling:
    """What deciding about stories needs: where profiles are, how far apart reports may be, the join."""

    store: Store
    index: Index
    window_days: float
    join: Join

    def settle(self, new: Sequence[Profile]) -> list[str]:
        """Store new or changed profiles with their links and settle the stories they touch; gives their ids.

        Call it inside the write transaction that stores the reports.
        """
        ids = [profile.report for profile in new]
        # What hung together by links that are dropped now, or was one story, is parted anew on both sides.
        before = self.store.companions(ids) | self.store.component(ids, self.join.least_best)
        self.store.drop_links(ids)
        self.index.put(new)
        self.link(new)
        return self.replay(before)

    def link(self, new: Sequence[Profile]) -> None:
        """Store the links of these profiles, which are stored, among themselves and with all others."""
        fresh = Bundle(new, self.index.centres)
        for known in self.index.near(fresh.points, self.window_days):
            for some in _together(candidates(fresh.points, known, self.window_days)):
                places = np.unique(np.concatenate([others for _, others in some]))
                bundle = self.index.bundle([known.ids[place] for place in places.tolist()])
                pairs = [(row, np.searchsorted(places, others)) for row, others in some]
                self.store.put_links(scored(fresh, bundle, pairs, self.join))

    def replay(self, touched: Iterable[str]) -> list[str]:
        """Part every component that holds one of these reports anew; gives the ids of their stories."""
        reports = self.store.component(touched, self.join.least_best)
        kept = list(self.store.links_of(reports))
        order = self.store.in_order(reports)
        groups = parted(order, kept, self.index.bundle, self.join)
        return self.store.put_partition(groups, _families(groups, kept))


def _together(near: Iterable[Pairs]) -> Iterator[list[Pairs]]:
    """Rows with their candidates, in lists with so few candidates that their profiles fit in memory."""
    some: list[Pairs] = []
    count = 0
    for row, others in near:
        for start in range(0, len(others), MOST_CANDIDATES):
            some.append((row, others[start : start + MOST_CANDIDATES]))
            count += len(some[-1][1])
            if count >= MOST_CANDIDATES:
                yield some
                some, count = [], 0
    if some:
        yield some


def _families(groups: list[list[str]], links: Iterable[Link]) -> dict[str, str]:
    """The copy family of each report; copies are looked for within a story."""
    group_of = {report: at for at, group in enumerate(groups) for report in group}
    copies = [
        link[:2]
        for link in links
        if link.copy and group_of.get(link.lesser, -1) == group_of.get(link.greater, -2)
    ]
    return copy_families([report for group in groups for report in group], copies)


def settling(store: Store, index: Index, window_days: float) -> Settling:
    """Settling with the join of the release."""
    return Settling(store, index, window_days, open_join())
