"""How far two readings of the same items agree.

    python training/corpora/agreement.py --bare SHARE FILE.jsonl      # the items of a second reading, bare
    python training/corpora/agreement.py FIRST.jsonl SECOND.jsonl     # agreement on the items that both hold
    python training/corpora/agreement.py                              # the table of docs/corpus.md

Which items are read again is fixed by their ids. Events are paired by their triggers, then by their types; an
event that only one reading has counts as `none` in the other. κ is Cohen's (1960); span F1 is micro, over exact
spans, and "near" where two spans share half of their signs. A statement is found where its contents do.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Span = tuple[int, int]

NONE = "none"
HERE = Path(__file__).parent


def chosen(identifier: str, share: float) -> bool:
    """Whether an item belongs to the share that is read twice."""
    return int(hashlib.sha256(f"second {identifier}".encode()).hexdigest(), 16) % 1000 < share * 1000


def bare(record: Record) -> str:
    """The item in the plain form, without any annotation."""
    kind = {"sentences": "s", "article": "a", "telling": "t"}[record["kind"]]
    return f"=== {record['language']} | {record['date']} | {kind}\n{record['text']}\n"


def signs(spans: Iterable[Sequence[int]]) -> set[int]:
    """The places of all signs within some spans."""
    return {place for start, end in spans for place in range(start, end)}


def near(left: Iterable[Sequence[int]], right: Iterable[Sequence[int]]) -> bool:
    """Whether the spans share at least half of the signs of both together."""
    one, other = signs(left), signs(right)
    return bool(one & other) and len(one & other) * 2 >= len(one | other)


def paired(first: Sequence[Record], second: Sequence[Record]) -> list[tuple[Record | None, Record | None]]:
    """The events of two readings side by side: by overlapping triggers, those of one type before others, then by
    type alone."""
    rest, pairs = list(second), []
    left = list(first)
    for same_type, overlap in ((True, True), (False, True), (True, False)):
        for event in list(left):
            for other in rest:
                if same_type and event["type"] != other["type"]:
                    continue
                if overlap and not signs(event["trigger"]) & signs(other["trigger"]):
                    continue
                pairs.append((event, other))
                left.remove(event)
                rest.remove(other)
                break
    return [*pairs, *((event, None) for event in left), *((None, event) for event in rest)]


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's κ of pairs of labels."""
    if not pairs:
        return float("nan")
    agreed = sum(left == right for left, right in pairs) / len(pairs)
    lefts, rights = Counter(left for left, _ in pairs), Counter(right for _, right in pairs)
    chance = sum(lefts[label] * rights[label] for label in lefts) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


class Matches:
    """Counts of what two readings found: both, and each."""

    def __init__(self) -> None:
        self.both = self.first = self.second = 0

    def add(self, first: Sequence[Any], second: Sequence[Any], same: Any) -> None:
        """Two lists of one item; each thing is matched once."""
        rest = list(second)
        for one in first:
            found = next((other for other in rest if same(one, other)), None)
            if found is not None:
                rest.remove(found)
                self.both += 1
        self.first += len(first)
        self.second += len(second)

    @property
    def f1(self) -> float:
        return 2 * self.both / max(1, self.first + self.second)


def agreement(pairs: Sequence[tuple[Record, Record]]) -> dict[str, float]:
    """The figures of the table in docs/corpus.md, over pairs of records of the same items."""
    mentions, exact, close, statements = Matches(), Matches(), Matches(), Matches()
    types: list[tuple[str, str]] = []
    modes: list[tuple[str, str]] = []
    statuses: list[tuple[str, str]] = []
    for first, second in pairs:
        mentions.add(
            [(one["start"], one["end"], one["kind"]) for one in first["mentions"]],
            [(one["start"], one["end"], one["kind"]) for one in second["mentions"]],
            lambda left, right: left == right,
        )
        statements.add(
            [one["content"] for one in first["statements"]],
            [one["content"] for one in second["statements"]],
            near,
        )
        for one, other in paired(first["events"], second["events"]):
            types.append((one["type"] if one else NONE, other["type"] if other else NONE))
            for role in ("actor", "recipient"):
                spans = [
                    [party["spans"] for party in event[role]] if event else [] for event in (one, other)
                ]
                exact.add(*spans, lambda left, right: sorted(left) == sorted(right))
                close.add(*spans, near)
            if one and other:
                statuses.append((one["status"], other["status"]))
                if one["type"] == other["type"]:
                    modes.append((one["mode"] or NONE, other["mode"] or NONE))
    return {
        "items": len(pairs),
        "events": len(types),
        "type κ": round(kappa(types), 3),
        "mode κ": round(kappa(modes), 3),
        "status κ": round(kappa(statuses), 3),
        "party span F1": round(exact.f1, 3),
        "party near F1": round(close.f1, 3),
        "mention F1": round(mentions.f1, 3),
        "statement F1": round(statements.f1, 3),
    }


def read(path: str | Path) -> dict[str, Record]:
    """The records of a file by their texts, so that an item is found whatever else was changed."""
    records = (json.loads(line) for line in Path(path).read_text("utf-8").splitlines())
    return {record["text"]: record for record in records}


def pairs_of(first: str | Path, second: str | Path) -> list[tuple[Record, Record]]:
    """The records of the items that stand in both files."""
    left, right = read(first), read(second)
    return [(left[text], right[text]) for text in left if text in right]


def print_table() -> None:
    """Agreement by language, and over all."""
    files = sorted((HERE / "second").glob("*.jsonl"))
    pairs = {file.stem: pairs_of(HERE / "sentences" / file.name, file) for file in files}
    rows = {language: agreement(both) for language, both in pairs.items()}
    rows["all"] = agreement([pair for both in pairs.values() for pair in both])
    columns = list(rows["all"])
    print("| language | " + " | ".join(columns) + " |")
    print("|" + " --- |" * (len(columns) + 1))
    for language, row in rows.items():
        print(f"| {language} | " + " | ".join(str(row[column]) for column in columns) + " |")


def main() -> int:
    if len(sys.argv) == 1:
        print_table()
        return 0
    if sys.argv[1] == "--bare":
        for record in read(sys.argv[3]).values():
            if chosen(record["id"], float(sys.argv[2])):
                print(bare(record))
        return 0
    pairs = pairs_of(sys.argv[1], sys.argv[2])
    print(json.dumps(agreement(pairs), ensure_ascii=False))
    for one, other in pairs:
        for left, right in paired(one["events"], other["events"]):
            kinds = [f"{event['type']} {event['status']}" if event else NONE for event in (left, right)]
            if kinds[0] != kinds[1] and "--show" in sys.argv:
                print(f"{one['id']}: {kinds[0]} | {kinds[1]} | {one['text']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
