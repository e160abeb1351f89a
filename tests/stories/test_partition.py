"""Average linkage on a sparse graph, against the definition computed plainly."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar.stories.partition
from khabar.stories.links import Link
from khabar.stories.partition import Places, Scores, components, partition

NAMES = "abcdefgh"


def plainly(
    reports: list[str], links: list[Link], least_mean: float, unlinked: float = 0.0
) -> list[list[str]]:
    """The same by definition: again and again the two groups of the greatest mean, while it is enough."""
    scores = {frozenset(link[:2]): link[2] for link in links}
    groups = [[report] for report in reports]
    while True:
        best = None
        for one, other in combinations(range(len(groups)), 2):
            pairs = [scores.get(frozenset((a, b)), unlinked) for a in groups[one] for b in groups[other]]
            mean = sum(pairs) / len(pairs)
            if mean >= least_mean and (best is None or mean > best[0] + 1e-12):
                best = mean, one, other
        if best is None:
            return groups
        _, one, other = best
        groups[one] = sorted(groups[one] + groups[other], key=reports.index)
        del groups[other]


@st.composite
def linked(draw: st.DrawFn) -> list[Link]:
    """Links of which no two groups have equal means: of those, floating sums decide."""
    pairs = draw(st.lists(st.sampled_from(list(combinations(NAMES, 2))), unique=True))
    levels = st.sampled_from([0.1, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9])
    return [
        Link(left, right, draw(levels) + 0.05 * random.Random(left + right).random())
        for left, right in pairs
    ]


@given(linked(), st.sampled_from([0.2, 0.5, 0.7]))
def test_it_is_average_linkage(links: list[Link], least_mean: float) -> None:
    assert partition(NAMES, links, least_mean) == plainly(list(NAMES), links, least_mean)


@given(linked(), st.sampled_from([0.2, 0.5]))
def test_pairs_that_are_no_links_count_with_what_the_rest_says(links: list[Link], least_mean: float) -> None:
    asked: set[frozenset[str]] = set()

    def rest(reports: Sequence[str], rows: Places, columns: Places) -> Scores:
        pairs = [frozenset((reports[a], reports[b])) for a, b in zip(rows, columns, strict=True)]
        assert len(set(pairs)) == len(pairs)
        asked.update(pairs)
        return np.full(len(rows), 0.15)

    found = partition(NAMES, links, least_mean, 0.0, rest)
    assert not asked & {frozenset(link[:2]) for link in links}
    hanging = [group for group, _ in components(NAMES, links, 0.0)]
    linked_together = {frozenset(pair) for group in hanging for pair in combinations(group, 2)}
    assert asked == linked_together - {frozenset(link[:2]) for link in links}
    apart = {frozenset(pair) for pair in combinations(NAMES, 2)} - linked_together
    zeros = [Link(*sorted(pair), 0.0) for pair in apart]  # nothing joins across components
    assert found == plainly(list(NAMES), [*links, *zeros], least_mean, 0.15)


@given(linked(), st.randoms())
def test_the_order_of_links_says_nothing(links: list[Link], chance: random.Random) -> None:
    expected = partition(NAMES, links, 0.5)
    chance.shuffle(links)
    turned = [
        Link(right, left, score) if chance.random() < 0.5 else Link(left, right, score)
        for left, right, score, _ in links
    ]
    assert partition(NAMES, turned, 0.5) == expected


@given(linked(), linked())
def test_components_are_parted_independently(left: list[Link], right: list[Link]) -> None:
    """What one touched component comes to does not depend on the others: `add` replays only the touched."""
    other = [Link(a.upper(), b.upper(), score) for a, b, score, _ in right]
    whole = partition(NAMES + NAMES.upper(), left + other, 0.5)
    assert whole == partition(NAMES, left, 0.5) + partition(NAMES.upper(), other, 0.5)


def test_every_report_is_in_one_group_and_strangers_are_not_looked_at() -> None:
    assert partition("ab", [Link("a", "x", 0.9), Link("x", "b", 0.9)], 0.5) == [["a"], ["b"]]
    assert partition("", [], 0.5) == []


def test_a_chain_is_no_story() -> None:
    chain = [Link(f"{n:02}", f"{n + 1:02}", 0.9) for n in range(19)]
    groups = partition([f"{n:02}" for n in range(20)], chain, 0.5)
    assert max(map(len, groups)) <= 2


def test_a_bridge_does_not_join_two_stories() -> None:
    left, right = ["a1", "a2", "a3"], ["b1", "b2", "b3"]
    inside = [Link(x, y, 0.9) for group in (left, right) for x, y in combinations(group, 2)]
    bridge = [Link("bridge", report, 0.7) for report in left + right]
    groups = partition([*left, *right, "bridge"], inside + bridge, 0.5)
    assert [group for group in groups if set(group) & set(left) and set(group) & set(right)] == []


def test_a_component_that_is_too_large_is_parted_by_stronger_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tight groups that a weaker link of a hub holds together: neither is lost, none is joined."""
    monkeypatch.setattr(khabar.stories.partition, "MOST_TOGETHER", 5)
    left, right = [f"a{n}" for n in range(4)], [f"b{n}" for n in range(4)]
    inside = [Link(x, y, 0.95) for group in (left, right) for x, y in combinations(group, 2)]
    groups = partition([*left, *right], [*inside, Link("a0", "b0", 0.75)], 0.6, 0.7)
    assert groups == [left, right]
    copies = [Link(x, y, 1.0) for x, y in combinations([*left, *right], 2)]  # which no link parts: by time
    assert partition([*left, *right], copies, 0.6, 0.7) == [[*left, right[0]], right[1:]]
