"""CSV and TSV: a header with names we know, or GDELT's own columns without a header."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from khabar.clean.decode import encoding_of, line_text
from khabar.intake.fetch import Fetcher
from khabar.intake.follow import row_items
from khabar.intake.items import Item, Opening, Unreadable, set_aside
from khabar.intake.shapes import ADDRESS_FIELDS, KNOWN_FIELDS, TEXT_FIELDS, plain
from khabar.intake.streams import RETRY_LARGER, head_of, lines, size_text

DELIMITERS = ",;\t|"

# GDELT's files have no header; the number of columns tells them (codebooks of Events 2.0 and 1.0, GKG 2.1).
# Place of the column → its name; the others say nothing that a report has.
HEADERLESS: dict[int, dict[int, str]] = {
    61: {0: "GLOBALEVENTID", 1: "SQLDATE", 60: "SOURCEURL"},
    58: {0: "GLOBALEVENTID", 1: "SQLDATE", 57: "SOURCEURL"},
    27: {1: "V2.1DATE", 3: "V2SOURCECOMMONNAME", 4: "V2DOCUMENTIDENTIFIER", 25: "TRANSLATION", 26: "EXTRAS"},
}
_PAGE_TITLE = re.compile(r"<PAGE_TITLE>(.{1,2000}?)</PAGE_TITLE>")
_PAGE_AUTHORS = re.compile(r"<PAGE_AUTHORS>(.{1,2000}?)</PAGE_AUTHORS>")
_TRANSLATED = re.compile(r"srclc:([a-z]{3})")

# After so many rows that cannot be parted the rest of the file goes with them, so that a file of nothing but
# opening quotation marks is not read again and again.
MOST_REPAIRS = 50


def csv_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The records of a table; a bad row is set aside under its line number and the others go on."""
    head, stream = head_of(opening.stream)
    fallback = None if wide(head) else encoding_of(head, opening.charset)
    rows = _Rows(lines(stream, fetcher.limits.most_bytes), fallback, fetcher.limits.most_bytes)
    header: list[str] | None = None
    read = 0
    for number, row in rows:
        source = f"{opening.name}:{number}"
        if isinstance(row, Unreadable):
            yield set_aside(source, row)
        elif header is None and not (len(row) in HEADERLESS and row[0][:8].isdigit()):
            header = _header(row)
            continue
        elif any(cell.strip() for cell in row):
            try:
                yield from row_items(_fields(row, header), source, opening.known, opening.level, fetcher)
            except (Unreadable, RecursionError) as error:
                yield set_aside(source, error)
        else:
            continue
        read += 1
    if not read:
        raise Unreadable("empty: the table has no rows", "get the file again, or leave it out")


def wide(head: bytes) -> bool:
    """Whether the stream will be turned into UTF-8 on the way."""
    from khabar.clean.decode import wide_encoding

    return wide_encoding(head) is not None


def _header(row: list[str]) -> list[str]:
    names = [name.strip().strip("\ufeff") for name in row]
    if not any(plain(name) in KNOWN_FIELDS for name in names):
        raise Unreadable(
            f"no column is called title, text or url; the first line is: {', '.join(names)[:200]}",
            "give the table a header with title or text (and url, outlet, published, language)",
        )
    if not any(plain(name) in TEXT_FIELDS | ADDRESS_FIELDS for name in names):
        raise Unreadable(
            f"no column holds titles or texts; columns: {', '.join(names)[:200]}",
            "call the columns title and text",
        )
    return names


def _fields(row: list[str], header: list[str] | None) -> Mapping[str, Any]:
    if header is None:
        return _gdelt_fields(row)
    if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        raise Unreadable(
            f"the row has {len(row)} cells, the header {len(header)}",
            "put cells that hold the delimiter into quotation marks",
        )
    fields: dict[str, Any] = {}
    for name, cell in zip(header, row, strict=False):
        if cell.strip() and name not in fields:
            fields[name] = cell
        elif cell.strip():
            fields.setdefault("repeated_names", {}).setdefault(name, []).append(cell)
    return fields


def _gdelt_fields(row: list[str]) -> Mapping[str, Any]:
    places = HEADERLESS.get(len(row))
    if places is None:
        raise Unreadable(f"the row has {len(row)} cells, not a GDELT file's number", "get the file again")
    fields = {name: row[place] for place, name in places.items() if row[place].strip()}
    extras, translation = fields.pop("EXTRAS", ""), fields.pop("TRANSLATION", "")
    if len(row) == 27:
        import html

        for name, pattern in (("PAGE_TITLE", _PAGE_TITLE), ("PAGE_AUTHORS", _PAGE_AUTHORS)):
            if match := pattern.search(extras):
                fields[name] = html.unescape(match[1])
        source_language = _TRANSLATED.search(translation)
        # an untranslated document of GKG is English (GKG 2.1 codebook, V2.1TRANSLATIONINFO)
        fields["LANGUAGE"] = source_language[1] if source_language else "eng"
    return fields


class _Rows:
    """Rows with the number of their first line. A row that cannot be parted comes as an `Unreadable`, and
    reading begins again at the line after its first, so that one open quotation mark costs one row."""

    def __init__(self, numbered: Iterator[tuple[int, bytes | None]], fallback: str | None, most: int) -> None:
        self._numbered, self._fallback, self._most = numbered, fallback, most
        self._again: deque[tuple[int, str]] = deque()
        self._used: list[tuple[int, str]] = []
        self._size = 0
        self._repairs = 0
        self._too_long: int | None = None

    def __iter__(self) -> Iterator[tuple[int, list[str] | Unreadable]]:
        csv.field_size_limit(max(csv.field_size_limit(), self._most))
        delimiter = self._delimiter()
        while True:
            reader = csv.reader(self._lines(), delimiter=delimiter, strict=True)
            try:
                for row in reader:
                    if self._used:
                        yield self._used[0][0], row
                    self._used, self._size = [], 0
                if self._too_long is None:
                    return
                number, self._too_long = self._too_long, None
                yield (
                    number,
                    Unreadable(f"the line is longer than {size_text(self._most)}", RETRY_LARGER),
                )
            except csv.Error as error:
                yield from self._repaired(error, delimiter)

    def _repaired(self, error: csv.Error, delimiter: str) -> Iterator[tuple[int, list[str] | Unreadable]]:
        """The row's first line alone, read leniently, if that gives cells; its other lines are read again."""
        if not self._used:
            return
        (number, line), *others = self._used
        self._repairs += 1
        self._used, self._size = [], 0
        if self._repairs > MOST_REPAIRS and others:
            last = others[-1][0]
            yield (
                number,
                Unreadable(f"{error}; lines {number} to {last} cannot be parted", "repair the quotation"),
            )
            return
        self._again.extendleft(reversed(others))
        cells = next(csv.reader([line], delimiter=delimiter), [])
        if len(cells) > 1 and not others:
            yield number, cells
        else:
            yield (
                number,
                Unreadable(f"the row cannot be parted: {error}", "close the quotation mark in this row"),
            )

    def _lines(self) -> Iterator[str]:
        while True:
            if self._again:
                number, line = self._again.popleft()
            else:
                numbered = next(self._numbered, None)
                if numbered is None:
                    return
                number, content = numbered
                if content is None:
                    self._too_long = number
                    return
                line = line_text(content, self._fallback).replace("\x00", "\ufffd")
            self._used.append((number, line))
            self._size += len(line)
            if self._size > self._most:
                raise csv.Error(f"it goes on for more than {size_text(self._most)}")
            yield line + "\n"

    def _delimiter(self) -> str:
        """The delimiter that gives the first line most names we know; Excel's own `sep=;` line is
        believed."""
        numbered = next(self._numbered, None)
        if numbered is None:
            return ","
        number, content = numbered
        line = line_text(content or b"", self._fallback)
        told = re.fullmatch(r"sep=(.)", line.strip())
        if told and told[1] in DELIMITERS:
            return told[1]
        self._again.append((number, line))
        if line.count("\t") + 1 in HEADERLESS:  # GDELT's cells are full of the other delimiters
            return "\t"
        return max(DELIMITERS, key=lambda delimiter: _known_names(line, delimiter))


def _known_names(line: str, delimiter: str) -> tuple[int, int]:
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return sum(plain(cell) in KNOWN_FIELDS for cell in cells), len(cells)
