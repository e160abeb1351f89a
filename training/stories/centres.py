"""Learns the centres of the release from NTREX documents 61-123 (CC BY-SA 4.0) and Universal NER (CC BY-SA 4.0).

    python training/stories/centres.py

Texts: each document whole, in halves and in quarters, so that a language has about 440; for languages that only
Universal NER has, 200 stretches of six sentences. Documents 1-60 are never read.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from khabar.encoder import open_encoder
from khabar.evaluate.gold import ntrex, tagged_sentences
from khabar.stories.centres import save, shrunk, softened
from khabar.stories.vectors import story_vectors

TARGET = Path(__file__).parents[2] / "src/khabar/stories/centres.npz"
NER_ONLY = ("da", "hr", "sk", "sr", "sv")
STRETCH, STRETCHES = 6, 200


def pieces(lines: list[str]) -> list[str]:
    """A document whole, in halves and in quarters."""
    cuts = [np.array_split(np.array(lines, dtype=object), parts) for parts in (1, 2, 4)]
    return ["\n\n".join(piece) for cut in cuts for piece in cut if len(piece)]


def main() -> None:
    encoder = open_encoder()
    texts = {
        language: [piece for lines in documents for piece in pieces(lines)]
        for language, documents in ntrex(training=True).items()
    }
    for language in NER_ONLY:
        sentences = tagged_sentences(language)
        stretches = [" ".join(sentences[at : at + STRETCH]) for at in range(0, len(sentences), STRETCH)]
        texts[language] = stretches[:STRETCHES]
    vectors = {}
    for language, given in texts.items():
        vectors[language] = story_vectors(encoder, given)
        print(language, len(given), flush=True)
    sums = {language: found.sum(axis=0) for language, found in vectors.items()}
    counts = {language: len(found) for language, found in vectors.items()}
    plain = shrunk(sums, counts, encoder.fingerprint, "default", np.eye(encoder.dimension, dtype=np.float32))
    rest = np.concatenate([found - plain.of(language) for language, found in vectors.items()])
    save(replace(plain, turn=softened(np.cov(rest.T))), TARGET)


if __name__ == "__main__":
    main()
