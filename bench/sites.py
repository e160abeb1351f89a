"""Repetition within an outlet, on generated sites: what share of the paragraphs that a site prints on many pages
ends as `repeated` (or is gone already), and what share of the others wrongly.

    python bench/sites.py [--small] [--record]

A site for each of 21 languages. Its pages are news pages of NTREX paragraphs; teasers, a notice under the text and
a line with a changing number stand among these, without any mark-up that tells them apart. What a site repeats are
ordinary sentences of the language, so no list of words can know them. A paragraph on fewer pages than the setting
`repeated_from` must stay.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

import khabar
from khabar.archive.repeats import paragraphs
from khabar.evaluate import gold
from khabar.records import Page, Report
from table import Row, run

PAGES = 16  # of one site
NOTICES, TEASERS, RARE = 1, 2, 3  # on every page; on every second one; on two pages each
OWN = 6  # paragraphs of a page that are its own
SEED = 9
PAGE = """<!DOCTYPE html><html lang="{language}"><head><title>{title} | {outlet}</title></head><body>
<nav><a href="/">{outlet}</a> <a href="/a">A</a> <a href="/b">B</a></nav><article><h1>{title}</h1>
<time datetime="{day}">{day}</time>{body}</article><footer>{outlet} {day}</footer></body></html>"""


@dataclass(frozen=True, slots=True)
class Site:
    """An invented outlet: its pages with the paragraphs of each, and those that it prints on many pages."""

    outlet: str
    pages: list[Page]
    printed: list[list[str]]
    often: frozenset[str]


def rows(small: bool) -> Iterator[Row]:
    languages = list(gold.LANGUAGES.values())[:: 4 if small else 1]
    sites = [site_of(language) for language in languages]
    with tempfile.TemporaryDirectory() as folder, khabar.open(Path(folder) / "sites.db") as archive:
        archive.add([page for site in sites for page in site.pages])
        reports = {report.url: report for report in archive.reports()}
    yield row_of("all sites", sites, reports)
    for site in sites:
        yield row_of(site.outlet, [site], reports)


def row_of(name: str, sites: Sequence[Site], reports: Mapping[str | None, Report]) -> Row:
    """Shares of the paragraphs that the sites print often, and of the others."""
    fates = [
        (paragraph in site.often, fate)
        for site in sites
        for page, printed in zip(site.pages, site.printed, strict=True)
        for paragraph, fate in zip(printed, fates_of(reports[page.url], printed), strict=True)
    ]
    often, others = ([fate for is_often, fate in fates if is_often is wanted] for wanted in (True, False))
    return {
        "figure": name,
        "printed often": len(often),
        "marked or gone": round(1 - often.count("text") / len(often), 4),
        "others": len(others),
        "wrongly marked": round(others.count("repeated") / len(others), 4),
        "wrongly gone": round(others.count("gone") / len(others), 4),
    }


def fates_of(report: Report, printed: Sequence[str]) -> list[str]:
    """What became of each paragraph of a page: text, repeated or gone."""
    marked = {(span.start, span.end) for span in report.repeated}
    found = {
        " ".join(report.text[span.start : span.end].split()): (span.start, span.end) in marked
        for span in paragraphs(report)
    }
    names = {None: "gone", True: "repeated", False: "text"}
    return [names[found.get(" ".join(paragraph.split()))] for paragraph in printed]


def site_of(language: str) -> Site:
    """A site of some language, the same at every call."""
    chance = np.random.default_rng([SEED, *language.encode()])
    lines = [line for document in gold.ntrex(training=True)[language] for line in document if len(line) > 20]
    drawn = iter(chance.permutation(np.array(list(dict.fromkeys(lines)), dtype=object)).tolist())
    notices, teasers, rare = ([next(drawn) for _ in range(n)] for n in (NOTICES, TEASERS, RARE))
    outlet = f"outlet {language}"
    pages, printed = [], []
    for at in range(PAGES):
        body = [next(drawn) for _ in range(OWN)]
        body[3:3] = [teaser for place, teaser in enumerate(teasers) if (at + place) % 2 == 0]
        body += [line for place, line in enumerate(rare) if at // 2 == place]
        body += [*notices, f"{notices[0]} {1000 + 17 * at}"]
        marked = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in body)
        day, title = f"2024-03-{at + 1:02d}", escape(next(drawn))
        content = PAGE.format(language=language, title=title, outlet=outlet, day=day, body=marked)
        url = f"https://{language}.example/{at}"
        pages.append(Page(content, url, url, "text/html", extra={"outlet": outlet}))
        printed.append(body)
    numbered = (f"{notices[0]} {1000 + 17 * at}" for at in range(PAGES))
    return Site(outlet, pages, printed, frozenset([*notices, *teasers, *numbered]))


if __name__ == "__main__":
    run("sites", __doc__, rows)
