"""From exact quotes to offsets: `Aksu#2` is the second `Aksu` of a text."""

from __future__ import annotations

import re

Span = tuple[int, int]

NUMBERED = re.compile(r"(.+)#(\d{1,2})", re.DOTALL)


class Wrong(Exception):
    """Something in an annotation is not as docs/annotation.md says; the message says what and how to mend it."""


def span_of(text: str, quote: str) -> Span:
    """Where the quote stands in the text. Raises Wrong where it does not, or where that is not clear."""
    numbered = NUMBERED.fullmatch(quote)
    wanted, number = (numbered[1], int(numbered[2])) if numbered and quote not in text else (quote, 0)
    places = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", text)] if wanted else []
    if not places:
        raise Wrong(f"{wanted!r} does not stand in the text")
    if number > len(places):
        raise Wrong(f"{wanted!r} stands only {len(places)} times in the text, not {number}")
    if not number and len(places) > 1:
        raise Wrong(f"{wanted!r} stands {len(places)} times in the text: write {wanted}#1 … #{len(places)}")
    start = places[max(0, number - 1)]
    return start, start + len(wanted)


def spans_of(text: str, quotes: str) -> list[Span]:
    """The spans of quotes joined by ` + `, in the order given; none for `-`."""
    return [] if quotes == "-" else [span_of(text, quote) for quote in quotes.split(" + ")]
