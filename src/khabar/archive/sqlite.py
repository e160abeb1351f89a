"""The archive in a SQLite file: connections, waiting for other writers, transactions.

WAL lets readers and one writer go on side by side. Writers queue at a lock file beside the archive, so that a
second one gets its turn between two batches of the first, and no one is ever told that the file is locked.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from ..errors import ArchiveError
from .rows import Row, Select
from .store import Store

# Marks the file as ours: "khab" in ASCII.
APPLICATION = 0x6B686162

CLOSED = "The archive {path} has been closed. Open it again."
WAITING = "Another khabar is writing to {path}; waiting until it pauses."
_PATIENCE_SECONDS = 2.0  # how long a writer waits before it says so
_POLL_SECONDS = 0.02  # how often a waiting writer looks again
_LONG_SECONDS = 1_000_000.0  # readers wait only for recovery after a crash, which ends
_CACHE_KIBIBYTES = 64 * 1024
_WAL_BYTES = 64 * 1024 * 1024


class SQLiteStore(Store):
    """A store in a SQLite file; `opening.open_store` makes one and has checked the file.

    `waiting` is called once for each wait of more than two seconds, with a message for people.
    """

    def __init__(self, path: Path, *, read_only: bool = False, address: str | None = None) -> None:
        self.path = path
        self.read_only = read_only
        self.waiting = logging.getLogger("khabar").warning
        self._address = address or f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
        self._idle: list[sqlite3.Connection] = []
        self._turn = Lock()  # between threads; the lock file is between processes
        self._writer = 0
        self._closed = False
        self._connection = self._connect()
        self._data_version = 0
        self.written_by_others()

    def _connect(self) -> sqlite3.Connection:
        with self._plainly():
            connection = sqlite3.connect(
                self._address, uri=True, isolation_level=None, check_same_thread=False, timeout=_LONG_SECONDS
            )
            try:
                connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
                connection.execute("PRAGMA temp_store = MEMORY")
                connection.execute(f"PRAGMA journal_size_limit = {_WAL_BYTES}")
            except sqlite3.Error:
                connection.close()
                raise
            return connection

    def select(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of a query, with what the transaction under way has changed."""
        with self._plainly():
            return self._connection.execute(sql, values).fetchall()

    def change(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a changing statement once for each row of values; only inside `write()`."""
        if not self._connection.in_transaction:
            raise ArchiveError("This changes the archive. Do it inside `with store.write():`.")
        with self._plainly():
            self._connection.executemany(sql, rows)

    @contextmanager
    def write(self) -> Iterator[None]:
        """A transaction: at its end all of it is stored, or nothing; inside another it is part of that."""
        if self._writer == get_ident():
            yield
            return
        if self.read_only:
            raise ArchiveError(f"{self.path} was opened read-only. Open it without read_only to add to it.")
        with self._turn:
            self._begin()
            self._writer = get_ident()
            try:
                with self._plainly():
                    yield
                    self._connection.execute("COMMIT")
            finally:
                self._writer = 0
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def _begin(self) -> None:
        """Take the one place of the writer, however long another holds it."""
        from filelock import FileLock

        started, told = time.monotonic(), False
        turn = FileLock(f"{self.path}-turn", poll_interval=_POLL_SECONDS, thread_local=False)
        attempts: list[Callable[[], object]] = [
            lambda: turn.acquire(blocking=False),
            lambda: self._connection.execute("BEGIN IMMEDIATE"),
        ]
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            for attempt in attempts:
                while not self._succeeds(attempt):
                    if not told and time.monotonic() - started > _PATIENCE_SECONDS:
                        self.waiting(WAITING.format(path=self.path))
                        told = True
                    time.sleep(_POLL_SECONDS)
        finally:
            turn.release()
            self._connection.execute(f"PRAGMA busy_timeout = {_LONG_SECONDS * 1000:.0f}")

    def _succeeds(self, attempt: Callable[[], object]) -> bool:
        """Whether the attempt got its lock; any other failure is an ArchiveError."""
        try:
            with self._plainly():
                attempt()
        except TimeoutError:  # filelock's Timeout is one
            return False
        except NotImplementedError:  # a file system without such locks: only the turns are less fair
            return True
        except OSError as error:
            raise ArchiveError(
                f"{self.path}-turn, the lock beside the archive, cannot be made: {error}. "
                "Change the permissions of the folder."
            ) from error
        return True

    def written_by_others(self) -> bool:
        """Whether another process or store has written since this was last asked, or since the opening."""
        before = self._data_version
        ((self._data_version,),) = self.select("PRAGMA data_version")
        return self._data_version != before

    @contextmanager
    def reading(self) -> Iterator[Select]:
        """A snapshot to read from while others write; its rows stream."""
        if self._closed:
            raise ArchiveError(CLOSED.format(path=self.path))
        with self._plainly():
            connection = self._idle.pop() if self._idle else self._connect()
            connection.execute("BEGIN")
            try:
                yield connection.execute
            finally:
                connection.execute("ROLLBACK")
                self._idle.append(connection)
                if self._closed:
                    self.close()

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turn what SQLite says into what happened and what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise told_plainly(error, self.path) from error

    def close(self) -> None:
        """Give up the connections; those that still read go when they have read."""
        self._closed = True
        for connection in (*self._idle, self._connection):
            connection.close()
        self._idle.clear()


class Busy(TimeoutError):
    """Another connection has the lock."""


_WAYS_OUT = {
    sqlite3.SQLITE_FULL: "The disk that holds {path} is full. Make room and run the same command again; "
    "what was stored before is safe.",
    sqlite3.SQLITE_READONLY: "{path} may not be written to. Change the permissions of the file and its "
    "folder, or open it read-only.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened. Look whether the folder exists and may be written to.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged. Restore a backup, or save what can be read with "
    "`sqlite3 {path} .recover`, or add the sources to a new archive.",
    sqlite3.SQLITE_NOTADB: "{path} is not a khabar archive. Name another file with --archive.",
    sqlite3.SQLITE_IOERR: "The disk fails at {path}. Look at the disk, then run the same command again.",
}


def told_plainly(error: sqlite3.Error, path: Path) -> Exception:
    """The exception that tells people what SQLite's error means for their archive and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(str(error))
    if isinstance(error, sqlite3.ProgrammingError) and "closed" in str(error):
        return ArchiveError(CLOSED.format(path=path))
    way_out = _WAYS_OUT.get(code)
    if way_out:
        return ArchiveError(f"{way_out.format(path=path)} ({error})")
    return ArchiveError(f"{path} could not be read or written: {error}. Run the same command again.")
