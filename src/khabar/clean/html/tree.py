"""Bytes or text of a page → a tree, within limits, whatever the bytes are."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from khabar.clean.decode import text_of

# Pages of 91 publishers are below 2.3 MB; what lies beyond 5 MB of one page is no article text.
MOST_CHARACTERS = 5_000_000

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.I)
# The parser stops at 256 levels, where pages have some 60. What is nested deeper holds no layout: its boxes
# become line breaks, so that the text stays.
_BOX = re.compile(
    r"</?(?!(?:p|h[1-6]|br|script|style|title|meta|head|body|html|noscript|template|textarea)\b)"
    r"[a-z][\w:-]{0,30}\b[^<>]{0,400}>",
    re.I,
)
# More signs than this that no text has, and the bytes are not a page.
MOST_BROKEN = 0.05
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


def decode(content: bytes | str) -> str:
    """The text of a page, as far as it is read."""
    if isinstance(content, bytes):
        content = text_of(content[: 2 * MOST_CHARACTERS])
    return content[:MOST_CHARACTERS].lstrip("\ufeff")


def parse(content: bytes | str) -> HtmlElement | None:
    """The page as a tree, or None where there is no mark-up or no text at all. Scripts are never run, nothing
    is fetched.
    """
    text = decode(content)
    if len(_NO_TEXT.findall(text)) > MOST_BROKEN * len(text):
        return None
    text = text.replace("\x00", "")
    text = _XML_DECLARATION.sub("", text, count=1)
    if "<" not in text:
        return None
    tree, too_deep = _tree(text)
    return _tree(_BOX.sub("<br>", text))[0] if too_deep else tree


def _tree(text: str) -> tuple[HtmlElement | None, bool]:
    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None
    return tree, any("depth" in entry.message for entry in parser.error_log)
