"""Which blocks of the container are main text, each judged by itself and by what it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from khabar.clean.html.blocks import HEADINGS, Block, is_sentence
from khabar.clean.html.container import LEAST_PROSE, VOTE_WEIGHT, ancestors, weight_of
from khabar.clean.html.marks import reason_of
from khabar.clean.html.title import letters

# The shares below were set before any measurement, but the first; around them `bench/pages.py` moves by less
# than .002 (looks .05-.2, links .4-.7, captions 250-600 letters). Marks under which more than half of the
# prose stands mean the text itself: .3 and .4 gave .979, .5 gives .983.
SHARE_OF_REGION = 0.5
# The looks of paragraphs: a tag and class that carry this share of the prose.
SHARE_OF_LOOK = 0.1
# Fewer votes than this in a box are chance matches of short lines.
SHARE_OF_VOTES = 0.2
LINKED = 0.5
MOST_CAPTION = 400
# A box with a picture and more prose than this, votes counted, is no caption's.
MOST_BOX = 2000
_PARAGRAPHS = frozenset(("p", "blockquote", "li", "dd", "dt", "pre", "summary"))
_CELLS = frozenset(("td", "th"))
_PICTURES = ("img", "picture", "video", "iframe", "svg", "amp-img")

_NAMED_BY_SIGN = ("©", "℗", "Copyright ", "(c) ")

Look = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A block inside the container, and why it is not part of the text (empty where it is)."""

    block: Block
    reason: str = ""


def look_of(block: Block) -> Look:
    """How a block is dressed: its tag and class."""
    return str(block.element.tag), block.element.get("class") or ""


@dataclass(frozen=True, slots=True)
class Container:
    """The element of the main text, and what is known of it.

    `prose` is how much prose every element holds, `voted` how much of it has votes; `titles` the letters of
    the page's titles; `looks` those of paragraphs, `dress` those of boxes with votes; `doubted` the marks
    that are not believed on this page; `shown` is false where a wall hides the text; `pictured` the elements
    that hold a picture, `dressed` those that hold a block with the looks of a paragraph.
    """

    element: HtmlElement
    prose: dict[HtmlElement, float]
    voted: dict[HtmlElement, float]
    titles: frozenset[str]
    looks: frozenset[Look] = frozenset()
    dress: frozenset[Look] = frozenset()
    doubted: frozenset[str] = frozenset()
    shown: bool = True
    pictured: frozenset[HtmlElement] = frozenset()
    dressed: frozenset[HtmlElement] = frozenset()


def judged(blocks: Sequence[Block], container: Container) -> tuple[list[Line], Container]:
    """The blocks inside the container, each with the reason why it is not text, where there is one; and the
    container with what was learned of its looks."""
    inside = [block for block in blocks if any(e is container.element for e in ancestors(block.element))]
    container = replace(container, doubted=_doubted(inside, container), shown=_is_shown(inside))
    container = replace(container, looks=_looks(inside, container), dress=_dress(inside, container))
    dressed = _above(block.element for block in inside if look_of(block) in container.looks)
    container = replace(container, pictured=_above(container.element.iter(*_PICTURES)), dressed=dressed)
    return [Line(block, _reason(block, container)) for block in inside], container


def _is_shown(inside: Sequence[Block]) -> bool:
    hidden = sum(weight_of(block.text) for block in inside if block.hidden)
    return hidden <= SHARE_OF_REGION * sum(weight_of(block.text) for block in inside)


def _doubted(inside: Sequence[Block], container: Container) -> frozenset[str]:
    """Marks under which so much of the prose stands that they cannot mean what they say."""
    held: Counter[str] = Counter()
    told: set[str] = set()  # a notice that stands in every box of a page is one text
    for block in inside:
        if block.text not in told and (reason := _marked(block, container)):
            told.add(block.text)
            held[reason] += round(container.prose.get(block.element, 0))
    most = SHARE_OF_REGION * container.prose.get(container.element, 0)
    return frozenset(reason for reason, weight in held.items() if weight > most)


def _is_voted(element: HtmlElement, container: Container) -> bool:
    """Whether so much of an element's prose has votes that a chance match cannot explain them."""
    voted = container.voted.get(element, 0)
    unvoted = container.prose.get(element, 0) - VOTE_WEIGHT * voted
    return voted > SHARE_OF_VOTES * unvoted


def _dress(inside: Sequence[Block], container: Container) -> frozenset[Look]:
    """The looks of all elements in which voted prose stands; those without a class tell nothing."""
    elements = {e for block in inside for e in ancestors(block.element, container.element)}
    return frozenset(
        (str(e.tag), e.get("class") or "") for e in elements if _is_voted(e, container) and e.get("class")
    )


def _alone(block: Block, container: Container) -> bool:
    """Whether the block stands in a box that no vote reached and that is dressed like none with votes."""
    if not container.voted.get(container.element):
        return False
    boxed = False
    for element in ancestors(block.element, container.element):
        look = (str(element.tag), element.get("class") or "")
        if _is_voted(element, container) or look in container.dress:
            return False
        boxed = boxed or element is not block.element
    return boxed


def _looks(inside: Sequence[Block], container: Container) -> frozenset[Look]:
    weights: Counter[Look] = Counter()
    for block in inside:
        weight = weight_of(block.text)
        if weight >= LEAST_PROSE and block.linked < LINKED and not _marked(block, container):
            weights[look_of(block)] += weight
    total = weights.total()
    return frozenset(look for look, weight in weights.items() if weight >= SHARE_OF_LOOK * total)


def _marked(block: Block, container: Container) -> str:
    """The reason that the mark-up between block and container gives, outermost mark first."""
    held = container.prose.get(container.element, 0)
    reason = ""
    for element in ancestors(block.element, container.element):
        if container.prose.get(element, 0) > SHARE_OF_REGION * held:
            break
        if element.tag in HEADINGS and element is block.element:
            continue
        found = reason_of(element)
        reason = found if found and found not in container.doubted else reason
    return reason


def _reason(block: Block, container: Container) -> str:
    """Why one block is not text, judged by itself and what it stands in."""
    if letters(block.text) in container.titles:
        return "second copy of title"
    if not letters(block.text):
        return "no letters"
    reason = _marked(block, container)
    if reason and not (look_of(block) in container.looks and _is_chosen(block, container)):
        return reason
    if block.hidden and container.shown:
        return "hidden"
    if not block.heading and _alone(block, container):
        return "other text"
    if block.text.startswith(_NAMED_BY_SIGN) and weight_of(block.text) < MOST_CAPTION:
        return "copyright line"
    if "©" in block.text and weight_of(block.text) < MOST_CAPTION and not block.heading:
        return "caption"
    sentence = is_sentence(block.text) and weight_of(block.text) >= LEAST_PROSE
    if block.linked >= LINKED and not sentence:
        return "related links"
    if block.heading or look_of(block) in container.looks:
        return ""
    if _pictured(block, container):
        return "caption"
    if block.element.tag in _CELLS and not sentence:
        return "table"
    if block.element.tag not in _PARAGRAPHS and not sentence:
        return "label"
    return ""


def _is_chosen(block: Block, container: Container) -> bool:
    """Whether the block has a vote and a class of its own: dressed as text, it is text in any box."""
    return bool(block.element.get("class")) and container.voted.get(block.element, 0) > 0


def _pictured(block: Block, container: Container) -> bool:
    """Whether the block stands in a small box together with a picture and nothing else of the text."""
    if weight_of(block.text) > MOST_CAPTION:
        return False
    for element in ancestors(block.element, container.element):
        if container.prose.get(element, 0) > MOST_BOX:
            return False
        if element in container.pictured:
            return element not in container.dressed
    return False


def _above(elements: Iterable[HtmlElement]) -> frozenset[HtmlElement]:
    """The elements and all that they stand in."""
    found: set[HtmlElement] = set()
    for element in elements:
        for above in ancestors(element):
            if above in found:
                break
            found.add(above)
    return frozenset(found)
