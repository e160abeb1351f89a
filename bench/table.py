"""What a bench prints, and where its rows are kept for docs/quality.md."""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

Row = Mapping[str, object]
MEASURED = Path(__file__).resolve().parents[1] / "quality" / "measured"


def run(name: str, meaning: str | None, rows: Callable[[bool], Iterable[Row]]) -> None:
    """The command line of a bench: print each row when it is there; `rows` takes whether to be small."""
    parser = argparse.ArgumentParser(
        description=meaning, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="a tenth of the size, to see that it runs")
    parser.add_argument("--record", action="store_true", help="keep the rows for docs/quality.md")
    options = parser.parse_args()
    found = []
    for row in rows(options.small):
        found.append(row)
        print_row(row)
    if options.record and not options.small:
        record(f"bench-{name}", found)


def print_row(row: Row) -> None:
    """One line: the figure, then each value after its name."""
    values = [f"{name} {shown(value)}" for name, value in row.items() if name != "figure"]
    print(f"{row['figure']!s:52} {'  '.join(values)}", flush=True)


def shown(value: object) -> str:
    """A number to four digits, anything else as it is."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def record(name: str, rows: Iterable[Row]) -> None:
    """Keep rows beside the gate, with the kind of machine that gave them."""
    MEASURED.mkdir(exist_ok=True)
    content = {"machine": f"{platform.machine()}, {platform.system()}", "rows": list(rows)}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (MEASURED / f"{name}.json").write_text(text + "\n", "utf-8")


def recorded(name: str) -> list[Row]:
    """The rows that were kept under a name; none where nothing was."""
    path = MEASURED / f"{name}.json"
    rows: list[Row] = json.loads(path.read_text("utf-8"))["rows"] if path.exists() else []
    return rows
