"""khabar: one event, every language.

    report = khabar.clean(page)                     a page as a report: text without the furniture
    khabar.same_story(left, right)                  the probability that two reports tell of one happening
    with khabar.open("khabar.db") as archive:       reports and the stories they make
        archive.add(["pages/", "feed.xml"])
        for story in archive.stories(): ...

Each function of one item has a `…_many` form, which takes an iterable and streams results in order.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .archive import open
    from .archive.archive import Archive
    from .clean import clean, clean_many
    from .errors import KhabarError
    from .records import Page, Report, Story, Summary
    from .stories.same import same_story, same_story_many

__version__ = "0.1.0"

__all__ = [
    "Archive",
    "KhabarError",
    "Page",
    "Report",
    "Story",
    "Summary",
    "clean",
    "clean_many",
    "open",
    "same_story",
    "same_story_many",
]

_HOMES = {
    "Archive": ".archive.archive",
    "KhabarError": ".errors",
    "Page": ".records",
    "Report": ".records",
    "Story": ".records",
    "Summary": ".records",
    "clean": ".clean",
    "clean_many": ".clean",
    "open": ".archive",
    "same_story": ".stories.same",
    "same_story_many": ".stories.same",
}


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that `import khabar` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"khabar has no {name!r}. It has {', '.join(__all__)}.")
    value = getattr(import_module(_HOMES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Door(ModuleType):
    """khabar itself. When any file imports from the folder `clean`, Python would put the folder in the place
    of the function of that name."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door
