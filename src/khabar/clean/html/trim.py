"""Which lines of the main text go for what stands around them: copies, box headings, head and tail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from khabar.clean.html.blocks import Block, is_sentence
from khabar.clean.html.body import SHARE_OF_REGION, Container, Line, judged, look_of
from khabar.clean.html.container import LEAST_PROSE, ancestors, weight_of
from khabar.clean.html.title import letters
from khabar.clean.html.wording import Wording

# A line that stands so often in one text is a template's, not the author's.
MOST_COPIES = 3
# Text set in bold or italics from end to end, below the body, is a note of the house.
STRONG = 0.9
LEAST_PLAIN = 3
# Longer lines are prose, whatever they contain.
MOST_FORM = 400
# Standfirst and first paragraph: further down no line says when the report was published.
HEAD_PROSE = 2
# A declared body that lacks more than this of the prose is cut, or another text; from .1 to .3 the bench
# moves by .001.
SHARE_UNDECLARED = 0.2
# The reasons of whole boxes: what else stands in such a box, its heading above all, goes with it.
_BOX_REASONS = frozenset(
    ("related links", "other text", "newsletter", "advertisement", "offer", "share bar", "tags")
)
_QUOTES = ('"', "'", "“", "„", "«", "»", "‘", "‚", "「", "『", "–", "—")


def lines_of(blocks: Sequence[Block], container: Container, declared: str, form_of: Wording) -> list[Line]:
    """The blocks inside the container, each with the reason why it is not text, where there is one.

    `declared` is the letters of the text that the page itself declares as its body, empty where it does not.
    """
    lines, container = judged(blocks, container)
    lines = _without_forms(lines, form_of)
    lines = _without_undeclared(lines, declared)
    lines = _without_copies(lines, container)
    lines = _without_box_headings(lines, container)
    lines = _without_head(lines, form_of)
    return _without_tail(lines)


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
    """Where the page declares its body and shows it, other prose between is not body; headings and lists may
    lack.
    """
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


def _without_head(lines: list[Line], form_of: Wording) -> list[Line]:
    """What stands before the first prose is kicker, date line and byline, unless it looks like the text; a
    date line may stand below the standfirst too.
    """
    later = Counter(look_of(line.block) for line in lines if not line.reason)
    result, begun = [], 0
    for line in lines:
        if not line.reason and begun < HEAD_PROSE:
            if _is_date_line(line.block, form_of):
                line = replace(line, reason="date line")
            elif _is_prose(line.block):
                begun += 1
            elif not begun and not (line.block.heading and later[look_of(line.block)] > 1):
                line = replace(line, reason="label")
        result.append(line)
    return result


def _is_date_line(block: Block, form_of: Wording) -> bool:
    """Whether a line says when and by whom; with a name or two beside the date it is not sure by itself."""
    form = form_of(block.text) if len(block.text) <= MOST_FORM else None
    return form is not None and form.reason in ("date line", "byline")


def _is_prose(block: Block) -> bool:
    return not block.heading and weight_of(block.text) >= LEAST_PROSE


def _without_tail(lines: list[Line]) -> list[Line]:
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
        elif block.strong >= STRONG and plain >= LEAST_PLAIN and not block.text.startswith(_QUOTES):
            result[place] = replace(line, reason="note")
        elif not is_sentence(block.text) and weight_of(block.text) < LEAST_PROSE:
            result[place] = replace(line, reason="sign-off")
        else:
            break
    return result
