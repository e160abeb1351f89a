"""Records as reports: the text verbatim, under the title, with id and version."""

from __future__ import annotations

from khabar.clean.identity import report_id, report_version
from khabar.intake.items import Record
from khabar.records import Report


def report_of(record: Record) -> Report:
    """The report that a record is, its title and text verbatim; language is the record's own word or None."""
    title, body = record.title, record.text
    text = f"{title}\n\n{body}" if title and body else title or body
    return Report(
        id=report_id(record.id, record.url, record.outlet, title, body),
        version=report_version(title, body),
        url=record.url,
        outlet=record.outlet,
        agency=record.agency,
        language=record.language,
        title=title,
        text=text,
        body_start=len(text) - len(body),
        authors=record.authors,
        tags=record.tags,
        published=record.published,
        published_precision=record.published_precision,
        updated=record.updated,
        fetched=record.fetched,
        complete=record.complete,
        extra=record.extra,
    )
