"""CSV, TSV and Parquet."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.intake import Record, pages

LONG = 'Uzun, "tırnaklı"; metin\nikinci satır|\tüç: şehirde çatışmaların durması için görüşmeler yapılıyor'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254"])
def test_tables(tmp_path, take, delimiter, encoding):
    rows = [
        ["Title", "Text", "URL", "Published", "desk"],
        ["Görüşme", LONG, "https://a.example/1", "2024-09-13", "dış"],
        ["", "", "", "", ""],
        ["Kısa", "", "", "", ""],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = tmp_path / ("r.tsv" if delimiter == "\t" else "r.csv")
    path.write_bytes(text.getvalue().encode(encoding))
    first, second = take(path).records
    assert first.title == "Görüşme"
    assert first.text == LONG
    assert (first.url, first.published, first.extra) == ("https://a.example/1", "2024-09-13", {"desk": "dış"})
    assert (first.source, second.source) == (f"{path}:2", f"{path}:5")
    assert (second.title, second.complete) == ("Kısa", False)


def test_a_bad_row_costs_one_row(tmp_path, take):
    path = tmp_path / "r.csv"
    path.write_text(
        'title,text\nBir,Metin\n"open,Metin\nUc,Metin\nDort,Metin,too,many\n"Bes" x,Metin\n'
        '"Alti","He said ""yes"""\n'
        "Yedi\n,\n"
    )
    taken = take(path)
    assert [record.title for record in taken.records] == ["Bir", "Uc", "Bes x", "Alti", "Yedi"]
    assert taken.records[3].text == 'He said "yes"'
    assert [entry.source for entry in taken.set_aside] == [f"{path}:3", f"{path}:5"]


def test_nothing_but_open_quotes_ends_soon(tmp_path, take):
    path = tmp_path / "r.csv"
    path.write_text("title,text\n" + 'a,"b\n' * 50_001)
    assert take(path).set_aside


def test_excel_writes_its_delimiter_first(tmp_path, take):
    path = tmp_path / "r.csv"
    path.write_text("sep=;\ntitle;text\nBir;Metin\n")
    assert take(path).records[0].text == "Metin"


def test_old_line_ends(tmp_path, take):
    path = tmp_path / "r.csv"
    path.write_bytes(b"title,text\rBir,Metin\rIki,Metin\r")
    assert len(take(path).records) == 2


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "name,price\nx,1\n", "one line"])
def test_a_table_without_our_columns_says_what_it_has(tmp_path, take, content):
    path = tmp_path / "r.csv"
    path.write_text(content)
    (entry,) = take(path).items
    assert content.split("\n")[0].split(",")[0] in entry.reason
    assert "title" in entry.retry


def test_a_long_row_is_set_aside(tmp_path, take):
    path = tmp_path / "r.csv"
    path.write_text("title,text\nBir," + "x" * 300_000 + "\nIki,Metin\n")
    taken = take(path, most_bytes=200_000)
    assert [record.title for record in taken.records] == ["Iki"]
    assert "longer than 200 kB" in taken.reasons
    assert len(take(path).records) == 2


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(*[CELLS] * 3), max_size=6))
def test_what_a_writer_writes_is_read(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("c") / "r.csv"
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["title", "text", "desk"], *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    records = [item for item in pages(path) if isinstance(item, Record)]
    expected = [row for row in rows if row[0].strip() or row[1].strip()]
    assert [record.title for record in records] == [row[0].strip() for row in expected]
    assert [record.text for record in records] == [row[1] if row[1].strip() else "" for row in expected]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_as_a_table(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("c") / "r.csv"
    path.write_bytes(b"title,text\n" + content)
    assert list(pages(path))


def test_parquet(tmp_path, take):
    from datetime import UTC, datetime

    path = tmp_path / "r.parquet"
    table = pa.table(
        {
            "title": ["Bir", None, "Uc"],
            "text": ["Metin", "Metin", None],
            "published": pa.array(
                [datetime(2024, 9, 13, 21, 34, tzinfo=UTC), None, None], pa.timestamp("s", "UTC")
            ),
            "authors": [["Ann", "Cem"], None, []],
            "place": [{"lat": 1.5}, None, None],
        }
    )
    pq.write_table(table, path)
    first, second, third = take(path).records
    assert (first.title, first.published, first.authors) == (
        "Bir",
        "2024-09-13T21:34:00+00:00",
        ["Ann", "Cem"],
    )
    assert first.extra == {"place": {"lat": 1.5}}
    assert (second.title, second.text) == ("", "Metin")
    assert third.source == f"{path}:3"


def test_damaged_parquet(tmp_path, take):
    path = tmp_path / "r.parquet"
    pq.write_table(pa.table({"title": ["Bir"] * 1000, "text": [str(n) for n in range(1000)]}), path)
    content = path.read_bytes()
    for size in (4, 8, 100, len(content) // 2, len(content) - 5):
        path.write_bytes(content[:size])
        assert "damaged" in take(path).reasons
    pq.write_table(pa.table({"x": [1]}), path)
    assert "columns: x" in take(path).reasons


@pytest.mark.parametrize("header", ["GLOBALEVENTID,SOURCEURL", "GKGRECORDID,DocumentIdentifier,SourceCommonName"])
def test_gdelt_tables_with_a_header(tmp_path, take, site, header):
    """Their rows hold addresses and no text: without follow_links each says how to get the pages."""
    url = site.put("/haber", "<html><head><title>Bir</title></head><body><p>Metin</p></body></html>")
    table = tmp_path / "events.csv"
    table.write_text(f"{header}\n1197,{url},haber.example\n" if "GKG" in header else f"{header}\n1197,{url}\n")
    (entry,) = take(table).items
    assert entry.source.endswith(":2")
    assert "follow_links" in entry.retry
    (page,) = take(table, follow_links=True).pages
    assert page.url == url


def test_a_table_of_parquet_with_addresses(tmp_path, take):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    table = tmp_path / "events.parquet"
    pq.write_table(pa.table({"GLOBALEVENTID": [1], "SOURCEURL": ["https://haber.example/1"]}), table)
    (entry,) = take(table).items
    assert "https://haber.example/1" in entry.reason


def test_a_column_that_may_be_anything_is_no_address(tmp_path, take):
    (tmp_path / "t.csv").write_text("source,date\nBBC,2024-09-13\n")
    (entry,) = take(tmp_path / "t.csv").items
    assert "no column holds titles or texts" in entry.reason
