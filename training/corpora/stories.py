"""The story corpus as reports: invented happenings, each told independently in several languages.

`stories.jsonl` was written in the form that plain.py reads. A thread holds happenings that are easily confused (a
sequel, a lookalike in another place, another matter of the same parties), so a thread is never cut by a split.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from khabar.evaluate.stories import as_report
from khabar.records import Report

FILE = Path(__file__).parent / "stories.jsonl"
SHARES = (("train", 65), ("dev", 75), ("test", 100))  # percent, running totals


@dataclass(frozen=True, slots=True)
class Told:
    """A report of the corpus, the event it tells of and the thread of that."""

    report: Report
    event: str
    thread: str


def split_of(thread: str) -> str:
    """train, dev or test: fixed for ever by the thread's name."""
    place = int(hashlib.sha256(thread.encode()).hexdigest(), 16) % 100
    return next(name for name, below in SHARES if place < below)


def told(split: str) -> Iterator[Told]:
    """The reports of a split, in the order of the file."""
    for line in FILE.read_text("utf-8").splitlines():
        record = json.loads(line)
        extra = record["extra"]
        if split_of(extra["thread"]) == split:
            report = as_report(
                record["id"],
                record["title"],
                record["text"].split("\n\n"),
                record["language"],
                outlet=record["outlet"],
                published=record["published"],
            )
            yield Told(report, extra["event"], extra["thread"])
