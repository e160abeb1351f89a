"""The measures themselves: known values, laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.evaluate.metrics import b_cubed, bag_score, calibration_error, pearson, reliability

Labels = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30)


def test_b_cubed_known() -> None:
    """The worked example: two stories of two, put together as three and one."""
    found = {"a": 1, "b": 1, "c": 1, "d": 2}
    gold = {"a": "x", "b": "x", "c": "y", "d": "y"}
    score = b_cubed(found, gold)
    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert score.recall == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)


@given(Labels)
def test_b_cubed_laws(labels: list[tuple[int, int]]) -> None:
    """Perfect groups score 1; names of groups do not matter; precision and recall are one another's mirror."""
    found = {str(at): label for at, (label, _) in enumerate(labels)}
    gold = {str(at): label for at, (_, label) in enumerate(labels)}
    assert b_cubed(gold, gold).f1 == 1
    renamed = {item: f"group {group}" for item, group in found.items()}
    assert b_cubed(renamed, gold) == b_cubed(found, gold)
    assert b_cubed(found, gold).precision == pytest.approx(b_cubed(gold, found).recall)


def test_neutral_pairs_neither_help_nor_harm() -> None:
    found = {"a": 1, "b": 1}
    gold = {"a": "x", "b": "y"}
    assert b_cubed(found, gold).f1 < 1
    assert b_cubed(found, gold, {"a": "one happening", "b": "one happening"}).f1 == 1
    assert b_cubed({"a": 1, "b": 2}, gold, {"a": "one happening", "b": "one happening"}).f1 == 1


def test_only_is_judged_within_the_whole() -> None:
    found = {"a": 1, "b": 1, "c": 2}
    gold = {"a": "x", "b": "y", "c": "z"}
    assert b_cubed(found, gold, only={"c"}).f1 == 1
    assert b_cubed(found, gold, only={"a"}).precision == 0.5


def test_reliability_and_calibration() -> None:
    table = reliability([0.05, 0.05, 0.95, 0.95], [False, False, True, True])
    assert [(row.low, row.count) for row in table] == [(0.0, 2), (0.9, 2)]
    assert calibration_error(table) == pytest.approx(0.05)
    assert calibration_error([]) == 0


def test_bag_and_pearson() -> None:
    assert bag_score(["a", "a", "b"], ["a", "b", "c"]).f1 == pytest.approx(2 / 3)
    assert bag_score([], ["a"]).f1 == 0
    assert pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
