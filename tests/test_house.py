"""The laws of the house: who may import whom, and how long a file and a function may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import khabar

HOUSE = Path(khabar.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))
MOST_LINES, MOST_FUNCTION_LINES = 300, 40

# Who may not import whom, by the first part of a module's name; `typing.TYPE_CHECKING` imports count, too.
EVERYTHING = {path.stem if path.suffix else path.name for path in HOUSE.iterdir() if path.stem[0] != "_"}
UPPER = {"archive", "serve", "cli", "show"}
FORBIDDEN = {
    **dict.fromkeys(("records", "errors"), EVERYTHING),
    "settings": EVERYTHING - {"errors"},
    **dict.fromkeys(("clean", "reading", "stories", "compare", "languages", "encoder", "knowledge"), UPPER),
    "archive": {"serve", "cli", "show"},
    "pipeline": UPPER,
    "engines": UPPER,
    "intake": UPPER,
    "evaluate": {"serve", "cli", "show"},
}


def imported(path: Path) -> Iterator[str]:
    """The rooms of the house that a file imports from, wherever in the file."""
    package = path.relative_to(HOUSE.parent).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            start = ".".join([*base, *filter(None, [node.module])])
            names = [f"{start}.{alias.name}" for alias in node.names]
        for name in names:
            root, _, rest = name.partition(".")
            if root == "khabar" and rest:
                yield rest.partition(".")[0]


def room_of(path: Path) -> str:
    inside = path.relative_to(HOUSE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def test_the_law_is_about_rooms_that_are_there() -> None:
    assert {"records", "settings", "errors", "clean", "stories", "archive", "cli", "show"} <= EVERYTHING
    assert set(imported(HOUSE / "archive" / "add.py")) >= {"pipeline", "stories", "intake"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_room_imports_what_stands_above_it(path: Path) -> None:
    forbidden = FORBIDDEN.get(room_of(path), set()) - {room_of(path)}
    assert set(imported(path)) & forbidden == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    if _says_why_it_is_long(text):
        return
    assert text.count("\n") <= MOST_LINES
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert _own_lines(node, lines) <= MOST_FUNCTION_LINES, node.name


def _says_why_it_is_long(text: str) -> bool:
    """Whether the first comment does, as STYLE asks: `# Long because …`."""
    comments = [line for line in text.splitlines() if line.startswith("#")]
    return bool(comments) and comments[0].lower().startswith("# long because")


def _own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> int:
    """The lines of a function from `def` on, without its docstring and empty ones."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    start = body[0].lineno if body else function.lineno
    head = range(function.lineno, function.body[0].lineno)
    code = range(start, (function.end_lineno or start) + 1)
    return sum(bool(lines[number - 1].strip()) for number in (*head, *code))


def test_no_file_is_called_by_a_word_that_says_nothing() -> None:
    words = {"utils", "util", "helper", "helpers", "manager", "process", "data", "misc", "common"}
    assert not [path for path in FILES if words & set(path.stem.split("_"))]
