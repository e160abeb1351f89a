"""Times of records: every form, never converted, never invented."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.intake import Record, SetAside, pages
from khabar.intake.times import time_of


@pytest.mark.parametrize(
    ("given", "iso", "precision"),
    [
        ("2024-09-13", "2024-09-13", "day"),
        ("20240913", "2024-09-13", "day"),
        (20240913, "2024-09-13", "day"),
        ("2024/09/13", "2024-09-13", "day"),
        ("2024-09", "2024-09", None),
        ("2024", "2024", None),
        (2024, None, None),
        ("2024-09-13T21:34+03:00", "2024-09-13T21:34+03:00", "minute"),
        ("2024-09-13 21:34", "2024-09-13T21:34", "minute"),
        ("2024-09-13T21:34:13Z", "2024-09-13T21:34:13+00:00", "second"),
        ("2024-09-13T21:34:13.123456-0500", "2024-09-13T21:34:13-05:00", "second"),
        ("2024-09-13 21:34:13 UTC", "2024-09-13T21:34:13+00:00", "second"),
        ("20240913T213400Z", "2024-09-13T21:34:00+00:00", "second"),
        ("20240913213400", "2024-09-13T21:34:00", "second"),
        ("Fri, 13 Sep 2024 21:34:00 +0300", "2024-09-13T21:34:00+03:00", "second"),
        ("Fri, 13 Sep 2024 18:34:00 GMT", "2024-09-13T18:34:00+00:00", "second"),
        (1726252440, "2024-09-13T18:34:00+00:00", "second"),
        (1726252440123, "2024-09-13T18:34:00+00:00", "second"),
        ("1726252440", "2024-09-13T18:34:00+00:00", "second"),
        (1726252440.5, "2024-09-13T18:34:00+00:00", "second"),
        (date(2024, 9, 13), "2024-09-13", "day"),
        (
            datetime(2024, 9, 13, 21, 34, tzinfo=timezone(timedelta(hours=3))),
            "2024-09-13T21:34:00+03:00",
            "second",
        ),
        ("13 September 2024", "2024-09-13", "day"),
    ],
)
def test_forms(given, iso, precision):
    if iso is None:
        with pytest.raises(ValueError, match=r"\w"):
            time_of(given)
    else:
        assert time_of(given) == (iso, precision)


@pytest.mark.parametrize(
    "given",
    [
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        0,
        "0",
        1,
        -1,
        "32 May 2024",
        "2024-05-32",
        "2024-13-01",
        "2023-02-29",
        "2999-01-01",
        "soon",
        "",
        "yesterday",
        True,
        None,
        [],
        {},
        "03/04/2024",
        1e300,
        float("nan"),
        "9" * 40,
        "0000-00-00",
        "2024-09-13T25:00",
    ],
)
def test_what_is_no_time(given):
    with pytest.raises(ValueError, match=r"\w"):
        time_of(given)


def test_nothing_is_published_after_it_was_read():
    read_at = datetime(2024, 9, 13, tzinfo=UTC)
    assert time_of("2024-09-14", read_at).iso == "2024-09-14"
    with pytest.raises(ValueError, match="after"):
        time_of("2024-09-20", read_at)


def test_a_wrong_date_is_set_aside_and_the_report_kept():
    for wrong in ("1970-01-01", "2999-01-01", "32 May 2024", {"x": 1}):
        entry, record = pages([{"title": "Bir", "published": wrong}])
        assert isinstance(entry, SetAside)
        assert entry.source == "item 1 (published)"
        assert isinstance(record, Record)
        assert record.published is None
        assert record.extra["published_given"] == wrong


def test_dates_in_words_use_the_records_language():
    (record,) = pages([{"title": "Bir", "published": "13 Eylül 2024", "language": "Turkish"}])
    assert record.published == "2024-09-13"


@given(st.datetimes(datetime(1971, 1, 1), datetime(2024, 1, 1), timezones=st.none() | st.timezones()))
def test_iso_strings_keep_their_offset(moment):
    moment = moment.replace(microsecond=0)
    if moment.tzinfo and moment.utcoffset() != timedelta(
        minutes=round(moment.utcoffset() / timedelta(minutes=1))
    ):
        return
    assert time_of(moment.isoformat()).iso == moment.isoformat()


@given(st.text(max_size=40) | st.integers() | st.floats())
def test_anything_else_is_a_value_error(given):
    with contextlib.suppress(ValueError):
        assert time_of(given).iso
