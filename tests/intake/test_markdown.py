"""Markdown: marks go, words stay; front matter is a record's word."""

from __future__ import annotations

import khabar
from khabar.intake.markdown import without_marks

NOTE = """---
title: "Ministers meet in Ankara over grain"
date: 2024-09-13T21:34:00+03:00
author: Lale Sönmez
---

The **foreign ministers** of three states met in [Ankara](https://example.org/a) on Friday to discuss grain
shipments, officials said.

## What was agreed

- A joint inspection team
- A hotline between ports

![A photo of nobody](x.jpg)

> "We have a text," one delegate said after the talks ended late in the evening.

They will meet again in two weeks in Geneva, according to the ministry, which hosted the talks.
"""


def test_marks_go_and_words_stay() -> None:
    text = without_marks(NOTE.split("---\n", 2)[2])
    assert "foreign ministers of three states met in Ankara on Friday to discuss grain\nshipments" in text
    assert "\n\nA joint inspection team\nA hotline between ports\n\n" in text
    assert not set("*#[]>") & set(text)
    assert "nobody" not in text
    assert "example.org" not in text


def test_a_markdown_file_is_a_report(tmp_path) -> None:
    (tmp_path / "note.md").write_text(NOTE)
    with khabar.open(tmp_path / "a.db") as archive:
        archive.add([tmp_path / "note.md"])
        (report,) = archive.reports()
    assert report.title == "Ministers meet in Ankara over grain"
    assert report.published == "2024-09-13T21:34:00+03:00"
    assert report.authors == ["Lale Sönmez"]
    assert report.text[report.body_start :].startswith("The foreign ministers of three states")
    removed = " ".join(part.text for part in report.removed)
    for words in ("What was agreed", "A joint inspection team", "We have a text", "two weeks in Geneva"):
        assert words in report.text or words in removed


def test_any_script_and_no_markup_pass_unharmed() -> None:
    for text in (
        *("مرحبا بالعالم", "会谈于周五举行。\n双方未签署协议。", "a_b_c * 2 < 3", "1. birinci"),
        *("13. September 2024", "13. Mai war ein Montag.", "1986. was a year", "    indented words"),
    ):
        assert without_marks(text).strip() == text.strip()


def test_a_dump_that_calls_itself_markdown_is_cleaned_like_a_dump(tmp_path, take) -> None:
    """Its lines stay lines, so that menus, date lines and credits are still told apart."""
    dump = "Startseite\nPolitik\nStreik in Bremerhaven\n13. September 2024\nFoto: dpa\nDie Hafenarbeiter streiken."
    (tmp_path / "dump.md").write_text(dump)
    (page,) = take(tmp_path / "dump.md").pages
    assert page.content == dump


def test_words_between_tags_stay() -> None:
    assert without_marks('<p align="center">Kesme taşlar</p>\n\nSon.') == "Kesme taşlar\n\n\nSon."
    assert without_marks("<div><p>Bütün metin</p></div>").strip() == "Bütün metin"
    assert without_marks("satır <b>içi</b> söz") == "satır içi söz"


def test_front_matter_of_other_forms(tmp_path, take) -> None:
    forms = {
        "crlf.md": "---\r\ntitle: Dockers walk out\r\ndate: 2024-05-14\r\n---\r\n\r\nThey did.\r\n",
        "toml.md": '+++\ntitle = "Dockers walk out"\ndate = 2024-05-14\ntags = ["port", "strike"]\n+++\nThey did.',
        "list.md": "---\ntitle: Dockers walk out\ndate: 2024-05-14\ntags: [port, strike]\n---\nThey did.\n",
    }
    for name, content in forms.items():
        (tmp_path / name).write_bytes(content.encode())
        (page,) = take(tmp_path / name).pages
        assert page.content == "Dockers walk out\n\nThey did.", name
        assert page.extra["published"] == "2024-05-14", name
        if "tags" in content:
            assert page.extra["tags"] == ["port", "strike"], name


def test_hostile_nesting_ends_and_loses_nothing() -> None:
    assert without_marks("> " * 20_000 + "x").strip().endswith("x")
    assert "[" in without_marks("[" * 20_000)
    assert "a" in without_marks("*a_ " * 20_000)
