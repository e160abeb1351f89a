"""Language centres learned from an archive: what the vectors of a language's reports have in common."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import ArchiveError, SettingError
from ..stories.centres import SHRINK, Centres, open_centres, save, shrunk
from ..stories.profile import unpacked
from .index import Index
from .rebuild import centres_of, rebuild_if_needed

if TYPE_CHECKING:
    from .archive import Archive
    from .store import Store

Sums = dict[str, NDArray[np.float64]]


def learn_centres(archive: Archive, path: Path) -> Centres:
    """Learn a centre for each language of the archive, write them to `path`, group the archive's reports anew
    by them, and give them.

    Use them from then on by naming the file in the setting `centres`; with another value there the next `add`
    goes back. Raises ArchiveError where there is nothing to learn from, SettingError where the file cannot be
    written.
    """
    rebuild_if_needed(archive.store, archive.settings, archive.index)
    sums, counts, encoder = _sums(archive.store)
    if not sums:
        raise ArchiveError(
            f"{archive.store.path} holds no report in a known language to learn from. Add some with `khabar add`."
        )
    path = path.absolute()
    try:
        save(_learned(sums, counts, encoder, str(path)), path)
    except OSError as error:
        raise SettingError(f"{path} cannot be written: {error.strerror}. Name another file.") from None
    open_centres.cache_clear()  # the file may have held others before
    settings = replace(archive.settings, centres=str(path))
    rebuild_if_needed(archive.store, settings, Index(archive.store, centres_of(settings)))
    return open_centres(str(path))


def _sums(store: Store) -> tuple[Sums, Counter[str], str]:
    """The sum of the vectors of each language, their number, and the encoder that made them."""
    sums: Sums = {}
    counts: Counter[str] = Counter()
    encoder = ""
    for _, content in store.profiles():
        profile = unpacked(content)
        if profile.language and profile.vector.any():
            sums[profile.language] = sums.get(profile.language, 0.0) + profile.vector.astype(np.float64)
            counts[profile.language] += 1
            encoder = profile.encoder
    return sums, counts, encoder


def _learned(sums: Sums, counts: Counter[str], encoder: str, name: str) -> Centres:
    """Centres from the archive's reports and, for the encoder of the release, from the release's centres: a
    mean of n reports counts n / (n + SHRINK), the known centre the rest. So a few reports change little."""
    known = open_centres()
    if known.encoder != encoder:
        vectors = {language: total.astype(np.float32) for language, total in sums.items()}
        turn = np.eye(next(map(len, vectors.values())), dtype=np.float32)
        return shrunk(vectors, counts, encoder, name, turn)
    languages = dict(known.languages)
    for language, total in sums.items():
        share = counts[language] / (counts[language] + SHRINK)
        mean = share * total / counts[language] + (1 - share) * known.of(language)
        languages[language] = mean.astype(np.float32)
    return replace(known, name=name, languages=languages)
