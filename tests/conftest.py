"""What many folders of tests share: `made_reports` can be imported from all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import made_reports
from khabar.settings import Settings


@pytest.fixture
def made_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports of `made_reports` get their profiles from what they say of themselves, without the encoder."""
    made_reports.without_encoder(monkeypatch)


@pytest.fixture
def settings_for(tmp_path: Path) -> Callable[..., Settings]:
    """Settings with an archive in this test's own folder."""

    def settings(name: str = "khabar.db", **fields: object) -> Settings:
        return Settings(archive=str(tmp_path / name), **fields)  # type: ignore[arg-type]

    return settings
