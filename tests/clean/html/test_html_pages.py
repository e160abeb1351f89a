"""Real pages, measured only: the text is read better than by trafilatura alone, and fast enough."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from statistics import mean
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
EVERY = 6  # one publisher in six keeps the test under half a minute


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_pages", ROOT / "bench" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_pages"] = module
    spec.loader.exec_module(module)
    if not module.PAGES.is_dir():
        pytest.skip(f"{module.PAGES} is not there: real pages are measured only beside the shared data")
    return module


def test_better_than_trafilatura_alone(bench: ModuleType) -> None:
    newest = [sample for sample in bench.samples() if sample.newest]
    results = [bench.result_of(sample) for sample in newest[::EVERY]]
    khabar = mean(result.khabar.body for result in results)
    alone = mean(result.trafilatura.body for result in results)
    assert khabar > alone + 0.01
    assert mean(result.khabar.day for result in results) >= 0.9
    assert mean(result.khabar.title_near for result in results) >= 0.8
