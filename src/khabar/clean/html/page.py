"""One HTML page, read."""

from __future__ import annotations

from khabar.clean.article import Article
from khabar.clean.html.metadata import address_of, authors_of, declared_by, language_of, outlet_of, tags_of
from khabar.clean.html.text import main_text
from khabar.clean.html.times import published_of, updated_of
from khabar.clean.html.title import title_of
from khabar.clean.html.tree import parse


def article_from_html(content: bytes | str, url: str | None = None) -> Article:
    """Reads one HTML page. A page without mark-up or text gives an article that is not complete."""
    tree = parse(content)
    if tree is None:
        return Article(url=url, complete=False)
    declared = declared_by(tree)
    title = title_of(tree, declared, url)
    published = published_of(tree, declared, url)
    updated = updated_of(declared, published)
    language = language_of(tree, declared)
    text = main_text(tree, declared, title, language)
    return Article(
        title=title,
        paragraphs=text.paragraphs,
        authors=authors_of(tree, declared),
        tags=tags_of(declared),
        published=published.iso if published else None,
        published_precision=published.precision if published else None,
        updated=updated.iso if updated else None,
        outlet=outlet_of(declared),
        language_hint=language,
        url=address_of(tree, declared, url),
        complete=text.complete,
        removed=text.removed,
    )
