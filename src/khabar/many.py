"""The `…_many` forms: an item is one argument, a tuple of arguments, or such a tuple ending in keywords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Call = tuple[tuple[Any, ...], dict[str, Any]]


def calls(items: Iterable[Any], defaults: Mapping[str, Any], several: bool = False) -> Iterator[Call]:
    """The positional arguments and keywords of each item; keywords of the call are defaults.

    `several` says that the function takes several positional arguments, so that an item is always a tuple.
    """
    for item in items:
        if isinstance(item, tuple) and item and isinstance(item[-1], Mapping):
            yield item[:-1], {**defaults, **item[-1]}
        elif several:
            yield tuple(item), dict(defaults)
        else:
            yield (item,), dict(defaults)
