"""What a page says of itself outside its text: outlet, authors, tags, language, address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from khabar.clean.html.blocks import tidy
from khabar.clean.html.jsonld import Object, article_object, names_in, objects_of, text_of, types_of

# Longer lists and names are mistakes of a template; more meta elements are an attack.
MOST_TAGS = 50
MOST_NAME = 120
MOST_META = 2_000

_AUTHOR_NAMES = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
    "cxenseparse:author", "byl", "article:author_name", "article:author:name",
)  # fmt: skip
_TAG_NAMES = ("article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords", "og:article:tag")
_ADDRESS = re.compile(r"^(?:https?:)?//|^www\.|@|\.(?:com|org|net)\b", re.I)
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_OUTLET_TYPES = frozenset(("organization", "newsmediaorganization", "corporation"))


@dataclass(frozen=True, slots=True)
class Declared:
    """The page's own declarations: its JSON-LD, and the contents of its meta elements by lower-cased name."""

    article: Object
    objects: list[Object]
    meta: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """The first content that is not empty, of the first name that has one."""
        return next(self.all(*names), "")

    def all(self, *names: str) -> Iterator[str]:
        """All contents that are not empty, in the order of the names."""
        for name in names:
            yield from self.meta.get(name, ())


def declared_by(tree: HtmlElement) -> Declared:
    """Reads JSON-LD and meta elements once."""
    meta: dict[str, list[str]] = {}
    for element in islice(tree.iter("meta"), MOST_META):
        content = tidy(text_of(element.get("content") or ""))
        if content:
            for key in ("property", "name", "itemprop"):
                if name := element.get(key):
                    meta.setdefault(name.strip().lower(), []).append(content)
    objects = objects_of(tree)
    return Declared(article_object(objects), objects, meta)


def outlet_of(declared: Declared) -> str | None:
    """The publisher's name: of the article, else of the site."""
    names = names_in(_resolved(declared.article.get("publisher"), declared))
    names += list(declared.all("og:site_name"))
    names += [text_of(thing.get("name")) for thing in declared.objects if types_of(thing) & _OUTLET_TYPES]
    names += list(declared.all("application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher"))
    return next(
        (name for name in names if name and len(name) < MOST_NAME and not _ADDRESS.search(name)), None
    )


def site_names(declared: Declared) -> list[str]:
    """Every name under which the site may sign a title."""
    names = names_in(_resolved(declared.article.get("publisher"), declared))
    names += list(declared.all("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher"))
    names += [
        text_of(thing.get("name"))
        for thing in declared.objects
        if types_of(thing) & _OUTLET_TYPES | types_of(thing) & {"website"}
    ]
    return [name for name in names if name]


def _resolved(value: object, declared: Declared) -> object:
    """The object that an `{"@id": …}` reference stands for."""
    if isinstance(value, list):
        return [_resolved(one, declared) for one in value]
    if isinstance(value, dict) and "name" not in value and "@id" in value:
        return next(
            (thing for thing in declared.objects if thing.get("@id") == value["@id"] and "name" in thing),
            value,
        )
    return value


def authors_of(tree: HtmlElement, declared: Declared) -> list[str]:
    """Names of the authors: JSON-LD, else meta elements, else elements that are marked as author."""
    for names in (
        names_in(_resolved(declared.article.get("author") or declared.article.get("creator"), declared)),
        declared.all(*_AUTHOR_NAMES),
        _marked_authors(tree),
    ):
        authors = _distinct(name.strip(" ,;|·") for name in names)
        if authors:
            return authors
    return []


def sources_of(declared: Declared) -> Iterator[str]:
    """The bodies from which the page says it has its article."""
    for key in ("sourceOrganization", "provider", "isBasedOn", "creator"):
        yield from names_in(declared.article.get(key))


def _marked_authors(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("a", "span", "div", "p"):
        if "author" in (element.get("rel") or "").split() or element.get("itemprop") == "author":
            named = next((one for one in element.iter() if one.get("itemprop") == "name"), element)
            yield tidy("".join(named.itertext()))


def _distinct(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        if name and len(name) < MOST_NAME and not _ADDRESS.search(name):
            found.setdefault(name.casefold(), name)
    return list(found.values())


def tags_of(declared: Declared) -> list[str]:
    """Keywords of JSON-LD, else of meta elements; a list in one string is taken apart."""
    value = declared.article.get("keywords")
    for tags in (names_in(value) if value else [], *(declared.all(name) for name in _TAG_NAMES)):
        parts = [tidy(part) for tag in tags for part in _listed(tag)]
        found = _distinct(part for part in parts if len(part) > 1)
        if found:
            return found[:MOST_TAGS]
    return []


def _listed(tag: str) -> list[str]:
    return re.split(r"\s*[;|]\s*" if ";" in tag or "|" in tag else r"\s*[,،、，]\s*", tag)


def language_of(tree: HtmlElement, declared: Declared) -> str | None:
    """What the page declares as its language, e.g. `pt-BR`; None where it declares none or nonsense."""
    hints: list[str | None] = [
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        tree.get("xml:lang"),
    ]
    hints += [text_of(declared.article.get("inLanguage"))]
    hints += list(declared.all("og:locale", "content-language", "language", "dc.language"))
    return next((hint for hint in hints if hint and _LANGUAGE.match(hint.strip())), None)


def address_of(tree: HtmlElement, declared: Declared, url: str | None) -> str | None:
    """The canonical address: link element, else OpenGraph, else the address the page came from."""
    links = [
        str(e.get("href") or "") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower()
    ]
    for link in (*links, *declared.all("og:url")):
        try:
            full = urljoin(url or "", link.strip())
            parts = urlsplit(full)
        except ValueError:
            continue
        # A canonical link to the front page is a template's mistake: it would give all reports one id.
        if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
            return full
    return url
