"""Cuts texts into the encoder's tokens, says where each stands, and how surprising a word is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WORD_START = "▁"
UNKNOWN_PENALTY = 10.0  # nats below the rarest piece, as SentencePiece does
REMEMBERED_WORDS = 200_000

# Blanks for the vocabulary's normalisation (nmt_nfkc), though some are none for str.isspace.
BLANK = re.compile("[\\s\u200b-\u200f\u2581\ufeff\ufffd]*")
SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: no tokenizer takes it


@dataclass(frozen=True, slots=True)
class Cut:
    """A text's first tokens: `ids` (1, t) to run, marks and prefix included; `offsets` of the text's own."""

    ids: NDArray[np.int64]
    offsets: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """A tokenizer with what stands `before` and `after` every text, and the cost of each piece in nats.

    `longest` is the length of the longest piece in characters: of a text only as much is read as can matter.
    """

    tokenizer: Tokenizer
    before: tuple[int, ...]
    after: tuple[int, ...]
    costs: NDArray[np.float32]
    word_start: int | None
    longest: int
    _known: dict[str, float] = field(default_factory=dict, repr=False)

    def cut(self, text: str, most_tokens: int) -> Cut:
        """The text's first tokens, at most `most_tokens` with the marks and the prefix."""
        room = max(0, most_tokens - len(self.before) - len(self.after))
        readable = SURROGATE.sub("\ufffd", text[: most_tokens * self.longest])
        encoding = self.tokenizer.encode(readable, add_special_tokens=False)
        own = encoding.ids[:room]
        # A bare mark of a word's start stands for no character, though the tokenizer gives it the next one.
        offsets = [
            (start, start if piece == self.word_start else end)
            for piece, (start, end) in zip(own, encoding.offsets, strict=False)
        ]
        return Cut(np.array([[*self.before, *own, *self.after]], np.int64), offsets)

    def surprise(self, words: Sequence[str]) -> NDArray[np.float32]:
        """For each word the sum of -log p of its pieces, in nats."""
        if len(self._known) > REMEMBERED_WORDS:
            self._known.clear()
        return np.array([self._cost(word) for word in words], np.float32)

    def _cost(self, word: str) -> float:
        cost = self._known.get(word)
        if cost is None:
            ids = self.tokenizer.encode(SURROGATE.sub("\ufffd", word), add_special_tokens=False).ids
            if ids and ids[0] == self.word_start:
                ids = ids[1:]  # the bare mark of a word's start says nothing of the word
            cost = self._known[word] = float(self.costs[ids].sum())
        return cost


def unigram_pieces(vocabulary: Sequence[str], scores: NDArray[np.float32], prefix: str) -> Pieces:
    """The Unigram model (Kudo 2018) of XLM-RoBERTa: ids 0 to 3 are start, padding, end and unknown.

    Building it from a list takes .4 s; loading the same tokenizer from its JSON file takes .75 s.
    """
    from tokenizers import Tokenizer, models

    start, end, unknown = 0, 2, 3
    pairs = list(zip(vocabulary, scores.tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(pairs, unknown, False))
    normalise_as_sentencepiece(tokenizer)
    costs = -scores
    costs[unknown] = costs.max() + UNKNOWN_PENALTY
    before = (start, *tokenizer.encode(prefix).ids)
    return Pieces(tokenizer, before, (end,), costs, vocabulary.index(WORD_START), max(map(len, vocabulary)))


def normalise_as_sentencepiece(tokenizer: Tokenizer) -> None:
    """Gives the tokenizer nmt_nfkc, the normalisation that the vocabulary was made with."""
    from tokenizers import Regex, normalizers, pre_tokenizers

    wave, stand_in = "\uff5e", "\U000f0000"  # nmt_nfkc keeps the full-width tilde, NFKC alone would not
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.Replace(wave, stand_in),
            normalizers.NFKC(),
            normalizers.Replace(stand_in, wave),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(WORD_START, "always", True)


def visible(text: str, offsets: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """The offsets (t, 2) without the blanks around each token; a token of blanks alone becomes empty."""
    spans = np.array(offsets, np.int64).reshape(-1, 2)
    for row, (start, end) in enumerate(offsets):
        while start < end and BLANK.fullmatch(text, end - 1, end):
            end -= 1
        blanks = BLANK.match(text, start, end)
        spans[row] = (blanks.end() if blanks else start), end
    return spans
