"""Pages, records and reports that a caller made: of the right types, with sound texts, times and ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, TypeVar

import msgspec

from khabar.clean.identity import report_id, report_version
from khabar.clean.instants import bounds
from khabar.intake.items import Item, Unreadable, set_aside
from khabar.intake.limits import Limits
from khabar.intake.values import sound, sound_text
from khabar.records import Page, Report, SetAside

Given = TypeVar("Given")

TIMES = ("published", "updated", "fetched")


@dataclass(frozen=True, slots=True)
class _Around:
    """What a Page is besides its content."""

    source: str
    url: str | None
    media_type: str | None
    fetched: str | None
    extra: dict[str, Any]


def given_items(given: Item, name: str, limits: Limits) -> Iterator[Item]:
    """The page, record or report that the caller gave, or why it cannot be taken; `name` is what it is called
    where it does not say itself."""
    for said in ("source", "url", "id"):
        name = str(getattr(given, said, None) or "") or name
    try:
        if isinstance(given, Report):
            yield from _report_items(_sound(given, limits), name)
        elif isinstance(given, Page):
            yield _page(given, limits)
        else:
            yield _sound(given, limits)
    except Exception as error:  # any: objects of the caller's own may fail in ways of their own
        yield set_aside(sound_text(name), _reason(error, given))


def _sound(given: Given, limits: Limits) -> Given:
    """The same in JSON's own types; raises where a field is of another type than it must be."""
    return _converted(given, type(given), limits)


def _converted(given: object, kind: type[Given], limits: Limits) -> Given:
    plain = msgspec.to_builtins(given, str_keys=True, enc_hook=partial(sound, most_depth=limits.most_depth))
    return msgspec.convert(sound(plain, limits.most_depth), kind)


def _page(page: Page, limits: Limits) -> Page:
    content = page.content
    if isinstance(content, bytearray | memoryview):
        content = bytes(content)
    elif isinstance(content, str):
        content = sound_text(content)
    elif not isinstance(content, bytes):
        raise Unreadable(f"its content is a {type(content).__name__}", "give the content as str or bytes")
    names = [field.name for field in fields(_Around)]
    around = _converted({name: getattr(page, name) for name in names}, _Around, limits)
    return Page(content, **{name: getattr(around, name) for name in names})


def _report_items(report: Report, name: str) -> Iterator[Item]:
    start = min(max(report.body_start, 0), len(report.text))
    report = replace(
        report,
        id=report.id or report_id(None, report.url, report.outlet, report.title, report.text[start:]),
        version=report_version(report.title, report.text[start:]),  # never a given one: the text may be new
        body_start=start,
    )
    for field in TIMES:
        time = getattr(report, field)
        if time is not None and bounds(time) is None:
            reason = f"the time {time[:100]!r} was left out, the report is kept without it: it is no ISO time"
            yield SetAside(f"{name} ({field})", reason, "give it as 2024-06-30T18:00+03:00, or a part of that")
            unknown: dict[str, Any] = {field: None}
            report = replace(report, **unknown)
    yield report


def _reason(error: Exception, given: object) -> Exception:
    if isinstance(error, msgspec.ValidationError):
        kind = type(given).__name__
        return Unreadable(f"a field of the {kind} has the wrong type: {error}", "mend the field and add it again")
    return error
