"""Stories after a batch: new links, the touched components, their partition.

Stories are parts of the components of strong links, so only components that a batch touches can change; each is
parted anew from all its links. The result depends on the set of reports, not on how they were cut into batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..stories.copies import copy_families
from ..stories.join import Join, links, open_join
from ..stories.pairs import Bundle
from ..stories.partition import Link, partition
from ..stories.profile import Profile, packed, place, unpacked
from .index import Index
from .store import Store


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
        before = self.store.companions(ids)  # of links that are dropped now, too
        self.store.drop_links(ids)
        self.store.put_profiles([(profile.report, profile.instant, packed(profile)) for profile in new])
        self.index.put(new)
        self.link(new)
        return self.replay(before)

    def link(self, new: Sequence[Profile]) -> None:
        """Store the links of these profiles, which are stored, among themselves and with all others."""
        fresh = Bundle(new, self.index.centres)
        for known in self.index.near(new, self.window_days):
            self.store.put_links(links(fresh, known, self.window_days, self.join))

    def replay(self, touched: Iterable[str]) -> list[str]:
        """Part every component that holds one of these reports anew; gives the ids of their stories."""
        reports = self.store.component(touched, self.join.least_best)
        kept = list(self.store.links_of(reports))
        profiles = {id: unpacked(content) for id, _, content in self.store.profiles_of(reports)}
        order = sorted(profiles, key=lambda report: place(profiles[report]))
        groups = partition(order, kept, self.join.least_mean, self.join.least_best)
        return self.store.put_partition(groups, self._families(groups, profiles, kept))

    def _families(
        self, groups: list[list[str]], profiles: dict[str, Profile], kept: list[Link]
    ) -> dict[str, str]:
        """The copy family of each report; copies are looked for within a story."""
        group_of = {report: at for at, group in enumerate(groups) for report in group}
        pairs = [
            (left, right)
            for left, right, score in kept
            if score >= self.join.least_best and group_of.get(left, -1) == group_of.get(right, -2)
        ]
        order = [report for group in groups for report in group]
        return copy_families(order, {report: profiles[report].shingles for report in order}, pairs)


def settling(store: Store, index: Index, window_days: float) -> Settling:
    """Settling with the join of the release."""
    return Settling(store, index, window_days, open_join())
