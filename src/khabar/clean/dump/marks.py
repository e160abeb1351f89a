"""Where a line bears the marks of its language (or, as a whole line or a label, of any language)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from khabar.clean.dump.lines import Line, weight_of
from khabar.languages import PageMarks, words_of

LABEL = re.compile(r"^[^:：፦]{1,40}[:：፦]")
LONGEST_LABEL = 5  # words
LONGEST = 1500  # signs; a longer line is a paragraph or hostile, and its marks are not read
LONG_WORD = 12  # letters: as telling as two words
CALLS = frozenset(
    ["read_more", "related", "share", "follow", "subscribe", "newsletter", "comments", "consent", "platform"]
)
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of one line.

    `whole`: kinds whose phrase is the whole line; `label`: kinds whose phrase stands before a colon, and
    `rest` what follows it; `start`: kinds whose phrase begins the line, of `start_words` words; `inside`:
    the kinds found anywhere; `calls`: how strongly phrases call on the reader to do something (one for a
    word, two for a longer phrase, one for a platform's name); `share`: the part of the line's letters that
    all phrases take.
    """

    whole: frozenset[str] = NONE
    label: frozenset[str] = NONE
    rest: str = ""
    start: frozenset[str] = NONE
    start_words: int = 0
    inside: frozenset[str] = NONE
    calls: int = 0
    share: float = 0.0


def _joined(text: str) -> str:
    return " ".join(words_of(text))


def _label(text: str, marks: PageMarks) -> tuple[frozenset[str], str]:
    found = LABEL.match(text)
    if not found:
        return NONE, ""
    phrase = _joined(found[0])
    if phrase.count(" ") >= LONGEST_LABEL:
        return NONE, ""
    kinds = marks.own.get(phrase) or (marks.any.get(phrase, NONE))
    return kinds, text[found.end() :].strip()


def _spaceless_inside(line: Line, marks: PageMarks) -> list[str]:
    joined = " ".join(line.words)
    found: list[str] = []
    for phrase in sorted(marks.own, key=len, reverse=True):
        if len(phrase) > 1 and phrase in joined and all(phrase not in longer for longer in found):
            found.append(phrase)
    return found


def _inside(line: Line, marks: PageMarks) -> list[str]:
    """The phrases found in the line, the longest first at each word, none inside another."""
    found: list[str] = []
    place, words = 0, line.words
    while place < len(words):
        longest = min(marks.longest, len(words) - place) if words[place] in marks.first_words else 0
        for length in range(longest, 0, -1):
            phrase = " ".join(words[place : place + length])
            if phrase in marks.own:
                found.append(phrase)
                place += length - 1
                break
        place += 1
    return found


def _start(line: Line, marks: PageMarks, spaceless: bool) -> tuple[frozenset[str], int]:
    for length in range(min(marks.longest, len(line.words)), 0, -1):
        phrase = " ".join(line.words[:length])
        if phrase in marks.own:
            return marks.own[phrase], length
    if spaceless and line.words:
        starts = [phrase for phrase in marks.own if len(phrase) > 1 and line.words[0].startswith(phrase)]
        if starts:
            longest = max(starts, key=len)
            return marks.own[longest], max(1, len(longest) // 3)
    return NONE, 0


def _call(phrase: str, kinds: frozenset[str]) -> int:
    if kinds & CALLS:
        return 2 if " " in phrase or len(phrase) >= LONG_WORD else 1
    return int("platform" in kinds)


def marked(line: Line, marks: PageMarks, spaceless: bool) -> Marked:
    """The marks that one line bears."""
    if len(line.text) > LONGEST:
        return Marked()
    whole_phrase = " ".join(line.words)
    label, rest = _label(line.text, marks)
    start, start_words = _start(line, marks, spaceless)
    phrases = _inside(line, marks) or (_spaceless_inside(line, marks) if spaceless else [])
    letters = sum(weight_of(phrase) for phrase in phrases)
    return Marked(
        whole=marks.own.get(whole_phrase) or marks.any.get(whole_phrase, NONE),
        label=label,
        rest=rest,
        start=start,
        start_words=start_words,
        inside=frozenset(kind for phrase in phrases for kind in marks.own[phrase]),
        calls=sum(_call(phrase, marks.own[phrase]) for phrase in set(phrases)),
        share=letters / line.weight if line.weight else 0.0,
    )
