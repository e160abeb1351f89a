"""Text that a page carries in its data and not in its mark-up: `articleBody`, or the state a script would
draw.

Pages that are drawn in the browser keep the article in a JSON script (Next.js, Nuxt, Fusion, Apollo).
Whatever its shape, the text is the list, somewhere in it, whose items hold the most prose.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from khabar.clean.html.blocks import tidy
from khabar.clean.html.container import LEAST_PROSE, weight_of
from khabar.clean.html.jsonld import Object

# A state beyond this is a whole site; the walk stops after so many values, whatever their depth.
MOST_CHARACTERS = 5_000_000
MOST_VALUES = 200_000
LEAST_TEXT = 300

_ASSIGNED = re.compile(
    r"^\s*(?:window|self|globalThis|var|let|const)?[.\s]*[\w.$\[\]\"']{1,60}\s*=\s*(?=[{\[])"
)
_TEXT_KEYS = ("content", "text", "html", "value", "body", "paragraph", "innerHTML", "data")
_KIND_KEYS = ("type", "_type", "__typename", "kind", "component", "name")
_TEXT_KINDS = re.compile(
    r"^(?:text|paragraph|p|html|raw_html|header|heading|h[2-6]|body|block|quote|blockquote|rich_?text)", re.I
)
_ENDS_PARAGRAPH = re.compile(
    r"</(?:p|div|li|h[1-6]|blockquote)\s*>|<br\s*/?>\s*<br\s*/?>|\n\s*\n|\r\n|\n", re.I
)
_TAG = re.compile(r"<[^<>]{1,500}>")


def paragraphs_in(text: str) -> list[str]:
    """HTML or plain text of a data field as paragraphs."""
    parts = _ENDS_PARAGRAPH.split(text)
    return [part for part in (tidy(html.unescape(_TAG.sub(" ", part))) for part in parts) if part]


def declared_body(article: Object) -> list[str]:
    """The paragraphs of JSON-LD's `articleBody`, empty where there is none."""
    body = article.get("articleBody") or article.get("text") or ""
    if isinstance(body, list):
        body = "\n\n".join(part for part in body if isinstance(part, str))
    return paragraphs_in(html.unescape(body)) if isinstance(body, str) else []


def drawn_body(tree: HtmlElement) -> list[str]:
    """The longest prose list in the page's JSON scripts, empty where none has the length of a text."""
    best: list[str] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if not LEAST_TEXT < len(text) <= MOST_CHARACTERS or "ld+json" in (script.get("type") or ""):
            continue
        for value in _values(text):
            best = max(best, _longest(value), key=_weight)
    return best if _weight(best) >= LEAST_TEXT else []


def _values(text: str) -> Iterator[Any]:
    """The JSON value of a script, or those that it assigns to names, one a line or statement."""
    decoder = json.JSONDecoder(strict=False)
    starts = [0] if text.lstrip()[:1] in ("{", "[") else []
    for statement in re.finditer(r"(?:^|[;\n])(?=[^;\n]{0,80}?=\s{0,10}[{\[])", text[:MOST_CHARACTERS]):
        assigned = _ASSIGNED.match(text, statement.end())
        if assigned:
            starts.append(assigned.end())
    for start in starts[:50]:
        try:
            yield decoder.raw_decode(
                text[start:].lstrip() if start == 0 else text, 0 if start == 0 else start
            )[0]
        except (ValueError, RecursionError):
            continue


def _longest(value: Any) -> list[str]:
    best: list[str] = []
    waiting, seen = [value], 0
    while waiting and seen < MOST_VALUES:
        current = waiting.pop()
        seen += 1
        if isinstance(current, list):
            best = max(best, [p for item in current for p in _text_of(item)], key=_weight)
            waiting.extend(item for item in current if isinstance(item, (dict, list)))
        elif isinstance(current, dict):
            for item in current.values():
                if isinstance(item, str) and "</p>" in item:
                    best = max(best, paragraphs_in(item), key=_weight)
            waiting.extend(item for item in current.values() if isinstance(item, (dict, list)))
    return best


def _text_of(item: Any) -> list[str]:
    """The paragraphs of one item of a list: a string, or an object that says it is text."""
    if isinstance(item, str):
        return [part for part in paragraphs_in(item) if weight_of(part) >= LEAST_PROSE and " " in part]
    if not isinstance(item, dict):
        return []
    kinds = [item[key] for key in _KIND_KEYS if isinstance(item.get(key), str)]
    if kinds and not any(_TEXT_KINDS.match(kind) for kind in kinds):
        return []
    text = next((item[key] for key in _TEXT_KEYS if isinstance(item.get(key), str)), "")
    return paragraphs_in(text)


def _weight(paragraphs: list[str]) -> int:
    return sum(weight_of(part) for part in paragraphs)
