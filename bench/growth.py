"""Time per report at 100,000 reports over that at 1,000, and the memory it takes.

    python bench/growth.py [--small] [--record]

An archive grows from nothing to 100,000 generated reports (bench/material.py) in the order of their times, over
100 days, as a watched set of outlets would fill it: 1,000 a day, of which the settings' window holds the last.
Their vectors are given. At both sizes a new process then adds the same NTREX reports with everything: cleaning,
encoding, stories. Times are of the processor, which hold still while others use the machine; peak memory is that
of the process.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import khabar
from assign import settled
from khabar.archive.index import Index
from khabar.archive.opening import open_store
from khabar.archive.rebuild import centres_of, rebuild_if_needed
from khabar.archive.settle import settling
from khabar.settings import Settings
from khabar.stories.profile import Profile
from material import Generator, real_profiles, records, time_of
from table import Row, run

FEW, MANY, DAYS = 1_000, 100_000, 100.0
STRETCH = 1_000  # reports whose time is taken, at either size
TELLINGS = 3.0  # reports a story, on average
ADDED = 512  # reports added with everything; more than one shard
SEED = 5


def rows(small: bool) -> Iterator[Row]:
    few, many = (FEW // 10, MANY // 10) if small else (FEW, MANY)
    with tempfile.TemporaryDirectory() as folder:
        files = {few: Path(folder) / "few.db", many: Path(folder) / "many.db"}
        vectors_given, memory = apart(grow, files[many], few, many, files[few])
        early, late = vectors_given
        yield {
            "figure": "vectors given",
            "ms at few": round(1000 * early, 2),
            "ms at many": round(1000 * late, 2),
            "ratio": round(late / early, 2),
            "peak MB": round(memory),
        }
        added = {size: apart(add_everything, file, size / many * DAYS) for size, file in files.items()}
        yield {
            "figure": "the whole of add",
            "ms at few": round(1000 * added[few][0], 2),
            "ms at many": round(1000 * added[many][0], 2),
            "ratio": round(added[many][0] / added[few][0], 2),
            "peak MB": round(max(memory for _, memory in added.values())),
        }
        yield {"figure": "the archive's file", "MB": round(files[many].stat().st_size / 1e6), "reports": many}


def generated(many: int) -> Iterator[Profile]:
    """Reports in the order of their times: a story's tellings lie within a few days."""
    made, chance = Generator(real_profiles()), np.random.default_rng(SEED)
    begun: list[int] = []
    for at in range(many):
        day = at / many * DAYS
        fresh = not begun or chance.random() < 1 / TELLINGS
        near = begun[-max(1, int(3 / DAYS * many / TELLINGS)) :]
        story = len(begun) if fresh else int(chance.choice(near))
        if fresh:
            begun.append(story)
        yield made.telling(story, at, day)


def grow(path: Path, few: int, many: int, early_copy: Path) -> tuple[float, float]:
    """Fill an archive; gives seconds a report in the stretches that end at `few` and at `many`."""
    store, settings = open_store(path), Settings()
    index = Index(store, centres_of(settings))
    rebuild_if_needed(store, settings, index)
    settle = settling(store, index, settings.window_days)
    stretch = min(STRETCH, few)
    seconds: list[float] = []
    batch: list[Profile] = []
    for profile in generated(many):
        batch.append(profile)
        if len(batch) < stretch:
            continue
        seconds.append(settled(settle, batch).processor / len(batch))
        batch = []
        if len(seconds) * stretch == few:
            store.select("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(path, early_copy)
    store.close()
    early, late = seconds[few // stretch - 1], float(np.mean(seconds[-3:]))
    return early, late


def add_everything(path: Path, day: float) -> float:
    """Add NTREX reports of that day to an archive; gives seconds a report."""
    given = path.with_suffix(".jsonl")
    rows = [{**row, "published": time_of(day)} for row in records(ADDED)]
    given.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    with khabar.open(path) as archive:
        archive.add([])
        start = time.process_time()
        archive.add([given])
        return (time.process_time() - start) / len(rows)


def apart(work: object, *given: object) -> tuple[object, float]:
    """The result of a function in a new process, and that process's peak memory in MB."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (work, given))


def _measured(work: object, given: tuple[object, ...]) -> tuple[object, float]:
    result = work(*given)  # type: ignore[operator]
    return result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    run("growth", __doc__, rows)
