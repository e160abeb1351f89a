"""When a page was published and updated: what it declares, else what its own text and address show.

Times keep the offset of the page and are never converted; nothing is taken from the clock or a copyright
line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from itertools import islice

from lxml.html import HtmlElement

from khabar.clean.dates import plausible, read_date
from khabar.clean.html.blocks import tidy
from khabar.clean.html.jsonld import text_of
from khabar.clean.html.marks import reason_of
from khabar.clean.html.metadata import Declared

# Newspapers put their archives on line as far back as this; earlier years are wrong settings.
FIRST_YEAR = 1850

# A line with the date, the place and the author has up to so many signs; pages show a few such lines.
MOST_DATE_LINE = 120
MOST_DATE_LINES = 8
MOST_PIECES = 20

_PUBLISHED_NAMES = (
    "article:published_time", "datepublished", "og:published_time", "og:article:published_time",
    "article:published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "publishdate", "publish-date", "publish_date", "publishtime",
    "publication_date", "publication-date", "pubdate", "ptime", "dcterms.created", "dcterms.issued",
    "dc.date.issued", "dc.date.created", "dcterms.date", "dc.date", "dcsext.articlefirstpublished",
    "article.published", "article_date_original", "originalpublicationdate", "date_published",
    "displaydate", "article:post_date", "datecreated", "date.available", "last-publish-date", "date",
)  # fmt: skip
_UPDATED_NAMES = (
    "article:modified_time", "datemodified", "og:updated_time", "og:article:modified_time",
    "article:modified", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "lastmodified",
    "last-update", "revision_date", "article.updated", "utime", "moddate",
)  # fmt: skip
_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,:]\d{1,9})?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{2}|[+-]\d{2})?(?:\[[\w/]+\])?)?\s*$",
    re.I,
)
_SLASHED = re.compile(r"^\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$")
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as the page gives it: ISO text and its precision (second, minute or day)."""

    iso: str
    precision: str

    @property
    def day(self) -> str:
        return self.iso[:10]


def moment_of(text: str) -> Moment | None:
    """One time from one attribute value: ISO 8601 with the usual slips, RFC 2822, or year/month/day."""
    text = text.strip()
    found = _ISO.match(text) or _SLASHED.match(text)
    if found is None:
        return _from_mail_header(text)
    year, month, day, hour, minute, second, *zone = found.groups()
    return _moment(
        (int(year), int(month), int(day)), (hour, minute, second), _offset(zone[0] if zone else None)
    )


def _moment(day: tuple[int, int, int], clock: tuple[str | None, ...], offset: str) -> Moment | None:
    try:
        hour, minute, second = (int(part or 0) for part in clock)
        stamp = datetime(*day, hour, minute, second)
    except ValueError:
        return None
    if stamp.year < FIRST_YEAR or stamp.year > 2100 or stamp.date() == date(1970, 1, 1):
        return None
    # Midnight sharp is what a system writes that knows the day alone.
    if clock[0] is None or hour == minute == second == 0:
        return Moment(stamp.date().isoformat(), "day")
    if clock[2] is None:
        return Moment(stamp.isoformat(timespec="minutes") + offset, "minute")
    return Moment(stamp.isoformat(timespec="seconds") + offset, "second")


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    digits = zone[1:].replace(":", "")
    digits = digits.zfill(4) if len(digits) > 2 else digits.zfill(2) + "00"
    return f"{zone[0]}{digits[:2]}:{digits[2:]}" if int(digits[:2]) <= 14 else ""


def _from_mail_header(text: str) -> Moment | None:
    if not re.match(r"^(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d", text):
        return None
    try:
        stamp = parsedate_to_datetime(text)
    except (ValueError, IndexError):
        return None
    return moment_of(stamp.isoformat())


def published_of(
    tree: HtmlElement, declared: Declared, url: str | None, language: str | None = None
) -> Moment | None:
    """When the page was first published, or None where it does not say.

    `language` (BCP 47) helps to read dates that are shown in words.
    """
    for source in (
        _declared_publication(declared),
        _time_elements(tree),
        _shown_times(tree, language),
        _address_day(url),
        _guess(tree, url),
    ):
        moments = [moment for moment in source if moment]
        if moments:
            return _most_precise(moments)
    return None


def refined(published: Moment | None, shown: Sequence[str]) -> Moment | None:
    """The same, with the clock time that a date line of the same day adds to a day alone."""
    if published is None or published.precision != "day":
        return published
    finer = (text for text in shown if len(text) > 10 and text[:10] == published.day)
    return next((Moment(text, "second" if len(text) > 18 else "minute") for text in finer), published)


def updated_of(declared: Declared, published: Moment | None) -> Moment | None:
    """When the page was last changed, where it declares that and it is not the time of publication."""
    texts = [text_of(declared.article.get("dateModified")), *declared.all(*_UPDATED_NAMES)]
    for moment in filter(None, map(moment_of, texts)):
        if published is None or _is_later(moment, published):
            return moment
    return None


def _is_later(moment: Moment, published: Moment) -> bool:
    """Times with one offset are compared as they are, others by their day alone."""
    if moment.iso[19:] == published.iso[19:]:
        return moment.iso > published.iso
    return moment.iso != published.iso and moment.day >= published.day


def _declared_publication(declared: Declared) -> Iterator[Moment | None]:
    yield moment_of(text_of(declared.article.get("datePublished")))
    for text in declared.all(*_PUBLISHED_NAMES):
        yield moment_of(text)
    for key in ("dateCreated", "uploadDate"):
        yield moment_of(text_of(declared.article.get(key)))
    for thing in declared.objects:
        yield moment_of(text_of(thing.get("datePublished")))


def _time_elements(tree: HtmlElement) -> Iterator[Moment | None]:
    """Marked publication times first, then the first `time` element after the main heading."""
    elements = [
        e for e in tree.iter("time", "span", "div", "p", "abbr") if e.tag == "time" or e.get("itemprop")
    ]
    for element in elements:
        if element.get("pubdate") is not None or (element.get("itemprop") or "").lower() == "datepublished":
            yield moment_of(element.get("datetime") or element.get("content") or "")
    times = [e for e in elements if e.tag == "time" and e.get("datetime")]
    after_heading = False
    for element in tree.iter("h1", "time"):
        after_heading = after_heading or element.tag == "h1"
        if after_heading and element in times and (moment := moment_of(element.get("datetime") or "")):
            yield moment
            return


def _shown_times(tree: HtmlElement, language: str | None) -> Iterator[Moment | None]:
    """The first date that is shown after the main heading in an element named as a date line."""
    after_heading, tried = False, 0
    for element in tree.iter("h1", "time", "span", "div", "p", "li", "td", "small", "em", "i", "b"):
        after_heading = after_heading or element.tag == "h1"
        if not after_heading or element.tag == "h1" or reason_of(element) != "date line":
            continue
        text = tidy("".join(islice(element.itertext(), MOST_PIECES)))
        found = read_date(text, language) if 0 < len(text) <= MOST_DATE_LINE else None
        tried += 1
        if found and found.precision in ("second", "minute", "day") and plausible(found.iso):
            yield Moment(found.iso, found.precision)
        if found or tried > MOST_DATE_LINES:
            return


def _address_day(url: str | None) -> Iterator[Moment | None]:
    found = _IN_ADDRESS.search(url or "")
    yield moment_of("-".join(found.groups())) if found else None


def _guess(tree: HtmlElement, url: str | None) -> Iterator[Moment | None]:
    """htmldate's reading of the page, without its search of the whole text, which takes any date for it."""
    from htmldate import find_date

    try:
        found = find_date(tree, extensive_search=False, original_date=True, url=url, max_date="2100-01-01")
    except (ValueError, TypeError, AttributeError, RecursionError):
        found = None
    yield moment_of(found) if found else None


def _most_precise(moments: Sequence[Moment]) -> Moment:
    """The first, unless another adds to it what it leaves open: the clock time of that day, or the offset."""
    first = moments[0]
    for moment in moments[1:]:
        same_day, same_clock = moment.day == first.day, moment.iso[:16] == first.iso[:16]
        adds_clock = first.precision == "day" and moment.precision != "day"
        adds_offset = same_clock and len(moment.iso) > 19 >= len(first.iso)
        if same_day and (adds_clock or adds_offset):
            first = moment
    return first
