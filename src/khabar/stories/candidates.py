"""The pairs worth scoring: all that are near enough in time and in meaning. None is lost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .pairs import Bundle

# Centred cosine; a pair of one story further apart than this would need more shared names than reports have.
RADIUS = 0.15
BLOCK = 256  # reports compared with all others at once; bounds the memory of the products


def candidates(
    new: Bundle, known: Bundle, window_days: float, radius: float = RADIUS
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """For each new report, the known ones within the window and the radius, as positions.

    The window is the gap between two reports; with an undated one every report is within it. A report is no
    candidate of itself.
    """
    for start in range(0, len(new), BLOCK):
        stop = min(start + BLOCK, len(new))
        near = new.vectors[start:stop] @ known.vectors.T >= radius
        gap = np.abs(known.instants[None, :] - new.instants[start:stop, None])
        near &= ~(gap > window_days)  # a gap of nan, of an undated report, is not too wide
        for row in range(start, stop):
            own = known.places.get(new.ids[row])
            if own is not None:
                near[row - start, own] = False
            yield row, np.flatnonzero(near[row - start])
