"""Which instalment of a series a report is about, and whether two reports are about different ones.

A report of the second round tells of the first as background, and hardly ever the other way round: so the
title decides, and where it names none the greatest number in the lead. Languages share out their nouns
differently (a round of talks is une session in French, awamu, a phase, in Swahili): nouns of one family count
alike.
"""

from __future__ import annotations

from collections.abc import Mapping

from .series import series_of

# Classes that are not here ("meeting", "term") are named as background too often to part two reports.
FAMILIES = {
    "round": "talks",
    "session": "talks",
    "phase": "talks",
    "leg": "talks",
    "package": "package",
    "tranche": "package",
    "batch": "package",
    "summit": "summit",
    "hearing": "hearing",
    "wave": "wave",
    "edition": "edition",
    "season": "season",
    "debate": "debate",
    "test": "test",
    "congress": "congress",
    "launch": "launch",
}


def instalments_of(title: str, lead: str, language: str | None) -> dict[str, int]:
    """Family of series → the instalment that the report is about."""
    found: dict[str, int] = {}
    for text in (lead, title):
        named: dict[str, int] = {}
        for noun, numbers in series_of(text, language).items():
            if noun in FAMILIES:
                family = FAMILIES[noun]
                named[family] = max(*numbers, named.get(family, 0))
        found |= named
    return found


def conflicting(left: Mapping[str, int], right: Mapping[str, int]) -> bool:
    """Whether two reports are about different instalments of one family of series."""
    return any(left[family] != right[family] for family in left.keys() & right.keys())
