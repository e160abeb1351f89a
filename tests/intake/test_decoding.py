"""Bytes to text: marks, declarations, guesses, damage."""

from __future__ import annotations

import pytest

from khabar.clean.decode import binary_kind, encoding_of, text_of

TEXTS = {
    "tr": "Görüşmelerde ateşkes için yapılacaklar ele alındı. Çatışmalar sürüyor, İçişleri ağır konuştu. ",
    "ru": "Переговоры начались в пятницу в столице, сообщило агентство. Стороны обсудили прекращение огня. ",
    "ar": "بدأت المحادثات يوم الجمعة في العاصمة، حسبما ذكرت الوكالة. وناقش الطرفان وقف إطلاق النار. ",
    "zh": "会谈于星期五在首都开始，据通讯社报道。双方讨论了停火问题，并同意下周继续会谈。",
    "ja": "会談は金曜日に首都で始まったと通信社が伝えた。双方は停戦について話し合った。",
    "ko": "회담은 금요일 수도에서 시작되었다고 통신사가 전했다. 양측은 휴전을 논의했다. ",
    "el": "Οι συνομιλίες άρχισαν την Παρασκευή στην πρωτεύουσα, ανέφερε το πρακτορείο ειδήσεων. ",
    "fr": "Les négociations ont commencé vendredi à Genève, après des années d'échecs répétés. ",
    "he": "השיחות החלו ביום שישי בבירה, כך מסרה סוכנות הידיעות. הצדדים דנו בהפסקת אש. ",
    "hi": "वार्ता शुक्रवार को राजधानी में शुरू हुई, समाचार एजेंसी ने बताया। ",
}
ONE_BYTE = [
    ("tr", "cp1254"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ar", "cp1256"),
    ("el", "cp1253"),
    ("fr", "cp1252"),
    ("he", "cp1255"),
    ("zh", "gb18030"),
    ("zh", "gbk"),
    ("ja", "shift_jis"),
    ("ja", "euc_jp"),
    ("ja", "iso2022_jp"),
    ("ko", "euc_kr"),
]


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_needs_no_declaration(language, encoding):
    text = "<html><body>\n" * 20 + TEXTS[language] * 3 if encoding.endswith("e") else TEXTS[language] * 3
    assert text_of(text.encode(encoding)) == text
    assert text_of(text.encode(encoding), "iso-8859-1") == text  # wrongly declared


@pytest.mark.parametrize(("language", "encoding"), ONE_BYTE)
def test_a_declared_charset_is_used(language, encoding):
    text = TEXTS[language] * 5
    assert text_of(text.encode(encoding), encoding) == text
    page = f'<html><head><meta charset="{encoding}"></head><body>{text}</body></html>'
    assert text_of(page.encode(encoding)) == page
    old = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">{text}'
    assert text_of(old.encode(encoding)) == old


@pytest.mark.parametrize(
    ("language", "encoding"), [row for row in ONE_BYTE if row[0] in ("ru", "el", "zh", "ja", "ko")]
)
def test_an_undeclared_charset_is_guessed(language, encoding):
    if encoding == "iso2022_jp":
        pytest.skip("pure ASCII bytes: nothing to guess from")
    text = TEXTS[language] * 20
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "label", ["utf-16", "nonsense", "hex", "rot13", "unicode_escape", "utf-7", "\x00", "idna", ""]
)
def test_labels_that_no_page_can_mean(label):
    assert text_of(b"plain <p>text</p>", label) == "plain <p>text</p>"


def test_latin_1_means_windows_1252():
    assert text_of("“Zitat” – 5 €".encode("cp1252"), "iso-8859-1") == "“Zitat” – 5 €"


def test_damaged_utf_8_stays_utf_8():
    content = (TEXTS["ru"] * 5).encode()
    cut = content[:-1]
    assert text_of(cut).startswith(TEXTS["ru"])
    broken = content[:40] + b"\xff" + content[40:]
    assert text_of(broken).count("\ufffd") <= 3
    assert encoding_of(broken) == "utf-8"


def test_nothing_raises_and_nul_goes():
    for content in (
        b"\xff\xfe\x00",
        b"\xff",
        b"\x00",
        b"a\x00b",
        bytes(range(256)),
        b"\xef\xbb",
        b"\x80" * 99,
    ):
        assert "\x00" not in text_of(content)


@pytest.mark.parametrize(
    ("content", "binary"),
    [
        (b"a plain text", False),
        (TEXTS["zh"].encode("utf-16"), False),
        (TEXTS["ja"].encode("iso2022_jp"), False),
        (("text " * 50).encode("utf-16-le"), False),
        (b"one stray \x00 in a text", False),
        (b"", False),
        (b"\x89PNG\r\n", True),
        (b"\x00\x01\x02\x03" * 50, True),
        (bytes(range(256)) * 4, True),
        (b"\x7fELF", True),
    ],
)
def test_binary_files_are_told_from_texts(content, binary):
    assert (binary_kind(content) is not None) is binary
