"""Whoever does the work, the archive is the same."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import khabar.archive
from khabar import demo
from khabar.encoder.session import usable_threads
from khabar.engines import engine_named, here, pool
from khabar.errors import EncoderError, PipelineError, SettingError
from khabar.pipeline import Item, Shard
from khabar.settings import Settings
from made_reports import settled


def marked(shard: Shard) -> Shard:
    """The items with the worker that saw them and how many threads it would use."""
    time.sleep(0.002 * (len(shard) % 3))
    return [Item(f"{item.source} {os.getpid()} {usable_threads(0)}") for item in shard]


def dying(shard: Shard) -> Shard:
    """A worker that the system ends."""
    os._exit(9)


def failing(shard: Shard) -> Shard:
    """A worker in which something is wrong."""
    raise EncoderError("There is no encoder.")


def shards(number: int) -> list[Shard]:
    return [[Item(f"{at}-{n}") for n in range(1 + at % 4)] for at in range(number)]


def test_results_come_in_order_and_few_shards_wait() -> None:
    taken = 0

    def given() -> Iterator[Shard]:
        nonlocal taken
        for shard in shards(40):
            taken += 1
            yield shard

    given_names = [item.source for shard in shards(40) for item in shard]
    names, workers, threads = [], set(), set()
    for at, shard in enumerate(pool(2)(marked, given())):
        assert taken - at <= 5
        for item in shard:
            name, worker, used = item.source.split()
            names.append(name)
            workers.add(worker)
            threads.add(int(used))
    assert names == given_names
    assert str(os.getpid()) not in workers
    assert threads == {max(1, (os.cpu_count() or 1) // 2)}, "workers share the cores"


def test_an_error_in_a_worker_is_the_error_of_the_run() -> None:
    with pytest.raises(EncoderError, match="no encoder"):
        list(pool(2)(failing, shards(3)))


def test_a_worker_that_dies_is_told_plainly() -> None:
    with pytest.raises(PipelineError, match="fewer workers"):
        list(pool(1)(dying, shards(3)))


def test_engines_have_names() -> None:
    assert engine_named("here") is here
    assert engine_named("here", 1) is here
    assert engine_named("here", 2) is not here, "asking for workers is asking for the pool"
    with pytest.raises(SettingError, match="here, pool, dask, ray"):
        engine_named("spark")


def test_workers_end_with_a_driver_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "driver.py"
    script.write_text(
        "import os, sys\n"
        f"sys.path[:0] = {[str(Path(__file__).parent)]!r}\n"
        "from khabar.engines import pool\n"
        "from test_engines import marked, shards\n"
        "if __name__ == '__main__':\n"
        "    for shard in pool(1)(marked, shards(4)):\n"
        "        print(shard[0].source.split()[1], flush=True)\n"
        "        break\n"
        "    sys.stdin.read()\n"
    )
    driver = subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert driver.stdout
    worker = int(driver.stdout.readline())
    driver.kill()
    driver.wait()
    for _ in range(100):
        if not _runs(worker):
            return
        time.sleep(0.05)
    os.kill(worker, 9)
    pytest.fail("the worker waits for ever")


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return archive_by("here", tmp_path_factory.mktemp("here"))


def archive_by(engine: str, folder: Path, workers: int = 0) -> dict[str, Any]:
    settings = Settings(archive=str(folder / "a.db"), engine=engine, workers=workers, shard=4)
    with khabar.archive.open(settings=settings) as archive:
        try:
            archive.add(list(demo.pages())[::6])
        except EncoderError as error:
            pytest.skip(f"no encoder: {error}")
        assert not Path(f"{settings.archive}.work").exists()
        return settled(archive)


def test_a_pool_makes_the_same_archive(expected: dict[str, Any], tmp_path: Path) -> None:
    assert archive_by("pool", tmp_path, workers=2) == expected


CLUSTERS = {"dask": ("distributed", "DASK_SCHEDULER_ADDRESS"), "ray": ("ray", "RAY_ADDRESS")}


@pytest.mark.slow
@pytest.mark.parametrize("engine", CLUSTERS)
def test_a_cluster_makes_the_same_archive(
    expected: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    package, address = CLUSTERS[engine]
    pytest.importorskip(package, reason=f"{engine} is an extra: pip install 'khabar[{engine}]'")
    monkeypatch.delenv(address, raising=False)
    assert archive_by(engine, tmp_path, workers=2) == expected


@pytest.mark.parametrize("engine", CLUSTERS)
def test_without_a_cluster_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setitem(sys.modules, CLUSTERS[engine][0], None)
    found: Callable[..., Iterator[Shard]] = engine_named(engine)
    with pytest.raises(SettingError, match=rf"khabar\[{engine}\]"):
        list(found(marked, shards(1)))
