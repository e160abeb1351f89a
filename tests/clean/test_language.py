"""The language of texts, the passages in another one, and scripts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.clean.identifiers import IDENTIFIERS
from khabar.clean.language import language_of, languages, passages_of
from khabar.clean.scripts import has_no_spaces, script_of, script_of_language
from khabar.records import Passage, Span

SENTENCES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "languages.tsv").read_text("utf-8").splitlines()
]
ENGLISH = "The finance minister said on Tuesday that the budget would be presented next month."
GERMAN = "Nach dem Einsturz der Brücke suchten die Rettungskräfte die ganze Nacht nach Überlebenden."


@pytest.mark.parametrize(("code", "sentence"), SENTENCES)
def test_sentences_we_wrote_are_told(code: str, sentence: str) -> None:
    language, score = language_of(sentence)
    assert language == code
    assert 0.0 < score <= 1.0


def test_breadth() -> None:
    assert len(languages()) >= 200
    assert {code for code, _ in SENTENCES} <= languages()
    assert len({code for code, _ in SENTENCES}) >= 60


def test_codes_are_two_letters_where_there_are_two() -> None:
    assert all(2 <= len(code) <= 3 and code.isalpha() and code.islower() for code in languages())
    assert languages().isdisjoint({"nb", "fil", "iw", "in", "jw", "sh", "kik", "arz", "gug", "prs", "cmn"})


def test_every_label_that_has_a_meaning_is_trusted() -> None:
    for identifier in IDENTIFIERS:
        assert set(identifier.means) <= set(identifier.labels.split()), identifier.name


@pytest.mark.parametrize("text", ["", "2024", "12:30 – 14.00", "https://example.org/a", "😀 #news", "\n"])
def test_no_evidence_no_language(text: str) -> None:
    assert language_of(text) == (None, 0.0)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
def test_never_raises(text: str) -> None:
    language, score = language_of(text)
    assert language is None or language in languages() or script_of(text)
    assert 0.0 <= score <= 1.0
    passages_of(text, [Span(0, len(text))])


@pytest.mark.parametrize("dirt", ["\ud800", "\x00", "\ufffe", "\x1b[0m", "\u202e", "\U0010ffff"])
def test_dirt_changes_nothing(dirt: str) -> None:
    assert language_of(dirt + GERMAN.replace(" ", " " + dirt))[0] == "de"


def test_shouting_and_addresses_change_nothing() -> None:
    assert language_of(GERMAN.upper())[0] == "de"
    dirty = f"https://example.com/the-english-words-of-an-address {GERMAN} @BreakingNews #latest"
    assert language_of(dirty)[0] == "de"


def test_one_line_of_fifty_megabytes_is_read_in_samples() -> None:
    assert language_of(ENGLISH * (50_000_000 // len(ENGLISH)))[0] == "en"


def _paragraphs(*lines: str) -> tuple[str, list[Span]]:
    text = "\n\n".join(lines)
    starts = [sum(len(line) + 2 for line in lines[:at]) for at in range(len(lines))]
    return text, [Span(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]


def test_foreign_paragraph_is_a_passage() -> None:
    text, spans = _paragraphs(ENGLISH, GERMAN, ENGLISH)
    assert passages_of(text, spans, "en") == [Passage(spans[1].start, spans[1].end, "de")]


def test_foreign_sentence_inside_a_paragraph_is_a_passage() -> None:
    text, spans = _paragraphs(f"{ENGLISH} {GERMAN} {ENGLISH}")
    (passage,) = passages_of(text, spans, "en")
    assert text[passage.start : passage.end] == GERMAN


def test_neighbours_are_joined() -> None:
    text, spans = _paragraphs(ENGLISH, GERMAN, GERMAN, ENGLISH)
    assert passages_of(text, spans, "en") == [Passage(spans[1].start, spans[2].end, "de")]


@pytest.mark.parametrize("line", ["He called it “Schadenfreude” and left the room without another word.",
                                  "Bundesverfassungsgericht, Karlsruhe", "Angela Merkel, Olaf Scholz", "1 €"])
def test_a_word_or_a_name_is_no_passage(line: str) -> None:
    text, spans = _paragraphs(ENGLISH, line, ENGLISH)
    assert passages_of(text, spans, "en") == []


@pytest.mark.parametrize(("code", "sentence"), SENTENCES)
def test_a_report_has_no_passage_in_its_own_language(code: str, sentence: str) -> None:
    assert passages_of(sentence, [Span(0, len(sentence))], code) == []


@pytest.mark.parametrize(("text", "script"), [
    ("Hello", "Latn"), ("Привет", "Cyrl"), ("سلام", "Arab"), ("政府は発表した", "Hani"), ("한국", "Hang"),
    ("नमस्ते", "Deva"), ("ไทย", "Thai"), ("ሰላም", "Ethi"), ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "Tfng"), ("12 + 3", None), ("", None),
])
def test_script(text: str, script: str | None) -> None:
    assert script_of(text) == script


def test_scripts_of_languages() -> None:
    assert [script_of_language(code) for code in ("ru", "ja", "ko", "zh", "ur", "en", "xx")] == [
        "Cyrl", "Hani", "Hang", "Hani", "Arab", "Latn", None]


@pytest.mark.parametrize(("text", "dense"), [("Thai", True), ("Latn", False), ("東京で会議", True),
                                             ("ភាសាខ្មែរ", True), ("한국 정부", False)])
def test_scripts_without_spaces(text: str, dense: bool) -> None:
    assert has_no_spaces(text) is dense
