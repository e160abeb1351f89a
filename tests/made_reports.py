"""Generated reports that say of themselves which happening they tell, and what an archive made of them.

Their vectors lie round that of their happening, in their language's place; clues, copies and series are made
likewise. So the laws of stories can be tested on thousands of sets of reports without the encoder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray

import khabar.archive.add
import khabar.archive.rebuild
import khabar.stories.stage
from khabar.archive.archive import Archive
from khabar.clean.identity import report_version
from khabar.clean.instants import instant
from khabar.records import Report
from khabar.stories.centres import open_centres
from khabar.stories.copies import shingles_of
from khabar.stories.profile import Profile, told

DIMENSION = 384
LANGUAGES = ("en", "tr", "sw", "ar", "xx", None)
WIRE = " ".join(f"word{number}" for number in range(120))


def made(
    id: str, happening: int = 0, *, spread: float = 1.0, version: int = 0, wire: bool = False,
    footer: bool = False, ordinal: int | None = None, **fields: Any,
) -> Report:  # fmt: skip
    """A report of a happening; with a greater `spread` it is less like the others of that happening."""
    body = [f"Report {id} tells of happening {happening} for the {version}th time."]
    if wire:
        body.append(f"Wire {happening}. {WIRE}")
    if footer:
        body.append("Read more of our news every morning.")
    title = f"Happening {happening} by {id}"
    text = "\n\n".join([title, *body])
    says = {"happening": happening, "spread": spread, "ordinal": ordinal}
    fields = {"language": "en", **fields}
    return Report(
        id=id, version=report_version(title, "\n\n".join(body)), title=title, text=text,
        body_start=len(title) + 2, extra=says, **fields,
    )  # fmt: skip


@cache
def _direction(seed: str) -> NDArray[np.float32]:
    direction = np.random.default_rng(crc32(seed.encode())).normal(size=DIMENSION).astype(np.float32)
    return direction / np.linalg.norm(direction)


def profile_of(report: Report) -> Profile:
    """The profile of a made report; a function of the report alone, as real ones are. Any other report tells
    of a happening of its own."""
    says, text = {"happening": report.id, "spread": 1.0, "ordinal": None, **report.extra}, told(report)
    own = _direction(f"{report.id} {report.version}")
    turned = _direction(f"happening {says['happening']}") + says["spread"] * own
    words = [f"{says['happening']} {n}" for n in range(6)] + [f"{report.id} {n}" for n in range(4)]
    keys = np.unique([crc32(word.encode()) << 2 for word in (*words, *text.split("\n\n"))]).astype(np.uint64)
    time = report.published or report.fetched
    return Profile(
        report=report.id,
        instant=instant(time),
        language=report.language,
        outlet=report.outlet,
        encoder=open_centres().encoder,
        vector=(open_centres().of(report.language) + 0.1 * turned / np.linalg.norm(turned)).astype(
            np.float32
        ),
        keys=keys,
        weights=np.full(len(keys), 5.0, np.float32),
        shingles=shingles_of(text[report.body_start :]),
        series={"round": [says["ordinal"]]} if says["ordinal"] else {},
    )


def profiles(
    reports: Iterable[Report], encoder_name: str = "default", at_once: int = 64
) -> Iterator[Profile]:
    """Stands in for khabar.stories.profile.profiles."""
    yield from map(profile_of, reports)


def without_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `add` take the profiles made here."""
    for module in (khabar.archive.add, khabar.archive.rebuild, khabar.stories.stage):
        monkeypatch.setattr(module, "profiles", profiles)


def settled(archive: Archive) -> dict[str, Any]:
    """Everything of an archive that is promised to depend on the set of reports alone."""
    stories = {
        story.id: (story.reports, story.independent, story.title, story.titles, story.languages, story.outlets,
                   story.first_published, story.last_published)
        for story in archive.stories()
    }  # fmt: skip
    reports = {
        report.id: (report.version, report.text, report.story, report.copy_family, report.repeated)
        for report in archive.reports()
    }
    links = sorted(archive.store.select("SELECT lesser, greater, score FROM link"))
    aside = sorted((one.source, one.reason) for one in archive.set_aside())
    for given, origin in archive.store.select("SELECT id, report FROM story_origin"):
        assert origin in archive.story(given).reports  # every id ever given answers
    return {"stories": stories, "reports": reports, "links": links, "set aside": aside}


def batches(reports: list[Report], sizes: Iterable[int]) -> Iterator[list[Report]]:
    """The reports cut into batches of these sizes, the rest in the last one."""
    start = 0
    for size in sizes:
        if reports[start : start + size]:
            yield reports[start : start + size]
        start += size
    if reports[start:]:
        yield reports[start:]
