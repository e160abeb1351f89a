"""Lists, tables, links, profiles, shards: what the driver and people read."""

from __future__ import annotations

import random

import pytest
from archive_reports import report

import khabar.archive
from khabar.archive.archive import Archive
from khabar.errors import ArchiveError
from khabar.records import Passage, Removed, SetAside
from khabar.stories.links import Link


def put(archive: Archive, *reports: object) -> None:
    with archive.store.write():
        archive.store.put_reports(reports)  # type: ignore[arg-type]


def test_reports_come_newest_first_and_filtered(archive: Archive) -> None:
    put(
        archive,
        report("a", "Old", language="sw", outlet="A", published="2024-06-01T23:30:00-05:00"),
        report("b", "New", language="en", outlet="B", published="2024-06-02", agency="AFP", complete=False),
        report("c", "No date", language="en", url="https://www.c.com/1/?utm_source=x"),
    )

    def found(**filters: object) -> str:
        return "".join(one.id for one in archive.reports(**filters))

    assert found() == "bac"
    assert found(since="2024-06-02") == "ba"
    assert found(until="2024-06-01") == ""
    assert found(since="2024", until="2024-06-02T04:30Z") == "a"
    assert found(language="en") == "bc"
    assert found(language=["sw", "en"], outlet="A") == "a"
    assert found(agency="AFP") == found(complete=False) == found(text="NEW") == "b"
    assert found(url="http://c.com/1") == "c"
    assert found(limit=2) == "ba"
    with pytest.raises(ArchiveError, match="since, until, language"):
        archive.reports(place="Kosti")


def test_a_list_streams_from_a_snapshot_while_others_write(archive: Archive) -> None:
    put(archive, *(report(f"{n:03}") for n in range(300)))
    listing = archive.reports()
    next(listing)
    put(archive, report("new"), report("000", "Another body."))
    assert len([*listing]) == 299
    assert len([*archive.reports()]) == 301


def test_tables(archive: Archive) -> None:
    put(
        archive,
        report("a", removed=[Removed("x", "y")], passages=[Passage(0, 2, "en")], extra={"é": {"b": 1}}),
    )
    with archive.store.write():
        archive.store.put_partition([["a"]], {})
    table = archive.table("reports")
    assert table.num_rows == 1
    row = table.to_pylist()[0]
    assert row["removed"] == [{"text": "x", "reason": "y"}]
    assert row["extra"] == '{"é":{"b":1}}'
    assert archive.table("stories").to_pylist()[0]["reports"] == ["a"]
    assert archive.table("stories", language="xx").num_rows == 0
    with pytest.raises(ArchiveError, match="reports or stories"):
        archive.table("events")


def test_points_by_time(archive: Archive) -> None:
    rows = [(f"{n:04}", float(n % 50), bytes([n % 256])) for n in range(2500)]
    undated = [("x", None, b"x"), ("y", None, b"y")]
    store = archive.store
    with store.write():
        store.put_points([*rows, *undated, ("0000", 0.0, b"again")])
    assert list(store.points(10.0, 12.0)) == sorted(
        (row for row in rows if 10 <= row[1] <= 12), key=lambda row: (row[1], row[0])
    )
    assert len(list(store.points(-1e300, 1e300))) == 2500
    assert next(store.points(0.0, 0.0)) == ("0000", 0.0, b"again")
    assert list(store.undated_points()) == undated
    assert list(store.points(99.0, 1e300)) == []
    assert store.count_points(0.0, 1.0, 1000) == 102
    assert store.count_points(0.0, 1.0, 5) == 5
    assert store.in_order(["y", "0051", "0001", "x", "0000"]) == ["0000", "0001", "0051", "x", "y"]


def test_profiles_by_id(archive: Archive) -> None:
    with archive.store.write():
        archive.store.put_profiles([(f"{n:04}", bytes([n % 256])) for n in range(2500)])
        archive.store.put_profiles([("0000", b"again")])
    assert [id for id, _ in archive.store.profiles()] == [f"{n:04}" for n in range(2500)]
    assert sorted(archive.store.profiles_of(["0001", "0000", "none"])) == [("0000", b"again"), ("0001", b"\x01")]


def test_components_are_those_of_the_graph(archive: Archive) -> None:
    chance, names = random.Random(7), [f"{n:02}" for n in range(30)]
    for _ in range(30):
        pairs = {
            (a, b): chance.choice([0.2, 0.8])
            for a in names
            for b in names
            if a < b and chance.random() < 0.06
        }
        with archive.store.write():
            archive.store.drop_links(names)
            archive.store.put_links(Link(a, b, score) for (a, b), score in pairs.items())
        reached = {"00"}
        for _ in names:
            reached |= {b for (a, b), score in pairs.items() if a in reached and score > 0.5}
            reached |= {a for (a, b), score in pairs.items() if b in reached and score > 0.5}
        assert archive.store.component(["00"], 0.5) == reached


def test_links(archive: Archive) -> None:
    store = archive.store
    chain = [Link(f"{n:05}", f"{n + 1:05}", 0.9) for n in range(5000)]
    with store.write():
        store.put_links([*chain, Link("02500", "x", 0.3), Link("02500", "x", 0.4, True)])
    assert sorted(store.links_of(["x", "02500"])) == [*chain[2499:2501], Link("02500", "x", 0.4, True)]
    assert store.component(["x"], 0.5) == {"x"}
    with store.write():
        store.drop_links(["04990", "00002"])
        store.put_links(Link(f"{n:05}", "hub", 0.9) for n in range(3, 4990))
    assert store.component(["00003"], 0.5) == {f"{n:05}" for n in range(3, 4990)} | {"hub"}
    assert store.component(["x"], 0.4) == {f"{n:05}" for n in range(3, 4990)} | {"hub", "x"}


def test_facts_and_what_others_write(archive: Archive, address: str) -> None:
    store = archive.store
    store.written_by_others()  # the tables of a new archive
    with store.write():
        assert store.fact("a") is None
        store.put_fact("a", "1")
        store.put_fact("a", "2")
    assert store.fact("a") == "2"
    assert not store.written_by_others()
    with khabar.archive.open(address) as other:
        with other.store.write():
            other.store.put_fact("a", "3")
        assert not other.store.written_by_others()
    with store.write():
        assert store.written_by_others()
        assert not store.written_by_others()
        assert store.fact("a") == "3"


def test_inputs_and_set_aside(archive: Archive) -> None:
    store = archive.store
    assert store.stored_inputs(["f"]) == set()
    with store.write():
        store.mark_inputs(["f", "g"])
        store.mark_inputs(["f"])
        for _ in range(2):
            store.put_set_aside([SetAside("a.warc", "cut in the middle", "fetch it again")])
    assert store.stored_inputs(["f", "h"]) == {"f"}
    assert list(archive.set_aside()) == [SetAside("a.warc", "cut in the middle", "fetch it again")]
