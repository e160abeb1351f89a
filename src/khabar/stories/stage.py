"""The stage that makes profiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ..errors import EncoderError
from ..pipeline import Item
from .profile import profiles

AT_ONCE = 64  # reports that go through the encoder together


@dataclass(frozen=True, slots=True)
class Profiles:
    """Reports get what stories compare them by. `encoder` is a name from the settings."""

    encoder: str = "default"
    needs: frozenset[str] = frozenset({"report"})
    adds: frozenset[str] = frozenset({"profile"})

    def __call__(self, items: Iterable[Item]) -> Iterator[Item]:
        rest = iter(items)
        while batch := list(islice(rest, AT_ONCE)):
            reports = [item.report for item in batch if item.report and not item.dropped]
            try:
                made = iter(list(profiles(reports, self.encoder)))
            except EncoderError:
                raise  # no report's fault: the run cannot go on
            except Exception:
                yield from map(self._alone, batch)
                continue
            for item in batch:
                kept = item.report is not None and not item.dropped
                yield replace(item, profile=next(made)) if kept else item

    def _alone(self, item: Item) -> Item:
        """The item with its profile; a report that has none to give is set aside, and the run goes on."""
        if item.report is None or item.dropped:
            return item
        try:
            return replace(item, profile=next(profiles([item.report], self.encoder)))
        except Exception as error:
            reason = f"cannot be compared ({type(error).__name__}: {str(error)[:200]})"
            return replace(item, dropped=reason, retry="keep the report and tell khabar's authors")
