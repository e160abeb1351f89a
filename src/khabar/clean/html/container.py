"""Where the main text of a page stands: the smallest element that holds nearly all of its prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex
from lxml.html import HtmlElement

from khabar.clean.html.blocks import Block, tidy
from khabar.clean.html.marks import is_furniture
from khabar.clean.html.title import MOST_TEXTS, letters

_DENSE_SCRIPT = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
)

# A line of this many letters is prose and not a label; scripts without spaces say as much in a third of them.
# Set before measuring; from 30 to 60 `bench/pages.py` moves by .001.
LEAST_PROSE = 40
DENSE_WEIGHT = 3
# Text that another reader of the page (trafilatura, articleBody) also took for main text weighs this much
# more. From 2 to 10 `bench/pages.py` moves by less than .001.
VOTE_WEIGHT = 5
# Prose in the page's foot counts for little, and only leads to the text where there is no other.
FURNITURE_WEIGHT = 0.05
# Going down stops where no single child holds this share of the prose any more; from .6 to .9 the bench moves
# by .001.
SHARE_OF_PROSE = 0.8
# An `article` element with less prose than a short news item is a teaser.
LEAST_ARTICLE = 300


@lru_cache(maxsize=MOST_TEXTS)
def weight_of(text: str) -> int:
    """Letters of a text; those of scripts without spaces count for more."""
    return len(letters(text)) + (DENSE_WEIGHT - 1) * len(_DENSE_SCRIPT.findall(text))


def ancestors(element: HtmlElement, stop: HtmlElement | None = None) -> Iterator[HtmlElement]:
    """The element and what it stands in, up to but without `stop`."""
    current: HtmlElement | None = element
    while current is not None and current is not stop:
        yield current
        current = current.getparent()


@dataclass(frozen=True, slots=True)
class Prose:
    """How much prose each element holds, in weighted letters, and how much of it has votes."""

    all: dict[HtmlElement, float]
    voted: dict[HtmlElement, float]


def prose_of(blocks: Sequence[Block], votes: Sequence[bool]) -> Prose:
    """Weighs the prose of every element; links, and hidden text without votes, do not count."""
    every: dict[HtmlElement, float] = {}
    voted: dict[HtmlElement, float] = {}
    furniture: dict[HtmlElement, bool] = {}
    for block, vote in zip(blocks, votes, strict=True):
        weight = weight_of(block.text) * (1 - block.linked)
        if weight < LEAST_PROSE or block.linked > 0.5 or (block.hidden and not vote):
            continue
        chain = list(ancestors(block.element))
        for element in chain:
            if element not in furniture:
                furniture[element] = is_furniture(element)
        if any(furniture[element] for element in chain):
            weight *= FURNITURE_WEIGHT
        for element in chain:
            every[element] = every.get(element, 0) + weight * (VOTE_WEIGHT if vote else 1)
            if vote:
                voted[element] = voted.get(element, 0) + weight
    return Prose(every, voted)


def container_of(tree: HtmlElement, prose: dict[HtmlElement, float], titles: frozenset[str]) -> HtmlElement:
    """Goes down, from the article that carries the title, as long as one child holds most of the prose."""
    current = _titled_article(tree, prose, titles)
    while True:
        heaviest = max(current, key=lambda child: prose.get(child, 0), default=None)
        if heaviest is None or prose.get(heaviest, 0) < SHARE_OF_PROSE * prose.get(current, 1):
            return current
        current = heaviest


def _titled_article(
    tree: HtmlElement, prose: dict[HtmlElement, float], titles: frozenset[str]
) -> HtmlElement:
    """Pages that load the next articles below the first hold several; the page's own carries its title."""
    articles = [e for e in tree.iter("article") if prose.get(e, 0) >= LEAST_ARTICLE]
    if len(articles) > 1:
        for article in articles:
            if any(_says(heading, titles) for heading in article.iter("h1", "h2")):
                return article
    return tree


def _says(heading: HtmlElement, titles: frozenset[str]) -> bool:
    return letters(tidy("".join(heading.itertext()))) in titles
