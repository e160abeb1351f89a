"""The tables of docs/quality.md, from the recorded rows: what stands between markers is replaced, prose stays."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from figures import MEASURED, Promise, Row, promises

FILE = Path(__file__).resolve().parents[1] / "docs/quality.md"
MARKED = re.compile(r"(<!-- table: (?P<name>[\w -]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def recorded(task: str) -> list[Row]:
    """The rows of a task or bench as they were last kept; none where it never was."""
    path = MEASURED / f"{task}.json"
    rows: list[Row] = json.loads(path.read_text("utf-8"))["rows"] if path.exists() else []
    return rows


def write() -> None:
    """Write every table of the document anew. Raises KeyError for a marker that names no table."""
    text = FILE.read_text("utf-8")
    FILE.write_text(MARKED.sub(lambda at: f"{at[1]}{TABLES[at['name']]()}\n{at[3]}", text), "utf-8")


def table(rows: Sequence[Row]) -> str:
    """Rows as a Markdown table, a column for every key."""
    if not rows:
        return "\nNot measured yet.\n"
    names = list(dict.fromkeys(name for row in rows for name in row))
    numbers = {name: any(isinstance(row.get(name), int | float) for row in rows) for name in names}
    lines = [names, ["---:" if numbers[name] else "---" for name in names]]
    lines += [[shown(row.get(name)) for name in names] for row in rows]
    return "\n".join(["", *(f"| {' | '.join(cells)} |" for cells in lines), ""])


def shown(value: object) -> str:
    """A number to four digits; nothing for None."""
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def promised() -> str:
    """Every promised figure: what, data, target, measured, command, met or not."""
    return table([_promise_row(promise) for promise in promises()])


def _promise_row(promise: Promise) -> Row:
    rows = [row for row in recorded(promise.task) if row["figure"] == promise.figure]
    value = rows[0].get(promise.column) if rows else None
    met = "" if value is None else "yes" if promise.met(float(str(value))) else "**no**"
    return {
        "what": promise.what,
        "data": promise.data,
        "target": promise.target,
        "measured": "not yet" if value is None else shown(value),
        "met": met,
        "command": f"`{promise.command}`",
    }


def chosen(task: str, pattern: str, columns: Sequence[str] = ()) -> str:
    """The rows of a task whose figure fits a pattern, with some columns or with all."""
    rows = [row for row in recorded(task) if re.fullmatch(pattern, str(row["figure"]))]
    return table(
        [{name: row.get(name) for name in ("figure", *columns)} for row in rows] if columns else rows
    )


def by_language() -> str:
    """One row a language: by itself, with few of its reports among the others, documents and sentences told."""
    stories = {str(row["figure"]): row for row in recorded("ntrex")}
    told = {str(row["figure"]): row for row in recorded("language")}
    languages = [name.removesuffix(" alone") for name in stories if re.fullmatch(r"\w+ alone", name)]
    return table([_language_row(language, stories, told) for language in languages])


def _language_row(language: str, stories: Mapping[str, Row], told: Mapping[str, Row]) -> Row:
    few = {
        f"{n} reports": stories.get(f"{language}, {n} of its reports", {}).get("B3 F1") for n in (1, 5, 50)
    }
    return {
        "language": language,
        "alone": stories[f"{language} alone"].get("B3 F1"),
        **few,
        "document told": told.get(f"document, {language}", {}).get("right"),
        "sentence told": told.get(f"sentence, {language}", {}).get("right"),
        "taken for": told.get(f"sentence, {language}", {}).get("taken for"),
    }


def others() -> str:
    """Side by side: a row a method, a column an input."""
    inputs: dict[str, dict[str, object]] = {}
    for row in recorded("bench-others"):
        given, method = str(row["figure"]).split(": ", 1)
        inputs.setdefault(method, {"method": method})[given] = row["B3 F1"]
    return table(list(inputs.values()))


TABLES: Mapping[str, Callable[[], str]] = {
    "promised": promised,
    "languages": by_language,
    "reliability": lambda: chosen("crossed", r"rated pairs, said.*", ("pairs", "said", "one story")),
    "candidate reliability": lambda: chosen("crossed", r"candidate.*said.*", ("pairs", "said", "one story")),
    "base rates": lambda: chosen("crossed", r"rated pairs|candidate pairs of English articles"),
    "language pairs": lambda: chosen("crossed", r"rated pairs, [a-z]+-[a-z]+"),
    "pages": lambda: chosen("pages", r"pages.*"),
    "stories": lambda: chosen("ntrex", r"stories.*|one.*|a language.*"),
    "demo": lambda: chosen("demo", r"stories.*"),
    "copies": lambda: chosen("copies", r"copies.*"),
    "others": others,
    "other settings": lambda: chosen("bench-others", r".*"),
    "throughput": lambda: table(recorded("bench-throughput")),
    "assign": lambda: table(recorded("bench-assign")),
    "growth": lambda: table(recorded("bench-growth")),
    "start": lambda: table(recorded("bench-start")),
    "sites": lambda: table(recorded("bench-sites")),
}
