"""How well HTML pages are read: body, title and day of `../shared/data/pages`, khabar against trafilatura
alone, as `khabar evaluate pages` does it, with the worst pages and the time a page takes.

    python bench/pages.py [--publishers NAME …] [--all-versions] [--worst 15] [--workers 2]

For each publisher the page of its newest gold is read (`--all-versions`: every page). Publishers are cut in two
halves by the hash of their name: the mechanisms were developed on half A alone.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from statistics import median

from khabar.evaluate.gold import GoldAbsent
from khabar.evaluate.pages import Result, Sample, result_of, row_of, samples


def half(sample: Sample) -> str:
    """A or B, by the publisher's name."""
    return "AB"[hashlib.sha256(sample.publisher.encode()).digest()[0] & 1]


def line(name: str, results: Sequence[Result]) -> str:
    """One row of the table: the means of both readers over some pages."""
    parts = [f"{name:<12} {len(results):>4} pages"]
    for reader in ("trafilatura", "khabar"):
        row = row_of(name, [getattr(result, reader) for result in results])
        parts.append(f"{reader} body {row['body']} title {row['exact']}/{row['title']} day {row['day']}")
    return "   ".join(parts)


def report(results: Sequence[Result], worst: int) -> None:
    """Prints the figures, the halves, the times and the worst pages."""
    print(line("all", results))
    for name in "AB":
        if part := [result for result in results if half(result.sample) == name]:
            print(line(f"half {name}", part))
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
    try:
        chosen = [
            sample
            for sample in samples()
            if (sample.newest or options.all_versions)
            and (not options.publishers or any(name in sample.publisher for name in options.publishers))
        ]
    except GoldAbsent as absent:
        print(absent, file=sys.stderr)
        return 1
    if not chosen:
        print(f"no publisher of that name: {' '.join(options.publishers)}", file=sys.stderr)
        return 2
    with ProcessPoolExecutor(options.workers) as pool:
        report(list(pool.map(result_of, chosen, chunksize=4)), options.worst)
    return 0


if __name__ == "__main__":
    sys.exit(main())
