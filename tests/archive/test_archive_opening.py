"""Files that are no archive, are damaged, newer, older, missing or read-only: what people are told."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from archive_reports import report

import khabar.archive
from khabar.archive import migrations
from khabar.archive.archive import Archive
from khabar.errors import ArchiveError


def refused(address: object, match: str, **keywords: bool) -> None:
    with pytest.raises(ArchiveError, match=match):
        khabar.archive.open(address, **keywords)  # type: ignore[arg-type]


def filled(path: Path, count: int = 1) -> Path:
    with khabar.archive.open(path) as archive, archive.store.write():
        archive.store.put_reports([report(f"{n}", f"Body {n} " * 50) for n in range(count)])
    return path


def test_what_was_stored_is_there_when_opened_again(tmp_path: Path) -> None:
    path = filled(tmp_path / "a ?#%.db")
    with khabar.archive.open(path) as archive:
        assert len(list(archive.reports())) == 1
    with khabar.archive.open(f"sqlite:///{path}", read_only=True) as archive:
        assert len(list(archive.reports())) == 1
        with pytest.raises(ArchiveError, match="read-only"), archive.store.write():
            pass
    with pytest.raises(ArchiveError, match="closed"):
        list(archive.reports())
    archive.close()


def test_addresses_of_other_kinds(tmp_path: Path) -> None:
    refused("postgresql://host/name", "not there yet.*Name a file")
    refused("mysql://host/name", "Name a file")
    refused(":memory:", "Name one")
    refused(tmp_path, "is a folder")
    refused(tmp_path / "no" / "a.db", "There is no folder")
    refused(tmp_path / "a.db", "khabar add", read_only=True)
    assert not (tmp_path / "a.db").exists()


def test_files_that_are_not_ours(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("A plain text that is longer than a hundred bytes, so that it could be a header. " * 3)
    refused(text, "not a khabar archive")
    refused(text, "not a khabar archive", read_only=True)
    assert text.read_text().startswith("A plain text")
    (tmp_path / "empty.db").touch()
    refused(tmp_path / "empty.db", "is empty", read_only=True)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE mine (a)")
    other.close()
    refused(tmp_path / "other.db", "no khabar archive")


def test_a_newer_archive(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    refused(path, "pip install --upgrade khabar")


def test_an_older_archive_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path / "a.db")
    step = "CREATE TABLE later (a TEXT DEFAULT ';');\nCREATE INDEX later_a ON later (a);\n"
    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, step])
    with khabar.archive.open(path, read_only=True) as archive:  # for reading as well: nobody need know of it
        assert len(list(archive.reports())) == 1
    with khabar.archive.open(path) as archive:
        assert archive.store.select("SELECT count(*) FROM later") == [(0,)]
        assert archive.store.select("PRAGMA user_version") == [(migrations.latest(),)]
        assert len(list(archive.reports())) == 1


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path / "a.db")
    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, "CREATE TABLE later (a);\nNONSENSE;\n"])
    refused(path, "could not be read or written")
    monkeypatch.undo()
    with khabar.archive.open(path) as archive:
        assert archive.store.select("SELECT name FROM sqlite_master WHERE name = 'later'") == []


def test_a_damaged_archive(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db", 500)
    content = bytearray(path.read_bytes())
    content[8192 : len(content) - 4096] = os.urandom(len(content) - 12288)
    path.write_bytes(content)
    with (
        pytest.raises(ArchiveError, match=r"damaged.*Restore a backup"),
        khabar.archive.open(path) as archive,
    ):
        list(archive.reports())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="for this user every file may be written")
def test_files_and_folders_that_may_not_be_written(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db")
    path.chmod(0o444)
    refused(path, "may not be written")
    tmp_path.chmod(0o555)
    refused(tmp_path / "b.db", "may not be written")
    with khabar.archive.open(path, read_only=True) as archive:
        assert len(list(archive.reports())) == 1
    tmp_path.chmod(0o755)
    path.chmod(0o000)
    refused(path, "may not be read", read_only=True)


def test_a_change_outside_a_transaction_is_refused(tmp_path: Path) -> None:
    with (
        khabar.archive.open(tmp_path / "a.db") as archive,
        pytest.raises(ArchiveError, match=r"store\.write"),
    ):
        archive.store.put_reports([report("a")])


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    def fail(archive: Archive) -> None:
        with archive.store.write():
            archive.store.put_reports([report("a")])
            raise ZeroDivisionError

    with khabar.archive.open(tmp_path / "a.db") as archive:
        with pytest.raises(ZeroDivisionError):
            fail(archive)
        assert list(archive.reports()) == []
        with archive.store.write(), archive.store.write():
            archive.store.put_reports([report("b")])
        assert [one.id for one in archive.reports()] == ["b"]
