"""Rows of anything as a table that fits the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .terminal import Foreign, plain, print_trimmed

if TYPE_CHECKING:
    from rich.console import Console

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its head, what it shows of a row, and how it may give way.

    A `fixed` column is never narrower than its widest value; the others share what is left. `from_width` is
    the least width of the terminal at which the column is shown.
    """

    head: str
    value: Callable[[Row], Any]
    style: str = ""
    fixed: bool = False
    right: bool = False
    most_lines: int = 0
    from_width: int = 0
    marked: bool = False


def print_table(
    console: Console, columns: Sequence[Column[Row]], rows: Iterable[Row], caption: str = ""
) -> None:
    """Draw the rows; columns that the terminal is too narrow for are left out."""
    from rich.table import Table

    shown = [column for column in columns if console.width >= column.from_width]
    # No lines between columns: a terminal that draws a script wider or narrower than Unicode says then
    # shifts one title, and nothing that stands before it.
    table = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", caption=plain_caption(caption)
    )
    for column in shown:
        table.add_column(
            column.head, justify="right" if column.right else "left", no_wrap=column.fixed, overflow="fold"
        )
    for row in rows:
        table.add_row(*(_cell(column, row) for column in shown))
    print_trimmed(console, table)


def plain_caption(caption: str) -> Any:
    """The line under a table, or None."""
    from rich.text import Text

    return Text(caption, style="dim", justify="left") if caption else None


def _cell(column: Column[Row], row: Row) -> Any:
    from rich.text import Text

    value = column.value(row)
    text = "" if value is None else str(value)
    if column.fixed:
        return Text(plain(text), style=column.style)
    return Foreign(text, column.style, column.most_lines, column.marked)
