"""What `khabar doctor` found, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .terminal import Foreign, print_trimmed

if TYPE_CHECKING:
    from rich.console import Console

    from ..doctor import Check


def print_checks(console: Console, checks: Sequence[Check]) -> None:
    """`ok` or `problem`, what was looked at, what was found, and what to do."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    for no_wrap in (True, True, False):
        grid.add_column(no_wrap=no_wrap, overflow="fold")
    for check in checks:
        ok = check.result == "ok"
        mark = Text(check.result, style="green" if ok else "yellow" if check.result == "note" else "bold red")
        grid.add_row(mark, Text(check.name), Foreign(check.found))
        if check.todo:
            grid.add_row("", "", Foreign(f"→ {check.todo}", style="" if ok else "bold"))
    print_trimmed(console, grid)
