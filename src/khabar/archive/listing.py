"""Reports and stories as records, read from a snapshot and streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ..records import Change, Report, Story
from .filters import REPORT_FILTERS, STORY_FILTERS, condition
from .record_json import decode_report
from .report_rows import CURRENT_REPORT, CURRENT_VERSION
from .rows import AMONG, Row, Select, chunks, listed
from .versions import CURRENT, SET_ASIDE

_AT_ONCE = 200  # reports or stories whose records are read together

_STORY = "s.id, s.title, s.titles, s.languages, s.outlets, s.independent, s.first_published, s.last_published"


def reports(select: Select, filters: dict[str, Any]) -> Iterator[Report]:
    """Current versions, newest first, undated last."""
    where = condition(filters, REPORT_FILTERS)
    sql = f"SELECT r.number FROM report r WHERE {where.sql} ORDER BY r.instant DESC, r.id DESC LIMIT ?"
    for report, _ in with_records(select, select(sql, (*where.values, where.limit))):
        yield report


def with_records(select: Select, rows: Iterable[Row]) -> Iterator[tuple[Report, Row]]:
    """For each row, which begins with a report's number, the report and the row.

    Records are fetched after the rows are in order: to sort them with their texts would fill the memory.
    """
    for chunk in chunks(rows, _AT_ONCE):
        sql = f"SELECT r.number, {CURRENT_REPORT} FROM report r JOIN {CURRENT_VERSION} WHERE r.number {AMONG}"
        found = {number: record for number, *record in select(sql, (listed(row[0] for row in chunk),))}
        for row in chunk:
            yield decode_report(*found[row[0]]), row


def report(select: Select, id: str, version: str | None) -> Report | None:
    """The current version, or the one asked for; None where there is none."""
    if version is None:
        sql = f"SELECT {CURRENT_REPORT} FROM report r JOIN {CURRENT_VERSION} WHERE r.id = ?"
        rows = list(select(sql, (id,)))
    else:
        sql = (
            f"SELECT v.record, CASE v.state WHEN '{CURRENT}' THEN r.repeated ELSE '[]' END, "
            "r.story, r.copy_family FROM version v JOIN report r ON r.id = v.report "
            "WHERE v.report = ? AND v.version = ? "
            f"ORDER BY v.state = '{SET_ASIDE}', v.address, v.outlet LIMIT 1"
        )
        rows = list(select(sql, (id, version)))
    return decode_report(*rows[0]) if rows else None


def stories(select: Select, filters: dict[str, Any]) -> Iterator[Story]:
    """Stories, most independent sources first, then newest first."""
    where = condition(filters, STORY_FILTERS)
    sql = (
        f"SELECT {_STORY} FROM story s WHERE {where.sql} "
        "ORDER BY s.independent DESC, s.last_instant DESC, s.id DESC LIMIT ?"
    )
    for chunk in chunks(select(sql, (*where.values, where.limit)), _AT_ONCE):
        yield from _with_reports(select, chunk)


def _with_reports(select: Select, rows: Sequence[Row]) -> Iterator[Story]:
    ids = listed(row[0] for row in rows)
    reports: dict[str, list[str]] = {}
    sql = f"SELECT story, id FROM report WHERE story {AMONG} ORDER BY story, position, id"
    for story, report in select(sql, (ids,)):
        reports.setdefault(story, []).append(report)
    history: dict[str, list[Change]] = {}
    sql = (
        "SELECT r.story, c.kind, c.time, c.others FROM report r JOIN story_origin o ON o.report = r.id "
        f"JOIN story_change c ON c.story = o.id WHERE r.story {AMONG} ORDER BY c.number"
    )
    for story, kind, time, others in select(sql, (ids,)):
        history.setdefault(story, []).append(Change(kind, time, msgspec.json.decode(others)))
    for id, title, titles, languages, outlets, independent, first, last in rows:
        yield Story(
            id=id,
            title=title,
            titles=msgspec.json.decode(titles),
            languages=msgspec.json.decode(languages),
            outlets=msgspec.json.decode(outlets),
            reports=reports.get(id, []),
            independent=independent,
            first_published=first,
            last_published=last,
            history=history.get(id, []),
        )
