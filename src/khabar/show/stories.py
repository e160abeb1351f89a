"""Stories on a terminal: the list, and one story with its reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import count, pairwise
from typing import TYPE_CHECKING

from ..records import Report, Story
from .table import Column, print_table
from .terminal import Foreign, isolated, plain, print_trimmed

if TYPE_CHECKING:
    from rich.console import Console

SHORTEST_ID = 8  # characters of an id in a list; more where two begin alike
TABLE_FROM_WIDTH = 72  # a narrower terminal gets two lines a story instead of columns
WIDE_FROM_WIDTH = 110  # the three counts get a column each
MOST_CODES = 4  # languages named in a list


def print_stories(console: Console, stories: Sequence[Story]) -> None:
    """The list: id, day, languages, counts, title."""
    if console.width < TABLE_FROM_WIDTH:
        _print_lines(console, stories)
        return
    short = short_ids([story.id for story in stories])
    counts: list[Column[Story]] = [Column("r/i/o", _counts, fixed=True, right=True)]
    caption = "r/i/o: reports / independent tellings / outlets"
    if console.width >= WIDE_FROM_WIDTH:
        counts = [
            Column("reports", lambda story: len(story.reports), fixed=True, right=True),
            Column("independent", lambda story: story.independent, fixed=True, right=True),
            Column("outlets", lambda story: len(story.outlets), fixed=True, right=True),
        ]
        caption = ""
    columns: list[Column[Story]] = [
        Column("story", lambda story: short[story.id], style="cyan", fixed=True),
        Column("date", lambda story: day(story.first_published), fixed=True),
        Column("languages", lambda story: codes(story.languages), fixed=True),
        *counts,
        Column("title", lambda story: story.title, most_lines=3),
    ]
    print_table(console, columns, stories, caption)


def _print_lines(console: Console, stories: Sequence[Story]) -> None:
    """Two lines a story, for narrow terminals."""
    from rich.text import Text

    short = short_ids([story.id for story in stories])
    for story in stories:
        console.print(Foreign(story.title, style="bold", most_lines=3))
        console.print(
            Text.assemble(
                (short[story.id], "cyan"),
                f"  {day(story.first_published)}  {codes(story.languages)}  {_counts(story)}",
            )
        )
    console.print(Text("r/i/o after the languages: reports / independent / outlets", style="dim"))


def _counts(story: Story) -> str:
    return f"{len(story.reports)}/{story.independent}/{len(story.outlets)}"


def short_ids(ids: Sequence[str]) -> dict[str, str]:
    """For each id its shortest beginning of at least eight characters that no other of these ids shares."""
    ordered = sorted(set(ids))
    shared = [0, *(_shared(left, right) for left, right in pairwise(ordered)), 0]
    return {
        one: one[: max(SHORTEST_ID, shared[place] + 1, shared[place + 1] + 1)]
        for place, one in enumerate(ordered)
    }


def _shared(left: str, right: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (place for place, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
        min(len(left), len(right)),
    )


def codes(languages: Sequence[str]) -> str:
    """`ar en sw tr +3`."""
    named = " ".join(plain(code, 12) for code in languages[:MOST_CODES])
    return f"{named} +{len(languages) - MOST_CODES}" if len(languages) > MOST_CODES else named


def day(time: str | None) -> str:
    """The day of a time, as the source wrote it; `–` when unknown."""
    return plain(time[:10]) if time else "–"


def minute(time: str | None) -> str:
    """The time as the source wrote it, without seconds and offset: `2024-09-13 21:34`; else `undated`."""
    return plain(time[:16].replace("T", " ")) if time else "undated"


def print_story(console: Console, story: Story, reports: Sequence[Report], full: bool) -> None:
    """One story: its titles, its counts, then each report in order of time."""

    console.print(Foreign(story.title, style="bold"))
    for language, title in story.titles.items():
        if title != story.title:
            _print_beside(console, f"  {plain(language, 12):<4}", title, "")
    first, last = day(story.first_published), day(story.last_published)
    facts = [
        f"story {plain(story.id)}",
        first if first == last else f"{first} to {last}",
        f"languages: {' '.join(map(plain, story.languages)) or 'unknown'}",
        f"reports: {len(story.reports)}, independent: {story.independent}, outlets: {len(story.outlets)}",
    ]
    facts += [f"joined or split {len(story.history)} times"] if story.history else []
    _print_parts(console, facts, "dim")
    marks = family_marks(reports)
    for report in reports:
        console.print()
        _print_report(console, report, marks.get(report.copy_family or "", ""), full)


def _print_parts(console: Console, parts: Sequence[str], style: str) -> None:
    """The parts with points between them; a line breaks between two parts, not inside one."""
    from rich.cells import cell_len
    from rich.text import Text

    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}  ·  {part}" if lines else part
        if lines and cell_len(longer) <= console.width:
            lines[-1] = longer
        else:
            lines.append(part)
    console.print(Text("\n".join(lines), style=style))


def family_marks(reports: Sequence[Report]) -> dict[str, str]:
    """A letter for each copy family that has several of these reports."""
    sizes = Counter(report.copy_family for report in reports if report.copy_family)
    letters = (_letters(place) for place in count())
    return {family: next(letters) for family, size in sizes.items() if size > 1}


def _letters(place: int) -> str:
    """A, B … Z, AA, AB …"""
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _print_report(console: Console, report: Report, mark: str, full: bool) -> None:
    from rich.text import Text

    head = [minute(report.published), isolated(plain(report.outlet or "outlet unknown", 80))]
    head += [f"agency {isolated(plain(report.agency, 80))}"] if report.agency else []
    head += [plain(report.language or "language unknown", 20)]
    head += [f"same text {mark}"] if mark else []
    head += [] if report.complete else ["not complete"]
    _print_parts(console, head, "cyan")
    _print_beside(console, "  ", report.title or "(no title)", "bold")
    for paragraph in _paragraphs(report) if full else [" · ".join(_paragraphs(report))]:
        if paragraph:
            _print_beside(console, "  ", paragraph, "", 0 if full else 3)
    console.print(Text(f"  {plain(report.url or report.id, 300)}", style="dim"))


def _paragraphs(report: Report) -> list[str]:
    """The body's paragraphs, without those that the outlet repeats on many pages."""
    paragraphs, place = [], report.body_start
    for paragraph in report.text[report.body_start :].split("\n\n"):
        end = place + len(paragraph)
        if not any(span.start <= place and end <= span.end for span in report.repeated):
            paragraphs.append(paragraph)
        place = end + 2
    return paragraphs


def _print_beside(console: Console, margin: str, text: str, style: str, most_lines: int = 0) -> None:
    """The text wrapped to the right of a margin."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=0)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(margin, style="dim"), Foreign(text, style, most_lines))
    print_trimmed(console, grid)
