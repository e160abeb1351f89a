"""The command line: what goes where, exit codes, and messages that say what to do."""

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

import khabar.archive
from khabar.cli import main
from khabar.errors import ArchiveError, UnknownId
from khabar.records import Hit, Report, SetAside, Story, Summary
from khabar.settings import Settings

HOSTILE = "\x1b[31mred\x1b[0m [bold]title[/bold]"


def _story(number: int, title: str) -> Story:
    return Story(
        f"{number:x}".ljust(24, "0"), title, {"tr": title, "sw": "Mazungumzo"}, ["tr", "sw"], ["A", "B"],
        [f"r{number}a", f"r{number}b"], 2, "2024-09-13T21:34:00+03:00", "2024-09-14",
    )  # fmt: skip


STORIES = [
    _story(0xABCDEF12, "Ruvuma barajı görüşmeleri"),
    _story(0xABCDEF13, HOSTILE),
    _story(7, "وزير الخارجية"),
]
REPORTS = [
    Report(one, "v", outlet="A", language="tr", title=f"Title {one}", published="2024-09-13T21:34:00+03:00",
           text=f"Title {one}\n\nFirst.\n\nSecond.", body_start=len(f"Title {one}") + 2, copy_family="f",
           extra={"invented": True})
    for story in STORIES for one in story.reports
]  # fmt: skip


class ArchiveDouble:
    """What CONTRACT.md promises of an archive, over the records above."""

    asked: dict[str, Any] = {}  # noqa: RUF012 - the last call, for the tests to look at
    settings = Settings()
    summary = Summary(added=2, stories=1)

    def __enter__(self) -> "ArchiveDouble":
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def add(self, sources: Iterable[Any], **keywords: Any) -> Summary:
        type(self).asked = {"sources": list(sources), **keywords}
        if "interrupt" in self.asked["sources"]:
            raise KeyboardInterrupt
        return self.summary

    def stories(self, **filters: Any) -> Iterator[Story]:
        type(self).asked = filters
        return iter(STORIES)

    def reports(self, **filters: Any) -> Iterator[Report]:
        type(self).asked = filters
        wanted = filters.get("story")
        stories = {report: story.id for story in STORIES for report in story.reports}
        return (report for report in REPORTS if wanted in (None, stories[report.id]))

    def search(self, text: str, **filters: Any) -> Iterator[Hit]:
        return iter([Hit("r7a", STORIES[0].id, text, "tr", None, f"the ⟦{text}⟧", 1.0)])

    def story(self, given: str) -> Story:
        for story in STORIES:
            if story.id == given:
                return story
        raise UnknownId(f"No story {given}.")

    def story_ids(self, beginning: str) -> list[str]:
        return [story.id for story in STORIES if story.id.startswith(beginning)]

    def set_aside(self) -> Iterator[SetAside]:
        return iter([SetAside("bad.txt", "empty", "give a page with a text")])


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> type[ArchiveDouble]:
    def open_double(url: str, *, settings: Settings, read_only: bool = False) -> ArchiveDouble:
        ArchiveDouble.settings = settings
        return ArchiveDouble()

    monkeypatch.setattr(khabar.archive, "open", open_double)
    return ArchiveDouble


def call(*words: str, input: str | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=input)


def test_stories_are_json_lines_in_a_pipe(double: type[ArchiveDouble]) -> None:
    result = call("stories", "--since", "2024-06", "--language", "sw", "--limit", "3")
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == msgspec.to_builtins(STORIES)
    assert double.asked == {"since": "2024-06", "language": ("sw",), "limit": 3}


def test_options_may_stand_before_the_verb(double: type[ArchiveDouble]) -> None:
    assert call("--format", "csv", "stories").stdout.startswith("id,title,")
    assert call("--format", "csv", "stories", "--format", "jsonl").stdout.startswith("{")


def test_a_table_holds_no_escape_codes_of_strangers(double: type[ArchiveDouble]) -> None:
    result = call("stories", "--format", "table")
    assert "\x1b" not in result.stdout
    assert "red [bold]title[/bold]" in result.stdout
    assert "\u2068وزير الخارجية\u2069" in result.stdout


@pytest.mark.parametrize("columns", ["40", "60", "80", "120", ""])
def test_tables_fit(double: type[ArchiveDouble], monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    from rich.cells import cell_len

    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    else:
        monkeypatch.delenv("COLUMNS", raising=False)
    for words in (["stories"], ["reports"], ["search", "baraj"], ["story", STORIES[0].id]):
        lines = call(*words, "--format", "table").stdout.splitlines()
        assert lines
        assert max(map(cell_len, lines)) <= int(columns or 80)


def test_a_story_is_found_by_the_beginning_of_its_id(double: type[ArchiveDouble]) -> None:
    several = call("story", "abcdef1")
    assert several.exit_code == 1
    assert "2 stories" in several.stderr
    assert all(story.id in several.stderr for story in STORIES[:2])
    found = call("story", "abcdef12", "--format", "jsonl")
    assert json.loads(found.stdout) == msgspec.to_builtins(STORIES[0])


@pytest.mark.parametrize("given", ["abc", "ffffffff"])
def test_an_unknown_story_is_an_error_with_a_way_out(double: type[ArchiveDouble], given: str) -> None:
    result = call("story", given)
    assert result.exit_code == 1
    assert "khabar stories" in result.stderr
    assert "Traceback" not in result.output


def test_a_story_shows_reports_and_copies(double: type[ArchiveDouble]) -> None:
    shown = call("story", STORIES[0].id, "--format", "table").stdout
    assert "Mazungumzo" in shown
    assert "same text A" in shown
    assert "First. · Second." in shown
    assert "2024-09-13 21:34" in shown


def test_csv_and_parquet(double: type[ArchiveDouble], tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(call("reports", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == [report.id for report in REPORTS]
    for ending, name in (("jsonl", "given.jsonl"), ("parquet", "given.parquet")):
        assert call("reports", "--output", str(tmp_path / name)).exit_code == 0, ending
    table = pyarrow.parquet.read_table(tmp_path / "given.parquet")
    assert table.column("id").to_pylist() == [report.id for report in REPORTS]
    piped = CliRunner().invoke(main, ["stories", "--format", "parquet"])
    assert pyarrow.parquet.read_table(io.BytesIO(piped.stdout_bytes)).num_rows == len(STORIES)


def test_an_output_that_cannot_be_written_is_an_error(double: type[ArchiveDouble]) -> None:
    result = call("stories", "--output", "/nowhere/at/all.csv")
    assert result.exit_code == 1
    assert "--output" in result.stderr


def test_add_tells_on_stderr_and_hands_the_options_on(double: type[ArchiveDouble]) -> None:
    result = call("add", "a.txt", "b.html", "--clean", "--no-reading", "--workers", "2", "--engine", "pool")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "2 added" in result.stderr
    assert "khabar stories" in result.stderr or "-m khabar stories" in result.stderr
    assert {name: double.asked[name] for name in ("sources", "clean")} == {
        "sources": ["a.txt", "b.html"],
        "clean": True,
    }
    assert (double.settings.engine, double.settings.workers) == ("pool", 2)
    assert json.loads(call("add", "a.txt", "--format", "jsonl").stdout)["added"] == 2


def test_quiet_says_nothing_but_what_was_set_aside(
    double: type[ArchiveDouble], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("add", "a.txt", "--quiet").output == ""
    asides = [SetAside(f"bad{number}.txt", "empty", "give a page with a text") for number in range(50)]
    monkeypatch.setattr(double, "summary", replace(double.summary, set_aside=asides))
    result = call("add", "a.txt", "--quiet", "--archive", "some.db")
    assert result.exit_code == 3
    assert "bad0.txt: empty. To retry: give a page with a text." in result.stderr
    assert "30 more" in result.stderr
    assert "reports --set-aside --archive some.db" in result.stderr


def test_what_was_set_aside_can_be_listed(double: type[ArchiveDouble]) -> None:
    assert json.loads(call("reports", "--set-aside").stdout)["reason"] == "empty"
    assert call("reports", "--set-aside", "--language", "tr").exit_code == 2


def test_a_stopped_add_says_what_is_stored(double: type[ArchiveDouble]) -> None:
    result = call("add", "interrupt")
    assert result.exit_code == 130
    assert "holds 6 reports" in result.stderr
    assert "same command" in result.stderr


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["storis"], "stories"),
        (["stories", "--langage", "tr"], "--language"),
        (["stories", "--since", "yesterday"], "2024-06"),
        (["stories", "--since", "2024-02-31"], "2024-06"),
        (["stories", "--format", "xml"], "jsonl"),
        (["add"], "SOURCE"),
    ],
)
def test_wrong_usage_is_2_and_says_what_would_be_right(words: list[str], hint: str) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert hint in result.stderr


def test_errors_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object, **keywords: object) -> None:
        raise ArchiveError("\x1b[2Jx.db is no archive. Name another.")

    monkeypatch.setattr(khabar.archive, "open", refuse)
    result = call("stories")
    assert result.exit_code == 1
    assert result.stderr == "Error: x.db is no archive. Name another.\n"


def test_settings_say_where_they_come_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "khabar.toml").write_text("shard = 64\n")
    monkeypatch.setenv("KHABAR_WINDOW_DAYS", "7")
    rows = [json.loads(line) for line in call("settings", "--workers", "3").stdout.splitlines()]
    found = {row["setting"]: (row["value"], row["from"]) for row in rows}
    assert found["shard"] == (64, "khabar.toml")
    assert found["window_days"] == (7.0, "KHABAR_WINDOW_DAYS")
    assert found["workers"] == (3, "command line")
    assert found["engine"] == ("here", "default")
    assert all(row["meaning"] for row in rows)


@pytest.mark.parametrize("verb", main.commands)
def test_every_verb_says_what_it_does_and_gives_an_example(verb: str) -> None:
    text = call(verb, "--help").stdout
    assert f"khabar {verb}" in text.split("Options:")[0].partition("\n")[2]
    first = (main.commands[verb].help or "").split("\n")[0]
    assert first.endswith(".")
    assert "..." not in call("--help").stdout.split("Commands:")[1]


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    heavy = {"rich", "numpy", "trafilatura", "pyarrow", "onnxruntime", "lxml", "httpx", "msgspec", "sqlite3"}
    code = "import sys, khabar.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not heavy & set(loaded.split())
    times = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "khabar", "--help"], capture_output=True, check=True)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.4
