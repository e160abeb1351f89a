"""The partition, ids, copies and marks are functions of the set of reports: not of their order or the cut."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import khabar.archive
import khabar.archive.index
import khabar.stories.partition
from khabar.records import Report
from khabar.settings import Settings
from made_reports import LANGUAGES, batches, made, settled, without_encoder

DAYS = ("2024-03-01T10:00:00+03:00", "2024-03-02", "2024-03-14T23:00:00Z", "2024-03-15", "2024-03-16T12:00:00",
        "2024-03-29", "2025-05-05", "1970-01-01", "2024-03", None)  # fmt: skip


def archive_of(calls: Iterable[list[Report]], shard: int = 128) -> dict[str, Any]:
    """What an archive holds after these calls of `add`."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = Settings(archive=f"{folder}/a.db", shard=shard)
        with khabar.archive.open(settings=chosen) as archive:
            for call in calls:
                archive.add(call)
            assert not Path(f"{folder}/a.db.work").exists()
            return settled(archive)


def some_reports(seed: int, count: int) -> list[Report]:
    """Reports of a few happenings, many a borderline case; some dated, some undated, some twice or changed."""
    chance = random.Random(seed)
    reports = []
    for number in range(count):
        outlet = chance.choice(["A", "B", "C", None])
        happening, published = chance.randrange(count // 5), chance.choice(DAYS[:7] if number % 3 else DAYS)
        fields = {"spread": chance.choice([0.3, 0.8, 1.2, 1.6]), "wire": chance.random() < 0.2, "outlet": outlet,
                  "footer": chance.random() < 0.4, "ordinal": chance.choice([None, None, None, 1, 2]),
                  "language": chance.choice(LANGUAGES), "published": published,
                  "fetched": chance.choice([None, "2024-03-16T00:00:00Z"])}  # fmt: skip
        id = f"r{number}"
        reports.append(made(id, happening, **fields))
        if chance.random() < 0.2:
            fields = {**fields, "outlet": chance.choice([outlet, "D"]), "published": chance.choice(DAYS)}
            reports.append(made(id, chance.randrange(count // 5), version=1, **fields))
        if chance.random() < 0.1:
            reports.append(reports[-1])
    return reports


@pytest.mark.parametrize(
    ("most_kept", "together", "orders"), [(120_000, 1_500, 20), (6, 1_500, 4), (120_000, 5, 12)]
)
def test_twenty_orders_and_three_cuts(
    made_profiles: None, monkeypatch: pytest.MonkeyPatch, most_kept: int, together: int, orders: int
) -> None:
    monkeypatch.setattr(khabar.stories.partition, "MOST_TOGETHER", together)
    monkeypatch.setattr(khabar.archive.index, "MOST_POINTS", most_kept)
    monkeypatch.setattr(khabar.archive.index, "MOST_PROFILES", most_kept)
    monkeypatch.setattr(khabar.archive.index, "AT_ONCE", max(4, most_kept // 30))
    reports = some_reports(1, 36)
    expected = archive_of([reports])
    sizes = sorted(len(story[0]) for story in expected["stories"].values())
    assert sizes[-1] > 3, "the reports are to make stories worth the name"
    assert any(spans for *_, spans in expected["reports"].values())
    assert any(story[1] < len(story[0]) for story in expected["stories"].values()), "no copies to find"
    assert expected["set aside"]
    for order in range(orders):
        random.Random(order).shuffle(reports)
        for cut in ([reports], batches(reports, [1, 2, 4, 8, 16]), batches(reports, [5] * 5)):
            found = archive_of(cut, shard=(128, 3, 7)[order % 3])
            for part in expected:
                assert found[part] == expected[part], (order, part)


@st.composite
def sets_of_reports(draw: st.DrawFn) -> list[Report]:
    """Small sets in which everything that can meet does."""
    return [
        made(
            f"r{draw(st.integers(0, 9))}",
            draw(st.integers(0, 2)),
            spread=draw(st.sampled_from([0.2, 0.7, 1.0, 1.4])),
            version=draw(st.integers(0, 2)),
            wire=draw(st.booleans()),
            footer=draw(st.booleans()),
            ordinal=draw(st.sampled_from([None, None, 1, 2])),
            outlet=draw(st.sampled_from(["A", "B", None])),
            language=draw(st.sampled_from(LANGUAGES)),
            published=draw(st.sampled_from(DAYS)),
        )
        for _ in range(draw(st.integers(2, 12)))
    ]


CASES = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=50, derandomize=True, **CASES)
@given(st.data(), sets_of_reports(), st.sampled_from([120_000, 3]))
def test_any_order_and_any_cut(data: st.DataObject, reports: list[Report], most_kept: int) -> None:
    compare_with_another_order(data, reports, most_kept)


@pytest.mark.slow
@settings(max_examples=1000, **CASES)
@given(st.data(), sets_of_reports(), st.sampled_from([120_000, 3]))
def test_any_order_and_any_cut_at_length(data: st.DataObject, reports: list[Report], most_kept: int) -> None:
    compare_with_another_order(data, reports, most_kept)


def compare_with_another_order(data: st.DataObject, reports: list[Report], most_kept: int) -> None:
    other = data.draw(st.permutations(reports))
    sizes = data.draw(st.lists(st.integers(1, 5), max_size=5))
    with pytest.MonkeyPatch.context() as patch:
        without_encoder(patch)
        patch.setattr(khabar.archive.index, "MOST_POINTS", most_kept)
        patch.setattr(khabar.archive.index, "MOST_PROFILES", most_kept)
        patch.setattr(khabar.archive.index, "AT_ONCE", most_kept)
        expected = archive_of([reports], shard=4)
        assert archive_of(batches(list(other), sizes), shard=data.draw(st.integers(1, 12))) == expected
