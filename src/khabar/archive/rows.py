"""What a back end gives the tables: to read rows, to change rows, and one transaction round it all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

Row = tuple[Any, ...]
Select = Callable[[str, Sequence[Any]], Iterable[Row]]

# A list of any length as one value of a query; `listed` makes the value.
AMONG = "IN (SELECT value FROM json_each(?))"


class Rows(ABC):
    """The few methods in which back ends differ; SQL is written for SQLite, and others translate it."""

    # The archive's file; what else lies on the disk for it is named after it.
    path: Path

    # Called once for each wait of more than two seconds for another writer, with a message for people.
    waiting: Callable[[str], None]

    @abstractmethod
    def select(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of a query, with what the transaction under way has changed."""

    @abstractmethod
    def change(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a changing statement once for each row of values; only inside `write()`."""

    @abstractmethod
    def write(self) -> AbstractContextManager[None]:
        """A transaction: all of it is stored at its end, or nothing. Waits while another process writes."""

    @abstractmethod
    def written_by_others(self) -> bool:
        """Whether another process or store has written since this was last asked, or since the opening."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Select]:
        """A snapshot to read from while others write; its rows stream."""

    @abstractmethod
    def close(self) -> None:
        """Give up the connections."""


def listed(values: Iterable[Any]) -> str:
    """The value for AMONG."""
    return msgspec.json.encode(list(values)).decode()


def listed_or_one(values: Any) -> str:
    """The value for AMONG of one text or of several."""
    return listed([values] if isinstance(values, str) else values)


def chunks(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The values in lists of at most `size`."""
    remaining = iter(values)
    while chunk := list(islice(remaining, size)):
        yield chunk
