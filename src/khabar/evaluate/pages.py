"""How well HTML pages are read: body, title and day of real pages, by khabar and by trafilatura alone.

A body is judged by word-bag F1 (single signs in scripts without spaces) against gold summary and sections. A
title is right when its word-bag F1 is NEAR or more; `exact` when its letters are the gold's. A day is right
when the page's own date is the gold's, or is it after both were converted to UTC.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import regex

from . import gold
from .metrics import bag_score, mean

Row = dict[str, object]
TOKEN = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}]+"
)
NEAR = 0.8  # of a title's words; gold titles leave out or keep an outlet's label


@dataclass(frozen=True, slots=True)
class Sample:
    """One page and its gold; `newest` tells whether no later version of the same publisher is there."""

    publisher: str
    country: str
    path: Path
    url: str | None
    gold: Mapping[str, Any]
    newest: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one page, each in [0, 1], and the seconds it took."""

    body: float
    title: float
    exact: float
    day: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """One page as both readers read it."""

    sample: Sample
    khabar: Reading
    trafilatura: Reading


def samples() -> Iterator[Sample]:
    """Golds in order of their version beside pages in order of their date."""
    for country in sorted(path for path in (gold.folder() / "pages").iterdir() if path.is_dir()):
        known = json.loads((country / "meta.json").read_text("utf-8"))
        for file in sorted(country.glob("*.json")):
            if file.name == "meta.json":
                continue
            golds = json.loads(file.read_text("utf-8"))
            versions = sorted(golds, key=lambda name: [int(part) for part in re.findall(r"\d+", name)])
            found = sorted(country.glob(f"{file.stem}_[0-9]*.html.gz"))
            for place, (version, page) in enumerate(zip(versions, found, strict=True)):
                url = known.get(page.name, {}).get("url")
                yield Sample(file.stem, country.name, page, url, golds[version], place == len(found) - 1)


def gold_body(expected: Mapping[str, Any]) -> str:
    """Summary and sections, a paragraph a line."""
    parts = list(expected["body"]["summary"])
    for section in expected["body"]["sections"]:
        parts += [*section["headline"], *section["paragraphs"]]
    return "\n".join(parts)


def overlap(found: str, expected: str) -> float:
    """Word-bag F1 of two texts."""
    return bag_score(TOKEN.findall(found.lower()), TOKEN.findall(expected.lower())).f1


def judged(sample: Sample, body: str, title: str, published: str | None, seconds: float) -> Reading:
    """What was read beside the gold."""
    gold_title, gold_time = sample.gold["title"].strip(), str(sample.gold["publishing_date"])
    same_letters = "".join(TOKEN.findall(title.lower())) == "".join(TOKEN.findall(gold_title.lower()))
    days = (published or "")[:10] == gold_time[:10] or utc_day(published or "") == utc_day(gold_time)
    near, words = overlap(title, gold_title) >= NEAR, overlap(body, gold_body(sample.gold))
    return Reading(words, float(near), float(same_letters), float(days), seconds)


def utc_day(text: str) -> str:
    """The day in UTC of an ISO time; its own day where it names no zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text[:10]
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()


def result_of(sample: Sample) -> Result:
    """Read one page with both readers."""
    from trafilatura import bare_extraction

    from ..clean import clean

    content = gzip.decompress(sample.path.read_bytes())
    start = time.perf_counter()
    report = clean(content, url=sample.url, media_type="text/html")
    middle = time.perf_counter()
    found: Any = bare_extraction(content, url=sample.url, include_comments=False, with_metadata=True)
    seconds = time.perf_counter() - middle
    text, title, day = (found.text or "", found.title or "", found.date) if found else ("", "", None)
    return Result(
        sample,
        judged(sample, report.text[report.body_start :], report.title, report.published, middle - start),
        judged(sample, text, title, day, seconds),
    )


def row_of(name: str, readings: Sequence[Reading]) -> Row:
    """The means of one reader over some pages."""
    columns = ("body", "title", "exact", "day")
    means = {column: round(mean([getattr(one, column) for one in readings]), 4) for column in columns}
    return {"figure": name, "pages": len(readings), **means}


def both_rows(name: str, results: Sequence[Result]) -> Iterator[Row]:
    """khabar's means, with what its body gains, and trafilatura's, over the same pages."""
    ours = row_of(name, [result.khabar for result in results])
    alone = row_of(f"{name}, trafilatura alone", [result.trafilatura for result in results])
    gains = [result.khabar.body - result.trafilatura.body for result in results]
    yield ours | {"gain": round(mean(gains), 4)}
    yield alone


def page_rows(most: int | None = None, results: Iterable[Result] | None = None) -> Iterator[Row]:
    """The newest page of every publisher, over all and by country, and what trafilatura alone makes of them.

    `most`: only so many pages, spread evenly. `results`: those somebody has made already.
    """
    if results is None:
        newest = [sample for sample in samples() if sample.newest]
        step = len(newest) / (most or len(newest))
        results = map(result_of, (newest[int(at * step)] for at in range(most or len(newest))))
    every = list(results)
    yield from both_rows("pages", every)
    for country in sorted({result.sample.country for result in every}):
        yield from both_rows(f"pages, {country}", [one for one in every if one.sample.country == country])
