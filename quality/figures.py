"""What the gate measures: tasks with their gated columns, their samples, and the figures that were promised."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from crossed import crossed_rows
from khabar import evaluate
from khabar.evaluate.language import language_rows
from khabar.evaluate.pages import page_rows
from khabar.evaluate.stories import Part, ntrex_rows

Row = Mapping[str, object]
HERE = Path(__file__).resolve().parent
MEASURED = HERE / "measured"
LEAST_COUNT = 20  # a row over fewer texts, pages or reports swings with each of them: shown, not gated
COUNTS = ("pages", "texts", "reports", "pairs")

# NTREX in the sample: 8 languages of 5 scripts, far from one another, and a quarter of the documents
SAMPLE = Part(15, ("am", "ar", "en", "hi", "sw", "tr", "uk", "zh"))


@dataclass(frozen=True, slots=True)
class Task:
    """Rows to be measured; `columns` says of each gated one whether its bound is the `least` or the `most`."""

    rows: Callable[[], Iterable[Row]]
    columns: Mapping[str, str]
    only: frozenset[str] = field(default_factory=frozenset)  # figures that are gated; empty: all

    def gated(self, row: Row) -> dict[str, float]:
        """The values of a row that have a bound."""
        counts = [row[name] for name in COUNTS if name in row]
        if counts and int(str(counts[0])) < LEAST_COUNT and str(row["figure"]) not in self.only:
            return {}
        if str(row["figure"]).endswith("alone") and "pages" in row:
            return {}  # trafilatura's own figures are not ours to hold
        if self.only and row["figure"] not in self.only:
            return {}
        return {name: float(str(row[name])) for name in self.columns if row.get(name) is not None}


B3 = {"B3 F1": "least"}
SHARES = {"right": "least"}
PAGES = {"body": "least", "title": "least", "day": "least", "gain": "least"}
COPIES = {"found": "least", "wrong": "most"}
DEMO, COPIED = frozenset({"stories of the demo corpus"}), frozenset({"copies of the demo corpus"})

LANGUAGE = frozenset({"language of a document", "language of a sentence"})

FULL = {
    "ntrex": Task(partial(evaluate.run, "ntrex"), B3 | {"below the mean": "most"}),
    "english": Task(partial(evaluate.run, "english"), B3),
    "crossed": Task(crossed_rows, {"Pearson": "least", "calibration error": "most"}),
    "pages": Task(partial(evaluate.run, "pages"), PAGES),
    "language": Task(partial(evaluate.run, "language"), SHARES),
    "demo": Task(partial(evaluate.run, "demo"), B3, DEMO),
    "copies": Task(partial(evaluate.run, "copies"), COPIES, COPIED),
}
PARTS = {
    "sample of ntrex": Task(partial(ntrex_rows, SAMPLE), B3),
    "sample of pages": Task(partial(page_rows, 20), PAGES),
    "sample of language": Task(partial(language_rows, 10), SHARES, LANGUAGE),
    "english": FULL["english"],
    "demo": FULL["demo"],
    "copies": FULL["copies"],
}


@dataclass(frozen=True, slots=True)
class Promise:
    """One figure of the first milestone: where it is measured, and what it must reach."""

    what: str
    data: str
    task: str
    figure: str
    column: str
    command: str
    least: float | None = None
    most: float | None = None

    @property
    def target(self) -> str:
        """As it stands in a table."""
        return f"≥ {self.least}" if self.least is not None else f"≤ {self.most}"

    def met(self, value: float) -> bool:
        """Whether the value reaches it."""
        return value >= self.least if self.least is not None else value <= (self.most or 0.0)


def promises() -> list[Promise]:
    """All figures of promises.toml, in its order."""
    table = tomllib.loads((HERE / "promises.toml").read_text("utf-8"))
    return [Promise(**row) for row in table["promise"]]
