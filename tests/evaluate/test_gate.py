"""The gate's rules: floors only rise, unless somebody says why; bounds survive writing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

QUALITY = Path(__file__).resolve().parents[2] / "quality"
sys.path.insert(0, str(QUALITY))

import document  # noqa: E402
import figures  # noqa: E402
import floors  # noqa: E402

WHERE = ("ntrex", "some figure", "B3 F1")


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["least", "most"]))
def test_floors_never_fall_by_themselves(first: float, second: float, kind: str) -> None:
    once, _ = floors.raised({}, {WHERE: (kind, first)})
    twice, fallen = floors.raised(once, {WHERE: (kind, second)})
    assert twice[WHERE] == once[WHERE] or twice[WHERE].stricter(once[WHERE])
    assert once[WHERE].holds(first)
    assert (fallen == [WHERE]) == (not once[WHERE].holds(second))


def test_lowering_needs_a_reason() -> None:
    bounds, _ = floors.raised({}, {WHERE: ("least", 0.95)})
    lowered, _ = floors.raised(bounds, {WHERE: ("least", 0.5)}, "another encoder")
    assert lowered[WHERE].holds(0.5)
    assert lowered[WHERE].lowered == "another encoder"


def test_written_bounds_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.toml")
    bounds = {
        WHERE: floors.Bound("least", 0.9, 'a "reason"'),
        ("pages", "pages, tr", "day"): floors.Bound("most", 0.1),
    }
    floors.write(bounds)
    assert floors.read() == bounds


def test_every_floor_is_still_measured() -> None:
    """A floor whose task is gone holds nothing."""
    assert {task for task, _, _ in floors.read()} <= {*figures.FULL, *figures.PARTS}


def test_document_has_every_promise_and_every_marker_a_table() -> None:
    names = [at["name"] for at in document.MARKED.finditer(document.FILE.read_text("utf-8"))]
    assert "promised" in names
    assert set(names) <= set(document.TABLES)
    assert len(figures.promises()) > 20


def test_promises_are_met_or_not() -> None:
    least = figures.Promise("", "", "", "", "", "", least=0.9)
    most = figures.Promise("", "", "", "", "", "", most=0.05)
    assert least.met(0.9)
    assert not least.met(0.89)
    assert most.met(0.05)
    assert not most.met(0.06)
