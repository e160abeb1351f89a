"""The standfirst: the paragraph between title and body that often stands outside the body's container."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.clean.html.blocks import Block
from khabar.clean.html.container import LEAST_PROSE, ancestors, weight_of
from khabar.clean.html.marks import is_standfirst
from khabar.clean.html.title import letters

# Descriptions are cut at about 150 letters by the systems that write them; a shorter match may be chance.
LEAST_MATCH = 30
SHARE_OF_MATCH = 0.5
MOST_STANDFIRST = 1500
_LEVELS = 3


def standfirst_of(before: Sequence[Block], descriptions: Sequence[str], titles: frozenset[str]) -> list[Block]:
    """The blocks of the standfirst among those that stand before the body, in page order.

    A block that the page's own description repeats comes first; else blocks after the title that the mark-up
    names so.
    """
    described = [letters(text.rstrip(" .…")) for text in descriptions]
    able = [block for block in before if _could_be(block, titles)]
    for block in reversed(able):
        if any(_same(letters(block.text), text) for text in described):
            return [block]
    after_title = _after_title(before, able, titles)
    return [block for block in after_title if _is_named(block)][:6]


def _could_be(block: Block, titles: frozenset[str]) -> bool:
    return (
        not block.hidden
        and block.linked < 0.5
        and LEAST_PROSE <= weight_of(block.text) <= MOST_STANDFIRST * 3
        and letters(block.text) not in titles
    )


def _same(text: str, description: str) -> bool:
    if len(description) < LEAST_MATCH:
        return text == description and len(text) > 0
    if text in description:
        return len(text) >= LEAST_MATCH
    return description in text and len(description) > SHARE_OF_MATCH * len(text)


def _after_title(before: Sequence[Block], able: Sequence[Block], titles: frozenset[str]) -> list[Block]:
    places = [block.place for block in before if letters(block.text) in titles]
    return [block for block in able if places and block.place > places[-1]]


def _is_named(block: Block) -> bool:
    near = [element for _, element in zip(range(_LEVELS), ancestors(block.element), strict=False)]
    return any(is_standfirst(element) for element in near)
