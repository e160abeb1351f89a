"""Files, folders, globs and the standard input."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from khabar.intake.fetch import Fetcher
from khabar.intake.items import Item, Opening, Unreadable, set_aside
from khabar.intake.kinds import items_of

STDIN = "-"
_GLOB = frozenset("*?[")


def path_items(path: str, fetcher: Fetcher) -> Iterator[Item]:
    """Everything in a file, a folder (with its folders, in order of names) or what a glob matches.

    Hidden files and folders within a folder are left out, as a shell's `*` leaves them out."""
    if path == STDIN:
        yield from items_of(Opening("standard input", sys.stdin.buffer), fetcher)
        return
    try:
        if os.path.isdir(path):
            yield from _folder_items(path, fetcher)
        elif os.path.lexists(path) or not _GLOB.intersection(path):
            yield from _file_items(path, fetcher, found=False)
        else:
            yield from _glob_items(path, fetcher)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield set_aside(readable(path), error)


def readable(path: str) -> str:
    """A path as it can be printed and stored: bytes that are no UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _glob_items(pattern: str, fetcher: Fetcher) -> Iterator[Item]:
    matches = sorted(glob.glob(os.path.expanduser(pattern), recursive=True))
    if not matches:
        yield set_aside(readable(pattern), Unreadable("no file matches", "check the pattern and the folder"))
    for match in matches:
        if os.path.isdir(match):
            if "**" not in pattern:  # whose matches name the files within as well
                yield from _folder_items(match, fetcher)
        else:
            yield from _file_items(match, fetcher, found=True)


def _folder_items(folder: str, fetcher: Fetcher) -> Iterator[Item]:
    problems: list[OSError] = []
    read = False
    for place, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if os.path.islink(link := os.path.join(place, name)):  # which may lead back here, round and round
                read = True
                problem = Unreadable("a link to a folder, which is not followed", "add the folder itself")
                yield set_aside(readable(link), problem)
        for name in sorted(name for name in files if not name.startswith(".")):
            read = True
            yield from _file_items(os.path.join(place, name), fetcher, found=True)
        while problems:
            read = True
            yield _unreadable_folder(problems.pop())
    for unread in problems:
        read = True
        yield _unreadable_folder(unread)
    if not read:
        yield set_aside(
            readable(folder), Unreadable("the folder is empty", "add the folder that holds the files")
        )


def _unreadable_folder(problem: OSError) -> Item:
    return set_aside(readable(os.fspath(problem.filename or "")), problem)


def _file_items(path: str, fetcher: Fetcher, *, found: bool) -> Iterator[Item]:
    name = readable(path)
    try:
        if not os.path.lexists(path):
            raise Unreadable("no such file or folder", "check the path")
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode) and (found or not stat.S_ISFIFO(mode)):
            raise Unreadable(
                "a device, socket or pipe, not a file", "add a file, or pipe it into khabar add -"
            )
        stream = Path(path).open("rb")  # noqa: SIM115 - items_of closes it
    except (OSError, ValueError, Unreadable) as error:
        yield set_aside(name, error)
        return
    yield from items_of(Opening(name, stream, found=found), fetcher)
