"""Reports and stories as Arrow tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..records import Report, Story
from .record_json import encode
from .rows import chunks

if TYPE_CHECKING:
    import pyarrow

_AT_ONCE = 1_000  # rows turned into Arrow together


def _columns(name: str) -> pyarrow.Schema:
    """The columns of a table; what has no fixed shape (`extra`, `place`, `titles`) is JSON text."""
    import pyarrow as pa

    text, texts, number, flag = pa.string(), pa.list_(pa.string()), pa.int64(), pa.bool_()
    span = {"start": number, "end": number}
    shapes: dict[str, dict[str, Any]] = {
        "reports": {
            "id": text, "version": text, "url": text, "outlet": text, "agency": text, "language": text,
            "title": text, "text": text, "body_start": number, "authors": texts, "tags": texts,
            "published": text, "published_precision": text, "updated": text, "fetched": text, "dropped": text,
            "removed": pa.list_(pa.struct({"text": text, "reason": text})),
            "repeated": pa.list_(pa.struct(span)),
            "passages": pa.list_(pa.struct(span | {"language": text})),
            "complete": flag, "story": text, "copy_family": text, "extra": text,
        },
        "stories": {
            "id": text, "title": text, "titles": text, "languages": texts, "outlets": texts, "reports": texts,
            "independent": number, "first_published": text, "last_published": text, "place": text,
            "events": texts, "thread": text,
            "history": pa.list_(pa.struct({"kind": text, "time": text, "others": texts})),
        },
    }  # fmt: skip
    return pa.schema(list(shapes[name].items()))


_AS_JSON = ("extra", "titles", "place")


def _row(record: Report | Story) -> dict[str, Any]:
    row = asdict(record)
    for name in _AS_JSON:
        if row.get(name) is not None:
            row[name] = encode(row[name])
    return row


def table(name: str, records: Iterable[Report] | Iterable[Story]) -> pyarrow.Table:
    """The records as one Arrow table; raises KeyError for a name that is no table."""
    import pyarrow as pa

    schema = _columns(name)
    batches = [
        pa.RecordBatch.from_pylist([_row(record) for record in chunk], schema=schema)
        for chunk in chunks(records, _AT_ONCE)
    ]
    return pa.Table.from_batches(batches, schema=schema)
