"""Streams of bytes, read with a bound: whole, by line, unpacked."""

from __future__ import annotations

import codecs
import io
import zlib
from collections.abc import Iterator
from typing import IO

from khabar.intake.items import Unreadable
from khabar.intake.limits import Limits, setting

CHUNK = 65_536
# Below this size a ratio says nothing: a short page of one repeated word packs far better than any text.
LEAST_SUSPECT = 1_000_000
RETRY_LARGER = f"split it, or {setting('most_megabytes')}"
# For what can only be read at once: a file on disk can be read piece by piece, a pipe cannot.
RETRY_FILE = "save it as a file, unpacked, and add that"


def size_text(size: int) -> str:
    """A number of bytes for people: 10 MB, 1.5 GB."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{size} bytes"


class Prefixed(io.RawIOBase):
    """A stream whose first bytes were already read, put back in front; for pipes, which cannot be rewound."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._head:
            taken = self._head[: len(view)]
            self._head = self._head[len(taken) :]
        else:
            taken = memoryview(self._rest.read(len(view)) or b"")
        view[: len(taken)] = taken
        return len(taken)

    def close(self) -> None:
        self._rest.close()
        super().close()


class Unpacked(io.RawIOBase):
    """A gzip stream (RFC 1952, with all its members) unpacked; raises `Unreadable` where it is cut or a
    bomb."""

    def __init__(self, packed: IO[bytes], limits: Limits, wbits: int = 31) -> None:
        self._packed, self._limits, self._wbits = packed, limits, wbits
        self._inflate = zlib.decompressobj(wbits)
        self._left = b""
        self._begun = False
        self.taken = 0
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while len(view):
            if not self._left and not self._fill():
                return 0
            try:
                out = self._inflate.decompress(self._left, min(len(view), CHUNK))
            except zlib.error as error:
                raise Unreadable(f"gzip data is damaged {self._where()}: {error}", RETRY_WHOLE) from error
            self._begun = True
            self._left = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self._next_member()
            if out:
                view[: len(out)] = out
                self._count(len(out))
                return len(out)
        return 0

    def _fill(self) -> bool:
        self._left = self._packed.read(CHUNK) or b""
        self.taken += len(self._left)
        if self._left:
            return True
        if self._begun:
            raise Unreadable(f"gzip data is cut {self._where()}", RETRY_WHOLE)
        return False

    def _next_member(self) -> None:
        rest = self._inflate.unused_data
        while not rest.strip(b"\0"):  # members may be padded with zeros (gzip manual, "Tapes")
            rest = self._packed.read(CHUNK) or b""
            self.taken += len(rest)
            if not rest:
                break
        self._left, self._begun = rest.lstrip(b"\0"), False
        if self._left and self._wbits == 31 and not self._left.startswith(b"\x1f"):
            self._left = b""  # what follows the last member is not gzip: gzip(1) ignores it too
            while self._packed.read(CHUNK):
                pass
        self._inflate = zlib.decompressobj(self._wbits)

    def _count(self, size: int) -> None:
        self.given += size
        if self.given > LEAST_SUSPECT and self.given > self._limits.most_ratio * max(self.taken, 1):
            raise Unreadable(
                f"unpacks to more than {self._limits.most_ratio} times its size {self._where()}: a bomb",
                "if it is what it should be, unpack it yourself and add the result",
            )

    def _where(self) -> str:
        return f"at byte {self.taken} ({self.given} unpacked)"

    def close(self) -> None:
        self._packed.close()
        super().close()


class Steady(io.RawIOBase):
    """Buffered reading of a stream that may break: gives every byte from before the break, then raises its
    error, again at each further read. (`io.BufferedReader` loses what it holds when its stream raises.)"""

    def __init__(self, stream: IO[bytes] | io.RawIOBase) -> None:
        self._stream, self._held, self._place = stream, b"", 0
        self._error: Unreadable | None = None
        self._ended = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        parts: list[bytes] = []
        while size != 0 and self._more():
            part = self._held[self._place :] if size < 0 else self._held[self._place : self._place + size]
            self._place += len(part)
            size -= len(part) if size > 0 else 0
            parts.append(part)
        return self._given(b"".join(parts), wanted=size != 0 or bool(parts))

    def readline(self, size: int | None = -1) -> bytes:
        left = -1 if size is None else size
        parts: list[bytes] = []
        while left != 0 and self._more():
            end = self._held.find(b"\n", self._place) + 1 or len(self._held)
            part = self._held[self._place : end if left < 0 else min(end, self._place + left)]
            self._place += len(part)
            left -= len(part) if left > 0 else 0
            parts.append(part)
            if part.endswith(b"\n"):
                break
        return self._given(b"".join(parts), wanted=True)

    def _more(self) -> bool:
        """Whether there are bytes to give, after a look at the stream if none are held."""
        while self._place >= len(self._held) and not self._ended:
            try:
                self._held, self._place = self._stream.read(CHUNK) or b"", 0
                self._ended = not self._held
            except Unreadable as error:
                self._error, self._ended = error, True
        return self._place < len(self._held)

    def _given(self, out: bytes, *, wanted: bool) -> bytes:
        if not out and wanted and self._error:
            raise self._error
        return out

    def close(self) -> None:
        self._stream.close()
        super().close()


RETRY_WHOLE = "get the whole file again and add it; what was read before is kept"


def head_of(stream: IO[bytes], size: int = CHUNK) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a stream, and the stream as if they had not been read."""
    head = b""
    try:
        while len(head) < size and (part := stream.read(size - len(head))):
            head += part
    except Unreadable:
        if not head:
            raise  # else the stream raises again, after its head
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return head, stream
    return head, Prefixed(head, stream)  # type: ignore[return-value]


def read_up_to(stream: IO[bytes], size: int) -> bytes:
    """`size` bytes, or fewer at the end of the stream; pipes give less than asked for at a time."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(min(size, CHUNK * 16))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def whole(stream: IO[bytes], most: int, retry: str = RETRY_LARGER) -> bytes:
    """All of a stream. Raises `Unreadable` where it is empty or, with `retry`, longer than `most`."""
    content = read_up_to(stream, most + 1)
    if len(content) > most:
        raise Unreadable(f"larger than {size_text(most)}", retry)
    if not content.strip(b" \t\r\n\x0b\x0c\0\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("empty", "get the file again, or leave it out")
    return content


def lines(stream: IO[bytes], most: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines of a stream; None for one longer than `most`, which is passed over without being
    kept."""
    number, line, too_long = 1, bytearray(), False
    for chunk in _recoded(stream):
        first, *others = chunk.split(b"\n")
        too_long = too_long or len(line) + len(first) > most
        line = bytearray() if too_long else line + first
        for piece in others:
            yield number, None if too_long else bytes(line).removesuffix(b"\r")
            too_long = len(piece) > most
            number, line = number + 1, bytearray() if too_long else bytearray(piece)
    if line or too_long:
        yield number, None if too_long else bytes(line).removesuffix(b"\r")


def _recoded(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream's chunks without byte order mark, in UTF-8 where it was UTF-16 or UTF-32; lone CR becomes
    LF."""
    from khabar.clean.decode import wide_encoding

    head, stream = head_of(stream)
    lone_cr = b"\n" not in head and b"\r" in head  # the line end of old spreadsheets
    wide = wide_encoding(head)
    decoder = codecs.getincrementaldecoder(wide)(errors="replace") if wide else None
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    while chunk := stream.read(CHUNK):
        if decoder:
            chunk = decoder.decode(chunk).encode("utf-8", "replace")
        yield chunk.replace(b"\r", b"\n") if lone_cr else chunk
