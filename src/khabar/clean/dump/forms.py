"""The forms in the order in which a line is tried against them."""

from __future__ import annotations

from khabar.clean.dump.calls import hashtags, label, links, menu_line, promotion, tags
from khabar.clean.dump.credits import copyright, credit, source
from khabar.clean.dump.date_lines import byline, date_line, reading_time
from khabar.clean.dump.shapes import Reading, Shape

LONGEST = 1500  # signs; no furniture is longer, and hostile lines cost no more than a paragraph
FORMS = (
    hashtags, links, source, credit, date_line, reading_time, tags, copyright, byline, promotion, menu_line,
    label,
)  # fmt: skip


def shape_of(reading: Reading) -> Shape | None:
    """The first of the forms, in a fixed order, that the line has; None when it may be text."""
    if len(reading.line.text) > LONGEST:
        return None
    return next((shape for shape in (form(reading) for form in FORMS) if shape), None)
