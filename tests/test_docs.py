"""The documents are held equal to the code: a reader meets no name that is not there, and misses none."""

from __future__ import annotations

import doctest
import inspect
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import khabar
import khabar.archive
from khabar import records
from khabar.archive.filters import REPORT_FILTERS, STORY_FILTERS
from khabar.cli import main
from khabar.demo import pages
from khabar.evaluate import TASKS
from khabar.intake.kinds import SUFFIXES
from khabar.intake.limits import Limits
from khabar.intake.shapes import SHAPES
from khabar.settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "LICENSE-data.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\[[^\]\n]{1,200}\]\(([^)\s]{1,200})\)")
HOME = re.compile(r"`((?:src|docs|tests|training|bench|quality)/[\w/.-]+\.\w+)`")
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
ON_THE_DEMO = re.compile(
    r"khabar (?:demo|(?:stories|story|reports|search)[^|>]*--archive khabar-demo\.db[^|>]*)"
)
FENCED = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"^(?:\$ )?(?:KHABAR_\w+=\S+ )?khabar ([\w-]+)", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def verbs(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield name, command
        if isinstance(command, click.Group):
            yield from verbs(command)


def missing(names: list[str], text: str) -> list[str]:
    """The names that the text does not hold as words of their own."""
    return [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)]


def test_every_verb_and_option_is_in_the_page_of_the_command_line() -> None:
    text = text_of("docs/cli.md")
    assert missing([f"khabar {name}" for name in main.commands], text) == []
    for name, command in verbs(main):
        options = [one for parameter in command.params for one in parameter.opts if one.startswith("-")]
        assert missing([name, *options], text) == [], name
    assert missing(list(TASKS), text) == []


def test_every_verb_that_documents_name_is_there() -> None:
    for document in DOCUMENTS:
        for block in FENCED.findall(document.read_text("utf-8")):
            unknown = set(CALL.findall(block)) - set(main.commands)
            assert not unknown, f"{document.name}: khabar {unknown}"


def test_the_table_of_settings_is_that_of_the_code() -> None:
    text = text_of("docs/cli.md")
    for setting in fields(Settings):
        default = str(setting.default).lower() if isinstance(setting.default, bool) else setting.default
        assert f"| `{setting.name}` | `{default}` | {setting.metadata['help']} |" in text


def test_every_public_name_is_in_the_page_of_python() -> None:
    text = text_of("docs/api.md")
    described = [name for name in khabar.__all__ if name not in vars(records)]
    methods = [name for name, _ in inspect.getmembers(khabar.Archive, inspect.isfunction) if name[0] != "_"]
    names = [f"khabar.{name}" for name in described] + [f"archive.{name}" for name in methods]
    assert missing(names, text) == []


def fields_in_the_page_of_python() -> dict[str, set[str]]:
    """Record → the fields that its rows of the table name."""
    found: dict[str, set[str]] = {}
    record = ""
    for cells in re.findall(r"^\|([^|\n]*)\|([^|\n]*)\|[^|\n]*\|$", text_of("docs/api.md"), re.MULTILINE):
        record = cells[0].strip(" `") or record
        found.setdefault(record, set()).update(re.findall(r"`(\w+)`", cells[1]))
    return found


@pytest.mark.parametrize("name", ["Report", "Story", "Page", "Hit", "Summary", "SetAside"])
def test_every_record_field_is_in_the_page_of_python(name: str) -> None:
    assert fields_in_the_page_of_python()[name] == {field.name for field in fields(getattr(records, name))}


@pytest.mark.parametrize("name", ["Removed", "Span", "Passage", "Change"])
def test_every_small_record_is_in_the_page_of_python(name: str) -> None:
    inner = [field.name for field in fields(getattr(records, name))]
    assert missing([name, *inner], text_of("docs/api.md")) == []


def test_every_filter_is_in_the_page_of_python() -> None:
    text = text_of("docs/api.md")
    for names in (REPORT_FILTERS, STORY_FILTERS):
        assert " ".join(f"`{name}`" for name in (*names, "limit")) in text


def test_every_shape_limit_and_file_kind_is_in_the_page_of_intake() -> None:
    text = text_of("docs/intake.md")
    for shape in SHAPES:
        assert f"| {shape.name} |" in text
    assert missing([field.name for field in fields(Limits)], text) == []
    for kind in set(SUFFIXES.values()):
        assert any(suffix in text for suffix, its in SUFFIXES.items() if its == kind), kind


def test_every_table_is_in_the_page_of_the_archive() -> None:
    tables = re.findall(r"^CREATE TABLE (\w+)", text_of("src/khabar/archive/schema.sql"), re.MULTILINE)
    assert missing(tables, text_of("docs/archive.md")) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_files_are_there(document: Path) -> None:
    text = document.read_text("utf-8")
    for link in LINK.findall(text):
        if "://" not in link:
            assert (document.parent / link.split("#")[0]).exists(), link
    for home in HOME.findall(text):
        assert (ROOT / home).exists(), home


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder as a reader has it after `khabar demo`, and who stands in it."""
    place, before = tmp_path_factory.mktemp("docs"), Path.cwd()
    os.chdir(place)
    with khabar.archive.open("khabar-demo.db") as archive:
        archive.add(list(pages()))
    yield place
    os.chdir(before)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_examples_run(document: Path, folder: Path) -> None:
    """Examples with >>> give what they say, from top to bottom; the others are Python at least."""
    blocks = BLOCK.findall(document.read_text("utf-8"))
    for block in blocks:
        if ">>>" not in block:
            compile(block, document.name, "exec")
    examples = "\n".join(block for block in blocks if ">>>" in block)
    test = doctest.DocTestParser().get_doctest(examples, {}, document.name, str(document), 0)
    told: list[str] = []
    flags = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    doctest.DocTestRunner(optionflags=flags).run(test, out=told.append)
    assert not told, "".join(told)


def samples(document: Path) -> Iterator[tuple[str, str]]:
    """The calls on the demo archive that a document shows, each with what it says they print."""
    for block in FENCED.findall(document.read_text("utf-8")):
        for sample in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            call, _, shown = sample.partition("\n")
            if ON_THE_DEMO.fullmatch(call):
                yield call, shown.strip()


SAMPLES = [(document.name, *sample) for document in DOCUMENTS for sample in samples(document)]


@pytest.mark.parametrize(("name", "call", "shown"), SAMPLES, ids=[f"{one[0]}: {one[1]}" for one in SAMPLES])
def test_samples_are_what_is_printed(
    name: str, call: str, shown: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of … alone stands for any number of lines."""
    monkeypatch.setenv("COLUMNS", "80")
    arguments = shlex.split(call)[1:] if call != "khabar demo" else ["stories", "--archive", "khabar-demo.db"]
    printed = CliRunner().invoke(main, [*arguments, "--format", "table"]).stdout.strip()
    wanted = [r"(?:.*\n)*" if line == "…" else re.escape(line) + r"\s*\n" for line in shown.split("\n")]
    assert re.fullmatch("".join(wanted), printed + "\n"), f"{name} says otherwise. It is now:\n{printed}"
