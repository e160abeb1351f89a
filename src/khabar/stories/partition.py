"""Stories from linked pairs: average linkage on a sparse graph.

Two groups join while the mean probability over ALL pairs between them, a pair never linked counting as zero, is
at least `least_mean`, the likeliest first. So one bridge report or one chain of lookalikes does not pull two
stories together: most of the pairs must agree. Nothing joins across components of links of at least
`least_best`, so that a component can be parted without looking at the rest of an archive. Equal means are taken
in the order of the groups' earliest reports. The result is a function of the reports and the links, not of the
order in which they came.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

Link = tuple[str, str, float]


def partition(
    reports: Sequence[str], links: Iterable[Link], least_mean: float, least_best: float = 0.0
) -> list[list[str]]:
    """The stories of some reports, each and all in the order of `reports` (which is (published, id)).

    Links to reports that are not among them are not looked at.
    """
    place = {report: at for at, report in enumerate(reports)}
    known = [
        (place[left], place[right], score) for left, right, score in links if left in place and right in place
    ]
    component = _components(len(reports), known, least_best)
    sums: list[dict[int, float]] = [{} for _ in reports]
    for left, right, score in known:
        if component[left] == component[right]:
            sums[left][right] = sums[right][left] = score
    groups = _joined(sums, least_mean)
    return [[reports[at] for at in group] for group in groups]


def _components(count: int, links: Iterable[tuple[int, int, float]], least_best: float) -> list[int]:
    """For each position the least one that links of at least `least_best` lead to."""
    head = list(range(count))

    def first(at: int) -> int:
        while head[at] != at:
            head[at] = head[head[at]]
            at = head[at]
        return at

    for left, right, score in links:
        if score >= least_best:
            one, other = first(left), first(right)
            head[max(one, other)] = min(one, other)
    return [first(at) for at in range(count)]


def _joined(sums: list[Mapping[int, float]] | list[dict[int, float]], least_mean: float) -> list[list[int]]:
    """Groups of positions. `sums[a][b]` is the sum of scores between the groups led by a and b."""
    near: list[dict[int, float]] = [dict(row) for row in sums]
    groups: dict[int, list[int]] = {at: [at] for at in range(len(near))}
    heap = [
        (-score, at, other, 1, 1) for at, row in enumerate(near) for other, score in row.items() if at < other
    ]
    heapq.heapify(heap)
    while heap:
        negative, at, other, size, other_size = heapq.heappop(heap)
        if -negative < least_mean:
            break
        current = at in groups and other in groups
        if not current or (len(groups[at]), len(groups[other])) != (size, other_size):
            continue  # one of the two has grown or gone since
        groups[at] += groups.pop(other)
        _merge(near, at, other)
        for third, total in near[at].items():
            pair = (at, third) if at < third else (third, at)
            sizes = len(groups[pair[0]]), len(groups[pair[1]])
            heapq.heappush(heap, (-total / (sizes[0] * sizes[1]), *pair, *sizes))
    return [sorted(group) for _, group in sorted(groups.items())]


def _merge(near: list[dict[int, float]], at: int, other: int) -> None:
    """Add the sums of `other` to those of `at`."""
    for third, total in near[other].items():
        del near[third][other]
        if third != at:
            near[at][third] = near[third][at] = near[at].get(third, 0.0) + total
    near[at].pop(other, None)
    near[other] = {}
