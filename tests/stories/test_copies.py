"""Copy families: one text in several reports is found however it is cut, an independent telling is not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.stories.copies import LEAST_CONTAINED, contained, copied, copy_families, shingles_of


def text(seed: int, words: int = 200) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices("abcdefghijklmnop", k=chance.randint(2, 9))) for _ in range(words))


def dense(seed: int, characters: int = 400) -> str:
    chance = random.Random(seed)
    return "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(characters))


@pytest.mark.parametrize("make", [text, dense])
def test_a_copy_that_was_cut_led_in_or_edited_is_a_copy(make: object) -> None:
    assert callable(make)
    wire = make(1)
    whole = shingles_of(wire)
    for copy in (
        wire.upper(),
        wire[: len(wire) // 2],
        f"{make(2)[:200]} {wire}",
        wire.replace(wire[40:50], "X", 1),
    ):
        assert contained(whole, shingles_of(copy)) >= LEAST_CONTAINED
    assert contained(whole, shingles_of(make(3))) < 0.1


@given(st.text(), st.text())
def test_it_is_symmetric_and_a_share(left: str, right: str) -> None:
    one, other = shingles_of(left), shingles_of(right)
    assert contained(one, other) == contained(other, one)
    assert 0.0 <= contained(one, other) <= 1.0
    assert contained(one, one) == float(len(one) > 0)


def test_of_a_flash_only_the_very_same_words_are_a_copy() -> None:
    flash = shingles_of("Rain in the south")
    assert contained(flash, shingles_of("RAIN in the south.")) == 1.0
    assert contained(flash, shingles_of("Rain in the north")) == 0.0
    assert contained(flash, shingles_of(f"Rain in the south. {text(1)}")) == 0.0


def test_families_are_named_by_the_earliest_and_hang_together() -> None:
    wire, other = text(1), text(2)
    texts = {"c": wire, "a": wire[:600], "b": wire[400:] + " " + text(5, 40), "d": other}
    order, pairs = ["c", "a", "b", "d"], [("a", "c"), ("b", "c"), ("c", "d"), ("a", "d")]
    shingles = {name: shingles_of(each) for name, each in texts.items()}
    copies = [pair for pair in pairs if copied(shingles[pair[0]], shingles[pair[1]])]
    expected = {"c": "c", "a": "c", "b": "c", "d": "d"}
    assert copy_families(order, copies) == expected
    assert copy_families(order, [pair[::-1] for pair in reversed(copies)]) == expected
    assert copy_families(order, []) == {name: name for name in order}
