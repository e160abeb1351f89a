"""Everything the archive keeps, in one object; each table's methods stand in its own file."""

from __future__ import annotations

from .fact_rows import FactRows
from .input_rows import InputRows
from .link_rows import LinkRows
from .profile_rows import ProfileRows
from .repeats import Repeats
from .story_rows import StoryRows


class Store(Repeats, ProfileRows, LinkRows, StoryRows, InputRows, FactRows):
    """What the driver of `add` writes to, whatever back end is under it.

    All `put_…`, `drop_…`, `mark_…` and `refresh_…` methods run inside `with store.write():`.
    """
