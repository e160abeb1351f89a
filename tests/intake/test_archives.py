"""Gzip and ZIP: whole, cut, nested, bombs."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.intake import pages

HTML = "<!doctype html><title>T</title><p>Metin</p>"


def zipped(files: dict[str, bytes], **keywords) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **keywords) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_gzip_of_each_kind(tmp_path, take):
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(HTML.encode()))
    (tmp_path / "b.jsonl.gz").write_bytes(
        gzip.compress(b'{"title": "Bir"}\n') + gzip.compress(b'{"title": "Iki"}\n')
    )
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(b"title,text\nUc,Metin\n") + b"\x00" * 100)
    (tmp_path / "d.txt").write_bytes(gzip.compress(b"Metin"))
    (tmp_path / "e.gz").write_bytes(gzip.compress(HTML.encode()))
    taken = take(tmp_path)
    assert not taken.set_aside
    assert [page.media_type for page in taken.pages] == ["text/html", "text/plain", "text/html"]
    assert [record.title for record in taken.records] == ["Bir", "Iki", "Uc"]
    assert taken.records[1].source == f"{tmp_path}/b.jsonl:2"


def test_gzip_cut_in_the_middle(tmp_path, take):
    path = tmp_path / "r.jsonl.gz"
    rows = "".join(f'{{"title": "T{hash(str(n))}"}}\n' for n in range(20_000))
    content = gzip.compress(rows.encode())
    path.write_bytes(content[: len(content) // 2])
    taken = take(path)
    assert len(taken.records) > 1_000
    assert f"cut at byte {len(content) // 2}" in taken.reasons
    page = tmp_path / "p.html.gz"
    page.write_bytes(gzip.compress(HTML.encode())[:-6])
    assert not take(page).pages
    path.write_bytes(content[:1000] + b"\xff\xff\xff" + content[1003:])
    assert "damaged" in take(path).reasons or "not JSON" in take(path).reasons


@pytest.mark.parametrize(
    "name", ["b.txt.gz", "b.jsonl.gz", "b.json.gz", "b.csv.gz", "b.html.gz", "b.warc.gz", "b.gz"]
)
def test_bombs_are_set_aside(tmp_path, take, name):
    path = tmp_path / name
    head = {
        "json": b'{"title":"',
        "warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999\r\n\r\n",
        "csv": b"title,text\n",
    }
    path.write_bytes(gzip.compress(head.get(name.split(".")[1], b"") + b" a" * 30_000_000))
    taken = take(path)
    assert not taken.pages
    assert not taken.records
    assert taken.set_aside


def test_bombs_within_bombs(tmp_path, take):
    content = gzip.compress(b"x" * 1000)
    for _ in range(10):
        content = gzip.compress(content)
    (tmp_path / "b.gz").write_bytes(content)
    assert "too deep" in take(tmp_path / "b.gz").reasons


def test_zip(tmp_path, take):
    path = tmp_path / "pages.zip"
    inner = zipped({"c.txt": b"Metin"})
    path.write_bytes(
        zipped(
            {
                "b/a.html": HTML.encode(),
                "r.jsonl": b'{"title": "Bir"}\n',
                "x.png": b"\x89PNG\r\n\x1a\n",
                "__MACOSX/._a": b"x",
                "inner.zip": inner,
                "empty.txt": b"",
            }
        )
    )
    taken = take(path)
    assert [page.source for page in taken.pages] == [f"{path}/b/a.html", f"{path}/inner.zip/c.txt"]
    assert [record.title for record in taken.records] == ["Bir"]
    assert [entry.source for entry in taken.set_aside] == [f"{path}/x.png", f"{path}/empty.txt"]


def test_zip_bombs_and_damage(tmp_path, take):
    path = tmp_path / "b.zip"
    path.write_bytes(zipped({"a.txt": b"a" * 30_000_000, "b.txt": b"Metin"}))
    taken = take(path, most_bytes=50_000_000)
    assert "bomb" in taken.reasons
    assert len(taken.pages) == 1
    for content in (b"PK\x03\x04", path.read_bytes()[:-30], b"PK\x05\x06" + bytes(18)):
        path.write_bytes(content)
        assert take(path).set_aside


def test_office_documents_are_no_pages(tmp_path, take):
    path = tmp_path / "report.docx"
    path.write_bytes(zipped({"word/document.xml": b"<w/>"}))
    assert "office document" in take(path).reasons


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=6), st.sampled_from(["z.zip", "z.gz"]))
def test_any_damage_is_taken_or_set_aside(tmp_path_factory, place, damage, name):
    content = (
        zipped({"a.html": HTML.encode(), "b.txt": b"Metin"})
        if name == "z.zip"
        else gzip.compress(HTML.encode())
    )
    place %= len(content)
    path = tmp_path_factory.mktemp("z") / name
    path.write_bytes(content[:place] + damage + content[place + len(damage) :])
    assert list(pages(path))
