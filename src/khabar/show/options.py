"""The options that verbs share, and what they come to for one call.

An option may stand before or after the verb; what stands after it counts.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from ..errors import ArchiveError, KhabarError
from ..settings import Settings, load
from .formats import FORMATS, WRITERS

if TYPE_CHECKING:
    from rich.console import Console

    from ..archive import Archive

Function = TypeVar("Function", bound=Callable[..., Any])
Option = Callable[[Any], Any]
Record = TypeVar("Record")

MOST_IN_TABLE = 500  # rows of a table on a terminal; more is for --format jsonl

ARCHIVE = click.option(
    "--archive", metavar="URL", help="The archive: a file. Default: $KHABAR_ARCHIVE, else khabar.db here."
)
FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    help="How results are written. Default: a table on a terminal, JSON Lines in a pipe.",
)
OUTPUT = click.option("--output", type=click.Path(path_type=Path), help="Write the results to this file.")
QUIET = click.option("--quiet", is_flag=True, default=None, help="No progress and no summary on stderr.")
WORKERS = click.option("--workers", type=click.IntRange(0), help="Worker processes; 0 is one for each core.")
ENGINE = click.option("--engine", help="Who does the work: here, pool or dask.")

SHARED = ("archive", "output_format", "output", "quiet", "workers", "engine")
READING = (ARCHIVE, FORMAT, OUTPUT)
WRITING = (ARCHIVE, FORMAT, OUTPUT, QUIET, WORKERS, ENGINE)


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

    def existing_archive(self) -> Archive:
        """The archive, opened; ArchiveError where there is none yet (reading verbs make no empty file)."""
        import khabar

        name = self.settings.archive
        if "://" not in name and not Path(name).exists():
            raise ArchiveError(
                f"There is no archive {name}. Make one with `khabar add PAGE…`, look at the example with "
                "`khabar demo`, or name another with --archive."
            )
        return khabar.open(name)

    def write(self, records: Iterable[Record], draw: Callable[[Console, Sequence[Record]], None]) -> None:
        """Write the records as asked: `draw` makes the table."""
        if self.output is None:
            _write(records, draw, self._format(), None)
            return
        try:
            with self.output.open("wb") as stream:
                _write(records, draw, self._format(), stream)
        except OSError as error:
            raise KhabarError(
                f"{self.output} cannot be written: {error.strerror}. Name another file with --output."
            ) from None

    def _format(self) -> str:
        ending = self.output.suffix.lower().lstrip(".") if self.output else ""
        if self.output_format is None and ending in WRITERS:
            return ending
        to_terminal = self.output is None and sys.stdout.isatty()
        return self.output_format or ("table" if to_terminal else "jsonl")


def _write(
    records: Iterable[Any],
    draw: Callable[[Console, Sequence[Any]], None],
    output_format: str,
    file: IO[bytes] | None,
) -> None:
    if output_format == "table":
        _draw(records, draw, file)
        return
    stream = file or click.get_binary_stream("stdout")
    if output_format == "parquet" and file is None and sys.stdout.isatty():
        raise click.UsageError(
            "Parquet is not for a terminal. Send it to a file: add `--output FILE.parquet` or `> FILE.parquet`."
        )
    WRITERS[output_format](records, stream)
    stream.flush()


def _draw(
    records: Iterable[Any], draw: Callable[[Console, Sequence[Any]], None], file: IO[bytes] | None
) -> None:
    import io
    from itertools import islice

    from .messages import say
    from .terminal import output

    rows = iter(records)
    shown = list(islice(rows, MOST_IN_TABLE))
    more = next(rows, None) is not None
    if not shown:
        say("Nothing to show: no record fits.")
        return
    console = output()
    if file is not None:
        console.file = io.TextIOWrapper(file, encoding="utf-8", errors="replace", write_through=True)
    draw(console, shown)
    if more:
        say(f"Only the first {MOST_IN_TABLE} are shown. `--format jsonl` writes all; the filters narrow it down.")


def takes(*options: Option) -> Callable[[Function], Callable[..., Any]]:
    """Give a verb these shared options; it receives them as one Call, its first argument."""

    def decorate(function: Function) -> Callable[..., Any]:
        @functools.wraps(function)
        def verb(**arguments: Any) -> Any:
            given = {name: arguments.pop(name, None) for name in SHARED}
            before = click.get_current_context().find_root().params
            both = {name: before.get(name) if value is None else value for name, value in given.items()}
            output_format, output = both.pop("output_format"), both.pop("output")
            chosen = {name: value for name, value in both.items() if value is not None}
            return function(Call(load(chosen), chosen, output_format, output), **arguments)

        result: Callable[..., Any] = verb
        for option in reversed(options):
            result = option(result)
        return result

    return decorate


class Time(click.ParamType):
    """A time or a part of one, as records hold them."""

    name = "time"
    shape = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?")

    def convert(self, value: str, parameter: click.Parameter | None, context: click.Context | None) -> str:
        """The value, if it is a year, a month, a day or a time that exists; otherwise wrong usage."""
        from datetime import datetime

        found = self.shape.fullmatch(value.strip())
        try:
            if found is None:
                raise ValueError(value)
            datetime.fromisoformat(value.strip() if found[3] else f"{found[1]}-{found[2] or '01'}-01")
        except ValueError:
            self.fail(f"{value!r} is no time. Write 2024, 2024-06, 2024-06-30 or 2024-06-30T18:00.")
        return value.strip().replace(" ", "T")


SINCE = click.option("--since", type=Time(), metavar="TIME", help="Published then or later: 2024-06-30, 2024-06.")
UNTIL = click.option("--until", type=Time(), metavar="TIME", help="Published then or earlier, that day included.")
LANGUAGE = click.option("--language", metavar="CODE", help="In this language: tr, sw, zh …")
OUTLET = click.option("--outlet", metavar="NAME", help="By this outlet.")
TEXT = click.option("--text", metavar="WORDS", help="With these words.")
LIMIT = click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
FILTERS = (SINCE, UNTIL, LANGUAGE, OUTLET, TEXT, LIMIT)


def said(filters: dict[str, Any]) -> dict[str, Any]:
    """The filters that the command line named."""
    return {name: value for name, value in filters.items() if value is not None}


def filtered(function: Function) -> Function:
    """Give a verb the filters of stories and reports."""
    for option in reversed(FILTERS):
        function = option(function)
    return function
