"""HTML or text dump? Then the reader that fits."""

from __future__ import annotations

import re

from ..records import Page
from .article import Article

MARKUP = re.compile(r"<(?:!doctype|html|head|body|article|div|p|meta|script)\b", re.IGNORECASE)
LOOKED_AT = 4096  # characters of a page without a media type in which its markup shows
LONGEST_SAMPLE = 4000  # characters from which a dump's language is told


def is_html(content: str | bytes, media_type: str | None) -> bool:
    """By the media type, else by the first tags."""
    if media_type and "html" in media_type:
        return True
    if media_type and media_type.startswith("text/"):
        return False
    head = content[:LOOKED_AT]
    return MARKUP.search(head if isinstance(head, str) else head.decode("latin-1")) is not None


def article_of(page: Page) -> Article:
    """The page read by the cleaner of its kind."""
    if is_html(page.content, page.media_type):
        from .html import article_from_html

        return article_from_html(page.content, page.url)
    from .dump import article_from_dump
    from .language import language_of

    text = page.content
    if isinstance(text, bytes):
        from .decode import text_of

        text = text_of(text)
    language, _ = language_of(text[:LONGEST_SAMPLE])
    return article_from_dump(text, language, fetched=page.fetched)
