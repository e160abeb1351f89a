"""The `…_many` forms: an item is one argument, a tuple of arguments, or such a tuple ending in keywords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Call = tuple[tuple[Any, ...], dict[str, Any]]


def calls(items: Iterable[Any], defaults: Mapping[str, Any]) -> Iterator[Call]:
    """The positional arguments and keywords of each item; `defaults` are the keywords of the whole call."""
    for item in items:
        if not isinstance(item, tuple):
            yield (item,), dict(defaults)
        elif item and isinstance(item[-1], Mapping):
            yield item[:-1], {**defaults, **item[-1]}
        else:
            yield item, dict(defaults)
