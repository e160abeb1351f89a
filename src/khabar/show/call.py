"""One call of a verb: the settings in force, the archive, and the way its results go out."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from ..errors import KhabarError
from ..settings import Settings
from .formats import WRITERS
from .messages import say

if TYPE_CHECKING:
    from rich.console import Console

    from ..archive.archive import Archive

Record = TypeVar("Record")
Draw = Callable[["Console", Sequence[Record]], None]

MOST_IN_TABLE = 500  # rows of a table on a terminal; more is for --format jsonl


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a verb: the settings in force, what the command line gave of them, how results go out."""

    settings: Settings
    given: dict[str, Any] = field(default_factory=dict)
    output_format: str | None = None
    output: Path | None = None

    @property
    def archive_option(self) -> str:
        """` --archive URL` as the reader must type it to name the same archive, empty if by default."""
        import shlex

        given = self.given.get("archive")
        return f" --archive {shlex.quote(given)}" if given else ""

    def existing_archive(self, to_write: bool = False) -> Archive:
        """The archive, opened to read; ArchiveError where there is none yet, also when it is `to_write`."""
        from ..archive import open as open_archive

        archive = open_archive(self.settings.archive, settings=self.settings, read_only=True)
        if not to_write:
            return archive
        archive.close()
        return open_archive(self.settings.archive, settings=self.settings)

    def write(self, records: Iterable[Record], draw: Draw[Record], kind: type | None = None) -> None:
        """Write the records as asked: `draw` makes the table; `kind` is their type, if they are records."""
        if self.output is None:
            self._write_to(None, records, draw, kind)
            return
        try:
            with self.output.open("wb") as file:
                self._write_to(file, records, draw, kind)
        except OSError as error:
            raise KhabarError(
                f"{self.output} cannot be written: {error.strerror}. Name another file with --output."
            ) from None

    def _write_to(
        self, file: IO[bytes] | None, records: Iterable[Record], draw: Draw[Record], kind: type | None
    ) -> None:
        output_format = self._format()
        if output_format == "table":
            told = _draw(file, records, draw)
            if told and not self.settings.quiet:
                say(told)
            return
        if output_format == "parquet" and file is None and sys.stdout.isatty():
            raise click.UsageError(
                "Parquet is not for a terminal. Send it to a file: --output FILE.parquet, or > FILE.parquet."
            )
        stream = file or sys.stdout.buffer
        write_records = WRITERS[output_format]
        write_records(records, stream, kind)
        stream.flush()

    def draws_table(self) -> bool:
        """Whether the results will be a table, which shows more than the records themselves."""
        return self._format() == "table"

    def _format(self) -> str:
        ending = self.output.suffix.lower().lstrip(".") if self.output else ""
        if self.output_format is None and ending in WRITERS:
            return ending
        to_terminal = self.output is None and sys.stdout.isatty()
        return self.output_format or ("table" if to_terminal else "jsonl")


def _draw(file: IO[bytes] | None, records: Iterable[Record], draw: Draw[Record]) -> str:
    """The records as a table, on the terminal or as plain text in a file; gives what is to be said of it."""
    from .terminal import output

    rows = iter(records)
    shown = list(islice(rows, MOST_IN_TABLE))
    more = next(rows, None) is not None
    if not shown:
        return "Nothing to show: no record fits."
    console = output()
    if file is not None:
        console.file = io.TextIOWrapper(file, encoding="utf-8", errors="replace", write_through=True)
    draw(console, shown)
    if not more:
        return ""
    return f"Only the first {MOST_IN_TABLE} are shown; `--format jsonl` writes all, filters narrow it down."
