"""Who runs the task for each shard: this process, a pool of processes, or a dask or ray cluster.

Every engine gives the results in the order of the shards and holds only a few shards at a time.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from .errors import PipelineError, SettingError
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


def _on_threads(threads: int, task: Task, shard: Shard) -> Shard:
    """The task in a worker that shares the machine with others; see `encoder.session.usable_threads`."""
    os.environ.setdefault("KHABAR_THREADS", str(threads))
    return task(shard)


def _follow_driver() -> None:
    """Ctrl-C is the driver's to answer; and a worker whose driver was killed would wait for work for ever."""
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    driver = parent_process()

    def watch() -> None:
        if driver is not None:
            driver.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def pool(workers: int = 0) -> Engine:
    """Worker processes on this machine; `workers` 0 is one for each core."""

    def engine(task: Task, shards: Iterable[Shard]) -> Iterator[Shard]:
        from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
        from multiprocessing import get_context

        cores = os.cpu_count() or 1
        count = workers or cores
        work = partial(_on_threads, max(1, cores // count), task)
        # spawn: a forked copy of ONNX Runtime's threads does not run
        executor = ProcessPoolExecutor(count, get_context("spawn"), initializer=_follow_driver)
        try:
            yield from _in_order(lambda shard: executor.submit(work, shard), shards, ahead=2 * count)
        except BrokenExecutor:
            raise PipelineError(
                "A worker process ended before its time; perhaps there was not enough memory. What was finished "
                "is stored: run the same command again, with fewer workers."
            ) from None
        finally:
            executor.shutdown(cancel_futures=True)

    return engine


def dask(workers: int = 0) -> Engine:
    """The cluster that DASK_SCHEDULER_ADDRESS names, else one on this machine."""

    def engine(task: Task, shards: Iterable[Shard]) -> Iterator[Shard]:
        try:
            from distributed import Client
        except ImportError:
            raise SettingError(
                "The engine dask is not installed. Install it with `pip install 'khabar[dask]'`, or use pool."
            ) from None
        address = os.environ.get("DASK_SCHEDULER_ADDRESS")
        work = partial(_on_threads, 1, task)
        local = {"n_workers": workers or None, "threads_per_worker": 1, "dashboard_address": None}
        opened: Any = Client  # untyped where it is installed, unknown where it is not
        with opened(**({"address": address} if address else local)) as client:
            ahead = 2 * max(1, len(client.scheduler_info()["workers"]))
            yield from _in_order(lambda shard: client.submit(work, shard, pure=False), shards, ahead)

    return engine


def ray(workers: int = 0) -> Engine:
    """The cluster that RAY_ADDRESS names, else one on this machine."""

    def engine(task: Task, shards: Iterable[Shard]) -> Iterator[Shard]:
        try:
            import ray as installed
        except ImportError:
            raise SettingError(
                "The engine ray is not installed. Install it with `pip install 'khabar[ray]'`, or use pool."
            ) from None
        cluster: Any = installed  # half typed where it is installed, unknown where it is not
        begun = not cluster.is_initialized()
        local: dict[str, Any] = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers or None}
        if begun:
            cluster.init(**local, include_dashboard=False, log_to_driver=False, logging_level="error")
        try:
            work = cluster.remote(partial(_on_threads, 1, task))
            ahead = 2 * max(1, int(cluster.cluster_resources().get("CPU", 1)))
            yield from _in_order(lambda shard: work.remote(shard).future(), shards, ahead)
        finally:
            if begun:
                cluster.shutdown()

    return engine


def engine_named(name: str, workers: int = 0) -> Engine:
    """The engine of a name in the settings; a SettingError lists the names."""
    if name == "here" and workers > 1:
        name = "pool"  # asking for several workers is asking for the pool
    engines: dict[str, Engine] = {"here": here, "pool": pool(workers), "dask": dask(workers), "ray": ray(workers)}
    if name not in engines:
        raise SettingError(f"There is no engine {name!r}. Choose one of {', '.join(engines)}.")
    return engines[name]
