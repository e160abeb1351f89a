"""Pages become reports: `clean` is the door.

    reading      HTML or a text dump? Then the cleaner that fits (`html`, `dump`), which gives an `article`
    compose      an article as a report, with what its source knew
    dates        dates in any calendar and language
    language     which language, of the report and of passages
    identity     ids and versions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..many import calls
from ..records import Page, Report

__all__ = ["clean", "clean_many", "clean_page"]


def clean(
    page: str | bytes, *, url: str | None = None, media_type: str | None = None, fetched: str | None = None
) -> Report:
    """One page, HTML or a plain-text dump, as a report: title, paragraphs, language, times, outlet, agency.

    `media_type` ("text/html", "text/plain") settles what the page is; without it the page's own beginning does.
    `fetched` (ISO) bounds the dates that are believed. Everything taken out of the text stands in `removed`. A
    page without title and text comes back with `dropped` saying so. Never raises on the content of a page.
    """
    return clean_page(Page(page, url=url, media_type=media_type, fetched=fetched))


def clean_many(pages: Iterable[Any], **keywords: Any) -> Iterator[Report]:
    """`clean` of each page, in order; an item is a page or a tuple (page, {keywords})."""
    for arguments, named in calls(pages, keywords):
        yield clean(*arguments, **named)


def clean_page(page: Page) -> Report:
    """The same for a Page with what its source knows: `extra` names the id and outlet, and fills what the page
    itself leaves open (title, published, authors …)."""
    from .compose import compose
    from .reading import article_of

    return compose(page, article_of(page))
