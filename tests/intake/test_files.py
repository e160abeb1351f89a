"""Files, folders, globs, standard input, and Python objects as sources."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from khabar.clean.identity import report_version
from khabar.intake import Page, Record, Report, SetAside, pages

HTML = "<!doctype html><title>T</title><p>Metin</p>"


def test_each_kind_of_page(tmp_path, take):
    (tmp_path / "a.html").write_text(HTML)
    (tmp_path / "b.txt").write_text("Habari za leo\n")
    (tmp_path / "c.md").write_text("# Başlık\n\nMetin\n")
    (tmp_path / "d.HTM").write_text(HTML)
    taken = take(tmp_path)
    assert [Path(page.source).name for page in taken.pages] == ["a.html", "b.txt", "c.md", "d.HTM"]
    assert [page.media_type for page in taken.pages] == ["text/html", "text/plain", "text/plain", "text/html"]
    assert all(page.fetched is None and page.url is None for page in taken.pages)


def test_folders_are_read_in_order_with_their_folders_and_without_hidden_files(tmp_path, take):
    for name in ("b/2.txt", "a/1.txt", "c.txt", ".git/config.txt", "a/.hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [page.content for page in take(str(tmp_path)).items] == ["c.txt", "a/1.txt", "b/2.txt"]


def test_what_a_folder_holds_besides_is_set_aside(tmp_path, take):
    (tmp_path / "style.css").write_text("p { color: red }")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (tmp_path / "page-without-suffix").write_text("Metin")
    taken = take(tmp_path)
    assert [page.content for page in taken.pages] == ["Metin"]
    assert "unknown kind" in taken.reasons
    assert "PNG" in taken.reasons
    assert [page.content for page in take(tmp_path / "style.css").pages] == ["p { color: red }"]


def test_a_link_to_a_folder_is_not_followed_and_not_lost(tmp_path, take):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.txt").write_text("Metin")
    (tmp_path / "pages/loop").symlink_to(tmp_path, target_is_directory=True)
    taken = take(tmp_path)
    assert [page.content for page in taken.pages] == ["Metin"]
    assert [entry.source.endswith("pages/loop") for entry in taken.set_aside] == [True]
    assert "not followed" in taken.reasons


def test_globs(tmp_path, take):
    for name in ("a.txt", "b.txt", "c.html"):
        (tmp_path / name).write_text(name)
    assert [page.content for page in take(f"{tmp_path}/*.txt").items] == ["a.txt", "b.txt"]
    (entry,) = take(f"{tmp_path}/*.csv").items
    assert "no file matches" in entry.reason


def test_a_file_whose_name_looks_like_a_glob(tmp_path, take):
    (tmp_path / "a[1].txt").write_text("Metin")
    assert len(take(str(tmp_path / "a[1].txt")).pages) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.txt", None, "no such file"),
        ("empty.txt", b"", "empty"),
        ("spaces.html", b" \n\t ", "empty"),
        ("mark.txt", b"\xef\xbb\xbf", "empty"),
        ("empty.jsonl", b"\n\n", "empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        ("archive.txt", b"PK\x03\x04\x14\x00\x00\x00", "ZIP"),
        ("zeros.txt", bytes(1000), "binary|empty"),
        ("noise.html", bytes(range(256)) * 40, "binary"),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("other.xml", b"<gpx><trk/></gpx>", "root <gpx>"),
        ("no.parquet", b"just a text", "no parquet"),
        ("no.warc", b"just a text", "no warc"),
    ],
)
def test_what_cannot_be_read_is_set_aside(tmp_path, take, name, content, reason):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    taken = take(path)
    (entry,) = taken.items
    assert isinstance(entry, SetAside)
    assert entry.source == str(path)
    assert any(part in entry.reason for part in reason.split("|")), entry
    assert entry.retry


def test_a_line_of_50_megabytes_is_set_aside(tmp_path, take):
    path = tmp_path / "long.txt"
    path.write_bytes(b"word " * 10_000_000)
    assert "larger than 10 MB" in take(path).reasons


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_unreadable_folders_and_files(tmp_path, take):
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed").chmod(0)
    (tmp_path / "a.txt").write_text("Metin")
    (tmp_path / "b.txt").write_text("Metin")
    (tmp_path / "b.txt").chmod(0)
    taken = take(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert len(taken.pages) == 1
    assert len(taken.set_aside) == 2


def test_an_unreadable_folder_is_set_aside(tmp_path, take, monkeypatch):
    def walk(folder, onerror):
        onerror(PermissionError(13, "Permission denied", folder))
        return iter(())

    monkeypatch.setattr("os.walk", walk)
    (entry,) = take(tmp_path).items
    assert (entry.source, entry.reason) == (str(tmp_path), "Permission denied")


def test_pipes_and_devices_in_a_folder_do_not_block(tmp_path, take):
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a file" in take(tmp_path).reasons
    assert "device" in take("/dev/zero").reasons


def test_a_folder_that_holds_itself(tmp_path, take):
    (tmp_path / "a.txt").write_text("Metin")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(take(tmp_path).pages) == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"title": "Bir"}\n{"title": "Iki"}\n', [Record, Record]),
        (b'[{"title": "Bir"}, {"title": "Iki"}]', [Record, Record]),
        (b"title,text\nBir,Metin\n", [Record]),
        (HTML.encode(), [Page]),
        ("Bir metin.\nİkinci satır.".encode(), [Page]),
        ("Bir, iki; üç\nİkinci satır".encode("utf-16"), [Page]),
        (b"<rss><channel><item><title>Bir</title></item></channel></rss>", [Record]),
        (b"", [SetAside]),
    ],
)
def test_standard_input_is_told_by_its_content(monkeypatch, take, content, kind):
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    monkeypatch.setattr("sys.stdin", open(reading, encoding="utf-8"))  # noqa: SIM115
    assert [type(item) for item in take("-").items] == kind


def test_python_objects(take):
    report = Report("1", report_version("Bir", ""), title="Bir")
    page = Page("Metin", "benim")
    taken = take(
        report, page, {"title": "Uc"}, [{"title": "Dort"}], HTML, "Bir\nmetin", b"<p>Bes</p>", 7, None, ""
    )
    assert taken.items[:2] == [report, page]
    assert [record.title for record in taken.records] == ["Uc", "Dort"]
    assert [page.content for page in taken.pages[1:]] == [HTML, "Bir\nmetin", "<p>Bes</p>"]
    assert [entry.source for entry in taken.set_aside] == ["item 8", "item 9", "item 10"]


def test_open_files_and_tables(take):
    import pyarrow as pa

    assert take(io.BytesIO(b'{"title": "Bir"}\n{"title": "Iki"}')).records[1].title == "Iki"
    assert take(pa.table({"title": ["Bir"], "text": ["Metin"]})).records[0].text == "Metin"


def test_sources_are_read_one_at_a_time(tmp_path):
    def endless():
        while True:
            yield {"title": "Bir"}

    items = pages(endless())
    assert [next(items).title for _ in range(3)] == ["Bir"] * 3


def test_odd_names(tmp_path, take):
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    with open(path, "wb") as file:
        file.write(b"Metin")
    taken = take(tmp_path)
    taken.pages[0].source.encode()
    assert "no such file" in take("a\x00b").reasons or take("a\x00b").set_aside
