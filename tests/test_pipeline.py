"""Stages in a row: their order is checked, shards stream, and what is finished is not made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar
from khabar.clean import stage
from khabar.clean.stage import Clean
from khabar.engines import here
from khabar.errors import PipelineError
from khabar.pipeline import (
    Item,
    ShardTask,
    check,
    cut,
    fingerprint,
    flow,
    forget,
    load_shard,
    run,
    save_shard,
)
from khabar.records import Page
from khabar.stories.profile import packed
from khabar.stories.stage import Profiles
from made_reports import made, profile_of

SOURCE = frozenset({"source"})


@dataclass(frozen=True)
class Title:
    """A stage for these tests: the source becomes the report's title; it counts how often it is called."""

    prefix: str = ""
    needs: frozenset[str] = SOURCE
    adds: frozenset[str] = frozenset({"report"})

    def __call__(self, items: Iterable[Item]) -> Iterator[Item]:
        CALLS.append(self.prefix)
        for item in items:
            yield replace(item, report=made(f"{self.prefix}{item.source}"))


CALLS: list[str] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    CALLS.clear()


def test_a_stage_that_lacks_what_it_needs_is_refused() -> None:
    check([Clean(), Profiles()], SOURCE)
    check([Profiles()], SOURCE | {"report"})
    with pytest.raises(PipelineError, match="Profiles needs report"):
        check([Profiles(), Clean()], SOURCE)


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(1, 7), st.integers(1, 120))
def test_cutting_loses_nothing_and_keeps_to_both_bounds(sizes: list[int], most: int, most_bytes: int) -> None:
    items = [Item(str(n), page=Page("x" * size)) for n, size in enumerate(sizes)]
    shards = list(cut(items, most, most_bytes))
    assert [item for shard in shards for item in shard] == items
    for shard in shards:
        assert 1 <= len(shard) <= most
        assert sum(len(item.page.content) for item in shard[:-1] if item.page) < most_bytes


def test_long_reports_are_cut_by_size_too() -> None:
    items = [Item(str(n), report=replace(made("a"), text="x" * 100)) for n in range(10)]
    assert [len(shard) for shard in cut(items, 100, most_bytes=250)] == [3, 3, 3, 1]


def test_an_endless_input_streams(tmp_path: Path) -> None:
    taken: list[int] = []

    def endless() -> Iterator[Item]:
        for number in count():
            taken.append(number)
            yield Item(str(number))

    shards = run(cut(endless(), 10), [Title()], here, tmp_path)
    assert [len(next(shards)) for _ in range(3)] == [10, 10, 10]
    assert len(taken) == 30


def test_forms_for_many_stream() -> None:
    def endless() -> Iterator[str]:
        for number in count():
            assert number < 100, "much more was taken than asked for"
            yield f"Page {number}\n\nMinisters met on {number % 28 + 1} May 2024 in Ankara. They signed nothing."

    assert next(khabar.clean_many(endless())).title == "Page 0"
    cleaned = Clean()(Item(text, page=Page(text)) for text in endless())
    assert next(cleaned).report


def test_a_finished_shard_is_taken_as_it_is(tmp_path: Path) -> None:
    shard = [Item("a"), Item("b")]
    task = ShardTask((Title(),), tmp_path)
    first = task(shard)
    assert task(shard) == first
    assert len(CALLS) == 1
    ShardTask((Title("other"),), tmp_path)(shard)
    task(shard[:1])
    assert len(CALLS) == 3, "other settings or another input are another shard"
    forget(fingerprint(shard, (Title(),)), tmp_path)
    task(shard)
    assert len(CALLS) == 4


@pytest.mark.parametrize("damage", [
    lambda content: b"",
    lambda content: content[: len(content) // 2],
    lambda content: content[:-9] + b"\0" * 9,
    lambda content: bytes(len(content)),
    lambda content: content.replace(b"happening", b"hoppening"),
])  # fmt: skip
def test_a_damaged_shard_is_made_again(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    task, shard = ShardTask((Title(),), tmp_path), [Item("a")]
    expected = task(shard)
    (file,) = tmp_path.glob("*.shard")
    file.write_bytes(damage(file.read_bytes()))
    assert load_shard(file) is None
    assert task(shard) == expected
    assert load_shard(file) == expected


def test_saving_and_reading_give_the_same(tmp_path: Path) -> None:
    report = made("a", wire=True, ordinal=2, published="2024-03-01")
    shard = [
        Item("a", report=report, profile=profile_of(report)),
        Item("b", dropped="empty", retry="give a page with a text"),
    ]
    save_shard(tmp_path / "new folder" / "x.shard", shard)
    read = load_shard(tmp_path / "new folder" / "x.shard")
    assert read
    for before, after in zip(shard, read, strict=True):
        assert replace(before, profile=None) == replace(after, profile=None)
        assert (before.profile is None) == (after.profile is None)
        if before.profile and after.profile:
            assert packed(before.profile) == packed(after.profile)
    assert [path.name for path in (tmp_path / "new folder").iterdir()] == ["x.shard"]


def test_fingerprints_tell_inputs_and_settings_apart() -> None:
    shards = [
        [Item("a", page=Page("text"))],
        [Item("a", page=Page(b"text"))],
        [Item("a", page=Page("text", extra={"id": "1"}))],
        [Item("a", page=Page("text")), Item("b")],
        [Item("a", dropped="text")],
        [],
    ]
    marks = {
        fingerprint(shard, stages) for shard in shards for stages in ((Clean(),), (Clean(), Profiles("x")))
    }
    assert len(marks) == 2 * len(shards)
    assert fingerprint([Item("a", page=Page("text"))], (Clean(),)) in marks


def test_what_is_dropped_goes_through_all_stages_with_its_reason() -> None:
    given = [Item("bad", dropped="no such file"), Item("empty", page=Page("  \n "))]
    bad, empty = flow([Clean(), Profiles()], given)
    assert bad.dropped == "no such file"
    assert empty.dropped


def test_a_page_that_cleaning_fails_on_is_dropped_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    clean_page = stage.clean_page

    def failing(page: Page) -> object:
        if page.content == "bad":
            raise RecursionError("too deep")
        return clean_page(page)

    monkeypatch.setattr(stage, "clean_page", failing)
    text = "Ministers met in Ankara.\n\nThey spoke about the dam on the river for two hours."
    bad, good = Clean()([Item("1", page=Page("bad")), Item("2", page=Page(text))])
    assert "RecursionError" in bad.dropped
    assert good.report
    assert not good.dropped
