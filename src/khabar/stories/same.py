"""Whether two reports tell of one happening, as a probability."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

import numpy as np

from ..clean.language import language_of
from ..many import calls
from ..records import Report
from .centres import centres_for
from .join import open_join
from .pairs import Bundle, features, vetoed
from .profile import profiles

AT_ONCE = 32  # pairs encoded together
VETOED = 0.01  # what is left of a pair that says it is about different instalments of a series


def same_story(
    left: Report | str, right: Report | str, *, encoder: str = "default", centres: str = "default"
) -> float:
    """The calibrated probability in [0, 1] that two reports, or two texts, tell of one happening.

    Calibrated on pairs rated by people, one story being a rating of 2 or less of 4 (docs/quality.md has the
    reliability table). Depends on the two alone.
    """
    return next(same_story_many([(left, right)], encoder=encoder, centres=centres))


def same_story_many(
    pairs: Iterable[Any], *, encoder: str = "default", centres: str = "default"
) -> Iterator[float]:
    """`same_story` of each pair, in order."""
    given = (_checked(*call) for call in calls(pairs, {"encoder": encoder, "centres": centres}))
    while batch := list(islice(given, AT_ONCE)):
        alike = groupby(batch, key=lambda call: (call[1]["encoder"], call[1]["centres"]))
        for (wanted, constants), group in alike:
            yield from _scored([arguments for arguments, _ in group], wanted, constants)


def _checked(arguments: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The call, if `same_story` could take it; the TypeError that it would raise otherwise."""
    unknown = named.keys() - {"encoder", "centres"}
    if unknown or len(arguments) != 2:
        wrong = f"the keyword {unknown.pop()!r}" if unknown else f"{len(arguments)} reports instead of two"
        raise TypeError(f"An item of same_story_many has {wrong}; it takes left, right and encoder, centres.")
    return arguments, named


def _report(given: Report | str) -> Report:
    if isinstance(given, Report):
        return given
    return Report("", "", language=language_of(given)[0], text=given)


def _scored(pairs: list[tuple[Report | str, ...]], encoder: str, centres: str) -> Iterator[float]:
    """The probabilities of pairs that share encoder and centres."""
    made = list(profiles((_report(side) for pair in pairs for side in pair), encoder))
    constants = centres_for(centres, encoder)
    for left, right in zip(made[::2], made[1::2], strict=True):
        pair = features(Bundle([left], constants), 0, Bundle([right], constants), np.array([0]))
        probability = float(open_join().probability(pair)[0])
        yield min(probability, VETOED) if vetoed(left, right) else probability
