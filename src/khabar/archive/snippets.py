"""The words round the first place where a question is found, marked in the report's own text."""

from __future__ import annotations

from typing import Any

from ..records import Report
from .searchable import folded, patterns, questions

OPEN, CLOSE = "⟦", "⟧"

_BEFORE, _AFTER = 60, 120  # characters shown round the first place found
_MOST_TEXT = 200_000  # a place further into the text is not shown; the snippet is then the opening
_WORD_ENDS = 20  # how far the edge moves to where a word begins or ends


def snippet(report: Report, question: str) -> str:
    """About 180 characters of the text in one line, what was found between ⟦ and ⟧, cuts shown as …."""
    text = report.text[:_MOST_TEXT]
    found = places(text, question)
    in_body = [place for place in found if place[0] >= report.body_start]
    first = (in_body or found or [(min(report.body_start, len(text)),) * 2])[0]
    start = _edge(text, first[0] - _BEFORE, 1)
    end = _edge(text, first[1] + _AFTER, -1)
    if in_body:
        start = max(start, report.body_start)
    pieces, last = [], start
    for left, right in found:
        if start <= left < right <= end:
            pieces += [text[last:left], OPEN, text[left:right], CLOSE]
            last = right
    line = " ".join("".join((*pieces, text[last:end])).split())
    return f"{'…' if start > report.body_start else ''}{line}{'…' if end < len(report.text) else ''}"


def places(text: str, question: str) -> list[tuple[int, int]]:
    """Where the parts of a question stand in a text, in order and apart: [start, end) in code points."""
    parts = questions(question)
    if not parts:
        return []
    plain: list[str] = []
    origin: list[int] = []  # for each folded character the place it comes from
    for place, character in enumerate(text):
        piece = character.lower() if character.isascii() else folded(character)
        plain.append(piece)
        origin += [place] * len(piece)
    origin.append(len(text))
    pattern = _pattern(parts)
    # Up to the next folded character, so that a mark never parts a letter from its accents.
    return [
        (origin[match.start()], _end(text, origin, match.end()))
        for match in pattern.finditer("".join(plain))
        if match.end() > match.start()
    ]


def _end(text: str, origin: list[int], end: int) -> int:
    last = origin[end - 1] + 1
    while last < origin[end] and not text[last].isspace() and folded(text[last]) == "":
        last += 1
    return last


def _pattern(parts: list[str]) -> Any:
    """One of the parts, with signs between its words; it ends where a word ends, if its script has spaces."""
    import regex

    word, run = patterns()
    kinds = []
    for part in sorted(set(parts), key=len, reverse=True):
        words = [regex.escape(found[0]) for found in word.finditer(part)]
        left = "" if run.match(part) else r"(?<![\p{L}\p{M}\p{N}])"
        right = "" if run.search(part, len(part) - 1) else r"(?![\p{L}\p{M}\p{N}])"
        kinds.append(left + r"[^\p{L}\p{M}\p{N}]{1,8}".join(words) + right)
    return regex.compile("|".join(kinds))


def _edge(text: str, place: int, step: int) -> int:
    """The place itself, or the space near it in the direction of the snippet."""
    if place <= 0:
        return 0
    if place >= len(text):
        return len(text)
    for moved in range(place, place + step * _WORD_ENDS, step):
        if text[moved].isspace():
            return moved
    return place
