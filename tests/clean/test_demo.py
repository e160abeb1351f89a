"""The demo corpus as golden pages: what an editor who reads each page would keep of it.

The rows of `demo_expected.jsonl` were written by reading the pages: title, beginning of the first and last
paragraph, number of paragraphs, time, language, agency, passages in another language. A page without a date
stays without one. `misses` names fields that are known to be read wrongly: honest, and held to that number.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from khabar.clean import clean_page
from khabar.demo import pages
from khabar.records import Report

ROWS = [json.loads(line) for line in Path(__file__).with_name("demo_expected.jsonl").open(encoding="utf-8")]


@cache
def reports() -> dict[str, Report]:
    return {page.extra["id"]: clean_page(page) for page in pages()}


def found_in(report: Report, row: dict[str, Any]) -> dict[str, Any]:
    """The fields of a row as the report has them."""
    body = report.text[report.body_start :]
    paragraphs = body.split("\n\n") if body else []
    found: dict[str, Any] = {"first": None, "last": None, "paragraphs": len(paragraphs)}
    for name, at in (("first", 0), ("last", -1)):
        if paragraphs:
            found[name] = paragraphs[at][: len(row[name] or "")]
    if "passage" in row:
        spans = [span for span in report.passages if span.language == row["passage"]["language"]]
        start = report.text.find(row["passage"]["text"])
        found["passage"] = row["passage"] if spans and spans[0].start == start else None
    fields = ("title", "language", "published", "updated", "agency", "complete")
    return found | {name: getattr(report, name) for name in fields if name in row}


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_demo_page(row: dict[str, Any]) -> None:
    found = found_in(reports()[row["id"]], row)
    wanted = {name: value for name, value in row.items() if name in found}
    wrong = {name for name, value in wanted.items() if found[name] != value}
    assert wrong == set(row.get("misses", ())), {name: (found[name], wanted[name]) for name in wrong}


def test_every_page_has_its_row() -> None:
    assert {row["id"] for row in ROWS} == set(reports())


def _tidy(line: str) -> str:
    return re.sub("[ \t]+", " ", line).strip()


def test_all_is_kept_or_removed() -> None:
    for page in pages():
        if page.media_type == "text/plain":
            report = reports()[page.extra["id"]]
            told = {report.title, *report.text.split("\n\n"), *(entry.text for entry in report.removed)}
            lines = set(filter(None, map(_tidy, str(page.content).splitlines())))
            assert lines <= told, page.source
