"""What is measured with: NTREX made into reports of about 300 tokens, and generated profiles.

A generated profile looks like a real one to everything that compares: its direction is drawn from the covariance
of the real, centred vectors, tellings of one story are as near to each other as real ones, and its clues are
those of a real report with every key exchanged: a key that only one document has for one that only this story
has, another for one of the common keys of its language.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import khabar
from khabar.clean.identity import report_version
from khabar.encoder import open_encoder
from khabar.evaluate import gold
from khabar.evaluate.stories import as_report
from khabar.records import Report
from khabar.stories.centres import open_centres
from khabar.stories.clues import KIND_BITS, KINDS, kinds_of
from khabar.stories.profile import Profile, packed, profiles, unpacked

TOKENS = 300
KEPT = Path(".checkpoints/bench")
FIRST_DAY = datetime(2024, 3, 1, tzinfo=UTC)
OUTLETS = 200
MAKING_PROFILES = (
    "stories/profile.py",
    "stories/clues.py",
    "stories/vectors.py",
    "stories/copies.py",
    "stories/series*.py",
    "knowledge/*.py",
)
NEARNESS = (0.45, 0.13)  # centred cosine of two tellings of one story in NTREX: mean, standard deviation


def records(most: int) -> Iterator[dict[str, str]]:
    """NTREX documents in all languages, cut after about 300 tokens, as records within 14 days."""
    encoder, at = open_encoder(), 0
    for documents in zip(*gold.ntrex(training=True).values(), *gold.ntrex().values(), strict=False):
        for place, lines in enumerate(documents):
            language = list(gold.LANGUAGES.values())[place % len(gold.LANGUAGES)]
            kept: list[str] = []
            for line in lines:
                kept.append(line)
                if len(encoder.pieces.cut("\n".join(kept), 512).ids[0]) >= TOKENS:
                    break
            yield {
                "id": f"ntrex-{at}",
                "outlet": f"outlet {language}",
                "title": kept[0],
                "text": "\n\n".join(kept[1:]),
                "published": time_of(at % 1000 / 1000 * 14),
            }
            at += 1
            if at == most:
                return


def time_of(days: float) -> str:
    """An ISO time so many days after the first."""
    return (FIRST_DAY + timedelta(days=float(days))).isoformat(timespec="seconds")


def real_profiles() -> list[Profile]:
    """The profiles of NTREX in 21 languages, kept in .checkpoints while nothing they hang on changes."""
    path = KEPT / f"profiles-{_digest()}"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        made = profiles(chain(_documents(True), _documents(False)))
        path.write_bytes(b"".join(len(blob).to_bytes(4, "big") + blob for blob in map(packed, made)))
    content, at, found = path.read_bytes(), 0, []
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        found.append(unpacked(content[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


def _documents(training: bool) -> Iterator[Report]:
    names = gold.ntrex_names(training)
    for language, documents in gold.ntrex(training).items():
        for name, (title, *rest) in zip(names, documents, strict=True):
            yield as_report(f"{language}/{name}", title, rest, language)


def _digest() -> str:
    """What the profiles of the same texts hang on: the encoder, and the code that makes them."""
    parts = hashlib.sha256(open_encoder().fingerprint.encode())
    folder = Path(khabar.__path__[0])
    for pattern in MAKING_PROFILES:
        for path in sorted(folder.glob(pattern)):
            parts.update(path.read_bytes())
    return parts.hexdigest()[:16]


class Generator:
    """Profiles of tellings of stories that nobody wrote; the same number gives the same one."""

    def __init__(self, real: Sequence[Profile]) -> None:
        self.centres = open_centres()
        self.real = list(real)
        self.by_document: dict[str, list[Profile]] = {}
        for profile in real:
            self.by_document.setdefault(profile.report.split("/")[1], []).append(profile)
        self.documents = list(self.by_document.values())
        centred = self.centres.centred(np.stack([p.vector for p in real]), [p.language for p in real])
        values, axes = np.linalg.eigh(np.cov(centred.T))
        self.spread = (axes * np.sqrt(np.maximum(values, 0))).astype(np.float32)
        moved = [p.vector - self.centres.of(p.language) for p in real]
        self.lengths = np.linalg.norm(np.stack(moved), axis=1)

    @cached_property
    def documents_with(self) -> Counter[int]:
        """In how many documents each key is."""
        return Counter(
            int(key)
            for document in self.documents
            for key in np.unique(np.concatenate([profile.keys for profile in document]))
        )

    @cached_property
    def common(self) -> dict[tuple[str, int], NDArray[np.uint64]]:
        """The keys that several documents have, by kind (words by language, too), as often as they are met."""
        found: dict[tuple[str, int], list[int]] = {}
        for profile in self.real:
            for key, kind in zip(profile.keys.tolist(), kinds_of(profile.keys).tolist(), strict=True):
                if self.documents_with[key] > 1:
                    found.setdefault((self._owner(profile, kind), kind), []).append(key)
        return {place: np.array(keys, np.uint64) for place, keys in found.items()}

    @staticmethod
    def _owner(profile: Profile, kind: int) -> str:
        """Whose pool a key is exchanged in: words belong to a language, names and numbers to all."""
        return profile.language or "" if KINDS[kind] == "words" else ""

    def telling(self, story: int, number: int, day: float) -> Profile:
        """Telling `number` of a story, published so many days after the first day."""
        own, chance = np.random.default_rng([story, 0]), np.random.default_rng([story, number, 1])
        about = self._direction(own)
        model = self.documents[int(own.integers(len(self.documents)))]
        like = model[int(chance.integers(len(model)))]
        nearness = float(np.clip(chance.normal(*NEARNESS), 0.2, 0.95))
        direction = np.sqrt(nearness) * about + np.sqrt(1 - nearness) * self._direction(chance)
        direction *= float(chance.choice(self.lengths)) / np.linalg.norm(direction)
        keys, first = np.unique(self._keys(like, story), return_index=True)
        return replace(
            like,
            report=f"story-{story}-{number}",
            instant=FIRST_DAY.timestamp() / 86_400 + float(day),
            outlet=f"outlet {int(chance.integers(OUTLETS))}",
            vector=(self.centres.of(like.language) + direction).astype(np.float32),
            keys=keys,
            weights=like.weights[first],
            shingles=np.unique(chance.integers(0, 2**32, len(like.shingles), np.uint32)),
        )

    def _direction(self, chance: np.random.Generator) -> NDArray[np.float32]:
        drawn = self.spread @ chance.standard_normal(len(self.spread)).astype(np.float32)
        direction: NDArray[np.float32] = drawn / np.linalg.norm(drawn)
        return direction

    def _keys(self, like: Profile, story: int) -> NDArray[np.uint64]:
        mixed = _mixed(like.keys ^ _mixed(np.array([story + 1], np.uint64)))
        kinds = kinds_of(like.keys)
        shift = np.uint64(KIND_BITS)
        keys = mixed >> shift << shift | kinds.astype(np.uint64)
        shared = np.array([self.documents_with[int(key)] > 1 for key in like.keys])
        for kind in range(len(KINDS)):
            pool = self.common.get((self._owner(like, kind), kind))
            chosen = shared & (kinds == kind)
            if pool is not None and chosen.any():
                keys[chosen] = pool[mixed[chosen] % np.uint64(len(pool))]
        return keys


def _mixed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """splitmix64 (Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        keys = keys + np.uint64(0x9E3779B97F4A7C15)
        keys = (keys ^ keys >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        keys = (keys ^ keys >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        return keys ^ keys >> np.uint64(31)


def stubs(given: Iterable[Profile]) -> list[Report]:
    """Short reports that stand for generated profiles in an archive."""
    found = []
    for profile in given:
        day = (profile.instant or 0.0) - FIRST_DAY.timestamp() / 86_400
        title, text = f"Report {profile.report}", f"Text of {profile.report}, made up."
        found.append(
            replace(
                as_report(profile.report, title, [text], profile.language, outlet=profile.outlet),
                version=report_version(title, text),
                published=time_of(day),
                published_precision="second",
            )
        )
    return found
