"""One key for a name in all its spellings and scripts: the consonants of its romanization.

Трамп, Trump, ترامب and ትራምፕ share the key `trmb`. Vowels go (many scripts do not write them), consonants
that transliterations confuse fall together (b p f v · k g c q · s z j · t d), doubled ones become one, and
five are enough, which cuts most case endings. The idea is Soundex (Russell 1918) on anyascii's romanization.
"""

from __future__ import annotations

import re
from functools import lru_cache

DIGRAPHS = {"sh": "s", "ch": "s", "zh": "s", "ts": "s", "dj": "s", "kh": "k", "gh": "k", "th": "t", "ph": "b"}
CLASSES = str.maketrans("pfvqcgxzjd", "bbbkkkksst", "aeiouyhw")
VOWELS = frozenset("aeiouyh")
LONGEST = 5  # consonants kept: `names` alone, AP of other-language halves on NTREX 61-123, tried 4, 5, 6

_digraphs = re.compile("|".join(DIGRAPHS))
_others = re.compile("[^a-z]")
_doubled = re.compile(r"(.)\1+")


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonant key of a word, empty where nothing can be romanized; `a` stands for a first vowel."""
    from anyascii import anyascii

    roman = _others.sub("", anyascii(word).lower())
    roman = _digraphs.sub(lambda found: DIGRAPHS[found.group()], roman)
    if not roman:
        return ""
    consonants = _doubled.sub(r"\1", roman.translate(CLASSES))
    return ("a" if roman[0] in VOWELS else "") + consonants[:LONGEST]
