"""Search in every script; a question is only text."""

from __future__ import annotations

import pytest
from archive_reports import report
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.archive.archive import Archive
from khabar.archive.searchable import fold, match_expression, searchable
from khabar.archive.snippets import places, snippet

TEXTS = {
    "en": "The council's second round of talks ended in Kosti on 12 June.",
    "tr": "İSTANBUL'da ısınan havalar Diyarbakır’a ulaştı; büyükşehir uyardı.",
    "ar": "أعلنت وزارة الصّحة في العِراق عن ١٢ حـــالة كوليرا",
    "fa": "او گفت می‌خواهد به کرمان برود",
    "he": "שָׁלוֹם לירושלים",
    "hi": "हिन्दी में ख़बर: किताब मेले की शुरुआत",
    "zh": "北京市政府周三表示，东京都知事将访华。GDP增长5%。",
    "ja": "東京都は「がん」検診のデータを発表した。",
    "th": "ผู้ป่วยโควิดเพิ่มขึ้นในกรุงเทพ",
    "my": "ရန်ကုန်မြို့တွင် ရေကြီးသည်",
    "ko": "서울에서 정상회담이 열렸다",
    "vi": "Hà Nội đón bão Yagi",
    "ff": "𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪",
    "am": "በአዲስ አበባ ጎርፍ ተከሰተ",
    "ru": "Ёлка в Нижнем Новгороде",
    "de": "Straße nach Köln gesperrt",
}

QUESTIONS = [
    ("KOSTI", "en"), ("second round", "en"), ("council", "en"), ("istanbul", "tr"), ("ISTANBUL", "tr"),
    ("diyarbakir", "tr"), ("Isınan", "tr"), ("BÜYÜKŞEHİR", "tr"),
    ("العراق", "ar"), ("الصحة", "ar"), ("حالة", "ar"),
    ("12 كوليرا", "ar"), ("اعلنت", "ar"), ("میخواهد", "fa"), ("كرمان", "fa"), ("שלום", "he"), ("हिन्दी", "hi"),
    ("किताब", "hi"), ("खबर", "hi"),
    ("北京", "zh"), ("北", "zh"), ("华", "zh"), ("市政府", "zh"), ("东京都", "zh"),
    ("gdp增长", "zh"), ("東京都", "ja"), ("がん", "ja"), ("ﾃﾞｰﾀ", "ja"), ("都は", "ja"), ("โควิด", "th"),
    ("กรุงเทพ", "th"), ("ရန်ကုန်", "my"), ("서울", "ko"), ("정상회담", "ko"), ("ha noi", "vi"), ("đón", "vi"),
    ("𞤢𞤣𞤤𞤢𞤥", "ff"), ("አበባ", "am"), ("елка", "ru"), ("STRASSE", "de"), ("koln", "de"),
]  # fmt: skip


@pytest.fixture
def texts(archive: Archive) -> Archive:
    with archive.store.write():
        archive.store.put_reports(
            [report(code, text, title="Title", language=code) for code, text in TEXTS.items()]
        )
    return archive


@pytest.mark.parametrize(("question", "code"), QUESTIONS)
def test_words_are_found_in_every_script(texts: Archive, question: str, code: str) -> None:
    hits = {hit.report: hit for hit in texts.search(question)}
    assert code in hits
    snippet = hits[code].snippet
    assert "⟦" in snippet
    assert fold(snippet.partition("⟦")[2].partition("⟧")[0])[:2] == fold(question.split()[0])[:2]
    assert snippet.replace("⟦", "").replace("⟧", "").strip("…") in TEXTS[code]


@pytest.mark.parametrize("question", ["कोताब", "京北", "Kost", "kosti NOT june", "京", "Title*x", "कताब"])
def test_other_words_are_not_found(texts: Archive, question: str) -> None:
    assert [hit.report for hit in texts.search(question) if hit.report not in ("zh", "ja")] == []


def test_a_kana_with_its_voicing_mark_is_another_kana(texts: Archive) -> None:
    assert list(texts.search("かん")) == []


@pytest.mark.parametrize(
    "question",
    ["", " ", '"', '""', "'", "*", "a*", "NEAR(", "NEAR(a b)", "a AND", "OR", "NOT a", "(", ")", "^a",
     "title:a", "{title body}: a", "-a", "+", "🚀", "a\0b", "\ud800", "%", ";DROP TABLE report", "-- x",
     "\\", "北*", "⟦"],
)  # fmt: skip
def test_a_question_is_only_text(texts: Archive, question: str) -> None:
    list(texts.search(question))
    list(texts.reports(text=question))
    list(texts.stories(text=question))


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60), question=st.text(max_size=12))
def test_snippets_only_mark_the_text(text: str, question: str) -> None:
    one = report("a", text)
    marked = snippet(one, question).replace("⟦", "").replace("⟧", "").strip("…")
    assert " ".join(marked.split()) in " ".join(one.text.replace("⟦", "").replace("⟧", "").split())
    for start, end in places(text, question):
        assert 0 <= start < end <= len(text)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert searchable(text).split() == searchable(text).split(" ") or not searchable(text)
    assert match_expression(text).count('"') % 2 == 0


def test_the_title_weighs_more_and_filters_hold(archive: Archive) -> None:
    with archive.store.write():
        archive.store.put_reports(
            [
                report("a", "Cholera in the body and nothing else here.", title="Water", language="en"),
                report("b", "Nothing here of what the title says.", title="Cholera", language="fr"),
            ]
        )
    assert [hit.report for hit in archive.search("cholera")] == ["b", "a"]
    assert [hit.report for hit in archive.search("cholera", language="en")] == ["a"]
    assert [hit.report for hit in archive.search("cholera", limit=1)] == ["b"]
    first = next(iter(archive.search("cholera")))
    assert (first.title, first.language, first.score > 0) == ("Cholera", "fr", True)


def test_words_made_otherwise_are_made_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def put(*bodies: str) -> None:
        with archive.store.write():
            archive.store.put_reports(
                [report(body[0], body, updated=f"2024-06-{len(body):02}") for body in bodies]
            )

    def found(word: str) -> list[str]:
        return sorted(hit.report for hit in archive.search(word))

    put("alpha", "beta")
    monkeypatch.setattr("khabar.archive.search_rows.FORM", 102)
    monkeypatch.setattr("khabar.archive.search_rows.searchable", lambda text: f"new {text}")
    put("beta three")
    assert (found("new"), found("beta"), found("three"), found("two")) == (["a", "b"], ["b"], ["b"], [])
    monkeypatch.setattr("khabar.archive.search_rows.FORM", 103)
    put("beta three four")
    words = "CREATE VIRTUAL TABLE temp.word USING fts5vocab (main, search, row)"
    archive.store.select(words)
    assert set(
        archive.store.select("SELECT term, doc, cnt FROM temp.word WHERE term LIKE 'b%' OR term = 'new'")
    ) == {
        ("new", 2, 4),
        ("beta", 1, 1),
    }


def test_long_questions(texts: Archive) -> None:
    list(texts.search("a " * 100_000))
    list(texts.search("北" * 5_000))


def test_a_snippet_starts_where_the_words_are() -> None:
    one = report("a", "x " * 500 + "the cholera\noutbreak" + " y" * 500)
    found = snippet(one, "CHOLERA outbreak")
    assert "the ⟦cholera⟧ ⟦outbreak⟧ y" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 250
