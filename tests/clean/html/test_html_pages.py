"""Real pages, measured only: the text is read better than by trafilatura alone."""

from __future__ import annotations

from statistics import mean

import pytest

from khabar.evaluate.gold import GoldAbsent
from khabar.evaluate.pages import Sample, result_of, samples

EVERY = 6  # one publisher in six keeps the test under half a minute


@pytest.fixture(scope="module")
def newest() -> list[Sample]:
    try:
        return [sample for sample in samples() if sample.newest]
    except GoldAbsent as absent:
        pytest.skip(str(absent))


def test_better_than_trafilatura_alone(newest: list[Sample]) -> None:
    results = [result_of(sample) for sample in newest[::EVERY]]
    khabar = mean(result.khabar.body for result in results)
    alone = mean(result.trafilatura.body for result in results)
    assert khabar > alone + 0.01
    assert mean(result.khabar.day for result in results) >= 0.9
    assert mean(result.khabar.title for result in results) >= 0.8
