"""A feed in small parts: feedparser needs 200 bytes of memory and 4 µs for each byte of a hostile feed, so it
gets a few entries at a time, under the feed's own head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING

from khabar.clean.decode import text_of
from khabar.intake.items import Unreadable
from khabar.intake.markup import local_name, xml_root
from khabar.intake.streams import size_text

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ENTRY = 1_000_000
MOST_HEAD = 50_000
MOST_ENTRIES = 20_000
PART = 200_000

_ENTRIES = frozenset(("item", "entry"))
_ABOUT = frozenset(("title", "link", "language", "channel", "id", "author"))
_PROLOGUE = re.compile(r"\s{0,999}<\?xml[^>]{0,500}\?>")
_NAMED_SIGN = re.compile(r"&([A-Za-z]{2,20});")
_OWN_SIGNS = frozenset(("amp", "lt", "gt", "quot", "apos"))
_END = re.compile(
    r"</(?:[\w.-]{1,30}:)?(?:rss|feed|rdf)\s{0,99}>\s{0,999}(?:<!--[^>]{0,999}-->\s{0,99})?$", re.IGNORECASE
)


def feed_parts(content: bytes, charset: str | None) -> Iterator[bytes | Unreadable]:
    """Documents of a few entries each, in the feed's order; an `Unreadable` stands for an entry that is too
    large, for those beyond the most, and at the end for the one in which a cut feed ends."""
    text = _PROLOGUE.sub("", text_of(content, charset), count=1)
    root = xml_root(_NAMED_SIGN.sub(_sign, text).encode())
    entries = [element for element in root.iter() if local_name(element) in _ENTRIES]
    parents = {id(parent): parent for entry in entries if (parent := entry.getparent()) is not None}
    beyond, entries = entries[MOST_ENTRIES:], entries[:MOST_ENTRIES]
    cut = not _END.search(text[-3000:])
    for entry in [*entries, *beyond]:
        _detach(entry)
    _keep_head(root)
    for parent in parents.values():
        _keep_head(parent)
    yield from _batches(
        root, entries[:-1] if cut and not beyond else entries, next(iter(parents.values()), root)
    )
    if beyond:
        reason = f"{len(beyond)} entries beyond the first {MOST_ENTRIES} were not read"
        yield Unreadable(reason, "add the addresses of their pages")
    elif cut:
        yield Unreadable(
            "the feed is cut: its end is missing, and with it the last entry", "get the feed again"
        )


def _batches(root: _Element, entries: list[_Element], parent: _Element) -> Iterator[bytes | Unreadable]:
    from lxml import etree

    if len(etree.tostring(root)) > MOST_HEAD:
        raise Unreadable(
            f"a feed whose head is larger than {size_text(MOST_HEAD)}", "look at it in a browser"
        )
    batch: list[_Element] = []
    size = 0
    for entry in [*entries, None]:
        length = len(etree.tostring(entry)) if entry is not None else PART
        if batch and size + length > PART:
            parent.extend(batch)
            yield etree.tostring(root, encoding="utf-8", xml_declaration=True)
            for done in batch:
                parent.remove(done)
            batch, size = [], 0
        if entry is not None and length > MOST_ENTRY:
            yield Unreadable(f"an entry larger than {size_text(MOST_ENTRY)}", "add the address of its page")
        elif entry is not None:
            batch.append(entry)
            size += length


def _detach(entry: _Element) -> None:
    parent = entry.getparent()
    if parent is not None:
        entry.tail = None
        parent.remove(entry)


def _keep_head(element: _Element) -> None:
    """What the head says of the feed stays; images, clouds and whatever else is large goes."""
    element.text = None
    for child in list(element):
        if local_name(child) not in _ABOUT:
            element.remove(child)


def _sign(match: re.Match[str]) -> str:
    """HTML's named signs, which XML does not know and feeds use."""
    name = match.group(1)
    return match.group() if name in _OWN_SIGNS else html5.get(name + ";", match.group())
