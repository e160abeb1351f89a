"""Who runs the task for each shard: this process, a pool of processes, or a dask cluster.

Every engine gives the results in the order of the shards and holds only a few shards at a time.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .errors import SettingError
from .pipeline import Engine, Shard

Task = Callable[[Shard], Shard]


def here(task: Task, shards: Iterable[Shard]) -> Iterator[Shard]:
    """One shard after the other, in this process."""
    return map(task, shards)


def _in_order(submit: Callable[[Shard], Any], shards: Iterable[Shard], ahead: int) -> Iterator[Shard]:
    """At most `ahead` shards are under way, so that a long input does not fill the memory."""
    waiting: deque[Any] = deque()
    for shard in shards:
        waiting.append(submit(shard))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def pool(workers: int = 0) -> Engine:
    """Worker processes on this machine; `workers` 0 is one for each core."""

    def engine(task: Task, shards: Iterable[Shard]) -> Iterator[Shard]:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        count = workers or os.cpu_count() or 1
        # spawn: a forked copy of ONNX Runtime's threads does not run
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as executor:
            yield from _in_order(lambda shard: executor.submit(task, shard), shards, ahead=2 * count)

    return engine


def dask(workers: int = 0) -> Engine:
    """The cluster that DASK_SCHEDULER_ADDRESS names, else one on this machine."""

    def engine(task: Task, shards: Iterable[Shard]) -> Iterator[Shard]:
        from distributed import Client

        address = os.environ.get("DASK_SCHEDULER_ADDRESS")
        with Client(address) if address else Client(n_workers=workers or None, threads_per_worker=1) as client:
            ahead = 2 * max(1, len(client.scheduler_info()["workers"]))
            yield from _in_order(lambda shard: client.submit(task, shard, pure=False), shards, ahead)

    return engine


def engine_named(name: str, workers: int = 0) -> Engine:
    """The engine of a name in the settings; a SettingError lists the names."""
    if name == "here" and workers > 1:
        name = "pool"  # asking for several workers is asking for the pool
    engines: dict[str, Engine] = {"here": here, "pool": pool(workers), "dask": dask(workers)}
    if name not in engines:
        raise SettingError(f"There is no engine {name!r}. Choose one of {', '.join(engines)}.")
    return engines[name]
