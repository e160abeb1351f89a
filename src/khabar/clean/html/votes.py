"""Second opinions on what the main text is: trafilatura's extraction and the page's own `articleBody`."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml.html import HtmlElement

from khabar.clean.html.blocks import Block
from khabar.clean.html.title import letters

# A shorter line can stand in any text by chance.
LEAST_LETTERS = 12
# trafilatura's time grows with the tree; beyond this the structure must do alone.
MOST_BLOCKS = 20_000


def votes_for(tree: HtmlElement, blocks: Sequence[Block], article_body: str) -> list[bool]:
    """For each block, whether another reader of the page took it for main text."""
    voices = [letters(article_body)]
    if len(blocks) <= MOST_BLOCKS:
        voices.append(letters(_trafilatura_text(tree)))
    return [_is_in(letters(block.text), voices) for block in blocks]


def _is_in(text: str, voices: Sequence[str]) -> bool:
    return len(text) >= LEAST_LETTERS and any(text in voice for voice in voices)


def _trafilatura_text(tree: HtmlElement) -> str:
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(deepcopy(tree), include_comments=False, include_tables=False)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    text = getattr(found, "text", "")
    return text if isinstance(text, str) else ""
