"""Which versions given under one report id belong to the report, and which of them is current.

Both are functions of the set of versions, so that neither the order of arrival nor the cut into batches
changes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from ..clean.instants import instant
from ..records import Report

Key = tuple[str, str, str]

CURRENT = "current"
KEPT = "kept"
SAME_TEXT = "same text"
SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class Seen:
    """A version that was given once: where from (canonical address, outlet; "" for none), its record."""

    report: Report
    record: str
    address: str
    outlet: str
    source: str = ""

    @property
    def key(self) -> Key:
        """What makes it this one among all that were given under the id."""
        return (self.report.version, self.address, self.outlet)


def earlier(left: Seen, right: Seen) -> Seen:
    """Of two records with one key (the page was fetched twice, say) the one that stands for both."""

    def order(seen: Seen) -> tuple[str, ...]:
        return (seen.report.published or "~", seen.report.fetched or "~", seen.record, seen.source)

    return min(left, right, key=order)


def _age(seen: Seen) -> tuple[float, str, str, str, str]:
    published = instant(seen.report.published)
    return (inf if published is None else published, *seen.key, seen.record)


def _recency(seen: Seen) -> tuple[float, float, str]:
    """The greatest is current: updated or published, then fetched (a page is often corrected without a word of
    it), then the version, since something must decide."""
    report = seen.report
    told, fetched = instant(report.updated or report.published), instant(report.fetched)
    return (-inf if told is None else told, -inf if fetched is None else fetched, report.version)


def _one_place(left: Seen, right: Seen) -> bool:
    """The same URL or the same outlet, or neither given for one of them."""
    return bool(
        (left.address and left.address == right.address)
        or (left.outlet and left.outlet == right.outlet)
        or not (left.address or left.outlet)
        or not (right.address or right.outlet)
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """All versions given under one id, by key, with the state of each."""

    versions: dict[Key, Seen]
    states: dict[Key, str]

    @property
    def current(self) -> Seen | None:
        """The version that counts; None where nothing was given."""
        return next((self.versions[key] for key, state in self.states.items() if state == CURRENT), None)


def settle(given: Iterable[Seen]) -> Settled:
    """The first published owns the id, and whatever comes from a place of one that is kept is kept too; the
    rest is set aside, unless a kept one has the very same text."""
    versions: dict[Key, Seen] = {}
    for seen in given:
        versions[seen.key] = earlier(versions[seen.key], seen) if seen.key in versions else seen
    if len(versions) < 2:
        return Settled(versions, dict.fromkeys(versions, CURRENT))
    waiting = sorted(versions.values(), key=_age)
    kept = [waiting.pop(0)]
    for owner in kept:  # grows while it is walked
        kept += [seen for seen in waiting if _one_place(owner, seen)]
        waiting = [seen for seen in waiting if not _one_place(owner, seen)]
    texts = {seen.report.version for seen in kept}
    states = {seen.key: SAME_TEXT if seen.report.version in texts else SET_ASIDE for seen in waiting}
    states |= {seen.key: KEPT for seen in kept}
    current = max(sorted(kept, key=_age), key=_recency)
    states[current.key] = CURRENT
    return Settled(versions, states)
