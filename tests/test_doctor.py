"""The doctor: finds what is broken, and never breaks itself."""

import dataclasses
import sqlite3
from pathlib import Path

import pytest

import khabar.doctor
from khabar.archive import open as open_archive
from khabar.doctor import Check, checks, works
from khabar.settings import Settings


@pytest.fixture
def archive_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive alone: the other checks do not depend on the settings of these tests."""
    looks = {"archive": khabar.doctor.LOOKS["archive"], "disk": khabar.doctor.LOOKS["disk"]}
    monkeypatch.setattr(khabar.doctor, "LOOKS", looks)


def test_this_installation_works(tmp_path: Path) -> None:
    made = checks(dataclasses.replace(Settings(), archive=str(tmp_path / "none.db")))
    assert works(made), [check for check in made if check.result == "problem"]
    assert {"Python", "SQLite", "encoder", "languages", "archive", "disk", "extras"} == {
        one.name for one in made
    }
    assert "none yet" in next(check.found for check in made if check.name == "archive")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.usefixtures("archive_only")
def test_a_sound_archive_is_ok(tmp_path: Path) -> None:
    path = tmp_path / "sound.db"
    open_archive(path).close()
    made = checks(dataclasses.replace(Settings(), archive=str(path)))
    assert works(made)
    assert any("file is sound" in check.found for check in made)


@pytest.mark.usefixtures("archive_only")
@pytest.mark.parametrize("content", [b"no database at all" * 500, b""])
def test_a_broken_archive_is_a_problem(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(content)
    made = checks(dataclasses.replace(Settings(), archive=str(path)))
    assert not works(made)
    assert path.read_bytes() == content


@pytest.mark.usefixtures("archive_only")
def test_a_file_of_another_program_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()
    assert not works(checks(dataclasses.replace(Settings(), archive=str(path))))


def test_a_check_that_raises_is_a_problem_with_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(settings: Settings) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(khabar.doctor, "LOOKS", {"thing": broken})
    assert [(one.name, one.result) for one in checks(Settings())] == [("thing", "problem")]


def test_a_note_is_no_problem() -> None:
    assert works([Check("disk", "note", "little room")])
    assert not works([Check("disk", "ok", ""), Check("SQLite", "problem", "without FTS5")])
