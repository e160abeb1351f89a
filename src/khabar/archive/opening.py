"""From an address to a store: what is there, whether it is ours, and whether it is up to date."""

from __future__ import annotations

import os
import time
from pathlib import Path

from ..errors import ArchiveError
from .migrations import latest, steps_from
from .sqlite import APPLICATION, SQLiteStore
from .store import Store


def open_store(url: str | os.PathLike[str], *, read_only: bool = False) -> Store:
    """The store at a path or `sqlite:///path`; made or upgraded unless `read_only`. Raises ArchiveError."""
    address = os.fspath(url)
    scheme, separator, rest = address.partition("://")
    if separator and scheme.startswith("postgres"):
        raise ArchiveError(
            f"{scheme}:// archives are not there yet. Name a file instead, such as --archive khabar.db."
        )
    if separator and scheme != "sqlite":
        raise ArchiveError(f"There is no archive of the kind {scheme}://. Name a file, such as khabar.db.")
    path = Path(rest.removeprefix("/") if separator else address).expanduser()
    if address in ("", ":memory:"):
        raise ArchiveError("An archive is a file. Name one, such as khabar.db.")
    _check_place(path, read_only)
    return _open_read_only(path) if read_only else _open_file(path)


def _check_place(path: Path, read_only: bool) -> None:
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder. Name a file in it, such as {path / 'khabar.db'}.")
    if not path.parent.is_dir():
        raise ArchiveError(f"There is no folder {path.parent}. Make it, or name another file with --archive.")
    if read_only and not path.exists():
        raise ArchiveError(f"There is no archive {path}. Make one with `khabar add SOURCE --archive {path}`.")
    needed, use = (os.R_OK, "read") if read_only else (os.R_OK | os.W_OK, "written to")
    if path.exists() and not os.access(path, needed):
        raise ArchiveError(f"{path} may not be {use}. Change its permissions.")
    if not read_only and not os.access(path.parent, os.W_OK | os.X_OK):
        raise ArchiveError(f"The folder {path.parent} may not be written to. Name a file elsewhere.")


def _open_file(path: Path) -> Store:
    """Open to write; an empty or missing file becomes an archive, an older one is brought up to date."""
    try:
        path.touch()  # the store connects with mode=rw, which never makes a file by mistake
    except OSError as error:
        raise ArchiveError(f"{path} cannot be made: {error}. Name another file with --archive.") from None
    store = SQLiteStore(path)
    try:
        if _version_of(store) < latest():
            _use_wal(store)
            with store.write():
                # Read again inside the transaction: another process may have been first.
                for statement in steps_from(_version_of(store)):
                    store.change(statement, [()])
                store.change(f"PRAGMA application_id = {APPLICATION}", [()])
                store.change(f"PRAGMA user_version = {latest()}", [()])
    except BaseException:
        store.close()
        raise
    return store


def _open_read_only(path: Path) -> Store:
    store = SQLiteStore(path, read_only=True)
    try:
        version = _version_of(store)
    except ArchiveError:
        store.close()
        # A folder that may not be written to has no room for WAL's index: read the file as it lies there.
        store = SQLiteStore(path, read_only=True, address=f"{path.absolute().as_uri()}?mode=ro&immutable=1")
        version = _version_of(store)
    if version == 0:
        store.close()
        raise ArchiveError(f"{path} is empty. Fill it with `khabar add SOURCE --archive {path}`.")
    if version != latest():
        store.close()
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK | os.X_OK):
            raise ArchiveError(
                f"{path} was made by an older khabar and may not be written to. Copy it to a folder of your own "
                "and name the copy with --archive: it is brought up to date when it is opened."
            )
        _open_file(path).close()  # brings it up to date; the stories stay as they are until the next `add`
        store = SQLiteStore(path, read_only=True)
    return store


def _use_wal(store: SQLiteStore) -> None:
    """Switch to WAL, which is kept in the file; another process may be doing the same at this moment."""
    while True:
        try:
            store.select("PRAGMA journal_mode = WAL")
            return
        except TimeoutError:
            time.sleep(0.02)


def _version_of(store: SQLiteStore) -> int:
    """How far the schema of the file is; 0 for an empty file; ArchiveError when it is not ours or newer."""
    ((application,),) = store.select("PRAGMA application_id")
    ((version,),) = store.select("PRAGMA user_version")
    ((tables,),) = store.select("SELECT count(*) FROM sqlite_master")
    if not tables and not application:
        return 0
    if application != APPLICATION:
        raise ArchiveError(f"{store.path} is a SQLite file, but no khabar archive. Name another file.")
    if version > latest():
        raise ArchiveError(
            f"{store.path} was made by a newer khabar (archive version {version}, here {latest()}). "
            "Upgrade: pip install --upgrade khabar."
        )
    return int(version)
