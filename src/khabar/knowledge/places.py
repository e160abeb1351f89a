"""Countries and large cities that a text names, in any language and script that CLDR or GeoNames spells.

The table is made by training/knowledge/places.py. This finds names, it does not weigh which of two towns of one
name is meant.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files
from typing import Any

import regex

DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
PREFIXING = regex.compile(
    r"[\p{Arabic}\p{Hebrew}\p{Ethiopic}]"
)  # "to", "from", "and" are written on the name
CASED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Armenian}]")
LONGEST_PREFIX = 2  # letters before a name in the same word, where the script writes particles so
LONGEST_ENDING = 3  # letters after a name in the same word: case endings ("Ankarada", "Киеве" + м)


@cache
def _names() -> Any:
    """The automaton over all names; each carries its length and its place."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    packed = files("khabar.knowledge").joinpath("places.tsv.gz").read_bytes()
    for row in gzip.decompress(packed).decode().splitlines():
        name, place = row.split("\t")
        automaton.add_word(name, (len(name), place))
    automaton.make_automaton()
    return automaton


def folded(text: str) -> str:
    """Lower case, letter for letter: İ and ß would grow under casefold, and offsets must stay."""
    return "".join(lower if len(lower := letter.lower()) == 1 else lower[0] for letter in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the found name is a word of its own, give or take what its script writes onto names."""
    if DENSE.match(text, start):
        return True
    before = 0
    while start - before > 0 and text[start - before - 1].isalpha() and before <= LONGEST_PREFIX:
        before += 1
    after = 0
    while end + after < len(text) and text[end + after].isalpha() and after <= LONGEST_ENDING:
        after += 1
    return before <= (LONGEST_PREFIX if PREFIXING.match(text, start) else 0) and after <= LONGEST_ENDING


def places_of(text: str) -> frozenset[str]:
    """The places a text names: ISO alpha-2 codes of countries, GeoNames ids of cities."""
    found = set()
    for last, (length, place) in _names().iter_long(folded(text)):
        start = last + 1 - length
        if CASED.match(text, start) and not text[start].isupper():
            continue
        if _stands_alone(text, start, last + 1):
            found.add(place)
    return frozenset(found)
