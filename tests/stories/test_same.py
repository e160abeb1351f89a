"""`same_story`: a probability that depends on the two alone, whatever is asked beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import khabar
from khabar.clean.identity import report_version
from khabar.errors import EncoderError, SettingError
from khabar.records import Report

DAM_TR = (
    "Ruvuma barajı için dışişleri bakanları İstanbul'da buluştu\n\nTanzanya ve Mozambik dışişleri bakanları "
    "Ruvuma barajının doldurulmasını görüşmek üzere pazar günü İstanbul'da buluştu. Akım verileri paylaşılacak."
)
DAM_SW = (
    "Mawaziri wa mambo ya nje wakutana Istanbul kuhusu bwawa la Ruvuma\n\nMawaziri wa mambo ya nje wa Tanzania na "
    "Msumbiji walikutana Istanbul siku ya Jumapili kujadili bwawa la Ruvuma. Watabadilishana takwimu."
)
GOAL_EN = "Late goal sends the islanders to the final\n\nA header in the last minute decided the semi-final."


@pytest.fixture(autouse=True, scope="module")
def _encoder() -> None:
    try:
        khabar.same_story("a", "b")
    except EncoderError as error:
        pytest.skip(f"no encoder: {error}")


def report(text: str, **fields: str) -> Report:
    title, _, body = text.partition("\n\n")
    return Report(
        "id", report_version(title, body), title=title, text=text, body_start=len(title) + 2, **fields
    )  # type: ignore[arg-type]


def test_one_happening_in_two_languages_is_likelier_than_two_happenings() -> None:
    one, other = khabar.same_story(DAM_TR, DAM_SW), khabar.same_story(DAM_TR, GOAL_EN)
    assert other < 0.2 < one
    assert khabar.same_story(DAM_TR, DAM_TR) >= one


def test_it_is_a_probability_and_symmetric() -> None:
    texts = [DAM_TR, DAM_SW, GOAL_EN, "", " \n", "1234", "🎉", "a" * 100_000]
    for left in texts:
        for right in texts[:3]:
            probability = khabar.same_story(left, right)
            assert 0.0 <= probability <= 1.0
            assert probability == khabar.same_story(right, left)


def test_many_are_as_one_by_one_and_stream() -> None:
    pairs = [(DAM_TR, DAM_SW), (DAM_SW, GOAL_EN), (GOAL_EN, DAM_TR)]
    expected = [khabar.same_story(*pair) for pair in pairs]
    assert list(khabar.same_story_many(pairs * 20)) == expected * 20
    assert list(khabar.same_story_many([(*pair, {"encoder": "default"}) for pair in pairs])) == expected

    def endless() -> Iterator[tuple[str, str]]:
        for _ in range(1000):
            yield DAM_TR, DAM_SW
        pytest.fail("everything was taken before the first answer")

    assert next(khabar.same_story_many(endless())) == expected[0]


def test_times_count_where_both_are_known() -> None:
    left = report(DAM_TR, language="tr", published="2024-05-12")
    days = ("2024-05-12", "2024-05-19", "2024-08-12")
    near, later, far = (khabar.same_story(left, report(DAM_SW, language="sw", published=day)) for day in days)
    assert near > later > far


def test_another_instalment_is_another_story() -> None:
    first = (
        "First round of Ruvuma dam talks opens in Istanbul\n\nDelegations met for the first round of talks."
    )
    second = (
        "Second round of Ruvuma dam talks opens in Istanbul\n\nDelegations met for the second round of talks."
    )
    assert khabar.same_story(first, second) <= 0.01


def test_an_encoder_or_centres_that_are_not_there_are_named() -> None:
    with pytest.raises(EncoderError, match="no encoder"):
        khabar.same_story("a", "b", encoder="no encoder")
    with pytest.raises(SettingError, match="learn-centres"):
        khabar.same_story("a", "b", centres="no centres")
