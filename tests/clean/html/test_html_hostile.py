"""Broken, foreign and hostile pages: no crash, no endless run, no text lost for its encoding."""

from __future__ import annotations

import os
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khabar.clean.html import article_from_html

PARAGRAPH = "<p>Some sentence of the article that is long enough to count as prose.</p>"
# These pages take two seconds at most on an idle machine; a loaded one may be several times slower.
MOST_SECONDS = 30.0

HOSTILE = {
    "50,000 boxes": "<div>" * 50_000 + PARAGRAPH + "</div>" * 50_000,
    "50,000 boxes with text": "<div>x " * 50_000 + PARAGRAPH,
    "many paragraphs": PARAGRAPH * 60_000,
    "one endless line": "<p>" + "a" * 12_000_000,
    "line breaks": "<p>" + "text line here<br><br>" * 100_000,
    "open angle brackets": "<" * 1_000_000,
    "endless attribute": '<div class="' + "aB-" * 1_000_000,
    "endless class": '<div class="' + "aB-" * 300_000 + '">' + PARAGRAPH,
    "deep JSON-LD": '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + PARAGRAPH,
    "commas": '<script type="application/ld+json">{"a":' + "," * 500_000 + "</script>" + PARAGRAPH,
    "deep state": "<script>window.x = " + '[{"a":' * 50_000 + "</script>" + PARAGRAPH,
    "many assignments": "<script>" + "a = {\n" * 100_000 + "</script>" + PARAGRAPH,
    "many titles": "<h1>Title of the thing</h1>" * 30_000 + PARAGRAPH,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end(name: str) -> None:
    start = time.monotonic()
    article_from_html(f"<html><body>{HOSTILE[name]}</body></html>")
    assert time.monotonic() - start < MOST_SECONDS


def test_deep_nesting_keeps_the_text() -> None:
    assert "Some sentence" in " ".join(article_from_html(HOSTILE["50,000 boxes"]).paragraphs)


def test_external_entities_stay_outside(tmp_path: os.PathLike[str]) -> None:
    secret = os.path.join(tmp_path, "secret.txt")
    with open(secret, "w", encoding="utf-8") as file:
        file.write("the secret word is heron")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'
    assert "heron" not in str(article_from_html(f"{entity}<html><body><p>&x;</p>{PARAGRAPH}</body></html>"))


@pytest.mark.parametrize(
    "content", [b"", "", b"\x00\x01\x02", "no mark-up here", b"<", "<html></html>", "<!-- x -->"]
)
def test_nothing_to_read(content: bytes | str) -> None:
    article = article_from_html(content, "https://a.example/x")
    assert article.paragraphs == []
    assert not article.complete


def test_binary_is_no_text() -> None:
    noise = random.Random(7).randbytes(200_000)
    assert article_from_html(b"<html>" + noise).paragraphs == []


SENTENCES = {
    "utf-8": "Der Bürgermeister sagte, die Brücke über den Fluß werde schöner und früher fertig sein.",
    "windows-1252": "Der Bürgermeister sagte, die Brücke über den Fluß werde schöner und früher fertig.",
    "iso-8859-9": "Belediye başkanı, köprünün daha güzel olacağını ve daha önce biteceğini söyledi.",
    "windows-1251": "Мэр заявил, что новый мост через реку будет красивее прежнего и откроется раньше срока.",
    "shift_jis": "市長は、川に架かる新しい橋は以前のものより美しく、予定より早く完成するだろうと語った。",
    "gb2312": "市长说，新的河桥将比以前更漂亮，并且会比原计划提前完工，预计明年春天正式通车。",
    "euc-kr": "시장은 강을 가로지르는 새 다리가 이전보다 더 아름답고 예정보다 일찍 완공될 것이라고 말했다.",
    "windows-1256": "قال رئيس البلدية إن الجسر الجديد فوق النهر سيكون أجمل وسيكتمل قبل الموعد المحدد.",
    "tis-620": "นายกเทศมนตรีกล่าวว่าสะพานใหม่ข้ามแม่น้ำจะสวยงามกว่าเดิมและจะแล้วเสร็จก่อนกำหนดเวลาที่วางไว้",
}


@pytest.mark.parametrize("encoding", SENTENCES)
def test_declared_encodings(encoding: str) -> None:
    text = SENTENCES[encoding]
    html = f'<html><head><meta charset="{encoding}"></head><body><p>{text}</p></body></html>'
    assert article_from_html(html.encode(encoding)).paragraphs == [text]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_byte_order_marks(encoding: str) -> None:
    text = SENTENCES["utf-8"]
    assert article_from_html(f"<html><body><p>{text}</p></body></html>".encode(encoding)).paragraphs == [text]


def test_wrong_declaration_loses_to_valid_utf_8() -> None:
    text = SENTENCES["windows-1251"]
    html = f'<html><head><meta charset="iso-8859-1"></head><body><p>{text}</p></body></html>'
    assert article_from_html(html.encode()).paragraphs == [text]


TAGS = st.sampled_from(
    ["div", "p", "article", "h1", "h2", "ul", "li", "br", "figure", "table", "td", "span", "a", "b"]
)
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.text(max_size=40),
    st.sampled_from(
        [PARAGRAPH, "<!--", "-->", "<script>", "</script>", "<![CDATA[", "&#0;", "&amp;", '<a href="']
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=60))
def test_any_mark_up_can_be_read(pieces: list[str]) -> None:
    article = article_from_html("".join(pieces), "https://a.example/2024/x")
    assert all(article.paragraphs)
    assert all(entry.text and entry.reason for entry in article.removed)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(content: bytes) -> None:
    article_from_html(b"<html><body>" + content)
