"""The bundled demo corpus through an archive: are its stories the invented events, its copies found?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from ..records import Report
from .metrics import b_cubed, score_row

Row = dict[str, object]


def demo_reports() -> list[Report]:
    """The corpus after `add`, as an archive gives it back: with stories and copy families."""
    from ..archive import open as open_archive
    from ..demo import pages

    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder) / "demo.db") as archive:
        archive.add(list(pages()))
        return list(archive.reports())


def demo_rows() -> Iterator[Row]:
    """B³ of the corpus against `extra.event`, and within it of each language."""
    reports = demo_reports()
    found = {report.id: report.story for report in reports}
    truth = {report.id: report.extra["event"] for report in reports}
    yield score_row("stories of the demo corpus", b_cubed(found, truth), reports=len(reports))
    for language in sorted({report.language or "unknown" for report in reports}):
        chosen = {report.id for report in reports if (report.language or "unknown") == language}
        yield score_row(f"demo, {language}", b_cubed(found, truth, only=chosen), reports=len(chosen))


def copy_rows() -> Iterator[Row]:
    """The pairs that `extra.copy_of` names: which fell into one copy family, and which others did."""
    reports = {report.id: report for report in demo_reports()}
    wanted = {frozenset((id, of)) for id, one in reports.items() if (of := one.extra["copy_of"])}
    found = {
        frozenset(pair)
        for pair in combinations(reports, 2)
        if reports[pair[0]].copy_family == reports[pair[1]].copy_family
    }
    yield {
        "figure": "copies of the demo corpus",
        "pairs": len(wanted),
        "found": len(wanted & found) / len(wanted),
        "wrong": len(found - wanted),
    }
    for pair in sorted(map(sorted, wanted | found)):
        whether = {(True, True): "found", (True, False): "missed", (False, True): "wrong"}
        kind = whether[frozenset(pair) in wanted, frozenset(pair) in found]
        yield {"figure": f"{pair[0]} and {pair[1]}", "copy": kind}
