"""JSON and JSON Lines."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.intake import Record, SetAside, pages

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def test_a_bad_line_costs_one_line(tmp_path, take):
    path = tmp_path / "r.jsonl"
    path.write_bytes(
        b'{"title": "Bir"}\n\n{"title": broken\n[1, 2]\n"text"\n{"title": "Be\xc5\x9f"}\r\n{"nothing": 1}\n'
        b'{"title": "\xfe\xfd K\xf6y"}\n{"title": "cut'
    )
    taken = take(path)
    assert [record.title for record in taken.records][:2] == ["Bir", "Beş"]
    assert [record.source for record in taken.records] == [f"{path}:1", f"{path}:6", f"{path}:8"]
    sources = [entry.source.removeprefix(str(path)) for entry in taken.set_aside]
    assert sources == [":3", ":4/1", ":4/2", ":5", ":7", ":9"]
    assert all(entry.reason and entry.retry for entry in taken.set_aside)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_encodings(tmp_path, take, encoding):
    path = tmp_path / "r.jsonl"
    path.write_bytes('{"title": "Beş"}\n{"title": "会谈"}\n'.encode(encoding))
    assert [record.title for record in take(path).records] == ["Beş", "会谈"]


def test_lists_objects_and_objects_around_lists(tmp_path, take):
    rows = [{"title": "Bir", "id": "1"}, {"title": "Iki", "id": "2"}]
    for value in (
        rows,
        {"articles": rows},
        {"status": "ok", "data": {"results": rows}},
        {"a": rows[0], "b": rows[1]},
        {"took": 3, "hits": {"total": 2, "hits": [{"_id": "x", "_source": row} for row in rows]}},
    ):
        path = tmp_path / "r.json"
        for indent in (None, 2):
            path.write_text(json.dumps(value, indent=indent))
            assert [record.title for record in take(path).records] == ["Bir", "Iki"], value
    path.write_text(json.dumps(rows[0], indent=2))
    assert [record.title for record in take(path).records] == ["Bir"]
    path.write_text("\n".join(json.dumps(row, indent=2) for row in rows))
    assert len(take(path).records) == 2
    path.write_text("\n".join(json.dumps(row) for row in rows))
    assert [record.source for record in take(path).records] == [f"{path}:1", f"{path}:2"]


def test_a_record_with_lists_of_objects_is_a_record(tmp_path, take):
    path = tmp_path / "r.json"
    row = {
        "title": "Bir",
        "text": "Metin",
        "authors": [{"name": "Ann"}],
        "images": [{"title": "x", "url": "y"}],
    }
    path.write_text(json.dumps(row))
    (record,) = take(path).records
    assert (record.title, record.authors) == ("Bir", ["Ann"])
    assert record.extra["images"] == row["images"]


def test_a_list_cut_in_the_middle_gives_what_it_has(tmp_path, take):
    path = tmp_path / "r.json"
    path.write_text(json.dumps([{"title": f"T{n}"} for n in range(100)])[:-300])
    taken = take(path)
    assert len(taken.records) > 50
    assert "what comes after it was not read" in taken.reasons


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"title":"x","a":' + "["])
def test_deep_nesting_is_set_aside(tmp_path, take, opening):
    for depth in (200, 5_000, 100_000):
        deep = opening * depth
        for name, content in (("r.jsonl", deep + "\n" + '{"title": "Bir"}\n'), ("r.json", deep)):
            path = tmp_path / name
            path.write_text(content)
            taken = take(path)
            assert taken.set_aside
            assert len(taken.records) == (name == "r.jsonl")
    shallow = tmp_path / "s.jsonl"
    shallow.write_text('{"title": "Bir", "deep": ' + "[" * 100 + "]" * 100 + "}\n")
    assert "nested too deep" in take(shallow).reasons


def test_repeated_names_are_kept(tmp_path, take):
    path = tmp_path / "r.jsonl"
    path.write_text('{"title": "first", "title": "last", "text": "a", "text": "a"}\n')
    (record,) = take(path).records
    assert record.title == "last"
    assert record.extra["repeated_names"] == {"title": ["first"]}


def test_long_lines_are_passed_over_with_bounded_memory(tmp_path):
    path = tmp_path / "r.jsonl"
    with path.open("wb") as file:
        file.write(b'{"title": "' + b"x" * 50_000_000 + b'"}\n{"title": "Bir"}\n')
    tracemalloc.start()
    items = list(pages(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(item) for item in items] == [SetAside, Record]
    assert items[0].source == f"{path}:1"
    assert items[1].source == f"{path}:2"
    assert peak < 30_000_000


def test_long_files_are_streamed(tmp_path):
    row = json.dumps({"title": "Bir", "text": "word " * 400})
    for name, start, between in (("r.jsonl", "", "\n"), ("r.json", "[", ",")):
        path = tmp_path / name
        with path.open("w") as file:
            file.write(start + between.join([row] * 5_000) + ("]" if start else ""))
        tracemalloc.start()
        assert sum(1 for _ in pages(path)) == 5_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 4_000_000


def test_numbers_that_json_does_not_know(tmp_path, take):
    path = tmp_path / "r.jsonl"
    path.write_text('{"title": "a", "x": NaN, "y": 1e999}\n{"title": "b", "z": ' + "9" * 5000 + "}\n")
    taken = take(path)
    assert taken.records[0].extra == {}
    assert len(taken.items) == 2


def test_lone_surrogates_and_nul(tmp_path, take):
    path = tmp_path / "r.jsonl"
    path.write_text('{"title": "a\\ud800b", "text": "x\\u0000y", "\\udfff": "\\ud83d\\ude00"}\n')
    (record,) = take(path).records
    assert (record.title, record.text) == ("a\ufffdb", "x\ufffdy")
    assert record.extra == {"\ufffd": "😀"}


def _has_text(item) -> bool:
    if isinstance(item, SetAside):
        return bool(item.reason)
    return bool(item.title or item.text) if isinstance(item, Record) else bool(item.content)


@settings(max_examples=200, deadline=None)
@given(st.lists(VALUES, max_size=5), st.booleans())
def test_any_json_is_taken_or_set_aside(tmp_path_factory, values, as_lines):
    path = tmp_path_factory.mktemp("j") / ("r.jsonl" if as_lines else "r.json")
    path.write_text("\n".join(map(json.dumps, values)) if as_lines else json.dumps(values))
    items = list(pages(path))
    assert items
    for item in items:
        assert _has_text(item)
        str(item).encode()


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "text", "url", "published", "authors", "language", "id", "extra", "html"]),
        VALUES,
        max_size=6,
    )
)
def test_any_type_in_any_field(fields):
    for item in pages([fields]):
        str(item).encode()
        assert _has_text(item)
