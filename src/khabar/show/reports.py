"""Lists of reports, of found reports, and of what was set aside, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..records import Hit, Report, SetAside
from .stories import day, minute
from .table import Column, print_table
from .terminal import plain

if TYPE_CHECKING:
    from rich.console import Console


def print_reports(console: Console, reports: Sequence[Report]) -> None:
    """Id, time, language, outlet, title."""
    columns: list[Column[Report]] = [
        Column("report", lambda report: plain(report.id, 24), style="cyan", fixed=True, from_width=100),
        Column("published", lambda report: minute(report.published), fixed=True, from_width=90),
        Column("published", lambda report: day(report.published), fixed=True),
        Column("language", lambda report: report.language or "–", fixed=True),
        Column("outlet", lambda report: report.outlet or "–", most_lines=2),
        Column("title", lambda report: report.title or report.text[:200], most_lines=3),
    ]
    wide = console.width >= 90
    print_table(console, [column for column in columns if column is not columns[2 if wide else 1]], reports)


def print_hits(console: Console, hits: Sequence[Hit]) -> None:
    """The story of each found report, its day, language and title, and the words that were found."""
    columns: list[Column[Hit]] = [
        Column("story", lambda hit: (hit.story or "–")[:8], style="cyan", fixed=True),
        Column("date", lambda hit: day(hit.published), fixed=True),
        Column("language", lambda hit: hit.language or "–", fixed=True, from_width=90),
        Column("title", lambda hit: hit.title, most_lines=3),
        Column("found", lambda hit: hit.snippet, most_lines=3, marked=True),
    ]
    print_table(console, columns, hits)


def print_inputs_set_aside(console: Console, inputs: Sequence[SetAside]) -> None:
    """What did not become a report: the input, why, and how to try again."""
    columns: list[Column[SetAside]] = [
        Column("input", lambda one: one.source),
        Column("reason", lambda one: one.reason),
        Column("to retry", lambda one: one.retry),
    ]
    print_table(console, columns, inputs)
