"""Stories: ids that answer for ever, membership, history, and what lists show of them."""

from __future__ import annotations

import random

import pytest
from archive_reports import report

from khabar.archive.archive import Archive
from khabar.archive.story_rows import story_id
from khabar.errors import ArchiveError, UnknownId


def put(archive: Archive, *names: str, **fields: object) -> None:
    with archive.store.write():
        archive.store.put_reports([report(name, title=f"Title {name}", **fields) for name in names])


def group(archive: Archive, *groups: str, families: dict[str, str] | None = None) -> list[str]:
    """Make stories of groups such as "abc"."""
    with archive.store.write():
        return archive.store.put_partition([list(names) for names in groups], families or {})


def partition(archive: Archive) -> dict[str, str]:
    return {story.id: "".join(story.reports) for story in archive.stories()}


def test_a_story_is_named_after_its_earliest_report(archive: Archive) -> None:
    put(archive, *"abc")
    assert set(group(archive, "ab", "c")) == {story_id("a"), story_id("c")}
    assert partition(archive) == {story_id("a"): "ab", story_id("c"): "c"}
    assert archive.report("b").story == story_id("a")
    assert archive.store.members(["a", "b", "x"]) == {"a": story_id("a"), "b": story_id("a")}
    assert archive.store.companions(["b"]) == {"a", "b"}


def test_ids_of_joined_split_and_renamed_stories_answer_for_ever(archive: Archive) -> None:
    put(archive, *"abcd")
    group(archive, "bc", "d")
    group(archive, "abc")  # a late report that comes first
    assert archive.story(story_id("b")).id == story_id("a")
    assert archive.story(story_id("b")).history == []
    group(archive, "abcd")
    assert archive.story(story_id("d")).reports == list("abcd")
    (join,) = archive.story(story_id("a")).history
    assert (join.kind, join.others) == ("join", [story_id("d")])
    group(archive, "ac", "bd")
    assert archive.story(story_id("d")).id == archive.story(story_id("b")).id == story_id("b")
    assert [change.kind for change in archive.story(story_id("a")).history] == ["join", "split"]
    assert {change.kind for change in archive.story(story_id("b")).history} == {"split"}
    group(archive, "abcd")
    assert archive.story(story_id("d")).history[-1].kind == "join"
    assert partition(archive) == {story_id("a"): "abcd"}
    with pytest.raises(UnknownId, match="khabar stories"):
        archive.story("nothing")


def test_reports_left_behind_stay_together(archive: Archive) -> None:
    put(archive, *"abcde")
    group(archive, "abc", "de", families={"c": "b"})
    group(archive, "ad")
    assert partition(archive) == {story_id("a"): "ad", story_id("b"): "bc", story_id("e"): "e"}
    assert archive.story(story_id("b")).independent == 1


def test_the_same_partition_again_changes_nothing(archive: Archive) -> None:
    put(archive, *"abcd")
    group(archive, "abc", "d")
    before = list(archive.stories())
    group(archive, "d", "abc")
    assert list(archive.stories()) == before


def test_whatever_the_steps_the_last_partition_stands(archive: Archive) -> None:
    names = "abcdefghijkl"
    put(archive, *names)
    chance = random.Random(5)
    for _ in range(20):
        parts: dict[int, str] = {}
        for name in names:
            place = chance.randrange(5)
            parts[place] = parts.get(place, "") + name
        group(archive, *parts.values())
        assert partition(archive) == {story_id(part[0]): part for part in parts.values()}
        for name in names:
            if archive.store.select("SELECT 1 FROM story_origin WHERE id = ?", (story_id(name),)):
                assert name in archive.story(story_id(name)).reports


def test_what_a_story_shows(archive: Archive) -> None:
    given = [
        report("a", title="", language="tr", outlet="T", published="2024-06-02"),
        report("b", title="Habari", language="sw", outlet="S", published="2024-06-01T10:00:00+03:00"),
        report("c", title="Habari mbili", language="sw", outlet="S", published=None),
        report("d", title="新闻", language=None, outlet=None, published="2024-06-03T01:00:00+08:00"),
    ]
    with archive.store.write():
        archive.store.put_reports(given)
    group(archive, "abcd", families={"c": "b", "b": "b"})
    (story,) = archive.stories()
    assert (story.title, story.titles) == ("Habari", {"sw": "Habari"})
    assert (story.languages, story.outlets, story.independent) == (["sw", "tr"], ["S", "T"], 3)
    assert (story.first_published, story.last_published) == (
        "2024-06-01T10:00:00+03:00",
        "2024-06-03T01:00:00+08:00",
    )
    assert [archive.report(name).copy_family for name in "abcd"] == ["a", "b", "b", "d"]


def test_filters_of_stories(archive: Archive) -> None:
    with archive.store.write():
        archive.store.put_reports(
            [
                report("a", "Cholera in Kosti", language="en", outlet="E", published="2024-06-01"),
                report("b", "كوليرا", language="ar", outlet="A", published="2024-06-05"),
                report("c", "Flood", language="en", outlet="E", published="2024-07-01"),
                report("d", "Undated", language="de"),
            ]
        )
    group(archive, "ab", "c", "d")
    first, second, third = story_id("a"), story_id("c"), story_id("d")

    def found(**filters: object) -> list[str]:
        return [story.id for story in archive.stories(**filters)]

    assert found() == [first, second, third]
    assert found(since="2024-06-05") == [first, second]
    assert found(since="2024-06-06") == [second]
    assert found(until="2024-06") == [first]
    assert found(language=["ar", "de"]) == [first, third]
    assert found(outlet="E", language="en") == [first, second]
    assert found(text="kosti") == [first]
    assert found(text="") == found(text="!!! *") == []
    assert found(independent=2) == found(report="b") == found(story=first) == [first]
    assert found(limit=1, language=None) == [first]
    for filters in ({"colour": "red"}, {"since": "soon"}, {"limit": "many"}, {"language": 5}):
        with pytest.raises(ArchiveError, match=r"Use since.*limit|not a time|whole number|does not fit"):
            archive.stories(**filters)
