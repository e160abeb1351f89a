"""What both cleaners make of a page, before it becomes a report."""

from __future__ import annotations

from dataclasses import dataclass, field

from khabar.records import Removed


@dataclass(frozen=True, slots=True)
class Article:
    """One page, read: its text without the furniture, and what it says of itself.

    `paragraphs` are in reading order; the standfirst, where there is one, is the first, and headings inside
    the body stand among them. Times are ISO strings with the page's own offset (none where the page gives
    none); `published_precision` is second, minute or day. `language_hint` is what the page declares, not what
    was detected. `complete` is false where the text is missing, cut or behind a paywall. `removed` lists what
    was taken out of the text, each with its reason. `refused` says why what came is no page at all.
    """

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    published: str | None = None
    published_precision: str | None = None
    updated: str | None = None
    outlet: str | None = None
    agency: str | None = None
    language_hint: str | None = None
    url: str | None = None
    complete: bool = True
    removed: list[Removed] = field(default_factory=list)
    refused: str = ""
