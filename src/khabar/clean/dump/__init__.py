"""Text dumps: news pages saved as plain text that lost their tags.

Each line is measured (`lines`), its marks and form are read (`marks`, `shapes`), title and body are found
(`layout`), and one decision is taken for each line (`decide`). Word lists only support the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from khabar.clean.agency import agency_of
from khabar.clean.article import Article
from khabar.clean.dates import Date, plausible
from khabar.clean.dump.context import in_context
from khabar.clean.dump.decide import reasons_to_remove
from khabar.clean.dump.forms import shape_of
from khabar.clean.dump.layout import Layout, layout_of
from khabar.clean.dump.lines import Line, lines_of
from khabar.clean.dump.marks import marked
from khabar.clean.dump.shapes import Reading, Shape
from khabar.clean.scripts import has_no_spaces
from khabar.languages import page_marks
from khabar.records import Removed

LONGEST_DUMP = 2_000_000  # signs: two hundred times a long report; what lies beyond is not read
MOST_ROUNDS = 5  # readings of one dump after the first; one settles nearly all
SAMPLE_LINES = 100  # lines from which the script is told
NAMED_BY = 100  # signs by which what was not read is named
MOST_LINES = 5_000  # and so many lines: twenty times a long report with its page
CUT_ENDS = ("…", "...", "[…]", "[...]")

__all__ = ["article_from_dump"]


def _published(shapes: Sequence[Shape], fetched: str | None) -> tuple[Date | None, Date | None]:
    """The first date given as published (the finest of the same day), and the last given as updated."""
    given = [date for shape in shapes for date in shape.dates if plausible(date.iso, fetched)]
    updates = [date for shape in shapes for date in shape.updates if plausible(date.iso, fetched)]
    same_day = [date for date in given if date.iso[:10] == given[0].iso[:10]]
    published = max(same_day, key=lambda date: len(date.iso)) if same_day else None
    return published, max(updates, key=lambda date: date.iso) if updates else None


def _unique(values: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _article(
    lines: Sequence[Line],
    shapes: Sequence[Shape | None],
    layout: Layout,
    language: str | None,
    fetched: str | None,
) -> Article:
    reasons = reasons_to_remove(lines, shapes, layout)
    # Nothing that stays may stand above the title: then the first line that stays is the title.
    title = next(
        (line.place for line in lines[: layout.title or 0] if line.place not in reasons), layout.title
    )
    removed = [line for line in lines if line.place in reasons]
    told = [shape for line in removed if (shape := shapes[line.place]) is not None]
    published, updated = _published(told, fetched)
    paragraphs = [line.text for line in lines if line.place not in reasons and line.place != title]
    return Article(
        title=lines[title].text if title is not None else "",
        paragraphs=paragraphs,
        authors=_unique([author for shape in told for author in shape.authors]),
        tags=_unique([tag for shape in told for tag in shape.tags]),
        published=published.iso if published else None,
        published_precision=published.precision if published else None,
        updated=updated.iso if updated else None,
        outlet=next((shape.outlet for shape in told if shape.outlet), None),
        agency=next((shape.agency for shape in told if shape.agency), None) or agency_of(paragraphs),
        language_hint=language,
        complete=bool(paragraphs) and not paragraphs[-1].endswith(CUT_ENDS),
        removed=[Removed(line.text, reasons[line.place]) for line in removed],
    )


def _read(lines: Sequence[Line], language: str | None, fetched: str | None) -> Article:
    marks = page_marks(language)
    spaceless = has_no_spaces(" ".join(line.text for line in lines[:SAMPLE_LINES])[:2000])
    alone = [shape_of(Reading(line, marked(line, marks, spaceless), marks, language)) for line in lines]
    shapes = in_context(lines, alone, marks)
    return _article(lines, shapes, layout_of(lines, shapes), language, fetched)


def _settled(article: Article, language: str | None, fetched: str | None) -> Article:
    """The article read again and again until nothing more goes: with most of the furniture away, title and
    body are found more surely.
    """
    for _ in range(MOST_ROUNDS if article.removed else 0):
        parts = [article.title, *article.paragraphs] if article.title else article.paragraphs
        again = _read(lines_of("\n\n".join(parts)), language, fetched)
        if (again.title, again.paragraphs) == (article.title, article.paragraphs):
            break
        is_dated = article.published is not None
        article = replace(
            article,
            title=again.title,
            paragraphs=again.paragraphs,
            authors=_unique([*article.authors, *again.authors]),
            tags=_unique([*article.tags, *again.tags]),
            published=article.published if is_dated else again.published,
            published_precision=article.published_precision if is_dated else again.published_precision,
            updated=article.updated or again.updated,
            outlet=article.outlet or again.outlet,
            agency=article.agency or again.agency,
            complete=article.complete and again.complete,
            removed=[*article.removed, *again.removed],
        )
    return article


def article_from_dump(text: str, language: str | None = None, *, fetched: str | None = None) -> Article:
    """Reads a plain-text dump of one news page: title and paragraphs kept, everything else removed with its
    reason.

    `language` (ISO 639 or BCP 47) is that of the whole text; without it, or for a language without a folder
    in `khabar.languages`, structure, CLDR and whole-line marks decide. `fetched` bounds the dates that are
    believed.
    """
    lines = lines_of(text[:LONGEST_DUMP], MOST_LINES + 1)
    article = _settled(_read(lines[:MOST_LINES], language, fetched), language, fetched)
    beyond = lines[MOST_LINES].text if len(lines) > MOST_LINES else text[LONGEST_DUMP:]
    if not beyond:
        return article
    cut = Removed(beyond[:NAMED_BY], f"beyond {MOST_LINES:,} lines or {LONGEST_DUMP:,} characters")
    return replace(article, complete=False, removed=[*article.removed, cut])
