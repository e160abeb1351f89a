"""Keeps a built graph on this machine: built once, checked at every opening, safe with many processes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from ..errors import EncoderError

LIST = "sha256.json"
LONGEST_WAIT = 120.0  # seconds for another process's build, which takes a few


def cache_folder(cache: Path | None = None) -> Path:
    """`cache`, else the environment's KHABAR_CACHE, else the user's cache folder."""
    if cache is not None:
        return cache
    if named := os.environ.get("KHABAR_CACHE"):
        return Path(named)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("khabar"))


def kept(folder: Path, build: Callable[[Path], None]) -> Path:
    """`folder`, filled by `build` where it is missing or damaged.

    The folder appears whole or not at all: it is built beside its place and renamed, under a lock. Raises
    EncoderError where the place cannot be written.
    """
    if is_sound(folder):
        return folder
    from filelock import FileLock, Timeout

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{folder.name}.lock"), timeout=LONGEST_WAIT):
            if not is_sound(folder):
                _build_beside(folder, build)
    except Timeout as error:
        raise EncoderError(
            f"Another process has been building the encoder in {folder.parent} for {LONGEST_WAIT:.0f} s. "
            "Wait for it, or end it, and try again."
        ) from error
    except OSError as error:
        raise EncoderError(
            f"The encoder's cache {folder} cannot be written: {error}. Free some room (100 MB) or name "
            "another folder in the environment variable KHABAR_CACHE."
        ) from error
    return folder


def is_sound(folder: Path) -> bool:
    """Whether every file of the folder is there with the hash it was written with."""
    try:
        listed = json.loads((folder / LIST).read_bytes())
        return bool(listed) and all(sha256_of(folder / name) == found for name, found in listed.items())
    except (OSError, ValueError, AttributeError):
        return False


def sha256_of(path: Path) -> str:
    """The file's sha256 in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _build_beside(folder: Path, build: Callable[[Path], None]) -> None:
    part, damaged = folder.with_name(f"{folder.name}.part"), folder.with_name(f"{folder.name}.damaged")
    for leftover in (part, damaged):
        shutil.rmtree(leftover, ignore_errors=True)
    part.mkdir()
    build(part)
    listed = {path.name: sha256_of(path) for path in sorted(part.iterdir())}
    (part / LIST).write_text(json.dumps(listed, indent=1))
    if folder.exists():
        folder.rename(damaged)  # processes that have it open keep their files
    part.rename(folder)
    shutil.rmtree(damaged, ignore_errors=True)
