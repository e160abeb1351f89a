"""The decision on each line of a dump: kept as text, or removed for a reason.

A form that is sure (a credit, a date line, hashtags) goes wherever it stands; one that is not goes only in
the head and the tail. Before the title and after the body, what is left over goes too; between body
paragraphs it stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from khabar.clean.dump.layout import Layout, is_furniture
from khabar.clean.dump.lines import PROSE_WEIGHT, Line
from khabar.clean.dump.shapes import HEADLINE, SHORT, Shape

# A standfirst is a sentence, if without its stop; captions without a credit are after it
STANDFIRST_WEIGHT = 40.0
STANDFIRST_WORDS = 5  # or of so many words right below the title: no label or name has more
CAPTION_WEIGHT = PROSE_WEIGHT  # a sentence above a credit is a caption up to here, if no title stands above it
LABEL_WORDS = 3  # with nothing else in the head, no section has a longer name
MENU_RUN = 3  # so many short lines in a row are a menu in the head or the tail
LONG_MENU_RUN = 5  # and so many anywhere


def _short(line: Line) -> bool:
    return line.weight <= SHORT and not line.ends


def _menus(lines: Sequence[Line], layout: Layout, standfirst: int | None) -> set[int]:
    """The lines of runs of short lines; title and standfirst never count."""
    found: set[int] = set()
    run: list[int] = []
    for line in [*lines, None]:
        if line is not None and _short(line) and line.place not in (layout.title, standfirst):
            run.append(line.place)
            continue
        inside = bool(run) and layout.head < run[0] and run[-1] <= layout.last
        if len(run) >= (LONG_MENU_RUN if inside else MENU_RUN):
            found.update(run)
        run = []
    return found


def _second_copies(lines: Sequence[Line], layout: Layout) -> set[int]:
    """Later copies of the title, of the first paragraph and of the line just above; all copies of a short
    label.
    """
    title_key = lines[layout.title].key if layout.title is not None else None
    places: dict[str, list[int]] = {}
    for line in lines:
        if line.key:
            places.setdefault(line.key, []).append(line.place)
    found: set[int] = set()
    for key, copies in places.items():
        line = lines[copies[0]]
        if key == title_key:
            found.update(place for place in copies if place != layout.title)
        elif len(copies) == 1:
            continue
        elif _short(line):
            found.update(copies)
        elif line.place <= layout.first:
            found.update(copies[1:])
        else:
            found.update(place for place in copies if place - 1 in copies)
    return found


def _after_a_related_mark(lines: Sequence[Line], shapes: Sequence[Shape | None], layout: Layout) -> set[int]:
    """Headlines that follow a line which only says `related` or `read more`, until the next sentence."""
    found: set[int] = set()
    listing = False
    for line in lines:
        shape = shapes[line.place]
        if (
            shape is not None
            and shape.reason == "related"
            and line.weight <= SHORT
            and line.place > layout.first
        ):
            listing = True
        elif line.ends or line.weight > HEADLINE:
            listing = False
        elif listing:
            found.add(line.place)
    return found


def _captions_above_credits(
    lines: Sequence[Line], shapes: Sequence[Shape | None], layout: Layout
) -> set[int]:
    """The caption that stands on the line above a credit alone."""
    found: set[int] = set()
    for line in lines[:-1]:
        below = shapes[line.place + 1]
        open_line = not line.ends and line.weight <= 2 * HEADLINE
        sentence = line.weight < CAPTION_WEIGHT and line.place - 1 not in (layout.title, -1)
        may_be = shapes[line.place] is None and (open_line or sentence)
        if below is not None and below.reason == "credit" and below.sure and may_be:
            found.add(line.place)
    return found


def _in_head(
    line: Line, shape: Shape | None, layout: Layout, standfirst: int | None, furnished: bool
) -> str | None:
    """Why a line of the head goes; a line without a form goes only where furniture stands in the head."""
    if shape is not None and (shape.sure or not line.prose):
        return shape.reason
    if layout.title is not None and line.place < layout.title:
        label = len(line.words) <= LABEL_WORDS and line.weight <= SHORT
        short = line.weight <= SHORT and not line.ends and (furnished or label)
        return "section label" if short else "above the title" if furnished else None
    if line.ends or line.place >= layout.first:
        return None
    if line.place == standfirst or not furnished:
        return None
    return "label" if line.weight <= SHORT else "caption"


def _standfirst(lines: Sequence[Line], shapes: Sequence[Shape | None], layout: Layout) -> int | None:
    title = None if layout.title is None else lines[layout.title]
    for line in lines[0 if title is None else title.place + 1 : layout.first]:
        copy = title is not None and line.key == title.key
        below_title = title is not None and line.place == title.place + 1
        long = line.weight >= STANDFIRST_WEIGHT or (below_title and len(line.words) >= STANDFIRST_WORDS)
        if shapes[line.place] is None and long and not copy:
            return line.place
    return None


def _tail_reasons(
    lines: Sequence[Line], shapes: Sequence[Shape | None], layout: Layout, menus: set[int]
) -> dict[int, str]:
    """After the body, everything goes where furniture stands; else all stays."""
    tail = lines[layout.last + 1 :]
    if not any(is_furniture(shapes[line.place]) or line.place in menus for line in tail):
        return {}
    reasons: dict[int, str] = {}
    for line in tail:
        shape = shapes[line.place]
        reasons[line.place] = shape.reason if shape else "after the end"
    return reasons


def _by_place(
    lines: Sequence[Line],
    shapes: Sequence[Shape | None],
    layout: Layout,
    menus: set[int],
    standfirst: int | None,
) -> dict[int, str]:
    if layout.last < 0:
        return {line.place: shape.reason for line in lines if (shape := shapes[line.place]) and shape.sure}
    reasons = _tail_reasons(lines, shapes, layout, menus)
    furnished = any(map(is_furniture, shapes[: layout.head + 1])) or any(
        place < layout.first for place in menus
    )
    for line in lines[: layout.last + 1]:
        shape = shapes[line.place]
        if line.place <= layout.head:
            reason = _in_head(line, shape, layout, standfirst, furnished)
        else:
            reason = shape.reason if shape is not None and shape.sure else None
        if reason:
            reasons[line.place] = reason
    return reasons


def reasons_to_remove(
    lines: Sequence[Line], shapes: Sequence[Shape | None], layout: Layout
) -> dict[int, str]:
    """Place → reason for every line that is not text."""
    standfirst = _standfirst(lines, shapes, layout)
    menus = _menus(lines, layout, standfirst)
    reasons = _by_place(lines, shapes, layout, menus, standfirst)
    contexts = (
        ("related", _after_a_related_mark(lines, shapes, layout)),
        ("caption", _captions_above_credits(lines, shapes, layout)),
        ("menu", menus),
        ("second copy", _second_copies(lines, layout)),
    )
    for reason, places in contexts:
        for place in places:
            reasons.setdefault(place, reason)
    return {place: reason for place, reason in reasons.items() if place != layout.title}
