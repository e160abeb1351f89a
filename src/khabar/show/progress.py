"""How far `add` is: a bar on a terminal, a line now and then elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

SECONDS_BETWEEN_LINES = 10.0
BAR_FROM_WIDTH = 76  # a narrower terminal gets the numbers alone
WORDS = {"clean": "cleaning", "stories": "grouping"}


class Progress(Protocol):
    """What `add` tells: the phase (clean, stories), inputs done of how many (None: not known yet), stories
    so far, inputs set aside so far."""

    @property
    def phase(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int | None: ...
    @property
    def stories(self) -> int: ...
    @property
    def set_aside(self) -> int: ...


class Watch(Protocol):
    """Something that follows an `add`: called with each Progress, open while the work lasts."""

    def __enter__(self) -> Watch: ...
    def __exit__(self, *error: object) -> None: ...
    def __call__(self, progress: Progress) -> None: ...


@dataclass(slots=True)
class Silent:
    """Follows and says nothing."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def __call__(self, progress: Progress) -> None:
        return None


@dataclass(slots=True)
class Lines:
    """A line every ten seconds, for logs."""

    say: Callable[[str], None]
    now: Callable[[], float] = time.monotonic
    _phase: str = ""
    _began: tuple[float, int] = (0.0, 0)
    _said: float = 0.0

    def __enter__(self) -> Lines:
        self._said = self.now()
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def __call__(self, progress: Progress) -> None:
        now = self.now()
        if progress.phase != self._phase:
            self._phase, self._began = progress.phase, (now, progress.done)
        if now - self._said >= SECONDS_BETWEEN_LINES:
            self._said = now
            self.say(sentence(progress, *_pace(progress, now - self._began[0], self._began[1])))


def _pace(progress: Progress, seconds: float, done_before: int) -> tuple[float, float | None]:
    """Inputs a second since the phase began, and the seconds that are left at that rate."""
    rate = (progress.done - done_before) / seconds if seconds > 0 else 0.0
    left = None if progress.total is None or rate <= 0 else max(0, progress.total - progress.done) / rate
    return rate, left


def sentence(progress: Progress, rate: float, left: float | None) -> str:
    """`cleaning: 1200 of 5000, 26.1/s, 2:26 left, 310 stories, 2 set aside`."""
    parts = [f"{progress.done} of {progress.total}" if progress.total is not None else f"{progress.done}"]
    if rate > 0:
        parts.append(f"{rate:.1f}/s")
    if left is not None:
        parts.append(f"{int(left) // 60}:{int(left) % 60:02d} left")
    return f"{WORDS.get(progress.phase, progress.phase)}: {', '.join(parts + _counts(progress))}"


def _counts(progress: Progress) -> list[str]:
    counts = [f"{progress.stories} stories"] if progress.stories else []
    return counts + ([f"{progress.set_aside} set aside"] if progress.set_aside else [])


@dataclass(slots=True)
class Moving:
    """A bar with rate and time left, one for each phase."""

    _bar: Bar | None = None
    _tasks: dict[str, TaskID] = field(default_factory=dict)

    def __enter__(self) -> Moving:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        from .terminal import messages

        console = messages()
        wide = console.width >= BAR_FROM_WIDTH
        self._bar = Bar(
            TextColumn("{task.description}", markup=False),
            *([BarColumn(bar_width=None)] if wide else []),
            MofNCompleteColumn(),
            _rate_column(),
            TimeRemainingColumn(compact=True),
            *([TextColumn("left")] if wide else []),
            TextColumn("{task.fields[counts]}", markup=False),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._bar.start()
        self._tasks[""] = self._bar.add_task("working", total=None, counts="")  # until the first word comes
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        if self._bar is None:
            return
        if "" in self._tasks:
            self._bar.remove_task(self._tasks.pop(""))
        counts = ", ".join(_counts(progress))
        if progress.phase not in self._tasks:
            word = WORDS.get(progress.phase, progress.phase)
            self._tasks[progress.phase] = self._bar.add_task(word, total=progress.total, counts=counts)
        task = self._tasks[progress.phase]
        self._bar.update(task, completed=progress.done, total=progress.total, counts=counts)


def _rate_column() -> Any:
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    class Rate(ProgressColumn):
        """Inputs a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f}/s" if speed else "")

    return Rate()


def watch(quiet: bool) -> Watch:
    """Who follows the work here: nobody when quiet, a bar on a terminal, lines elsewhere."""
    if quiet:
        return Silent()
    if sys.stderr.isatty():
        return Moving()
    from .messages import say

    return Lines(say)
