"""The profiles that new reports may have to be compared with, in memory: a cache of the archive's table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from ..stories.centres import Centres
from ..stories.pairs import Bundle
from ..stories.profile import Profile, unpacked
from .rows import chunks
from .store import Store

Stretch = tuple[float, float]  # from and until, in days, both included

MOST_KEPT = 120_000  # profiles in memory; each takes about 7 kB
AT_ONCE = 4_000  # profiles that are only passing through
ALWAYS = 1e300  # days, either way: all of time


class Index:
    """Profiles of the archive within some stretch of time, and all undated ones.

    It does not see what other processes write: then it must `forget`.
    """

    def __init__(self, store: Store, centres: Centres) -> None:
        self.store = store
        self.centres = centres
        self.forget()

    def forget(self) -> None:
        """Read everything again at the next call: someone else has written."""
        self.bundle = Bundle([], self.centres)
        self.low, self.high = math.inf, -math.inf

    def put(self, profiles: Sequence[Profile]) -> None:
        """Take in profiles that were just stored."""
        inside = [p for p in profiles if p.instant is None or self.low <= p.instant <= self.high]
        moved = {p.report for p in profiles} - {p.report for p in inside}
        if moved & self.bundle.places.keys():  # a new version of another time: the old one must not stay
            self.bundle.keep(np.array([report not in moved for report in self.bundle.ids]))
        self.bundle.put(inside)

    def near(self, new: Sequence[Profile], window_days: float) -> Iterator[Bundle]:
        """Everything in the archive that these profiles may be compared with, themselves among it.

        Look at each bundle before the next is asked for: it may be the same one with other profiles in it.
        """
        times = [profile.instant for profile in new if profile.instant is not None]
        stretches = _stretches(times, window_days) or [self._loaded()]
        whole = stretches[0][0], stretches[-1][1]
        if self._fits(whole):
            stretches = [whole]
        busiest = max(stretches, key=lambda stretch: sum(stretch[0] <= time <= stretch[1] for time in times))
        for stretch in stretches:
            if stretch == busiest and self._fits(stretch):
                self._cover(*stretch)
                yield self.bundle
            else:
                yield from self._passing(stretch, undated=stretch == busiest)
        if len(times) < len(new):  # an undated report may meet any
            for stretch in _between(stretches):
                yield from self._passing(stretch, undated=False)

    def _loaded(self) -> Stretch:
        return (self.low, self.high) if self.low <= self.high else (0.0, 0.0)

    def _fits(self, stretch: Stretch) -> bool:
        """Whether all profiles of the stretch, and the undated ones, may be in memory together."""
        return self.store.count_profiles(*stretch, MOST_KEPT + 1) <= MOST_KEPT

    def _cover(self, low: float, high: float) -> None:
        """Have all profiles from `low` to `high`, and forget others when there are many."""
        if low > self.high or high < self.low:
            self.forget()
            self._read(low, high, undated=True)
            self.low, self.high = low, high
            return
        instants = self.bundle.instants
        wanted = (instants >= low) & (instants <= high) | np.isnan(instants)
        if np.sum(~wanted) + self.store.count_profiles(low, high, MOST_KEPT) > MOST_KEPT:
            self.bundle.keep(wanted)
            self.low, self.high = max(low, self.low), min(high, self.high)
        if low < self.low:
            self._read(low, self.low, undated=False)
        if high > self.high:
            self._read(self.high, high, undated=False)
        self.low, self.high = min(low, self.low), max(high, self.high)

    def _read(self, low: float, high: float, undated: bool) -> None:
        for part in self._parts((low, high), undated):
            self.bundle.put(part)

    def _passing(self, stretch: Stretch, undated: bool) -> Iterator[Bundle]:
        """The profiles of a stretch without keeping them."""
        for part in self._parts(stretch, undated):
            yield Bundle(part, self.centres)

    def _parts(self, stretch: Stretch, undated: bool) -> Iterator[list[Profile]]:
        yield from chunks((unpacked(row[2]) for row in self.store.profiles(*stretch, undated)), AT_ONCE)


def _stretches(times: Sequence[float], window_days: float) -> list[Stretch]:
    """Where the windows round these times lie, in order; windows that overlap are one stretch."""
    found: list[Stretch] = []
    for time in sorted(times):
        low, high = time - window_days, time + window_days
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], high
        else:
            found.append((low, high))
    return found


def _between(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """All of time that lies in none of the stretches, which are in order."""
    for left, right in pairwise([(-ALWAYS, -ALWAYS), *stretches, (ALWAYS, ALWAYS)]):
        yield math.nextafter(left[1], math.inf), math.nextafter(right[0], -math.inf)
