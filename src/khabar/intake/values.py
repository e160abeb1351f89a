"""Values of foreign records made sound: text, lists of names, languages, nesting."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from khabar.intake.items import Unreadable

MOST_BITS = 64  # a longer whole number is kept as its digits: not every JSON reader takes it


def sound(value: Any, most_depth: int) -> Any:
    """`value` in JSON's own types: no lone surrogates or NUL in texts, no NaN, nothing nested beyond the
    limit.

    Raises `Unreadable` for a value nested deeper than `most_depth`.
    """
    if isinstance(value, str):
        return sound_text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if value.bit_length() < MOST_BITS else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if most_depth <= 0:
        raise Unreadable("nested too deep", "flatten the record")
    if isinstance(value, Mapping):
        return {sound_text(str(name)): sound(inner, most_depth - 1) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [sound(inner, most_depth - 1) for inner in value]
    return _foreign(value, most_depth)


def _foreign(value: Any, most_depth: int) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        from khabar.clean.decode import text_of

        return sound_text(text_of(value))
    if isinstance(value, Decimal):
        return sound(float(value), most_depth)
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return sound(value.tolist(), most_depth - 1)
    return sound_text(str(value))


def sound_text(text: str) -> str:
    """`text` with NUL and lone surrogates as U+FFFD: neither can be stored or printed."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        # pairs of surrogates that JSON escapes left apart are joined, single ones replaced
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def text_value(value: Any) -> str:
    """A text field: a string as it is, a number as written, a nested text's leaves as paragraphs."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return str(value)
    return "\n\n".join(_leaves(value))


def name_value(value: Any) -> str | None:
    """One name: of an outlet, an agency, an address; the name of a nested {name, title, …} object."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "title", "uri", "url", "@id") if value.get(key)), None)
    if isinstance(value, list):
        return name_value(value[0]) if value else None
    text = text_value(value).strip()
    return text or None


def names_value(value: Any) -> list[str]:
    """Authors or tags: a list of names or of {name: …} objects, or one string that parts them with ; or |."""
    if isinstance(value, str):
        value = _written_list(value)
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list):
        value = [value]
    names = (name_value(one) for one in value)
    return list(dict.fromkeys(name for name in names if name))


def _written_list(text: str) -> list[Any]:
    """The parts of a list that was written into one cell: as JSON, as Python prints it, or with ; or |."""
    if text.startswith("[") and text.endswith("]") and len(text) < 10_000 and text.count("[") < 20:
        for parse in (json.loads, ast.literal_eval):
            try:
                value = parse(text)
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                continue
            if isinstance(value, list):
                return value
    mark = ";" if ";" in text else "|"
    return [part.strip() for part in text.split(mark)]


def _leaves(value: Any) -> Iterator[str]:
    """The strings of a nested text in reading order."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)


# CLDR's preferred code where khabar has one for the written standard (see clean/language.py).
WRITTEN_STANDARDS: dict[str, str] = {"fil": "tl", "nb": "no"}


@cache
def language_code(given: str) -> str | None:
    """ISO 639-1 where one exists, else 639-3, for a code (`en`, `eng`, `en-GB`) or a name of a language in
    English or in the language itself (CLDR); None for what is neither."""
    from babel.core import get_global

    known = _language_names()
    text = given.strip().casefold().replace("_", "-")
    code = text.split("-")[0]
    if len(code) in (2, 3) and code.isascii() and code.isalpha():
        aliases = get_global("language_aliases")
        short = str(aliases.get(code, code)).replace("_", "-").split("-")[0]
        short = WRITTEN_STANDARDS.get(short, short)
        return short if short in known.values() or (len(code) == 3 and code != "und") else None
    named = known.get(text) or known.get(code)
    return WRITTEN_STANDARDS.get(named, named) if named else None


@cache
def _language_names() -> dict[str, str]:
    """CLDR's names of languages, in English and in the language itself, to their codes."""
    from babel import Locale, UnknownLocaleError

    names: dict[str, str] = {}
    for code, name in Locale("en").languages.items():
        if "_" not in code and code not in ("und", "mul", "zxx"):
            names[name.casefold()] = code
            try:
                names.setdefault((Locale(code).languages.get(code) or name).casefold(), code)
            except (UnknownLocaleError, ValueError):
                continue
    return names
