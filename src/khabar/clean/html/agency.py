"""Which news agency a page took its report from: an author, a declared source, a dateline or a sign-off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from khabar.clean.html.jsonld import names_in
from khabar.clean.html.metadata import Declared
from khabar.languages import agency_named

# Datelines stand at the very beginning, sign-offs at the very end.
MOST_DATELINE = 80
MOST_SIGN_OFF = 60

_JOINT = re.compile(r"\s*(?:[/,;|&+·•]|\s[-–—]\s|\s(?:and|und|et|y|e|with|mit)\s)\s*")
_BRACKETED = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,40})[)\]）】]")


def agency_of(
    declared: Declared, authors: Sequence[str], paragraphs: Sequence[str], lines: Sequence[str]
) -> str | None:
    """The first agency that is named; `lines` are bylines, credits and sign-offs taken out of the text."""
    for text in _told(declared, authors, paragraphs, lines):
        for part in (text, *_JOINT.split(text)):
            if agency := agency_named(part):
                return agency
    return None


def _told(
    declared: Declared, authors: Sequence[str], paragraphs: Sequence[str], lines: Sequence[str]
) -> Iterator[str]:
    yield from authors
    for key in ("sourceOrganization", "provider", "isBasedOn", "creator"):
        yield from names_in(declared.article.get(key))
    if paragraphs:
        yield from _BRACKETED.findall(paragraphs[0][:MOST_DATELINE])
        yield from _BRACKETED.findall(paragraphs[-1][-MOST_SIGN_OFF:])
    yield from (line for line in lines if len(line) <= MOST_SIGN_OFF)
