"""Reports that are one text: wire copies and republications, also cut or lightly edited ones.

A text's shingles are its runs of five words (of eight characters where words are not parted); of their hashes
those divisible by FRACTION are kept (FracMinHash, Irber 2022), which estimates how much of the shorter text
stands in the longer one, however different their lengths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
import regex
from numpy.typing import NDArray

FRACTION = 3  # one in three shingles is kept; a report of 100 words keeps about 30
LEAST_SHINGLES = 8  # with fewer kept, sharing them says little
LEAST_CONTAINED = 0.6  # share of the shorter text's shingles in the longer; independent tellings share < .1
WORDS, CHARACTERS = 5, 8
MOST_SHINGLES = 512

WORD = regex.compile(r"\w+")
DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


def shingles_of(text: str) -> NDArray[np.uint32]:
    """The kept hashes of a text, sorted and distinct."""
    words = WORD.findall(text.lower())
    joined = "".join(words)
    if len(DENSE.findall(joined)) * 2 > len(joined):
        runs: Iterable[str] = (joined[at : at + CHARACTERS] for at in range(len(joined) - CHARACTERS + 1))
    else:
        runs = (" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1))
    hashes = np.fromiter((crc32(run.encode("utf-8", "surrogatepass")) for run in runs), np.uint32)
    kept = np.unique(hashes[hashes % FRACTION == 0])
    if len(kept) < LEAST_SHINGLES:  # a flash or a headline: only the very same words are a copy
        kept = np.array([crc32(" ".join(words).encode("utf-8", "surrogatepass"))] if words else [], np.uint32)
    return kept[:MOST_SHINGLES]


def contained(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> float:
    """How much of the shorter text stands in the longer, in [0, 1]; 0 where one is too short to tell, unless
    the two are the same."""
    if len(left) >= MOST_SHINGLES or len(right) >= MOST_SHINGLES:
        # One was cut at its greatest hash: only what lies below that can be in both.
        most = min(array[-1] for array in (left, right) if len(array) >= MOST_SHINGLES)
        left, right = left[left <= most], right[right <= most]
    shorter = min(len(left), len(right))
    if not shorter:
        return 0.0
    if shorter < LEAST_SHINGLES:
        return float(np.array_equal(left, right))
    return len(np.intersect1d(left, right, assume_unique=True)) / shorter


def copied(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> bool:
    """Whether one text contains most of the other."""
    return contained(left, right) >= LEAST_CONTAINED


def copy_families(reports: Sequence[str], copies: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each report's family, named by its earliest report; `reports` in (published, id) order, `copies` the pairs
    of which one contains most of the other. Reports that are both a copy of a third are of one family."""
    place = {report: at for at, report in enumerate(reports)}
    head = {report: report for report in reports}

    def first(report: str) -> str:
        while head[report] != report:
            head[report] = head[head[report]]
            report = head[report]
        return report

    for left, right in copies:
        earlier, later = sorted((first(left), first(right)), key=place.__getitem__)
        head[later] = earlier
    return {report: first(report) for report in reports}
