"""The main text of a page: standfirst and body, what was removed, and whether it is all there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from khabar.clean.dump.shapes import Shape
from khabar.clean.html.blocks import MOST_BLOCKS, MOST_ELEMENTS, Block, blocks_of, tidy
from khabar.clean.html.body import Container, Line
from khabar.clean.html.complete import is_complete
from khabar.clean.html.container import ancestors, container_of, prose_of, weight_of
from khabar.clean.html.jsonld import text_of
from khabar.clean.html.marks import is_furniture, reason_of
from khabar.clean.html.metadata import Declared
from khabar.clean.html.standfirst import standfirst_of
from khabar.clean.html.state import declared_body, drawn_body
from khabar.clean.html.title import letters
from khabar.clean.html.trim import MOST_FORM, lines_of
from khabar.clean.html.votes import votes_for
from khabar.clean.html.wording import Wording, wording_of
from khabar.records import Removed

# A declared text must be this much longer than the shown one to take its place: what is shown has its
# headings.
MORE_THAN_SHOWN = 1.5
# With less text than a short news item, the page's scripts are searched for it.
LEAST_SHOWN = 400
# Reasons of lines that speak of the text they stand beside.
BESIDE_TEXT = frozenset(("label", "byline", "date line", "tags", "hashtags", "sign-off"))
# Regions far from the text are named by their beginning.
MOST_OF_REGION = 200


@dataclass(frozen=True, slots=True)
class MainText:
    """Paragraphs in reading order, what was removed with its reason, and whether the text is all there;
    `told` is what removed lines beside the text say (its date, authors, tags)."""

    paragraphs: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    complete: bool = False
    told: list[Shape] = field(default_factory=list)


def main_text(tree: HtmlElement, declared: Declared, title: str, language: str | None) -> MainText:
    """Finds the text of an article in its page."""
    blocks, beyond = blocks_of(tree)
    body = declared_body(declared.article)
    votes = votes_for(tree, blocks, " ".join(body))
    prose = prose_of(blocks, votes)
    titles = _titles(tree, declared, title)
    container = Container(container_of(tree, prose.all, titles), prose.all, prose.voted, titles)
    form_of = wording_of(language)
    lines = lines_of(blocks, container, letters(" ".join(body)), form_of)
    if any(map(is_furniture, ancestors(container.element))):
        lines = []  # there is no prose but that of foot and menu: a headline alone
    kept = [line.block for line in lines if not line.reason]
    first, last = (kept[0].place, kept[-1].place) if kept else (len(blocks), len(blocks))
    beside = container.element if kept else tree
    lead = standfirst_of(blocks[:first], _descriptions(declared), titles, beside)
    paragraphs = _whole(_joined(lead, kept), body, tree)
    removed = [
        Removed(line.block.text, line.reason) for line in lines if line.reason and line.block not in lead
    ]
    known = {letters(block.text) for block in kept}
    removed += [Removed(block.text, "second copy") for block in lead if letters(block.text) in known]
    seen = {block.place for block in (*lead, *(line.block for line in lines))}
    removed += _regions(
        block for block in blocks if block.place not in seen and letters(block.text) != letters(title)
    )
    if beyond:
        removed.append(Removed(beyond, f"beyond {MOST_BLOCKS:,} blocks or {MOST_ELEMENTS:,} elements"))
    complete = not beyond and is_complete(paragraphs, container.element, blocks[last + 1 :], declared.article)
    return MainText(paragraphs, removed, complete, _told(lines, form_of))


def _told(lines: Iterable[Line], form_of: Wording) -> list[Shape]:
    """The forms of lines taken out of the text; those of boxes with other texts tell nothing of this one."""
    texts = [line.block.text for line in lines if line.reason in BESIDE_TEXT]
    return [form for text in texts if len(text) <= MOST_FORM and (form := form_of(text))]


def _titles(tree: HtmlElement, declared: Declared, title: str) -> frozenset[str]:
    texts = [title, text_of(declared.article.get("headline")), *declared.all("og:title", "twitter:title")]
    words = set(title.casefold().split())
    for place, heading in enumerate(tree.iter("h1")):
        text = tidy("".join(heading.itertext()))
        # Later main headings are those of sections or of other articles, unless they say the same.
        if place == 0 or len(words.intersection(text.casefold().split())) * 2 > len(words):
            texts.append(text)
    return frozenset(filter(None, map(letters, texts)))


def _descriptions(declared: Declared) -> list[str]:
    described = [text_of(declared.article.get("description"))]
    described += list(declared.all("og:description", "description", "twitter:description"))
    return [text for text in described if text]


def _joined(lead: Sequence[Block], kept: Sequence[Block]) -> list[str]:
    body = [block.text for block in kept]
    known = {letters(text) for text in body}
    return [block.text for block in lead if letters(block.text) not in known] + body


def _whole(shown: list[str], body: list[str], tree: HtmlElement) -> list[str]:
    """What is shown, unless the page carries much more of its text in its data."""
    weight = sum(map(weight_of, shown))
    if sum(map(weight_of, body)) > MORE_THAN_SHOWN * weight:
        return body
    if weight < LEAST_SHOWN:
        drawn = drawn_body(tree)
        if sum(map(weight_of, drawn)) > MORE_THAN_SHOWN * weight:
            return drawn
    return shown


def _regions(blocks: Iterable[Block]) -> list[Removed]:
    """What stands far from the text: one entry a kind of region, with its beginning."""
    texts: dict[str, list[str]] = {}
    outermost: dict[HtmlElement, str] = {}
    for block in blocks:
        chain = list(ancestors(block.element))
        for above, element in zip([None, *reversed(chain)], reversed(chain), strict=False):
            if element not in outermost:
                outermost[element] = (above is not None and outermost[above]) or reason_of(element) or ""
        texts.setdefault(outermost[block.element] or "outside the text", []).append(block.text)
    return [Removed(_shortened(" · ".join(parts)), reason) for reason, parts in texts.items()]


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_OF_REGION else text[:MOST_OF_REGION].rstrip() + " …"
