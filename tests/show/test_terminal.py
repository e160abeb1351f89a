"""Text from strangers: harmless and readable."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from khabar.show.terminal import ISOLATE, ISOLATE_END, Foreign, isolated, plain, width_at_most

TITLES = {
    "ar": "وزير الخارجية يلتقي نظيره في إسطنبول لبحث أزمة السد",
    "fa": "دیدار وزیران امور خارجه‌ی دو کشور در استانبول",
    "he": "שַׂר החוץ נפגש עם עמיתו באיסטנבול",
    "hi": "विदेश मंत्री ने इस्तांबुल में अपने समकक्ष से मुलाकात की",
    "bn": "ইস্তাম্বুলে পররাষ্ট্রমন্ত্রীদের বৈঠক",
    "zh": "外交部长在伊斯坦布尔会见对方代表讨论大坝争端",
    "ja": "外相、イスタンブールで会談 ダム問題を協議",
    "ko": "외무장관, 이스탄불서 회담",
    "am": "የውጭ ጉዳይ ሚኒስትሩ በኢስታንቡል ተገናኙ",
    "th": "รัฐมนตรีต่างประเทศพบกันที่อิสตันบูล",
}
HOSTILE = [
    ("\x1b[31mred\x1b[0m", "red"),
    ("\x1b]0;own title\x07after", "after"),
    ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
    ("\x9b2Jgone", "gone"),
    ("one\r\ntwo\tthree\u2028four", "one two three four"),
    ("\u202eevil\u202c \u2066x\u2069", "evil x"),
    ("nul\x00bell\x07back\x08", "nulbellback"),
    ("[bold red]markup[/] :smile:", "[bold red]markup[/] :smile:"),
    ("half \ud83d character", "half character"),
    ("می‌خواهم", "می‌خواهم"),
]


def drawn(text: str, width: int = 40, **arguments: object) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False, markup=False)
    console.print(Foreign(text, **arguments))  # type: ignore[arg-type]
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(("given_text", "wanted"), HOSTILE)
def test_plain_takes_out_what_a_terminal_would_obey(given_text: str, wanted: str) -> None:
    assert plain(given_text) == wanted


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\x1b\x9b[]m;0\x07\\"))))
def test_plain_leaves_no_control_and_is_stable(text: str) -> None:
    once = plain(text)
    assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in once)
    assert plain(once) == once
    once.encode("utf-8")


def test_a_long_title_is_cut() -> None:
    assert len(plain("a" * 10_000_000)) <= 20_000
    assert plain("abc def", longest=5) == "abc…"


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("width", [12, 20, 37])
def test_no_line_is_wider_than_its_place(language: str, width: int) -> None:
    lines = drawn(TITLES[language], width).splitlines()
    assert all(width_at_most(line.rstrip()) <= width for line in lines)
    joined = "".join(lines).translate({ord(ISOLATE): None, ord(ISOLATE_END): None}).replace(" ", "")
    assert joined == TITLES[language].replace(" ", "")


@pytest.mark.parametrize("language", ["ar", "fa", "he"])
def test_every_line_of_right_to_left_text_is_isolated(language: str) -> None:
    lines = [line.rstrip() for line in drawn(TITLES[language], 20).splitlines()]
    assert len(lines) > 1
    assert all(line.startswith(ISOLATE) and line.endswith(ISOLATE_END) for line in lines)
    assert isolated("plain") == "plain"


def test_lines_are_limited_with_an_ellipsis() -> None:
    lines = drawn("word " * 100, 20, most_lines=2).splitlines()
    assert len(lines) == 2
    assert lines[1].rstrip().endswith("…")


def test_found_words_lose_their_marks() -> None:
    assert drawn("the ⟦dam⟧ talks", marked=True).strip() == "the dam talks"


@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("नीদো外ש\u200d\ufe0f✈ a")), max_size=60),
    st.integers(4, 30),
    st.integers(0, 3),
)
def test_wrapping_loses_nothing_but_what_is_cut(text: str, width: int, most_lines: int) -> None:
    lines = drawn(text, width, most_lines=most_lines).split("\n")[:-1]
    bare = "".join(lines).translate({ord(sign): None for sign in (ISOLATE, ISOLATE_END)})
    bare, whole = "".join(bare.split()), "".join(plain(text).split())
    assert bare == whole or (most_lines and whole.startswith(bare.removesuffix("…")))
    assert len(lines) <= (most_lines or len(lines))
