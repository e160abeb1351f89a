"""Which script a text is written in, by ISO 15924 code ("Latn", "Arab", "Hani").

Scripts and the language a script points to are those of Unicode and of CLDR's likely subtags
(https://unicode.org/reports/tr35/#Likely_Subtags); no list of ours stands in for them.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

# Letters beyond this many do not change which script is dominant; a page may be one line of 50 MB.
LONGEST_SAMPLE = 2_000

# Scripts that put no space between words (UAX #14 calls them "complex context" and "ideographic").
NO_SPACES = frozenset(["Hani", "Hira", "Kana", "Bopo", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Lana", "Tale",
                       "Talu", "Yiii", "Java", "Bali"])

# CLDR writes a few languages with codes that are not ISO 639-1 where one exists, or are collections.
_ISO_OF_CLDR = {"fil": "tl", "man": "nqo", "zhx": "zh"}


@cache
def languages_of_scripts() -> dict[str, str]:
    """For each script that Unicode and CLDR know, the language most often written in it."""
    import regex
    from babel.core import get_global

    likely = {"Latn": "en"}
    for key, subtags in get_global("likely_subtags").items():
        if not key.startswith("und_") or len(key) != 8:
            continue
        script = key[4:]
        try:
            regex.compile(rf"\p{{Script={script}}}")
        except regex.error:  # Hans, Jpan and their like are writing systems of CLDR, not scripts of Unicode
            continue
        language = subtags.split("_")[0]
        if language != "und":
            likely[script] = _ISO_OF_CLDR.get(language, language)
    return likely


@cache
def _script_pattern() -> Any:
    import regex

    # Common scripts stand first: the alternatives are tried in order, once for every distinct character.
    first = ["Latn", "Cyrl", "Arab", "Hani", "Hira", "Kana", "Hang", "Deva", "Grek", "Hebr", "Ethi", "Beng"]
    names = [*first, *sorted(set(languages_of_scripts()) - set(first))]
    return regex.compile("|".join(rf"(?P<{name}>\p{{Script={name}}})" for name in names))


@cache
def _script_of_character(character: str) -> str | None:
    found = _script_pattern().match(character)
    return str(found.lastgroup) if found else None


def scripts_of(text: str) -> Counter[str]:
    """How many letters of the first `LONGEST_SAMPLE` characters are in each script; none is empty.

    Digits, punctuation, emoji and marks shared by several scripts count for none.
    """
    counts: Counter[str] = Counter()
    for character, count in Counter(text[:LONGEST_SAMPLE]).items():
        if character.isalpha() and (script := _script_of_character(character)):
            counts[script] += count
    return counts


def script_of(text: str) -> str | None:
    """The ISO 15924 code of the script most letters of `text` are in; None where it has no letters."""
    counts = scripts_of(text)
    return min(counts, key=lambda script: (-counts[script], script)) if counts else None


def script_of_language(language: str) -> str | None:
    """The ISO 15924 code of the script `language` is most often written in, None where CLDR knows none.

    Composite codes of CLDR ("Jpan", "Kore", "Hans", "Hant") are given as the script that `script_of` finds.
    """
    from babel.core import get_global

    subtags = get_global("likely_subtags").get(language, "").split("_")
    if len(subtags) < 2:
        return None
    script = str(subtags[1])
    return {"Jpan": "Hani", "Hans": "Hani", "Hant": "Hani", "Kore": "Hang"}.get(script, script)


def has_no_spaces(text: str) -> bool:
    """Whether `text` (or a script's code, such as "Thai") is in a script without spaces between words."""
    if text in languages_of_scripts():
        return text in NO_SPACES
    return script_of(text) in NO_SPACES
