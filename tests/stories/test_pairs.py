"""A pair's score depends on the two reports alone; no pair worth scoring is lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import khabar.stories.candidates
from khabar.stories.candidates import FAR_RADIUS, RADIUS, candidates
from khabar.stories.centres import open_centres
from khabar.stories.join import LEAST_LINK, links
from khabar.stories.pairs import Bundle, point_vectors
from khabar.stories.points import Points
from khabar.stories.profile import Profile
from made_reports import LANGUAGES, made, profile_of

WINDOW, NEAR_DAYS = 14.0, 6.0


def some_profiles(count: int = 60) -> list[Profile]:
    chance = np.random.default_rng(3)
    return [
        profile_of(
            made(
                f"r{n:02}",
                int(chance.integers(6)),
                spread=float(chance.choice([0.5, 1.0, 2.0, 4.0])),
                language=LANGUAGES[n % 6],
                outlet=["A", "B", None][n % 3],
                ordinal=[None, 1, 2][n % 3] if n % 4 == 0 else None,
                published=None if n % 10 == 0 else f"2024-03-{1 + n % 28:02}",
            )
        )
        for n in range(count)
    ]


def scored(new: list[Profile], known: list[Profile]) -> dict[tuple[str, str], float]:
    found = links(Bundle(new, open_centres()), Bundle(known, open_centres()), WINDOW)
    return {(link.lesser, link.greater): link.score for link in found}


def test_a_score_depends_on_the_two_reports_alone() -> None:
    """To the last bit: a score that moves by a bit with its neighbours moves a story some day."""
    profiles = some_profiles()
    together = scored(profiles, profiles)
    assert len(together) > 100
    alone = {}
    for at, one in enumerate(profiles):
        for other in profiles[:at]:
            alone |= scored([one], [other])
    assert alone == together
    halves = scored(profiles[:30], profiles[30:]) | scored(profiles[30:], profiles[30:])
    assert {pair: together[pair] for pair in halves} == halves


def test_a_score_is_the_same_both_ways() -> None:
    profiles = some_profiles(40)
    assert scored(profiles[:20], profiles[20:]) == scored(profiles[20:], profiles[:20])


def test_points_that_grew_forgot_and_changed_are_as_new_ones() -> None:
    profiles = some_profiles()

    def put(points: Points, given: list[Profile], times: float = 1.0) -> None:
        instants = [profile.instant and profile.instant * times for profile in given]
        points.put([p.report for p in given], instants, point_vectors(given, open_centres()))

    grown, fresh = Points(384), Points(384)
    for profile in profiles:
        put(grown, [replace(profile, language="en", vector=profile.vector * 2)], times=2.0)
        put(grown, [profile])
    grown.keep(np.arange(60) % 2 == 0)
    put(grown, profiles[1::2])
    put(fresh, [*profiles[::2], *profiles[1::2]])
    assert grown.ids == fresh.ids
    np.testing.assert_array_equal(grown.vectors, fresh.vectors)
    np.testing.assert_array_equal(grown.instants, fresh.instants)


def test_no_pair_within_window_and_radius_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    profiles = some_profiles()
    points = Bundle(profiles, open_centres()).points
    monkeypatch.setattr(khabar.stories.candidates, "ROWS", 7)
    monkeypatch.setattr(khabar.stories.candidates, "BLOCK", 11)
    monkeypatch.setattr(khabar.stories.candidates, "NEAR_DAYS", NEAR_DAYS)
    for row, others in candidates(points, points, WINDOW):
        for other in range(len(profiles)):
            left, right = profiles[row].instant, profiles[other].instant
            near = left is None or right is None or abs(left - right) <= WINDOW
            least = FAR_RADIUS if near and left and right and abs(left - right) > NEAR_DAYS else RADIUS
            cosine = float(points.vectors[row].astype(float) @ points.vectors[other].astype(float))
            if abs(cosine - least) > 1e-6:
                assert (other in others) == (near and cosine >= least and row != other)


@pytest.mark.parametrize("gap", [13.99, 14.0, 14.01, 400.0])
def test_the_window_is_the_gap_between_two_reports(gap: float) -> None:
    one = profile_of(made("a", spread=0.2, published="2024-03-01"))
    assert one.instant is not None
    other = replace(profile_of(made("b", spread=0.2, published="2024-03-01")), instant=one.instant + gap)
    assert bool(scored([one], [other])) == (gap <= WINDOW)
    assert scored([one], [replace(other, instant=None)]), "an undated report may meet any"


def test_links_are_sorted_pairs_and_probabilities() -> None:
    for (left, right), score in scored(some_profiles(), some_profiles()).items():
        assert left < right
        assert LEAST_LINK <= score <= 1.0


def test_nothing_meets_nothing() -> None:
    empty = Bundle([], open_centres())
    assert links(empty, empty, WINDOW) == []
    assert scored(some_profiles(3), []) == {}
    blank = replace(some_profiles(1)[0], vector=np.zeros(384, np.float32))
    assert scored([blank], some_profiles()[1:]) == {}
