"""Measuring khabar: on the gold of `../shared/data`, on the bundled demo, on gold of one's own.

gold        readers of the gold
metrics     B³, Pearson, calibration, bags of words
stories     tasks ntrex, english, rated: reports grouped into stories
pages       HTML pages read by khabar and by trafilatura alone
language    the language of documents and sentences
demo        tasks demo and copies: the bundled corpus through an archive
own         stories FILE: any records with an `event` field
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from ..errors import UsageError

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Task:
    """What can be measured: the function of this package that gives its rows, and what it takes."""

    function: str
    meaning: str
    takes: str = ""


TASKS: dict[str, Task] = {
    "ntrex": Task("stories.ntrex_rows", "stories of 60 documents in 21 languages"),
    "english": Task("stories.english_rows", "stories of 94 English outlets"),
    "rated": Task("stories.rated_rows", "same_story against the ratings of people"),
    "pages": Task("pages.page_rows", "body, title and day of HTML pages, and trafilatura alone"),
    "language": Task("language.language_rows", "the language of documents and of sentences"),
    "demo": Task("demo.demo_rows", "stories of the bundled corpus"),
    "copies": Task("demo.copy_rows", "copy families of the bundled corpus"),
    "stories": Task("own.story_rows", "stories of your own reports, each with its `event`", "FILE…"),
}


class EvaluationError(UsageError):
    """There is no such task, or it cannot be done with what was given."""


def run(task: str, arguments: Sequence[str] = ()) -> Iterable[Row]:
    """The rows of a task: each names its `figure`, the other columns are its values.

    Raises EvaluationError for an unknown task or arguments that do not fit, gold.GoldAbsent where the gold is
    not there.
    """
    if task not in TASKS:
        known = [f"  {name} {one.takes}".rstrip().ljust(18) + one.meaning for name, one in TASKS.items()]
        raise EvaluationError("\n".join([f"There is no task {task!r}. These are there:", *known]))
    chosen = TASKS[task]
    if bool(arguments) != bool(chosen.takes):
        wanted = f"{task} {chosen.takes}".rstrip()
        given = chosen.takes or "nothing more"
        raise EvaluationError(f"{task} takes {given}. Type: khabar evaluate {wanted}")
    module, function = chosen.function.split(".")
    rows: Iterable[Row] = getattr(import_module(f".{module}", __name__), function)(*arguments)
    return rows
