"""HTML files and text dumps: one page each."""

from __future__ import annotations

from collections.abc import Iterator

from khabar.clean.decode import binary_kind, text_of
from khabar.intake.fetch import Fetcher
from khabar.intake.items import Item, Opening, Unreadable
from khabar.intake.streams import whole
from khabar.records import Page


def html_pages(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The page in an HTML document."""
    yield _page(opening, "text/html", fetcher)


def text_pages(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The page in a text dump."""
    yield _page(opening, "text/plain", fetcher)


def _page(opening: Opening, media_type: str, fetcher: Fetcher) -> Page:
    text = text_of_page(opening, fetcher)
    return Page(text, opening.name, opening.url, media_type, opening.fetched, dict(opening.known))


def text_of_page(opening: Opening, fetcher: Fetcher) -> str:
    """The whole source as text. Raises `Unreadable` where it is binary, empty or too large."""
    content = whole(opening.stream, fetcher.limits.most_bytes)
    if (binary := binary_kind(content)) is not None:
        raise Unreadable(f"{binary}, not a text", "add HTML or text")
    text = text_of(content, opening.charset)
    if not text.strip(" \t\r\n\x0b\x0c\ufeff\ufffd"):
        raise Unreadable("empty", "get the file again, or leave it out")
    return text
