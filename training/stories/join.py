"""Fits the join and writes src/khabar/stories/join.toml; prints cross-validated figures.

    python training/stories/join.py [--write]

Ten scalars: a weight for each feature and an intercept, by logistic regression on rated pairs (SemEval-2022
task 8, one story = rating <= 2), candidate pairs of English articles, and halves of NTREX documents 61-123 in
21 languages. The three sets weigh alike. `least_mean`, the eleventh, is chosen on the halves.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from pairs_gold import english, halves, rated
from sklearn.linear_model import LogisticRegression

from khabar.evaluate.metrics import calibration_error, pearson, reliability
from khabar.stories.pairs import FEATURES

TARGET = Path(__file__).parents[2] / "src/khabar/stories/join.toml"
FOLDS, SEED = 10, 11
SHARE = {"rated": 1.0, "english": 1.0, "halves": 1.0}


def folds_of(keys: np.ndarray) -> np.ndarray:
    """A fold for each row; rows of one key (an event, a document) share it."""
    distinct = {key: at for at, key in enumerate(sorted(set(keys.tolist())))}
    chance = np.random.default_rng(SEED).permutation(len(distinct))
    return np.array([chance[distinct[key]] % FOLDS for key in keys.tolist()])


def fit(sets: dict[str, tuple[np.ndarray, np.ndarray]]) -> LogisticRegression:
    x = np.concatenate([rows for rows, _ in sets.values()])
    y = np.concatenate([truth for _, truth in sets.values()])
    weight = np.concatenate([np.full(len(truth), SHARE[name] * 1000 / len(truth)) for name, (_, truth) in sets.items()])
    return LogisticRegression(C=100, max_iter=2000).fit(x, y, sample_weight=weight)


def main() -> None:
    gold = {"rated": rated(), "english": english(), "halves": halves()}
    ratings = gold["rated"][1]
    sets = {name: (x, y <= 2 if name == "rated" else y.astype(bool)) for name, (x, y, _) in gold.items()}
    folds = {name: folds_of(keys) for name, (_, _, keys) in gold.items()}
    held = {name: np.zeros(len(truth)) for name, (_, truth) in sets.items()}
    for fold in range(FOLDS):
        model = fit({name: (x[folds[name] != fold], y[folds[name] != fold]) for name, (x, y) in sets.items()})
        for name, (x, _) in sets.items():
            held[name][folds[name] == fold] = model.predict_proba(x[folds[name] == fold])[:, 1]
    for name, (_, truth) in sets.items():
        error = calibration_error(reliability(held[name], truth))
        print(f"{name}: {len(truth)} pairs, base rate {truth.mean():.3f}, calibration error {error:.3f}")
    print(f"Pearson with ratings, cross-validated: {pearson(held['rated'], -ratings):.4f}")
    model = fit(sets)
    for name, weight in zip(FEATURES, model.coef_[0], strict=True):
        print(f"  {name:14} {weight:8.3f}")
    if "--write" in sys.argv:
        rows = "\n".join(f'"{name}" = {weight:.4f}' for name, weight in zip(FEATURES, model.coef_[0], strict=True))
        TARGET.write_text(
            "# Written by training/stories/join.py, which says what each number was fitted to.\n"
            f"intercept = {model.intercept_[0]:.4f}\nleast_mean = 0.5\n\n[weights]\n{rows}\n"
        )


if __name__ == "__main__":
    main()
