"""What comes out of intake, and what goes into a reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any, TypeAlias

from khabar.errors import FetchError, SourceError
from khabar.records import Page, Report, SetAside


@dataclass(frozen=True, slots=True)
class Record:
    """A report that somebody else has cleaned: a row of JSON, CSV or Parquet, a feed entry without its page.

    At least one of `title` and `text` is given, and both are verbatim. `source` is the name a person would
    look for (`file:line`). `language` is ISO 639-1 where one exists, else 639-3; times follow
    `records.Report`. `complete` is false where the text is known to be a headline or a teaser. `extra`
    keeps all other fields.
    """

    source: str
    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    agency: str | None = None
    title: str = ""
    text: str = ""
    published: str | None = None
    published_precision: str | None = None
    updated: str | None = None
    fetched: str | None = None
    language: str | None = None
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    complete: bool = True
    extra: dict[str, Any] = field(default_factory=dict)


Item: TypeAlias = Page | Record | Report | SetAside


@dataclass(frozen=True, slots=True)
class Opening:
    """A named stream of bytes, wherever it came from.

    `level` counts the archives and lists around it; `found` says that a folder gave it, not the user's own
    word; `known` is what the place it came from says of the report in it (a news sitemap gives title and
    time).
    """

    name: str
    stream: IO[bytes]
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    fetched: str | None = None
    level: int = 0
    found: bool = False
    known: dict[str, Any] = field(default_factory=dict)


class Unreadable(SourceError):
    """A source that cannot be read: its message is the reason, `retry` what to do about it."""

    def __init__(self, reason: str, retry: str = "") -> None:
        super().__init__(reason)
        self.retry = retry


class Unfetched(FetchError, Unreadable):
    """An address that cannot be fetched, or may not be."""


def set_aside(source: str, error: Exception) -> SetAside:
    """The record of a source that raised `error`."""
    if isinstance(error, Unreadable):
        return SetAside(source, str(error), error.retry)
    if isinstance(error, OSError):
        return SetAside(
            source, error.strerror or str(error), "check the path and its permissions, then add it again"
        )
    reason = f"cannot be read ({type(error).__name__}: {str(error)[:200]})"
    return SetAside(source, reason, "check that the file is whole and of the kind its name says")
