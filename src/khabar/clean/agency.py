"""Which news agency a report comes from: a name that the page gives, its dateline, its last words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from khabar.languages import agency_named

# Datelines stand at the very beginning, below a standfirst and a heading at most; sign-offs at the very end.
MOST_DATELINE = 80
DATELINE_PARAGRAPHS = 3
MOST_SIGN_OFF = 60
# Before the bracket of a dateline stand a place and perhaps a day, in it a name of so many words.
MOST_PLACE_WORDS = 4
MOST_NAME_WORDS = 3

_JOINT = re.compile(r"\s*(?:[/,;=|&+·•]|\s[-–—]\s|\s(?:and|und|et|y|e|with|mit)\s)\s*")
_BRACKETED = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,40})[)\]）】]")
_DATELINE = re.compile(r"([^()（）\[\]【】.!?:;\"“„«]{2,50})[(（]([^()（）\d]{2,40})[)）]\s{0,3}[-–—]")
_ACRONYM = re.compile(r"([^()（）]{4,80})\s[(（]([^\W\d_]{2,8})[)）]")


def listed_agency(texts: Iterable[str]) -> str | None:
    """The first known agency that one of the texts, or a part of one, names and does nothing else."""
    for text in texts:
        for part in (text, *_JOINT.split(text)):
            if agency := agency_named(part):
                return agency
    return None


def agency_of(paragraphs: Sequence[str], named: Iterable[str] = (), lines: Iterable[str] = ()) -> str | None:
    """The agency of a report: a known one that is `named` as its author or source, that stands in brackets in
    the dateline (`ANKARA (AA) -`) or after the last words, or in `lines` (bylines, credits taken out of the
    text); else whatever a dateline names where agencies stand (`KIGOMA (SHAMA) —`).
    """
    told = (*named, *_bracketed(paragraphs), *(line for line in lines if len(line) <= MOST_SIGN_OFF))
    return listed_agency(told) or _in_dateline(paragraphs)


def _bracketed(paragraphs: Sequence[str]) -> Iterator[str]:
    for paragraph in paragraphs[:DATELINE_PARAGRAPHS]:
        yield from _BRACKETED.findall(paragraph[:MOST_DATELINE])[:1]
    for paragraph in paragraphs[-1:]:
        end = paragraph[-MOST_SIGN_OFF:].rstrip(" .")
        yield from (found[1] for found in _BRACKETED.finditer(end) if found.end() == len(end))


def _in_dateline(paragraphs: Sequence[str]) -> str | None:
    """What stands in brackets between a place and a dash at the beginning, if both are written as names."""
    for paragraph in paragraphs[:DATELINE_PARAGRAPHS]:
        found = _DATELINE.match(paragraph[:MOST_DATELINE])
        if found and _named(found[1], MOST_PLACE_WORDS) and _named(found[2], MOST_NAME_WORDS):
            return found[2].strip()
    return None


def _named(text: str, most_words: int) -> bool:
    """Whether every word begins with a capital (or a digit, or is of a script without capitals)."""
    words = text.split()
    return 0 < len(words) <= most_words and not any(word[0].islower() for word in words)


def acronym_of(text: str) -> str | None:
    """The acronym of a body that is named in full with it and nothing else: `Kıta Haber Ajansı (KHA)`.

    Persons are not written so: in a byline such a name is an agency's.
    """
    found = _ACRONYM.fullmatch(text.strip())
    if not found or not found[2].isupper():
        return None
    initials = "".join(word[0] for word in re.split(r"[\s-]+", found[1]) if word[0].isupper())
    return found[2] if _is_of(found[2], initials) else None


def _is_of(acronym: str, initials: str) -> bool:
    """Whether the acronym begins as the name does and holds the initials in their order."""
    rest = iter(acronym)
    return len(initials) > 1 and acronym[0] == initials[0] and all(sign in rest for sign in initials)
