"""One HTML page, read."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from khabar.clean.article import Article
from khabar.clean.html.blocks import Block, blocks_of, tidy
from khabar.clean.html.body import Container, Line, lines_of
from khabar.clean.html.container import container_of, prose_of
from khabar.clean.html.jsonld import text_of
from khabar.clean.html.metadata import Declared, address_of, authors_of, declared_by, language_of, outlet_of, tags_of
from khabar.clean.html.standfirst import standfirst_of
from khabar.clean.html.times import published_of, updated_of
from khabar.clean.html.title import letters, title_of
from khabar.clean.html.tree import parse
from khabar.clean.html.votes import votes_for
from khabar.records import Removed


def article_from_html(content: bytes | str, url: str | None = None) -> Article:
    """Reads one HTML page. A page without mark-up or text gives an article that is not complete."""
    tree = parse(content)
    if tree is None:
        return Article(url=url, complete=False)
    declared = declared_by(tree)
    title = title_of(tree, declared, url)
    published = published_of(tree, declared, url)
    updated = updated_of(declared, published)
    paragraphs, removed = _text(tree, declared, title)
    return Article(
        title=title,
        paragraphs=paragraphs,
        authors=authors_of(tree, declared),
        tags=tags_of(declared),
        published=published.iso if published else None,
        published_precision=published.precision if published else None,
        updated=updated.iso if updated else None,
        outlet=outlet_of(declared),
        language_hint=language_of(tree, declared),
        url=address_of(tree, declared, url),
        complete=bool(paragraphs),
        removed=removed,
    )


def _text(tree: HtmlElement, declared: Declared, title: str) -> tuple[list[str], list[Removed]]:
    blocks = blocks_of(tree)
    votes = votes_for(tree, blocks, text_of(declared.article.get("articleBody")))
    prose = prose_of(blocks, votes)
    titles = _titles(tree, declared, title)
    container = Container(container_of(tree, prose.all), prose.all, prose.voted, titles)
    lines = lines_of(blocks, container)
    kept = [line.block for line in lines if not line.reason]
    first = kept[0].place if kept else 0
    lead = standfirst_of(blocks[:first], _descriptions(declared), titles)
    paragraphs = _joined(lead, kept)
    return paragraphs, _removed(lines, lead)


def _titles(tree: HtmlElement, declared: Declared, title: str) -> frozenset[str]:
    texts = [title, text_of(declared.article.get("headline")), *declared.all("og:title", "twitter:title")]
    texts += [tidy("".join(heading.itertext())) for heading in tree.iter("h1")]
    return frozenset(filter(None, map(letters, texts)))


def _descriptions(declared: Declared) -> list[str]:
    described = [text_of(declared.article.get("description"))]
    described += list(declared.all("og:description", "description", "twitter:description"))
    return [text for text in described if text]


def _joined(lead: Sequence[Block], kept: Sequence[Block]) -> list[str]:
    body = [block.text for block in kept]
    known = {letters(text) for text in body}
    return [block.text for block in lead if letters(block.text) not in known] + body


def _removed(lines: Sequence[Line], lead: Sequence[Block]) -> list[Removed]:
    return [Removed(line.block.text, line.reason) for line in lines if line.reason and line.block not in lead]
