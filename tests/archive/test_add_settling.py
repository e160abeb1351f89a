"""What `add` does to stories: late reports, joins and splits, other settings, centres learned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import khabar.archive
import khabar.stories.stage
from khabar.archive.add import Progress
from khabar.archive.learn import learn_centres
from khabar.archive.rebuild import MADE_BY, UNDER_WAY
from khabar.cli import main
from khabar.errors import ArchiveError, SettingError
from khabar.records import Report
from khabar.settings import Settings
from khabar.stories.profile import Profile
from made_reports import made, profile_of, settled

pytestmark = pytest.mark.usefixtures("made_profiles")
Made = Callable[..., Settings]
MARCH = "2024-03-{:02}T08:00:00Z".format


def told_twice(count: int = 12) -> list[Report]:
    """Reports of happenings that four languages tell of, two reports each."""
    return [
        made(
            f"{happening}-{language}",
            happening,
            spread=0.5,
            language=language,
            published=MARCH(1 + happening),
        )
        for happening in range(count)
        for language in ("en", "tr", "sw", "ar")
    ]


def test_an_earlier_report_that_comes_last_renames_the_story_and_the_old_id_answers(
    settings_for: Made,
) -> None:
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add([made("b", spread=0.2, published=MARCH(5)), made("c", spread=0.2, published=MARCH(6))])
        (before,) = archive.stories()
        assert before.reports == ["b", "c"]
        archive.add([made("late", spread=0.2, published=MARCH(4))])
        (after,) = archive.stories()
        assert after.reports == ["late", "b", "c"]
        assert after.id != before.id
        assert archive.story(before.id) == after == archive.story(after.id)
        archive.add([made("later still", spread=0.2, published=MARCH(3))])
        (last,) = archive.stories()
        assert archive.story(before.id) == archive.story(after.id) == last


def test_an_undated_report_counts_when_it_was_fetched_else_last(settings_for: Made) -> None:
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(
            [
                made("a-undated", spread=0.2),
                made("z-fetched", spread=0.2, fetched=MARCH(1)),
                made("m-dated", spread=0.2, published=MARCH(2)),
            ]
        )
        assert [story.reports for story in archive.stories()] == [["z-fetched", "m-dated", "a-undated"]]


def test_joins_and_splits_stand_in_history(settings_for: Made) -> None:
    first = [made(f"r{n}", 0, spread=0.2, version=0, published=MARCH(3 + n)) for n in range(3)]
    elsewhere = replace(made("r2", 1, spread=0.2, version=1, published=MARCH(5)), updated=MARCH(9))
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(first)
        (whole,) = archive.stories()
        archive.add([elsewhere])  # its new version tells of another happening
        assert {tuple(story.reports) for story in archive.stories()} == {("r0", "r1"), ("r2",)}
        split = archive.story(whole.id).history
        assert [change.kind for change in split] == ["split"]
        back = replace(made("r2", 0, spread=0.2, version=2, published=MARCH(5)), updated=MARCH(10))
        archive.add([back])
        history = archive.story(whole.id).history
        assert history[-1].kind == "join"
        assert split[0] in history


def test_a_report_given_again_changes_nothing(settings_for: Made) -> None:
    with khabar.archive.open(settings=settings_for(shard=5)) as archive:
        reports = told_twice(5)
        first = archive.add(reports)
        expected = settled(archive)
        histories = [story.history for story in archive.stories()]
        for again in (reports, reports[3:], list(reversed(reports))):
            summary = archive.add(again)
            assert (summary.added, summary.updated, summary.unchanged) == (0, 0, len(again))
        assert first.added == len(reports)
        assert settled(archive) == expected
        assert [story.history for story in archive.stories()] == histories


def test_new_inputs_among_known_ones_are_all_that_is_made(
    settings_for: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is added every day, with new pages in front: only these are cleaned and encoded."""
    reports = told_twice(5)
    with khabar.archive.open(settings=settings_for(shard=4)) as archive:
        archive.add(reports[3:])
        made_now: list[str] = []

        def counted(some: Iterable[Report], encoder_name: str = "default") -> Iterator[Profile]:
            for report in some:
                made_now.append(report.id)
                yield profile_of(report)

        monkeypatch.setattr(khabar.stories.stage, "profiles", counted)
        summary = archive.add(reports)
        assert made_now == [report.id for report in reports[:3]]
        assert (summary.added, summary.unchanged) == (3, len(reports) - 3)
        expected = settled(archive)
    with khabar.archive.open(settings=settings_for("fresh.db")) as fresh:
        fresh.add(reports)
        assert settled(fresh) == expected


def test_another_window_is_applied_by_the_next_add(settings_for: Made) -> None:
    reports = [made(f"r{n}", spread=0.2, published=MARCH(1 + 5 * n)) for n in range(4)]
    wide, narrow = settings_for(), settings_for(window_days=2.0)
    with khabar.archive.open(settings=wide) as archive:
        archive.add(reports)
        expected = settled(archive)
        assert len(expected["stories"]) < 4
    with khabar.archive.open(settings=narrow) as archive:
        archive.add([])
        assert len(settled(archive)["stories"]) == 4
    with khabar.archive.open(settings=settings_for("fresh.db", window_days=2.0)) as fresh:
        fresh.add(reports)
        assert settled(fresh)["links"] == []
    with khabar.archive.open(settings=wide) as archive:
        archive.add([])
        assert settled(archive) == expected


def test_another_threshold_of_repetition_is_applied_by_the_next_add(settings_for: Made) -> None:
    reports = [made(f"r{n}", n, footer=True, outlet="A", published=MARCH(1)) for n in range(4)]
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(reports)
        assert not any(report.repeated for report in archive.reports())
    with khabar.archive.open(settings=settings_for(repeated_from=3)) as archive:
        archive.add([])
        assert all(report.repeated for report in archive.reports())
        with khabar.archive.open(settings=settings_for("fresh.db", repeated_from=3)) as fresh:
            fresh.add(reports)
            assert settled(fresh) == settled(archive)


def test_a_rebuild_that_was_cut_short_is_made_good(settings_for: Made) -> None:
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(told_twice(4))
        expected = settled(archive)
        with archive.store.write():
            archive.store.put_fact(MADE_BY, UNDER_WAY)
            archive.store.drop_links([f"{n}-en" for n in range(4)])
        archive.add([])
        assert settled(archive) == expected


def test_learned_centres_replay_the_stories_and_switching_back_restores_them(
    settings_for: Made, tmp_path: Path
) -> None:
    reports, file = told_twice(), tmp_path / "centres.npz"
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(reports)
        before = settled(archive)
        centres = learn_centres(archive, file)
        assert {"en", "tr", "sw", "ar"} <= set(centres.languages)
        learned = settled(archive)
        assert learned["links"] != before["links"]
    with khabar.archive.open(settings=settings_for(centres=str(file))) as archive:
        archive.add([])
        assert settled(archive) == learned
        with khabar.archive.open(settings=settings_for("fresh.db", centres=str(file))) as fresh:
            fresh.add(list(reversed(reports)))
            assert settled(fresh) == learned
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add([])
        assert settled(archive) == before


def test_learning_anew_into_the_same_file_counts(settings_for: Made, tmp_path: Path) -> None:
    chosen, file = settings_for(centres=str(tmp_path / "centres.npz")), tmp_path / "centres.npz"
    with khabar.archive.open(settings=settings_for()) as archive:
        archive.add(told_twice(3))
        learn_centres(archive, file)
    with khabar.archive.open(settings=chosen) as archive:
        archive.add(told_twice(8))
        first = settled(archive)
        learn_centres(archive, file)
        assert settled(archive)["links"] != first["links"]


def test_nothing_to_learn_from_and_nowhere_to_write(settings_for: Made, tmp_path: Path) -> None:
    with khabar.archive.open(settings=settings_for()) as archive:
        with pytest.raises(ArchiveError, match="khabar add"):
            learn_centres(archive, tmp_path / "centres.npz")
        archive.add(told_twice(1))
        with pytest.raises(SettingError, match="Name another file"):
            learn_centres(archive, tmp_path / "no folder" / "centres.npz")


def test_the_verb_learns_centres(settings_for: Made, tmp_path: Path) -> None:
    chosen = settings_for()
    with khabar.archive.open(settings=chosen) as archive:
        archive.add(told_twice(3))
    words = ["settings", "learn-centres", str(tmp_path / "centres.npz"), "--archive", chosen.archive]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert "KHABAR_CENTRES" in result.stderr
    assert (tmp_path / "centres.npz").exists()


def test_progress_counts_every_input(settings_for: Made) -> None:
    seen: list[Progress] = []
    with khabar.archive.open(settings=settings_for(shard=5)) as archive:
        summary = archive.add([*told_twice(3), {"weird": "no title and no text"}], progress=seen.append)
    assert [step.done for step in seen] == [5, 10, 13]
    assert seen[-1].set_aside == len(summary.set_aside) == 1
    assert summary.stories == 3, "ids that were replaced on the way count once"


def test_the_work_folder_stays_after_a_failure_and_goes_after_the_next_run(
    settings_for: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings_for(shard=4)
    work = Path(f"{chosen.archive}.work")

    def failing(step: Any) -> None:
        if step.done >= 8:
            raise RuntimeError("the caller's own progress fails")

    with khabar.archive.open(settings=chosen) as archive:
        with pytest.raises(RuntimeError):
            archive.add(told_twice(5), progress=failing)
        assert work.exists()
        assert not list(work.glob("*.running"))
        summary = archive.add(told_twice(5))
        assert (summary.added, summary.unchanged) == (12, 8)
        assert not work.exists()
