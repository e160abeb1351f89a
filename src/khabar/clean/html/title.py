"""The title of a page, without the name of the site that many pages append to it."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import urlsplit

import regex
from lxml.html import HtmlElement

from khabar.clean.html.blocks import tidy
from khabar.clean.html.jsonld import text_of
from khabar.clean.html.metadata import Declared, site_names

_JOINT = re.compile(r"\s+[-|–—·•:»«/]{1,2}\s+|\s*[|｜]\s*|[：:](?=[^：:]{2,20}$)")
_NO_LETTERS = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
# A title has this many signs at least, a site name more than three letters; what may be added to it is
# `.co.uk` or `news`.
LEAST_TITLE = 8
# A shorter headline may stand in another title by chance.
LEAST_CORE = 20
LEAST_NAME = 3
MOST_ADDED = 6
# The blocks of one page are asked for several times; the cache only saves time.
MOST_TEXTS = 5_000


@lru_cache(maxsize=MOST_TEXTS)
def letters(text: str) -> str:
    """The letters, vowel signs and digits alone, folded: two texts that read the same are equal."""
    return _NO_LETTERS.sub("", normalize("NFKC", text)).casefold()


def title_of(tree: HtmlElement, declared: Declared, url: str | None) -> str:
    """OpenGraph's title, else JSON-LD's headline, else the first heading, else the title element.

    A page has up to five titles, and which one is meant no page says: docs/cleaning.md has the orders and
    votes that were tried. Where a declared headline is also shown, what stands around it elsewhere is for
    search engines.
    """
    headings = [tidy("".join(heading.itertext())) for heading in tree.iter("h1")][:20]
    headline = text_of(declared.article.get("headline")) or text_of(declared.article.get("name"))
    element = tidy(tree.findtext(".//title") or "")
    names = {letters(name) for name in (*site_names(declared), *_host_names(url))} - {""}
    known = [text for text in (headline, *headings) if len(text) >= LEAST_TITLE]
    for text in (*declared.all("og:title"), headline, *declared.all("twitter:title"), *headings, element):
        title = _without_site(text, names, known)
        if title and letters(title) not in names:
            return _shown_core(title, headline, headings)
    return ""


def _shown_core(title: str, headline: str, headings: list[str]) -> str:
    """The declared headline, where a heading shows it and the title says it with something before or
    after it."""
    core = letters(headline)
    is_shown = len(core) >= LEAST_CORE and core in map(letters, headings)
    return headline if is_shown and core in letters(title) else title


def _host_names(url: str | None) -> list[str]:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return []
    host = host.removeprefix("www.")
    parts = host.split(".")
    return [host, *(part for part in parts[:-1] if len(part) > 3)]


def _without_site(text: str, names: set[str], known: list[str]) -> str:
    """Cuts what follows a title that the page also shows alone, or a last part that names the site."""
    for title in known:
        rest = text[len(title) :]
        if text.startswith(title) and rest and _JOINT.match(rest):
            return title
    while True:
        joints = list(_JOINT.finditer(text))
        if joints and _names_site(text[joints[-1].end() :], names) and joints[-1].start() >= LEAST_TITLE // 2:
            text = text[: joints[-1].start()].strip()
        elif joints and letters(text[: joints[0].start()]) in names:
            text = text[joints[0].end() :].strip()
        else:
            return text


def _names_site(part: str, names: set[str]) -> bool:
    """Whether a part of a title is the site's name, a beginning of it, or the name and some `.com`."""
    part = letters(part)
    if part in names or any(len(part) > LEAST_NAME and name.startswith(part) for name in names):
        return True
    longer = (name for name in names if len(name) > LEAST_NAME and part.startswith(name))
    return any(len(part) - len(name) <= MOST_ADDED for name in longer)
