"""Bad input, from the command line to the archive: set aside with a reason, counted, the run goes on."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import khabar.archive
from khabar.archive.archive import Archive
from khabar.cli import main
from khabar.records import Page, Report, Summary
from khabar.settings import Settings

pytestmark = pytest.mark.usefixtures("made_profiles")

TEXT = """Foreign ministers meet over the dam

12 May 2024

The foreign ministers of two countries met in Istanbul on Sunday to speak about the dam on the Ruvuma river.

They agreed to exchange flow data every week, officials said after the talks, which lasted for four hours.
"""
HTML = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>{1}</article></body></html>".format(
    "Rain in the south",
    "<p>The rain has not stopped in the south of the country for three days, officials said.</p>" * 3,
)


def zipped(name: str, content: bytes, level: int = 9) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def warc_record(address: str, html: str) -> bytes:
    payload = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-05-12T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


WARC = b"".join(warc_record(f"https://a.example/{n}", HTML.replace("south", f"south {n}")) for n in range(5))
ZEROS = bytes(40_000_000)

# The name of each bad file, its content, and how many reports are in it all the same.
BAD: dict[str, tuple[bytes, int]] = {
    "empty.txt": (b"", 0),
    "blank.html": (b" \n\n\t \r\n", 0),
    "binary.txt": (bytes(range(256)) * 40, 0),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(3000), 0),
    "program.txt": (b"\x7fELF" + struct.pack("<100Q", *range(100)), 0),
    "long-line.txt": (b"word " * 10_000_000, 0),
    "long-line.jsonl": (b'{"title": "T", "text": "' + b"x" * 50_000_000 + b'"}\n{"text": "A good line."}\n', 1),
    "bomb.zip": (zipped("page.txt", ZEROS), 0),
    "bomb.html.gz": (gzip.compress(ZEROS), 0),
    "bomb.jsonl.gz": (gzip.compress(b'{"text": "fine"}\n' + ZEROS), 0),
    "bomb-in-bomb.zip": (zipped("inner.zip", zipped("inner.zip", zipped("a.txt", ZEROS))), 0),
    "nested.json": (b"[" * 100_000 + b"]" * 100_000, 0),
    "nested.jsonl": (b'{"text": "a", "x": ' + b'{"x":' * 5000 + b"1" + b"}" * 5001 + b'\n{"text": "flat"}\n', 1),
    "cut.json": (b'[{"title": "one", "text": "whole"}, {"title": "tw', 1),
    "cut.html.gz": (gzip.compress(os.urandom(50_000))[:-20_000], 0),
    "cut.warc": (WARC[: len(WARC) - 300], 4),
    "cut.warc.gz": (b"".join(gzip.compress(part) for part in (WARC[:900], WARC[900:]))[:-50], 0),
    "cut.parquet": (b"PAR1" + bytes(100), 0),
    "cut.csv": (b'id,title,text\n1,A,"a text\n2,B,"never closed', 0),
    "broken.jsonl": (b'{"text": "good"}\nnot json\n{"text": 5}\n[]\n{}\n{"title": null}\n{"text": "end"}\n', 3),
    "broken.xml": (b"<?xml version='1.0'?><rss><channel><item><title>Half", 0),
}  # fmt: skip

# What is no text in UTF-8 is read all the same.
ENCODED = {
    "turkish.txt": TEXT.replace("dam", "barajı").encode("cp1254"),
    "utf16.txt": TEXT.replace("dam", "плотину").encode("utf-16"),
    "half.txt": TEXT.encode().replace(b"Istanbul", b"\xc4stanbul\xff\xfe"),
}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return khabar.archive.open(settings=Settings(archive=str(tmp_path / "khabar.db"), shard=7))


def add_by_command(tmp_path: Path, *sources: object) -> Result:
    return CliRunner().invoke(main, ["add", *map(str, sources), "--archive", str(tmp_path / "khabar.db")])


def stored(tmp_path: Path) -> list[Report]:
    with khabar.archive.open(tmp_path / "khabar.db", read_only=True) as archive:
        return list(archive.reports())


@pytest.mark.parametrize("name", BAD)
def test_one_bad_file_is_set_aside_with_a_reason(name: str, tmp_path: Path) -> None:
    content, reports = BAD[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(TEXT)
    result = add_by_command(tmp_path, tmp_path / name, tmp_path / "good.txt")
    assert result.exit_code == 3, result.output
    assert name.removesuffix(".gz") in result.stderr
    assert "Traceback" not in result.output
    found = stored(tmp_path)
    assert sum(report.title.startswith("Foreign ministers") for report in found) == 1
    assert len(found) >= 1 + reports
    assert all(len(report.text) < 1_000_000 for report in found)


def test_all_of_them_at_once_and_again(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    for number in range(20):
        (folder / f"good{number:02}.txt").write_text(TEXT.replace("dam", f"dam {number}"))
    result = add_by_command(tmp_path, folder, tmp_path / "missing.txt", tmp_path / "*.none")
    assert result.exit_code == 3
    found = {report.id: report for report in stored(tmp_path)}
    assert len(found) >= 20 + sum(reports for _, reports in BAD.values())
    with khabar.archive.open(tmp_path / "khabar.db") as archive:
        reasons = {one.source: one for one in archive.set_aside()}
    assert all(one.reason and one.retry for one in reasons.values())
    for name in [*BAD, "missing.txt", "*.none"]:
        assert any(name.removesuffix(".gz") in source for source in reasons), name
    again = add_by_command(tmp_path, folder, tmp_path / "missing.txt", tmp_path / "*.none")
    assert again.exit_code == 3
    assert "already known" in again.stderr
    assert {report.id: report for report in stored(tmp_path)} == found


def test_no_entity_is_resolved(tmp_path: Path) -> None:
    laughs = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 20}'>" for n in range(9))
    (tmp_path / "feed.xml").write_text(
        f"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY l0 'ha'>{laughs}<!ENTITY file SYSTEM 'file:///etc/passwd'>]>"
        "<rss version='2.0'><channel><item><title>Laughs &l9;</title><description>&file;</description></item>"
        "</channel></rss>"
    )
    assert add_by_command(tmp_path, tmp_path / "feed.xml").exit_code in (0, 3)
    for report in stored(tmp_path):
        assert "root:" not in report.text
        assert len(report.text) < 10_000


def test_numbers_of_any_size_are_kept(tmp_path: Path) -> None:
    lines = ['{"text": "large", "n": 1%s}' % ("0" * 40), '{"text": "small", "n": 1e999}']
    (tmp_path / "numbers.jsonl").write_text("\n".join(lines))
    assert add_by_command(tmp_path, tmp_path / "numbers.jsonl").exit_code == 0
    kept = {report.text: report.extra.get("n") for report in stored(tmp_path)}
    assert kept == {"large": "1" + "0" * 40, "small": None}


@pytest.mark.parametrize("name", ENCODED)
def test_other_encodings_are_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(ENCODED[name])
    assert add_by_command(tmp_path, tmp_path / name).exit_code == 0
    (report,) = stored(tmp_path)
    assert "foreign ministers of two countries" in report.text
    assert "\0" not in report.text


def test_a_mended_input_is_taken_by_the_same_command(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT.replace("dam", f"dam of {name[0]}"))
    (tmp_path / "b.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 9)
    sources = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt", "d.txt")]
    assert add_by_command(tmp_path, *sources).exit_code == 3
    assert len(stored(tmp_path)) == 2
    (tmp_path / "b.txt").write_text(TEXT.replace("dam", "dam of b"))
    (tmp_path / "d.txt").write_text(TEXT.replace("dam", "dam of d"))
    mended = add_by_command(tmp_path, *sources)
    assert mended.exit_code == 0
    assert "2 added" in mended.stderr
    assert len(stored(tmp_path)) == 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "in" / "closed").mkdir(parents=True)
    (tmp_path / "in" / "good.txt").write_text(TEXT)
    (tmp_path / "in" / "closed.txt").write_text(TEXT)
    (tmp_path / "in" / "closed.txt").chmod(0)
    (tmp_path / "in" / "closed").chmod(0)
    result = add_by_command(tmp_path, tmp_path / "in")
    (tmp_path / "in" / "closed").chmod(0o700)
    assert result.exit_code == 3
    assert result.stderr.count("ermission") >= 2
    assert len(stored(tmp_path)) == 1


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in" / "closed").mkdir(parents=True)
    (tmp_path / "in" / "good.txt").write_text(TEXT)
    scandir = os.scandir

    def refusing(path: str) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    result = add_by_command(tmp_path, tmp_path / "in")
    assert result.exit_code == 3
    assert "closed: Permission denied" in result.stderr
    assert len(stored(tmp_path)) == 1


@pytest.mark.parametrize("published", [
    "32 May 2024", "1970-01-01", "2999-12-31", "0000-00-00", "May", 1e300, -1, [],
])  # fmt: skip
def test_a_wrong_date_is_left_out_and_told(published: object, archive: Archive) -> None:
    summary = archive.add([{"id": "a", "text": "A text.", "published": published}])
    (report,) = archive.reports()
    assert report.published is None
    assert summary.added == 1
    assert bool(summary.set_aside) == bool(published)


def test_one_id_with_two_texts(archive: Archive) -> None:
    x = {"id": "a", "url": "https://x.example/1", "published": "2024-05-11"}
    y = {"id": "a", "url": "https://y.example/1", "published": "2024-05-12"}
    summary = archive.add(
        [
            {**x, "text": "One text of x."},
            {**y, "text": "Another text of y."},
            {**x, "text": "One text of x, corrected.", "updated": "2024-05-12"},
        ]
    )
    assert (summary.added, summary.updated, len(summary.set_aside)) == (1, 1, 1)
    assert "belongs to another report" in summary.set_aside[0].reason
    assert archive.report("a").text == "One text of x, corrected."
    assert [one.reason for one in archive.set_aside()] == [summary.set_aside[0].reason]


class Odd:
    """Something that no file holds."""

    def __str__(self) -> str:
        return "odd \ud800"


ODD_EXTRA = {"object": Odd(), "number": 10**30, "time": datetime.now(UTC), "day": date(2024, 5, 12), "set": {1, 2},
             "decimal": Decimal("1.5"), "bytes": b"\xff", "array": np.arange(3), "nan": float("nan"), 7: "seven",
             "text": "\ud800\0"}  # fmt: skip


@pytest.mark.parametrize("make", [
    lambda extra: {"id": "a", "title": "A \ud800", "text": "Text \0", **{str(k): v for k, v in extra.items()}},
    lambda extra: Page(TEXT + "\ud800", "a \ud800", extra=extra),
    lambda extra: Report("a\ud800", "v", title="A\0", text="A\0\n\nText \udfff", body_start=3, extra=extra),
])  # fmt: skip
def test_odd_values_of_a_caller_are_stored_or_told(make: Callable[[Any], Any], archive: Archive) -> None:
    assert archive.add([make(ODD_EXTRA)]).added == 1
    assert archive.add([make(ODD_EXTRA)]).added == 0
    (report,) = archive.reports()
    json.dumps(report.extra).encode()
    report.text.encode()
    deep = reduce(lambda inner, _: [inner], range(50_000), "deep")
    summary = archive.add([make({"deep": deep}), {"text": "good"}])
    assert summary.added == 1
    assert len(summary.set_aside) == 1


@pytest.mark.parametrize("given", [
    Report(5, "v", text="A"), Report("a", "v", text=None), Report("a", "v", text="A", published=20240512),  # type: ignore[arg-type]
    Report("a", "v", text="A", authors="one"), Page(None), Page(7), Page(TEXT, extra=[1]),  # type: ignore[arg-type]
    5, None, 2.5, True, "", b"", {}, [[]], {"colour": "red"},
])  # fmt: skip
def test_what_is_no_source_is_set_aside(given: Any, archive: Archive) -> None:
    summary: Summary = archive.add([given, {"id": "good", "text": "good"}])
    assert [report.id for report in archive.reports()] == ["good"]
    assert len(summary.set_aside) == (given != [[]])


def test_reports_without_id_times_or_sense(archive: Archive) -> None:
    summary = archive.add(
        [
            Report("", "", title="One", text="One\n\nText.", body_start=99),
            Report(
                "",
                "",
                title="Two",
                text="Two\n\nText.",
                body_start=-5,
                published="32 May",
                updated="yesterday",
            ),
            Report("empty", "v"),
        ]
    )
    found = {report.title: report for report in archive.reports()}
    assert {"One", "Two"} <= set(found)
    assert all(report.id and report.version for report in found.values())
    assert found["Two"].published is found["Two"].updated is None
    assert sum("no ISO time" in one.reason for one in summary.set_aside) == 2


def test_a_caller_whose_iterable_fails_loses_nothing_that_was_stored(archive: Archive) -> None:
    def failing() -> Any:
        for number in range(20):
            yield {"id": str(number), "text": f"Text {number}."}
        raise RuntimeError("the caller's own")

    with pytest.raises(RuntimeError, match="the caller's own"):
        archive.add(failing())
    assert len(list(archive.reports())) == 14
    summary = archive.add({"id": str(number), "text": f"Text {number}."} for number in range(20))
    assert (summary.added, summary.unchanged) == (6, 14)
