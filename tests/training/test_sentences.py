"""The annotated sentences keep what docs/annotation.md says and what docs/corpus.md promises."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from khabar.clean.language import language_of
from khabar.stories.copies import shingles_of

CORPORA = Path(__file__).parents[2] / "training/corpora"
sys.path.insert(0, str(CORPORA))

import labels  # noqa: E402
from annotated import records_of  # noqa: E402
from quotes import Wrong, span_of  # noqa: E402

FILES = sorted((CORPORA / "sentences").glob("*.jsonl"))
RECORDS: list[dict[str, Any]] = [json.loads(line) for file in FILES for line in file.read_text().splitlines()]
LEAST_IN_A_LANGUAGE = 160
KIN = {"id": {"ms"}}  # so near that short texts are told apart by chance
TEXT = "Aksu met Aksu's aunt."


def spans(value: Any) -> list[tuple[int, int]]:
    """Every span within a record: mentions, numbers, parties, triggers, cues, contents."""
    if isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value):
        return [tuple(value)]  # type: ignore[list-item]
    if isinstance(value, dict):
        own = [(value["start"], value["end"])] if "start" in value else []
        return own + [span for one in value.values() for span in spans(one)]
    return [span for one in value for span in spans(one)] if isinstance(value, list) else []


def test_every_file_holds_its_language_and_enough_of_it() -> None:
    for file in FILES:
        records = [record for record in RECORDS if record["language"] == file.stem]
        assert len(records) >= LEAST_IN_A_LANGUAGE, file.stem
        told = [language_of(record["text"])[0] for record in records]
        right = sum(one in {file.stem} | KIN.get(file.stem, set()) for one in told)
        assert right >= 0.9 * len(told), (file.stem, Counter(told))
    assert len({record["id"] for record in RECORDS}) == len(RECORDS)


def test_every_span_stands_in_its_text_and_begins_and_ends_with_a_sign() -> None:
    for record in RECORDS:
        found = spans([record["mentions"], record["events"], record["statements"], record["unrelated"]])
        assert found or not record["events"]
        for start, end in found:
            quote = record["text"][start:end]
            assert quote
            assert quote == quote.strip(), (record["id"], quote)


def test_labels_keys_and_dates_are_those_of_the_guide() -> None:
    for record in RECORDS:
        date.fromisoformat(record["date"])
        assert 2019 <= int(record["date"][:4]) <= 2026
        assert record["extra"] == {"invented": True}
        keys = {one["key"] for one in (*record["actors"], *record["places"])}
        assert keys >= {mention["key"] for mention in record["mentions"]}
        for event in record["events"]:
            assert event["mode"] is None or event["mode"] in labels.MODES[event["type"]]
            assert event["status"] in labels.STATUSES
            assert keys >= {party["key"] for party in (*event["actor"], *event["recipient"])}
            assert event["date"] is None or event["date_precision"] != "unknown"
        for statement in record["statements"]:
            assert statement["kind"] in labels.SPEAKERS
            assert statement["content"]


def test_types_and_statuses_fill_the_table() -> None:
    events = [event for record in RECORDS for event in record["events"]]
    types = Counter(event["type"] for event in events)
    assert set(types) == set(labels.MODES)
    assert min(types.values()) >= 0.25 * max(types.values())
    cells = {(event["type"], event["status"]) for event in events}
    assert len(cells) >= 0.95 * len(labels.MODES) * len(labels.STATUSES)
    by_language = defaultdict(set)
    for record in RECORDS:
        by_language[record["language"]] |= {event["type"] for event in record["events"]}
    assert min(map(len, by_language.values())) >= 14
    assert 0.15 <= sum(not record["events"] for record in RECORDS) / len(RECORDS) <= 0.35


def test_few_items_are_nearly_alike() -> None:
    holders = defaultdict(set)
    for record in RECORDS:
        for one in shingles_of(record["text"]).tolist():
            holders[record["language"], one].add(record["id"])
    alike = Counter(pair for ids in holders.values() for pair in combinations(sorted(ids), 2))
    repeated = {id for pair, shared in alike.items() if shared >= 3 for id in pair}
    assert len(repeated) <= 0.02 * len(RECORDS), sorted(repeated)[:20]


def test_what_is_wrong_is_told_with_its_line() -> None:
    good = (
        "=== en | 2024-03-08 | s\nThe minister met Aksu in Ankara.\nm PER | Aksu | a2\nm LOC | Ankara | p1\n"
        "p p1 | Ankara | TUR\na a1 | minister | - | GOV\na a2 | Aksu | - | -\n"
        "e CONSULT | actor: minister = a1 | recipient: Aksu = a2 | trigger: met | place: Ankara | "
        "date: - unknown | status: happened | contexts: - | background: no\n"
    )
    faults: list[tuple[int, str]] = []
    (record,) = records_of(good, lambda line, message: faults.append((line, message)))
    assert faults == []
    assert record["events"][0]["place"] == {"key": "p1", "spans": [(25, 31)]}
    for part, instead, line in (
        ("trigger: met", "trigger: meets", 8),
        ("CONSULT", "CONSULT lunch", 8),
        ("status: happened", "status: maybe", 8),
        ("m PER | Aksu", "m MAN | Aksu", 3),
        ("p p1 | Ankara | TUR\n", "", 3),
        ("=== en", "=== english", 1),
        ("date: - unknown", "date: 2024-03 day", 8),
    ):
        faults.clear()
        list(records_of(good.replace(part, instead), lambda line, message: faults.append((line, message))))
        assert faults, part
        assert faults[0][0] == line


def test_a_quote_must_be_clear() -> None:
    assert span_of(TEXT, "Aksu#2") == (9, 13)
    assert span_of(TEXT, "aunt") == (16, 20)
    for quote in ("Aksu", "Aksu#3", "uncle"):
        with pytest.raises(Wrong):
            span_of(TEXT, quote)
