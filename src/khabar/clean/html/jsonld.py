"""The JSON-LD of a page → the one object that describes its article.

Publishers write it by hand-made templates, so it comes with raw line breaks inside strings, HTML entities,
trailing commas, comment signs and CDATA marks; each is repaired before it is read (schema.org, Article).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from khabar.clean.html.blocks import tidy

# An article object with its whole text takes some 50 kB; a script above this is a product feed or an attack.
MOST_CHARACTERS = 1_000_000
MOST_DEPTH = 8

_ARTICLE_TYPES = frozenset((
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "blogposting", "backgroundnewsarticle", "reviewnewsarticle", "liveblogposting", "askpublicnewsarticle",
    "socialmediaposting", "advertisercontentarticle", "satiricalarticle", "scholarlyarticle", "techarticle",
    "report", "review", "medicalscholarlyarticle", "posting",
))  # fmt: skip
_PAGE_TYPES = frozenset(("webpage", "itempage", "videoobject", "newsvideo", "imagegallery", "medicalwebpage"))
_OPENING = re.compile(r"(?://\s*|/\*\s*)?<!\[CDATA\[(?:\s*\*/)?|<!--")
_CLOSINGS = ("]]>", "-->")
_AROUND_CLOSING = " \t\r\n;*/"
_TRAILING_COMMA = re.compile(r",(\s{0,40}[}\]])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")

Object = dict[str, Any]


def objects_of(tree: HtmlElement) -> list[Object]:
    """Every JSON-LD object of the page, those inside `@graph` and lists too, in page order."""
    found: list[Object] = []
    for script in tree.iter("script"):
        kind = (script.get("type") or "").lower()
        if "ld+json" in kind and script.text and len(script.text) <= MOST_CHARACTERS:
            found.extend(_objects_in(_loaded(script.text), 0))
    return found


def _loaded(text: str) -> Any:
    text = _unwrapped(text.strip())
    for repair in (_as_it_is, _without_control_signs, _without_entities):
        try:
            return json.loads(repair(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return _first_value(_without_control_signs(text))


def _unwrapped(text: str) -> str:
    """The script without the comment or CDATA marks that some pages write around it."""
    opening = _OPENING.match(text)
    if opening:
        text = text[opening.end() :]
    bare = text.rstrip(_AROUND_CLOSING)
    for closing in _CLOSINGS:
        if bare.endswith(closing):
            text = bare.removesuffix(closing).rstrip(_AROUND_CLOSING)
    return text.strip()


def _as_it_is(text: str) -> str:
    return text


def _without_control_signs(text: str) -> str:
    return _BAD_ESCAPE.sub("", _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text)))


def _without_entities(text: str) -> str:
    return _without_control_signs(html.unescape(text.replace("&quot;", '"').replace("&#34;", '"')))


def _first_value(text: str) -> Any:
    """What can be read before the text breaks off or a second object follows."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _objects_in(value: Any, depth: int) -> Iterator[Object]:
    if depth > MOST_DEPTH:
        return
    if isinstance(value, list):
        for one in value[:200]:
            yield from _objects_in(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if isinstance(value.get(key), (dict, list)):
                yield from _objects_in(value[key], depth + 1)


def types_of(thing: Object) -> set[str]:
    """The schema.org types of an object, lower-cased, without their address."""
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for kind in kinds if isinstance(kind, str)}


def article_object(objects: list[Object]) -> Object:
    """The object that describes the article of this page, or an empty one.

    Articles come before other kinds of page; among several (teasers of other articles are marked up too) the
    one that says most of itself, the first among equals.
    """
    articles = [thing for thing in objects if types_of(thing) & _ARTICLE_TYPES]
    pages = [
        thing
        for thing in objects
        if types_of(thing) & _PAGE_TYPES and ("datePublished" in thing or "headline" in thing)
    ]
    return max(articles or pages, key=_told, default={})


def _told(thing: Object) -> int:
    telling = (
        "headline",
        "datePublished",
        "author",
        "publisher",
        "description",
        "articleBody",
        "mainEntityOfPage",
    )
    return sum(bool(thing.get(key)) for key in telling)


def text_of(value: Any) -> str:
    """A string value as plain text: entities resolved, tags and line breaks gone; other values give ''."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, (str, dict))), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("headline") or ""
    if not isinstance(value, str):
        return ""
    text = value
    for _ in range(2):  # templates often escape twice
        if "&" in text:
            text = html.unescape(text)
    return tidy(re.sub(r"<[^<>]{1,300}>", " ", text) if "<" in text else text)


def names_in(value: Any) -> list[str]:
    """The names of a value that may be a string, an object with a name, or a list of these."""
    values = value if isinstance(value, list) else [value]
    names: list[str] = []
    for one in values:
        if isinstance(one, dict) and isinstance(one.get("name"), list):
            names.extend(filter(None, map(text_of, one["name"])))
        elif name := text_of(one):
            names.append(name)
    return names
