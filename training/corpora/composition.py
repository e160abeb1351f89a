"""The composition tables of docs/corpus.md.

    python training/corpora/composition.py
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from labels import MODES, STATUSES

SENTENCES = Path(__file__).parent / "sentences"
Record = dict[str, Any]


def records() -> Iterator[Record]:
    """All annotated sentence items."""
    for file in sorted(SENTENCES.glob("*.jsonl")):
        yield from map(json.loads, file.read_text("utf-8").splitlines())


def table(header: list[str], rows: list[list[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def main() -> None:
    languages: dict[str, Counter[str]] = defaultdict(Counter)
    types: dict[str, set[str]] = defaultdict(set)
    cells: Counter[tuple[str, str]] = Counter()
    for record in records():
        count = languages[record["language"]]
        count["items"] += 1
        count["without event"] += not record["events"]
        for part in ("events", "mentions", "statements", "unrelated"):
            count[part] += len(record[part])
        for event in record["events"]:
            cells[event["type"], event["status"]] += 1
            types[record["language"]].add(event["type"])
    columns = ["items", "without event", "events", "mentions", "statements", "unrelated"]
    rows = [
        [language, *(count[column] for column in columns), len(types[language])]
        for language, count in sorted(languages.items(), key=lambda pair: (-pair[1]["items"], pair[0]))
    ]
    total = [sum(count[column] for count in languages.values()) for column in columns]
    print(table(["language", *columns, "types"], [*rows, ["all", *total, len(MODES)]]))
    print()
    print(
        table(
            ["type", *STATUSES, "all"],
            [
                [
                    type,
                    *(cells[type, status] for status in STATUSES),
                    sum(cells[type, status] for status in STATUSES),
                ]
                for type in MODES
            ],
        )
    )


if __name__ == "__main__":
    main()
