"""How right a grouping or a probability is: B³, Pearson, calibration, bags of words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, each in [0, 1]."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score_row(figure: str, score: Score, **more: object) -> dict[str, object]:
    """A B³ score as a row of results, with what else is to be said of it."""
    numbers = {"B3 F1": score.f1, "precision": score.precision, "recall": score.recall}
    return {"figure": figure, **{name: round(value, 4) for name, value in numbers.items()}, **more}


def b_cubed(
    found: Mapping[str, Hashable],
    gold: Mapping[str, Hashable],
    neutral: Mapping[str, Hashable] | None = None,
    only: set[str] | None = None,
) -> Score:
    """B³ (Bagga & Baldwin 1998) of a grouping against gold, averaged over items.

    Items of different gold groups that share a `neutral` group neither help nor harm each other. `only`
    limits the average to some items (one language, say), judged within the whole grouping.
    """
    members: dict[Hashable, list[str]] = defaultdict(list)
    for item, group in found.items():
        members[group].append(item)
    sizes = Counter(gold.values())
    precision, recall, count = 0.0, 0.0, 0
    for item in found if only is None else only:
        counted = [
            other
            for other in members[found[item]]
            if gold[other] == gold[item]
            or neutral is None
            or neutral.get(other) is None
            or neutral.get(other) != neutral.get(item)
        ]
        right = sum(gold[other] == gold[item] for other in counted)
        precision += right / len(counted)
        recall += right / sizes[gold[item]]
        count += 1
    return Score(precision / count, recall / count) if count else Score(0.0, 0.0)


def pearson(left: Sequence[float], right: Sequence[float]) -> float:
    """Pearson's correlation of two rows of numbers."""
    return float(np.corrcoef(np.asarray(left, float), np.asarray(right, float))[0, 1])


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a reliability table: predictions in [low, high), their mean, how often they were right."""

    low: float
    high: float
    count: int
    mean: float
    right: float


def reliability(probability: Sequence[float], truth: Sequence[bool], bins: int = 10) -> list[Bin]:
    """The reliability table of predicted probabilities, over bins of equal width; empty bins are left out."""
    p, t = np.asarray(probability, float), np.asarray(truth, float)
    where = np.minimum((p * bins).astype(int), bins - 1)
    return [
        Bin(b / bins, (b + 1) / bins, int(inside.sum()), float(p[inside].mean()), float(t[inside].mean()))
        for b in range(bins)
        if (inside := where == b).any()
    ]


def calibration_error(table: Sequence[Bin]) -> float:
    """Expected calibration error (Naeini et al. 2015): the mean gap of the bins, weighted by their counts."""
    total = sum(row.count for row in table)
    return sum(row.count * abs(row.mean - row.right) for row in table) / total if total else 0.0


def bag_score(found: Sequence[str], gold: Sequence[str]) -> Score:
    """Precision and recall of one multiset of words against another."""
    common = sum((Counter(found) & Counter(gold)).values())
    return Score(common / len(found) if found else 0.0, common / len(gold) if gold else 0.0)


def mean(values: Sequence[float] | NDArray[np.float64]) -> float:
    """The arithmetic mean; 0.0 of nothing."""
    return float(np.mean(values)) if len(values) else 0.0
