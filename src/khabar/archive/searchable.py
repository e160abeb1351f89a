"""Text as words that full-text search finds, the same for what is stored and for what is asked.

Letters lose case and accents, Arabic its vowel signs and its letters' variants, digits their script. A script
that puts no spaces between words is cut into overlapping pairs of characters, so that any stretch of it can
be found as a phrase (the bigrams of Lucene's CJKAnalyzer). We do this, and not SQLite's tokenizer unicode61,
which cuts Indic words at their vowel signs and does not know the scripts that came after Unicode 6.1.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

# One letter, several code points: Turkish dotless i; Arabic as Lucene's ArabicNormalizer and
# PersianNormalizer have it, and the tatweel, which only stretches a word.
_ONE_LETTER = str.maketrans("ıđłøħŧأإآٱىیکةۀہ", "idlohtااااييكههه", "ـ")

# Combining classes that search looks past: overlays, nuktas, Hebrew and Arabic points, accents. The
# others are vowels and consonants of Indic, Thai, Tibetan and kana, without which a word is another word.
_PASSED_OVER = frozenset([1, 7, *range(10, 36), *range(200, 256)])

# Raise it when a text gets other words than before, so that archives make theirs again.
FORM = 2

# Words of a question that count; more make the query slow, and no one types them.
MOST_WORDS = 64


@cache
def folded(character: str) -> str:
    """What search takes a character for: nothing, itself, or one or a few others."""
    if unicodedata.category(character) == "Cf":  # joiners, soft hyphens, directions
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    parts = unicodedata.normalize("NFKD", character)
    kept = "".join(part for part in parts if unicodedata.combining(part) not in _PASSED_OVER)
    return unicodedata.normalize("NFC", kept).casefold().translate(_ONE_LETTER)


class _Folding(dict[int, str]):
    """A table for str.translate that fills itself."""

    def __missing__(self, code: int) -> str:
        self[code] = folded(chr(code))
        return self[code]


_folding = _Folding()


def fold(text: str) -> str:
    """The text with every character folded."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).translate(_folding)  # NFKC: ﾃﾞ is two characters, デ one


@cache
def patterns() -> tuple[Any, Any]:
    """Patterns of a word, and of a run of characters in scripts without spaces between words."""
    import regex

    from ..clean.scripts import NO_SPACES

    # Korean has spaces, but its particles cling to the word: 서울에서 (in Seoul) is to be found as 서울.
    scripts = "".join(rf"\p{{scx={script}}}" for script in sorted({*NO_SPACES, "Hang"}))
    return regex.compile(r"[\p{L}\p{M}\p{N}]+"), regex.compile(rf"(?V1)[[{scripts}]&&[\p{{L}}\p{{M}}]]+")


def _pairs(run: str) -> list[str]:
    """北京市 → 北京, 京市, 市: every character begins a word, so that one alone is found by prefix."""
    return [run[place : place + 2] for place in range(len(run))]


@cache
def _has_no_spaces_round_it(character: str) -> bool:
    return patterns()[1].match(character) is not None


def _words(plain: str) -> list[str]:
    word, run = patterns()
    if any(map(_has_no_spaces_round_it, set(plain))):  # quicker than to look through every text
        plain = run.sub(lambda found: f" {' '.join(_pairs(found[0]))} ", plain)
    return list(word.findall(plain))


def searchable(text: str) -> str:
    """The words of a text, parted by spaces, as the search table holds them."""
    return " ".join(_words(fold(text)))


def questions(text: str) -> list[str]:
    """The stretches of a question, folded, that are looked for each as a whole: what stands between spaces,
    without the signs round it; none where it has no letter and no digit."""
    word, _ = patterns()
    found = []
    for part in fold(text).split()[:MOST_WORDS]:
        words = list(word.finditer(part))
        if words:
            found.append(part[words[0].start() : words[-1].end()])
    return found


def match_expression(text: str) -> str:
    """The question for FTS5's MATCH, in which nothing of the text is an operator; "" if nothing can match."""
    _, run = patterns()
    phrases = []
    for part in questions(text):
        words = _words(part)
        end = run.search(part, max(0, len(part) - 2))
        if end is None or end.end() < len(part):
            phrases.append(f'"{" ".join(words)}"')
        elif len(end[0]) > 1:  # the last character alone would have to end its run in the report too
            phrases.append(f'"{" ".join(words[:-1])}"')
        else:
            phrases.append(f'"{" ".join(words)}"*')
    return " ".join(phrases)
