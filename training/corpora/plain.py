"""The form in which the story corpus is written, and its way into the JSON Lines that everything else reads.

    python training/corpora/plain.py FOLDER > training/corpora/stories.jsonl

A file is a thread, events that are easily confused. It begins with its name and one English line an event; then
come the reports, each with its event, language, outlet and time, its title, and its paragraphs:

    thread: the-name-of-the-thread
    event a: what happened, where, when
    event b: …
    === a | tr | Karşıyaka Postası | 2021-03-04T18:20+03:00
    The title

    The first paragraph.

    The second.

Reports of one event are independent tellings of one happening. The events of a thread are different happenings.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

Record = dict[str, object]

REPORT = re.compile(r"^=== ", re.MULTILINE)
EVENT = re.compile(r"^event (\w): (.+)$", re.MULTILINE)
THREAD = re.compile(r"^thread: ([a-z0-9-]+)$", re.MULTILINE)


class WrongForm(Exception):
    """The file is not in the form above; the message says where and why."""


def records_of(name: str, content: str) -> Iterator[Record]:
    """The reports of one file, as records that `khabar add` takes. Raises WrongForm."""
    head, *reports = REPORT.split(content)
    thread = THREAD.search(head)
    if thread is None:
        raise WrongForm(f"{name} does not begin with `thread: the-name-of-the-thread`.")
    happenings = dict(EVENT.findall(head))
    numbers: dict[str, int] = {}
    for report in reports:
        header, _, rest = report.partition("\n")
        fields = [field.strip() for field in header.split("|")]
        if len(fields) != 4 or fields[0] not in happenings:
            raise WrongForm(f"{name}: a report's header is `event | language | outlet | time`, not {header!r}.")
        event, language, outlet, published = fields
        title, *paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", rest.strip())]
        if not paragraphs:
            raise WrongForm(f"{name}: the report {header!r} has no paragraph below its title.")
        datetime.fromisoformat(published)
        numbers[event] = numbers.get(event, 0) + 1
        yield {
            "id": f"{thread[1]}/{event}/{numbers[event]}",
            "language": language,
            "outlet": outlet,
            "published": published,
            "title": title,
            "text": "\n\n".join(paragraphs),
            "extra": {
                "invented": True,
                "thread": thread[1],
                "event": f"{thread[1]}/{event}",
                "happening": happenings[event].strip(),
            },
        }


def main() -> int:
    wrong = 0
    for path in sorted(Path(sys.argv[1]).rglob("*.txt")):
        try:
            for record in records_of(path.name, path.read_text("utf-8")):
                print(json.dumps(record, ensure_ascii=False))
        except (WrongForm, ValueError) as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
