"""No batch reads a whole table: every query that the driver causes goes by an index."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from archive_reports import report

import khabar.archive
from khabar.archive.sqlite import SQLiteStore
from khabar.records import SetAside
from khabar.stories.links import Link


def batch(store: SQLiteStore) -> None:
    with store.write():
        given = [report(f"{n}", f"Body {n}\n\nBox", outlet="A", published="2024-06-01") for n in range(6)]
        outcome = store.put_reports(given)
        store.refresh_repeated(outcome.changed, 5)
        store.put_profiles((one.id, b"x") for one in given)
        store.put_points((one.id, 1.0, b"x") for one in given)
        store.put_links([Link("1", "2", 0.5)])
        store.put_partition([["1", "2"], ["0", "3", "4", "5"]], {})
        store.put_partition([["1"], ["2"]], {})
        store.put_set_aside([SetAside("a", "b")])
        store.mark_inputs(["f"])
        store.members(["1"])
        store.companions(["1"])
        store.component(["1"], 0.5)
        store.drop_links(["1"])
        list(store.points(0.0, 2.0))
        list(store.undated_points())
        store.in_order(["1"])
        store.count_points(0.0, 2.0, 10)
        list(store.profiles_of(["1"]))
        store.stored_inputs(["f"])


def test_a_batch_scans_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with khabar.archive.open(tmp_path / "a.db") as archive:
        store = archive.store
        assert isinstance(store, SQLiteStore)
        batch(store)
        asked: set[str] = set()
        select, change = store.select, store.change

        def noted_select(sql, values=()):  # type: ignore[no-untyped-def]
            asked.add(sql)
            return select(sql, values)

        def noted_change(sql, rows):  # type: ignore[no-untyped-def]
            asked.add(sql)
            change(sql, rows)

        monkeypatch.setattr(store, "select", noted_select)
        monkeypatch.setattr(store, "change", noted_change)
        batch(store)
    connection = sqlite3.connect(tmp_path / "a.db")
    assert len(asked) > 25
    for sql in asked:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?"))]
        # `(subquery)` is a scan of at most repeated_from lines, `json_each` of the ids that are asked for.
        scans = [
            step
            for step in plan
            if step.startswith("SCAN") and "json_each" not in step and "(subquery" not in step
        ]
        assert scans == [], (sql, plan)
    connection.close()


LISTS = {
    "newest reports": "SELECT id FROM report r ORDER BY r.instant DESC, r.id DESC LIMIT 10",
    "first stories": "SELECT id FROM story s "
    "ORDER BY s.independent DESC, s.last_instant DESC, s.id DESC LIMIT 10",
}


@pytest.mark.parametrize("sql", LISTS.values(), ids=list(LISTS))
def test_lists_are_read_in_the_order_of_an_index(tmp_path: Path, sql: str) -> None:
    with khabar.archive.open(tmp_path / "a.db") as archive:
        plan = archive.store.select(f"EXPLAIN QUERY PLAN {sql}")
    assert not any("TEMP B-TREE" in row[3] for row in plan)
