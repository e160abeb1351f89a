"""Whatever a user names as a source, told apart: a path, an address, a text, a record, a list of these."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from khabar.clean.decode import text_of
from khabar.intake.fetch import WEB, Fetcher
from khabar.intake.files import path_items, readable
from khabar.intake.follow import address_items, row_items
from khabar.intake.given import given_items
from khabar.intake.items import Item, Opening, Record, Unreadable, set_aside
from khabar.intake.kinds import items_of
from khabar.intake.streams import RETRY_LARGER
from khabar.intake.values import sound_text
from khabar.records import Page, Report, SetAside

Source: TypeAlias = str | os.PathLike[str] | bytes | Page | Report | Record | SetAside | Mapping[str, Any]

_READY = (Page, Report, Record, SetAside)


def source_items(source: object, fetcher: Fetcher, name: str) -> Iterator[Item]:
    """Everything in one source; `name` is what it is called where it has no name of its own."""
    if isinstance(source, _READY):
        yield from given_items(source, name, fetcher.limits)
    elif isinstance(source, str):
        yield from _named_items(source, fetcher, name)
    elif isinstance(source, os.PathLike):
        yield from path_items(os.fsdecode(source), fetcher)
    elif isinstance(source, bytes | bytearray):
        yield from _content_items(text_of(bytes(source)), fetcher, name)
    elif isinstance(source, Mapping):
        yield from _record_items(source, fetcher, name)
    elif hasattr(source, "read"):
        stream_name = getattr(source, "name", name)
        stream: Any = getattr(source, "buffer", source)  # a text stream's bytes
        yield from items_of(Opening(str(stream_name), stream), fetcher)
    elif hasattr(source, "to_pylist"):  # an Arrow table, whose rows are records
        for place, row in enumerate(source.to_pylist(), 1):
            yield from _record_items(row, fetcher, f"{name}:{place}")
    elif isinstance(source, Iterable):
        for place, inner in enumerate(source, 1):
            yield from source_items(inner, fetcher, f"item {place}" if name == WHOLE else f"{name}/{place}")
    else:
        reason = f"a {type(source).__name__} is no source"
        yield set_aside(name, Unreadable(reason, "give paths, addresses, pages, reports or record dicts"))


WHOLE = "sources"


def _named_items(source: str, fetcher: Fetcher, name: str) -> Iterator[Item]:
    """A string is an address, a page's content (it holds a line break or begins with a tag), or a path."""
    if WEB.match(source.strip()) and not any(sign.isspace() for sign in source.strip()):
        yield from address_items(source.strip(), fetcher)
    elif "\n" in source or source.lstrip().startswith("<"):
        yield from _content_items(source, fetcher, name)
    elif not source.strip():
        yield set_aside(name, Unreadable("empty", "give paths, addresses, pages, reports or record dicts"))
    elif "://" in source and not os.path.lexists(source):
        yield set_aside(
            readable(source), Unreadable("is no http or https address", "download it and add the file")
        )
    else:
        yield from path_items(source, fetcher)


def _content_items(content: str, fetcher: Fetcher, name: str) -> Iterator[Item]:
    if not content.strip():
        yield set_aside(name, Unreadable("empty", "give a page with a text"))
    elif len(content) > fetcher.limits.most_bytes:
        yield set_aside(
            name, Unreadable("larger than a page may be", RETRY_LARGER)
        )
    else:
        yield Page(sound_text(content), name)


def _record_items(fields: Mapping[str, Any], fetcher: Fetcher, name: str) -> Iterator[Item]:
    try:
        yield from row_items(fields, name, {}, 0, fetcher)
    except Exception as error:  # any: objects of the user's own may fail in ways of their own
        yield set_aside(name, error)
