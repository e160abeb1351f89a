"""Settings: the file, over it the environment, over that the call."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import platformdirs
import pytest

from khabar.errors import SettingError
from khabar.settings import Settings, load


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for khabar.toml, and an empty configuration folder of the user."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda name: str(tmp_path / "config" / name))
    return tmp_path / "here"


def test_without_a_word_the_defaults() -> None:
    assert load(environment={}) == Settings()


def test_file_then_environment_then_call(here: Path) -> None:
    (here / "khabar.toml").write_text('archive = "file.db"\nshard = 7\nwindow_days = 3\nquiet = true\n')
    environment = {"KHABAR_ARCHIVE": "environment.db", "KHABAR_SHARD": "8", "KHABAR_CACHE": "not a setting"}
    settings = load({"archive": "call.db", "shard": None}, environment=environment)
    assert (settings.archive, settings.shard, settings.window_days, settings.quiet) == (
        "call.db",
        8,
        3.0,
        True,
    )
    assert load(environment={}).archive == "file.db"


def test_the_file_here_goes_before_the_users(here: Path, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "khabar"
    folder.mkdir(parents=True)
    (folder / "khabar.toml").write_text("shard = 5\nwindow_days = 5.5\n")
    assert load(environment={}).window_days == 5.5
    (here / "khabar.toml").write_text("shard = 6\n")
    assert load(environment={}) == Settings(shard=6)


@pytest.mark.parametrize("word", ["1", "true", "YES", " on "])
def test_what_is_true(word: str) -> None:
    assert load(environment={"KHABAR_QUIET": word}).quiet
    assert not load(environment={"KHABAR_QUIET": "off"}).quiet


@pytest.mark.parametrize(("name", "value", "wanted"), [
    ("shard", "many", "a whole number"), ("shard", "1.5", "a whole number"), ("window_days", "two", "a number"),
    ("quiet", "perhaps", "true or false"), ("shard", "0", "at least 1"), ("workers", "-1", "at least 0"),
    ("window_days", "nan", "a number"), ("repeated_from", "1", "at least 2"),
])  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_with_its_place(name: str, value: str, wanted: str) -> None:
    with pytest.raises(SettingError, match=f"KHABAR_{name.upper()}.*{wanted}"):
        load(environment={f"KHABAR_{name.upper()}": value})
    with pytest.raises(SettingError, match=f"the call.*{wanted}"):
        load({name: value}, environment={})


def test_an_unknown_name_is_refused_with_the_known_ones(here: Path) -> None:
    with pytest.raises(SettingError, match=r"no setting 'colour' \(in the call\).*window_days"):
        load({"colour": "red"}, environment={})
    (here / "khabar.toml").write_text("colour = 'red'\n")
    with pytest.raises(SettingError, match=r"'colour' \(in khabar\.toml\)"):
        load(environment={})


@pytest.mark.parametrize("content", [b"archive = ", b"\xff\xfe", b"[archive]\nfile = 1\n", b"shard = [1]\n"])
def test_a_broken_file_is_named(here: Path, content: bytes) -> None:
    (here / "khabar.toml").write_bytes(content)
    with pytest.raises(SettingError, match=r"khabar\.toml"):
        load(environment={})


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may look everywhere")
def test_a_folder_that_may_not_be_read_is_no_failure(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    folder.mkdir(mode=0)
    assert load(environment={}) == Settings()


def test_permission_denied_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", denied)
    assert load(environment={}) == Settings()


def test_every_setting_says_what_it_means() -> None:
    for setting in fields(Settings):
        assert len(setting.metadata["help"]) > 10
        assert setting.default is not None
