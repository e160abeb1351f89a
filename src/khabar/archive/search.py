"""Full-text search over the current versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..records import Hit
from .filters import REPORT_FILTERS, condition
from .listing import with_records
from .rows import Select
from .searchable import match_expression
from .snippets import snippet

# How much a word in the title weighs against one in the body; a title is the outlet's own summary. Not tuned.
_TITLE_WEIGHT = 4.0


def search(select: Select, text: str, filters: dict[str, Any]) -> Iterator[Hit]:
    """Reports with all words of `text`, best first (BM25); nothing where it has no letter and no digit."""
    where = condition(filters, REPORT_FILTERS)
    question = match_expression(text)
    if not question:
        return
    sql = (
        f"SELECT r.number, -bm25(search, {_TITLE_WEIGHT}, 1.0) AS score FROM search "
        "JOIN report r ON r.number = search.rowid "
        f"WHERE search MATCH ? AND {where.sql} ORDER BY score DESC, r.instant DESC, r.id LIMIT ?"
    )
    rows = select(sql, (question, *where.values, where.limit))
    for report, (_, score) in with_records(select, rows):
        yield Hit(
            report=report.id,
            story=report.story,
            title=report.title,
            language=report.language,
            published=report.published,
            snippet=snippet(report, text),
            score=score,
        )
