"""Laws of the dump cleaner: clean prose loses nothing, in any language; hostile text is survived, fast."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.clean.dump import article_from_dump

NTREX = Path(__file__).parents[4] / "shared" / "data" / "ntrex"
LANGUAGES = {
    "amh": "am", "arb": "ar", "deu": "de", "ell": "el", "eng": "en", "fas": "fa", "fra": "fr", "hau": "ha",
    "heb": "he", "hin": "hi", "ind": "id", "ita": "it", "jpn": "ja", "por": "pt", "rus": "ru", "som": "so",
    "spa": "es", "swa": "sw", "tur": "tr", "ukr": "uk", "zho-CN": "zh",
}  # fmt: skip
LEAST_UNCHANGED = 0.98  # documents; the rest says a line twice in the source itself

WORDS = st.text(alphabet=st.sampled_from("abcdefgijklmnoprstuvyzçğıöşü"), min_size=3, max_size=9)
SENTENCES = st.lists(WORDS, min_size=16, max_size=40, unique=True).map(
    lambda words: " ".join(words).capitalize() + "."
)


@settings(max_examples=150, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=8, unique=True), st.sampled_from(["tr", "en", "is", None]))
def test_clean_prose_stays(paragraphs: list[str], language: str | None) -> None:
    article = article_from_dump("\n\n".join(paragraphs), language)
    assert [*filter(None, [article.title]), *article.paragraphs] == paragraphs
    assert article.removed == []


def test_a_body_sentence_with_marks_stays() -> None:
    paragraphs = [
        "The company said readers who subscribe to its newsletter will have to accept a new privacy policy.",
        "Share prices fell after the minister wrote on Facebook and Twitter that the talks had failed.",
        "Read more books, the minister told pupils in the capital on Monday, and follow the news every day.",
        "Photographs of the harbour, published in 2019 by a source in the ministry, were shown in court.",
        "The advertisement was withdrawn after comments from viewers, the broadcaster said in a statement.",
    ]
    article = article_from_dump(
        "Ministry opens talks with the broadcaster\n\n" + "\n\n".join(paragraphs), "en"
    )
    assert article.paragraphs == paragraphs


@pytest.mark.skipif(not NTREX.exists(), reason="the shared data is not here: ../shared/data/ntrex")
@pytest.mark.parametrize("separator", ["\n", "\n\n"])
def test_clean_documents_lose_nothing(separator: str) -> None:
    ids = [line.split("\t")[0] for line in (NTREX / "document_ids.tsv").read_text("utf-8").splitlines()]
    wanted = list(dict.fromkeys(ids))[60::4]
    documents = unchanged = 0
    for code, language in LANGUAGES.items():
        lines = (NTREX / f"{code}.txt").read_text("utf-8").splitlines()
        for document in wanted:
            texts = [
                unicodedata.normalize("NFC", line).strip()
                for line, each in zip(lines, ids, strict=True)
                if each == document
            ]
            article = article_from_dump(separator.join(texts), language)
            documents += 1
            unchanged += not article.removed
    assert unchanged / documents >= LEAST_UNCHANGED


def test_a_language_without_a_folder() -> None:
    """Icelandic: structure, CLDR and whole-line marks of other languages carry it."""
    dump = """Forsíða
Innlent
Íþróttir
Brúin yfir Grænuá opnuð á ný eftir tveggja ára viðgerð
13. september 2024
Facebook

Brúin yfir Grænuá var opnuð fyrir umferð í gær eftir að viðgerð á henni hafði staðið í tvö ár.
Verkstjórinn sagði að kostnaðurinn hefði farið langt fram úr áætlun en verkið væri vel unnið.

#Grænaá #brýr
© 2024 Dalablaðið"""
    article = article_from_dump(dump, "is")
    assert article.title.startswith("Brúin yfir Grænuá")
    assert len(article.paragraphs) == 2
    assert article.published == "2024-09-13"
    assert article.tags == ["Grænaá", "brýr"]
    assert len(article.removed) == 7


def test_wrapped_lines_become_paragraphs() -> None:
    dump = (
        "Council votes to restore the old lighthouse\n\n"
        "The town council voted on Tuesday evening to restore the old lighthouse at\n"
        "the harbour mouth, which has stood dark since the winter storms of 1987 and\n"
        "has become a danger to the walkers who climb over its crumbling outer wall.\n"
    )
    article = article_from_dump(dump, "en")
    assert len(article.paragraphs) == 1
    assert "at the harbour mouth" in article.paragraphs[0]


def test_headline_only() -> None:
    article = article_from_dump("Ministers agree to reopen the bridge\n", "en")
    assert (article.title, article.paragraphs, article.complete) == (
        "Ministers agree to reopen the bridge",
        [],
        False,
    )
    assert article_from_dump("", "en").title == ""


def test_absurd_dates_are_not_believed() -> None:
    dump = (
        "Ministers agree to reopen the bridge\n01.01.1970\n\n"
        "The bridge was reopened on Monday morning by both ministers, officials said."
    )
    assert article_from_dump(dump, "de").published is None
    later = dump.replace("01.01.1970", "13.09.2031")
    assert article_from_dump(later, "de", fetched="2024-09-14").published is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=2000), st.sampled_from(["tr", "zh", "ar", "xx", None]))
def test_any_text_is_survived(text: str, language: str | None) -> None:
    article_from_dump(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400_000,
        "(" * 300_000,
        ("@a" * 700 + "\n") * 100,
        ("a." * 700 + "\n") * 100,
        ("13/09/2024 " * 100 + "\n") * 100,
        "1:" * 300_000,
        "\u00a0" * 300_000,
        "x" * 3_000_000,
    ],
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    started = time.perf_counter()
    article = article_from_dump(text, "en")
    assert time.perf_counter() - started < 5
    if len(text) > 2_000_000:
        assert not article.complete
        assert article.removed[-1].reason.startswith("beyond")
