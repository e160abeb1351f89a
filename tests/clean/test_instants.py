"""Times as days since 1970: offsets, partial dates, and what is no time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.clean.instants import bounds, instant


@pytest.mark.parametrize(
    ("time", "days"),
    [
        ("1970-01-01T00:00:00Z", 0.0),
        ("1970-01-02T00:00:00+00:00", 1.0),
        ("1970-01-02T03:00:00+03:00", 1.0),
        ("1970-01-02T12:00", 1.5),
        ("1970-01-02 12:00:00", 1.5),
        ("1969-12-31T00:00:00", -1.0),
    ],
)
def test_moments(time: str, days: float) -> None:
    assert instant(time) == days
    assert bounds(time) == (days, days)


@pytest.mark.parametrize(
    ("time", "days"),
    [("1970-01-02", 1.5), ("1970-01", 15.5), ("1970", 182.5), ("1970-02", 45.0), ("9999", None)],
)
def test_partial_dates_stand_at_their_middle(time: str, days: float | None) -> None:
    assert instant(time) == (pytest.approx(days, abs=1e-6) if days is not None else None)


def test_a_day_holds_its_moments_and_not_the_next_day() -> None:
    low, high = bounds("2024-02-29") or (0, 0)
    assert low <= (instant("2024-02-29T23:59:59.999999") or 0) <= high < (instant("2024-03-01T00:00") or 0)


@pytest.mark.parametrize(
    "time", [None, "", " ", "2024-13", "2024-05-32", "yesterday", "20", "0000", "2024-06-01T25:00"]
)
def test_what_is_no_time_is_none(time: str | None) -> None:
    assert instant(time) is None
    assert bounds(time) is None


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    instant(text)


@given(st.datetimes(), st.datetimes())
def test_order_is_kept(left: object, right: object) -> None:
    assert (left < right) <= (instant(left.isoformat()) <= instant(right.isoformat()))  # type: ignore
