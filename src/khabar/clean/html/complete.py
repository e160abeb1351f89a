"""Whether a page gives its whole text, or a part of it and an offer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from khabar.clean.html.blocks import Block
from khabar.clean.html.container import ancestors
from khabar.clean.html.jsonld import Object
from khabar.clean.html.marks import is_wall

# Counts of words differ by what is counted (captions, tags); below this share the text is cut for sure.
SHARE_OF_WORDS = 0.5
LEAST_WORDS = 20
_CUT = re.compile(r"(?:\.\.\.|…)\s*[\])»”\"]?$")


def is_complete(
    paragraphs: Sequence[str], body: HtmlElement, after: Sequence[Block], article: Object
) -> bool:
    """False where there is no text, where the page counts far more words than it shows, or where the page
    says that it is not free and the text breaks off or a wall follows it.
    """
    if not paragraphs:
        return False
    if _is_cut(paragraphs, _number(article.get("wordCount"))):
        return False
    if str(article.get("isAccessibleForFree", "")).lower() not in ("false", "http://schema.org/false"):
        return True
    if _CUT.search(paragraphs[-1]):
        return False
    above = set(ancestors(body))
    walls = (e for block in after if not block.hidden for e in ancestors(block.element) if e not in above)
    return not any(map(is_wall, walls))


def _is_cut(paragraphs: Sequence[str], counted: int) -> bool:
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    signs = sum(map(len, paragraphs))
    # Some systems count signs and call them words.
    counts_signs = SHARE_OF_WORDS * counted < signs < counted / SHARE_OF_WORDS
    return LEAST_WORDS < words < SHARE_OF_WORDS * counted and not counts_signs


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return 0
