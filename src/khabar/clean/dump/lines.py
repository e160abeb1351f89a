"""The lines of a text dump, each with what can be measured of it without knowing the language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

from khabar.clean.scripts import has_no_spaces
from khabar.languages import words_of

# How much reading a letter holds, against a Latin one: letters of English that translate one letter of the
# other on the NTREX documents that may train (61–123): Arabic and Persian 1.05, Hebrew 1.25, Devanagari
# 1.6, Amharic 1.55, Japanese 1.9, Chinese 2.65, the other alphabets .8–1; the neighbours of a script in
# Unicode are taken like it.
WEIGHTS = (
    ("\u0590", "\u05ff", 1.25), ("\u0900", "\u0dff", 1.6), ("\u1200", "\u139f", 1.55),
    ("\u3040", "\u30ff", 1.9), ("\u3400", "\u9fff", 2.65), ("\uac00", "\ud7af", 1.9),
)  # fmt: skip
PROSE_WEIGHT = 75.0  # a line of this weight that ends as a sentence is prose; own dumps, tried 60–100
LONG_WEIGHT = 170.0  # a line of this weight is prose however it ends; headlines and captions are shorter
WRAP_WIDTH = 100  # text wrapped by a machine is not wider than this
BRACKET = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{1,30}[)\]）】]$")
SPACES = re.compile(r"[ \t]+")
CLOSERS = "\"'”’»›)]}」』〉》）］】*_ \u200f\u200e"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, `place` among the lines, `weight` (reading length in Latin letters), `words`
    folded.

    `key` tells whether two lines say the same; `ends` whether it ends as a sentence does; `alone` whether
    blank lines stand around it.
    """

    place: int
    text: str
    key: str
    words: tuple[str, ...]
    weight: float
    ends: bool
    alone: bool

    @property
    def prose(self) -> bool:
        """Whether the line reads as a paragraph rather than as a label, headline or caption."""
        return self.weight >= LONG_WEIGHT or (self.ends and self.weight >= PROSE_WEIGHT)


@cache
def _sentence_end() -> Any:
    import regex

    # A semicolon asks a question after Greek letters: Unicode makes the Greek question mark one.
    return regex.compile(r"(?:[\p{Sentence_Terminal}…]|\p{Greek};)$")


@cache
def _weights() -> dict[str, float]:
    return {}


def _weight_of_sign(sign: str) -> float:
    if not sign.isalnum():
        return 0.0
    return next((weight for first, last, weight in WEIGHTS if first <= sign <= last), 1.0)


def weight_of(text: str) -> float:
    """The reading length of a text in Latin letters."""
    known = _weights()
    total = 0.0
    for sign in text:
        if sign not in known:
            known[sign] = _weight_of_sign(sign)
        total += known[sign]
    return total


def ends_as_sentence(text: str) -> bool:
    """Whether the text ends with a sentence's end in any script, before quotes and a short bracket."""
    end = text[-60:]
    bare = BRACKET.sub("", end)
    return bool(_sentence_end().search((bare or end).rstrip(CLOSERS)[-2:]))


def key_of(text: str) -> str:
    """Letters and digits only, folded: two lines with one key say the same."""
    return "".join(words_of(text)).replace("'", "").replace("-", "").replace(".", "")


def _clean(text: str) -> str:
    if not text.isprintable():
        text = "".join(sign for sign in text if sign == "\t" or unicodedata.category(sign) != "Cc")
    return SPACES.sub(" ", text.replace("\ufeff", "")).strip()


def _is_wrapped(block: list[str]) -> bool:
    """Whether the lines of a block are one paragraph that a machine broke at a width."""
    if len(block) < 3:
        return False
    full, widest = block[:-1], max(map(len, block))
    even = sum(len(line) >= 0.75 * widest for line in full)
    inside = sum(not ends_as_sentence(line) for line in full)
    return 45 <= widest <= WRAP_WIDTH and even >= 0.9 * len(full) and inside >= 0.6 * len(full)


def _joined(block: list[str]) -> str:
    return ("" if has_no_spaces(block[0]) else " ").join(block)


def texts_of(dump: str) -> list[tuple[str, bool]]:
    """The lines of a dump, wrapped paragraphs joined again, and whether blank lines stand around each."""
    blocks: list[list[str]] = [[]]
    for raw in unicodedata.normalize("NFC", dump).splitlines():
        text = _clean(raw)
        if text:
            blocks[-1].append(text)
        elif blocks[-1]:
            blocks.append([])
    found: list[tuple[str, bool]] = []
    for block in filter(None, blocks):
        if _is_wrapped(block):
            found.append((_joined(block), True))
        else:
            found.extend((text, len(block) == 1) for text in block)
    return found


def lines_of(dump: str, most: int | None = None) -> list[Line]:
    """The lines of a dump with their measures, so many at most.

    Where most long lines end openly (Thai and Lao write no full stop), every line long enough to be prose
    counts as ending.
    """
    texts = texts_of(dump)[:most]
    weights = [weight_of(text) for text, _ in texts]
    ends = [ends_as_sentence(text) for text, _ in texts]
    long_ends = [end for end, weight in zip(ends, weights, strict=True) if weight >= LONG_WEIGHT]
    stops_written = not long_ends or median(long_ends) > 0
    return [
        Line(
            place=place,
            text=text,
            key=key_of(text),
            words=tuple(words_of(text)),
            weight=weight,
            ends=end or (not stops_written and weight >= 1.3 * PROSE_WEIGHT),
            alone=alone,
        )
        for place, ((text, alone), weight, end) in enumerate(zip(texts, weights, ends, strict=True))
    ]
