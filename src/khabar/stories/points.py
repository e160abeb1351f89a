"""Points: what says whether two reports are worth comparing, when they were published and what they mean.

A point is small (a kilobyte with its id), so those of a whole archive fit in memory where profiles would not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Half = NDArray[np.float16]
Instants = NDArray[np.float64]


class Points:
    """Points side by side; it can grow and forget. `places` says where each report's is."""

    def __init__(self, dimension: int) -> None:
        self.ids: list[str] = []
        self.places: dict[str, int] = {}
        self._instants: Instants = np.zeros(0)
        self._vectors: Half = np.zeros((0, dimension), np.float16)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def instants(self) -> Instants:
        """When each was published, in days; nan when unknown."""
        return self._instants[: len(self)]

    @property
    def vectors(self) -> Half:
        """Centred unit vectors, (n, dimension)."""
        return self._vectors[: len(self)]

    def put(self, reports: Sequence[str], instants: Sequence[float | None], vectors: Half) -> None:
        """Add points; one of a report that is there takes the old one's place."""
        if not reports:
            return
        at = []
        for report in reports:
            place = self.places.setdefault(report, len(self.ids))
            if place == len(self.ids):
                self.ids.append(report)
            at.append(place)
        self._grow(len(self.ids))
        self._vectors[at] = vectors
        self._instants[at] = [np.nan if instant is None else instant for instant in instants]

    def keep(self, wanted: NDArray[np.bool_]) -> None:
        """Forget all points but the wanted ones."""
        at = np.flatnonzero(wanted)
        self.ids = [self.ids[place] for place in at]
        self.places = {report: place for place, report in enumerate(self.ids)}
        self._vectors = self._vectors[at]
        self._instants = self._instants[at]

    def _grow(self, size: int) -> None:
        """Room for `size` rows; doubling, so that adding stays cheap."""
        if size > len(self._instants):
            more = max(size, 2 * len(self._instants)) - len(self._instants)
            self._instants = np.concatenate([self._instants, np.zeros(more)])
            room = np.zeros((more, self._vectors.shape[1]), np.float16)
            self._vectors = np.concatenate([self._vectors, room])
