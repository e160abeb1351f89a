"""The language of a text, and the passages of a text that are in another language than the rest.

Three offline identifiers vote (identifiers.py); a language's score is the mean vote of those that know it,
held down by a constant doubt, so that a language one model alone knows can win over the wrong guesses of
the others, and does so less easily than one that all know. A script with one language in the news (Thai,
Greek, Tifinagh) answers by itself, as CLDR's likely subtags say.

Codes are ISO 639-1 where one exists, else 639-3. Varieties of one written standard share the
macrolanguage's code: zh (Mandarin in both scripts, Wu; Cantonese as written is yue), ar, fa (Dari too), az,
uz, ms (Indonesian is id), no (Bokmål; Nynorsk is nn), tl (Filipino), sw, et, lv, mg, om, qu, ku (Kurmanji;
Sorani is ckb), ff, gn, kok. Serbian, Croatian and Bosnian are sr, hr and bs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from khabar.clean.identifiers import IDENTIFIERS
from khabar.clean.scripts import NO_SPACES, languages_of_scripts, scripts_of
from khabar.records import Passage, Span

# Scripts that news in several languages is written in; in any other the script names the language.
SHARED_SCRIPTS = frozenset(["Latn", "Cyrl", "Arab", "Deva", "Ethi", "Beng", "Hebr", "Tibt", "Hani", "Hira",
                            "Kana", "Bopo"])
# A share of letters that settles the script: a Greek report full of Latin names is still above it.
SETTLED_SHARE = 0.6

# How much is read: so many stretches of so many characters, evenly spread, so that one quoted paragraph
# or a foreign title decides nothing and a line of 50 MB costs as much as a paragraph. On NTREX documents
# 61–123 4 × 250 and 4 × 200 characters tell every document right, 4 × 150 all but one of 1,323.
STRETCHES = 4
STRETCH_LENGTH = 200

# The doubt about a language that few models know. Of {.1, .2, .4, .8} more doubt tells NTREX lines a little
# better (.9917 to .9927) and the Declaration's rarer languages worse (.905 to .883).
DOUBT = 0.2
# Where the two fast models both give one language this much, the slow third is not asked: of {.7, .85,
# .95} the one that doubles the speed, changes no line of NTREX documents 61–123 and .003 of the
# Declaration's paragraphs.
AGREEMENT = 0.85
# Below this the models contradict one another or know nothing: "OK", "ha ha", lists of names.
LEAST_SCORE = 0.3
LEAST_LETTERS = 3

# A passage must be this long, this sure, and this unlike the report's language. On NTREX documents
# 61–123, with and without two foreign lines put in, letters of {20, 30, 40}, scores of {.5, .6, .7} and
# {.1, .2, .3} were tried one by one: these find .96 of the foreign characters and mark less than one in
# 10,000 of a pure report. Words made no difference there; they keep names in a row
# ("Bundesverfassungsgericht, Karlsruhe") from being passages.
LEAST_PASSAGE_LETTERS = 30
LEAST_PASSAGE_LETTERS_NO_SPACES = 12
LEAST_PASSAGE_WORDS = 4
LEAST_PASSAGE_SCORE = 0.6
MOST_HOME_SCORE = 0.2


@cache
def _patterns() -> tuple[Any, Any]:
    """What is no language (addresses, handles, digits, emoji, punctuation, controls), and a sentence.

    Apostrophes, hyphens and the joiners of Persian and Indic words are parts of words and stay.
    """
    import regex

    noise = regex.compile(
        r"(?:https?://|www\.)\S+|\S+@\S+|[@#]\w+|[\p{N}\p{S}\p{P}\p{C}--['’ʼʻ\-\u00b7\u200c\u200d]]+",
        regex.V1,
    )
    sentence = regex.compile(r"[^\n.!?…。！？؟।॥።]+(?:[.!?…。！？؟।॥።]+[\"'”’»」』)\]]*)?(?:\s+|$)?")
    return noise, sentence


def _sample(text: str) -> str:
    if len(text) <= STRETCHES * STRETCH_LENGTH:
        return text
    step = (len(text) - STRETCH_LENGTH) // (STRETCHES - 1)
    stretches = [text[at * step : at * step + STRETCH_LENGTH] for at in range(STRETCHES)]
    # The cut words at either end are no words of any language.
    return " ".join(_whole_words(stretch, at) for at, stretch in enumerate(stretches))


def _whole_words(stretch: str, position: int) -> str:
    first = stretch.find(" ", 0, STRETCH_LENGTH // 4) + 1 if position else 0
    last = stretch.rfind(" ", STRETCH_LENGTH * 3 // 4)
    return stretch[first : last if last > 0 else None]


def _plain(text: str) -> str:
    """The words of `text` on one line, in small letters where it shouts."""
    noise, _ = _patterns()
    plain = " ".join(noise.sub(" ", text.encode("utf-8", "ignore").decode("utf-8")).split())
    capitals = sum(map(str.isupper, plain))
    return plain.lower() if capitals * 2 > len(plain) else plain


def scores_of(text: str) -> dict[str, float]:
    """A score in [0, 1] for each language that `text` may be in; empty where there is too little to tell."""
    plain = _plain(_sample(text))
    scripts = scripts_of(plain)
    letters = scripts.total()
    if not scripts or (letters < LEAST_LETTERS and not NO_SPACES.intersection(scripts)):
        return {}
    script, count = scripts.most_common(1)[0]
    if script not in SHARED_SCRIPTS and count >= SETTLED_SHARE * letters:
        return {languages_of_scripts()[script]: count / letters}
    return _vote(plain)


def _vote(plain: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    so_far: list[tuple[str | None, float]] = []
    for identifier in IDENTIFIERS:
        votes = identifier.votes(plain)
        for language, vote in votes.items():
            sums[language] = sums.get(language, 0.0) + identifier.weight * vote
        so_far.append(_best(votes))
        sure = min(score for _, score in so_far)
        if len(so_far) == 2 and so_far[0][0] == so_far[1][0] and sure >= AGREEMENT:
            return {str(so_far[0][0]): sure}
    return {language: total / (DOUBT + _weight_of(language)) for language, total in sums.items()}


@cache
def _weight_of(language: str) -> float:
    return sum(identifier.weight for identifier in IDENTIFIERS if language in identifier.languages)


def language_of(text: str) -> tuple[str | None, float]:
    """The language of `text` and a score in [0, 1]; (None, 0.0) where there is too little evidence.

    Never raises on a str, whatever it holds. A long text is read in samples.
    """
    language, score = _best(scores_of(text))
    return (language, min(score, 1.0)) if score >= LEAST_SCORE else (None, 0.0)


def _best(scores: dict[str, float]) -> tuple[str | None, float]:
    return min(scores.items(), key=lambda item: (-item[1], item[0])) if scores else (None, 0.0)


def languages() -> frozenset[str]:
    """Every language that `language_of` can answer, by the identifiers' tables and the scripts of Unicode.

    Of the latter only those that CLDR knows to be spoken somewhere: Linear B is told, not promised.
    """
    from babel.core import get_global

    told = frozenset[str]().union(*(identifier.languages for identifier in IDENTIFIERS))
    spoken = frozenset[str]().union(*get_global("territory_languages").values())
    return told | spoken.intersection(set(languages_of_scripts().values()))


def passages_of(text: str, spans: Iterable[Span], language: str | None = None) -> list[Passage]:
    """The stretches of `text` in another language than `language` (by default the language of `text`).

    `spans` are its paragraphs. A passage is at least one whole sentence that is surely in the other language;
    neighbours in one language are joined, also across paragraphs. Quoted words and names are no passages.
    """
    home = language or language_of(text)[0]
    if home is None:
        return []
    found: list[Passage] = []
    joinable = False
    for sentence in _sentences(text, spans):
        other = _foreign(text[sentence.start : sentence.end], home)
        if other and joinable and found[-1].language == other:
            found[-1] = Passage(found[-1].start, sentence.end, other)
        elif other:
            found.append(Passage(sentence.start, sentence.end, other))
        joinable = other is not None
    return found


def _sentences(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    _, sentence = _patterns()
    for span in spans:
        for match in sentence.finditer(text, span.start, span.end):
            start, end = match.start(), match.start() + len(match.group().rstrip())
            if end > start:
                yield Span(start, end)


def _foreign(sentence: str, home: str) -> str | None:
    """The language of `sentence` where it is surely another than `home`."""
    scripts = scripts_of(sentence)
    dense = bool(scripts) and scripts.most_common(1)[0][0] in NO_SPACES
    if scripts.total() < (LEAST_PASSAGE_LETTERS_NO_SPACES if dense else LEAST_PASSAGE_LETTERS):
        return None
    if not dense and len(sentence.split()) < LEAST_PASSAGE_WORDS:
        return None
    # CLD2 is ten times as fast as the vote and rarely wrong when it agrees with the report's language.
    if _best(IDENTIFIERS[0].votes(_plain(sentence[: STRETCHES * STRETCH_LENGTH])))[0] == home:
        return None
    scores = scores_of(sentence)
    language, score = _best(scores)
    sure = score >= LEAST_PASSAGE_SCORE and scores.get(home, 0.0) <= MOST_HOME_SCORE
    return language if sure and language != home else None
