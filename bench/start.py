"""How long a start takes: the import, the help, the first report of a new process, the first use on a machine.

    python bench/start.py [--small] [--record]

Medians of 5 new processes each (3 for the first use, which builds the encoder's cache in an empty folder).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from table import Row, run

PAGE = """Sample Courier

Harbour of Port Sample opens again after the storm

12 March 2024

The harbour of Port Sample opened again on Tuesday, three days after a storm had torn away its cranes. The port
authority said that four ships were waiting outside and that the first would be unloaded in the evening.
"""


def rows(small: bool) -> Iterator[Row]:
    times = 1 if small else 5
    python = [sys.executable, "-c"]
    empty, imported = (seconds([*python, code], times) for code in ("pass", "import khabar"))
    yield {"figure": "import khabar", "seconds": round(imported - empty, 3), "with the interpreter": imported}
    yield {"figure": "khabar --help", "seconds": seconds([*khabar(), "--help"], times)}
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.txt"
        page.write_text(PAGE, "utf-8")
        yield {"figure": "first report, cache built", "seconds": stored(page, times, {})}
        yield {"figure": "first use on a machine", "seconds": stored(page, min(times, 3), None)}


def khabar() -> list[str]:
    """The command as it is installed, else by its module."""
    installed = Path(sys.executable).parent / "khabar"
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "khabar"]


def stored(page: Path, times: int, environment: Mapping[str, str] | None) -> float:
    """Seconds until a new process has stored the page in a new archive; None: with an empty cache folder."""
    found = []
    for at in range(times):
        with tempfile.TemporaryDirectory() as folder:
            archive = str(Path(folder) / f"{at}.db")
            more = {"KHABAR_CACHE": folder} if environment is None else environment
            found.append(seconds([*khabar(), "add", str(page), "--quiet", "--archive", archive], 1, more))
    return round(median(found), 2)


def seconds(command: Sequence[str], times: int, environment: Mapping[str, str] | None = None) -> float:
    """The median time of a command."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **(environment or {})})
        found.append(time.perf_counter() - start)
    return round(median(found), 3)


if __name__ == "__main__":
    run("start", __doc__, rows)
