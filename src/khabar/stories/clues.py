"""What two reports may share besides their meaning: words, names, numbers and places, as weighted keys.

A key is 64 bits: two say which kind, the rest is a hash. Its weight is how surprising it is to meet it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import regex
from numpy.typing import NDArray

from ..knowledge.places import places_of
from ..knowledge.skeleton import skeleton

if TYPE_CHECKING:
    from ..encoder import Encoder

KINDS = ("words", "names", "numbers", "places")
KIND_BITS = 2
COMMON = 8.0  # nats; a word that is no rarer is no clue
RAREST = 25.0  # nats above COMMON; beyond that a token is more likely broken than rare
WORD_LETTERS = 7  # a word's first letters stand for it, which cuts most endings
LEAST_NAME = 3  # letters of a name's skeleton; shorter ones fall together by chance
MOST_KEYS = 160  # the weightiest keys of a kind that are kept; a report of 400 words has about 120

WORD = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}\p{N}]*")
NUMBER = regex.compile(r"\p{Nd}+(?:[.,٬٫]\p{Nd}+)*")
DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
KATAKANA = regex.compile(r"[\p{Katakana}ー]{2,}")  # how Japanese writes foreign names
CASED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Armenian}]")
PAIR_WEIGHT = 0.6  # neighbouring pairs of characters overlap, so each counts for less than a word


@lru_cache(maxsize=500_000)
def _key(kind: int, text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> KIND_BITS << KIND_BITS | kind


def kinds_of(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Which of KINDS each key is of, as an index."""
    return (keys & np.uint64(2**KIND_BITS - 1)).astype(np.int64)


def clues_of(encoder: Encoder, text: str) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """The keys of a text, sorted, and the weight of each."""
    found: dict[int, float] = {}
    for kind, weighted in enumerate(
        (_words(encoder, text), _names(encoder, text), _numbers(text), _places(text))
    ):
        heaviest = sorted(weighted.items(), key=lambda clue: (-clue[1], clue[0]))[:MOST_KEYS]
        found.update((_key(kind, name), weight) for name, weight in heaviest)
    keys = np.fromiter(found.keys(), np.uint64, len(found))
    weights = np.fromiter(found.values(), np.float32, len(found))
    order = np.argsort(keys)
    return keys[order], weights[order]


def _surprising(encoder: Encoder, named: Iterable[tuple[str, str]], factor: float = 1.0) -> dict[str, float]:
    """Names to their weight, from pairs of (name, word it was seen as)."""
    pairs = list(named)
    surprise = encoder.surprise([word for _, word in pairs]) if pairs else ()
    weights: dict[str, float] = {}
    for (name, _), nats in zip(pairs, surprise, strict=True):
        weight = min(float(nats) - COMMON, RAREST) * factor
        if weight > 0:
            weights[name] = max(weight, weights.get(name, 0.0))
    return weights


def _words(encoder: Encoder, text: str) -> dict[str, float]:
    whole, pairs = [], []
    for word in WORD.findall(text):
        if DENSE.search(word):
            pairs += [(word[at : at + 2], word[at : at + 2]) for at in range(len(word) - 1)]
        elif len(word) > 2:
            lower = word.lower()
            whole.append((lower[:WORD_LETTERS], lower))
    return _surprising(encoder, whole) | _surprising(encoder, pairs, PAIR_WEIGHT)


def _names(encoder: Encoder, text: str) -> dict[str, float]:
    """Words that can be names: with a capital where the script has them, foreign words in Japanese."""
    found = []
    for word in WORD.findall(text):
        if DENSE.search(word):
            candidates = KATAKANA.findall(word)
        elif len(word) > 2 and not (CASED.match(word) and not word[0].isupper()):
            candidates = [word]
        else:
            continue
        found += [(bones, name) for name in candidates if len(bones := skeleton(name)) >= LEAST_NAME]
    return _surprising(encoder, found)


def _numbers(text: str) -> dict[str, float]:
    """Numbers by their digits, whatever the script; longer ones say more."""
    found = {}
    for number in NUMBER.findall(text):
        digits = "".join(str(unicodedata.decimal(c)) for c in number if c.isdecimal()).lstrip("0")
        if digits:
            found[digits] = min(len(digits), 4) ** 0.5
    return found


def _places(text: str) -> dict[str, float]:
    return dict.fromkeys(places_of(text), 1.0)
