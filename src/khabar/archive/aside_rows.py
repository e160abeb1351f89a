"""Inputs that did not become reports, with the reason and with their record where there is one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from ..records import Report, SetAside
from .record_json import encode, printable, storable
from .rows import Rows, Select
from .versions import SET_ASIDE

OTHER_PLACE = "its id {id} belongs to another report, from another URL or outlet"
OTHER_PLACE_RETRY = "Give it an id of its own, or none, and add it again."


class AsideRows(Rows):
    """The table of what was set aside."""

    def put_set_aside(self, asides: Iterable[SetAside], records: Iterable[Report | None] = ()) -> None:
        """Keep what was set aside, with the report at the same place of `records`; the same is kept once."""
        time = datetime.now(UTC).isoformat(timespec="seconds")
        given = iter(records)
        rows = []
        for aside in asides:
            report = next(given, None)
            record = None if report is None else encode(storable(report))
            texts = [printable(text) for text in (aside.source, aside.reason, aside.retry)]
            joined = "\0".join((*texts[:2], record or ""))
            digest = hashlib.blake2b(joined.encode(), digest_size=16).hexdigest()
            rows.append((digest, *texts, record, time))
        self.change(
            "INSERT INTO set_aside (digest, source, reason, retry, record, time) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (digest) DO NOTHING",
            rows,
        )


def conflict(source: str, report: str) -> SetAside:
    """What is said of a version whose id belongs to another report."""
    return SetAside(source, OTHER_PLACE.format(id=report), OTHER_PLACE_RETRY)


def asides(select: Select) -> Iterator[SetAside]:
    """Everything that is set aside now: inputs in the order they came, then versions under another's id."""
    for source, reason, retry in select("SELECT source, reason, retry FROM set_aside ORDER BY number", ()):
        yield SetAside(source, reason, retry)
    sql = (
        f"SELECT source, report FROM version WHERE state = '{SET_ASIDE}' "
        "ORDER BY report, version, address, outlet"
    )
    for source, report in select(sql, ()):
        yield conflict(source, report)
