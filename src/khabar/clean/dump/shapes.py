"""What a line can be by its own form, and what every judgement of a form knows.

`sure` says that the form alone is enough, also in the midst of the body. A body sentence that merely
contains a mark has none of the forms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from khabar.clean.dates import Date
from khabar.clean.dump.lines import Line, weight_of
from khabar.clean.dump.marks import Marked
from khabar.languages import PageMarks, words_of

SEPARATORS = re.compile(r"\s+[|·•›»>/–—-]\s+|[|•›]")
SHORT = 34.0  # weight of a label or menu entry; the longest section names of CLDR's own territories
HEADLINE = 150.0  # no headline is heavier, nor a date line, nor a credit alone
NAME_WORDS = 6
PROMOTION = frozenset(["read_more", "related", "share", "follow", "subscribe", "newsletter", "comments"])
CALLING = PROMOTION | {"consent"}
# Share of a line's letters in phrases that call on the reader, where there are three calls: none of 19,563
# lines of NTREX 61–123 in 21 languages reaches .2; a sentence is asked for more, for some report on such
# pages.
DENSE = 0.35
DENSE_SENTENCE = 0.5  # and of a line that ends as a sentence
NONE: frozenset[str] = frozenset()
FURNITURE = (
    PROMOTION
    | {"platform"}
    | {"advertisement", "navigation", "video", "tags", "consent", "copyright", "photo"}
)
REASONS = {
    "photo": "credit", "video": "media", "source": "source", "author": "byline", "published": "date line",
    "updated": "date line", "reading_time": "reading time", "read_more": "related", "related": "related",
    "platform": "share", "share": "share", "follow": "follow", "subscribe": "subscription",
    "newsletter": "subscription", "comments": "comments", "tags": "tags", "advertisement": "advertisement",
    "copyright": "copyright", "consent": "consent", "navigation": "menu",
}  # fmt: skip
ORDER = tuple(REASONS)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a line can be by its own form, and what every judgement of a form knows.

    `sure` says that the form alone is enough, also in the midst of the body. A body sentence that merely
    contains a mark has none of the forms.
    """

    reason: str
    sure: bool = True
    dates: tuple[Date, ...] = ()
    updates: tuple[Date, ...] = ()
    agency: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one line before its form is judged."""

    line: Line
    marked: Marked
    marks: PageMarks
    language: str | None


def reason_of(kinds: frozenset[str]) -> str:
    """The reason of the first of the kinds, in one fixed order."""
    return REASONS[min(kinds, key=ORDER.index)]


def name_shaped(text: str) -> bool:
    """Whether a text may be a name: two to six words, in capitals where the script has them, no digits."""
    words = text.replace("-", " ").split()
    if not 1 <= len(words) <= NAME_WORDS or any(sign.isdigit() for sign in text) or weight_of(text) > 60:
        return False
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    small = [word for word in cased if word[0].islower()]
    return all(len(word) <= 4 for word in small) and (len(small) < len(cased) or not cased)


def without_marks(text: str, marks: PageMarks, kinds: frozenset[str]) -> list[str]:
    """The words left when phrases of the given kinds (in the language or any other) are taken out."""
    words, left, place = words_of(text), [], 0
    while place < len(words):
        for length in range(min(marks.longest, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + length])
            known = marks.own.get(phrase, frozenset()) | (
                marks.any.get(phrase, frozenset()) if length > 1 else frozenset()
            )
            if known & kinds:
                place += length - 1
                break
        else:
            left.append(words[place])
        place += 1
    return left
