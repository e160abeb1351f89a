"""The profiles that new reports may have to be compared with, in memory: a cache of the archive's table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from ..stories.centres import Centres
from ..stories.pairs import Bundle
from ..stories.profile import Profile, unpacked
from .store import Store

MOST_KEPT = 60_000  # profiles kept beyond those a batch needs; each takes about 6 kB
AT_ONCE = 4_000  # profiles of another time that are looked at together


class Index:
    """Profiles of the archive within some stretch of time, and all undated ones.

    It does not see what other processes write: then it must `forget`.
    """

    def __init__(self, store: Store, centres: Centres) -> None:
        self.store = store
        self.centres = centres
        self.bundle = Bundle([], centres)
        self.low, self.high = math.inf, -math.inf

    def near(self, new: Sequence[Profile], window_days: float) -> Iterator[Bundle]:
        """Everything that these profiles may be compared with, in one bundle or, where one of them is undated
        and so may meet any, in several."""
        times = [profile.instant for profile in new if profile.instant is not None]
        if times:
            self._cover(min(times) - window_days, max(times) + window_days)
        elif not self.low <= self.high:
            self._cover(0.0, 0.0)
        yield self.bundle
        if len(times) < len(new):
            yield from self._elsewhere()

    def put(self, profiles: Sequence[Profile]) -> None:
        """Take in profiles that were just stored."""
        self.bundle.put([p for p in profiles if p.instant is None or self.low <= p.instant <= self.high])

    def forget(self) -> None:
        """Read everything again at the next call: someone else has written."""
        self.bundle = Bundle([], self.centres)
        self.low, self.high = math.inf, -math.inf

    def _cover(self, low: float, high: float) -> None:
        """Have all profiles from `low` to `high`; those far outside are forgotten when there are many."""
        if self.low <= low and high <= self.high:
            self._shrink(low, high)
            return
        if low > self.high or high < self.low:
            self.forget()
            self._read(low, high, undated=True)
            self.low, self.high = low, high
            return
        if low < self.low:
            self._read(low, self.low, undated=False)
        if high > self.high:
            self._read(self.high, high, undated=False)
        self.low, self.high = min(low, self.low), max(high, self.high)
        self._shrink(low, high)

    def _read(self, low: float, high: float, undated: bool) -> None:
        for part in _parts(unpacked(content) for _, _, content in self.store.profiles(low, high, undated)):
            self.bundle.put(part)

    def _shrink(self, low: float, high: float) -> None:
        inside = (self.bundle.instants >= low) & (self.bundle.instants <= high) | np.isnan(
            self.bundle.instants
        )
        if len(self.bundle) - int(inside.sum()) > MOST_KEPT:
            self.bundle.keep(inside)
            self.low, self.high = low, high

    def _elsewhere(self) -> Iterator[Bundle]:
        for low, high in (
            (-1e300, math.nextafter(self.low, -math.inf)),
            (math.nextafter(self.high, math.inf), 1e300),
        ):
            rows = (unpacked(content) for _, _, content in self.store.profiles(low, high, undated=False))
            for part in _parts(rows):
                yield Bundle(part, self.centres)


def _parts(profiles: Iterator[Profile]) -> Iterator[list[Profile]]:
    part: list[Profile] = []
    for profile in profiles:
        part.append(profile)
        if len(part) >= AT_ONCE:
            yield part
            part = []
    if part:
        yield part
