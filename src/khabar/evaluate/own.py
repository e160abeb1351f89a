"""Stories of anybody's reports against anybody's gold: records that name their `event`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import EvaluationError
from .metrics import b_cubed, score_row

Row = dict[str, object]


def story_rows(*files: str) -> Iterator[Row]:
    """B³ of the reports in some files, together and by language, grouped in an archive of their own.

    A file is whatever `khabar add` takes as records (JSON Lines, CSV, Parquet); a report's field `event` says
    which happening it tells of. Reports without it are grouped too, but not judged. Raises EvaluationError
    where no report has one.
    """
    from ..archive import open as open_archive

    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder) / "gold.db") as archive:
        summary = archive.add(list(files))
        reports = list(archive.reports())
    judged = [report for report in reports if report.extra.get("event") not in (None, "")]
    if not judged:
        why = "".join(f" {one.source} was set aside: {one.reason}" for one in summary.set_aside[:1])
        raise EvaluationError(f"No report in {', '.join(files)} has a field `event`. Add it to each.{why}")
    found = {report.id: report.story for report in judged}
    truth = {report.id: str(report.extra["event"]) for report in judged}
    yield score_row(
        "stories of your reports",
        b_cubed(found, truth),
        reports=len(judged),
        events=len(set(truth.values())),
        stories=len(set(found.values())),
        **{"without event": len(reports) - len(judged), "set aside": len(summary.set_aside)},
    )
    languages = sorted({report.language or "unknown" for report in judged})
    for language in languages if len(languages) > 1 else ():
        chosen = {report.id for report in judged if (report.language or "unknown") == language}
        yield score_row(f"in {language}", b_cubed(found, truth, only=chosen), reports=len(chosen))
