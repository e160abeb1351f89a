"""What kind of source a stream is, by its first bytes and its name, and the reader of that kind."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from khabar.clean.decode import binary_kind, text_of
from khabar.intake.items import Item, Opening, Unreadable, set_aside
from khabar.intake.streams import head_of

if TYPE_CHECKING:
    from khabar.intake.fetch import Fetcher

    Reader = Callable[[Opening, Fetcher], Iterator[Item]]

# kind → module:function, imported when the first source of the kind comes
READERS: dict[str, str] = {
    "html": "documents:html_pages",
    "text": "documents:text_pages",
    "markdown": "markdown:markdown_pages",
    "json": "json_records:json_items",
    "jsonl": "json_records:json_line_items",
    "csv": "tables:csv_items",
    "parquet": "parquet:parquet_items",
    "feed": "feeds:feed_items",
    "sitemap": "sitemaps:sitemap_items",
    "opml": "sitemaps:opml_items",
    "warc": "warc:warc_items",
    "gzip": "archives:gzip_items",
    "zip": "archives:zip_items",
}

SUFFIXES: dict[str, str] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".parquet": "parquet", ".pq": "parquet",
    ".xml": "xml", ".rss": "xml", ".atom": "xml", ".rdf": "xml", ".opml": "opml",
    ".warc": "warc", ".wet": "warc", ".gz": "gzip", ".zip": "zip",
}  # fmt: skip

MEDIA_TYPES: dict[str, str] = {
    "text/html": "html", "application/xhtml+xml": "html",
    "text/plain": "text", "text/markdown": "markdown",
    "application/json": "json", "application/feed+json": "json", "application/ld+json": "json",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "application/x-jsonlines": "jsonl",
    "application/ndjson": "jsonl",
    "text/csv": "csv", "text/tab-separated-values": "csv", "application/csv": "csv",
    "application/xml": "xml", "text/xml": "xml", "application/rss+xml": "xml", "application/atom+xml": "xml",
    "application/rdf+xml": "xml", "text/x-opml": "opml", "application/x-opml+xml": "opml",
    "application/gzip": "gzip", "application/x-gzip": "gzip", "application/zip": "zip",
    "application/warc": "warc", "application/vnd.apache.parquet": "parquet",
    "application/octet-stream": "", "binary/octet-stream": "", "": "",
}  # fmt: skip

ROOTS: dict[str, str] = {
    "rss": "feed", "rdf": "feed", "feed": "feed", "html": "html",
    "urlset": "sitemap", "sitemapindex": "sitemap", "opml": "opml",
}  # fmt: skip

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"PAR1", "parquet"),
    (b"WARC/", "warc"),
)  # fmt: skip

_PROLOGUE = re.compile(
    r"\s+|<\?[^>]{0,2000}\?>|<!--(?:(?!-->)[\s\S]){0,4000}-->|<!doctype[^>\[]{0,1000}(?:\[[^\]]{0,4000}\]\s*)?>",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})[\s/>]")
_OFFICE = re.compile(r"\.(docx|xlsx|pptx|odt|ods|odp|epub|jar|apk|docm)$", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\})|\[\s*(?:\{|\[|\]|\"))")
_DELIMITED = re.compile(r"[^\n,;\t|]{1,60}(?:[,;\t|][^\n,;\t|]{0,60}){1,80}")


def items_of(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """Everything in an opened source. Whatever goes wrong becomes an entry that names the source."""
    try:
        if opening.level > fetcher.limits.most_containers:
            raise Unreadable(
                "lies too deep within archives or lists", "unpack it yourself and add the result"
            )
        head, stream = head_of(opening.stream)
        opening = replace(opening, stream=stream)
        yield from reader(kind_of(opening, head))(opening, fetcher)
    except Exception as error:  # any: no input may stop a run, and an entry with the reason is never lost
        yield set_aside(opening.name, error)
    finally:
        opening.stream.close()


def reader(kind: str) -> Reader:
    """The function that reads sources of a kind."""
    module, _, name = READERS[kind].partition(":")
    function: Reader = getattr(importlib.import_module(f"khabar.intake.{module}"), name)
    return function


def suffix_kind(name: str) -> str | None:
    """The kind that a file's name promises; None for a name that promises nothing."""
    match = re.search(r"\.[A-Za-z0-9]{1,10}$", name)
    return SUFFIXES.get(match.group().lower()) if match else None


def kind_of(opening: Opening, head: bytes) -> str:
    """The kind of source; the content goes before the server's word, and that before the name.

    Raises `Unreadable` for what no reader takes: binary files, other XML.
    """
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return _packed_kind(kind, opening)
    if not head.strip():
        raise Unreadable("empty", "get the file again, or leave it out")
    if (binary := binary_kind(head)) is not None:
        raise Unreadable(f"{binary}, not a text", "add HTML, text, JSON, CSV, Parquet, feeds or WARC files")
    promised = _promised(opening)
    start = text_of(head)[:20_000]
    if (root := _root(start)) is not None:
        return _markup_kind(root, start, promised)
    if promised in ("csv", "jsonl", "html", "text", "markdown"):
        return promised
    if promised == "json" or _JSON.match(start):
        return "jsonl" if _several_objects(start) else "json"
    if promised in ("xml", "opml", "warc", "parquet", "gzip", "zip"):
        raise Unreadable(f"is no {promised}, whatever its name says", "get the file again, or rename it")
    if _is_table(start):
        return "csv"
    if opening.found and promised is None and "." in opening.name.rsplit("/", 1)[-1]:
        raise Unreadable(
            "a text of unknown kind in a folder", "if it is a report, add the file by its own name"
        )
    return "text"


def _promised(opening: Opening) -> str | None:
    media_type = (opening.media_type or "").partition(";")[0].strip().lower()
    return MEDIA_TYPES.get(media_type) or suffix_kind(opening.name)


def _packed_kind(kind: str, opening: Opening) -> str:
    if kind == "zip" and _OFFICE.search(opening.name):
        raise Unreadable("an office document or program, not a page", "save it as text or HTML and add that")
    if kind == "zip" and _promised(opening) not in (None, "zip"):
        raise Unreadable(
            "a ZIP archive under another name: binary, not a text", "rename it to .zip and add it"
        )
    return kind


def _root(start: str) -> str | None:
    """The local name of the root element, lower case; None where the text does not begin with markup."""
    place = 0
    while match := _PROLOGUE.match(start, place):
        if match.end() == place:
            break
        place = match.end()
    element = _ELEMENT.match(start, place)
    if element:
        return element.group(1).lower()
    return "html" if _DOCTYPE.search(start[:2000]) else None


def _markup_kind(root: str, start: str, promised: str | None) -> str:
    if root in ROOTS:
        return ROOTS[root]
    if promised in ("xml", "opml"):
        raise Unreadable(
            f"XML with the root <{root}>: not RSS, Atom, a sitemap or OPML",
            "turn it into one of these, or into records (JSON, CSV)",
        )
    if promised in ("csv", "jsonl", "json"):
        return promised
    if promised in ("text", "markdown") and not _DOCTYPE.match(start.lstrip()):
        return promised  # a text that happens to begin with a tag
    return "html"


def _several_objects(start: str) -> bool:
    first, _, rest = start.lstrip().partition("\n")
    return first.rstrip().endswith("}") and rest.lstrip().startswith("{") and first.startswith("{")


def _is_table(start: str) -> bool:
    """Whether the first line is a header with a column for titles or texts; needs two columns at least."""
    from khabar.intake.shapes import KNOWN_FIELDS, plain

    header = start.lstrip().partition("\n")[0].strip()
    if not _DELIMITED.fullmatch(header):
        return False
    names = [plain(name) for name in re.split(r"[,;\t|]", header)]
    return sum(name in KNOWN_FIELDS for name in names) >= 2
