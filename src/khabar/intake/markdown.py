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
FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n((?:[^\n]{0,2000}\n){1,100}?)(?:---|\.\.\.)[ \t]*\n")
FIELD = re.compile(r"^([A-Za-z][\w -]{0,40}):[ \t]+(\S.*)$", re.MULTILINE)


def markdown_pages(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The page in a Markdown file (CommonMark). What a block of front matter says of it, in plain
    `name: value` lines, counts as a record's word does."""
    content = text_of_page(opening, fetcher)
    known = dict(opening.known)
    if front := FRONT_MATTER.match(content):
        content = content[front.end() :]
        fields = {name: value.strip().strip("\"'") for name, value in FIELD.findall(front[1])}
        known = {**said_of_page(fields), **known}
    text = without_marks(content[:MOST_PARSED]) + content[MOST_PARSED:]
    title = str(known.get("title", ""))
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"  # a title in the front matter is often not repeated below it
    yield Page(text, opening.name, opening.url, "text/plain", opening.fetched, known)


def without_marks(content: str) -> str:
    """The words of a Markdown text, one block a paragraph; pictures, rules and raw HTML leave nothing."""
    from markdown_it import MarkdownIt

    blocks = (_words(token) for token in MarkdownIt("commonmark").parse(content))
    return "\n\n".join(block for block in blocks if block.strip())


def _words(token: Token) -> str:
    if token.type in ("fence", "code_block"):
        return token.content
    breaks = {"softbreak": " ", "hardbreak": "\n", "image": "", "html_inline": ""}
    return "".join(breaks.get(part.type, part.content) for part in token.children or ())
