"""The plain form of annotated items (docs/annotation.md, 7), and its way into JSON Lines.

    python training/corpora/annotated.py FILE…               # say what is wrong, line by line; counts
    python training/corpora/annotated.py --json FILE…        # the records

A record holds what the form says with offsets in code points: text[start:end] is the quote, always.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labels import (
    CONTEXTS,
    KINDS,
    MODES,
    PRECISIONS,
    RECIPIENT_NEEDED,
    SECTORS,
    SPEAKERS,
    STATUSES,
)
from quotes import Wrong, span_of, spans_of

Record = dict[str, Any]

HEADER = re.compile(r"=== ([a-z]{2,3}) \| (\d{4}-\d\d-\d\d) \| ([sat])(?: (r\d+))?(?: \| (.+))?")
ANNOTATION = re.compile(r"n|[mpaesxfcy] .* \| .*|[pa] .*")
UNSPACED = ("zh", "ja", "th", "my", "km", "lo")
EVENT_FIELDS = ("actor", "recipient", "trigger", "place", "date", "status", "contexts", "background")
DATE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:/(\d{4}(?:-\d\d(?:-\d\d)?)?))? (day|month|year)|- unknown")
LENGTHS = {"day": 10, "month": 7, "year": 4}
NUMBER = re.compile(r"([A-Za-z][\w ]*?) (\S+)(?: ([^\"]+?))? \"(.+)\"")
VALUE = re.compile(r"(~)?(\d+(?:\.\d+)?)(\+)?|-(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")


@dataclass(slots=True)
class Item:
    """What is read of one item: where it begins in its file, header, lines of text and of annotation."""

    line: int
    language: str
    date: str
    kind: str
    report: str | None
    rest: str | None
    text: list[str] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


def items_of(content: str) -> Iterator[Item | tuple[int, str]]:
    """The items of a file; a line that belongs nowhere comes as (line, message)."""
    item: Item | None = None
    for number, line in enumerate(content.split("\n"), 1):
        if line.startswith("==="):
            if item:
                yield item
            found = HEADER.fullmatch(line.rstrip())
            item = Item(number, *found.groups()) if found else None
            if not found:
                yield number, f"a header is `=== language | date | s`, not {line!r}"
        elif item is None:
            if line.strip():
                yield number, "stands before the first item, or below a wrong header"
        elif ANNOTATION.fullmatch(line.strip()) and (item.text and item.text[0].strip()):
            item.notes.append((number, line.strip()))
        elif item.notes:
            if line.strip():
                yield number, f"is no annotation, and text stands above annotations: {line!r}"
        else:
            item.text.append(line.strip())
    if item:
        yield item


def text_of(item: Item) -> tuple[str, str]:
    """Title and text: lines joined, paragraphs parted by empty lines; sentence items have no title."""
    joint = "" if item.language in UNSPACED else " "
    lines = item.text if item.kind == "s" else item.text[1:]
    title = "" if item.kind == "s" else item.text[0]
    paragraphs = [
        joint.join(part.split("\n")) for part in re.split(r"\n\n+", "\n".join(lines).strip()) if part
    ]
    body = "\n\n".join(paragraphs)
    return title, f"{title}\n\n{body}" if title else body


class Reader:
    """Reads the annotation lines of one item into its record."""

    def __init__(self, item: Item) -> None:
        title, self.text = text_of(item)
        mark = hashlib.blake2b(f"{item.language} {item.date} {self.text}".encode(), digest_size=6).hexdigest()
        self.record: Record = {
            "id": f"{item.language}-{mark}",
            "kind": {"s": "sentences", "a": "article", "t": "telling"}[item.kind],
            "language": item.language,
            "date": item.date,
            "title": title,
            "text": self.text,
            "mentions": [],
            "actors": [],
            "places": [],
            "events": [],
            "statements": [],
            "unrelated": [],
            "extra": {"invented": True},
        }
        self.nothing = False
        self.keys: dict[str, str] = {}
        self.used: Counter[str] = Counter()

    def read(self, notes: list[tuple[int, str]], wrong: Callable[[int, str], None]) -> Record:
        readers = {"m": self.mention, "p": self.place, "a": self.actor, "e": self.event, "s": self.statement}
        readers["x"] = self.unrelated
        for number, line in sorted(notes, key=lambda note: note[1][0] not in "pa"):
            try:
                if line == "n":
                    self.nothing = True
                else:
                    readers[line[0]]([part.strip() for part in line[2:].split(" | ")])
            except Wrong as error:
                wrong(number, str(error))
            except KeyError:
                wrong(number, f"no annotation begins with {line[0]!r} here")
        first = notes[0][0] if notes else 0
        if self.nothing == bool(self.record["events"]):
            wrong(first, "an item has either events or a line `n`")
        for key in self.used.keys() - self.keys.keys():
            wrong(first, f"the key {key} has no `a` or `p` line")
        for key in self.keys.keys() - self.used.keys():
            wrong(first, f"nothing uses the key {key}")
        self.record["mentions"].sort(key=lambda one: one["start"])
        return self.record

    def _key(self, key: str, names: str) -> str:
        if not re.fullmatch(rf"[{names}]\d+", key):
            raise Wrong(f"a key is a letter of {names} and a number, not {key!r}")
        self.used[key] += 1
        return key

    def mention(self, parts: list[str]) -> None:
        if len(parts) != 3 or parts[0] not in KINDS:
            raise Wrong("a mention is `m KIND | quote | key`")
        start, end = span_of(self.text, parts[1])
        if any(one["start"] < end and start < one["end"] for one in self.record["mentions"]):
            raise Wrong(f"the mention {parts[1]!r} overlaps another")
        self.record["mentions"].append(
            {"start": start, "end": end, "kind": parts[0], "key": self._key(parts[2], "ap")}
        )

    def _named(self, parts: list[str], kind: str, least: int) -> tuple[str, str, str | None]:
        if len(parts) != least or parts[0][:1] != kind or parts[0] in self.keys or not parts[1]:
            raise Wrong(f"`{kind}` lines have {least} parts, the key first, and each key once")
        if not re.fullmatch(r"[A-Z]{3}|-", parts[2]):
            raise Wrong(f"a country is three capital letters or -, not {parts[2]!r}")
        self.keys[parts[0]] = parts[1]
        return parts[0], parts[1], None if parts[2] == "-" else parts[2]

    def place(self, parts: list[str]) -> None:
        key, name, country = self._named(parts, "p", 3)
        self.record["places"].append({"key": key, "name": name, "country": country})

    def actor(self, parts: list[str]) -> None:
        key, name, country = self._named(parts, "a", 4)
        if parts[3] not in (*SECTORS, "-"):
            raise Wrong(f"there is no sector {parts[3]!r}")
        sector = None if parts[3] == "-" else parts[3]
        self.record["actors"].append({"key": key, "name": name, "country": country, "sector": sector})

    def _parties(self, given: str) -> list[Record]:
        if given == "-":
            return []
        found = []
        for party in given.split(" ; "):
            quotes, equals, key = party.rpartition(" = ")
            if not equals:
                raise Wrong(f"a party is `quote = key`, not {party!r}")
            found.append({"key": self._key(key, "ap"), "spans": spans_of(self.text, quotes)})
        return found

    def _fields(self, parts: list[str], names: tuple[str, ...]) -> dict[str, str]:
        pairs = [part.partition(":") for part in parts]
        found = {name.strip(): value.strip() for name, colon, value in pairs if colon}
        missing = [name for name in names if not found.get(name)]
        if missing or len(found) != len(parts):
            raise Wrong(f"these fields are missing or malformed: {', '.join(missing) or 'see the guide'}")
        return found

    def _type(self, word: str) -> tuple[str, str | None]:
        type, _, mode = word.partition(" ")
        if type not in MODES:
            raise Wrong(f"there is no type {type!r}")
        if mode in ("", "-"):
            return type, None
        if mode not in MODES[type]:
            raise Wrong(f"{type} has no mode {mode!r}; it has {', '.join(MODES[type]) or 'none'}")
        return type, mode

    def event(self, parts: list[str]) -> None:
        type, mode = self._type(parts[0])
        given = self._fields(parts[1:], EVENT_FIELDS)
        unknown = given.keys() - {*EVENT_FIELDS, "numbers", "mutual"}
        if unknown:
            raise Wrong(f"an event has no field {unknown.pop()!r}")
        actor, recipient = self._parties(given["actor"]), self._parties(given["recipient"])
        if (not actor and not recipient) or (type in RECIPIENT_NEEDED and not recipient):
            raise Wrong(f"{type} lacks a party that it needs")
        if given["status"] not in STATUSES or given["background"] not in ("yes", "no"):
            raise Wrong("status or background is none of those of the guide")
        contexts = [] if given["contexts"] == "-" else given["contexts"].split(" ; ")
        if len(contexts) > 3 or not CONTEXTS.issuperset(contexts):
            raise Wrong(f"contexts are at most three of those of the guide, not {given['contexts']!r}")
        first, last, precision = self._date(given["date"])
        self.record["events"].append(
            {
                "type": type,
                "mode": mode,
                "actor": actor,
                "recipient": recipient,
                "mutual": given.get("mutual") == "yes",
                "trigger": spans_of(self.text, given["trigger"]),
                "place": self._place(given["place"]),
                "date": first,
                "date_end": last,
                "date_precision": precision,
                "status": given["status"],
                "about": contexts,
                "background": given["background"] == "yes",
                "numbers": [self._number(one) for one in given.get("numbers", "").split(" ; ") if one],
            }
        )

    def _place(self, given: str) -> Record | None:
        if given == "-":
            return None
        quotes, equals, key = given.rpartition(" = ")
        spans = spans_of(self.text, quotes if equals else given)
        if not equals:
            keys = [one["key"] for one in self.record["mentions"] if [(one["start"], one["end"])] == spans]
            if not keys:
                raise Wrong(f"the place {given!r} is no mention: write `{given} = p1`")
            key = keys[0]
        return {"key": self._key(key, "ap"), "spans": spans}

    def _date(self, given: str) -> tuple[str | None, str | None, str]:
        found = DATE.fullmatch(given)
        if not found or any(part and len(part) != LENGTHS[found[3]] for part in found.groups()[:2]):
            raise Wrong(f"a date is `2023-05-12 day`, `2023-04 month`, `2021 year` or `- unknown`, not {given!r}")
        return found[1], found[2], found[3] or PRECISIONS[-1]

    def _number(self, given: str) -> Record:
        found = NUMBER.fullmatch(given)
        value = VALUE.fullmatch(found[2]) if found else None
        if not found or not value:
            raise Wrong(f'a number is `killed 12+ "en az 12 kişi"`, not {given!r}')
        about, exact, more, most, low, high = value.groups()
        start, end = span_of(self.text, found[4])
        return {
            "what": found[1],
            "value": float(exact) if exact and not more else None,
            "least": float(exact) if exact and more else float(low) if low else None,
            "most": float(most or high) if most or high else None,
            "about": bool(about),
            "unit": found[3],
            "start": start,
            "end": end,
        }

    def statement(self, parts: list[str]) -> None:
        kind, _, way = parts[0].partition(" ")
        if kind not in SPEAKERS or way not in ("direct", "indirect"):
            raise Wrong(f"a statement is named, office or anonymous, and direct or indirect, not {parts[0]!r}")
        given = self._fields(parts[1:], ("speaker", "cue", "content"))
        speaker = self._parties(given["speaker"])
        self.record["statements"].append(
            {
                "kind": kind,
                "direct": way == "direct",
                "speaker": speaker[0] if speaker else None,
                "cue": spans_of(self.text, given["cue"]),
                "content": spans_of(self.text, given["content"]),
            }
        )

    def unrelated(self, parts: list[str]) -> None:
        type, _ = self._type(parts[0])
        given = self._fields(parts[1:], ("actor", "recipient"))
        actor, recipient = self._parties(given["actor"]), self._parties(given["recipient"])
        if not actor or not recipient:
            raise Wrong("a relation that does not hold has both parties")
        self.record["unrelated"].append({"type": type, "actor": actor, "recipient": recipient})


def records_of(content: str, wrong: Callable[[int, str], None]) -> Iterator[Record]:
    """The records of a file in the plain form; `wrong` is called with a line and what is wrong there."""
    for item in items_of(content):
        if isinstance(item, tuple):
            wrong(*item)
        elif not "".join(item.text).strip():
            wrong(item.line, "the item has no text")
        else:
            notes = [note for note in item.notes if note[1][0] not in "fcy"]
            yield Reader(item).read(notes, wrong)


def main() -> int:
    paths = [Path(name) for name in sys.argv[1:] if not name.startswith("--")]
    faults = 0
    types: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for path in paths:

        def wrong(line: int, message: str, path: Path = path) -> None:
            nonlocal faults
            faults += 1
            print(f"{path}:{line}: {message}", file=sys.stderr)

        for record in records_of(path.read_text("utf-8"), wrong):
            languages[record["language"]] += 1
            types.update(f"{event['type']} {event['status']}" for event in record["events"])
            types["no event"] += not record["events"]
            if "--json" in sys.argv:
                print(json.dumps(record, ensure_ascii=False))
    print(f"{faults} faults; {languages.total()} items: {dict(languages)}", file=sys.stderr)
    print(dict(sorted(types.items())), file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
