"""Others on the same input: what grouping costs and gains beside khabar's.

    python bench/others.py [--small] [--record]

- TF-IDF + time, online: one pass in the order of time; a report joins the cluster with the greatest cosine, less
  by the days since its last report, or begins one (the shape of Miranda et al. 2018 and most streaming systems).
- the same on khabar's own vectors, centred by language.
- HDBSCAN (scikit-learn) and average linkage on the same vectors, plain and centred.

The others get the best threshold on the very data they are measured on; khabar is as it is shipped. Data: NTREX
documents 1-60 in 21 languages three ways, and 383 English articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from khabar.evaluate import gold
from khabar.evaluate.metrics import b_cubed
from khabar.evaluate.stories import as_report, dated, ntrex_reports, stories_of
from khabar.records import Report
from khabar.stories.centres import open_centres
from khabar.stories.profile import Profile, place, profiles
from table import Row, run

DECAYS = (0.0, 0.02, 0.05, 0.1)  # cosine taken off for each day since a cluster's last report
STEPS = np.arange(0.02, 1.0, 0.02)
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Input:
    """Reports in the order of time with their gold, their vectors and TF-IDF rows (unit length)."""

    name: str
    made: Sequence[Profile]
    gold: Mapping[str, str]
    neutral: Mapping[str, str]
    tfidf: Matrix
    plain: Matrix
    centred: Matrix

    def score(self, labels: Sequence[object]) -> float:
        """B³ F1 of one label a report."""
        found = {profile.report: label for profile, label in zip(self.made, labels, strict=True)}
        return b_cubed(found, self.gold, self.neutral).f1


def rows(small: bool) -> Iterator[Row]:
    for given in inputs(small):
        for name, method in METHODS.items():
            best, setting = max(method(given))
            yield {"figure": f"{given.name}: {name}", "B3 F1": round(best, 4), "best setting": setting}
        found = stories_of(given.made)
        score = given.score([found[profile.report] for profile in given.made])
        yield {"figure": f"{given.name}: khabar", "B3 F1": round(score, 4), "best setting": "as shipped"}


def inputs(small: bool) -> Iterator[Input]:
    """The same reports that `khabar evaluate ntrex` and `english` group."""
    happening = gold.same_happening()
    for name, parts, outlet in (
        ("one outlet a language", 1, True),
        ("outlet blank", 1, False),
        ("each document in two", 2, True),
    ):
        reports = list(ntrex_reports(parts))[:: 7 if small else 1]
        truth = {report.id: report.id.split("/")[1] for report in reports}
        neutral = {id: happening[document] for id, document in truth.items() if document in happening}
        yield input_of(name, reports, dated(list(profiles(reports)), outlet), truth, neutral)
    articles = gold.english_articles()
    reports = [
        as_report(a.id, a.title, a.text.split("\n"), "en", published=a.published, outlet=a.outlet)
        for a in articles
    ]
    truth = {article.id: article.event for article in articles}
    yield input_of("English outlets", reports, list(profiles(reports)), truth, {})


def input_of(
    name: str,
    reports: Sequence[Report],
    made: Sequence[Profile],
    truth: Mapping[str, str],
    neutral: Mapping[str, str],
) -> Input:
    from sklearn.feature_extraction.text import TfidfVectorizer

    made = sorted(made, key=place)
    texts = {report.id: report.text for report in reports}
    tfidf = TfidfVectorizer(sublinear_tf=True, min_df=2).fit_transform([texts[p.report] for p in made])
    plain = np.stack([profile.vector for profile in made])
    plain /= np.linalg.norm(plain, axis=1, keepdims=True)
    centred = open_centres().centred(
        np.stack([profile.vector for profile in made]), [profile.language for profile in made]
    )
    return Input(name, made, truth, neutral, tfidf.toarray().astype(np.float32), plain, centred)


def online(rows_of: Callable[[Input], Matrix]) -> Callable[[Input], Iterator[tuple[float, str]]]:
    """The online clusterer at every threshold and decay."""

    def scores(given: Input) -> Iterator[tuple[float, str]]:
        vectors = rows_of(given)
        days = np.array([p.instant or 0.0 for p in given.made])
        for decay in DECAYS:
            for threshold in STEPS[::2]:
                labels = online_clusters(vectors, days, float(threshold), decay)
                yield given.score(labels), f"cosine {threshold:.2f}, {decay} a day"

    return scores


def online_clusters(vectors: Matrix, days: NDArray[np.float64], threshold: float, decay: float) -> list[int]:
    """One pass: a cluster is the mean of its rows, and is as old as its last report."""
    sums, lengths = np.zeros_like(vectors), np.zeros(len(vectors))
    last, count = np.zeros(len(vectors)), 0
    labels = []
    for vector, day in zip(vectors, days, strict=True):
        near = sums[:count] @ vector / np.maximum(lengths[:count], 1e-9) - decay * (day - last[:count])
        chosen = int(near.argmax()) if count and near.max() >= threshold else count
        count += chosen == count
        sums[chosen] += vector
        lengths[chosen], last[chosen] = np.linalg.norm(sums[chosen]), day
        labels.append(chosen)
    return labels


def hdbscan(rows_of: Callable[[Input], Matrix]) -> Callable[[Input], Iterator[tuple[float, str]]]:
    """HDBSCAN on unit vectors; a report in no cluster stands alone."""

    def scores(given: Input) -> Iterator[tuple[float, str]]:
        from sklearn.cluster import HDBSCAN

        for least, samples, how in product((2, 3, 5, 10), (1, 2, 5), ("eom", "leaf")):
            model = HDBSCAN(
                min_cluster_size=least, min_samples=samples, cluster_selection_method=how, copy=True
            )
            found = model.fit_predict(rows_of(given)).tolist()
            labels = [-at - 2 if label < 0 else label for at, label in enumerate(found)]
            yield given.score(labels), f"least {least}, samples {samples}, {how}"

    return scores


def linkage(rows_of: Callable[[Input], Matrix]) -> Callable[[Input], Iterator[tuple[float, str]]]:
    """Average linkage over all pairs at every threshold, times unseen: not a method for a stream."""

    def scores(given: Input) -> Iterator[tuple[float, str]]:
        from scipy.cluster.hierarchy import average, fcluster
        from scipy.spatial.distance import squareform

        vectors = rows_of(given)
        distance = 1 - vectors @ vectors.T
        np.fill_diagonal(distance, 0)
        tree = average(squareform(np.maximum((distance + distance.T) / 2, 0), checks=False))
        for threshold in STEPS:
            labels = fcluster(tree, 1 - threshold, "distance").tolist()
            yield given.score(labels), f"cosine {threshold:.2f}"

    return scores


METHODS = {
    "TF-IDF + time, online": online(lambda given: given.tfidf),
    "our vectors + time, online": online(lambda given: given.centred),
    "HDBSCAN, plain vectors": hdbscan(lambda given: given.plain),
    "HDBSCAN, our vectors": hdbscan(lambda given: given.centred),
    "average linkage, plain vectors": linkage(lambda given: given.plain),
    "average linkage, our vectors": linkage(lambda given: given.centred),
}


if __name__ == "__main__":
    run("others", __doc__, rows)
