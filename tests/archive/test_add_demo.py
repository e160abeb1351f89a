"""The bundled corpus with the encoder's own vectors: any order and any cut give the same stories."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import khabar.archive
import khabar.archive.add
import khabar.stories.profile
import khabar.stories.stage
from khabar import demo
from khabar.clean import clean_page
from khabar.errors import EncoderError
from khabar.records import Report
from khabar.settings import Settings
from khabar.stories.profile import Profile
from made_reports import batches, settled

Made = Callable[..., Iterator[Profile]]


@pytest.fixture(scope="module")
def corpus() -> list[Report]:
    return [clean_page(page) for page in demo.pages()]


@pytest.fixture(scope="module")
def kept_profiles() -> Made:
    """The stage's own profiles, each made once."""
    known: dict[Any, Profile] = {}

    def profiles(reports: Iterable[Report], encoder_name: str = "default") -> Iterator[Profile]:
        wanted = list(reports)
        marks = [(report.id, report.version, str(report.repeated)) for report in wanted]
        missing = {mark: report for mark, report in zip(marks, wanted, strict=True) if mark not in known}
        try:
            made = list(khabar.stories.profile.profiles(missing.values(), encoder_name))
        except EncoderError as error:
            pytest.skip(f"no encoder: {error}")
        known.update(zip(missing, made, strict=True))
        yield from (known[mark] for mark in marks)

    return profiles


@pytest.mark.parametrize("orders", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_the_demo_in_any_order_and_cut(
    corpus: list[Report], kept_profiles: Made, orders: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(khabar.archive.add, "profiles", kept_profiles)
    monkeypatch.setattr(khabar.stories.stage, "profiles", kept_profiles)

    def archive_of(name: str, calls: Iterable[list[Report]], shard: int) -> dict[str, Any]:
        with khabar.archive.open(settings=Settings(archive=str(tmp_path / name), shard=shard)) as archive:
            for call in calls:
                archive.add(call)
            return settled(archive)

    expected = archive_of("expected", [corpus], 128)
    assert 10 <= len(expected["stories"]) <= 30
    reports = list(corpus)
    for order in range(orders):
        random.Random(order).shuffle(reports)
        cuts = ([reports], batches(reports, [1, 3, 9, 27]), batches(reports, [23, 23]))
        for cut, calls in enumerate(cuts):
            found = archive_of(f"{order}-{cut}", calls, (128, 16, 1)[(order + cut) % 3])
            for part in expected:
                assert found[part] == expected[part], (order, cut, part)


def test_a_vector_depends_on_its_text_alone(corpus: list[Report], kept_profiles: Made) -> None:
    some = corpus[::9]
    expected = {profile.report: profile for profile in kept_profiles(some)}
    alone = chain.from_iterable(khabar.stories.profile.profiles([report]) for report in reversed(some))
    for profile in alone:
        assert khabar.stories.profile.packed(profile) == khabar.stories.profile.packed(
            expected[profile.report]
        )
