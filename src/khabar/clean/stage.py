"""The stage that cleans pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..pipeline import Item
from ..records import Page
from . import clean_page
from .language import language_of


@dataclass(frozen=True, slots=True)
class Clean:
    """Pages become reports; a report that came as a record is told its language if it has none."""

    needs: frozenset[str] = frozenset({"source"})
    adds: frozenset[str] = frozenset({"report"})

    def __call__(self, items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            if item.dropped:
                yield item
            elif item.report is not None:
                yield _with_language(item)
            elif item.page is not None:
                yield _cleaned(item, item.page)


def _cleaned(item: Item, page: Page) -> Item:
    """The item with its report; a page that cleaning cannot bear is set aside, and the run goes on."""
    try:
        report = clean_page(page)
    except Exception as error:
        reason = f"cannot be cleaned ({type(error).__name__}: {str(error)[:200]})"
        return replace(
            item, page=None, dropped=reason, retry="keep the page and report this to khabar's authors"
        )
    return replace(item, page=None, report=report, dropped=report.dropped)


def _with_language(item: Item) -> Item:
    report = item.report
    if report is None or report.language:
        return item
    try:
        language, _ = language_of(report.text)
    except Exception:  # a report is worth more than its language
        return item
    return replace(item, report=replace(report, language=language))
