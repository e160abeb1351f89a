"""Addresses become what lies behind them: the user's own, and those that lists and records lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from khabar.intake.fetch import WEB, Fetcher
from khabar.intake.fields import row_of
from khabar.intake.items import Item, Record, Unreadable, set_aside
from khabar.intake.kinds import items_of
from khabar.intake.limits import setting
from khabar.intake.rows import items_of_row, page_of


def address_items(
    url: str,
    fetcher: Fetcher,
    *,
    follow: bool = False,
    level: int = 0,
    known: Mapping[str, Any] | None = None,
) -> Iterator[Item]:
    """Everything at an address; what fails becomes an entry. `follow` says that a list named the address."""
    try:
        opening = fetcher.opened(url, follow=follow)
    except Exception as error:  # any: the network gives errors nobody has thought of
        yield set_aside(url, error)
        return
    yield from items_of(replace(opening, level=level, known=dict(known or {})), fetcher)


def followed(
    addresses: Iterable[tuple[str, Mapping[str, Any]]], source: str, level: int, fetcher: Fetcher
) -> Iterator[Item]:
    """What lies behind the addresses of a list (with what it says of each), up to the most for one run.

    How many are left is said in one entry. An address is fetched once a run."""
    most = fetcher.limits.most_followed
    left = 0
    for url, known in addresses:
        if url in fetcher.followed:
            continue
        if len(fetcher.followed) >= most:
            left += 1
            continue
        fetcher.followed.add(url)
        yield from address_items(url, fetcher, follow=True, level=level + 1, known=known)
    if left:
        reason = f"{left} addresses were not fetched: {most} were, the most for one run"
        yield set_aside(source, Unreadable(reason, f"add the list in parts, or {setting('most_followed')}"))


def row_items(
    fields: Mapping[str, Any], source: str, known: Mapping[str, Any], level: int, fetcher: Fetcher
) -> Iterator[Item]:
    """A row's items; with `follow_links`, the page behind a row without a text of its own.

    Raises `Unreadable` for a row with nothing to read."""
    follow = fetcher.limits.follow_links
    try:
        items = list(items_of_row(fields, source, fetcher.limits, known))
    except Unreadable:
        address = row_of(fields).ours.get("url")
        if not (follow and isinstance(address, str) and WEB.match(address)):
            raise
        yield from followed([(address, {})], source, level, fetcher)
        return
    for item in items:
        if follow and isinstance(item, Record) and item.url and not item.complete:
            yield from followed([(item.url, page_of(item).extra)], source, level, fetcher)
        else:
            yield item
