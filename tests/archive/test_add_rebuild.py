"""Another encoder: profiles are made anew once, also when that was cut short, and stories follow."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
import pytest

import khabar.archive
import khabar.archive.rebuild
import made_reports
from khabar.records import Report
from khabar.settings import Settings
from khabar.stories.centres import Centres, no_centres, open_centres
from khabar.stories.profile import Profile
from made_reports import made, profile_of, settled

OTHER, DIMENSION = "other", 16
MADE: list[str] = []  # reports whose profiles the other encoder made, in order


def profiles(
    reports: Iterable[Report], encoder_name: str = "default", at_once: int = 64
) -> Iterator[Profile]:
    for report in reports:
        profile = profile_of(report)
        if encoder_name == OTHER:
            MADE.append(report.id)
            vector = (
                np.random.default_rng(report.extra["happening"]).normal(size=DIMENSION).astype(np.float32)
            )
            profile = replace(profile, encoder=OTHER, vector=vector)
        yield profile


@pytest.fixture(autouse=True)
def _two_encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    def centres_for(name: str, encoder_name: str) -> Centres:
        return no_centres(OTHER, DIMENSION) if encoder_name == OTHER else open_centres(name)

    monkeypatch.setattr(made_reports, "profiles", profiles)
    monkeypatch.setattr(khabar.archive.rebuild, "centres_for", centres_for)
    monkeypatch.setattr(khabar.archive.rebuild, "AT_ONCE", 7)
    made_reports.without_encoder(monkeypatch)
    MADE.clear()


def given() -> list[Report]:
    return [
        made(
            f"r{n:02}",
            n % 6,
            spread=0.4 + n % 4,
            language=["en", "tr"][n % 2],
            published=f"2024-03-{1 + n % 20:02}",
        )
        for n in range(40)
    ]


def test_there_and_back(settings_for: Callable[..., Settings]) -> None:
    plain, other = settings_for(), settings_for(encoder=OTHER)
    with khabar.archive.open(settings=plain) as archive:
        archive.add(given())
        before = settled(archive)
    with khabar.archive.open(settings=other) as archive:
        archive.add([])
        assert sorted(MADE) == [report.id for report in given()]
        changed = settled(archive)
        assert changed["links"] != before["links"]
        archive.add(given())
        assert settled(archive) == changed
    with khabar.archive.open(settings=settings_for("fresh.db", encoder=OTHER)) as fresh:
        fresh.add(given()[::-1])
        assert settled(fresh) == changed
    with khabar.archive.open(settings=plain) as archive:
        archive.add([])
        assert settled(archive) == before


def test_cut_short_it_goes_on_where_it_was(
    settings_for: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(given())
        before = settled(archive)

    def failing(reports: Iterable[Report], encoder_name: str = "default") -> Iterator[Profile]:
        for profile in profiles(reports, encoder_name):
            if len(MADE) > 20:
                raise KeyboardInterrupt
            yield profile

    with khabar.archive.open(settings=settings_for(encoder=OTHER)) as archive:
        with monkeypatch.context() as patch:
            patch.setattr(khabar.archive.rebuild, "profiles", failing)
            with pytest.raises(KeyboardInterrupt):
                archive.add([])
        assert settled(archive) == before, "readers see the old stories until the new ones are ready"
        MADE.clear()
        archive.add([])
        assert 0 < len(MADE) < 30, "what was finished is not made again"
        after = settled(archive)
    with khabar.archive.open(settings=settings_for("fresh.db", encoder=OTHER)) as fresh:
        fresh.add(given())
        assert settled(fresh) == after


def test_the_old_settings_may_come_back_in_the_middle(
    settings_for: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = made("late", 1, spread=0.4, published="2024-03-01")
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(given())

    def failing(reports: Iterable[Report], encoder_name: str = "default") -> Iterator[Profile]:
        if len(MADE) > 20:
            raise KeyboardInterrupt
        yield from profiles(reports, encoder_name)

    with khabar.archive.open(settings=settings_for(encoder=OTHER)) as archive, monkeypatch.context() as patch:
        patch.setattr(khabar.archive.rebuild, "profiles", failing)
        with pytest.raises(KeyboardInterrupt):
            archive.add([])
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add([late])
        found = settled(archive)
    with khabar.archive.open(settings=settings_for("fresh.db")) as fresh:
        fresh.add([*given(), late])
        assert settled(fresh) == found


# What an archive of version 1 had otherwise than one of version 2.
BACK_TO_1 = """
    DROP TABLE point;
    DROP TABLE input;
    DROP TABLE link;
    CREATE TABLE shard (fingerprint TEXT PRIMARY KEY, counts TEXT NOT NULL);
    ALTER TABLE profile ADD COLUMN instant REAL;
    CREATE INDEX profile_instant ON profile (instant, report);
    CREATE TABLE link (
      lesser TEXT NOT NULL, greater TEXT NOT NULL, score REAL NOT NULL, PRIMARY KEY (lesser, greater)
    ) WITHOUT ROWID;
    CREATE INDEX link_greater ON link (greater, lesser, score);
    INSERT INTO link SELECT a.id, b.id, 0.9 FROM report a JOIN report b ON a.id < b.id AND a.story = b.story;
    UPDATE fact SET value = 'khabar of then' WHERE name = 'stories made by';
    PRAGMA user_version = 1;
"""


def test_an_archive_of_version_1_becomes_what_a_fresh_one_is(settings_for: Callable[..., Settings]) -> None:
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(given()[:30])
        path, stories = archive.store.path, [story.id for story in archive.stories()]
    connection = sqlite3.connect(path)
    connection.executescript(BACK_TO_1)
    connection.close()
    with khabar.archive.open(settings=settings_for(), read_only=True) as archive:
        assert [story.id for story in archive.stories()] == stories, "readable before anything is added"
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(given()[30:])
        found = settled(archive)
    with khabar.archive.open(settings=settings_for("fresh.db")) as fresh:
        fresh.add(given())
        assert settled(fresh) == found
