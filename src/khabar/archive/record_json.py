"""Reports as JSON and back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import msgspec

from ..records import Report, Span

_encoder = msgspec.json.Encoder(order="deterministic")
_reports = msgspec.json.Decoder(Report)
_spans = msgspec.json.Decoder(list[Span])

_IMPOSSIBLE = re.compile("[\0\ud800-\udfff]")

# What the archive derives stands in its own columns, not in the record.
_DERIVED: dict[str, Any] = {"story": None, "copy_family": None, "repeated": []}


def encode(value: Any) -> str:
    """The JSON text of a record or of a list of them; the same for equal values."""
    return _encoder.encode(value).decode()


def storable(report: Report) -> Report:
    """The report without what is derived, NUL and lone surrogates replaced by U+FFFD (offsets stay)."""
    if report.story or report.copy_family or report.repeated:
        report = replace(report, **_DERIVED)
    try:
        if "\\u0000" not in encode(report):
            return report
    except (UnicodeEncodeError, TypeError):  # TypeError: `extra` holds what is not JSON
        pass
    plain = msgspec.to_builtins(report, str_keys=True, enc_hook=str)
    return msgspec.convert(_without_impossible(plain), Report)


def printable(text: str) -> str:
    """The text with U+FFFD for each NUL and lone surrogate, which UTF-8 or a data base refuses."""
    return _IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _without_impossible(value: Any) -> Any:
    """The value with nothing in its texts that UTF-8 or a data base refuses."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {_without_impossible(name): _without_impossible(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_impossible(item) for item in value]
    return value


def decode_report(
    record: str, repeated: str = "[]", story: str | None = None, copy_family: str | None = None
) -> Report:
    """The report of a record, with what the archive derived for it."""
    report = _reports.decode(record)
    if story is None and copy_family is None and repeated == "[]":
        return report
    return replace(report, story=story, copy_family=copy_family, repeated=_spans.decode(repeated))
