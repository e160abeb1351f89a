"""Everything the archive keeps, in one object; each table's methods stand in its own file."""

from __future__ import annotations

from .fact_rows import FactRows
from .link_rows import LinkRows
from .profile_rows import ProfileRows
from .repeats import Repeats
from .shard_rows import ShardRows
from .story_rows import StoryRows


class Store(Repeats, ProfileRows, LinkRows, StoryRows, ShardRows, FactRows):
    """What the driver of `add` writes to, whatever back end is under it.

    All `put_…`, `drop_…`, `mark_…` and `refresh_…` methods run inside `with store.write():`.
    """
