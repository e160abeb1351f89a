"""Which shards of the input an earlier run has stored."""

from __future__ import annotations

from typing import Any

import msgspec

from .record_json import encode
from .rows import Rows


class ShardRows(Rows):
    """Marks of shards that are done."""

    def shard_done(self, fingerprint: str) -> Any | None:
        """What `mark_shard` was given for this shard; None when it is not done."""
        rows = self.select("SELECT counts FROM shard WHERE fingerprint = ?", (fingerprint,))
        return msgspec.json.decode(rows[0][0]) if rows else None

    def mark_shard(self, fingerprint: str, counts: Any) -> None:
        """Note that a shard is stored, with counts (anything JSON) for the summary of a rerun."""
        self.change(
            "INSERT INTO shard (fingerprint, counts) VALUES (?, ?) "
            "ON CONFLICT (fingerprint) DO UPDATE SET counts = excluded.counts",
            [(fingerprint, encode(counts))],
        )
