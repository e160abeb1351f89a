"""One suite for every back end: a test that takes `archive` runs on each address that BACK_ENDS can make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import khabar.archive
from khabar.archive.archive import Archive

BACK_ENDS: dict[str, Callable[[Path], str]] = {"sqlite": lambda folder: str(folder / "khabar.db")}


@pytest.fixture(params=list(BACK_ENDS))
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return BACK_ENDS[request.param](tmp_path)


@pytest.fixture
def archive(address: str) -> Iterator[Archive]:
    with khabar.archive.open(address) as archive:
        yield archive
