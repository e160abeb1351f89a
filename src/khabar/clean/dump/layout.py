"""The layout of a dump: which line is the title, where the body begins and ends, what is said twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khabar.clean.dump.lines import Line
from khabar.clean.dump.shapes import Shape
from khabar.clean.dump.subject import SAME_SUBJECT, content_of, shared
from khabar.clean.dump.title import find_title, is_short_headline, title_without_body

LONELINESS = 0.1  # asked on top of it, divided by the number of lines of the stretch
# Furniture that stands only below a body
LAST_WORDS = frozenset(["hashtags", "copyright", "comments", "tags", "about the outlet"])
# So many lines of furniture in a row end a body; boxes between paragraphs are shorter; own dumps, of 2–5
BREAK = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of lines: `title` (None when there is none), `first` and `last` line of the body (`last` <
    `first` when there is no body), `head` the last place of the head's furniture, `text` the lines that
    may be text.
    """

    title: int | None
    first: int
    last: int
    head: int
    prose: tuple[int, ...]


def is_furniture(shape: Shape | None) -> bool:
    """Whether the form of a line alone shows that it is furniture: evidence that more may stand around it."""
    return shape is not None and shape.sure


def _break(line: Line, shape: Shape | None, broken: int) -> int:
    """How much one line breaks a body off: furniture by one, what stands only at the end altogether.

    A line that does not end as a sentence counts after furniture, not by itself.
    """
    if is_furniture(shape):
        return BREAK if shape is not None and shape.reason in LAST_WORDS else 1
    return int(broken > 0 and not line.ends and not line.prose)


def _runs(lines: Sequence[Line], shapes: Sequence[Shape | None]) -> list[list[int]]:
    """Stretches of prose lines between breaks."""
    runs: list[list[int]] = [[]]
    broken = 0
    for line in lines:
        if line.ends and not is_furniture(shapes[line.place]):
            if broken >= BREAK:
                runs.append([])
            broken = 0
        if line.prose and not is_furniture(shapes[line.place]):
            runs[-1].append(line.place)
        broken += _break(line, shapes[line.place], broken)
    return [run for run in runs if run]


def _main_run(lines: Sequence[Line], shapes: Sequence[Shape | None]) -> list[int]:
    """The prose lines of the body: the longest stretch of them by weight, cut where furniture breaks it
    off.

    A stretch after such a break belongs to the body when it speaks of the same things; so does a first or
    last line that bears marks without being sure furniture.
    """
    runs = _runs(lines, shapes)
    if not runs:
        return []
    main = max(range(len(runs)), key=lambda at: sum(min(lines[place].weight, 1000.0) for place in runs[at]))
    content = content_of([lines[place] for place in runs[main] if shapes[place] is None])
    kept = [
        place
        for at, run in enumerate(runs)
        if at == main or _belongs([shared(lines[place], content) for place in run], after=at > main)
        for place in run
    ]
    doubtful = {place for place in kept if shapes[place] is not None}
    doubtful = {place for place in doubtful if not _belongs([shared(lines[place], content)], after=True)}
    sure = [at for at, place in enumerate(kept) if place not in doubtful]
    return kept[sure[0] : sure[-1] + 1] if sure else []


def _last_sentence(lines: Sequence[Line], shapes: Sequence[Shape | None], last: int) -> int:
    """The last line of the body: short sentences after its last prose belong to it until furniture breaks
    it off.
    """
    broken = 0
    for line in lines[last + 1 :]:
        if line.ends and shapes[line.place] is None and len(line.words) > 1:
            last, broken = line.place, 0
        broken += _break(line, shapes[line.place], broken)
        if broken >= BREAK:
            break
    return last


def _belongs(shares: list[float], after: bool) -> bool:
    """Whether a stretch beyond a break is of the body; a lone line before it is a standfirst or a teaser:
    neither.
    """
    return (after or len(shares) > 1) and sum(shares) >= SAME_SUBJECT * len(shares) + LONELINESS


def layout_of(lines: Sequence[Line], shapes: Sequence[Shape | None]) -> Layout:
    """Finds title and body by position, length, repetition and shared words; no word list."""
    prose = _main_run(lines, shapes)
    if not prose:
        return Layout(title_without_body(lines, shapes), len(lines), -1, len(lines), ())
    content = content_of([lines[place] for place in prose])
    first = prose[0]
    title = find_title(lines, shapes, first, content)
    if title is None and len(prose) > 1 and is_short_headline(lines, prose):
        title, prose = first, prose[1:]
        first = prose[0]
    head = first
    if len(prose) > 1 and any(is_furniture(shape) for shape in shapes[first + 1 : prose[1]]):
        head = prose[1] - 1
    return Layout(title, first, _last_sentence(lines, shapes, prose[-1]), head, tuple(prose))
