"""What the words of a line say that its mark-up does not: a credit, a date line, an invitation to read on.

The forms are those of text dumps (`khabar.clean.dump.shapes`), so a language's words are listed once.
"""

from __future__ import annotations

from collections.abc import Callable

from khabar.clean.dump.forms import shape_of
from khabar.clean.dump.lines import lines_of
from khabar.clean.dump.marks import marked
from khabar.clean.dump.shapes import Reading, Shape
from khabar.clean.scripts import has_no_spaces
from khabar.languages import language_of_data, page_marks

Wording = Callable[[str], Shape | None]


def wording_of(language: str | None) -> Wording:
    """A function from a line of a page in this language (BCP 47, or None) to its form, if it has one."""
    known = language_of_data(language)
    marks = page_marks(known)

    def form_of(text: str) -> Shape | None:
        lines = lines_of(text)
        if len(lines) != 1:
            return None
        return shape_of(Reading(lines[0], marked(lines[0], marks, has_no_spaces(text[:200])), marks, known))

    return form_of
