"""Full-text search over the current versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..records import Hit
from .filters import REPORT_FILTERS, condition
from .record_json import decode_report
from .report_rows import CURRENT_REPORT, CURRENT_VERSION
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
        f"SELECT -bm25(search, {_TITLE_WEIGHT}, 1.0) AS score, {CURRENT_REPORT} FROM search "
        f"JOIN report r ON r.number = search.rowid JOIN {CURRENT_VERSION} "
        f"WHERE search MATCH ? AND {where.sql} ORDER BY score DESC, r.instant DESC, r.id LIMIT ?"
    )
    for score, *row in select(sql, (question, *where.values, where.limit)):
        report = decode_report(*row)
        yield Hit(
            report=report.id,
            story=report.story,
            title=report.title,
            language=report.language,
            published=report.published,
            snippet=snippet(report, text),
            score=score,
        )
