"""Intake: where pages come from. Files, folders, feeds, sitemaps, WARC files, addresses, records."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from khabar.intake.items import Item, Record
from khabar.intake.limits import Limits
from khabar.intake.reports import report_of
from khabar.intake.rows import page_of
from khabar.records import Page, Report, SetAside

__all__ = ["Item", "Limits", "Page", "Record", "Report", "SetAside", "page_of", "pages", "report_of"]


def pages(
    sources: str | bytes | os.PathLike[str] | Page | Report | Record | Mapping[str, Any] | Iterable[Any],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Iterator[Item]:
    """Everything in the sources, in their order, one item at a time.

    A source is a path, a folder, a glob, `-` (standard input), an http(s) address of a page, feed or
    sitemap, an open file, a page's content, a `Page`, `Report`, `Record` or record dict, or an iterable of
    these.

    Yields `Page` for what must be cleaned, `Record` for what has title or text already (`report_of` makes
    it a report, `page_of` a page to clean), `Report` as given, and `SetAside` with reason and retry for
    every input that cannot be read. Nothing of an input raises, and nothing disappears without an entry.
    """
    from khabar.intake.fetch import Fetcher
    from khabar.intake.sources import WHOLE, source_items

    with Fetcher(limits) as fetcher:
        yield from source_items(sources, fetcher, WHOLE)
