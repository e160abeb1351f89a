"""The pairs that the join is fitted on, with their features; kept in .checkpoints, since encoding takes minutes.

Rated pairs (SemEval-2022 task 8) and pairs of English articles may only fit the few scalars that the data card
lists; halves of NTREX documents 61-123 are training data.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from khabar.encoder import open_encoder
from khabar.evaluate import gold
from khabar.evaluate.metrics import b_cubed
from khabar.records import Report
from khabar.settings import Settings
from khabar.stories.candidates import candidates
from khabar.stories.centres import open_centres
from khabar.stories.join import Join, links, parted
from khabar.stories.pairs import FEATURES, Bundle, features, part_of
from khabar.stories.profile import Profile, packed, place, profiles, unpacked

sys.path.insert(0, str(Path(__file__).parents[1] / "corpora"))

from stories import told

KEPT = Path(".checkpoints/pairs") / open_encoder().fingerprint
SAMPLED = 6_000  # pairs of halves of one document, and of different documents
FITTED_FROM = 0.15  # cosine; the join should also know pairs that lie a little outside the radius
SHARE_OF_STRANGERS = 0.3  # of the candidate pairs that lie in two threads; all within one are taken
SEED = 7
WINDOW = Settings().window_days


def report(identifier: str, title: str, paragraphs: Sequence[str], language: str, **fields: object) -> Report:
    """A report as cleaning would give it."""
    body = "\n\n".join(paragraphs)
    text = f"{title}\n\n{body}" if title else body
    start = len(title) + 2 if title else 0
    return Report(identifier, "", language=language, title=title, text=text, body_start=start, **fields)  # type: ignore[arg-type]


def kept(name: str, make: object) -> list[Profile]:
    """Profiles from the checkpoint, or made now."""
    folder = KEPT / name
    if not folder.exists():
        folder.mkdir(parents=True)
        made = list(profiles(make()))  # type: ignore[operator]
        blobs = [packed(profile) for profile in made]
        (folder / "sizes").write_text("\n".join(str(len(blob)) for blob in blobs))
        (folder / "blobs").write_bytes(b"".join(blobs))
    content, at, found = (folder / "blobs").read_bytes(), 0, []
    for size in map(int, (folder / "sizes").read_text().split()):
        found.append(unpacked(content[at : at + size]))
        at += size
    return found


def stories(split: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, truth and thread of candidate pairs of the story corpus, and SAMPLED pairs of other threads."""
    given = list(told(split))
    bundle = Bundle(kept(f"stories_{split}", lambda: (one.report for one in given)), open_centres())
    events, threads = np.array([one.event for one in given]), np.array([one.thread for one in given])
    chance = np.random.default_rng(SEED)
    x, y, fold = [], [], []
    for at, others in candidates(bundle.points, bundle.points, WINDOW, FITTED_FROM):
        others = others[others > at]
        near = threads[others] == threads[at]
        others = others[near | (chance.random(len(others)) < SHARE_OF_STRANGERS)]
        x.append(features(bundle, at, bundle, others))
        y.append(events[others] == events[at])
        fold += [threads[at]] * len(others)
    return np.concatenate(x), np.concatenate(y), np.array(fold)


def plain(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def rated() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, ratings and a fold key of each rated pair."""
    pairs = gold.rated_pairs()
    left = kept("rated_a", lambda: (report(p.id, "", plain(p.text_a), p.lang_a) for p in pairs))
    right = kept("rated_b", lambda: (report(p.id, "", plain(p.text_b), p.lang_b) for p in pairs))
    a, b = Bundle(left, open_centres()), Bundle(right, open_centres())
    x = np.concatenate([features(a, at, b, np.array([at])) for at in range(len(pairs))])
    return x, np.array([p.dissimilarity for p in pairs]), np.arange(len(pairs))


def english() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, truth and event of each candidate pair of English articles."""
    articles = gold.english_articles()
    made = kept(
        "english",
        lambda: (
            report(a.id, a.title, plain(a.text), "en", published=a.published, outlet=a.outlet)
            for a in articles
        ),
    )
    bundle = Bundle(made, open_centres())
    events = np.array([a.event for a in articles])
    x, y, fold = [], [], []
    for at, others in candidates(bundle.points, bundle.points, WINDOW, FITTED_FROM):
        others = others[others > at]
        x.append(features(bundle, at, bundle, others))
        y.append(events[others] == events[at])
        fold += [sorted((events[at], events[other]))[0] for other in others]
    return np.concatenate(x), np.concatenate(y), np.array(fold)


def halves() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, truth and document of pairs of halves of NTREX documents 61-123, in all pairs of languages."""
    names, happening = gold.ntrex_names(training=True), gold.same_happening()
    documents = gold.ntrex(training=True)
    keys = [(language, at, half) for language in documents for at in range(len(names)) for half in (0, 1)]

    def reports() -> object:
        for language, at, half in keys:
            lines = documents[language][at]
            cut = (len(lines) + 1) // 2
            part = lines[cut:] if half else lines[:cut]
            yield report(f"{language}-{at}-{half}", "", part, language)

    bundle = Bundle(kept("halves", reports), open_centres())
    chance = np.random.default_rng(SEED)
    bundle.points.instants[:] = chance.uniform(0, 3, len(keys))
    document = np.array([at for _, at, _ in keys])
    half = np.array([h for *_, h in keys])
    group = np.array([hash(happening.get(names[at], names[at])) for at in document])
    vectors = bundle.points.vectors.astype(np.float32)
    cosine = vectors @ vectors.T
    lesser = np.triu(np.ones_like(cosine, bool), 1)
    same = document[:, None] == document[None, :]
    positive = np.argwhere(lesser & same & (half[:, None] != half[None, :]) & (cosine >= FITTED_FROM))
    negative = np.argwhere(lesser & (group[:, None] != group[None, :]) & (cosine >= FITTED_FROM))
    chosen = np.concatenate([some[chance.permutation(len(some))[:SAMPLED]] for some in (positive, negative)])
    x = np.concatenate([features(bundle, int(i), bundle, np.array([j])) for i, j in chosen])
    return x, same[chosen[:, 0], chosen[:, 1]], document[chosen[:, 0]]


def partition_scores(join: Join) -> list[float]:
    """B³ F1 of NTREX documents 61-123 in 21 languages, dated within three days, whole and in halves; and of the
    dev split of the story corpus."""
    names, happening = gold.ntrex_names(training=True), gold.same_happening()

    def whole() -> object:
        for language, documents in gold.ntrex(training=True).items():
            for at, lines in enumerate(documents):
                yield report(f"{language}-{at}-0", "", lines, language)

    def halved() -> object:
        raise AssertionError("halves() makes these")

    scores = []
    for name, make in (("whole", whole), ("halves", halved)):
        chance = np.random.default_rng(SEED)
        made = [replace(profile, instant=float(chance.uniform(0, 3))) for profile in kept(name, make)]
        truth = {one.report: names[int(one.report.split("-")[1])] for one in made}
        neutral = {each: happening[document] for each, document in truth.items() if document in happening}
        scores.append(_score(made, join, truth, neutral))
    given = list(told("dev"))
    made = kept("stories_dev", lambda: (one.report for one in given))
    scores.append(_score(made, join, {one.report.id: one.event for one in given}, {}))
    return scores


def _score(
    made: Sequence[Profile], join: Join, truth: Mapping[str, str], neutral: Mapping[str, str]
) -> float:
    bundle = Bundle(sorted(made, key=place), open_centres())
    found_links = links(bundle, bundle, WINDOW, join)
    groups = parted(bundle.points.ids, found_links, partial(part_of, bundle), join)
    found = {each: group[0] for group in groups for each in group}
    return round(b_cubed(found, truth, neutral).f1, 4)


if __name__ == "__main__":
    for name, (x, y, _) in (("rated", rated()), ("english", english()), ("halves", halves())):
        print(name, x.shape, float(np.mean(y)), dict(zip(FEATURES, x.mean(axis=0).round(3), strict=True)))
