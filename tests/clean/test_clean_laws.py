"""Laws of `clean` on any page: pure, never raising, nothing lost without a word, bounded time."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khabar.clean import clean
from khabar.demo import pages

MOST_SECONDS = 10.0  # of processor time, for 50 MB; a line takes one or two
MEGABYTE = 1_000_000
DUMPS = [str(page.content) for page in pages() if page.media_type == "text/plain"]
PAGES = [str(page.content) for page in pages()]
HOSTILE = st.sampled_from(["\x00", "\ud800", "32 May 2024", "01.01.1970", "©", ""])
# Lines of one page, doubled, moved and dropped, with noise between.
GENERATED = st.sampled_from(DUMPS).flatmap(
    lambda text: st.lists(
        st.one_of(st.sampled_from(text.splitlines()), st.text(max_size=60), HOSTILE), max_size=40
    ).map("\n".join)
)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def letters(text: str) -> Counter[str]:
    return Counter(sign for sign in unicodedata.normalize("NFC", text) if sign.isalnum())


@settings(max_examples=80, deadline=None, suppress_health_check=QUIET)
@given(GENERATED)
def test_every_letter_of_a_dump_is_kept_or_removed(text: str) -> None:
    report = clean(text, media_type="text/plain")
    told = "\n".join((report.text, *(entry.text for entry in report.removed)))
    assert letters(told) == letters(text)
    assert all(entry.text and entry.reason for entry in report.removed)


@settings(max_examples=80, deadline=None, suppress_health_check=QUIET)
@given(GENERATED)
def test_cleaned_text_stays(text: str) -> None:
    once = clean(text, media_type="text/plain")
    twice = clean(once.text, media_type="text/plain")
    assert twice.text == once.text
    assert twice.removed == []


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(st.one_of(st.binary(max_size=500), GENERATED, st.sampled_from(PAGES)), st.sampled_from([None, "text/html"]))
def test_clean_is_pure_and_tells_its_body(page: str | bytes, media_type: str | None) -> None:
    report = clean(page, media_type=media_type)
    assert clean(page, media_type=media_type) == report
    body = report.text[report.body_start :]
    head = report.text[: report.body_start].removesuffix("\n\n") if body else report.text
    assert head == report.title
    assert not body or all(paragraph.strip() for paragraph in body.split("\n\n"))
    assert bool(report.dropped) == (not any(map(str.isalnum, report.text)))
    report.text.encode()


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(st.sampled_from(PAGES), st.integers(0, 100), st.integers(0, 100))
def test_cut_pages_are_read(page: str, first: int, last: int) -> None:
    start, end = len(page) * first // 100, len(page) * last // 100
    report = clean(page[start:end])
    assert report.dropped or report.text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "an empty page"),
        (b"", "an empty page"),
        (b"%PDF-1.7 \xff\xfe\x00\x01" * 50, "a PDF, not a page"),
        (bytes(range(256)) * 40, "a binary file, not a page"),
        (b"\x00" * 5000, "a binary file, not a page"),
        (" \n\t\r\n ", "no text"),
        ("… — !!! 。。。", "no text"),
        ("<html><body></body></html>", "no text"),
        ("<html><script>let a = 1</script></html>", "no text"),
    ],
)
def test_what_is_no_page_says_why(page: str | bytes, reason: str) -> None:
    report = clean(page)
    assert reason in report.dropped
    assert not report.complete


@pytest.mark.parametrize("when", ["never", "9999-12-31", "", "2024-05-32"])
def test_a_time_of_fetching_that_cannot_be_read_bounds_nothing(when: str) -> None:
    text = "The bridge was opened on Monday, the ministers of both countries told reporters."
    dump = f"Ministers agree to reopen the bridge\n13 May 2024\n\n{text}"
    assert clean(dump, fetched=when).published == "2024-05-13"


@pytest.mark.parametrize("day", ["01.01.1970", "32 May 2024", "31 February 2024", "13/13/2024", "4 July 1776"])
def test_no_wrong_day_is_believed(day: str) -> None:
    text = "The bridge was opened on Monday by both ministers, who had not met for years, officials said."
    assert clean(f"Ministers agree to reopen the bridge\n{day}\n\n{text}").published is None


@pytest.mark.parametrize(
    "page",
    [
        "word " * (10 * MEGABYTE),
        b"word " * (10 * MEGABYTE),
        "字" * (17 * MEGABYTE),
        "<html><p>" + "word " * (10 * MEGABYTE),
        "<html><body>" + "<p>Some sentence of the article that is long enough to be prose.</p>" * 700_000,
        "a short line\n" * 400_000,
        "13.09.2024 21:34\n" * 100_000,
    ],
    ids=["line", "bytes", "signs", "paragraph", "paragraphs", "lines", "dates"],
)
def test_fifty_megabytes_end_soon(page: str | bytes) -> None:
    start = time.process_time()
    report = clean(page)
    assert time.process_time() - start < MOST_SECONDS
    assert not report.complete
    assert report.removed[-1].reason.startswith("beyond")


def test_what_lies_beyond_the_limits_of_mark_up_is_told() -> None:
    rows = "".join(f"<tr><td>cell number {at} of a table</td></tr>" for at in range(25_000))
    report = clean(f"<html><body><p>A sentence before the table.</p><table>{rows}</table></body></html>")
    assert not report.complete
    assert report.removed[-1].reason.startswith("beyond 20,000 blocks")
    assert report.removed[-1].text
