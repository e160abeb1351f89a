"""What new reports may have to be compared with, in memory: a cache of the archive's points and profiles."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice, pairwise

import numpy as np

from ..stories.centres import Centres
from ..stories.pairs import Bundle, point_vectors
from ..stories.points import Half, Points
from ..stories.profile import Profile, packed, unpacked
from .profile_rows import Point
from .rows import chunks
from .store import Store

Stretch = tuple[float, float]  # from and until, in days, both included

MOST_POINTS = 400_000  # in memory; each takes about 1 kB, and twice that while their room grows
MOST_PROFILES = 40_000  # in memory; each takes about 7 kB
AT_ONCE = 4_000  # points that are only passing through
ALWAYS = 1e300  # days, either way: all of time


class Index:
    """The points of the archive within some stretch of time, and all undated ones; the profiles used last.

    It does not see what other processes write: then it must `forget`.
    """

    def __init__(self, store: Store, centres: Centres) -> None:
        self.store = store
        self.centres = centres
        self.forget()

    def forget(self) -> None:
        """Read everything again at the next call: someone else has written."""
        self.points = Points(len(self.centres.everything))
        self.low, self.high = math.inf, -math.inf
        self.profiles: dict[str, Profile] = {}

    def put(self, profiles: Sequence[Profile]) -> None:
        """Store new or changed profiles and their points; only inside `store.write()`."""
        rows = point_rows(profiles, self.centres)
        self.store.put_profiles([(profile.report, packed(profile)) for profile in profiles])
        self.store.put_points(rows)
        inside = [row for row in rows if row[1] is None or self.low <= row[1] <= self.high]
        moved = {profile.report for profile in profiles} - {row[0] for row in inside}
        if moved & self.points.places.keys():  # a new version of another time: the old one must not stay
            self.points.keep(np.array([report not in moved for report in self.points.ids]))
        if inside:
            self.points.put(*_columns(inside))
        self._remember(profiles)

    def bundle(self, reports: Collection[str]) -> Bundle:
        """The profiles of these reports, in the order in which they are given."""
        missing = [report for report in reports if report not in self.profiles]
        read = {report: unpacked(content) for report, content in self.store.profiles_of(missing)}
        found = [self.profiles.get(report) or read[report] for report in reports]
        self._remember(found)
        at = [self.points.places.get(report, -1) for report in reports]
        vectors = self.points.vectors[at] if at and min(at) >= 0 else None  # else they are centred again
        return Bundle(found, self.centres, vectors)

    def _remember(self, profiles: Sequence[Profile]) -> None:
        """Keep these, and of the others those used last."""
        for profile in profiles:
            self.profiles.pop(profile.report, None)
            self.profiles[profile.report] = profile
        for report in list(islice(self.profiles, max(0, len(self.profiles) - MOST_PROFILES))):
            del self.profiles[report]

    def near(self, new: Points, window_days: float) -> Iterator[Points]:
        """Everything in the archive that these may be compared with, themselves among it.

        Look at each before the next is asked for: it may be the same one with other points in it.
        """
        times = new.instants[~np.isnan(new.instants)].tolist()
        stretches = _stretches(times, window_days) or [self._loaded()]
        whole = stretches[0][0], stretches[-1][1]
        if self._fits(whole):
            stretches = [whole]
        busiest = max(stretches, key=lambda stretch: sum(stretch[0] <= time <= stretch[1] for time in times))
        for stretch in stretches:
            if stretch == busiest and self._fits(stretch):
                self._cover(*stretch)
                yield self.points
            else:
                yield from self._passing(stretch, undated=stretch == busiest)
        if len(times) < len(new):  # an undated report may meet any
            for stretch in _between(stretches):
                yield from self._passing(stretch, undated=False)

    def _loaded(self) -> Stretch:
        return (self.low, self.high) if self.low <= self.high else (0.0, 0.0)

    def _fits(self, stretch: Stretch) -> bool:
        """Whether all points of the stretch, and the undated ones, may be in memory together."""
        return self.store.count_points(*stretch, MOST_POINTS + 1) <= MOST_POINTS

    def _cover(self, low: float, high: float) -> None:
        """Have all points from `low` to `high`, and forget others when there are many."""
        if low > self.high or high < self.low:
            self.points = Points(len(self.centres.everything))
            self._read(low, high, undated=True)
            self.low, self.high = low, high
            return
        instants = self.points.instants
        wanted = (instants >= low) & (instants <= high) | np.isnan(instants)
        if np.sum(~wanted) + self.store.count_points(low, high, MOST_POINTS) > MOST_POINTS:
            self.points.keep(wanted)
            self.low, self.high = max(low, self.low), min(high, self.high)
        if low < self.low:
            self._read(low, self.low, undated=False)
        if high > self.high:
            self._read(self.high, high, undated=False)
        self.low, self.high = min(low, self.low), max(high, self.high)

    def _read(self, low: float, high: float, undated: bool) -> None:
        for part in self._parts((low, high), undated):
            self.points.put(*part)

    def _passing(self, stretch: Stretch, undated: bool) -> Iterator[Points]:
        """The points of a stretch without keeping them."""
        for part in self._parts(stretch, undated):
            points = Points(len(self.centres.everything))
            points.put(*part)
            yield points

    def _parts(
        self, stretch: Stretch, undated: bool
    ) -> Iterator[tuple[list[str], list[float | None], Half]]:
        rows = chain(self.store.points(*stretch), self.store.undated_points() if undated else ())
        for part in chunks(rows, AT_ONCE):
            yield _columns(part)


def point_rows(profiles: Sequence[Profile], centres: Centres) -> list[Point]:
    """What the archive keeps of the points of these profiles."""
    vectors = point_vectors(profiles, centres)
    return [(p.report, p.instant, vector.tobytes()) for p, vector in zip(profiles, vectors, strict=True)]


def _columns(rows: Sequence[Point]) -> tuple[list[str], list[float | None], Half]:
    """Stored points as ids, instants and vectors."""
    ids, instants, vectors = zip(*rows, strict=True)
    return list(ids), list(instants), np.frombuffer(b"".join(vectors), np.float16).reshape(len(ids), -1)


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
