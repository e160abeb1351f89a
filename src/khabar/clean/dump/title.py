"""The title of a dump: which line above the body it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from khabar.clean.dump.lines import Line
from khabar.clean.dump.shapes import HEADLINE, SHORT, Shape
from khabar.clean.dump.subject import SAME_SUBJECT, shared

NEARNESS = 0.3  # weight of standing near the body; pages generated from NTREX 61–123, tried 0–.6
PLAIN_HEAD = 3  # headline, second headline and standfirst: a plain article has no more lines above its body
LONGEST_TITLE = 220.0
# A line of one of these forms is furniture by itself, sure or not, and no headline. The others that are not
# sure rest on a word that headlines use too (share, follow, watch).
NEVER_TITLES = frozenset(
    ["credit", "caption", "copyright", "date line", "byline", "reading time", "source", "agency", "link"]
)


def find_title(
    lines: Sequence[Line], shapes: Sequence[Shape | None], first: int, content: Counter[str]
) -> int | None:
    """The most title-like line above the body, or the headline above it; the very first line where nothing
    but such lines stand above it.
    """
    copies = Counter(line.key for line in lines[: first + 12])
    candidates = _without_paths([line for line in lines[:first] if _may_be_title(line, shapes[line.place])])
    if not candidates:
        return None
    scores = {line.place: _score(line, content, copies[line.key], first) for line in candidates}
    best = max(candidates, key=lambda line: (scores[line.place], -line.place)).place
    plain = [line for line in lines[: min(best, PLAIN_HEAD)] if line.weight > SHORT and line.place in scores]
    if len(plain) == best:
        return 0
    best = next(line.place for line in candidates if line.key == lines[best].key)
    # A second headline or the standfirst was best: the headline stands above it.
    while best - 1 in scores and lines[best - 1].weight > SHORT:
        if shared(lines[best - 1], content) < SAME_SUBJECT:
            break
        best -= 1
    return best


def _without_paths(candidates: list[Line]) -> list[Line]:
    """The candidates without the paths of sections that end with another candidate, the title itself."""
    ends = {line.key for line in candidates if line.weight > SHORT}
    return [
        line
        for line in candidates
        if not any(line.key[start:] in ends for start in range(1, len(line.key)))
    ]


def _score(line: Line, content: Counter[str], copies: int, first: int) -> float:
    """How like the title a line of the head is: of the body's subject, of a headline's length, near the
    body, said twice (a teaser may be printed twice too, so that counts only with the subject).
    """
    length = 1.0 if 28 <= line.weight <= HEADLINE and not (line.prose and line.ends) else 0.35
    subject = shared(line, content)
    near = 1 - (first - line.place) / (first + 1)
    return length * (0.2 + subject * (1.5 if copies > 1 else 1.0) + NEARNESS * near) - 0.2 * line.ends


def _may_be_title(line: Line, shape: Shape | None) -> bool:
    return (
        (shape is None or (not shape.sure and shape.reason not in NEVER_TITLES and line.weight > SHORT))
        and 8 <= line.weight <= LONGEST_TITLE
        and (len(line.words) > 1 or line.weight > 14)
    )


def is_short_headline(lines: Sequence[Line], prose: Sequence[int]) -> bool:
    """Whether the first line of the body is a headline that ends with a stop: the very first line, and far
    shorter than the rest.
    """
    first, weights = lines[prose[0]], sorted(lines[place].weight for place in prose[1:])
    return first.place == 0 and first.weight <= 110 and first.weight < 0.5 * weights[len(weights) // 2]


def title_without_body(lines: Sequence[Line], shapes: Sequence[Shape | None]) -> int | None:
    """The first line that could be a headline, where no line is prose."""
    candidates = [
        line for line in lines if shapes[line.place] is None and SHORT / 2 <= line.weight <= LONGEST_TITLE
    ]
    return candidates[0].place if candidates else None
