"""A link: two reports that may be one story, and how likely that is."""

from __future__ import annotations

from typing import NamedTuple


class Link(NamedTuple):
    """`lesser` and `greater` are the reports' ids in the order of text; `copy` says that one text is in both."""

    lesser: str
    greater: str
    score: float
    copy: bool = False
