"""The options that verbs share, and what they come to for one call.

An option may stand before or after the verb; what stands after it counts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from ..settings import load
from .call import Call
from .formats import FORMATS

Function = TypeVar("Function", bound=Callable[..., Any])
Option = Callable[[Any], Any]

ARCHIVE = click.option(
    "--archive", metavar="URL", help="The archive: a file. Default: $KHABAR_ARCHIVE, else khabar.db here."
)
FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    help="How results are written. Default: a table on a terminal, JSON Lines in a pipe.",
)
OUTPUT = click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the results to this file."
)
QUIET = click.option("--quiet", is_flag=True, default=None, help="No progress and no summary on stderr.")
WORKERS = click.option(
    "--workers", type=click.IntRange(0), metavar="N", help="Worker processes; 0 is one for each core."
)
ENGINE = click.option("--engine", metavar="NAME", help="Who does the work: here, pool, dask or ray.")

INTO = click.option("--archive", metavar="URL", help="Where it goes. Default: khabar-demo.db here.")

SHARED = ("archive", "output_format", "output", "quiet", "workers", "engine")
READING = (ARCHIVE, FORMAT, OUTPUT, QUIET)
WRITING = (ARCHIVE, FORMAT, OUTPUT, QUIET, WORKERS, ENGINE)


def takes(*options: Option) -> Callable[[Function], Callable[..., Any]]:
    """Give a verb these shared options; it receives them as one Call, its first argument."""

    def decorate(function: Function) -> Callable[..., Any]:
        @functools.wraps(function)
        def verb(**arguments: Any) -> Any:
            given = {name: arguments.pop(name, None) for name in SHARED}
            both = _with_earlier(given)
            output_format, output = both.pop("output_format"), both.pop("output")
            chosen = {name: value for name, value in both.items() if value is not None}
            return function(Call(load(chosen), chosen, output_format, output), **arguments)

        result: Callable[..., Any] = verb
        for option in reversed(options):
            result = option(result)
        return result

    return decorate


def _with_earlier(given: dict[str, Any]) -> dict[str, Any]:
    """The options after the verb, else those before it."""
    context = click.get_current_context().parent
    while context is not None:
        earlier = context.params
        given = {name: earlier.get(name) if value is None else value for name, value in given.items()}
        context = context.parent
    return given


class Time(click.ParamType[str]):
    """A time or a part of one, as records hold them."""

    name = "time"
    shape = re.compile(
        r"(\d{4})(?:-(\d\d)(?:-(\d\d)([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?", re.ASCII
    )

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


SINCE = click.option(
    "--since", type=Time(), metavar="TIME", help="Published then or later: 2024-06-30, 2024-06."
)
UNTIL = click.option("--until", type=Time(), metavar="TIME", help="Published then or earlier, inclusive.")
LANGUAGE = click.option("--language", multiple=True, metavar="CODE", help="In this language: tr, sw, zh.")
OUTLET = click.option("--outlet", multiple=True, metavar="NAME", help="By this outlet.")
AGENCY = click.option("--agency", multiple=True, metavar="NAME", help="From this news agency.")
TEXT = click.option("--text", metavar="WORDS", help="With all these words.")
INDEPENDENT = click.option(
    "--independent", type=click.IntRange(1), metavar="N", help="Told by at least so many independent sources."
)
LIMIT = click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
FILTERS = (SINCE, UNTIL, LANGUAGE, OUTLET, AGENCY)


def filtered(*options: Option) -> Callable[[Function], Function]:
    """Give a verb these filters; it receives those that were named as one dict, `filters`."""

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def verb(*call: Any, **arguments: Any) -> Any:
            given = {name: arguments.pop(name) for name in FILTER_NAMES if name in arguments}
            filters = {name: value for name, value in given.items() if value not in (None, ())}
            return function(*call, filters=filters, **arguments)

        result: Any = verb
        for option in reversed(options):
            result = option(result)
        return cast(Function, result)

    return decorate


FILTER_NAMES = ("since", "until", "language", "outlet", "agency", "text", "independent", "limit")
