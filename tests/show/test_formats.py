"""Save then read = same, in every format."""

import csv
import io
import json
from typing import Any

import msgspec
import pyarrow.parquet
import pytest

from khabar.records import Change, Report, Span, Story
from khabar.show.formats import json_line, write_csv, write_jsonl, write_parquet

STORY = Story(
    "3f9a2b1c",
    'Título, "cité"\nline',
    {"ar": "عنوان", "zh": "标题"},
    ["ar", "zh"],
    ["A"],
    ["r1", "r2"],
    1,
    history=[Change("join", "2024-09-13T21:34:00+03:00", ["77aa"])],
)
REPORT = Report(
    "r1", "v1", text="a\u2028b\x9bc\x85d", repeated=[Span(0, 1)], extra={"invented": True, "n": [1]}
)
RECORDS = [STORY, REPORT, Report("r2", "v")]


@pytest.mark.parametrize("record", RECORDS)
def test_jsonl_holds_the_record_exactly_on_one_line(record: object) -> None:
    line = json_line(record)
    assert len(line.splitlines()) == 1
    assert json.loads(line) == msgspec.to_builtins(record)
    assert not any(0x7F <= ord(sign) < 0xA0 for sign in line)


def test_jsonl_survives_half_a_character() -> None:
    assert json.loads(json_line(Report("\ud83d", "v")))["id"] == "\ud83d"


def test_csv_holds_lists_as_json() -> None:
    stream = io.BytesIO()
    write_csv([STORY, Story("other", "t")], stream, Story)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().decode(), newline="")))
    assert rows[0]["title"] == STORY.title
    assert json.loads(rows[0]["titles"]) == STORY.titles
    assert json.loads(rows[0]["reports"]) == ["r1", "r2"]
    assert rows[1]["place"] == ""


@pytest.mark.parametrize("records", [[STORY, Story("s", "t")], [REPORT, Report("r2", "v")]])
def test_parquet_gives_the_records_back(records: list[object]) -> None:
    stream = io.BytesIO()
    write_parquet(records, stream, type(records[0]))
    rows = pyarrow.parquet.read_table(io.BytesIO(stream.getvalue())).to_pylist()
    for row, record in zip(rows, records, strict=True):
        plain = msgspec.to_builtins(record)
        assert row == {
            key: json_line(value)[:-1] if isinstance(value, dict) else value for key, value in plain.items()
        }


def test_no_records_still_have_columns() -> None:
    stream = io.BytesIO()
    write_csv([], stream, Story)
    assert stream.getvalue().startswith(b"id,title,titles,")
    stream = io.BytesIO()
    write_parquet([], stream, Report)
    assert "body_start" in pyarrow.parquet.read_schema(io.BytesIO(stream.getvalue())).names


@pytest.mark.parametrize("write", [write_jsonl, write_csv, write_parquet])
@pytest.mark.parametrize("rows", [[], [{"name": "a", "score": 0.5}, {"name": "b", "score": None}]])
def test_rows_without_a_type_are_written_as_they_are(write: Any, rows: list[dict[str, Any]]) -> None:
    stream = io.BytesIO()
    write(rows, stream)
    assert (b"score" in stream.getvalue()) == bool(rows)
