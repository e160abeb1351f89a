"""Bytes or text of a page → a tree, within limits, whatever the bytes are."""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

# Pages of 91 publishers are below 2.3 MB; what lies beyond 5 MB of one page is no article text.
MOST_CHARACTERS = 5_000_000

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Where browsers read a superset of the declared encoding (WHATWG Encoding Standard, section 4.2).
_SUPERSETS = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932",
    "gb_2312-80": "gb18030", "big5": "big5hkscs", "utf8": "utf-8", "unicode": "utf-8", "utf-16": "utf-8",
}  # fmt: skip
_DECLARED = re.compile(
    rb"<(?:meta[^>]{0,300}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I
)
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
    """The text of a page: byte order mark, then UTF-8 if it is valid, then the declared encoding, then a
    guess.
    """
    if isinstance(content, str):
        return content[:MOST_CHARACTERS].lstrip("\ufeff")
    content = content[: 2 * MOST_CHARACTERS]
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")[:MOST_CHARACTERS]
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)[:MOST_CHARACTERS]
        except (UnicodeDecodeError, LookupError):
            continue
    return _least_broken(content)[:MOST_CHARACTERS]


def _encodings(content: bytes) -> list[str]:
    declared = _DECLARED.search(content[:20_000])
    if declared is None:
        return ["utf-8"]
    name = declared.group(1).decode("ascii", "replace").lower()
    # Valid UTF-8 is hardly ever anything else, while pages often keep an old declaration.
    return ["utf-8", _SUPERSETS.get(name, name)]


def _least_broken(content: bytes) -> str:
    """No encoding fits to the last byte: the declared one with marks for what is broken, else a guess."""
    declared = _encodings(content)
    broken = content.decode("utf-8", "replace")
    if broken.count("\ufffd") * 200 < len(broken):
        return broken
    if len(declared) > 1:
        try:
            return content.decode(declared[1], "replace")
        except LookupError:
            pass
    from charset_normalizer import from_bytes

    guess = from_bytes(content[:200_000], steps=3).best()
    return content.decode(guess.encoding if guess else "cp1252", "replace")


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
