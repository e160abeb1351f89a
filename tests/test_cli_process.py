"""The command line as a shell runs it: on a terminal, in a pipe, into a pipe that closes."""

import contextlib
import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from khabar.archive import open as open_archive
from khabar.records import Report
from khabar.show.terminal import width_at_most

fcntl = pytest.importorskip("fcntl", reason="terminals of this kind are those of Unix")
import pty  # noqa: E402
import termios  # noqa: E402

TITLES = {
    "en": "Foreign ministers meet in Istanbul over the dam",
    "ar": "وزيرا الخارجية يلتقيان في إسطنبول لبحث أزمة السد وتبادل بيانات الجريان",
    "hi": "विदेश मंत्रियों ने इस्तांबुल में बांध विवाद पर बातचीत की",
    "zh": "两国外长在伊斯坦布尔就大坝争端举行首轮会谈并同意交换水文数据",
    "he": "שרי החוץ נפגשו באיסטנבול",
    "xx": "\x1b]0;owned\x07\x1b[31mRed alert\x1b[0m [bold]not markup[/bold]",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "made.db"
    reports = [
        Report(f"{language}-{number}", f"v{number}", outlet=f"Outlet {language}", language=language,
               title=title, text=f"{title}\n\n{title}. " * 3, body_start=len(title) + 2,
               published=f"2024-03-{10 + number}T08:30:00+03:00")
        for number in range(6) for language, title in TITLES.items()
    ]  # fmt: skip
    with open_archive(path) as archive, archive.store.write():
        archive.store.put_reports(reports)
        groups = [[f"{language}-{number}" for language in TITLES] for number in range(6)]
        archive.store.put_partition(groups, {})
    return path


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "khabar", *words]


def piped(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), capture_output=True, text=True, encoding="utf-8", check=False)


def on_terminal(columns: int, *words: str) -> tuple[int, str]:
    """The exit code and what stands on a terminal of so many columns (0: one that does not know)."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24 if columns else 0, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(
        command(*words), stdin=slave, stdout=slave, stderr=slave, env=environment | {"TERM": "xterm-256color"}
    )
    os.close(slave)
    shown = b""
    with contextlib.suppress(OSError):  # Linux says so when the other end has closed
        while part := os.read(master, 65536):
            shown += part
    os.close(master)
    return process.wait(), shown.decode()


COLOURS = re.compile("\x1b\\[[0-9;]*m")


@pytest.mark.parametrize("columns", [0, 40, 60, 80, 132])
@pytest.mark.parametrize("verb", ["stories", "reports", "search", "story"])
def test_on_a_terminal_there_is_a_table_that_fits(archive: Path, verb: str, columns: int) -> None:
    first = json.loads(piped("stories", "--limit", "1", "--archive", str(archive)).stdout)["id"]
    words = {"search": ["ministers"], "story": [first[:8]]}.get(verb, [])
    code, shown = on_terminal(columns, verb, *words, "--archive", str(archive))
    assert code == 0, shown
    lines = COLOURS.sub("", shown).splitlines()
    assert max(map(width_at_most, lines)) <= (columns or 80)
    assert "\x1b" not in "".join(lines)
    assert "owned" not in shown
    for line in lines:
        assert line.count("\u2068") == line.count("\u2069")


def test_in_a_pipe_there_are_json_lines(archive: Path) -> None:
    result = piped("stories", "--archive", str(archive))
    assert result.returncode == 0
    assert result.stderr == ""
    stories = [json.loads(line) for line in result.stdout.splitlines()]
    assert [len(story["reports"]) for story in stories] == [6] * 6
    reports = piped("reports", "--story", stories[0]["id"][:8], "--language", "ar", "--archive", str(archive))
    assert [json.loads(line)["title"] for line in reports.stdout.splitlines()] == [TITLES["ar"]]


def test_a_reader_who_leaves_is_no_error(archive: Path) -> None:
    line = f"{sys.executable} -m khabar reports --archive {archive} | head -n 1"
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0
    assert result.stderr == ""
    assert len(result.stdout.splitlines()) == 1


def test_parquet_goes_to_a_pipe_but_not_to_a_terminal(archive: Path) -> None:
    made = subprocess.run(
        command("stories", "--format", "parquet", "--archive", str(archive)), capture_output=True, check=True
    )
    assert made.stdout.startswith(b"PAR1")
    code, shown = on_terminal(80, "stories", "--format", "parquet", "--archive", str(archive))
    assert code == 2
    assert "--output" in shown


def test_reading_makes_no_archive(tmp_path: Path) -> None:
    result = piped("stories", "--archive", str(tmp_path / "none.db"))
    assert result.returncode == 1
    assert "khabar add" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


def test_what_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("not a database " * 1000)
    result = piped("stories", "--archive", str(path))
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert path.read_text().startswith("not a database")


def test_another_coding_of_the_terminal_loses_letters_not_the_run(archive: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    for words in (["stories", "--format", "table"], ["stories", "--limit", "nope"], ["story", "عنوان-طويل"]):
        result = subprocess.run(
            command(*words, "--archive", str(archive)), capture_output=True, env=environment, check=False
        )
        assert b"Traceback" not in result.stderr
    assert json.loads(
        subprocess.run(
            command("reports", "--language", "ar", "--limit", "1", "--archive", str(archive)),
            capture_output=True, env=environment, check=True,
        ).stdout
    )["title"] == TITLES["ar"]  # fmt: skip


def test_control_c_while_reading_is_a_word_and_130(archive: Path) -> None:
    process = subprocess.Popen(
        command("add", "-", "--archive", str(archive)),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell starts what runs in the background with SIGINT ignored, and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert "same command" in told
