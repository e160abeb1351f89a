"""Stories from linked pairs: average linkage.

Two groups join while the mean probability over ALL pairs between them is at least `least_mean`, the likeliest
first. So one bridge report or one chain of lookalikes does not pull two stories together: most of the pairs must
agree. Pairs that are too unlike to be links count with what `rest` says of them. Nothing joins across components
of links of at least `least_best`, so that a component can be parted without looking at the rest of an archive.
Equal means are taken in the order of the groups' earliest reports. The result is a function of the reports and the
links, not of the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .links import Link

# A component that is larger (a template printed every hour, a year of one war) is first parted by stronger links,
# and one that no link parts (one text, printed more often than that) in the order of time: the work grows with the
# square of a component.
MOST_TOGETHER = 1_500
STRONGEST = 0.99

Places = NDArray[np.int64]
Scores = NDArray[np.float64]
# The probabilities of pairs of these reports that are no links, given where (rows, in order, and columns): (n,).
Rest = Callable[[Sequence[str], Places, Places], Scores]


def nothing(reports: Sequence[str], rows: Places, columns: Places) -> Scores:
    """What has no link is surely apart."""
    return np.zeros(len(rows))


def components(
    reports: Sequence[str], links: Iterable[Link], least_best: float
) -> Iterator[tuple[list[str], NDArray[np.float64]]]:
    """What links of at least `least_best` hold together, each in the order of `reports`, with the scores of all
    its links as a symmetric matrix: nan where there is none. Links to other reports are not looked at."""
    place = {report: at for at, report in enumerate(reports)}
    known = [
        (place[left], place[right], score)
        for left, right, score, *_ in links
        if left in place and right in place
    ]
    ends = np.array([link[:2] for link in known], np.int64).reshape(-1, 2)
    scores = np.array([link[2] for link in known], np.float64)
    for members, own in _components(np.arange(len(reports)), ends, scores, least_best) if reports else ():
        matrix = np.full((len(members), len(members)), np.nan)
        left, right = np.searchsorted(members, ends[own]).T
        matrix[left, right] = matrix[right, left] = scores[own]
        np.fill_diagonal(matrix, 0.0)
        yield [reports[at] for at in members.tolist()], matrix


def partition(
    reports: Sequence[str],
    links: Iterable[Link],
    least_mean: float,
    least_best: float = 0.0,
    rest: Rest = nothing,
) -> list[list[str]]:
    """The stories of some reports, each and all in the order of `reports` (which is (published, id)).

    Links to reports that are not among them are not looked at.
    """
    place = {report: at for at, report in enumerate(reports)}
    groups: list[list[str]] = []
    for members, sums in components(reports, links, least_best):
        rows, columns = np.nonzero(np.triu(np.isnan(sums), 1))
        if len(rows):
            sums[rows, columns] = sums[columns, rows] = rest(members, rows, columns)
        groups += [[members[at] for at in group] for group in _joined(sums, least_mean)]
    return sorted(groups, key=lambda group: place[group[0]])


def _components(
    members: Places, ends: NDArray[np.int64], scores: Scores, least_best: float
) -> Iterable[tuple[Places, Places]]:
    """What links of at least `least_best` hold together: positions in order, and which links lie inside."""
    head = dict.fromkeys(members.tolist(), -1)

    def first(at: int) -> int:
        while head[at] >= 0:
            if head[head[at]] >= 0:
                head[at] = head[head[at]]
            at = head[at]
        return at

    for left, right in ends[scores >= least_best].tolist():
        one, other = first(left), first(right)
        if one != other:
            head[max(one, other)] = min(one, other)
    of = np.array([first(at) for at in members.tolist()], np.int64)
    heads = np.array([first(at) for at in ends[:, 0].tolist()], np.int64)
    inside = np.flatnonzero(heads == np.array([first(at) for at in ends[:, 1].tolist()], np.int64))
    inside = inside[np.argsort(heads[inside], kind="stable")]
    order = np.argsort(of, kind="stable")
    names, starts = np.unique(of[order], return_index=True)
    bounds = np.searchsorted(heads[inside], names, "left"), np.searchsorted(heads[inside], names, "right")
    stronger = (least_best + 1) / 2
    for members_at, low, high in zip(np.split(order, starts[1:]), *bounds, strict=True):
        together, own = members[members_at], inside[low:high]
        if len(together) > MOST_TOGETHER and least_best < STRONGEST:
            parts = _components(together, ends[own], scores[own], stronger)
            yield from ((part, own[its]) for part, its in parts)
            continue
        if len(together) <= MOST_TOGETHER:
            yield together, own
            continue
        for start in range(0, len(together), MOST_TOGETHER):
            part = together[start : start + MOST_TOGETHER]
            yield part, own[np.isin(ends[own], part).all(axis=1)]


def _joined(sums: Scores, least_mean: float) -> list[Places]:
    """Groups of rows. `sums[a, b]`, which changes here, is the sum of scores between the groups led by a and b."""
    means = sums.copy()
    np.fill_diagonal(means, -1.0)
    sizes = np.ones(len(sums))
    led_by = np.arange(len(sums))
    nearest = means.argmax(axis=1)
    best = means.max(axis=1)
    while best.max() >= least_mean:
        one = int(best.argmax())  # the first of equals, so the earlier of the two
        other = int(nearest[one])
        led_by[led_by == other] = one
        sums[one] += sums[other]
        sums[:, one] = sums[one]
        sizes[one] += sizes[other]
        means[one] = np.where(means[one] < 0, -1.0, sums[one] / (sizes[one] * sizes))
        means[one, other] = -1.0
        means[:, one] = means[one]
        means[other] = means[:, other] = -1.0
        best[other] = -1.0
        stale = np.flatnonzero((nearest == one) | (nearest == other))
        stale = np.unique(np.append(stale, one))
        nearest[stale], best[stale] = means[stale].argmax(axis=1), means[stale].max(axis=1)
        nearer = (means[one] > best) | ((means[one] == best) & (one < nearest))
        nearer[one] = nearer[other] = False
        nearest[nearer], best[nearer] = one, means[one][nearer]
    return [np.flatnonzero(led_by == leader) for leader in np.unique(led_by)]
