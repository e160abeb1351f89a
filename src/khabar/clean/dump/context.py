"""Forms that a line has by what stands around it: a headline in a list of links, a word about the outlet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from khabar.clean.dump.lines import Line, weight_of
from khabar.clean.dump.shapes import HEADLINE, SHORT, Shape, without_marks
from khabar.languages import PageMarks

# A name that an outlet gives itself: so many words in a row, of so many letters together, among the first
# words of the line. Two short words ("of the") stand in any line.
NAME_RUNS = (2, 3)
NAME_LETTERS = 8.0
FIRST_WORDS = 6
_OWN_WORDS = frozenset(["copyright", "source", "consent", "navigation", "published"])


def in_context(
    lines: Sequence[Line], shapes: Sequence[Shape | None], marks: PageMarks
) -> list[Shape | None]:
    """The shapes, with those added that only the surroundings show."""
    found = list(shapes)
    for place in _listed_questions(lines, shapes):
        found[place] = Shape("related")
    for place in _words_about_the_outlet(lines, found, marks):
        found[place] = Shape("about the outlet")
    return found


def _listed_questions(lines: Sequence[Line], shapes: Sequence[Shape | None]) -> Iterator[int]:
    """Headlines that ask, right below a line that only says `related`: no sentence of the body."""
    for above, line in pairwise(lines):
        mark = shapes[above.place]
        is_mark = mark is not None and mark.sure and mark.reason == "related" and above.weight <= SHORT
        asks = line.text.rstrip().endswith(("?", "？", "؟", ";", "!", "！"))
        if is_mark and asks and shapes[line.place] is None and line.weight <= HEADLINE:
            yield line.place


def _words_about_the_outlet(
    lines: Sequence[Line], shapes: Sequence[Shape | None], marks: PageMarks
) -> Iterator[int]:
    """Sentences below the body that begin with the name under which the page claims its rights or its
    source.
    """
    names = [run for line in lines for run in _claimed(line, shapes[line.place], marks)]
    begun = furnished = False
    for line in lines:
        shape = shapes[line.place]
        begun = begun or (line.prose and shape is None)
        furnished = furnished or (begun and shape is not None and shape.sure)
        if furnished and shape is None and line.ends and any(_begins_with(line, run) for run in names):
            yield line.place


def _claimed(line: Line, shape: Shape | None, marks: PageMarks) -> Iterator[tuple[str, ...]]:
    """The runs of words of a copyright or source line that may be the outlet's name."""
    if shape is None or not ("©" in line.text or shape.reason in ("copyright", "source")):
        return
    words = [word.strip("©") for word in without_marks(line.text, marks, _OWN_WORDS)]
    words = [word for word in words if word and not word.isdigit()]
    for length in NAME_RUNS:
        for at in range(len(words) - length + 1):
            run = tuple(words[at : at + length])
            if weight_of("".join(run)) >= NAME_LETTERS:
                yield run


def _begins_with(line: Line, run: tuple[str, ...]) -> bool:
    return any(line.words[at : at + len(run)] == run for at in range(FIRST_WORDS - len(run) + 1))
