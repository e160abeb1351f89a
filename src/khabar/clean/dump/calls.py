"""Forms that call on the reader or lead away: hashtags, links, tags, menus, labels, and all that asks for a
click.
"""

from __future__ import annotations

import re

from khabar.clean.dump import cldr
from khabar.clean.dump.lines import PROSE_WEIGHT, weight_of
from khabar.clean.dump.shapes import (
    CALLING,
    DENSE,
    DENSE_SENTENCE,
    FURNITURE,
    HEADLINE,
    NONE,
    PROMOTION,
    SEPARATORS,
    SHORT,
    Reading,
    Shape,
    reason_of,
)

ADDRESS = re.compile(r"(?:https?://|www\.).+|@\w+|[^@]+@[^@]+\.\w+|[\w.-]+\.(?:com|org|net)(?:/.*)?")
LONGEST_ADDRESS = 300
SUBSCRIBING = frozenset(["subscribe", "newsletter", "follow"])
HASHTAG = re.compile(r"#[^#\s][^#]*")


def hashtags(reading: Reading) -> Shape | None:
    """A line of hashtags only: they are the tags of the report."""
    line = reading.line
    found = HASHTAG.findall(line.text)
    if not found or not line.text.startswith("#") or line.ends or line.weight > HEADLINE:
        return None
    if any(weight_of(tag) > 40 for tag in found):
        return None
    return Shape("hashtags", tags=tuple(tag.lstrip("#").strip(" ,;") for tag in found))


def links(reading: Reading) -> Shape | None:
    """A line that is mostly addresses and handles."""
    words = reading.line.text.split()
    addresses = [word for word in words if len(word) <= LONGEST_ADDRESS and ADDRESS.fullmatch(word)]
    taken = sum(map(weight_of, addresses))
    return Shape("link") if addresses and taken >= 0.6 * reading.line.weight else None


def tags(reading: Reading) -> Shape | None:
    """A labelled list of tags."""
    marked = reading.marked
    if (
        "tags" not in marked.label
        or not marked.rest
        or reading.line.ends
        or reading.line.weight > 2 * HEADLINE
    ):
        return None
    tags = tuple(tag.strip(" #") for tag in re.split(r"[,،、，;|·•#]", marked.rest) if tag.strip(" #"))
    return Shape("tags", tags=tags) if all(weight_of(tag) <= 60 for tag in tags) else None


def promotion(reading: Reading) -> Shape | None:
    """A line that calls on the reader: to share, follow, subscribe, agree, read something else."""
    line, marked = reading.line, reading.marked
    if marked.whole & FURNITURE:
        kinds = marked.whole & FURNITURE
        own = bool(reading.marks.own.get(" ".join(line.words), NONE) & FURNITURE)
        return Shape(reason_of(kinds), sure=own and not kinds <= {"navigation", "photo", "tags"})
    if marked.label & PROMOTION:
        return Shape(reason_of(marked.label & PROMOTION))
    if marked.start & PROMOTION and not line.ends and line.weight <= HEADLINE:
        sure = marked.start_words > 1 or marked.share >= 0.6
        return Shape(reason_of(marked.start & PROMOTION), sure=sure) if sure or marked.calls > 1 else None
    return _dense_call(reading) or _short_invitation(reading)


def _short_invitation(reading: Reading) -> Shape | None:
    """A short sentence that begins with an invitation of two words or more: doubtful, a body begins few so."""
    marked = reading.marked
    begins = bool(marked.start & SUBSCRIBING) and marked.start_words > 1
    return Shape("subscription", sure=False) if begins and reading.line.weight < PROSE_WEIGHT else None


def _dense_call(reading: Reading) -> Shape | None:
    """A line that holds several words for calling on readers, or little else."""
    line, marked = reading.line, reading.marked
    kinds = marked.inside & (PROMOTION | {"consent", "platform"})
    if not kinds & CALLING or marked.calls < 2:
        return None
    dense = (
        marked.share >= (DENSE_SENTENCE if line.ends else DENSE)
        and marked.calls > 2
        and line.weight <= 2 * HEADLINE
    )
    return Shape(reason_of(kinds), sure=dense) if dense or marked.calls > 2 or not line.ends else None


def menu_line(reading: Reading) -> Shape | None:
    """Short pieces with separators between them."""
    pieces = [piece for piece in SEPARATORS.split(reading.line.text) if piece.strip()]
    if reading.line.ends or len(pieces) < 3 or reading.line.weight / len(pieces) > 22:
        return None
    return Shape("menu", sure="|" in reading.line.text or len(pieces) > 3)


def label(reading: Reading) -> Shape | None:
    """A short label of a section: a word with a colon, the name of a country or region."""
    line = reading.line
    if line.text.endswith((":", "：")) and line.weight <= SHORT and len(line.words) <= 3:
        return Shape("section label", sure=False)
    if " ".join(line.words) in cldr.place_names(reading.language):
        return Shape("section label", sure=False)
    return None
