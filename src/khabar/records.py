"""What khabar makes: frozen, slotted records, no behaviour.

Field names are the JSON names. Offsets count Unicode code points into `report.text`, so that
`report.text[start:end]` is the evidence. Times are ISO strings with the source's own offset, or without one
when it is unknown; a partial date is `2024-06` or `2024`; an unknown one is None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """What a source gives: bytes or text of HTML or a text dump, a feed entry, a WARC record.

    `source` is the name a person would look for (a path, an address, `file:line`); `extra` holds what the
    source already knows of the report (title, published, outlet, language, id …) and whatever should be kept.
    """

    content: str | bytes
    source: str = ""
    url: str | None = None
    media_type: str | None = None
    fetched: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removed:
    """A line or block that cleaning took out of the text, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `report.text`, in code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of `report.text` in one language (ISO 639-1 where one exists, else 639-3)."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Report:
    """One outlet's article, cleaned.

    `text` is title, blank line, paragraphs joined by blank lines; `body_start` is where the body begins.
    `published_precision` is second, minute or day (None when unknown). `dropped` says why a report was set
    aside (empty when kept). `complete` is false for headline-only, paywalled or cut texts. `repeated` marks
    paragraphs that the outlet prints on many pages; `passages` marks stretches in another language than
    `language`. `fetched` is when the page was fetched, if known.
    """

    id: str
    version: str
    url: str | None = None
    outlet: str | None = None
    agency: str | None = None
    language: str | None = None
    title: str = ""
    text: str = ""
    body_start: int = 0
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    published: str | None = None
    published_precision: str | None = None
    updated: str | None = None
    fetched: str | None = None
    dropped: str = ""
    removed: list[Removed] = field(default_factory=list)
    repeated: list[Span] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    complete: bool = True
    story: str | None = None
    copy_family: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a story's history: `kind` is join or split, `others` the ids that took part."""

    kind: str
    time: str
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one happening, in every language.

    `reports` are report ids in (published, id) order; `independent` counts copy families, so a wire text that
    ten outlets print counts once; `titles` gives for each language the title of its earliest report.
    """

    id: str
    title: str
    titles: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    independent: int = 0
    first_published: str | None = None
    last_published: str | None = None
    place: dict[str, Any] | None = None
    events: list[str] = field(default_factory=list)
    thread: str | None = None
    history: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that a search found; `snippet` marks the found words with ⟦ and ⟧."""

    report: str
    story: str | None
    title: str
    language: str | None
    published: str | None
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that did not become a report: which one, why, and how to try again."""

    source: str
    reason: str
    retry: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one `add` did: reports added, new versions of known reports, reports already known, stories
    touched, and every input that was set aside."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    stories: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
