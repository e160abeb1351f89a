"""Second opinions on what the main text is: trafilatura's extraction and the page's own `articleBody`."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from itertools import islice

from lxml.html import HtmlElement

from khabar.clean.html.blocks import Block
from khabar.clean.html.container import LEAST_PROSE, weight_of
from khabar.clean.html.title import letters

# A shorter line can stand in any text by chance.
LEAST_LETTERS = 12
# Below this share of the page's prose the fast extraction may have missed the text (.3 and .5 give the same
# bodies, .5 takes longer).
LEAST_SHARE = 0.3
# trafilatura's time grows with the tree; beyond this the structure must do alone.
MOST_BLOCKS = 10_000
MOST_ELEMENTS = 100_000


def votes_for(tree: HtmlElement, blocks: Sequence[Block], article_body: str) -> list[bool]:
    """For each block, whether another reader of the page took it for main text.

    trafilatura's own extraction is asked first; where it finds little of the page's prose, its slower
    comparison with readability and jusText decides.
    """
    texts = [letters(block.text) for block in blocks]
    votes = [False] * len(blocks)
    is_small = len(blocks) <= MOST_BLOCKS and next(islice(tree.iter(), MOST_ELEMENTS, None), None) is None
    for fast in (True, False) if is_small else ():
        voice = letters(_trafilatura_text(tree, fast))
        votes = [_is_in(text, voice) for text in texts]
        if _share(blocks, votes) >= LEAST_SHARE:
            break
    declared = letters(article_body)
    return [vote or _is_in(text, declared) for vote, text in zip(votes, texts, strict=True)]


def _is_in(text: str, voice: str) -> bool:
    return len(text) >= LEAST_LETTERS and text in voice


def _share(blocks: Sequence[Block], votes: Sequence[bool]) -> float:
    """The share of the page's unlinked prose that has votes."""
    weights = [weight_of(block.text) if block.linked < 0.5 and not block.hidden else 0 for block in blocks]
    prose = [weight if weight >= LEAST_PROSE else 0 for weight in weights]
    return sum(weight for weight, vote in zip(prose, votes, strict=True) if vote) / max(1, sum(prose))


def _trafilatura_text(tree: HtmlElement, fast: bool) -> str:
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(deepcopy(tree), include_comments=False, include_tables=False, fast=fast)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    text = getattr(found, "text", "")
    return text if isinstance(text, str) else ""
