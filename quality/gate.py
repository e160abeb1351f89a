"""The gate: khabar may not get worse. Runs the evaluations and holds each figure against its floor.

    python quality/gate.py                       everything (about 10 minutes on two cores)
    python quality/gate.py --sample              a part, for `make test` (under 2.5 minutes)
    python quality/gate.py --task pages          one task; may be repeated
    python quality/gate.py --raise               raise the floors to just below what is measured now
    python quality/gate.py --raise --lower WHY   also lower those that cannot be held, and say why in the file
    python quality/gate.py --write-docs          also write the tables of docs/quality.md
    python quality/gate.py --tables-only         write these tables from what was last recorded

Exit code 1 when a figure fell below its floor. Skips with a message where ../shared/data is absent. The model is
trafilatura's gate: floors in a file, raised by hand, lowered only with a reason.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping

import document
import floors
from figures import FULL, MEASURED, PARTS, Row, Task
from khabar.evaluate import gold

Measured = dict[floors.Place, tuple[str, float]]


def main() -> int:
    options = _options()
    if options.tables_only:
        document.write()
        return 0
    tasks = {**PARTS} if options.sample else {**FULL}
    if options.task:
        tasks = {name: task for name, task in {**FULL, **PARTS}.items() if name in options.task}
    try:
        gold.folder()
    except gold.GoldAbsent as absent:
        print(f"The gate is skipped: {absent}")
        return 0
    measured = measure(tasks, options.write_docs)
    if options.raise_:
        return raise_floors(measured, options.lower)
    if options.write_docs:
        document.write()
    return 1 if fallen(measured, floors.read()) else 0


def measure(tasks: Mapping[str, Task], keep: bool) -> Measured:
    """Run the tasks; gives every gated value with the kind of its bound."""
    found: Measured = {}
    for name, task in tasks.items():
        start = time.perf_counter()
        rows = list(task.rows())
        print(f"{name}: {len(rows)} rows in {time.perf_counter() - start:.0f} s", flush=True)
        if keep:
            record(name, rows)
        for row in rows:
            for column, value in task.gated(row).items():
                found[name, str(row["figure"]), column] = (task.columns[column], value)
    return found


def record(name: str, rows: list[Row]) -> None:
    """Keep the rows of a task for docs/quality.md."""
    MEASURED.mkdir(exist_ok=True)
    text = json.dumps({"rows": rows}, ensure_ascii=False, indent=1)
    (MEASURED / f"{name}.json").write_text(text + "\n", "utf-8")


def fallen(measured: Measured, bounds: floors.Bounds) -> int:
    """Print figure, value, floor, ok or FELL; gives how many fell."""
    count = 0
    for where, (_, value) in measured.items():
        bound = bounds.get(where)
        verdict = "no floor yet" if bound is None else "ok" if bound.holds(value) else "FELL"
        count += verdict == "FELL"
        limit = "" if bound is None else f"{'≥' if bound.kind == 'least' else '≤'} {bound.value}"
        task, figure, column = where
        print(f"{task:20} {figure:52} {column:18} {value:8.4f}  {limit:9} {verdict}")
    print(f"{len(measured)} figures, {count} fell" if count else f"{len(measured)} figures, all held")
    return count


def raise_floors(measured: Measured, reason: str) -> int:
    """Write the floors anew; 1 where some would have to be lowered and no reason was given."""
    bounds, below = floors.raised(floors.read(), measured, reason)
    floors.write(bounds)
    for where in below:
        print(f"{'lowered' if reason else 'NOT lowered'}: {' / '.join(where)} is {measured[where][1]:.4f}")
    if below and not reason:
        print("Mend what made them fall, or say why they may: --lower REASON")
    return 1 if below and not reason else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--task", action="append", choices=[*FULL, *PARTS], default=[])
    parser.add_argument("--raise", action="store_true", dest="raise_")
    parser.add_argument("--lower", metavar="WHY", default="")
    parser.add_argument("--write-docs", action="store_true")
    parser.add_argument("--tables-only", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
