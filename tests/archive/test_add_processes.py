"""kill -9 at any moment, two processes at once, readers meanwhile: the end is that of an undisturbed run."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import khabar.archive
from khabar.records import Report
from khabar.settings import Settings
from made_reports import made, settled

pytest.importorskip("fcntl", reason="kill -9 is a word of Unix")

# Adds a stretch of the made reports, with profiles that take some time; says when it begins and when it is done.
ADDER = """
import sys, time
sys.path[:0] = [sys.argv[1]]
import made_reports, pytest, khabar.archive
from test_add_processes import reports
from khabar.settings import Settings
path, first, last, pause = sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
quick = made_reports.profiles
def profiles(some, encoder_name="default", at_once=64):
    for profile in quick(some):
        time.sleep(pause)
        yield profile
made_reports.profiles = profiles
made_reports.without_encoder(pytest.MonkeyPatch())
with khabar.archive.open(settings=Settings(archive=path, shard=12)) as archive:
    print("begins", flush=True)
    summary = archive.add(reports()[first:last])
    print(summary.added, summary.updated, summary.unchanged, len(summary.set_aside), flush=True)
"""


def reports(count: int = 240) -> list[Report]:
    """Reports of happenings of which some last beyond the window, in no order of time."""
    chance = random.Random(7)
    return [
        made(f"r{n}", happening := chance.randrange(count // 6), spread=chance.choice([0.3, 0.9, 1.3]),
             language=chance.choice(["en", "tr", "ar"]), outlet=chance.choice("ABC"), footer=n % 3 == 0,
             wire=n % 5 == 0, published=f"2024-03-{1 + (happening + chance.randrange(4)) % 28:02}")
        for n in range(count)
    ]  # fmt: skip


def adder(path: Path, first: int = 0, last: int = 240, pause: float = 0.002) -> subprocess.Popen[str]:
    folders = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parent.parent)])
    words = [str(Path(__file__).parent), str(path), str(first), str(last), str(pause)]
    return subprocess.Popen(
        [sys.executable, "-c", ADDER, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), folders]))},
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> list[int]:
    """The counts that the process prints at its end."""
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "locked" not in errors
    return [int(word) for word in output.split()[-4:]]


def contents(path: Path) -> dict[str, Any]:
    with khabar.archive.open(path) as archive:
        assert archive.store.select("PRAGMA integrity_check") == [("ok",)]
        return settled(archive)


@pytest.fixture
def expected(made_profiles: None, tmp_path: Path) -> dict[str, Any]:
    """What an undisturbed run makes of the reports."""
    path = tmp_path / "expected.db"
    with khabar.archive.open(settings=Settings(archive=str(path))) as archive:
        archive.add(reports())
        found = settled(archive)
    assert max(len(story[0]) for story in found["stories"].values()) > 4
    return found


def test_killed_at_random_moments(expected: dict[str, Any], tmp_path: Path) -> None:
    path, chance, killed = tmp_path / "khabar.db", random.Random(), 0
    for _ in range(6):
        process = adder(path)
        assert process.stdout
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        process.communicate()
        if path.exists():
            contents(path)
    assert killed, "every run ended before it was killed"
    added, updated, unchanged, aside = ended(adder(path, pause=0.0))
    assert (added + unchanged, updated, aside) == (240, 0, 0)
    assert contents(path) == expected
    assert not Path(f"{path}.work").exists()


def test_two_processes_add_halves_that_overlap(expected: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "khabar.db"
    both = [adder(path, 0, 150), adder(path, 100, 240)]
    counts = [ended(process) for process in both]
    assert sum(count[0] for count in counts) == 240, "no report is added twice"
    assert contents(path) == expected
    assert not Path(f"{path}.work").exists()


def test_readers_see_whole_batches_while_another_process_adds(
    expected: dict[str, Any], tmp_path: Path
) -> None:
    path, looks = tmp_path / "khabar.db", 0
    khabar.archive.open(path).close()
    process = adder(path)
    while process.poll() is None:
        with khabar.archive.open(path, read_only=True) as archive:
            stored = {report.id for report in archive.reports()}
            assert len(stored) % 12 == 0
            with archive.store.reading() as select:
                assert not list(select("SELECT id FROM report WHERE story IS NULL", ()))
            looks += 1
    assert ended(process)[0] == 240
    assert looks > 3
    assert contents(path) == expected


@pytest.mark.slow
def test_the_command_killed_with_workers(tmp_path: Path) -> None:
    file, path, plain = tmp_path / "given.jsonl", tmp_path / "khabar.db", tmp_path / "plain.db"
    rows = [{"id": one.id, "title": one.title, "text": one.text, "published": one.published, "language": "en"}
            for one in reports(200)]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    command = [sys.executable, "-m", "khabar", "add", str(file), "--quiet", "--archive"]
    environment = {**os.environ, "KHABAR_SHARD": "10"}
    subprocess.run([*command, str(plain)], check=True, env=environment)
    for seconds in (1.5, 2.5, 4.0):
        process = subprocess.Popen([*command, str(path), "--workers", "2"], env=environment)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run([*command, str(path), "--workers", "2"], check=True, env=environment)
    assert contents(path) == contents(plain)
    assert not Path(f"{path}.work").exists()


@pytest.mark.slow
def test_the_command_stopped_by_hand_with_workers(tmp_path: Path) -> None:
    file, path = tmp_path / "given.jsonl", tmp_path / "khabar.db"
    rows = [
        {"id": one.id, "title": one.title, "text": one.text, "language": "en"} for one in reports(240) * 3
    ]
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    command = [sys.executable, "-m", "khabar", "add", str(file), "--archive", str(path), "--workers", "2"]
    process = subprocess.Popen(
        command,
        env={**os.environ, "KHABAR_SHARD": "5"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while (
        not path.exists()
        or not Path(f"{path}.work").exists()
        or not list(Path(f"{path}.work").glob("*.shard"))
    ):
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert "same command again" in errors


def test_nobody_is_told_of_locks(tmp_path: Path, made_profiles: None) -> None:
    """A reader in the middle of its rows, and a foreign tool that holds the file, only make `add` wait."""
    path = tmp_path / "khabar.db"
    with khabar.archive.open(settings=Settings(archive=str(path))) as archive:
        archive.add(reports()[:24])
        rows = archive.reports()
        next(rows)
        foreign = sqlite3.connect(path, isolation_level=None)
        foreign.execute("BEGIN IMMEDIATE")
        process = adder(path, 24, 48, pause=0.0)
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.3)
        assert process.poll() is None
        foreign.execute("COMMIT")
        foreign.close()
        assert ended(process)[0] == 24
        assert len(list(rows)) == 23
