"""`khabar evaluate`: which tasks there are, what they take, gold of one's own, gold that is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khabar import evaluate
from khabar.evaluate import gold
from khabar.evaluate.demo import copy_rows, demo_rows
from khabar.evaluate.language import texts_of, told
from khabar.evaluate.pages import overlap, utc_day

REPORTS = [
    (
        "storm",
        "Storm Nadia tears roofs off in Port Sample",
        "A storm tore the roofs off forty houses in Port Sample.",
    ),
    (
        "storm",
        "Port Sample counts the damage after storm Nadia",
        "Storm Nadia took the roofs of forty houses there.",
    ),
    (
        "vote",
        "Parliament of Exampleland passes the budget",
        "The parliament passed the budget by two votes on Monday.",
    ),
]


def test_unknown_task_lists_the_others() -> None:
    with pytest.raises(evaluate.EvaluationError, match=r"no task 'nothing'[\s\S]*ntrex[\s\S]*stories FILE"):
        evaluate.run("nothing")


@pytest.mark.parametrize(("task", "arguments"), [("stories", []), ("demo", ["file.jsonl"])])
def test_arguments_must_fit(task: str, arguments: list[str]) -> None:
    with pytest.raises(evaluate.EvaluationError, match=f"khabar evaluate {task}"):
        evaluate.run(task, arguments)


@pytest.mark.parametrize("task", [name for name, one in evaluate.TASKS.items() if not one.takes])
def test_absent_gold_says_so(task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that needs ../shared/data raises GoldAbsent; the demo needs none."""
    if task in ("demo", "copies"):
        pytest.skip("the demo is bundled")
    monkeypatch.setenv("KHABAR_GOLD", str(tmp_path / "not here"))
    with pytest.raises(gold.GoldAbsent, match="KHABAR_GOLD"):
        list(evaluate.run(task))


def test_own_gold(tmp_path: Path) -> None:
    """Reports with an `event` are judged, together and by language; one without is grouped and counted."""
    file = tmp_path / "gold.jsonl"
    rows = [
        {
            "id": f"r{at}",
            "event": event,
            "title": title,
            "text": text,
            "published": "2024-03-12",
            "language": "en",
        }
        for at, (event, title, text) in enumerate(REPORTS)
    ]
    rows.append({"id": "without", "title": "Something else", "text": "Nobody said which event this is."})
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (row,) = evaluate.run("stories", [str(file)])
    assert (row["reports"], row["events"], row["without event"]) == (3, 2, 1)
    assert 0 < float(str(row["B3 F1"])) <= 1


def test_own_gold_without_events(tmp_path: Path) -> None:
    file = tmp_path / "plain.jsonl"
    file.write_text(json.dumps({"title": "A", "text": "B"}), "utf-8")
    with pytest.raises(evaluate.EvaluationError, match="`event`"):
        list(evaluate.run("stories", [str(file)]))


def test_demo_and_its_copies() -> None:
    """The rows are there and sound; how good they are is the gate's business."""
    first, *languages = demo_rows()
    assert first["reports"] == sum(int(str(row["reports"])) for row in languages)
    summary, *pairs = copy_rows()
    assert summary["pairs"] == sum(row["copy"] != "wrong" for row in pairs)


def test_told_counts_by_language() -> None:
    texts = texts_of({"en": [["one", "two"]], "tr": [["üç"]]}, whole=False)
    found = told(lambda text: "en", texts)
    assert (found.share, found.right["en"], found.mistakes["tr", "en"]) == (2 / 3, 2, 1)


def test_pages_measures() -> None:
    assert overlap("日本 の", "日本の") == 1
    assert utc_day("2024-03-01T00:30:00+03:00") == "2024-02-29"
    assert utc_day("2024-03-01") == "2024-03-01"
