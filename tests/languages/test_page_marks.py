"""One walk over all rows of the language folders."""

from __future__ import annotations

import unicodedata

import pytest

from khabar.languages import (
    KINDS,
    agencies,
    agency_named,
    fold,
    languages_with_data,
    marks_as_written,
    page_marks,
)

WANTED = """
ar am bn de el en es fa fr ha he hi id it ja ko pl pt ru so sw tr uk ur vi zh zu xh cs nl sv no da fi ro hu
bg sr hr th tl ms az kk uz ku ps ta te ml sq ka hy
"""
DOTLESS = {"tr": "I", "az": "I"}


def lower_case(phrase: str, language: str) -> str:
    if language in DOTLESS:
        phrase = phrase.replace("İ", "i").replace("I", "ı")
    return phrase.lower()


def test_every_wanted_language_has_marks() -> None:
    assert set(languages_with_data()) >= set(WANTED.split())


@pytest.mark.parametrize("language", languages_with_data())
def test_rows_are_sound(language: str) -> None:
    rows = marks_as_written(language)
    assert tuple(rows) == KINDS
    for kind, phrases in rows.items():
        assert phrases, kind
        assert len(set(phrases)) == len(phrases), kind
        for phrase in phrases:
            assert phrase.strip() == phrase
            assert phrase
            assert unicodedata.is_normalized("NFC", phrase), phrase
            assert lower_case(phrase, language) == phrase, phrase


@pytest.mark.parametrize("language", ["tr", "az"])
def test_dotless_i_survives(language: str) -> None:
    """Upper-casing by the language's own rule and folding gives the mark again."""
    for phrases in marks_as_written(language).values():
        for phrase in phrases:
            upper = phrase.replace("i", "İ").replace("ı", "I").upper()
            assert fold(upper) == fold(phrase)


def test_folding_keeps_the_length() -> None:
    text = "İSTANBUL’da ١٢٣ ﬁ ẞ Σς ኢ 二〇 \u200fאב"
    assert len(fold(text)) == len(text)


def test_unknown_language_has_shared_signs_and_all_whole_marks() -> None:
    unknown = page_marks(None)
    assert unknown.language is None
    assert "whatsapp" in unknown.own
    assert "reklam" not in unknown.own
    assert "reklam" in unknown.any
    assert page_marks("xx") == unknown
    assert page_marks("pt-BR").language == "pt"
    assert page_marks("tr") is page_marks("tr")


@pytest.mark.parametrize(
    ("printed", "agency"),
    [
        ("AA", "AA"),
        ("Anadolu Ajansı", "AA"),
        ("(Reuters)", "Reuters"),
        ("新华社", "Xinhua"),
        ("وكالة الأناضول", "AA"),
        ("map", None),
        ("Pap", None),
        ("Ankara", None),
    ],
)
def test_agencies(printed: str, agency: str | None) -> None:
    assert agency_named(printed) == agency


def test_no_agency_has_two_names() -> None:
    assert all(name for name in agencies().values())
    assert agencies()["AFP"] == "AFP"
