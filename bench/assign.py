"""How many reports a second are assigned with the full join to 25,000 open stories, all within 14 days, their
vectors given: in memory (links and partition) and in an archive (`Settling.settle`, batch by batch, committed).
"a core" is reports by seconds of processor time, which holds still while others use the machine.

    python bench/assign.py [--small] [--record]

Stories and reports are generated from NTREX (bench/material.py): half of the new reports tell of an open story,
half of a new one.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from khabar.archive.index import Index
from khabar.archive.opening import open_store
from khabar.archive.rebuild import centres_of
from khabar.archive.settle import Settling, settling
from khabar.evaluate.metrics import b_cubed
from khabar.settings import Settings
from khabar.stories.centres import open_centres
from khabar.stories.join import links, parted
from khabar.stories.pairs import Bundle, part_of
from khabar.stories.profile import Profile, place
from material import Generator, real_profiles, stubs
from table import Row, run

STORIES, NEW = 25_000, 4_000
DAYS = 14.0
BATCH = Settings().shard
SEED = 3


@dataclass(slots=True)
class Clock:
    """Seconds between `go` and `stop`, summed: on the wall, and of the processor."""

    wall: float = 0.0
    processor: float = 0.0

    def go(self) -> None:
        self.wall -= time.perf_counter()
        self.processor -= time.process_time()

    def stop(self) -> None:
        self.wall += time.perf_counter()
        self.processor += time.process_time()

    def rates(self, reports: int) -> Row:
        """Reports a second."""
        return {"reports/s": round(reports / self.wall), "a core": round(reports / self.processor)}


def rows(small: bool) -> Iterator[Row]:
    stories, count = (STORIES // 10, NEW // 10) if small else (STORIES, NEW)
    made, chance = Generator(real_profiles()), np.random.default_rng(SEED)
    days = chance.uniform(0, DAYS, stories + count)
    old = [made.telling(story, 0, days[story]) for story in range(stories)]
    known = chance.choice(stories, count - count // 2, replace=False)
    of = np.concatenate([known, np.arange(count // 2) + stories])
    new = [made.telling(int(story), 1, days[stories + at]) for at, story in enumerate(chance.permutation(of))]
    yield in_memory(old, new)
    yield from in_archive(old, new)


def in_memory(old: Sequence[Profile], new: Sequence[Profile]) -> Row:
    """Links of the new reports with all, and the partition of everything that they touch."""
    known, fresh = Bundle([*old, *new], open_centres()), Bundle(new, open_centres())
    clock = Clock()
    clock.go()
    found = links(fresh, known, DAYS)
    linked = {report for link in found for report in link[:2]} | set(fresh.points.ids)
    order = [profile.report for profile in sorted(known.profiles, key=place) if profile.report in linked]
    groups = parted(order, found, partial(part_of, known))
    clock.stop()
    score = b_cubed(
        {report: group[0] for group in groups for report in group},
        {report: report.split("-")[1] for group in groups for report in group},
    )
    return {
        "figure": "in memory",
        "open stories": len(old),
        **clock.rates(len(new)),
        "links a report": round(len(found) / len(new), 1),
        "B3 F1": round(score.f1, 3),
    }


def in_archive(old: Sequence[Profile], new: Sequence[Profile]) -> Iterator[Row]:
    """The same with everything stored; the open stories are settled first, which is measured too."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "assign.db")
        settle = settling(store, Index(store, centres_of(Settings())), DAYS)
        filling = settled(settle, old)
        stories = store.select("SELECT count(*) FROM story")[0][0]
        assigning = settled(settle, new)
        store.close()
    yield {"figure": "filling the archive", "open stories": stories, **filling.rates(len(old))}
    yield {"figure": "in an archive", "open stories": stories, **assigning.rates(len(new))}


def settled(settle: Settling, given: Sequence[Profile]) -> Clock:
    """The time of settling, in batches; storing the reports themselves is not counted, the commit is."""
    clock = Clock()
    for start in range(0, len(given), BATCH):
        batch = given[start : start + BATCH]
        with settle.store.write():
            settle.store.put_reports(stubs(batch), ["generated"] * len(batch))
            clock.go()
            settle.settle(batch)
        clock.stop()
    return clock


if __name__ == "__main__":
    run("assign", __doc__, rows)
