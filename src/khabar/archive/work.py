"""The folder beside the archive in which finished shards lie until they are stored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from .store import Store


@contextmanager
def work_folder(store: Store) -> Iterator[Path]:
    """The folder, for one run of `add`. It goes when a run ends well and no other is under way; after a kill
    or an error it stays, so that the next run takes up what is finished.

    Each run holds a lock of its own in the folder, which the system takes away from a killed one. Coming and
    going are done in the archive's write transactions, so that no run comes while another looks round.
    """
    from filelock import FileLock

    folder = Path(f"{store.path}.work")
    own = folder / f"{uuid4().hex}.running"
    lock = FileLock(own, thread_local=False)
    with store.write():
        folder.mkdir(exist_ok=True)
        lock.acquire()
    try:
        yield folder
        with store.write():
            if not any(_is_held(other) for other in folder.glob("*.running") if other != own):
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        lock.release()
        own.unlink(missing_ok=True)


def _is_held(path: Path) -> bool:
    from filelock import FileLock, Timeout

    try:
        with FileLock(path, blocking=False):
            return False
    except (Timeout, OSError, NotImplementedError):  # where locks fail, better a folder too many
        return True
