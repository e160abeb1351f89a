"""The public surface: the names of `khabar.__all__`, what they take, and how little `import khabar` costs."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import khabar
from khabar.archive.archive import Archive

HEAVY = ("numpy", "onnxruntime", "onnx", "trafilatura", "pyarrow", "rich", "click", "lxml", "httpx", "tokenizers",
         "dateparser", "babel", "htmldate", "feedparser", "msgspec", "regex", "sqlite3")  # fmt: skip


def loaded_after(statement: str) -> set[str]:
    program = f"import sys\n{statement}\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stdout.split()}


def test_importing_khabar_loads_nothing_heavy() -> None:
    assert loaded_after("import khabar") & set(HEAVY) == set()


def test_the_help_loads_nothing_heavy() -> None:
    program = "import khabar.cli\nkhabar.cli.main(['--help'], standalone_mode=False)"
    assert loaded_after(program) & (set(HEAVY) - {"click"}) == set()


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    assert sorted(khabar.__all__) == khabar.__all__
    assert set(khabar.__all__) <= set(dir(khabar))
    for name in khabar.__all__:
        value = getattr(khabar, name)
        assert inspect.getdoc(value), name
        home = inspect.getmodule(value)
        assert home is not None
        assert home.__name__.startswith("khabar.")


def test_no_other_name_is_public() -> None:
    statement = "import khabar; print(*[n for n in vars(khabar) if n[0] != '_'])"
    run = subprocess.run([sys.executable, "-c", statement], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) <= {
        "annotations",
        "import_module",
        "ModuleType",
        "sys",
        "TYPE_CHECKING",
        "Any",
    }
    with pytest.raises(AttributeError, match="It has Archive"):
        khabar.cluster  # noqa: B018


def test_what_the_functions_take() -> None:
    def names(function: object) -> list[str]:
        assert callable(function)
        return list(inspect.signature(function).parameters)

    assert names(khabar.clean) == ["page", "url", "media_type", "fetched"]
    assert names(khabar.same_story)[:2] == ["left", "right"]
    assert names(khabar.open)[0] == "url"
    assert names(Archive.add)[1:4] == ["sources", "engine", "progress"]
    for verb in ("reports", "stories", "story", "search", "table", "set_aside", "close"):
        assert hasattr(Archive, verb)


def test_a_function_stays_one_when_its_folder_is_imported() -> None:
    first = "import khabar, khabar.archive.add, khabar.clean.stage; "
    for statement in (first, f"import khabar; khabar.clean; {first}"):
        program = f"{statement}from khabar import clean; print(clean is khabar.clean, callable(clean))"
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert run.stdout.split() == ["True", "True"]


def test_functions_of_one_item_have_a_form_for_many() -> None:
    for name in ("clean", "same_story"):
        many = inspect.signature(getattr(khabar, f"{name}_many"))
        assert next(iter(many.parameters)) in ("pages", "pairs")
        assert len([p for p in many.parameters.values() if p.kind is not p.VAR_KEYWORD]) >= 1


def test_the_version_is_that_of_the_package() -> None:
    project = (Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8")
    assert f'version = "{khabar.__version__}"' in project


def test_types_are_shipped() -> None:
    assert (Path(khabar.__file__).parent / "py.typed").is_file()
