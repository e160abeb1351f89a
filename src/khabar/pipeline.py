"""Stages in a row: what flows, who goes first, and how a run that was cut short goes on.

A stage is a frozen dataclass whose fields are its settings. It says what it `needs` and `adds`, and turns an
iterator of items into another. Items are frozen; a stage returns changed copies and drops none without a
reason. The stages never open the archive: one driver takes what they give and writes it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from .errors import PipelineError
from .records import Page, Report

if TYPE_CHECKING:
    from .stories.profile import Profile

DIGEST_BYTES = 16

Engine = Callable[[Callable[["Shard"], "Shard"], Iterable["Shard"]], Iterator["Shard"]]


@dataclass(frozen=True, slots=True)
class Item:
    """One input on its way: the page it came as, the report it became, what stories compare it by.

    `dropped` says why it goes no further; it is empty while the item is in the flow.
    """

    source: str
    page: Page | None = None
    report: Report | None = None
    profile: Profile | None = None
    dropped: str = ""
    retry: str = ""


Shard = list[Item]


class Stage(Protocol):
    """A step of the pipeline; `needs` and `adds` are names of Item's fields."""

    @property
    def needs(self) -> frozenset[str]: ...

    @property
    def adds(self) -> frozenset[str]: ...

    def __call__(self, items: Iterable[Item]) -> Iterator[Item]: ...


def check(stages: Sequence[Stage], given: frozenset[str]) -> None:
    """Raise PipelineError when a stage lacks what it needs at its place in the row."""
    there = given
    for stage in stages:
        missing = stage.needs - there
        if missing:
            raise PipelineError(
                f"{type(stage).__name__} needs {', '.join(sorted(missing))}, which no earlier stage adds. "
                "Put the stage that adds it before this one."
            )
        there |= stage.adds


def flow(stages: Sequence[Stage], items: Iterable[Item]) -> Iterator[Item]:
    """The pipeline: each stage takes what the one before it gives."""
    for stage in stages:
        items = stage(items)
    yield from items


@dataclass(frozen=True, slots=True)
class ShardTask:
    """All stages over one shard; what an engine sends to a worker. With a folder, a result that an earlier
    run left there is taken instead of made again."""

    stages: tuple[Stage, ...]
    folder: Path | None = None

    def __call__(self, shard: Shard) -> Shard:
        if self.folder is None:
            return list(flow(self.stages, shard))
        path = _shard_file(fingerprint(shard, self.stages), self.folder)
        known = load_shard(path)
        if known is not None:
            return known
        result = list(flow(self.stages, shard))
        save_shard(path, result)
        return result


def run(
    shards: Iterable[Shard], stages: Sequence[Stage], engine: Engine, folder: Path | None = None
) -> Iterator[Shard]:
    """Each shard after all stages, in the order of the shards, on whatever engine.

    Finished shards are kept in `folder` (written beside, then renamed), so that a run which was killed takes
    up what is done; the caller lets each `forget` when it has stored it.
    """
    return engine(ShardTask(tuple(stages), folder), shards)


def cut(items: Iterable[Item], most: int, most_bytes: int = 64_000_000) -> Iterator[Shard]:
    """Items in shards of at most `most` items and about `most_bytes` of content (bounds the memory)."""
    shard: Shard = []
    size = 0
    for item in items:
        shard.append(item)
        size += len(item.page.content) if item.page else len(item.report.text) if item.report else 0
        if len(shard) >= most or size >= most_bytes:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def fingerprint(shard: Shard, stages: Sequence[Stage]) -> str:
    """The hash of input, settings and version: equal exactly when a result may be reused."""
    from . import __version__

    parts = hashlib.blake2b(digest_size=DIGEST_BYTES)
    parts.update(repr((__version__, stages)).encode())
    parts.update(_encoder.encode(shard))
    return parts.hexdigest()


_encoder = msgspec.msgpack.Encoder(order="deterministic")


@dataclass(frozen=True, slots=True)
class _Kept:
    """An item after all stages, as it lies in a shard's file: its page is no longer needed."""

    source: str
    report: Report | None
    profile: bytes | None
    dropped: str
    retry: str


def _shard_file(mark: str, folder: Path) -> Path:
    return folder / f"{mark}.shard"


def forget(mark: str, folder: Path) -> None:
    """Remove the kept result of the shard of this fingerprint, if there is one: it is stored now."""
    _shard_file(mark, folder).unlink(missing_ok=True)


def save_shard(path: Path, shard: Shard) -> None:
    """Write a shard so that a reader sees all of it or nothing."""
    from .stories.profile import packed

    rows = [
        _Kept(
            item.source, item.report, packed(item.profile) if item.profile else None, item.dropped, item.retry
        )
        for item in shard
    ]
    content = _encoder.encode(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(_digest(content) + content)
    part.replace(path)


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest()


def load_shard(path: Path) -> Shard | None:
    """Read what save_shard wrote; None where there is nothing, or nothing whole."""
    from .stories.profile import unpacked

    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return None
    content = written[DIGEST_BYTES:]
    if written[:DIGEST_BYTES] != _digest(content):
        return None  # a disk that lost power may keep the name and lose the rest
    rows = msgspec.msgpack.decode(content, type=list[_Kept])
    return [
        Item(
            row.source,
            None,
            row.report,
            unpacked(row.profile) if row.profile else None,
            row.dropped,
            row.retry,
        )
        for row in rows
    ]
