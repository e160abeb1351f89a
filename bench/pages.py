"""How well HTML pages are read: body, title and day of `../shared/data/pages`, khabar against trafilatura
alone.

    python bench/pages.py [--publishers NAME …] [--all-versions] [--worst 15] [--workers 2]

For each publisher the page of its newest gold is read (`--all-versions`: every page). Body is the word-bag F1
against summary and sections (single signs in scripts without spaces). A title counts as exact when its
letters are those of the gold, as near at a word-bag F1 of .8 or more. A day is right when the page's own date
is the gold's; in brackets the same with both times converted to UTC. Publishers are cut in two halves by the
hash of their name: the mechanisms were developed on half A alone.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from typing import Any

import regex

PAGES = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "pages"
TOKEN = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}]+"
)
NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Sample:
    """One page and its gold; `newest` tells whether no later version of the same publisher is there."""

    publisher: str
    country: str
    path: Path
    url: str | None
    gold: dict[str, Any]
    newest: bool

    @property
    def half(self) -> str:
        return "AB"[hashlib.sha256(self.publisher.encode()).digest()[0] & 1]


@dataclass(frozen=True, slots=True)
class Score:
    """What one reader made of one page."""

    body: float
    title_exact: bool
    title_near: bool
    day: bool
    day_utc: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    sample: Sample
    khabar: Score
    trafilatura: Score


def samples() -> Iterator[Sample]:
    """Golds in order of their version beside pages in order of their date."""
    for country in sorted(path for path in PAGES.iterdir() if path.is_dir()):
        known = json.loads((country / "meta.json").read_text("utf-8"))
        for file in sorted(country.glob("*.json")):
            if file.name == "meta.json":
                continue
            golds = json.loads(file.read_text("utf-8"))
            versions = sorted(golds, key=lambda name: [int(part) for part in re.findall(r"\d+", name)])
            pages = sorted(country.glob(f"{file.stem}_[0-9]*.html.gz"))
            for place, (version, page) in enumerate(zip(versions, pages, strict=True)):
                url = known.get(page.name, {}).get("url")
                yield Sample(file.stem, country.name, page, url, golds[version], place == len(pages) - 1)


def gold_body(gold: dict[str, Any]) -> str:
    """Summary and sections, a paragraph a line."""
    parts = list(gold["body"]["summary"])
    for section in gold["body"]["sections"]:
        parts += [*section["headline"], *section["paragraphs"]]
    return "\n".join(parts)


def overlap(found: str, gold: str) -> float:
    """Word-bag F1 of two texts."""
    left, right = (Counter(TOKEN.findall(text.lower())) for text in (found, gold))
    common = (left & right).total()
    return 2 * common / (left.total() + right.total()) if common else 0.0


def score(sample: Sample, body: str, title: str, published: str | None, seconds: float) -> Score:
    """Compares what was read with the gold."""
    gold_title, gold_time = sample.gold["title"].strip(), str(sample.gold["publishing_date"])
    return Score(
        overlap(body, gold_body(sample.gold)),
        "".join(TOKEN.findall(title.lower())) == "".join(TOKEN.findall(gold_title.lower())),
        overlap(title, gold_title) >= NEAR,
        (published or "")[:10] == gold_time[:10],
        _utc_day(published or "") == _utc_day(gold_time),
        seconds,
    )


def _utc_day(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text[:10]
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()


def result_of(sample: Sample) -> Result:
    """Reads one page with both readers."""
    from trafilatura import bare_extraction

    from khabar.clean.html import article_from_html

    content = gzip.decompress(sample.path.read_bytes())
    start = time.perf_counter()
    article = article_from_html(content, sample.url)
    middle = time.perf_counter()
    found = bare_extraction(content, url=sample.url, include_comments=False, with_metadata=True)
    seconds = time.perf_counter() - middle
    text, title, day = (found.text or "", found.title or "", found.date) if found else ("", "", None)
    return Result(
        sample,
        score(sample, "\n".join(article.paragraphs), article.title, article.published, middle - start),
        score(sample, text, title, day, seconds),
    )


def line(name: str, results: Sequence[Result]) -> str:
    """One row of the table: the means of one reader over some pages."""
    parts = [f"{name:<12} {len(results):>4} pages"]
    for reader in ("trafilatura", "khabar"):
        scores = [getattr(result, reader) for result in results]
        body, exact, near, day, utc = (
            mean(getattr(one, field) for one in scores)
            for field in ("body", "title_exact", "title_near", "day", "day_utc")
        )
        parts.append(f"{reader} body {body:.3f} title {exact:.3f}/{near:.3f} day {day:.3f} ({utc:.3f})")
    return "   ".join(parts)


def report(results: Sequence[Result], worst: int) -> None:
    """Prints the figures, the halves, the times and the worst pages."""
    print(line("all", results))
    for half in "AB":
        if part := [result for result in results if result.sample.half == half]:
            print(line(f"half {half}", part))
    times = sorted(result.khabar.seconds * 1000 for result in results)
    alone = median(result.trafilatura.seconds * 1000 for result in results)
    print(f"median {median(times):.0f} ms a page, most {times[-1]:.0f} ms (trafilatura alone {alone:.0f} ms)")
    print("worst bodies:")
    for result in sorted(results, key=lambda result: result.khabar.body)[:worst]:
        sample = result.sample
        name = f"{sample.country} {sample.path.name.removesuffix('.html.gz')}"
        print(f"  {result.khabar.body:.3f} (trafilatura {result.trafilatura.body:.3f})  {name}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--publishers", nargs="*", default=[], help="only publishers whose name contains one of these"
    )
    parser.add_argument(
        "--all-versions", action="store_true", help="every page, not only each publisher's newest"
    )
    parser.add_argument("--worst", type=int, default=15, help="how many pages to list")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    options = parser.parse_args()
    if not PAGES.is_dir():
        print(f"{PAGES} is not there: the pages are measured only beside the shared data", file=sys.stderr)
        return 1
    chosen = [
        sample
        for sample in samples()
        if (sample.newest or options.all_versions)
        and (not options.publishers or any(name in sample.publisher for name in options.publishers))
    ]
    if not chosen:
        print(f"no publisher of that name: {' '.join(options.publishers)}", file=sys.stderr)
        return 2
    with ProcessPoolExecutor(options.workers) as pool:
        report(list(pool.map(result_of, chosen, chunksize=4)), options.worst)
    return 0


if __name__ == "__main__":
    sys.exit(main())
