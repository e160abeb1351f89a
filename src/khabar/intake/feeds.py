"""RSS and Atom: entries with their whole text are pages, the others headlines with a summary.

An entry's page is fetched only with `follow_links`: a feed on disk says nothing about wanting the network,
and a headline is a report too. Entries keep the feed's title as outlet and their own time with its own
offset.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from khabar.intake.feed_parts import feed_parts
from khabar.intake.fetch import Fetcher
from khabar.intake.follow import row_items
from khabar.intake.items import Item, Opening, Unreadable, set_aside
from khabar.intake.markup import plain_text
from khabar.intake.streams import whole

# A "content" no longer than this is a teaser that the feed's software put into the wrong element: shorter
# than the shortest news report, a flash of two sentences.
LEAST_CONTENT = 280


def feed_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The entries of a feed, named `feed#1`, `feed#2`, … in its order."""
    content = whole(opening.stream, fetcher.limits.most_bytes)
    number = 0
    for part in feed_parts(content, opening.charset):
        if isinstance(part, Unreadable):
            number += 1
            yield set_aside(f"{opening.name}#{number}", part)
            continue
        feed = parsed_feed(part, opening)
        about = feed.get("feed") or {}
        for entry in map(
            dict, feed.get("entries") or []
        ):  # feedparser's own objects answer for missing fields
            number += 1
            source = f"{opening.name}#{number}"
            try:
                yield from _entry_items(entry, source, _known(entry, about, opening), opening, fetcher)
            except (Unreadable, RecursionError) as error:
                yield set_aside(source, error)
    if not number:
        raise Unreadable("a feed without entries", "look at the feed in a browser; it may be empty or cut")


def _known(entry: Mapping[str, Any], about: Mapping[str, Any], opening: Opening) -> dict[str, Any]:
    """What the feed says of each of its entries."""
    return {
        "outlet": plain_text(str(about.get("title") or "")) or _host(entry, about),
        "language": about.get("language"),
        "fetched": opening.fetched,
        **opening.known,
    }


def parsed_feed(content: bytes, opening: Opening) -> Mapping[str, Any]:
    """The feed as feedparser gives it, with sanitised HTML. Raises `Unreadable` for what is beyond repair."""
    import feedparser

    headers = {"content-location": opening.url} if opening.url else {}
    try:
        feed: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(content), response_headers=headers, sanitize_html=True, resolve_relative_uris=True
        )
    except Exception as error:  # feedparser repairs by tries of its own, which fail in many ways
        raise Unreadable(f"the feed is damaged: {str(error)[:200]}", "get the feed again") from error
    return feed


def _entry_items(
    entry: Mapping[str, Any], source: str, known: Mapping[str, Any], opening: Opening, fetcher: Fetcher
) -> Iterator[Item]:
    title = plain_text(str(entry.get("title") or ""))
    content = _content(entry)
    fields: dict[str, Any] = {
        "url": _link(entry),
        "title": " ".join(title.split()),
        "published": entry.get("published") or entry.get("issued") or entry.get("created"),
        "updated": entry.get("updated"),
        "language": entry.get("language") or (entry.get("title_detail") or {}).get("language"),
        "authors": _authors(entry),
        "tags": [tag["term"] for tag in entry.get("tags") or [] if tag.get("term")],
        "outlet": (entry.get("source") or {}).get("title"),
        "feed": opening.name,
        "guid": entry.get("id"),
    }
    if not fields["published"]:
        fields["published"] = fields.pop("updated")
    summary = plain_text(str(entry.get("summary") or ""))
    if len(plain_text(content)) >= max(LEAST_CONTENT, len(summary)):
        fields["html"] = _document(fields["title"], content)
    elif len(summary) > LONG_SUMMARY:
        fields["html"] = _document(fields["title"], str(entry.get("summary")))
    else:
        fields["summary"] = summary or plain_text(content)
    yield from row_items(fields, source, known, opening.level, fetcher)


# A summary as long as this is the whole report: many feeds have no other element for it, and a teaser ends
# sooner.
LONG_SUMMARY = 1500


def _content(entry: Mapping[str, Any]) -> str:
    """The longest content element as HTML; one of plain text gets its paragraphs marked."""
    best = ""
    for content in entry.get("content") or []:
        value = str(content.get("value") or "")
        if content.get("type") == "text/plain":
            paragraphs = (html.escape(paragraph) for paragraph in value.split("\n") if paragraph.strip())
            value = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        best = max(best, value, key=len)
    return best


def _document(title: str, body: str) -> str:
    """A piece of HTML as a whole document, as `clean` expects one."""
    name = html.escape(title)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{name}</title></head>'
        f"<body><article><h1>{name}</h1>{body}</article></body></html>"
    )


def _link(entry: Mapping[str, Any]) -> str | None:
    link = str(entry.get("link") or "")
    if not link.startswith(("http://", "https://")):
        link = str(entry.get("id") or "")
    return link if link.startswith(("http://", "https://")) else None


def _authors(entry: Mapping[str, Any]) -> list[str]:
    names = [str(author.get("name") or "") for author in entry.get("authors") or []]
    return [name for name in names if name] or ([str(entry["author"])] if entry.get("author") else [])


def _host(entry: Mapping[str, Any], about: Mapping[str, Any]) -> str | None:
    return urlsplit(_link(entry) or str(about.get("link") or "")).hostname
