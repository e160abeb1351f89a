"""Markdown files: their marks go, their words stay, and what is left is read as a text dump."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from khabar.intake.documents import text_of_page
from khabar.intake.fetch import Fetcher
from khabar.intake.items import Item, Opening
from khabar.intake.rows import said_of_page
from khabar.records import Page

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_PARSED = 500_000  # signs; what lies beyond keeps its marks: the parser takes 2 s for these
FRONT_MATTER = re.compile(
    r"\A\ufeff?(---|\+\+\+)[ \t]*\n((?:[^\n]{0,2000}\n){1,100}?)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)"
)
FIELD = re.compile(r"^([A-Za-z][\w -]{0,40})(?::[ \t]+|[ \t]*=[ \t]*)(\S.*)$", re.MULTILINE)
FLOW_LIST = re.compile(r"\[(.*)\]")
BULLET = re.compile(r"^[ \t]{0,8}[-*+•][ \t]+(?=\S)", re.MULTILINE)
DEEP = re.compile(r"^(?:[ \t]{0,3}>[ \t]?){3,}", re.MULTILINE)
TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]{0,2000}>", re.DOTALL)


def markdown_pages(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The page in a Markdown file (CommonMark). What a block of front matter says of it, in plain
    `name: value` or `name = value` lines, counts as a record's word does."""
    content = text_of_page(opening, fetcher).replace("\r\n", "\n")
    known = dict(opening.known)
    if front := FRONT_MATTER.match(content):
        content = content[front.end() :]
        fields = {name: _value(value.strip()) for name, value in FIELD.findall(front[2])}
        known = {**said_of_page(fields), **known}
    text = without_marks(content[:MOST_PARSED]) + content[MOST_PARSED:]
    title = str(known.get("title", ""))
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"  # a title in the front matter is often not repeated below it
    yield Page(text, opening.name, opening.url, "text/plain", opening.fetched, known)


def _value(given: str) -> str | list[str]:
    """A plain value of front matter without its quotes; `[a, b]` as a list."""
    if items := FLOW_LIST.fullmatch(given):
        return [item.strip().strip("\"'") for item in items[1].split(",") if item.strip()]
    return given.strip("\"'")


def without_marks(content: str) -> str:
    """The words of a Markdown text, one block a paragraph, lines as they stand; pictures and rules leave nothing,
    the tags of raw HTML go and what stands between them stays."""
    from markdown_it import MarkdownIt

    # Lists and indented blocks are no blocks of their own here: "13. September" is a date and not an item, and the
    # dump reader takes lines as they come. Without them nothing nests but quotations.
    parser = MarkdownIt("commonmark").disable(["list", "code"])
    blocks = (_words(token) for token in parser.parse(BULLET.sub("", _shallow(content))))
    return "\n\n".join(block for block in blocks if block.strip())


def _shallow(content: str) -> str:
    """Quotations within quotations as quotations: the parser drops what lies too deep."""
    return DEEP.sub("> ", content)


def _words(token: Token) -> str:
    if token.type == "fence":
        return token.content
    if token.type == "html_block":
        return TAG.sub("", token.content)
    breaks = {"softbreak": "\n", "hardbreak": "\n", "image": "", "html_inline": ""}
    return "".join(breaks.get(part.type, part.content) for part in token.children or ())
