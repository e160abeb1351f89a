"""Advice names settings that are there, and following it helps."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from khabar.archive.add import limits_of
from khabar.intake import pages
from khabar.intake.limits import Limits, setting
from khabar.settings import Settings, load

INTAKE = Path(__file__).parents[2] / "src" / "khabar" / "intake"
SETTINGS = {one.name for one in fields(Settings)}
NO_SETTINGS = {one.name for one in fields(Limits)} - SETTINGS - {"redirects", "seconds", "delay"}


def named_settings() -> set[str]:
    """The settings that messages of intake name."""
    return {
        name
        for path in INTAKE.glob("*.py")
        for name in re.findall(r"(?<!def )\bsetting\(['\"](\w+)['\"]", path.read_text("utf-8"))
    }


def test_messages_name_settings_that_are_there():
    assert named_settings() == {
        "follow_links",
        "most_followed",
        "most_megabytes",
        "fetch_seconds",
        "fetch_redirects",
        "private_addresses",
    }
    assert named_settings() <= SETTINGS


@pytest.mark.parametrize("path", sorted(INTAKE.glob("*.py")), ids=lambda path: path.name)
def test_no_message_names_a_limit_that_is_no_setting(path):
    texts = re.findall(r"\"[^\"\n]*\"", re.sub(r'"""[\s\S]*?"""', "", path.read_text("utf-8")))
    told = [re.sub(r"\{[^}]*\}", "", text) for text in texts if " " in text]
    assert not [text for text in told for name in NO_SETTINGS if re.search(rf"\b{name}\b", text)]
    assert not [text for text in told if "the limit" in text]


def test_a_setting_as_it_is_typed():
    assert setting("follow_links", "true") == (
        "set follow_links = true in khabar.toml, or by KHABAR_FOLLOW_LINKS=true"
    )
    assert setting("most_followed") == "raise most_followed in khabar.toml, or by KHABAR_MOST_FOLLOWED=…"


def test_settings_reach_the_limits():
    environment = {
        "KHABAR_FOLLOW_LINKS": "true",
        "KHABAR_MOST_FOLLOWED": "7",
        "KHABAR_MOST_MEGABYTES": "2",
        "KHABAR_FETCH_SECONDS": "3",
        "KHABAR_FETCH_REDIRECTS": "4",
        "KHABAR_PRIVATE_ADDRESSES": "true",
    }
    limits = limits_of(load(environment=environment))
    assert limits == Limits(
        2_000_000, seconds=3, redirects=4, most_followed=7, follow_links=True, allow_private=True
    )


def test_following_the_advice_on_size_helps(tmp_path):
    (tmp_path / "long.txt").write_text("Bir gün. " * 200_000)
    small = Settings(most_megabytes=1)
    (entry,) = pages(tmp_path / "long.txt", limits=limits_of(small))
    assert "raise most_megabytes" in entry.retry
    (page,) = pages(tmp_path / "long.txt", limits=limits_of(Settings(most_megabytes=3)))
    assert len(page.content) > 1_000_000
