"""The rules of ids and versions, as functions of the set: no order and no cut changes the tables."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from archive_reports import report
from hypothesis import given, settings
from hypothesis import strategies as st

import khabar.archive
from khabar.archive.archive import Archive
from khabar.errors import UnknownId
from khabar.records import Report

TABLES = {
    "version": "SELECT report, version, address, outlet, state, record FROM version ORDER BY 1, 2, 3, 4",
    "report": "SELECT id, version, address, outlet, title, instant, repeated FROM report ORDER BY id",
    "line": "SELECT o.name, l.hash, r.id FROM line l JOIN report r ON r.number = l.report "
    "JOIN outlet o ON o.number = l.outlet ORDER BY 1, 2, 3",
    "set_aside": "SELECT source, reason, record FROM set_aside ORDER BY 1, 2, 3",
}


def put(archive: Archive, *reports: Report, repeated_from: int = 2):  # type: ignore[no-untyped-def]
    with archive.store.write():
        outcome = archive.store.put_reports(reports)
        archive.store.refresh_repeated(outcome.changed, repeated_from)
    return outcome


def tables(archive: Archive) -> dict[str, object]:
    found: dict[str, object] = {name: archive.store.select(sql) for name, sql in TABLES.items()}
    found["hits"] = {
        word: sorted(hit.report for hit in archive.search(word)) for word in ("one", "two", "three")
    }
    found["aside"] = sorted((aside.source, aside.reason) for aside in archive.set_aside())
    return found


def test_a_report_comes_back_as_it_went_in(archive: Archive) -> None:
    given = report(
        "a", url="https://a.com/1", outlet="A", published="2024-06-01", extra={"z": [1], "a": None}
    )
    assert put(archive, given).added == ["a"]
    assert archive.report("a") == given
    assert list(archive.reports()) == [given]


def test_new_text_from_the_same_url_is_a_new_version_and_both_are_kept(archive: Archive) -> None:
    first = report("a", "Five dead.", url="https://a.com/1?utm_source=x", published="2024-06-01T10:00")
    second = report("a", "Seven dead.", url="http://www.a.com/1", updated="2024-06-01T12:00")
    assert put(archive, first).added == ["a"]
    outcome = put(archive, second, first)
    assert (outcome.updated, outcome.unchanged, outcome.changed, outcome.set_aside) == (
        ["a"],
        ["a"],
        ["a"],
        [],
    )
    assert archive.report("a").text == second.text
    assert archive.report("a", first.version).text == first.text
    with pytest.raises(UnknownId, match="khabar reports"):
        archive.report("a", "no such version")


def test_new_text_from_another_place_is_set_aside_with_its_record(archive: Archive) -> None:
    put(archive, report("a", "one", outlet="A", published="2024-06-01"))
    other = report("a", "two", outlet="B", published="2024-06-02")
    for _ in range(2):  # the second time it is set aside again, but kept once
        outcome = put(archive, other)
        assert [aside.source for aside in outcome.set_aside] == ["a"]
        assert "belongs to another report" in outcome.set_aside[0].reason
        assert outcome.changed == []
    assert len(list(archive.set_aside())) == 1
    assert archive.report("a", other.version).text == other.text


def test_the_first_published_owns_the_id_however_late_it_comes(archive: Archive) -> None:
    put(archive, report("a", "two", outlet="B", published="2024-06-02"))
    outcome = put(archive, report("a", "one", outlet="A", published="2024-06-01"))
    assert (outcome.updated, outcome.changed, len(outcome.set_aside)) == (["a"], ["a"], 1)
    assert archive.report("a").outlet == "A"
    assert [hit.report for hit in archive.search("two")] == []


def test_the_same_text_from_another_place_is_no_conflict(archive: Archive) -> None:
    put(archive, report("a", "one", outlet="A"))
    outcome = put(archive, report("a", "one", outlet="B"))
    assert (outcome.unchanged, outcome.set_aside) == (["a"], [])


def test_dropped_reports_are_set_aside_once_with_their_record(archive: Archive) -> None:
    for _ in range(2):
        outcome = put(archive, report("a", dropped="no text", url="https://a.com/1"))
        assert [aside.reason for aside in outcome.set_aside] == ["no text"]
    assert archive.store.select("SELECT source, record IS NOT NULL FROM set_aside") == [
        ("https://a.com/1", 1)
    ]
    assert list(archive.reports()) == []


def test_what_utf8_refuses_is_replaced_and_offsets_stay(archive: Archive) -> None:
    given = report("a\0\ud800", "b\0c\ud83d", title="t\0", outlet="\udc00", extra={"k\0": ["\ud800"]})
    put(archive, given, given)
    (stored,) = archive.reports()
    assert stored.id == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"
    assert len(stored.text) == len(given.text)


def test_what_json_cannot_hold_becomes_text(archive: Archive) -> None:
    put(archive, report("a", extra={1: 2, "set": {3}, "object": complex(1, 2), "big": 10**40}))
    assert archive.report("a").extra == {"1": 2, "set": [3], "object": "(1+2j)", "big": 10**40}


PLACES = st.sampled_from(
    [
        (None, None),
        ("https://a.com/1", "A"),
        ("https://a.com/1", "B"),
        ("https://b.com/1", "B"),
        (None, "A"),
        ("https://c.com/1", None),
    ]
)
REPORTS = st.builds(
    lambda id, body, place, published, updated, fetched, dropped: report(
        id, f"{body}\n\nRead more of it", url=place[0], outlet=place[1], published=published, updated=updated,
        fetched=fetched, dropped=dropped,
    ),
    st.sampled_from("abc"), st.sampled_from(["one", "two", "three"]), PLACES,
    st.sampled_from([None, "2024-06-01", "2024-06-01T23:00:00-05:00", "2024-06-02T01:00:00+00:00", "2024-06",
                     "?"]),
    st.sampled_from([None, "2024-06-02T02:00"]), st.sampled_from([None, "2024-06-03"]),
    st.sampled_from(["", "", "", "", "no text"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(reports=st.lists(REPORTS, max_size=14), data=st.data())
def test_no_order_and_no_cut_changes_the_tables(reports: list[Report], data: st.DataObject) -> None:
    found = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder, khabar.archive.open(Path(folder, "a.db")) as archive:
            order = data.draw(st.permutations(reports))
            size = data.draw(st.integers(1, 14))
            for start in range(0, len(order), size):
                put(archive, *order[start : start + size])
            found.append(tables(archive))
    assert found[0] == found[1]
