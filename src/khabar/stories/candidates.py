"""The pairs worth scoring: all that are near enough in time and in meaning. None is lost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .points import Half, Instants, Points

# Centred cosine. A rule, not a lossless bound: a pair further apart could still be joined by its names. At .15 an
# archive of 9,000 reports kept 134 links a report, at .20 it keeps 17; B³ of NTREX 61-123 fell by .004.
RADIUS = 0.20
# Beyond so many days a pair must be much nearer: old news that is told again stays alike (the same happening, a
# year later), and a long window would otherwise cost what the archive's size costs. English outlets, window 1,000
# days: .20 and .45 give the same B³ within .001, with half the pairs.
NEAR_DAYS, FAR_RADIUS = 30.0, 0.45
ROWS, BLOCK = 256, 8192  # new and known reports compared at once; bounds the memory of the products
# A product's last bits depend on how many are made at once; so near the radius each pair is looked at alone.
BLUR = 1e-4
Places = NDArray[np.int64]


def candidates(
    new: Points, known: Points, window_days: float, radius: float = RADIUS
) -> Iterator[tuple[int, Places]]:
    """For each new report, the known ones within the window and the radius, as positions, in order.

    The window is the gap between two reports; with an undated one every report is within it. Beyond NEAR_DAYS
    the radius is FAR_RADIUS. A report is no candidate of itself.
    """
    for start in range(0, len(new), ROWS):
        vectors, times = new.vectors[start : start + ROWS], new.instants[start : start + ROWS]
        rows, others = _near(vectors, times, known, window_days, radius)
        own = np.array([known.places.get(report, -1) for report in new.ids[start : start + ROWS]])
        apart = own[rows] != others
        rows, others = rows[apart], others[apart]
        ends = np.searchsorted(rows, np.arange(len(vectors) + 1))
        for row in range(len(vectors)):
            yield start + row, others[ends[row] : ends[row + 1]]


def _near(
    vectors: Half, times: Instants, known: Points, window_days: float, radius: float
) -> tuple[Places, Places]:
    """Every pair within window and radius, in the order of (row, other)."""
    left = vectors.astype(np.float32)
    found: list[tuple[Places, Places]] = []
    for first in range(0, len(known), BLOCK):
        instants = known.instants[first : first + BLOCK]
        if not _touches(times, instants, window_days):
            continue
        right = known.vectors[first : first + BLOCK].astype(np.float32)
        cosines = left @ right.T
        rows, others = np.nonzero(cosines >= radius - BLUR)
        cosines = cosines[rows, others]
        gap = np.abs(instants[others] - times[rows])  # nan with an undated report, which is never too wide
        least = np.where(gap > NEAR_DAYS, max(radius, FAR_RADIUS), radius)
        close = np.flatnonzero(np.abs(cosines - least) < BLUR)
        products = left[rows[close]].astype(np.float64) * right[others[close]]
        near = cosines >= least
        near[close] = products.sum(axis=1) >= least[close]
        near &= ~(gap > window_days)
        rows, others = rows[near], others[near]
        found.append((rows, others + first))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    rows, others = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.argsort(rows, kind="stable")
    return rows[order], others[order]


def _touches(times: Instants, instants: Instants, window_days: float) -> bool:
    """Whether any pair of a time and an instant may lie within the window."""
    if np.isnan(times).any() or np.isnan(instants).any():
        return True
    return bool(instants.min() <= times.max() + window_days and instants.max() >= times.min() - window_days)
