"""Reports for tests of the archive."""

from __future__ import annotations

from typing import Any

from khabar.clean.identity import report_version
from khabar.records import Report


def report(id: str, body: str = "A body.", title: str = "A title", **fields: Any) -> Report:
    text = f"{title}\n\n{body}" if title else body
    start = len(title) + 2 if title else 0
    return Report(
        id=id, version=report_version(title, text), title=title, text=text, body_start=start, **fields
    )
