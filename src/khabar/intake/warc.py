"""WARC files (ISO 28500): the pages that a crawl brought home, one record at a time.

The framing is read here and not by a library: fastwarc 2.0 gives a record that is cut in the middle as if
it were whole and panics (a BaseException, with a trace on stderr) on streams that cannot seek.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from khabar.clean.decode import binary_kind, text_of
from khabar.intake.fetch import Fetcher
from khabar.intake.items import Item, Opening, Unreadable, set_aside
from khabar.intake.limits import Limits
from khabar.intake.streams import CHUNK, RETRY_LARGER, Unpacked, read_up_to, size_text
from khabar.records import Page, SetAside

MOST_HEADER = 65_536
_PAGE_TYPES = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record: where it begins in the unpacked file, its headers (names in lower case) and its block."""

    offset: int
    headers: dict[str, str]
    block: bytes | None
    """None where it is larger than a page may be."""


class _NoPage(Exception):
    """A record that is rightly no page; the message is its kind, for the count."""


def warc_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The pages in a WARC's responses, resources and conversions, named `file#offset`, with their WARC-Date.

    Records that are no page (images, errors, redirects) come as one entry with their counts. A file cut in
    the middle gives what it has, then an entry with the offset in the unpacked file from which on nothing
    was read.
    """
    left_out: Counter[str] = Counter()
    pages, cut = 0, None
    try:
        for record in warc_records(opening.stream, fetcher.limits):
            source = f"{opening.name}#{record.offset}"
            try:
                if page := _page(record, source, fetcher.limits):
                    pages += 1
                    yield page
            except _NoPage as kind:
                left_out[str(kind)] += 1
            except Unreadable as error:
                yield set_aside(source, error)
    except Unreadable as error:
        cut = error
    if left_out:
        counts = ", ".join(f"{count} × {kind}" for kind, count in left_out.most_common(12))
        reason = f"{left_out.total()} records are no pages: {counts}"
        yield SetAside(opening.name, reason, "nothing, if you expected them")
    if cut:
        raise cut
    if not pages and not left_out:
        raise Unreadable("a WARC without responses", "get the whole file again, or leave it out")


def warc_records(stream: IO[bytes], limits: Limits) -> Iterator[WarcRecord]:
    """The records of an unpacked WARC stream. Raises `Unreadable` with the offset where it is cut or
    damaged."""
    offset = 0
    while True:
        line, size = _first_line(stream)
        offset += size - len(line)  # empty lines between records
        if not line:
            return
        try:
            if not line.startswith(b"WARC/"):
                raise Unreadable("no record begins there")
            headers, header_size = _headers(stream)
            length = int(headers.get("content-length", ""))
            if length < 0:
                raise ValueError
            block = read_up_to(stream, min(length, limits.most_bytes + MOST_HEADER))
            passed = len(block)
            while passed < length and (part := stream.read(min(CHUNK, length - passed))):
                passed += len(part)
            if passed < length:
                raise Unreadable(f"it is cut after {passed} of {length} bytes")
        except ValueError:
            raise _stopped(offset, "its Content-Length is no number") from None
        except Unreadable as error:
            raise _stopped(offset, str(error)) from error
        yield WarcRecord(offset, headers, block if length == len(block) else None)
        offset += len(line) + header_size + length


def _stopped(offset: int, reason: str) -> Unreadable:
    return Unreadable(
        f"the record at byte {offset} (unpacked) cannot be read: {reason}; nothing after it was read",
        "get the whole file again and add it; what was read before is kept",
    )


def _first_line(stream: IO[bytes]) -> tuple[bytes, int]:
    """The next line that is not empty, and how many bytes were taken to get it."""
    size = 0
    while line := stream.readline(MOST_HEADER):
        size += len(line)
        if line.strip():
            return line, size
    return b"", size


def _headers(stream: IO[bytes]) -> tuple[dict[str, str], int]:
    """Header lines up to the empty one: names in lower case, and the bytes taken."""
    headers: dict[str, str] = {}
    size, name = 0, ""
    while line := stream.readline(MOST_HEADER):
        size += len(line)
        if size > MOST_HEADER:
            raise Unreadable("its header does not end")
        if not line.strip():
            return headers, size
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t" and name:  # a folded line
            headers[name] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        headers.setdefault(name, value.strip())
    raise Unreadable("it is cut within its header")


def _page(record: WarcRecord, source: str, limits: Limits) -> Page | None:
    """The page in a record; None for records about the crawl itself (requests, metadata, revisits)."""
    headers = record.headers
    kind = headers.get("warc-type", "").lower()
    if kind not in ("response", "resource", "conversion"):
        return None
    media_type, charset = _media_type(headers.get("content-type", ""))
    content = record.block
    if content is None and (media_type in _PAGE_TYPES or media_type == "application/http"):
        raise Unreadable(f"larger than {size_text(limits.most_bytes)}", RETRY_LARGER)
    if content is not None and (media_type == "application/http" or content.startswith(b"HTTP/")):
        stream = io.BytesIO(content)
        status = stream.readline(MOST_HEADER).split()
        http, _ = _headers(stream)
        if len(status) < 2 or status[1] != b"200":
            raise _NoPage(
                f"status {status[1].decode('ascii', 'replace')[:3] if len(status) > 1 else 'missing'}"
            )
        media_type, charset = _media_type(http.get("content-type", "text/html"))
        content = _payload(stream.read(), http, limits) if media_type in _PAGE_TYPES else content
    if media_type not in _PAGE_TYPES:
        raise _NoPage(media_type[:60] or "no media type")
    if content is None or len(content) > limits.most_bytes:
        raise Unreadable(f"larger than {size_text(limits.most_bytes)}", RETRY_LARGER)
    if (binary := binary_kind(content)) is not None:
        raise _NoPage(f"{binary} sent as {media_type}")
    if not content.strip():
        raise _NoPage("empty")
    url = headers.get("warc-target-uri", "").strip("<>") or None
    return Page(
        text_of(content, charset), source, url, _PAGE_TYPES[media_type], headers.get("warc-date") or None
    )


def _media_type(value: str) -> tuple[str, str | None]:
    media_type, _, parameters = value.partition(";")
    charset = re.search(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", parameters, re.IGNORECASE)
    return media_type.strip().lower(), charset.group(1) if charset else None


def _payload(body: bytes, http: dict[str, str], limits: Limits) -> bytes:
    """The body as the page's author wrote it. Crawlers often unpack it and keep the old headers: what does
    not look packed is taken as it is."""
    if "chunked" in http.get("transfer-encoding", "").lower() and _CHUNK_SIZE.match(body):
        body = _unchunked(body)
    encoding = http.get("content-encoding", "").strip().lower()
    if encoding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
        return _unpacked(body, limits, 31)
    if encoding == "deflate" and body[:1] == b"\x78":
        return _unpacked(body, limits, 15)
    if encoding in ("br", "zstd") and binary_kind(body[:CHUNK]) is not None:
        raise Unreadable(
            f"packed as {encoding}, which is not read", "let the crawler store pages as gzip or plain"
        )
    return body


def _unpacked(body: bytes, limits: Limits, wbits: int) -> bytes:
    stream: IO[bytes] = Unpacked(io.BytesIO(body), limits, wbits)  # type: ignore[assignment]
    return read_up_to(stream, limits.most_bytes + 1)


def _unchunked(body: bytes) -> bytes:
    """The content of chunks (RFC 9112, 7.1)."""
    parts: list[bytes] = []
    place = 0
    while match := _CHUNK_SIZE.match(body, place):
        size = int(match.group(1), 16)
        if size == 0:
            break
        parts.append(body[match.end() : match.end() + size])
        place = match.end() + size
        place += 2 if body[place : place + 2] == b"\r\n" else 1
    return b"".join(parts)
