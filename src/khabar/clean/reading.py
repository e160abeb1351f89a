"""HTML or text dump? Then the reader that fits."""

from __future__ import annotations

import re

from ..records import Page
from .article import Article

MARKUP = re.compile(r"<(?:!doctype|html|head|body|article|div|p|meta|script)\b", re.IGNORECASE)
LOOKED_AT = 4096  # characters of a page without a media type in which its markup shows
LONGEST_SAMPLE = 4000  # characters from which a dump's language is told
MOST_BYTES = 16_000_000  # four a character, twice what a dump is read to


def is_html(content: str | bytes, media_type: str | None) -> bool:
    """By the media type, else by the first tags."""
    if media_type and "html" in media_type:
        return True
    if media_type and media_type.startswith("text/"):
        return False
    head = content[:LOOKED_AT]
    return MARKUP.search(head if isinstance(head, str) else head.decode("latin-1")) is not None


def _without_halves(text: str) -> str:
    """Halves of surrogate pairs, which no file and no database can hold, become U+FFFD; pairs one sign."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def article_of(page: Page) -> Article:
    """The page read by the cleaner of its kind; a file that is no text is refused."""
    if not page.content:
        return Article(url=page.url, complete=False, refused="an empty page")
    if is_html(page.content, page.media_type):
        from .html import article_from_html

        return article_from_html(page.content, page.url)
    from .dump import article_from_dump
    from .language import language_of

    text = page.content
    if isinstance(text, bytes):
        from .decode import binary_kind, text_of

        if kind := binary_kind(text[:LOOKED_AT]):
            return Article(url=page.url, complete=False, refused=f"{kind}, not a page")
        text = text_of(text[:MOST_BYTES])
    text = _without_halves(text[:MOST_BYTES])
    language, _ = language_of(text[:LONGEST_SAMPLE])
    article = article_from_dump(text, language, fetched=page.fetched)
    # Menus may be in another language than the report, or outweigh a short one.
    own, _ = language_of("\n".join((article.title, *article.paragraphs))[:LONGEST_SAMPLE])
    if own and own != language:
        article = article_from_dump(text, own, fetched=page.fetched)
    return article
