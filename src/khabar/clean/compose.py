"""An article as a report: one text with offsets, a language, an id."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from ..records import Page, Report, Span
from .article import Article
from .dates import plausible
from .identity import report_id, report_version
from .instants import bounds
from .language import language_of, passages_of

# What a source may know of a report; everything else in a page's `extra` stays in the report's `extra`.
KNOWN = (
    "id",
    "outlet",
    "agency",
    "title",
    "published",
    "published_precision",
    "updated",
    "language",
    "authors",
    "tags",
)


NO_TEXT = "no text: neither a title nor a paragraph is left after cleaning"

PRECISION_OF_LENGTH = {4: None, 7: None, 10: "day", 16: "minute"}


def paragraph_spans(paragraphs: list[str], body_start: int) -> list[Span]:
    """Where each paragraph stands in the report's text."""
    spans, at = [], body_start
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    return spans


def _host(url: str | None) -> str | None:
    """The outlet of last resort: the host of the address."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _time(page: Page, article: Article) -> tuple[str | None, str | None]:
    """When it was published and how precisely: by the page itself, else by its source, else unknown."""
    if article.published and plausible(article.published, page.fetched):
        return article.published, article.published_precision
    given = page.extra.get("published")
    if not isinstance(given, str) or bounds(given) is None:
        return None, None
    return given, page.extra.get("published_precision") or PRECISION_OF_LENGTH.get(len(given), "second")


def _agency(name: str | None, outlet: str | None) -> str | None:
    """The agency, unless it is the outlet itself that the page gives as its source."""
    return None if name and outlet and name.casefold() == outlet.casefold() else name


def compose(page: Page, article: Article) -> Report:
    """The report; `dropped` when neither title nor text is left."""
    known: dict[str, Any] = {name: page.extra.get(name) for name in KNOWN}
    title = article.title or known["title"] or ""
    body = "\n\n".join(article.paragraphs)
    text = f"{title}\n\n{body}" if title and body else title or body
    body_start = len(text) - len(body)
    language, _ = language_of(text)
    language = language or known["language"] or article.language_hint
    url = page.url or article.url
    outlet = known["outlet"] or article.outlet or _host(url)
    dropped = "" if any(map(str.isalnum, text)) else article.refused or NO_TEXT
    published, precision = _time(page, article)
    updated = (
        article.updated if article.updated and plausible(article.updated, page.fetched) else known["updated"]
    )
    return Report(
        id=report_id(known["id"], url, outlet, title, body),
        version=report_version(title, body),
        url=url,
        outlet=outlet,
        agency=_agency(article.agency or known["agency"], outlet),
        language=language,
        title=title,
        text=text,
        body_start=body_start,
        authors=article.authors or list(known["authors"] or ()),
        tags=article.tags or list(known["tags"] or ()),
        published=published,
        published_precision=precision,
        updated=updated,
        fetched=page.fetched,
        dropped=dropped,
        removed=article.removed,
        passages=passages_of(text, paragraph_spans(article.paragraphs, body_start), language),
        complete=article.complete and bool(article.paragraphs) and not dropped,
        extra={name: value for name, value in page.extra.items() if name not in KNOWN},
    )
