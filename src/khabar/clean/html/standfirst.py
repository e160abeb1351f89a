"""The standfirst: the paragraph between title and body that often stands outside the body's container."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from lxml.html import HtmlElement

from khabar.clean.html.blocks import Block, is_sentence
from khabar.clean.html.container import LEAST_PROSE, ancestors, weight_of
from khabar.clean.html.marks import is_standfirst, reason_of
from khabar.clean.html.title import letters

# Descriptions are cut at about 150 letters by the systems that write them; a shorter match may be chance.
LEAST_MATCH = 30
# A heading below the title with fewer words is the name of a section.
LEAST_WORDS = 5
# Summaries in points have up to this many; more is another text.
MOST_BLOCKS = 6
# A block that holds a description and as much again says more than it.
SHARE_OF_MATCH = 0.5
MOST_STANDFIRST = 1500
_LEVELS = 3


def standfirst_of(
    before: Sequence[Block], descriptions: Sequence[str], titles: frozenset[str], body: HtmlElement
) -> list[Block]:
    """The blocks of the standfirst among those that stand before the body, in page order.

    What the page's own description repeats; else, after the title, what the mark-up names so; else the prose
    between title and body that nothing marks as a caption, a byline or a box.
    """
    described = [letters(text.rstrip(" .…")) for text in descriptions]
    able = [block for block in before if _could_be(block, titles)]
    after_title = _after_title(before, able, titles)
    unmarked = [block for block in after_title if _is_plain(block, body)]
    exact = [block for block in before if letters(block.text) in described and _is_open(block, titles)]
    for block in (*reversed(exact), *reversed(able)):
        if any(_same(letters(block.text), text) for text in described):
            return [block, *(other for other in unmarked if other.place > block.place)]
    named = [block for block in after_title if _is_named(block)] + _second_heading(before, titles)
    return sorted({*named, *unmarked}, key=lambda block: block.place)[:MOST_BLOCKS]


def _is_plain(block: Block, body: HtmlElement) -> bool:
    """Sentences in no marked region and in no small box with a picture."""
    if block.linked > 0.2 or not is_sentence(block.text):
        return False
    above = set(ancestors(body))
    for element in ancestors(block.element):
        if element in above:
            return True
        if reason_of(element):
            return False
        if element.find(".//img") is not None and not any(True for _ in element.iter("h1", "h2")):
            return False
    return True


def _could_be(block: Block, titles: frozenset[str]) -> bool:
    return (
        not block.hidden
        and block.linked < 0.5
        and LEAST_PROSE <= weight_of(block.text) <= MOST_STANDFIRST * 3
        and letters(block.text) not in titles
        and not any(reason_of(element) == "caption" for element in _near(block))
    )


def _is_open(block: Block, titles: frozenset[str]) -> bool:
    return not block.hidden and block.linked < 0.5 and letters(block.text) not in titles


def _second_heading(before: Sequence[Block], titles: frozenset[str]) -> list[Block]:
    """The heading right below the title, where it says more than a label does."""
    for above, block in pairwise(before):
        if letters(above.text) in titles and above.heading and block.heading and _is_open(block, titles):
            return [block] if len(block.text.split()) >= LEAST_WORDS else []
    return []


def _near(block: Block) -> Iterator[HtmlElement]:
    return islice(ancestors(block.element), _LEVELS)


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
    return any(is_standfirst(element) for element in _near(block))
