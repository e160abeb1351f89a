"""The probability that two reports tell of one happening: a logistic join over the named features of a pair.

Its few scalars stand in join.toml, written by training/stories/join.py, which says what each was fitted to.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..errors import PipelineError
from .candidates import candidates
from .copies import copied
from .links import Link
from .pairs import FEATURES, Bundle, Features, features, vetoed
from .partition import Places, Rest, partition

UNDATED = FEATURES.index("undated")
# A likelihood below this is not kept; where it counts, `rest_of` gives it again. It changes no story, only what is
# stored: of 25,000 open stories .1 keeps 44 links a report, .5 keeps 3.
LEAST_LINK = 0.5


@dataclass(frozen=True, slots=True)
class Join:
    """Two rows of `weights` in the order of FEATURES, with their `intercepts`: for pairs whose times are known,
    and for pairs with an undated report. `least_mean` is what the pairs between two groups must reach on average
    to make them one story, `least_best` what links of a story must reach to hold it together."""

    weights: tuple[tuple[float, ...], tuple[float, ...]]
    intercepts: tuple[float, float]
    least_mean: float
    least_best: float

    def probability(self, pairs: Features) -> NDArray[np.float64]:
        """The calibrated probability of each pair, taken by itself, (n,) in [0, 1]."""
        return self._likely(pairs, pairs[:, UNDATED].astype(int))

    def within_archive(self, pairs: Features) -> NDArray[np.float64]:
        """The probability of each pair among all pairs of an archive, where an undated report is taken to be of
        about the same week: the pairs that people rated, which the undated row is calibrated on, were picked to
        be hard, and pairs of an archive are not."""
        return self._likely(pairs, np.zeros(len(pairs), int))

    def _likely(self, pairs: Features, row: NDArray[np.int64]) -> NDArray[np.float64]:
        z = (pairs * np.array(self.weights)[row]).sum(axis=1) + np.array(self.intercepts)[row]
        likely: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-z))
        return likely

    def explain(self, pair: Features) -> dict[str, float]:
        """What each feature of one pair adds to the log-odds within an archive, and the intercept; their sum is
        the log-odds of `within_archive`."""
        shares = (pair * np.array(self.weights[0])).tolist()
        return dict(zip(FEATURES, shares, strict=True)) | {"intercept": self.intercepts[0]}


@cache
def open_join() -> Join:
    """The join of the release."""
    table = tomllib.loads(files("khabar.stories").joinpath("join.toml").read_text("utf-8"))
    rows = [table["dated"], table["undated"]]
    if any(set(row) != {"intercept", *FEATURES} for row in rows):
        raise PipelineError("join.toml and the features of a pair do not fit. Run training/stories/join.py.")
    dated, undated = (tuple(float(row[name]) for name in FEATURES) for row in rows)
    intercepts = float(rows[0]["intercept"]), float(rows[1]["intercept"])
    return Join((dated, undated), intercepts, float(table["least_mean"]), float(table["least_best"]))


def rest_of(bundle_of: Callable[[Sequence[str]], Bundle], join: Join | None = None) -> Rest:
    """What `partition` asks of pairs that are no links: their probability all the same, and zero for those about
    different instalments. `bundle_of` gives the profiles of reports, in the order asked for."""
    chosen = join or open_join()

    def rest(reports: Sequence[str], rows: Places, columns: Places) -> NDArray[np.float64]:
        bundle = bundle_of(reports)
        series = np.array([bool(profile.series) for profile in bundle.profiles])
        bounds = np.searchsorted(rows, np.arange(len(reports) + 1))  # rows come in order
        found = np.zeros(len(rows))
        for row, (start, end) in enumerate(pairwise(bounds.tolist())):
            if start == end:
                continue
            others = columns[start:end]
            found[start:end] = chosen.within_archive(features(bundle, row, bundle, others))
            for at in np.flatnonzero(series[others]) if series[row] else ():
                if vetoed(bundle.profiles[row], bundle.profiles[others[at]]):
                    found[start + at] = 0.0
        return found

    return rest


def parted(
    reports: Sequence[str],
    found: Iterable[Link],
    bundle_of: Callable[[Sequence[str]], Bundle],
    join: Join | None = None,
) -> list[list[str]]:
    """The stories of some reports, given in (published, id) order, with their links; see `partition`."""
    chosen = join or open_join()
    return partition(reports, found, chosen.least_mean, chosen.least_best, rest_of(bundle_of, chosen))


def links(new: Bundle, known: Bundle, window_days: float, join: Join | None = None) -> list[Link]:
    """Every pair of a new report with a known one that may be one story, once."""
    return scored(new, known, candidates(new.points, known.points, window_days), join)


def scored(
    new: Bundle, known: Bundle, pairs: Iterable[tuple[int, NDArray[np.int64]]], join: Join | None = None
) -> list[Link]:
    """The links among these pairs, given as a row of `new` and places in `known`.

    Pairs that say they are about different instalments of a series are no link, however alike.
    """
    join = join or open_join()
    found: dict[tuple[str, str], Link] = {}
    for row, others in pairs:
        if not len(others):
            continue
        likely = join.within_archive(features(new, row, known, others))
        one = new.profiles[row]
        for place in np.flatnonzero(likely >= LEAST_LINK):
            other = known.profiles[others[place]]
            if not vetoed(one, other):
                left, right = sorted((one.report, other.report))
                score = float(likely[place])
                copy = score >= join.least_best and copied(one.shingles, other.shingles)
                found[left, right] = Link(left, right, score, copy)
    return list(found.values())
