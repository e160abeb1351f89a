"""Repeated paragraphs: counted over distinct reports of one outlet, whatever the order."""

from __future__ import annotations

import random

from archive_reports import report

from khabar.archive.archive import Archive
from khabar.archive.repeats import line_hash, paragraphs
from khabar.records import Report

BOX = "Follow us on 12 channels"


def put(archive: Archive, *reports: Report, repeated_from: int = 5) -> list[Report]:
    with archive.store.write():
        outcome = archive.store.put_reports(reports)
        return archive.store.refresh_repeated(outcome.changed, repeated_from)


def site(count: int, outlet: str | None = "A") -> list[Report]:
    boxes = [BOX, "follow  us on 7 CHANNELS"]
    return [
        report(f"{outlet}{n}", f"Text {n} is its own {'x' * n}.\n\n{boxes[n % 2]}", outlet=outlet)
        for n in range(count)
    ]


def marked(archive: Archive) -> dict[str, list[str]]:
    return {
        one.id: [one.text[span.start : span.end] for span in one.repeated]
        for one in archive.reports()
        if one.repeated
    }


def test_from_the_fifth_report_on_all_are_marked(archive: Archive) -> None:
    reports = site(6)
    assert put(archive, *reports[:4]) == []
    assert {one.id for one in put(archive, reports[4])} == {one.id for one in reports[:5]}
    assert [one.id for one in put(archive, reports[5])] == ["A5"]
    assert marked(archive) == {f"A{n}": [reports[n].text.split("\n\n")[2]] for n in range(6)}
    assert [one.text for one in archive.reports()] == [
        one.text for one in sorted(reports, key=lambda r: r.id, reverse=True)
    ]


def test_any_order_marks_the_same(archive: Archive) -> None:
    reports = site(8) + site(4, "B") + site(9, None)
    random.Random(3).shuffle(reports)
    for one in reports:
        put(archive, one)
    assert set(marked(archive)) == {f"A{n}" for n in range(8)}


def test_one_report_that_prints_it_often_counts_once(archive: Archive) -> None:
    put(archive, *(report(str(n), "\n\n".join([BOX] * 4), outlet="A") for n in range(4)))
    assert marked(archive) == {}


def test_a_new_version_without_it_takes_the_marks_back(archive: Archive) -> None:
    put(archive, *site(5))
    back = put(archive, report("A0", "Another text.", outlet="A", updated="2024-06-01"))
    assert {one.id for one in back} == {"A1", "A2", "A3", "A4"}
    assert marked(archive) == {}


def test_another_threshold_marks_anew(archive: Archive) -> None:
    put(archive, *site(4))
    assert len(put(archive, repeated_from=3)) == 4
    assert len(put(archive, repeated_from=5)) == 4
    assert marked(archive) == {}


def test_paragraphs_are_the_lines() -> None:
    given = report("a", "  one\nline \n \t\n\ntwo\r\n\r\nthree\n", title="Title")
    assert [given.text[span.start : span.end] for span in paragraphs(given)] == ["one", "line", "two", "three"]
    assert line_hash("A  Line 1") == line_hash("a line ٢") != line_hash("a line")


def test_a_rising_toll_is_news(archive: Archive) -> None:
    rising = [report(f"A{n}", f"The earthquake has killed {n}0 people.", outlet="A") for n in range(1, 9)]
    assert put(archive, *rising) == []
