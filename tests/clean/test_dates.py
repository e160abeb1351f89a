"""Dates of every CLDR locale; never invented."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel.dates import format_date
from babel.localedata import locale_identifiers
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.clean.calendars import from_ethiopian, from_persian
from khabar.clean.dates import find_dates, plausible, read_date

DAYS = [date(2024, 9, 13), date(2023, 2, 28), date(2025, 12, 17), date(2024, 5, 30)]
PLACEHOLDER = re.compile(r"M\d")  # CLDR has no month name there and prints its number: M09
LEAST_SHARE_OF_LOCALES = 0.99


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("21:3413/09/2024, Cuma", "tr", "2024-09-13T21:34"),
        ("G: 13/09/2024, Cuma", "tr", "2024-09-13"),
        ("13/09/202421:34", "tr", "2024-09-13T21:34"),
        ("13 Septemba 2024", "sw", "2024-09-13"),
        ("13 Septemba 2024", None, "2024-09-13"),
        ("Juma, 13 ga Satumba, 2024", "ha", "2024-09-13"),
        ("09/13/2024", "en-US", "2024-09-13"),
        ("03/04/2024", "en-GB", "2024-04-03"),
        ("03/04/2024", "en-US", "2024-03-04"),
        ("03/04/2024", "fr", "2024-04-03"),
        ("2024/09/13", None, "2024-09-13"),
        ("13.09.2024", None, "2024-09-13"),
        ("2024年9月13日 下午9:34", "zh", "2024-09-13T21:34"),
        ("2024년 9월 13일 오후 9:34", "ko", "2024-09-13T21:34"),
        ("令和6年9月13日", "ja", "2024-09-13"),
        ("民國113年9月13日", "zh", "2024-09-13"),
        ("١٣ سبتمبر ٢٠٢٤", "ar", "2024-09-13"),
        ("13 أيلول 2024", "ar", "2024-09-13"),
        ("۲۳ شهریور ۱۴۰۳", "fa", "2024-09-13"),
        ("۱۴۰۳/۰۶/۲۳ ۱۲:۳۰", "fa", "2024-09-13T12:30"),
        ("13 ก.ย. 2567 เวลา 21:34 น.", "th", "2024-09-13T21:34"),
        ("መስከረም 3 ቀን 2017 ዓ.ም", "am", "2024-09-13"),
        ("१३ सितंबर २०२४", "hi", "2024-09-13"),
        ("১৩ সেপ্টেম্বর ২০২৪, ১৫:২২", "bn", "2024-09-13T15:22"),
        ("2024-09-13T21:34:05.000+03:00", None, "2024-09-13T21:34:05+03:00"),
        ("2024-09-13T21:34:05Z", None, "2024-09-13T21:34:05+00:00"),
        ("Fri, 13 Sep 2024 21:34:00 +0300", "ru", "2024-09-13T21:34:00+03:00"),
        ("Sept. 13, 2024 9:34 p.m. EDT", "en", "2024-09-13T21:34-04:00"),
        ("Updated 13 Sep 2024 21:34 GMT+3", "en", "2024-09-13T21:34+03:00"),
        ("21:34 GMT, 13 September 2024", "en", "2024-09-13T21:34+00:00"),
        ("Rabu, 14 Agustus 2024 09:45 WIB", "id", "2024-08-14T09:45+07:00"),
        ("13 de setembro de 2024 às 21h34", "pt", "2024-09-13T21:34"),
        ("13.9.2024 kello 21.34", "fi", "2024-09-13T21:34"),
        ("2024 m. rugsėjo 13 d.", "lt", "2024-09-13"),
        ("ngày 13 tháng 9 năm 2024", "vi", "2024-09-13"),
        ("September 2024", "en", "2024-09"),
        ("2024", "en", "2024"),
    ],
)
def test_as_newspapers_write_them(text: str, language: str | None, iso: str) -> None:
    found = read_date(text, language)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("32 May 2024", "en"),
        ("30/02/2024", "fr"),
        ("03/04/2024", None),
        ("03/04/2024", "en"),
        ("13 listopada 2024", None),
        ("11 ربيع الأول 1446", "ar"),
        ("3 hours ago", "en"),
        ("12.30.45", "de"),
        ("May the force be with 20 of you", "en"),
        ("", "tr"),
    ],
)
def test_never_invented(text: str, language: str | None) -> None:
    assert read_date(text, language) is None


def test_spans_are_of_the_line() -> None:
    line = "İstanbul'da 21:3413/09/2024, Cuma günü"
    (found,) = find_dates(line, "tr")
    assert line[found.start : found.end] == "21:3413/09/2024, Cuma"


def test_every_cldr_locale_reads_what_it_writes() -> None:
    read, locales = 0, 0
    for locale in locale_identifiers():
        texts = [
            (day, format_date(day, width, locale=locale))
            for day in DAYS
            for width in ("full", "long", "medium")
        ]
        named = [(day, text) for day, text in texts if not PLACEHOLDER.search(text)]
        if not named:
            continue
        locales += 1
        found = [(read_date(text, locale), day) for day, text in named]
        read += all(one is not None and one.iso == day.isoformat() for one, day in found)
    assert locales >= 900
    assert read / locales >= LEAST_SHARE_OF_LOCALES


@pytest.mark.parametrize(
    ("day", "gregorian"),
    [((1403, 6, 23), "2024-09-13"), ((1403, 12, 30), "2025-03-20"), ((1357, 11, 22), "1979-02-11")],
)
def test_persian(day: tuple[int, int, int], gregorian: str) -> None:
    found = from_persian(*day)
    assert found is not None
    assert found.isoformat() == gregorian


@pytest.mark.parametrize(
    ("day", "gregorian"),
    [((2017, 1, 1), "2024-09-11"), ((2016, 1, 1), "2023-09-12"), ((2015, 13, 6), "2023-09-11")],
)
def test_ethiopian(day: tuple[int, int, int], gregorian: str) -> None:
    found = from_ethiopian(*day)
    assert found is not None
    assert found.isoformat() == gregorian


def test_no_such_days() -> None:
    assert from_persian(1402, 12, 30) is None
    assert from_ethiopian(2016, 13, 6) is None


@pytest.mark.parametrize(
    ("iso", "fetched", "believed"),
    [
        ("1970-01-01", None, False),
        ("2024-09-13T21:34+03:00", "2024-09-13", True),
        ("2024-09-15", "2024-09-13T10:00:00", True),
        ("2024-09-16", "2024-09-13", False),
        ("2099-01-01", None, True),
        ("2024", "2024-09-13", True),
        ("2024-09", None, True),
        ("no date", None, False),
    ],
)
def test_plausible(iso: str, fetched: str | None, believed: bool) -> None:
    assert plausible(iso, fetched) is believed


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["tr", "en", "zh", "ar", "fa", None]))
def test_any_text_is_survived(text: str, language: str | None) -> None:
    for found in find_dates(text, language):
        assert 0 <= found.start < found.end <= len(text)
