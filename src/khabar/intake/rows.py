"""A row of somebody's data becomes a page to clean, a record to keep, or an input set aside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from khabar.intake.fields import Row, row_of
from khabar.intake.items import Item, Record, Unreadable
from khabar.intake.limits import Limits, setting
from khabar.intake.times import Time, time_of
from khabar.intake.values import language_code, name_value, names_value, sound, text_value
from khabar.records import Page, SetAside

_MARKUP = re.compile(
    r"<(?:p|div|br|article|section|html|body|h[1-6]|ul|table|figure)\b[^<>]{0,400}>", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,}", re.IGNORECASE)


def items_of_row(
    fields: Mapping[str, Any], source: str, limits: Limits, known: Mapping[str, Any] | None = None
) -> Iterator[Item]:
    """The record or page that `fields` describe, after an entry for each of its times that cannot be right.

    `known` is what the place of the row says of it (a feed's title as outlet) and yields to the row's own
    word. A row with markup and no text is a page, its other fields in `extra`. Raises `Unreadable` for a
    row with neither title nor text.
    """
    row = row_of(sound(fields, limits.most_depth))
    for name, value in (known or {}).items():
        if name not in row.ours and value:
            row.ours[name] = value
    record, problems = _record(row, source)
    markup = _markup(row)
    if not (record.title or record.text or markup):
        raise Unreadable(*_nothing_to_read(record))
    yield from problems
    yield page_of(record, markup) if markup and not record.text else record


def page_of(record: Record, markup: str = "") -> Page:
    """The record as a page to be cleaned: its text (or `markup`), and in `extra` what the record says of
    itself."""
    names = (
        "id",
        "title",
        "outlet",
        "agency",
        "published",
        "published_precision",
        "updated",
        "language",
        "authors",
        "tags",
    )
    said = {name: getattr(record, name) for name in names if getattr(record, name)}
    return Page(
        content=markup or record.text or record.title,
        source=record.source,
        url=record.url,
        media_type="text/html" if markup else "text/plain",
        fetched=record.fetched,
        extra={**record.extra, **said},
    )


def said_of_page(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a list says of a page, under our names and in our forms, as `Page.extra` holds it."""
    record, _ = _record(row_of(fields), "")
    return page_of(record).extra


def _record(row: Row, source: str) -> tuple[Record, list[SetAside]]:
    ours, extra = row.ours, dict(row.rest)
    given_extra = _given_extra(extra)
    extra.update(given_extra)
    language = _language(ours.get("language"), extra)
    title, text = text_value(ours.get("title")).strip(), text_value(ours.get("text"))
    if not text.strip() and not _MARKUP.search(text_value(ours.get("either"))[:20_000]):
        text = text_value(ours.get("either"))
    complete, markup = not _is_no(ours.get("complete")), _markup(row)
    if row.shape.name == "khabar":
        text, complete = _own_body(ours, extra), not _is_no(extra.pop("complete", None))
    cut = text_value(ours.get("cut"))
    if not text.strip() and not markup and cut.strip():
        text, complete = cut, complete and len(cut) > row.shape.cut_at
    elif cut:
        extra["cut"] = cut
    if not text.strip() and not markup:
        text, complete = text_value(ours.get("teaser")), False
    elif "teaser" in ours:
        extra["teaser"] = ours["teaser"]
    times, problems = _times(ours, extra, source, language)
    record = Record(
        source=source,
        id=name_value(ours.get("id")),
        url=name_value(ours.get("url")),
        outlet=name_value(ours.get("outlet")),
        agency=name_value(ours.get("agency")),
        title=title,
        text=text if text.strip() else "",
        published=times["published"].iso if "published" in times else None,
        published_precision=times["published"].precision if "published" in times else None,
        updated=times["updated"].iso if "updated" in times else None,
        fetched=times["fetched"].iso if "fetched" in times else None,
        language=language,
        authors=names_value(ours.get("authors")) if ours.get("authors") else [],
        tags=names_value(ours.get("tags")) if ours.get("tags") else [],
        complete=complete and bool(text.strip()),
        extra=extra,
    )
    return _with_address(record), problems


def _is_no(value: Any) -> bool:
    """Whether a value says no: false itself, or how tables write it."""
    return value is False or text_value(value).strip().lower() in ("false", "0", "no")


def _with_address(record: Record) -> Record:
    """An `url` that is no address is kept in `extra`: hashing it would make unlike reports one."""
    if record.url is None or _ADDRESS.match(record.url):
        return record
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", record.url):  # example.org/page, without its scheme
        return replace(record, url="https://" + record.url)
    return replace(record, url=None, extra={**record.extra, "url_given": record.url})


def _given_extra(extra: dict[str, Any]) -> dict[str, Any]:
    """The row's own `extra` column, taken out of the unknown fields: an object, or one written as JSON."""
    given = extra.get("extra")
    if isinstance(given, str) and given.lstrip().startswith("{"):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            return {}
    if not isinstance(given, dict):
        return {}
    del extra["extra"]
    return given


def _own_body(ours: dict[str, Any], extra: dict[str, Any]) -> str:
    """The body of a report that khabar itself exported, whose text begins with the title."""
    for derived in (
        "version",
        "story",
        "copy_family",
        "dropped",
        "published_precision",
        "removed",
        "repeated",
        "passages",
    ):
        extra.pop(derived, None)
    start, text = extra.pop("body_start", 0), text_value(ours.get("text"))
    try:
        return text[int(start) :]
    except (TypeError, ValueError):
        return text


def _language(given: Any, extra: dict[str, Any]) -> str | None:
    name = name_value(given)
    code = language_code(name[:60]) if name else None
    if name and not code:
        extra["language_given"] = name
    return code


def _times(
    ours: dict[str, Any], extra: dict[str, Any], source: str, language: str | None
) -> tuple[dict[str, Time], list[SetAside]]:
    """The row's times, and for each that cannot be right an entry; what was given stays in `extra`."""
    times: dict[str, Time] = {}
    problems: list[SetAside] = []
    read_at: datetime | None = None
    for name in ("fetched", "published", "updated"):
        if name not in ours:
            continue
        try:
            times[name] = time_of(ours[name], read_at, language)
        except ValueError as error:
            given = text_value(ours[name])[:80]
            extra[f"{name}_given"] = ours[name]
            problems.append(
                SetAside(
                    f"{source} ({name})",
                    f"the date {given!r} was left out, the report is kept without it: {error}",
                    "write the date as 2024-09-13 or 2024-09-13T21:34+03:00 and add the report again",
                )
            )
        else:
            if name == "fetched" and times[name].precision:
                read_at = datetime.fromisoformat(times[name].iso)
    return times, problems


def _markup(row: Row) -> str:
    markup = row.ours.get("markup")
    either = text_value(row.ours.get("either"))
    return markup if isinstance(markup, str) else either if _MARKUP.search(either[:20_000]) else ""


def _nothing_to_read(record: Record) -> tuple[str, str]:
    if record.url:
        return (
            f"the record gives an address ({record.url[:200]}) and neither title nor text",
            f"add the address itself, or have such pages fetched: {setting('follow_links', 'true')}",
        )
    names = ", ".join(list(record.extra)[:12])
    return (
        f"the record has neither title nor text; its fields are: {names or 'none'}",
        "name the columns title and text (and url, outlet, published, language)",
    )
