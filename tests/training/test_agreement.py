"""Agreement between two readings: full with oneself, and less for each thing that differs."""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[2] / "training/corpora"
sys.path.insert(0, str(CORPORA))

from agreement import agreement, bare, chosen, kappa  # noqa: E402
from annotated import records_of  # noqa: E402

LINES = (CORPORA / "sentences/tr.jsonl").read_text("utf-8").splitlines()
RECORDS = [json.loads(line) for line in LINES[:60]]


def test_a_reading_agrees_with_itself() -> None:
    found = agreement([(record, record) for record in RECORDS])
    figures = {name: value for name, value in found.items() if name not in ("items", "events")}
    assert set(figures.values()) == {1.0}
    assert len(figures) == 7


def test_what_differs_lowers_its_own_figure() -> None:
    for change, lowered in (
        (lambda record: record["mentions"].clear(), "mention F1"),
        (lambda record: [event.update(status="denied") for event in record["events"]], "status κ"),
        (lambda record: [event.update(type="AID", mode=None) for event in record["events"]], "type κ"),
        (lambda record: [event["actor"].clear() for event in record["events"]], "party span F1"),
        (lambda record: record["statements"].clear(), "statement F1"),
    ):
        others = copy.deepcopy(RECORDS)
        for record in others[::2]:
            change(record)
        assert agreement(list(zip(RECORDS, others, strict=True)))[lowered] < 0.95, lowered


def test_kappa_is_cohens() -> None:
    pairs = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15
    assert kappa(pairs) == pytest.approx(0.4)  # the example of Cohen (1960) as textbooks give it
    assert kappa([("a", "a")] * 3) == 1.0


def test_the_bare_item_is_the_same_item() -> None:
    for record in RECORDS[:5]:
        (again,) = records_of(bare(record) + "n\n", lambda *_: None)
        assert again["text"] == record["text"]
        assert again["id"] == record["id"]
    assert 0.05 < sum(chosen(json.loads(line)["id"], 0.15) for line in LINES) / len(LINES) < 0.25
