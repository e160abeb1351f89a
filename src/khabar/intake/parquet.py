"""Parquet: records in small batches."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from khabar.intake.fetch import Fetcher
from khabar.intake.follow import row_items
from khabar.intake.items import Item, Opening, Unreadable, set_aside
from khabar.intake.shapes import ADDRESS_FIELDS, TEXT_FIELDS, plain
from khabar.intake.streams import RETRY_FILE, whole

# Rows unpacked at a time: enough to spread the cost of a call, few enough that 10 MB rows fit the memory.
BATCH = 64


def parquet_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The records of a Parquet file, named by their row number from 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = opening.stream
    if not stream.seekable():
        stream = io.BytesIO(whole(stream, fetcher.limits.most_bytes_whole, RETRY_FILE))
    try:
        file = pq.ParquetFile(stream, pre_buffer=False)
        names = file.schema_arrow.names
        if not any(plain(name) in TEXT_FIELDS | ADDRESS_FIELDS for name in names):
            raise Unreadable(
                f"no column holds titles or texts; columns: {', '.join(names)[:200]}",
                "call the columns title and text",
            )
        number = 0
        for batch in file.iter_batches(batch_size=BATCH, use_threads=False):
            for fields in _rows(batch):
                number += 1
                yield from row_or_reason(fields, f"{opening.name}:{number}", opening, fetcher)
    except (pa.ArrowException, OSError) as error:
        raise Unreadable(
            f"the Parquet file is damaged: {str(error)[:200]}", "get the whole file again"
        ) from error
    if not number:
        raise Unreadable("empty: the table has no rows", "get the file again, or leave it out")


def row_or_reason(fields: dict[str, Any], source: str, opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The row's items, or the entry that says why there are none."""
    try:
        yield from row_items(fields, source, opening.known, opening.level, fetcher)
    except (Unreadable, RecursionError) as error:
        yield set_aside(source, error)


def _rows(batch: Any) -> Iterator[dict[str, Any]]:
    """The batch's rows; one that Python cannot hold (a time beyond year 9999) comes without that cell."""
    for place in range(batch.num_rows):
        row: dict[str, Any] = {}
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            try:
                row[name] = column[place].as_py()
            except (ValueError, OverflowError, UnicodeDecodeError) as error:
                row[name] = f"unreadable: {error}"[:100]
        yield row
