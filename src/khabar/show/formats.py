"""Records for programs: JSON Lines, CSV and Parquet, to a stream or a file."""

from __future__ import annotations

import csv
import io
import json
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import chain, islice
from typing import IO, Any

FORMATS = ("table", "jsonl", "csv", "parquet")

# JSON may hold these as they are, but programs that read line by line stop at some of them, and a terminal
# obeys others. Escaped they are the same JSON.
_TO_ESCAPE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_BATCH = 5_000  # rows of one Parquet row group; bounds the memory


def write_jsonl(records: Iterable[Any], stream: IO[bytes], kind: type | None = None) -> None:
    """One JSON object a line, UTF-8."""
    for record in records:
        stream.write(json_line(record).encode("utf-8"))
        stream.flush()


def json_line(record: Any) -> str:
    """The record exactly, as one line of JSON with its line break."""
    import msgspec

    try:
        text = msgspec.json.encode(record).decode("utf-8")
    except UnicodeEncodeError:  # half a character (a lone surrogate), which JSON can escape
        return json.dumps(msgspec.to_builtins(record), separators=(",", ":")) + "\n"
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def write_csv(records: Iterable[Any], stream: IO[bytes], kind: type | None = None) -> None:
    """A head and one row a record, UTF-8; lists and objects stand as JSON in their cell.

    `kind` is the type of the records, so that there is a head even where there are none; without it the first
    record, a mapping, gives the head.
    """
    import msgspec

    rows = (msgspec.to_builtins(record) for record in records)
    first = next(rows, None) if kind is None else None
    names = [item.name for item in fields(kind)] if kind else list(first or {})
    text = io.TextIOWrapper(stream, "utf-8", "backslashreplace", newline="", write_through=True)
    try:
        writer = csv.DictWriter(text, names, lineterminator="\n")
        if names:
            writer.writeheader()
        for row in rows if first is None else chain([first], rows):
            writer.writerow({name: _csv_cell(value) for name, value in row.items()})
    finally:
        text.detach()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json_line(value).rstrip("\n")
    return value


def write_parquet(records: Iterable[Any], stream: IO[bytes], kind: type | None = None) -> None:
    """One Parquet file. Lists of records are lists of structs; objects with free keys are JSON strings.

    `kind` is the type of the records, which gives the columns; without it the first mappings do.
    """
    import pyarrow
    import pyarrow.parquet

    batches = _batches(records)
    table = _arrow_table(next(batches, []), arrow_schema(kind) if kind else None)
    sink = pyarrow.PythonFile(stream, mode="w")
    with pyarrow.parquet.ParquetWriter(sink, table.schema) as writer:
        writer.write_table(table)
        for batch in batches:
            writer.write_table(_arrow_table(batch, table.schema))


def _arrow_table(batch: list[Any], schema: Any) -> Any:
    import msgspec
    import pyarrow

    rows = [_arrow_row(msgspec.to_builtins(record)) for record in batch]
    return pyarrow.Table.from_pylist(rows, schema=schema)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _arrow_row(row: dict[str, Any]) -> dict[str, Any]:
    """The row with objects as JSON strings."""
    return {
        name: json_line(value).rstrip("\n") if isinstance(value, dict) else value
        for name, value in row.items()
    }


def arrow_schema(record: type) -> Any:
    """The Arrow schema of a record type, read from its annotations, so that an empty list keeps its type."""
    import pyarrow

    hints = typing.get_type_hints(record)
    return pyarrow.schema([(item.name, _arrow_type(hints[item.name])) for item in fields(record)])


def _arrow_type(hint: Any) -> Any:
    import pyarrow

    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    if typing.get_origin(hint) is list:
        return pyarrow.list_(_arrow_type(typing.get_args(hint)[0]))
    if is_dataclass(hint):
        return pyarrow.struct(list(arrow_schema(typing.cast(type, hint))))
    simple = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    return simple.get(hint, pyarrow.string())


WRITERS: dict[str, Callable[[Iterable[Any], IO[bytes], type | None], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
}
