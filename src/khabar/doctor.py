"""Whether this installation works, and what to do where it does not.

Each check is a function that looks at one thing and says what it found; one that raises is a problem by
itself, with the error as what was found.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import KhabarError
from .settings import Settings

LEAST_PYTHON = (3, 11)
REINSTALL = "pip install --force-reinstall khabar"
LEAST_FREE = 1_000_000_000  # bytes: the encoder's cache is 86 MB, and 100,000 reports are about 600 MB


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, its result (ok, note or problem), what was found, and what to do. A note harms
    nothing yet; a problem keeps something essential from working."""

    name: str
    result: str
    found: str
    todo: str = ""


def checks(settings: Settings) -> list[Check]:
    """Every check, in the order of the list below; none of them raises."""
    made: list[Check] = []
    for name, look in LOOKS.items():
        try:
            made.extend(Check(name, *found) for found in look(settings))
        except Exception as error:  # any: a broken installation breaks in ways of its own
            made.append(Check(name, "problem", f"{type(error).__name__}: {error}", "mend this and try again"))
    return made


def works(made: Sequence[Check]) -> bool:
    """Whether nothing essential is broken."""
    return all(check.result != "problem" for check in made)


Found = Iterator[tuple[str, str, str]]


def _python(settings: Settings) -> Found:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= LEAST_PYTHON
    yield (
        "ok" if good else "problem",
        f"{version} at {sys.executable}",
        "" if good else f"install Python {LEAST_PYTHON[0]}.{LEAST_PYTHON[1]} or later",
    )


def _sqlite(settings: Settings) -> Found:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        yield "ok", f"{sqlite3.sqlite_version} with FTS5", ""
    except sqlite3.OperationalError:
        todo = "use a Python whose SQLite has FTS5 (python.org, conda and the Linux distributions have it)"
        yield "problem", f"{sqlite3.sqlite_version} without FTS5", todo
    finally:
        connection.close()


def _encoder(settings: Settings) -> Found:
    from .encoder import open_encoder
    from .encoder.cache import cache_folder

    try:
        encoder = open_encoder(settings.encoder)
    except KhabarError as error:
        yield "problem", str(error), f"{REINSTALL}, or name another encoder"
        return
    width = encoder.vectors(["khabar"]).shape[-1]
    kept = "" if settings.encoder != "default" else f"; cache {_size(cache_folder())} in {cache_folder()}"
    yield "ok", f"{encoder.name}, vectors of {width} numbers{kept}", ""


def _languages(settings: Settings) -> Found:
    from .clean.identifiers import IDENTIFIERS

    for identifier in IDENTIFIERS:
        try:
            identifier.ask("Habari za leo kutoka Dar es Salaam")
        except (ImportError, OSError, ValueError) as error:
            yield "problem", f"{identifier.name} does not answer: {error}", REINSTALL
        else:
            yield "ok", identifier.name, ""


def _archive(settings: Settings) -> Found:
    if not _file(settings.archive).exists():
        yield "ok", f"none yet at {settings.archive}", "khabar add PAGE… makes it"
        return
    from .archive import open as open_archive

    with open_archive(settings.archive, settings=settings, read_only=True) as archive:
        sizes = [len(story.reports) for story in archive.stories()]
    yield "ok", f"{settings.archive}: {sum(sizes)} reports in {len(sizes)} stories", ""
    yield from _integrity(_file(settings.archive))


def _integrity(path: Path) -> Found:
    """SQLite's own check of the file (https://sqlite.org/pragma.html#pragma_quick_check)."""
    import sqlite3

    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()
    if answer == "ok":
        yield "ok", f"file is sound, schema version {version}, {_size(path)}", ""
    else:
        todo = "copy the file, then `sqlite3 COPY .recover` saves what can be read; add the pages again"
        yield "problem", f"file is damaged: {answer}", todo


def _disk(settings: Settings) -> Found:
    import shutil

    from .encoder.cache import cache_folder

    for place in dict.fromkeys([_nearest(_file(settings.archive)), _nearest(cache_folder())]):
        free = shutil.disk_usage(place).free
        good = free >= LEAST_FREE
        todo = "" if good else "free some room: 100,000 reports need about 600 MB"
        yield "ok" if good else "note", f"{free / 1e9:.1f} GB free at {place}", todo


def _extras(settings: Settings) -> Found:
    from importlib.util import find_spec

    for extra, module in {"dask": "distributed", "ray": "ray", "train": "sklearn"}.items():
        there = find_spec(module) is not None
        yield (
            "ok",
            f"[{extra}] {'installed' if there else 'not installed'}",
            ("" if there else f"only if you want it: pip install 'khabar[{extra}]'"),
        )


def _file(archive: str) -> Path:
    """Where the archive of an address is."""
    return Path(archive.removeprefix("sqlite:///")).expanduser()


def _nearest(path: Path) -> Path:
    """The path's nearest folder that exists."""
    return next(folder for folder in path.absolute().parents if folder.is_dir())


def _size(path: Path) -> str:
    """The size of a file or of everything in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return f"{sum(file.stat().st_size for file in files if file.is_file()) / 1e6:.0f} MB"


LOOKS: dict[str, Callable[[Settings], Found]] = {
    "Python": _python,
    "SQLite": _sqlite,
    "encoder": _encoder,
    "languages": _languages,
    "archive": _archive,
    "disk": _disk,
    "extras": _extras,
}
