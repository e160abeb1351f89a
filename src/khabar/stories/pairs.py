"""The named features of a pair of reports, for many pairs at once.

A pair's features depend on its two reports and on constants of the release, on nothing else in the archive.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .centres import Centres
from .clues import KINDS, kinds_of
from .instalments import conflicting
from .points import Half, Points
from .profile import Profile

FEATURES = (
    "meaning",  # cosine of the centred vectors
    "words",  # weight of the shared words over that of the report with fewer
    "names",  # the same of names across scripts, over both (geometric mean), as numbers and places
    "numbers",
    "places",
    "one language",  # 1 when both are in one language: then meaning and words run higher by themselves
    "gap",  # log of 1 + days between them; that of UNDATED_GAP when one is undated
    "undated",  # 1 when one is undated
    "one outlet",  # 1 when both are of one outlet that is known
    "outlet gap",  # the gap again where they are: an outlet prints series, and follows its own stories for days
)
# Days that an undated report is taken to be away, a judgement: what is added together is mostly of one or two
# weeks, and told of within days.
UNDATED_GAP = 2.0
Features = NDArray[np.float64]


class Bundle:
    """Profiles of different reports side by side, in a form in which pairs are compared quickly.

    `vectors` are their centred vectors where somebody has them already, (n, dimension). `totals` holds the
    weight of all clues by kind, (n, kinds).
    """

    def __init__(self, profiles: Sequence[Profile], centres: Centres, vectors: Half | None = None) -> None:
        self.profiles = profiles
        self.centres = centres
        self.points = Points(len(centres.everything))
        self.points.put(
            [profile.report for profile in profiles],
            [profile.instant for profile in profiles],
            point_vectors(profiles, centres) if vectors is None else vectors,
        )
        self.totals = np.array(
            [np.bincount(kinds_of(p.keys), weights=p.weights, minlength=len(KINDS)) for p in profiles]
        ).reshape(len(profiles), len(KINDS))


def part_of(bundle: Bundle, reports: Sequence[str]) -> Bundle:
    """The profiles of some reports of a bundle, in the order asked for."""
    at = [bundle.points.places[report] for report in reports]
    return Bundle([bundle.profiles[place] for place in at], bundle.centres, bundle.points.vectors[at])


def point_vectors(profiles: Sequence[Profile], centres: Centres) -> Half:
    """The centred unit vectors of profiles, (n, dimension), in the precision in which they are compared."""
    if not profiles:
        return np.zeros((0, len(centres.everything)), np.float16)
    vectors = np.stack([profile.vector for profile in profiles])
    return centres.centred(vectors, [profile.language for profile in profiles]).astype(np.float16)


def features(left: Bundle, at: int, right: Bundle, others: NDArray[np.int64]) -> Features:
    """The features of one report of `left` with several of `right`: (n, len(FEATURES))."""
    profile = left.profiles[at]
    shared = _shared(profile, [right.profiles[other] for other in others])
    mine, theirs = left.totals[at], right.totals[others]
    fewer, both = np.minimum(mine, theirs), np.sqrt(mine * theirs)
    words, names, numbers, places = range(len(KINDS))
    gap = np.abs(right.points.instants[others] - left.points.instants[at])
    undated = np.isnan(gap)
    days = np.log1p(np.where(undated, UNDATED_GAP, gap))
    outlets = [right.profiles[other].outlet for other in others]
    outlet = np.array([profile.outlet is not None and one == profile.outlet for one in outlets], float)
    columns = (
        meaning(left, at, right, others),
        _share(shared[:, words], fewer[:, words]),
        _share(shared[:, names], both[:, names]),
        _share(shared[:, numbers], both[:, numbers]),
        _share(shared[:, places], both[:, places]),
        np.array([right.profiles[other].language == profile.language for other in others], float),
        days,
        undated.astype(float),
        outlet,
        outlet * days,
    )
    return np.stack([np.asarray(column, np.float64) for column in columns], axis=1)


def meaning(left: Bundle, at: int, right: Bundle, others: NDArray[np.int64]) -> Features:
    """The cosines of one report with several, (n,): the same to the last bit whatever else is compared."""
    products = right.points.vectors[others].astype(np.float64) * left.points.vectors[at]
    cosines: Features = products.sum(axis=1)
    return cosines


def _share(part: Features, whole: Features) -> Features:
    share: Features = part / np.maximum(whole, 1e-9)
    return share


def _shared(profile: Profile, others: Sequence[Profile]) -> Features:
    """The weight of the clues shared with each other profile, by kind: (n, kinds)."""
    counts = [len(other.keys) for other in others]
    if not counts or not len(profile.keys):
        return np.zeros((len(others), len(KINDS)))
    keys = np.concatenate([other.keys for other in others])
    weights = np.concatenate([other.weights for other in others])
    place = np.minimum(np.searchsorted(profile.keys, keys), len(profile.keys) - 1)
    same = profile.keys[place] == keys
    owner = np.repeat(np.arange(len(others)), counts)[same]
    weight = np.sqrt(weights[same] * profile.weights[place[same]])
    flat = np.bincount(
        owner * len(KINDS) + kinds_of(keys[same]), weights=weight, minlength=len(others) * len(KINDS)
    )
    return flat.reshape(len(others), len(KINDS)).astype(np.float64)


def vetoed(left: Profile, right: Profile) -> bool:
    """Whether the two say that they are about different instalments of a series (round one, round two)."""
    return conflicting(left.series, right.series)
