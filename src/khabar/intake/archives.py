"""Gzip files and ZIP archives: what lies inside, unpacked as it is read and never beyond the limits."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from khabar.intake.fetch import Fetcher, with_stream
from khabar.intake.items import Item, Opening, Unreadable, set_aside
from khabar.intake.kinds import items_of
from khabar.intake.limits import Limits
from khabar.intake.streams import LEAST_SUSPECT, RETRY_FILE, Steady, Unpacked, whole


def gzip_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """What a gzip stream holds; its name without .gz tells the kind where the content does not."""
    unpacked: IO[bytes] = Steady(Unpacked(opening.stream, fetcher.limits))  # type: ignore[assignment]
    yield from items_of(
        with_stream(opening, unpacked, re.sub(r"\.gz$", "", opening.name, flags=re.I)), fetcher
    )

BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile unpacks bzip2 and LZMA without a limit


def zip_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The files of a ZIP archive whose names or contents are of a kind we read, in the archive's order."""
    stream = opening.stream
    if not stream.seekable():
        stream = io.BytesIO(whole(stream, fetcher.limits.most_bytes_whole, RETRY_FILE))
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"the ZIP archive is damaged: {error}", "get the whole file again") from error
    members = [
        member for member in archive.infolist() if not member.is_dir() and not _hidden(member.filename)
    ]
    if not members:
        raise Unreadable("empty: the archive holds no files", "get the file again, or leave it out")
    for member in members:
        name = f"{opening.name}/{member.filename}"
        if member.compress_type not in BOUNDED:
            reason = "packed by a method that cannot be unpacked piece by piece, so that its size has no bound"
            yield set_aside(name, Unreadable(reason, "unpack it yourself and add the files"))
            continue
        try:
            packed = archive.open(member)
        except Exception as error:  # encrypted, an unknown method, a damaged header: each its own exception
            yield set_aside(
                name, Unreadable(f"cannot be unpacked: {error}", "unpack it yourself and add the files")
            )
            continue
        member_stream: IO[bytes] = Steady(_Member(packed, member, fetcher.limits))  # type: ignore[assignment]
        inner = with_stream(opening, member_stream, name)
        yield from items_of(inner, fetcher)


class _Member(io.RawIOBase):
    """A member of an archive that stops being read where it unpacks to more than a text can."""

    def __init__(self, packed: IO[bytes], member: zipfile.ZipInfo, limits: Limits) -> None:
        self._packed, self._size, self._limits, self._given = packed, member.compress_size, limits, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            out = self._packed.read(len(view))
        except Exception as error:  # zlib.error, BadZipFile, EOFError, NotImplementedError …
            raise Unreadable(
                f"cannot be unpacked: {error or type(error).__name__}", "get the whole file again"
            ) from error
        view[: len(out)] = out
        self._given += len(out)
        if self._given > LEAST_SUSPECT and self._given > self._limits.most_ratio * max(self._size, 1):
            raise Unreadable(
                f"unpacks to more than {self._limits.most_ratio} times its size: a bomb",
                "if it is what it should be, unpack it yourself and add the result",
            )
        return len(out)

    def close(self) -> None:
        self._packed.close()
        super().close()


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
