"""The pairs worth scoring: all that are near enough in time and in meaning. None is lost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .pairs import Bundle

# Centred cosine. A rule, not a lossless bound: a pair further apart could still be joined by its names. At .15 an
# archive of 9,000 reports kept 134 links a report, at .20 it keeps 17; B³ of NTREX 61-123 fell by .004.
RADIUS = 0.20
BLOCK = 256  # reports compared with all others at once; bounds the memory of the products
# A product's last bits depend on how many are made at once; so near the radius each pair is looked at alone.
BLUR = 1e-4


def candidates(
    new: Bundle, known: Bundle, window_days: float, radius: float = RADIUS
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """For each new report, the known ones within the window and the radius, as positions.

    The window is the gap between two reports; with an undated one every report is within it. A report is no
    candidate of itself.
    """
    for start in range(0, len(new), BLOCK):
        stop = min(start + BLOCK, len(new))
        cosines = new.vectors[start:stop] @ known.vectors.T
        near = cosines >= radius
        rows, others = np.nonzero(np.abs(cosines - radius) < BLUR)
        exact = np.einsum("ij,ij->i", new.vectors[start + rows], known.vectors[others])
        near[rows, others] = exact >= radius
        gap = np.abs(known.instants[None, :] - new.instants[start:stop, None])
        near &= ~(gap > window_days)  # a gap of nan, of an undated report, is not too wide
        for row in range(start, stop):
            own = known.places.get(new.ids[row])
            if own is not None:
                near[row - start, own] = False
            yield row, np.flatnonzero(near[row - start])
