"""Several processes at one archive: all wait their turn, none is told of locks, and a kill loses no batch."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from archive_reports import report

import khabar.archive
from khabar.archive.archive import Archive

# Writes batches of ten reports, each with links, profiles and stories, and says when each is stored.
WRITER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from archive_reports import report
import khabar.archive
from khabar.stories.links import Link
path, name, count, pause = sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
with khabar.archive.open(path) as archive:
    for batch in range(count):
        names = [f"{name}{batch:04}{n}" for n in range(10)]
        with archive.store.write():
            outcome = archive.store.put_reports([
                report(id, f"Words of {id}.\\n\\nFollow us.", outlet="A") for id in names])
            archive.store.refresh_repeated(outcome.changed, 5)
            archive.store.put_profiles((id, b"x" * 500) for id in names)
            archive.store.put_links(map(Link, names, names[1:], [0.5] * 9))
            archive.store.put_partition([names[:4], names[4:]], {})
            time.sleep(pause)
        print(name, batch, flush=True)
"""


def writer(path: Path, name: str, count: int, pause: float = 0.0) -> subprocess.Popen[str]:
    arguments = [str(Path(__file__).parent), str(path), name, str(count), str(pause)]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with khabar.archive.open(path) as archive:
        assert archive.store.select("PRAGMA integrity_check") == [("ok",)]
        hits = sorted((hit.report,) for hit in archive.search("words"))
        return {"hits": hits} | {
            name: archive.store.select(sql)
            for name, sql in {
                "report": "SELECT id, version, repeated, story, position, copy_family FROM report ORDER BY 1",
                "version": "SELECT report, version, state, record FROM version ORDER BY 1, 2",
                "story": "SELECT * FROM story ORDER BY id",
                "link": "SELECT * FROM link ORDER BY 1, 2",
                "profile": "SELECT * FROM profile ORDER BY 1",
                "line": "SELECT l.hash, r.id FROM line l JOIN report r ON r.number = l.report ORDER BY 1, 2",
            }.items()
        }


def test_writers_and_a_reader_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "a.db"  # made by whichever comes first
    processes = [writer(path, name, 30) for name in "abc"]
    while any(process.poll() is None for process in processes):
        if path.exists() and path.stat().st_size:
            with khabar.archive.open(path) as archive:
                assert len(list(archive.reports())) % 10 == 0
                assert sum(len(story.reports) for story in archive.stories()) % 10 == 0
    for process in processes:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
    assert len(contents(path)["report"]) == 900


def test_a_second_writer_gets_its_turn_between_batches(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    khabar.archive.open(path).close()
    first = writer(path, "a", 100, pause=0.05)
    assert first.stdout
    first.stdout.readline()
    with khabar.archive.open(path) as archive:
        started = time.monotonic()
        for n in range(5):
            with archive.store.write():
                archive.store.put_reports([report(f"late{n}")])
        assert time.monotonic() - started < 2.5
        assert first.poll() is None
        first.kill()
        first.wait()


def test_a_long_wait_is_told_once(tmp_path: Path) -> None:
    with khabar.archive.open(tmp_path / "a.db") as one, khabar.archive.open(tmp_path / "a.db") as two:
        told: list[str] = []
        two.store.waiting = told.append

        def write() -> None:
            with two.store.write():
                two.store.put_reports([report("a")])

        thread = threading.Thread(target=write)
        with one.store.write():
            thread.start()
            time.sleep(2.6)
            assert list(two.reports()) == []
        thread.join(10)
        assert len(told) == 1
        assert "Another khabar is writing" in told[0]
        assert [found.id for found in two.reports()] == ["a"]


def test_a_foreign_lock_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with khabar.archive.open(path) as archive:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.3, lambda: other.execute("COMMIT")).start()
        with archive.store.write():
            archive.store.put_reports([report("a")])
        other.close()


def test_threads_share_an_archive(archive: Archive) -> None:
    def work(name: str) -> None:
        for n in range(10):
            with archive.store.write():
                archive.store.put_reports([report(f"{name}{n}")])
            assert archive.report(f"{name}{n}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(archive.reports())) == 40


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 here")
@pytest.mark.parametrize("after", [0.0, 0.003, 0.01, 0.02])
def test_a_kill_leaves_whole_batches_and_a_rerun_completes_them(tmp_path: Path, after: float) -> None:
    killed, whole = tmp_path / "killed.db", tmp_path / "whole.db"
    process = writer(killed, "a", 12)
    assert process.stdout
    for _ in range(5):
        process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = contents(killed)
    assert len(found["report"]) % 10 == 0
    assert len(found["report"]) >= 50
    assert len(found["profile"]) == len(found["hits"]) == len(found["report"])
    for path in (killed, whole):
        rerun = writer(path, "a", 12)
        assert rerun.communicate()[1] == ""
    assert contents(killed) == contents(whole)
