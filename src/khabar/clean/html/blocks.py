"""A tree → its blocks: the stretches of text that a reader sees as one paragraph, line or caption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

# A page of 91 publishers has at most 9,000 elements; a page with more is read up to here.
MOST_ELEMENTS = 100_000
MOST_BLOCKS = 20_000

BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "amp-accordion",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG = frozenset(("b", "strong", "em", "i"))
# What no reader sees as text, or what is a control and not a text.
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "select",
        "option",
        "datalist",
        "button",
        "textarea",
        "input",
        "head",
        "map",
        "area",
        "frame",
        "frameset",
        "noframes",
        "progress",
        "meter",
        "rp",
        "rt",
        "dialog",
    ]
)
_ASIDE_NAMES = re.compile(r"\b(?:sr-only|visually-?hidden|screen-?reader|offscreen|invisible)\b", re.I)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"[\s\u200b\u2060\ufeff\u00ad]+")
_SOFT = re.compile(r"[\u200b\u2060\ufeff\u00ad]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of text. `element` is the nearest element that makes a block of its own; `linked` and `strong`
    are the shares of the letters that stand in links and in bold or italics; `place` counts the blocks of the page."""

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


class _Stretch:
    """The text gathered since the last block boundary."""

    __slots__ = ("linked", "parts", "strong", "total")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.total = self.linked = self.strong = 0

    def add(self, text: str, in_link: int, in_strong: int) -> None:
        self.parts.append(text)
        letters = len(text) if not text.isspace() else 0
        self.total += letters
        self.linked += letters if in_link else 0
        self.strong += letters if in_strong else 0


def blocks_of(tree: HtmlElement) -> list[Block]:
    """All blocks of the page in reading order; scripts, styles and controls are left out."""
    found: list[Block] = []
    for stretch, element, heading, hidden in _stretches(tree):
        text = tidy("".join(stretch.parts))
        if text:
            total = max(1, stretch.total)
            found.append(
                Block(
                    text, element, len(found), stretch.linked / total, stretch.strong / total, heading, hidden
                )
            )
        if len(found) >= MOST_BLOCKS:
            break
    return found


def _stretches(tree: HtmlElement) -> Iterator[tuple[_Stretch, HtmlElement, bool, bool]]:
    walk = etree.iterwalk(tree, events=("start", "end"))
    owners: list[HtmlElement] = [tree]
    stretch, breaks, count = _Stretch(), 0, 0
    links = bold = headings = unseen = 0
    for event, element in walk:
        tag = element.tag
        if event == "start":
            count += 1
            if tag in _UNSEEN or count > MOST_ELEMENTS or (tag == "span" and _is_for_readers(element)):
                walk.skip_subtree()
                continue
            unseen += _is_unseen(element)
            if tag in BLOCK_TAGS:
                yield stretch, owners[-1], headings > 0, unseen > 0
                stretch, breaks = _Stretch(), 0
                owners.append(element)
                headings += tag in HEADINGS
            elif tag == "a":
                links += 1
            elif tag in _STRONG:
                bold += 1
            elif tag == "br":
                breaks += 1
                stretch.add("\n", 0, 0)
                if breaks > 1 and stretch.total:
                    yield stretch, owners[-1], headings > 0, unseen > 0
                    stretch = _Stretch()
            if element.text:
                stretch.add(element.text, links, bold)
                breaks = breaks if element.text.isspace() else 0
            continue
        if tag not in _UNSEEN and count <= MOST_ELEMENTS and not (tag == "span" and _is_for_readers(element)):
            if tag in BLOCK_TAGS:
                yield stretch, element, headings > 0, unseen > 0
                stretch, breaks = _Stretch(), 0
                owners.pop()
                headings -= tag in HEADINGS
            elif tag == "a":
                links -= 1
            elif tag in _STRONG:
                bold -= 1
            unseen -= _is_unseen(element)
        if element.tail:
            stretch.add(element.tail, links, bold)
            breaks = breaks if element.tail.isspace() else 0


def _is_for_readers(element: HtmlElement) -> bool:
    """Words inside a sentence that are only for screen readers, such as "(opens in a new window)"."""
    names = element.get("class")
    return bool(names and _ASIDE_NAMES.search(names))


def _is_unseen(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and _UNSEEN_STYLE.search(style))
