"""A profile: what a report is compared by. It depends on the report and on the release alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..clean.instants import instant
from ..records import Report
from .clues import clues_of
from .copies import shingles_of
from .instalments import instalments_of
from .vectors import story_vectors

LEAD = 400  # characters in which a report says which of a series it is about
READ = 4000  # characters that are read for clues; later ones are background more often than news


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """`report` is its id; `instant` when it was published, in days, None when unknown.

    `vector` is not centred. `keys` (sorted) and `weights` are its clues; `series` which round, package … it is
    about; `shingles` the hashes that show copies; `encoder` what made the vector.
    """

    report: str
    instant: float | None
    language: str | None
    outlet: str | None
    encoder: str
    vector: NDArray[np.float32]
    keys: NDArray[np.uint64]
    weights: NDArray[np.float32]
    shingles: NDArray[np.uint32]
    series: dict[str, int]


def told(report: Report) -> str:
    """The text of a report that stories look at: all but the paragraphs that the outlet repeats."""
    pieces, at = [], 0
    for span in report.repeated:
        pieces.append(report.text[at : span.start])
        at = span.end
    return "".join([*pieces, report.text[at:]])


def profiles(
    reports: Iterable[Report], encoder_name: str = "default", at_once: int = 64
) -> Iterator[Profile]:
    """One profile a report, in order."""
    from ..encoder import open_encoder

    encoder = open_encoder(encoder_name)
    rest = iter(reports)
    while batch := list(islice(rest, at_once)):
        texts = [told(report) for report in batch]
        vectors = story_vectors(encoder, texts)
        for report, text, vector in zip(batch, texts, vectors, strict=True):
            keys, weights = clues_of(encoder, text[:READ])
            time = report.published or report.fetched
            yield Profile(
                report=report.id,
                instant=instant(time) if time else None,
                language=report.language,
                outlet=report.outlet,
                encoder=encoder.fingerprint,
                vector=vector,
                keys=keys,
                weights=weights,
                shingles=shingles_of(text[report.body_start :] or text),
                series=instalments_of(report.title, text[report.body_start :][:LEAD], report.language),
            )


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        return value.tobytes()
    raise NotImplementedError(f"a Profile holds no {type(value).__name__}")


DTYPES = {"vector": np.float32, "keys": np.uint64, "weights": np.float32, "shingles": np.uint32}


def packed(profile: Profile) -> bytes:
    """The profile as bytes, for the archive."""
    return msgspec.msgpack.encode(profile, enc_hook=_plain)


def unpacked(content: bytes) -> Profile:
    """The profile that `packed` made."""
    fields: dict[str, Any] = msgspec.msgpack.decode(content)
    for name, kind in DTYPES.items():
        fields[name] = np.frombuffer(fields[name], kind)
    return Profile(**fields)


def place(profile: Profile) -> tuple[bool, float, str]:
    """What profiles are ordered by: (published, id); undated ones come last, by their ids, never by the clock."""
    return profile.instant is None, profile.instant or 0.0, profile.report
