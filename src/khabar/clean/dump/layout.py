"""The layout of a dump: which line is the title, where the body begins and ends, what is said twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from khabar.clean.dump.lines import Line
from khabar.clean.dump.shapes import HEADLINE, SHORT, Shape

CONTENT_LENGTH = 4  # letters of a word that can carry content; its first letters stand for all its forms
STEM = 6
SAME_SUBJECT = 0.3  # share of content words shared with the body; own dumps: furniture ≤ .2, text ≥ .35
END_MARKS = frozenset(["hashtags", "copyright", "comments", "tags", "subscription", "related", "consent", "share", "follow"])
LONGEST_TITLE = 220.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of lines: `title` (None when there is none), `first` and `last` line of the body (`last` < `first`
    when there is no body), `head` the last place of the head's furniture, `text` the lines that may be text."""

    title: int | None
    first: int
    last: int
    head: int
    prose: tuple[int, ...]


def content_of(lines: Sequence[Line]) -> Counter[str]:
    """The stems of the content words of lines; pairs of signs where words are not divided."""
    return Counter(stem for line in lines for stem in stems_of(line))


def stems_of(line: Line) -> set[str]:
    """The content words of one line, cut to their first letters; pairs of signs in scripts without spaces."""
    stems: set[str] = set()
    for word in line.words:
        if word[0] >= "\u0e00" and not "\u1200" <= word[0] <= "\u137f" and not word[0] >= "\uac00":
            stems.update(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= (CONTENT_LENGTH if word[0] < "\u1100" else 2):
            stems.add(word[:STEM])
    return stems


def shared(line: Line, content: Counter[str]) -> float:
    """The share of a line's content words that occur in the content of other lines."""
    stems = stems_of(line)
    return sum(stem in content for stem in stems) / len(stems) if stems else 0.0


def is_furniture(shape: Shape | None) -> bool:
    """Whether the form of a line alone shows that it is furniture: evidence that more may stand around it."""
    return shape is not None and shape.sure


def _title_score(line: Line, content: Counter[str], copies: int) -> float:
    """How like the title a line of the head is: said twice, of a headline's length, of the body's subject."""
    length = 1.0 if 28 <= line.weight <= HEADLINE else 0.35 if 14 <= line.weight else 0.0
    return 2.0 * (copies > 1) * length + length + shared(line, content) - 0.5 * line.ends


def _may_be_title(line: Line, shape: Shape | None) -> bool:
    return (
        (shape is None or (not shape.sure and line.weight > SHORT))
        and 8 <= line.weight <= LONGEST_TITLE
        and (len(line.words) > 1 or line.weight > 14)
    )


def _find_title(lines: Sequence[Line], shapes: Sequence[Shape | None], first: int, content: Counter[str]) -> int | None:
    """The most title-like line above the body; of neighbours with nothing between them, the highest."""
    copies = Counter(line.key for line in lines[: first + 12])
    candidates = [line for line in lines[:first] if _may_be_title(line, shapes[line.place])]
    if not candidates:
        return None
    best = max(candidates, key=lambda line: (_title_score(line, content, copies[line.key]), -line.place))
    place = best.place
    if copies[best.key] == 1:
        while place > 0 and lines[place - 1].weight > SHORT and _may_be_title(lines[place - 1], shapes[place - 1]):
            place -= 1
    return place


def _main_run(lines: Sequence[Line], shapes: Sequence[Shape | None]) -> list[int]:
    """The prose lines of the body: the longest stretch of them by weight, cut where furniture marks an end.

    A stretch after such an end belongs to the body when it speaks of the same things; so does a first or last line
    that bears marks without being sure furniture.
    """
    runs: list[list[int]] = [[]]
    for line in lines:
        shape = shapes[line.place]
        if not is_furniture(shape) and line.prose:
            runs[-1].append(line.place)
        elif shape is not None and shape.sure and shape.reason in END_MARKS and runs[-1]:
            runs.append([])
    runs = [run for run in runs if run]
    if not runs:
        return []
    main = max(range(len(runs)), key=lambda at: sum(min(lines[place].weight, 1000.0) for place in runs[at]))
    content = content_of([lines[place] for place in runs[main] if shapes[place] is None])
    kept = [place for run in runs[: main + 1] for place in run]
    for run in runs[main + 1 :]:
        kept.extend(place for place in run if shared(lines[place], content) >= SAME_SUBJECT)
    doubtful = [place for place in kept if shapes[place] is not None]
    while kept and doubtful and kept[-1] == doubtful[-1] and not _of_subject(lines, kept[-1], kept[:-1]):
        kept.pop()
        doubtful.pop()
    while kept and doubtful and kept[0] == doubtful[0] and not _of_subject(lines, kept[0], kept[1:]):
        kept.pop(0)
        doubtful.pop(0)
    return kept


def _of_subject(lines: Sequence[Line], place: int, others: Sequence[int]) -> bool:
    return shared(lines[place], content_of([lines[other] for other in others])) >= SAME_SUBJECT


def layout_of(lines: Sequence[Line], shapes: Sequence[Shape | None]) -> Layout:
    """Finds title and body by position, length, repetition and shared words; no word list."""
    prose = _main_run(lines, shapes)
    if not prose:
        return Layout(_title_without_body(lines, shapes), len(lines), -1, len(lines), ())
    content = content_of([lines[place] for place in prose])
    first, last = prose[0], prose[-1]
    title = _find_title(lines, shapes, first, content)
    if title is None and len(prose) > 1 and _short_first_sentence(lines, prose):
        title, prose = first, prose[1:]
        first = prose[0]
    head = first
    if len(prose) > 1 and any(is_furniture(shape) for shape in shapes[first + 1 : prose[1]]):
        head = prose[1] - 1
    while last + 1 < len(lines) and lines[last + 1].ends and shapes[last + 1] is None and len(lines[last + 1].words) > 1:
        last += 1
    return Layout(title, first, last, head, tuple(prose))


def _short_first_sentence(lines: Sequence[Line], prose: Sequence[int]) -> bool:
    """Whether the first line is a headline that ends with a stop: the very first line, and far shorter than the rest."""
    first, weights = lines[prose[0]], sorted(lines[place].weight for place in prose[1:])
    return first.place == 0 and first.weight <= 110 and first.weight < 0.5 * weights[len(weights) // 2]


def _title_without_body(lines: Sequence[Line], shapes: Sequence[Shape | None]) -> int | None:
    candidates = [line for line in lines if shapes[line.place] is None and SHORT / 2 <= line.weight <= LONGEST_TITLE]
    return candidates[0].place if candidates else None
