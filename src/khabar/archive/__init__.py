"""The archive: the store of reports, versions and stories, opened by its address."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..settings import Settings
    from .archive import Archive

__all__ = ["open"]


def open(
    url: str | os.PathLike[str] | None = None, *, settings: Settings | None = None, read_only: bool = False
) -> Archive:
    """The archive at `url` (a file, by default the setting `archive`); a new one is made where there is none.

    A context manager. Raises ArchiveError when the file is no archive, is damaged, was made by a newer
    khabar, or cannot be read or (unless `read_only`) written.
    """
    from ..settings import load
    from .archive import Archive
    from .opening import open_store

    settings = settings or load()
    return Archive(open_store(settings.archive if url is None else url, read_only=read_only), settings)
