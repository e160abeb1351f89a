"""The story corpus keeps its promises: form, languages, invented, no report twice, no thread in two splits."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from datetime import datetime
from itertools import combinations
from pathlib import Path

import pytest

from khabar.clean.language import language_of
from khabar.stories.copies import contained, shingles_of

CORPORA = Path(__file__).parents[2] / "training/corpora"
sys.path.insert(0, str(CORPORA))

from plain import WrongForm, records_of  # noqa: E402

from stories import split_of  # noqa: E402

RECORDS = [json.loads(line) for line in (CORPORA / "stories.jsonl").read_text("utf-8").splitlines()]


def test_every_record_has_its_form() -> None:
    assert len({record["id"] for record in RECORDS}) == len(RECORDS) > 2000
    for record in RECORDS:
        assert set(record) == {"id", "language", "outlet", "published", "title", "text", "extra"}
        assert record["extra"]["invented"] is True
        assert record["id"].startswith(record["extra"]["event"] + "/")
        assert record["extra"]["event"].startswith(record["extra"]["thread"] + "/")
        assert record["title"].strip() == record["title"] != ""
        assert all(part.strip() == part != "" for part in record["text"].split("\n\n")), record["id"]
        published = datetime.fromisoformat(record["published"])
        assert published.tzinfo is not None
        assert 2019 <= published.year <= 2026


def test_reports_are_in_the_languages_they_say() -> None:
    told = {
        record["id"]: language_of(f"{record['title']}\n\n{record['text']}")[0] for record in RECORDS[::5]
    }
    wrong = [record["id"] for record in RECORDS[::5] if told[record["id"]] != record["language"]]
    assert len(wrong) <= len(told) * 0.01, wrong


def test_languages_and_years_are_spread() -> None:
    languages = Counter(record["language"] for record in RECORDS)
    assert len(languages) >= 60
    assert languages.most_common(1)[0][1] < len(RECORDS) * 0.2
    assert min(languages["tr"], languages["sw"]) > 100
    years = Counter(record["published"][:4] for record in RECORDS)
    assert min(years.values()) * 3 > max(years.values())


def test_an_event_is_told_more_than_once_and_by_different_outlets() -> None:
    outlets = defaultdict(list)
    for record in RECORDS:
        outlets[record["extra"]["event"]].append(record["outlet"])
    assert sum(len(told) < 2 for told in outlets.values()) <= len(outlets) * 0.01
    assert sum(len(set(told)) < len(told) for told in outlets.values()) <= len(outlets) * 0.02


def test_no_report_repeats_another() -> None:
    """Independent prose: within a thread, and between reports of one language anywhere."""
    shingles = {record["id"]: shingles_of(record["text"]) for record in RECORDS}
    holders = defaultdict(list)
    for id, kept in shingles.items():
        for one in kept.tolist():
            holders[one].append(id)
    near = {pair for ids in holders.values() if len(ids) > 1 for pair in combinations(sorted(set(ids)), 2)}
    repeated = [pair for pair in near if contained(shingles[pair[0]], shingles[pair[1]]) > 0.2]
    assert len(repeated) <= len(RECORDS) * 0.02, repeated


def test_splits_are_by_thread_and_large_enough() -> None:
    threads = Counter(split_of(thread) for thread in {record["extra"]["thread"] for record in RECORDS})
    assert threads["train"] > 100
    assert threads["dev"] >= 15
    assert threads["test"] >= 40


def test_a_wrong_form_is_told() -> None:
    good = "thread: a-b\nevent a: x\n=== a | en | Post | 2021-03-04T18:20+03:00\nTitle\n\nBody."
    (record,) = records_of("f", good)
    assert record["id"] == "a-b/a/1"
    for part, instead in (("thread: ", ""), ("=== a", "=== b"), ("Body.", ""), (" | Post", "")):
        with pytest.raises(WrongForm):
            list(records_of("f", good.replace(part, instead)))
