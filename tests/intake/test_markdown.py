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
    assert "foreign ministers of three states met in Ankara on Friday to discuss grain shipments" in text
    assert "\n\nA joint inspection team\n\nA hotline between ports\n\n" in text
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
    assert "What was agreed" in report.text


def test_any_script_and_no_markup_pass_unharmed() -> None:
    for text in ("مرحبا بالعالم", "会谈于周五举行。", "a_b_c * 2 < 3", "1. birinci"):
        assert without_marks(text).replace("\n", "") in {text, text.removeprefix("1. ")}


def test_hostile_nesting_ends() -> None:
    assert without_marks(">" * 20_000 + " a") is not None
    assert without_marks("[" * 20_000) is not None
    assert without_marks("*a_ " * 20_000) is not None
