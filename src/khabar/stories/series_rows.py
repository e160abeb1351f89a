"""How languages write the instalments of a series, compiled from `languages/<code>/series.toml`.

In its forms `~` stands for one of `endings` or none, `*` for letters or, alone, for a word, `#` for digits.
- `ordinals`: number → words; `numerals`: number → words that name an instalment after a noun: phase two.
- `markers`: how an ordinal is written in digits; `larger`: words that make it greater than those listed.
- `nouns`: class of series → nouns; `prefixes`: what is written onto the start of nouns and ordinals.
- `order`: where the ordinal stands: before or after the noun, or both; `labels`: whether a bare number after
  the noun names an instalment (phase 2; in Swahili `raundi 2` are two rounds).
- `between`: words that may stand between ordinal and noun (`before`), between noun and ordinal (`after`), or
  announce the number (`number`); `joined`: whether words are written without spaces.
- `relative`: words that make the ordinal a count from a moment (first summit since, third session in a row).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from khabar.languages import fold

# Letters with the vowel signs that `\w` leaves out.
LETTER = r"[\w\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0900-\u0963\u0966-\u109f]"
GAP = r"[\s\-–‑־·\"'“”«»„‘’&]{1,3}"
NO_GAP = r"[\s「」『』\-–・\"“”《》&]{0,2}"
ROMAN = r"(?=[ivxі]{1,6}(?!\w))[xх]{0,3}(?:[iі]x|[iі]v|v?[iі]{0,3})"
NOT_A_PART = r"(?![\d%٪]|[-–:.,/٫]\d|\s?[%٪$€£])"
# Vowel points, tatweel, joiners, marks of direction; accents of Greek and Cyrillic, which capitals drop.
UNSEEN = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670\u200b-\u200f\u2066-\u2069]")
ACCENT = re.compile("(?<=[\u0370-\u03ff\u0430-\u0437\u043a-\u04ff])[\u0301\u0308]")
LEAST_BYTES = 4  # nouns below four Latin letters (tur, top, leg) mean other things in other languages
NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Numerals:
    """The numerals that may stand beside a noun.

    `values[i]` is that of the i-th group after the one named numeral (None: in digits, 0: in Roman numerals).
    """

    pattern: re.Pattern[str]
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """How one language writes instalments; `classes[i]` are the classes of the noun in group i + 1."""

    noun: re.Pattern[str]
    classes: tuple[frozenset[str], ...]
    before: Numerals | None
    after: Numerals | None
    label: Numerals | None
    relative: re.Pattern[str]


def plain(text: str) -> str:
    """The text with one form for each letter, still in its own case."""
    if text.isascii():
        return text
    spread = UNSEEN.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", ACCENT.sub("", spread))


def key_of(form: str) -> str:
    return fold(plain(form))


def _shape(form: str, endings: str = "") -> str:
    """A form as a pattern: `~` is one of the endings or none, `*` letters or, alone, a word, `#` digits."""
    words = [r"\S{1,20}" if word == "*" else re.escape(word) for word in re.split(r"[\s\-]+", key_of(form))]
    shape = r"[\s\-‑–־]{1,2}".join(words)
    return shape.replace(r"\*", rf"{LETTER}{{0,12}}").replace(r"\~", endings).replace(r"\#", r"\d{1,3}")


def _any(forms: Iterable[str], endings: str = "") -> str:
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(_shape(form, endings) for form in longest_first) or NEVER


def _optional(forms: Iterable[str]) -> str:
    return f"(?:{_any(forms)})?" if forms else ""


def series_as_written(language: str) -> dict[str, Any]:
    """The rows of one language's `series.toml`."""
    return tomllib.loads(files("khabar.languages").joinpath(language, "series.toml").read_text("utf-8"))


@cache
def languages_with_series() -> tuple[str, ...]:
    """The codes of the languages that have a `series.toml`, in order."""
    folders = (entry for entry in files("khabar.languages").iterdir() if entry.is_dir())
    return tuple(sorted(entry.name for entry in folders if entry.joinpath("series.toml").is_file()))


def _words(rows: Mapping[str, list[str]], endings: str = "") -> list[tuple[str, int | None]]:
    """Number words, the greatest first: where `twenty-second` stands, `second` must not be read."""
    descending = sorted(rows.items(), key=lambda row: -int(row[0]))
    return [(f"(?:{_any(forms, endings)})", int(value)) for value, forms in descending]


def _marked(markers: Iterable[str]) -> list[tuple[str, int | None]]:
    return [(_shape(marker), None) for marker in sorted(markers, key=lambda marker: -len(marker))]


def _numerals(pattern: str, numbers: list[tuple[str, int | None]]) -> Numerals:
    # An empty group after each alternative tells which it was and leaves the literal first, which is fast.
    numeral = "|".join(f"{shape}()" for shape, _ in numbers)
    found = re.compile(pattern.replace("NUMBER", f"(?P<numeral>{numeral})"))
    return Numerals(found, tuple(value for _, value in numbers))


def _noun_forms(rows: Mapping[str, Any]) -> dict[tuple[str, str], set[str]]:
    endings = _optional(rows["endings"]["nouns"])
    found: dict[tuple[str, str], set[str]] = {}
    for name, forms in rows["nouns"].items():
        for form in forms:
            found.setdefault((form, endings), set()).add(name)
    return found


def _bucketed(nouns: Iterable[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """All nouns as one pattern, by their first letter: a thousand alternatives cost what fifty do."""
    ordered = sorted(nouns, key=lambda noun: (key_of(noun[0])[0], -len(noun[0]), noun))
    buckets = []
    for letter, members in groupby(ordered, key=lambda noun: key_of(noun[0])[0]):
        shapes = [_shape(*noun) for noun in members]
        common = re.escape(letter) if all(shape.startswith(letter) for shape in shapes) else ""
        buckets.append(f"{common}(?:{'|'.join(f'{shape[len(common) :]}()' for shape in shapes)})")
    return "|".join(buckets), ordered


def _compiled(rows: Mapping[str, Any], nouns: Mapping[tuple[str, str], set[str]]) -> Series:
    joined, between, order = rows["joined"], rows["between"], rows["order"]
    gap = NO_GAP if joined else GAP
    first, last = ("", "") if joined else (rf"(?<!{LETTER})", rf"(?!{LETTER})")
    endings, clitic = _optional(rows["endings"]["ordinals"]), _optional(rows["prefixes"])
    ordinals = [*_words(rows["ordinals"], endings), *_marked(rows["markers"]), (ROMAN, 0)]
    labels: list[tuple[str, int | None]] = [*_words(rows["numerals"]), (r"\d{1,3}", None), (ROMAN, 0)]
    larger = _any(rows["larger"])
    inside, topics = _any(between["before"], endings), _any(between["after"], endings)
    before = (
        rf"{first}(?P<larger>(?:{larger}){gap}|\d[.,:/-])?{clitic}NUMBER{last}"
        rf"(?:{gap}(?P<name>[\w/]{{2,6}}|\w{{2,14}}[-–]\w{{2,14}}))??(?:{gap}(?:{inside})){{0,2}}{gap}$"
    )
    linked = rf"(?:{gap}(?:{topics}){last}){{0,2}}"
    after = rf"{linked}{gap}{clitic}NUMBER{last}(?!{gap}(?:{larger})){NOT_A_PART}"
    label = rf"{linked}(?P<number>{gap}(?:{_any(between['number'])}))?{gap}NUMBER{last}{NOT_A_PART}"
    shapes, order_of_groups = _bucketed(nouns)
    return Series(
        noun=re.compile(rf"{first}{'' if joined else clitic}(?:{shapes}){last}"),
        classes=tuple(frozenset(nouns[noun]) for noun in order_of_groups),
        before=_numerals(before, ordinals) if order != "after" else None,
        after=_numerals(after, ordinals) if order != "before" else None,
        label=_numerals(label, labels) if rows["labels"] else None,
        relative=re.compile(rf"{first}(?:{_any(rows['relative'])})"),
    )


def _merged(every: list[dict[str, Any]]) -> dict[str, Any]:
    """What is certain in any language: digits with a marker of their own beside a noun, no number words."""

    def all_of(key: str) -> list[str]:
        return sorted({form for rows in every for form in rows[key]})

    # "12." may end a sentence and "na 12" is a date in half of Europe.
    markers = [marker for marker in all_of("markers") if re.fullmatch(r"\S*#\S*", marker) and marker != "#."]
    return {
        "order": "both", "joined": False, "labels": False, "markers": markers, "relative": all_of("relative"),
        "prefixes": all_of("prefixes"), "larger": [], "ordinals": {}, "numerals": {},
        "endings": {"ordinals": []},
        "between": {"before": [], "after": [], "number": []},
    }  # fmt: skip


@cache
def series_in(language: str | None) -> Series:
    if language is not None:
        rows = series_as_written(language)
        return _compiled(rows, _noun_forms(rows))
    every = [rows for rows in map(series_as_written, languages_with_series()) if not rows["joined"]]
    nouns: dict[tuple[str, str], set[str]] = {}
    for rows in every:
        for noun, classes in _noun_forms(rows).items():
            if len(noun[0].encode()) >= LEAST_BYTES:
                nouns.setdefault(noun, set()).update(classes)
    return _compiled(_merged(every), nouns)
