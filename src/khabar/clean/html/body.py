"""The blocks of a page → its main text, and what was taken out of it with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from khabar.clean.html.blocks import HEADINGS, Block
from khabar.clean.html.container import LEAST_PROSE, ancestors, weight_of
from khabar.clean.html.marks import reason_of
from khabar.clean.html.title import letters
from khabar.clean.html.wording import Wording

# A marked region that holds more than this share of the container's prose is the text itself, wrongly named.
SHARE_OF_REGION = 0.4
# The looks of paragraphs: a tag and class that carry this share of the prose.
SHARE_OF_LOOK = 0.1
LINKED = 0.5
MOST_CAPTION = 400
_ENDS = tuple(".!?…:;\"'”“»«’)]。！？」』）।؟۔።։၊॥")
_FULL_STOPS = tuple(".!?…。！？।؟۔።։။॥")
_CLOSING = "\"'”“»«’‘)]」』） \u200f\u200e*"
_PARAGRAPHS = frozenset(("p", "blockquote", "li", "dd", "dt", "pre", "summary"))
_CELLS = frozenset(("td", "th"))
_PICTURES = ("img", "picture", "video", "iframe", "svg", "amp-img")

# A line that stands so often in one text is a template's, not the author's.
MOST_COPIES = 3
# Text set in bold or italics from end to end, below the body, is a note of the house.
STRONG = 0.9
# Longer lines are prose, whatever they contain.
MOST_FORM = 400
# A declared body that lacks more than this of the prose is cut, or another text.
SHARE_UNDECLARED = 0.2
_BOX_REASONS = frozenset(
    ("related links", "other text", "newsletter", "advertisement", "offer", "share bar", "tags")
)
_QUOTES = ('"', "'", "“", "„", "«", "»", "‘", "‚", "「", "『", "–", "—")
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


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, quotation marks and brackets aside."""
    return text.rstrip(_CLOSING).endswith(_FULL_STOPS)


@dataclass(frozen=True, slots=True)
class Container:
    """The element of the main text; the prose that every element holds, and how much of it has votes; the looks
    of paragraphs and of boxes with votes; the marks that are not believed on this page; and whether the text is
    shown at all (a wall may hide it)."""

    element: HtmlElement
    prose: dict[HtmlElement, float]
    voted: dict[HtmlElement, float]
    titles: frozenset[str]
    looks: frozenset[Look] = frozenset()
    dress: frozenset[Look] = frozenset()
    doubted: frozenset[str] = frozenset()
    shown: bool = True


def lines_of(blocks: Sequence[Block], container: Container, declared: str, form_of: Wording) -> list[Line]:
    """The blocks inside the container, each with the reason why it is not text, where there is one.

    `declared` is the letters of the text that the page itself declares as its body, empty where it does not.
    """
    inside = [block for block in blocks if any(e is container.element for e in ancestors(block.element))]
    container = replace(container, doubted=_doubted(inside, container))
    container = replace(container, shown=_is_shown(inside))
    container = replace(container, looks=_looks(inside, container), dress=_dress(inside, container))
    lines = [Line(block, _reason(block, container)) for block in inside]
    lines = _without_forms(lines, form_of)
    lines = _without_undeclared(lines, declared)
    lines = _without_copies(lines, container)
    lines = _without_box_headings(lines, container)
    lines = _without_head(lines, container)
    return _without_tail(lines, container)


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


def _dress(inside: Sequence[Block], container: Container) -> frozenset[Look]:
    """The looks of all elements in which voted prose stands; those without a class tell nothing."""
    elements = {e for block in inside for e in ancestors(block.element, container.element)}
    return frozenset(
        (str(e.tag), e.get("class") or "") for e in elements if container.voted.get(e) and e.get("class")
    )


def _alone(block: Block, container: Container) -> bool:
    """Whether the block stands in a box that no vote reached and that is dressed like none with votes."""
    if not container.voted.get(container.element):
        return False
    boxed = False
    for element in ancestors(block.element, container.element):
        look = (str(element.tag), element.get("class") or "")
        if container.voted.get(element) or look in container.dress:
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
    weight = weight_of(block.text)
    if weight > MOST_CAPTION:
        return False
    for element in ancestors(block.element, container.element):
        if container.prose.get(element, 0) > MOST_CAPTION * 5:
            return False
        if any(element.find(f".//{tag}") is not None for tag in _PICTURES):
            return not any((str(e.tag), e.get("class") or "") in container.looks for e in element.iter())
    return False


def _without_forms(lines: list[Line], form_of: Wording) -> list[Line]:
    """Lines whose own words say for sure that they are no text."""
    result = []
    for line in lines:
        if not line.reason and len(line.block.text) <= MOST_FORM:
            form = form_of(line.block.text)
            line = replace(line, reason=form.reason) if form and form.sure else line
        result.append(line)
    return result


def _without_undeclared(lines: list[Line], declared: str) -> list[Line]:
    """Where the page declares its body and shows it, other prose between is not body; headings and lists may lack."""
    prose = [
        line.block
        for line in lines
        if not line.reason and _is_prose(line.block) and line.block.element.tag != "li"
    ]
    absent = {block.place for block in prose if not _is_declared(block, declared)}
    total = sum(weight_of(block.text) for block in prose)
    if sum(weight_of(block.text) for block in prose if block.place in absent) > SHARE_UNDECLARED * total:
        return lines
    return [
        replace(line, reason="not in the declared text") if line.block.place in absent else line
        for line in lines
    ]


def _is_declared(block: Block, declared: str) -> bool:
    text = letters(block.text)
    return text[:LEAST_PROSE] in declared or text[-LEAST_PROSE:] in declared


def _without_copies(lines: list[Line], container: Container) -> list[Line]:
    """Pull quotes, second copies, template lines: a text that stands in the main text once more goes."""
    plain = [line.block for line in lines if not line.reason and look_of(line.block) in container.looks]
    whole = " ".join(letters(block.text) for block in plain)
    times = _copies(lines)
    seen: set[str] = set()
    result = []
    for line in lines:
        text = letters(line.block.text)
        if not line.reason and times[text] >= MOST_COPIES:
            line = replace(line, reason="repeated line")
        elif not line.reason and len(text) >= LEAST_PROSE:
            quoted = look_of(line.block) not in container.looks and text in whole
            line = replace(line, reason="second copy") if quoted or text in seen else line
            seen.add(text)
        result.append(line)
    return result


def _copies(lines: list[Line]) -> Counter[str]:
    """How often each line stands in the text; nothing counts where the copies would be most of it."""
    times = Counter(letters(line.block.text) for line in lines)
    weights = {letters(line.block.text): weight_of(line.block.text) for line in lines if not line.reason}
    repeated = sum(weight * times[text] for text, weight in weights.items() if times[text] >= MOST_COPIES)
    total = sum(weight * times[text] for text, weight in weights.items())
    return times if repeated <= SHARE_OF_REGION * total else Counter()


def _without_box_headings(lines: list[Line], container: Container) -> list[Line]:
    """Headings and labels of boxes whose contents went: where no prose is left, the rest goes too."""
    prose: set[HtmlElement] = set()
    emptied: dict[HtmlElement, str] = {}
    for line in lines:
        for element in ancestors(line.block.element, container.element):
            if line.reason in _BOX_REASONS:
                emptied.setdefault(element, line.reason)
            elif not line.reason and _is_prose(line.block):
                prose.add(element)
    result = []
    for line in lines:
        if not line.reason and not _is_prose(line.block):
            boxes = list(ancestors(line.block.element, container.element))[1:]
            reason = next((emptied[box] for box in boxes if box in emptied and box not in prose), "")
            line = replace(line, reason=reason)
        result.append(line)
    return result


def _without_head(lines: list[Line], container: Container) -> list[Line]:
    """What stands before the first prose is kicker, date line and byline, unless it looks like the text."""
    later = Counter(look_of(line.block) for line in lines if not line.reason)
    result, begun = [], False
    for line in lines:
        if not line.reason and not begun:
            begun = _is_prose(line.block)
            if not begun and not (line.block.heading and later[look_of(line.block)] > 1):
                line = replace(line, reason="label")
        result.append(line)
    return result


def _is_prose(block: Block) -> bool:
    return not block.heading and weight_of(block.text) >= LEAST_PROSE


def _without_tail(lines: list[Line], container: Container) -> list[Line]:
    """What stands after the last sentence: sign-offs, headings of boxes, notes set in bold or italics."""
    result = list(lines)
    kept = [line.block for line in lines if not line.reason]
    plain = sum(block.strong < STRONG for block in kept if _is_prose(block))
    for place in range(len(result) - 1, -1, -1):
        line = result[place]
        if line.reason:
            continue
        block = line.block
        if block.heading and not (is_sentence(block.text) and weight_of(block.text) >= LEAST_PROSE):
            result[place] = replace(line, reason="label")
        elif block.strong >= STRONG and plain > 2 and not block.text.startswith(_QUOTES):
            result[place] = replace(line, reason="note")
        elif not is_sentence(block.text) and weight_of(block.text) < LEAST_PROSE:
            result[place] = replace(line, reason="sign-off")
        else:
            break
    return result
