"""JSON and JSON Lines: records one by one, never the whole file in memory where it is a list."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from khabar.clean.decode import encoding_of, line_text
from khabar.intake.fetch import Fetcher
from khabar.intake.follow import row_items
from khabar.intake.items import Item, Opening, Unreadable, set_aside
from khabar.intake.limits import Limits
from khabar.intake.shapes import KNOWN_FIELDS, TEXT_FIELDS, plain
from khabar.intake.streams import CHUNK, RETRY_LARGER, head_of, lines, size_text
from khabar.records import SetAside

_SPACE = re.compile(r"[\s,\x1e\ufeff]*")
# How many objects may lie around the list of records: {"data": {"response": {"articles": [...]}}}.
_MOST_WRAPPERS = 3


def json_line_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The records of a JSON Lines stream; a bad line is set aside under its number and the others go on."""
    read = 0
    for number, line in lines(opening.stream, fetcher.limits.most_bytes):
        source = f"{opening.name}:{number}"
        if line is None:
            size = size_text(fetcher.limits.most_bytes)
            yield SetAside(source, f"the line is longer than {size}", RETRY_LARGER)
        elif line.strip(b" \t\r\x1e"):
            try:
                value = parsed(line_text(line).strip(" \t\r\x1e"))
                yield from value_items(value, source, opening, fetcher)
            except (Unreadable, RecursionError) as error:
                yield set_aside(source, error)
        else:
            continue
        read += 1
    if not read:
        raise Unreadable("empty: no line holds a record", "get the file again, or leave it out")


def json_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The records of a JSON stream: a list, one object, objects one after another, or an object around a
    list."""
    number = 0
    for value in _values(opening, fetcher.limits):
        number += 1
        source = f"{opening.name}:{number}"
        try:
            yield from value_items(value, source, opening, fetcher)
        except (Unreadable, RecursionError) as error:
            yield set_aside(source, error)
    if not number:
        raise Unreadable("empty: the JSON holds no record", "get the file again, or leave it out")


def parsed(text: str) -> Any:
    """The value of a JSON text. A name given twice keeps its last value, the others under
    `repeated_names`."""
    try:
        return json.loads(text, object_pairs_hook=_object)
    except RecursionError:
        raise Unreadable("JSON nested too deep", "flatten the record") from None
    except ValueError as error:
        raise Unreadable(f"not JSON: {error}", "repair the line; one JSON object a line") from None


NAMES: dict[type, str] = {
    str: "a text", int: "a number", float: "a number", bool: "true or false", type(None): "null", list: "a list",
}  # fmt: skip


def named(value: Any) -> str:
    """What a JSON value is, for people."""
    return NAMES.get(type(value), "an object")


def value_items(value: Any, source: str, opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The records in one JSON value. Raises `Unreadable` for a value that holds none."""
    records = list(_records(value, opening.known, _MOST_WRAPPERS))
    if not records:
        kind = "an empty list or object" if value in ({}, []) else named(value)
        raise Unreadable(f"{kind}, not a record", "give objects with title or text")
    for place, (fields, known) in enumerate(records, 1):
        name = source if len(records) == 1 else f"{source}/{place}"
        if not isinstance(fields, Mapping):
            yield SetAside(name, f"{named(fields)}, not a record", "give objects with title or text")
            continue
        try:
            yield from row_items(fields, name, known, opening.level, fetcher)
        except (Unreadable, RecursionError) as error:
            yield set_aside(name, error)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        lost: dict[str, list[Any]] = {}
        earlier: dict[str, Any] = {}
        for name, given in pairs:
            if name in earlier and earlier[name] != value[name]:
                lost.setdefault(name, []).append(earlier[name])
            earlier[name] = given
        if lost:
            value["repeated_names"] = lost
    return value


def _records(value: Any, known: Mapping[str, Any], wrappers: int) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """Records with what is known of them: the value itself, a list's elements, those of a list it wraps."""
    if isinstance(value, list):
        for element in value:
            yield _source(element), known
    elif isinstance(value, Mapping):
        value = _source(value)
        wrapped = _wrapped(value) if wrappers else None
        if wrapped is None:
            yield value, known
        else:
            feed_title = value.get("title") if "jsonfeed.org" in str(value.get("version", ""))[:40] else None
            known = {**known, "outlet": feed_title} if isinstance(feed_title, str) else known
            yield from _records(wrapped, known, wrappers - 1)


def _source(value: Any) -> Any:
    """The record in a hit of Elasticsearch; anything else as it is."""
    inner = value.get("_source") if isinstance(value, Mapping) else None
    return inner if isinstance(inner, Mapping) else value


def _wrapped(value: Mapping[str, Any]) -> Any:
    """The list of records that an object without a text of its own holds, or the object around it; else
    None."""
    if any(
        plain(name) in TEXT_FIELDS - {"title"} and isinstance(inner, str) for name, inner in value.items()
    ):
        return None
    lists = [inner for inner in value.values() if _like_records(inner)]
    if lists:
        return max(lists, key=len)
    if any(plain(name) in KNOWN_FIELDS for name in value):
        return None
    objects = [inner for inner in value.values() if isinstance(inner, Mapping)]
    if objects and len(objects) == len(value) and _like_records(objects):
        return objects  # {"<id>": {record}, …}
    return next((inner for inner in objects if _wrapped(inner) is not None or "hits" in inner), None)


def _like_records(value: Any) -> bool:
    if not isinstance(value, list) or not value or not isinstance(value[0], Mapping):
        return False
    names = {plain(name) for name in _source(value[0])}
    return bool(names & TEXT_FIELDS) and ("name" not in names or "url" in names)


def _values(opening: Opening, limits: Limits) -> Iterator[Any]:
    """The elements of a top-level list, else the top-level values; reads no further than it must."""
    window = _Window(opening, limits)
    in_list = window.peek() == "["
    if in_list:
        window.skip(1)
    while (sign := window.peek()) and not (in_list and sign == "]"):
        yield window.value(limits.most_bytes if in_list else limits.most_bytes_whole)
    if in_list and not window.peek():
        raise Unreadable(
            "the list is cut: its end is missing", "get the whole file again; what was read is kept"
        )


class _Window:
    """The part of a JSON stream that is being read, as text."""

    def __init__(self, opening: Opening, limits: Limits) -> None:
        head, self._stream = head_of(opening.stream)
        encoding = encoding_of(head, opening.charset)
        self._decode = codecs.getincrementaldecoder(encoding)(errors="replace").decode
        self._text, self._place, self._passed, self._ended = "", 0, 0, False
        self._decoder = json.JSONDecoder(object_pairs_hook=_object)

    def _grow(self, size: int) -> None:
        chunk = self._stream.read(size) or b""
        self._ended = not chunk
        self._passed += self._place
        self._text = self._text[self._place :] + self._decode(chunk, final=self._ended)
        self._place = 0

    def skip(self, count: int) -> None:
        self._place += count

    def peek(self) -> str:
        """The next sign that is neither space nor comma; empty at the end."""
        while True:
            match = _SPACE.match(self._text, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._text) or self._ended:
                return self._text[self._place : self._place + 1]
            self._grow(CHUNK)

    def value(self, most: int) -> Any:
        """The next value. Raises `Unreadable` where there is none: nothing after it can be trusted."""
        size = CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._place)
            except RecursionError:
                raise self._lost("JSON nested too deep") from None
            except ValueError as error:
                if self._ended:
                    raise self._lost(f"not JSON: {getattr(error, 'msg', error)}") from None
            else:
                if end < len(self._text) or self._ended:
                    self._place = end
                    return value
            if len(self._text) - self._place > most:
                raise self._lost(f"no value ends within {size_text(most)}")
            self._grow(size)
            size = min(size * 2, most)

    def _lost(self, reason: str) -> Unreadable:
        place = self._passed + self._place
        return Unreadable(
            f"{reason} (at character {place}); what comes after it was not read",
            "repair the file, or make it JSON Lines, where one bad line costs one record",
        )
