"""Adding: sources through the pipeline into the archive, batch by batch.

A batch and the stories it settles are stored in one transaction. Inputs that an earlier run has stored are known
by their fingerprint and not cleaned and encoded again, whatever new ones stand beside them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .. import intake
from ..clean.stage import Clean
from ..engines import engine_named
from ..pipeline import Engine, Item, Shard, Stage, check, cut, fingerprint, forget, run
from ..records import Report, SetAside, Summary
from ..settings import Settings
from ..stories.profile import Profile, profiles
from ..stories.stage import Profiles
from .rebuild import rebuild_if_needed
from .settle import settling
from .work import work_folder

if TYPE_CHECKING:
    from .archive import Archive


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an `add` is: `done` inputs of `total` (None: not known), the stories touched, what was set
    aside."""

    phase: str
    done: int
    total: int | None = None
    stories: int = 0
    set_aside: int = 0


@dataclass(slots=True)
class _Count:
    """What has been done so far."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    done: int = 0
    stories: set[str] = field(default_factory=set)
    set_aside: list[SetAside] = field(default_factory=list)

    def progress(self) -> Progress:
        return Progress("stories", self.done, None, len(self.stories), len(self.set_aside))

    def summary(self, stories: int) -> Summary:
        return Summary(self.added, self.updated, self.unchanged, stories, self.set_aside)


def limits_of(settings: Settings) -> intake.Limits:
    """Intake's limits as the settings say."""
    return intake.Limits(
        most_bytes=int(settings.most_megabytes * 1_000_000),
        seconds=settings.fetch_seconds,
        redirects=settings.fetch_redirects,
        follow_links=settings.follow_links,
        most_followed=settings.most_followed,
        allow_private=settings.private_addresses,
    )


def items(sources: Any, limits: intake.Limits, clean: bool) -> Iterator[Item]:
    """Everything in the sources as items; with `clean`, records are cleaned like pages."""
    for found in intake.pages(sources, limits=limits):
        match found:
            case intake.SetAside():
                yield Item(found.source, dropped=found.reason, retry=found.retry)
            case intake.Page():
                yield Item(found.source or found.url or "", page=found)
            case intake.Record() if clean:
                yield Item(found.source, page=intake.page_of(found))
            case intake.Record():
                report = intake.report_of(found)
                yield Item(found.source, report=report)
            case Report():
                yield Item(found.url or found.id, report=found)


def add(
    archive: Archive,
    sources: Any,
    engine: Any = None,
    progress: Callable[[Progress], Any] | None = None,
    *,
    workers: int | None = None,
    clean: bool = False,
    reading: bool = True,
) -> Summary:
    """Clean, compare and store everything in the sources; say what became of it.

    `engine` is a name or an Engine, `clean` sends record texts through cleaning too. `reading` is accepted for
    the reading of events, which this version does not do. Safe to run again after any interruption.
    """
    settings = archive.settings
    if not callable(engine):
        engine = engine_named(engine or settings.engine, settings.workers if workers is None else workers)
    return _Adding(archive, engine, progress).add(items(sources, limits_of(settings), clean))


class _Adding:
    """One run of `add`."""

    def __init__(self, archive: Archive, engine: Engine, progress: Callable[[Progress], Any] | None) -> None:
        self.store, self.settings, self.engine = archive.store, archive.settings, engine
        self.progress = progress or (lambda _: None)
        self.stages: tuple[Stage, ...] = (Clean(), Profiles(self.settings.encoder))
        self.index = archive.index
        self.count = _Count()
        self.waiting: deque[str] = deque()  # marks of the inputs that are under way, in order
        self.under_way: deque[str] = deque()  # fingerprints of their shards
        check(self.stages, frozenset({"source"}))

    def add(self, given: Iterable[Item]) -> Summary:
        self._catch_up()
        with work_folder(self.store) as folder:
            shards = self._numbered(cut(self._new(given), self.settings.shard))
            for shard in run(shards, self.stages, self.engine, folder):
                try:
                    self._store(shard, [self.waiting.popleft() for _ in shard])
                except BaseException:
                    self.index.forget()  # it may hold what the transaction has not kept
                    raise
                forget(self.under_way.popleft(), folder)
                self.progress(self.count.progress())
        return self.count.summary(len(self.store.stories_now(self.count.stories)))

    def _catch_up(self) -> None:
        """What the archive holds follows the present settings, also when nothing new comes."""
        rebuild_if_needed(self.store, self.settings, self.index)
        with self.store.write():
            self._settle([], [])

    def _new(self, given: Iterable[Item]) -> Iterator[Item]:
        """The inputs that no earlier run has stored. What was set aside comes again: it may have been mended."""
        for some in cut(given, self.settings.shard):
            marks = [fingerprint([_itself(item)], self.stages) for item in some]
            known = self.store.stored_inputs(marks)
            for item, mark in zip(some, marks, strict=True):
                if mark not in known:
                    self.waiting.append(mark)
                    yield item
            if count := sum(mark in known for mark in marks):
                self.count.unchanged += count
                self.count.done += count
                self.progress(self.count.progress())

    def _numbered(self, shards: Iterable[Shard]) -> Iterator[Shard]:
        """The shards, with their fingerprints noted: by these the files of finished ones are named."""
        for shard in shards:
            self.under_way.append(fingerprint(shard, self.stages))
            yield shard

    def _store(self, shard: Shard, marks: list[str]) -> None:
        """One shard and the stories it settles, in one transaction."""
        dropped = [SetAside(item.source, item.dropped, item.retry) for item in shard if item.dropped]
        kept = [item for item in shard if not item.dropped and item.report is not None]
        reports = [item.report for item in kept if item.report is not None]
        with self.store.write():
            rebuild_if_needed(self.store, self.settings, self.index)
            self.store.put_set_aside(dropped, [item.report for item in shard if item.dropped])
            outcome = self.store.put_reports(reports, [item.source for item in kept])
            stories = self._settle(outcome.changed, kept)
            set_aside = dropped + outcome.set_aside
            out = {aside.source for aside in set_aside}
            self.store.mark_inputs(
                mark for item, mark in zip(shard, marks, strict=True) if item.source not in out
            )
        self.count.added += len(outcome.added)
        self.count.updated += len(outcome.updated)
        self.count.unchanged += len(outcome.unchanged)
        self.count.set_aside += set_aside
        self.count.stories.update(stories)
        self.count.done += len(shard)

    def _settle(self, changed: list[str], kept: list[Item]) -> list[str]:
        """Settle the stories that follow from changed reports; gives their ids."""
        repeated = self.store.refresh_repeated(changed, self.settings.repeated_from)
        new = self._profiles(changed, kept, repeated)
        return settling(self.store, self.index, self.settings.window_days).settle(new) if new else []

    def _profiles(self, changed: list[str], kept: list[Item], repeated: list[Report]) -> list[Profile]:
        """Profiles of the reports whose text, or whose told part of it, is another now. Those that a stage made
        of exactly the current version are taken; the others are made here."""
        made = {_seen(item.report): item.profile for item in kept if item.report is not None}
        again = {report.id: report for report in repeated}
        ready, missing = [], list(again.values())
        for report in self.store.reports_of(set(changed) - set(again)):
            profile = made.get(_seen(report))
            if profile is not None:
                ready.append(profile)
            else:
                missing.append(report)
        # Where nothing is missing the encoder stays closed: with other engines the driver needs none.
        return ready + (list(profiles(missing, self.settings.encoder)) if missing else [])


def _itself(item: Item) -> Item:
    """The item without where it lay and when it was fetched: the same page at another path, or fetched again, is
    the same input."""
    page = replace(item.page, source="", fetched=None) if item.page else None
    return replace(item, source="", page=page)


def _seen(report: Report) -> tuple[object, ...]:
    """Everything of a report that its profile depends on."""
    return (
        report.id,
        report.version,
        report.body_start,
        report.published,
        report.fetched,
        report.language,
        report.outlet,
    )
