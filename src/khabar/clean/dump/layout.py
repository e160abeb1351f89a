"""The layout of a dump: which line is the title, where the body begins and ends, what is said twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from khabar.clean.dump.lines import Line
from khabar.clean.dump.shapes import HEADLINE, SHORT, Shape

CONTENT_LENGTH = 4  # letters of a word that can carry content; its first letters stand for all its forms
STEM = 6
# Share of content words that a stretch has in common with the body. NTREX documents 61–123, 14 languages,
# lines against the first part of their own document and of another: the area under the curve is .89, and .2
# keeps .70 of a document's own lines and .14 of the others', .3 keeps .43 and .03. Several lines together
# part better.
SAME_SUBJECT = 0.2
LONELINESS = 0.1  # asked on top of it, divided by the number of lines of the stretch
# Furniture that stands only below a body
LAST_WORDS = frozenset(["hashtags", "copyright", "comments", "tags"])
# So many lines of furniture in a row end a body; boxes between paragraphs are shorter; own dumps, of 2–5
BREAK = 3
NEARNESS = 0.3  # weight of standing near the body; pages generated from NTREX 61–123, tried 0–.6
PLAIN_HEAD = 3  # headline, second headline and standfirst: a plain article has no more lines above its body
LONGEST_TITLE = 220.0


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


def _title_score(line: Line, content: Counter[str], copies: int, first: int) -> float:
    """How like the title a line of the head is: of the body's subject, of a headline's length, near the
    body, said twice (a teaser may be printed twice too, so that counts only with the subject).
    """
    length = 1.0 if 28 <= line.weight <= HEADLINE and not (line.prose and line.ends) else 0.35
    subject = shared(line, content)
    near = 1 - (first - line.place) / (first + 1)
    return length * (0.2 + subject * (1.5 if copies > 1 else 1.0) + NEARNESS * near) - 0.2 * line.ends


def _may_be_title(line: Line, shape: Shape | None) -> bool:
    return (
        (shape is None or (not shape.sure and line.weight > SHORT))
        and 8 <= line.weight <= LONGEST_TITLE
        and (len(line.words) > 1 or line.weight > 14)
    )


def _find_title(
    lines: Sequence[Line], shapes: Sequence[Shape | None], first: int, content: Counter[str]
) -> int | None:
    """The most title-like line above the body; the very first line where nothing but such lines stand above
    it.
    """
    copies = Counter(line.key for line in lines[: first + 12])
    candidates = [line for line in lines[:first] if _may_be_title(line, shapes[line.place])]
    if not candidates:
        return None
    scores = {line.place: _title_score(line, content, copies[line.key], first) for line in candidates}
    best = max(candidates, key=lambda line: (scores[line.place], -line.place)).place
    plain = [line for line in lines[: min(best, PLAIN_HEAD)] if line.weight > SHORT and line.place in scores]
    if len(plain) == best:
        return 0
    # A second headline or the standfirst was best
    while best - 1 in scores and lines[best - 1].weight > SHORT:
        subject = shared(lines[best - 1], content)
        if copies[lines[best].key] > 1 or subject < max(SAME_SUBJECT, shared(lines[best], content)):
            break
        best -= 1
    return best


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
        return Layout(_title_without_body(lines, shapes), len(lines), -1, len(lines), ())
    content = content_of([lines[place] for place in prose])
    first = prose[0]
    title = _find_title(lines, shapes, first, content)
    if title is None and len(prose) > 1 and _short_first_sentence(lines, prose):
        title, prose = first, prose[1:]
        first = prose[0]
    head = first
    if len(prose) > 1 and any(is_furniture(shape) for shape in shapes[first + 1 : prose[1]]):
        head = prose[1] - 1
    return Layout(title, first, _last_sentence(lines, shapes, prose[-1]), head, tuple(prose))


def _short_first_sentence(lines: Sequence[Line], prose: Sequence[int]) -> bool:
    """Whether the first line is a headline that ends with a stop: the very first line, and far shorter than
    the rest.
    """
    first, weights = lines[prose[0]], sorted(lines[place].weight for place in prose[1:])
    return first.place == 0 and first.weight <= 110 and first.weight < 0.5 * weights[len(weights) // 2]


def _title_without_body(lines: Sequence[Line], shapes: Sequence[Shape | None]) -> int | None:
    candidates = [
        line for line in lines if shapes[line.place] is None and SHORT / 2 <= line.weight <= LONGEST_TITLE
    ]
    return candidates[0].place if candidates else None
