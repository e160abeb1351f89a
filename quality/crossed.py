"""The join on pairs that it was not fitted to: each fold judged by a join that was fitted on the others.

Folds, fit and pairs are those of training/stories/join.py, which needs the extra `train`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from khabar.evaluate import gold
from khabar.evaluate.metrics import calibration_error, pearson, reliability

Row = Mapping[str, object]
TRAINING = Path(__file__).resolve().parents[1] / "training/stories"


def crossed_rows() -> Iterator[Row]:
    """Pearson with ratings over all and by language pair; calibration error and reliability of rated pairs and of
    the join's own candidate pairs."""
    join = _training()
    found = join.gold()
    sets = {name: (x, y <= 2 if name == "rated" else y.astype(bool)) for name, (x, y, _) in found.items()}
    folds = {name: join.folds_of(keys) for name, (_, _, keys) in found.items()}
    rated = join.cross_validated(sets, folds, "undated")["rated"]
    yield from _rated_rows(rated, found["rated"][1])
    candidates = join.cross_validated(sets, folds, "dated")["english"]
    yield from _reliability_rows("candidate pairs of English articles", candidates, sets["english"][1])


def _training() -> Any:
    sys.path.insert(0, str(TRAINING))
    import join

    return join


def _rated_rows(said: np.ndarray, ratings: np.ndarray) -> Iterator[Row]:
    yield from _reliability_rows(
        "rated pairs", said, ratings <= 2, {"Pearson": round(pearson(said, -ratings), 4)}
    )
    names = np.array([f"{pair.lang_a}-{pair.lang_b}" for pair in gold.rated_pairs()])
    for name in sorted(set(names)):
        inside = names == name
        value = pearson(said[inside], -ratings[inside])
        yield {"figure": f"rated pairs, {name}", "pairs": int(inside.sum()), "Pearson": round(value, 4)}


def _reliability_rows(
    name: str, said: np.ndarray, truth: np.ndarray, more: Mapping[str, object] | None = None
) -> Iterator[Row]:
    table = reliability(said.tolist(), truth.tolist())
    yield {
        "figure": name,
        "pairs": len(said),
        **(more or {}),
        "calibration error": round(calibration_error(table), 4),
        "base rate": round(float(truth.mean()), 3),
    }
    for row in table:
        yield {
            "figure": f"{name}, said {row.low:.1f}-{row.high:.1f}",
            "pairs": row.count,
            "said": round(row.mean, 3),
            "one story": round(row.right, 3),
        }
