"""What languages write: data only, one folder a language, the same file names in each.

A language without a folder still works: structure and CLDR carry it, and every language's marks are known as
whole lines. `page_marks.toml` holds the words that news pages print beside the text, by kind.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

KINDS = (
    "photo", "video", "source", "author", "published", "updated", "reading_time", "read_more", "related",
    "share", "follow", "subscribe", "newsletter", "comments", "tags", "advertisement", "copyright", "consent",
    "navigation",
)  # fmt: skip
# One sign for one sign, so that offsets stay: dotted and dotless i, Arabic and Persian letters,
# apostrophes, and the invisible marks of direction.
FORMS = str.maketrans("İıIيىك’ʼ׳ʹ`\u200e\u200f", "iiiییک'''''  ")
DIGIT = re.compile(r"\d")
FOREIGN_DIGIT = re.compile(r"[^\W\D0-9]")
BETWEEN_WORDS = re.compile(r"[^\w'.\-\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u109f\u1780-\u17d3©]+")
ALIASES = {"nb": "no", "nn": "no", "fil": "tl", "iw": "he", "in": "id", "cmn": "zh", "swa": "sw", "kmr": "ku"}


def fold(text: str) -> str:
    """Lower case with one sign a sign, plain digits for those of any script; the length never changes."""
    folded = text.translate(FORMS).lower()
    if FOREIGN_DIGIT.search(folded):
        folded = DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), folded)
    return folded


def words_of(text: str) -> list[str]:
    """The folded words of a text, without the punctuation around them."""
    words = (word.strip("'.-") for word in BETWEEN_WORDS.split(fold(text)))
    return [word for word in words if word]


@dataclass(frozen=True, slots=True)
class PageMarks:
    """The marks of one language.

    `own` maps a phrase (its folded words joined by one space) to its kinds, for this language and the signs
    that every language shares; `any` does so for all languages and is trusted only where a phrase is a
    whole line or label. `longest` is the number of words of the longest phrase, `first_words` are the words
    that begin one.
    """

    language: str | None
    own: dict[str, frozenset[str]]
    any: dict[str, frozenset[str]]
    longest: int
    first_words: frozenset[str]


def languages_with_data() -> tuple[str, ...]:
    """The codes of the languages that have a folder here, in order."""
    folders = (entry for entry in files(__name__).iterdir() if entry.is_dir())
    return tuple(sorted(entry.name for entry in folders if entry.joinpath("page_marks.toml").is_file()))


def marks_as_written(language: str) -> dict[str, list[str]]:
    """The rows of one language's `page_marks.toml`: kind → phrases in lower case."""
    return tomllib.loads(files(__name__).joinpath(language, "page_marks.toml").read_text("utf-8"))


def _by_phrase(rows: Iterable[dict[str, list[str]]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        for kind, phrases in row.items():
            for phrase in phrases:
                found.setdefault(" ".join(words_of(phrase)), set()).add(kind)
    return {phrase: frozenset(kinds) for phrase, kinds in found.items() if phrase}


@cache
def _neutral() -> dict[str, list[str]]:
    return tomllib.loads(files(__name__).joinpath("neutral.toml").read_text("utf-8"))


@cache
def _of_all_languages() -> dict[str, frozenset[str]]:
    return _by_phrase([_neutral(), *map(marks_as_written, languages_with_data())])


def language_of_data(language: str | None) -> str | None:
    """The folder that serves a BCP 47 or ISO 639 code (`pt-BR` → pt), or None."""
    base = re.split("[-_]", language.lower())[0] if language else ""
    base = ALIASES.get(base, base)
    return base if base in languages_with_data() else None


@cache
def page_marks(language: str | None = None) -> PageMarks:
    """The marks of a language; without a folder, the shared signs and all whole-line marks."""
    code = language_of_data(language)
    own = _by_phrase([_neutral(), marks_as_written(code)] if code else [_neutral()])
    return PageMarks(
        language=code,
        own=own,
        any=_of_all_languages(),
        longest=max(phrase.count(" ") + 1 for phrase in own),
        first_words=frozenset(phrase.split(" ", 1)[0] for phrase in own),
    )


@cache
def agencies() -> dict[str, str]:
    """News agencies by what is printed for them (folded unless all in capitals) → the agency's name."""
    rows = tomllib.loads(files(__name__).joinpath("agencies.toml").read_text("utf-8"))
    return {_printed(alias): name for name, aliases in rows.items() for alias in (name, *aliases)}


def _printed(name: str) -> str:
    return name if name.isupper() and len(name) <= 5 else fold(name)


def agency_named(text: str) -> str | None:
    """The news agency that a text names and does nothing else, or None."""
    name = text.strip(" \t.,;:()[]/|-–—*·•")
    return agencies().get(name) or agencies().get(fold(name)) if 1 < len(name) <= 60 else None
