"""The stage that makes profiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..pipeline import Item
from .profile import profiles


@dataclass(frozen=True, slots=True)
class Profiles:
    """Reports get what stories compare them by. `encoder` is a name from the settings."""

    encoder: str = "default"
    needs: frozenset[str] = frozenset({"report"})
    adds: frozenset[str] = frozenset({"profile"})

    def __call__(self, items: Iterable[Item]) -> Iterator[Item]:
        everything = list(items)
        reports = [item.report for item in everything if item.report and not item.dropped]
        made = profiles(reports, self.encoder)
        for item in everything:
            kept = item.report is not None and not item.dropped
            yield replace(item, profile=next(made)) if kept else item
