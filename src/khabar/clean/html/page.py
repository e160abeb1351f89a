"""One HTML page, read."""

from __future__ import annotations

from khabar.clean.agency import agency_of
from khabar.clean.article import Article
from khabar.clean.html.metadata import (
    address_of,
    authors_of,
    declared_by,
    language_of,
    outlet_of,
    sources_of,
    tags_of,
)
from khabar.clean.html.text import main_text
from khabar.clean.html.times import published_of, refined, updated_of
from khabar.clean.html.title import title_of
from khabar.clean.html.tree import MOST_CHARACTERS, parse
from khabar.records import Removed

# Lines taken out of the text that may name the agency; captions name that of the picture.
CREDITS = frozenset(("byline", "sign-off", "agency", "source", "copyright line"))

BEYOND = Removed("…", f"beyond the first {MOST_CHARACTERS:,} signs of the page, which are read")


def article_from_html(content: bytes | str, url: str | None = None) -> Article:
    """Reads one HTML page. A page without mark-up or text gives an article that is not complete."""
    tree = parse(content)
    if tree is None:
        return Article(url=url, complete=False, refused="no mark-up, or no text in it")
    declared = declared_by(tree)
    title = title_of(tree, declared, url)
    language = language_of(tree, declared)
    published = published_of(tree, declared, url, language)
    text = main_text(tree, declared, title, language)
    published = refined(published, [date.iso for form in text.told for date in form.dates])
    updated = updated_of(declared, published)
    is_cut = len(content) > MOST_CHARACTERS * (1 if isinstance(content, str) else 2)
    authors = authors_of(tree, declared) or [name for form in text.told for name in form.authors]
    sources = [*authors, *sources_of(declared), *(form.agency for form in text.told if form.agency)]
    credits = [entry.text for entry in text.removed if entry.reason in CREDITS]
    return Article(
        title=title,
        paragraphs=text.paragraphs,
        authors=authors,
        tags=tags_of(declared) or [tag for form in text.told for tag in form.tags],
        published=published.iso if published else None,
        published_precision=published.precision if published else None,
        updated=updated.iso if updated else None,
        outlet=outlet_of(declared),
        agency=agency_of(text.paragraphs, sources, credits),
        language_hint=language,
        url=address_of(tree, declared, url),
        complete=text.complete and not is_cut,
        removed=[*text.removed, BEYOND] if is_cut else text.removed,
    )
