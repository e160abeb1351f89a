"""A tree → its blocks: the stretches of text that a reader sees as one paragraph, line or caption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

# A page of 91 publishers has at most 9,000 elements; a page with more is read up to here.
MOST_ELEMENTS = 100_000
MOST_BLOCKS = 20_000
# What lies beyond is named by its first signs, gathered from so many pieces of text.
NAMED_BY = 100
MOST_PIECES = 50
# A line break after a sentence of this many signs divides paragraphs; others stand in addresses and verses.
LEAST_PARAGRAPH = 60

BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "amp-accordion",
))  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG = frozenset(("b", "strong", "em", "i"))
# What no reader sees as text, or what is a control and not a text.
_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
    "video", "select", "option", "datalist", "button", "textarea", "input", "head", "map", "area", "frame",
    "frameset", "noframes", "progress", "meter", "rp", "rt", "dialog",
))  # fmt: skip
_FOR_READERS = re.compile(r"\b(?:sr-only|visually-?hidden|screen-?reader|offscreen|invisible)\b", re.I)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"[\s\u200b\u2060\ufeff\u00ad]+")
_SOFT = re.compile(r"[\u200b\u2060\ufeff\u00ad]+")
_FULL_STOPS = tuple(".!?…。！？।؟۔።։။॥")
_CLOSING = "\"'”“»«’‘)]」』） \u200f\u200e*"
_BREAK = "\x1e"


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of text.

    `element` is the nearest element that makes a block of its own; `linked` and `strong` are the shares of
    the signs that stand in links and in bold or italics; `place` counts the blocks of the page.
    """

    text: str
    element: HtmlElement
    place: int
    linked: float
    strong: float
    heading: bool
    hidden: bool


def tidy(text: str) -> str:
    """One line, single spaces, without marks that only guide line breaking."""
    return _SPACE.sub(" ", _SOFT.sub("", text)).strip()


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, quotation marks and brackets aside."""
    text = text.rstrip(_CLOSING)
    # Thai and Lao have no full stop: a long line of theirs is as good as a sentence.
    return text.endswith(_FULL_STOPS) or (len(text) >= LEAST_PARAGRAPH and "\u0e00" <= text[-1] <= "\u0eff")


@dataclass(slots=True)
class _Stretch:
    """The text gathered since the last block boundary, and where it stands."""

    parts: list[str] = field(default_factory=list)
    signs: int = 0
    linked: int = 0
    strong: int = 0

    def add(self, text: str, in_link: int, in_strong: int) -> None:
        self.parts.append(text)
        signs = 0 if text.isspace() else len(text)
        self.signs += signs
        self.linked += signs if in_link else 0
        self.strong += signs if in_strong else 0


@dataclass(slots=True)
class _Walk:
    """One walk over a tree: how deep it is in links, bold, headings, hidden boxes; and the open stretch."""

    owners: list[HtmlElement]
    stretch: _Stretch = field(default_factory=_Stretch)
    links: int = 0
    bold: int = 0
    headings: int = 0
    hidden: int = 0
    found: list[Block] = field(default_factory=list)

    def close(self) -> None:
        """Ends the open stretch: it becomes one block, or more where line breaks divide paragraphs."""
        stretch, self.stretch = self.stretch, _Stretch()
        signs = max(1, stretch.signs)
        for text in _paragraphs("".join(stretch.parts)):
            self.found.append(
                Block(
                    text,
                    self.owners[-1],
                    len(self.found),
                    stretch.linked / signs,
                    stretch.strong / signs,
                    self.headings > 0,
                    self.hidden > 0,
                )
            )

    def enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in BLOCK_TAGS:
            self.close()
            self.owners.append(element)
            self.hidden += _is_hidden(element)
            self.headings += tag in HEADINGS
        elif tag == "br":
            self.stretch.parts.append(_BREAK)
        self.links += tag == "a"
        self.bold += tag in _STRONG
        if element.text:
            self.stretch.add(element.text, self.links, self.bold)

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in BLOCK_TAGS:
            self.close()
            self.owners.pop()
            self.hidden -= _is_hidden(element)
            self.headings -= tag in HEADINGS
        self.links -= tag == "a"
        self.bold -= tag in _STRONG


def blocks_of(tree: HtmlElement) -> tuple[list[Block], str]:
    """All blocks of the page in reading order; scripts, styles and controls are left out.

    Beside them the beginning of what stands beyond the limits, empty where all is read.
    """
    walk, beyond = _Walk([tree]), ""
    events = etree.iterwalk(tree, events=("start", "end"))
    passed: list[HtmlElement] = []  # entered and left without a look inside
    for count, (event, element) in enumerate(events):
        if event == "start":
            is_full = count > 2 * MOST_ELEMENTS or len(walk.found) >= MOST_BLOCKS
            if is_full and not beyond and not _is_passed(element):
                beyond = tidy("".join(islice(element.itertext(), MOST_PIECES)))[:NAMED_BY]
            if is_full or _is_passed(element):
                passed.append(element)
                events.skip_subtree()
            else:
                walk.enter(element)
            continue
        if passed and passed[-1] is element:
            passed.pop()
        else:
            walk.leave(element)
        if element.tail:
            walk.stretch.add(element.tail, walk.links, walk.bold)
    walk.close()
    left_out = "".join(block.text for block in walk.found[MOST_BLOCKS : MOST_BLOCKS + 1])
    return walk.found[:MOST_BLOCKS], (left_out or beyond)[:NAMED_BY]


def _is_passed(element: HtmlElement) -> bool:
    """What no reader sees: scripts, controls, and words inside a sentence that are hidden or for screen
    readers only, such as "(opens in a new window)". Hidden boxes are read: a wall may hide the text itself.
    """
    tag = element.tag
    if tag in _UNSEEN:
        return True
    if tag in BLOCK_TAGS:
        return False
    names = element.get("class")
    return _is_hidden(element) or bool(tag == "span" and names and _FOR_READERS.search(names))


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and _UNSEEN_STYLE.search(style))


def _paragraphs(text: str) -> Iterator[str]:
    """Divides at two line breaks in a row, and at one after a whole sentence."""
    parts: list[list[str]] = [[]]
    signs = 0
    for line in text.split(_BREAK):
        tidied = tidy(line)
        if not tidied or (signs >= LEAST_PARAGRAPH and is_sentence(parts[-1][-1])):
            parts.append([])
            signs = 0
        if tidied:
            parts[-1].append(tidied)
            signs += len(tidied)
    for part in parts:
        if part:
            yield " ".join(part)
