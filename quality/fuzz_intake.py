"""Long fuzz of intake: damaged and random sources of every kind; none may raise, hang or vanish.

.venv/bin/python quality/fuzz_intake.py [inputs] [seed]
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable

from khabar.intake import Limits, Record, SetAside, pages, report_of

INPUTS = 12_000
SLOWEST = 5.0  # seconds for one small input: anything slower hides a loop that grows with its square
TEXT = "Görüşmeler Cuma günü başladı. Переговоры начались. بدأت المحادثات. 会谈开始。"
ROWS = [
    {
        "id": "1",
        "url": "https://haber.example/1",
        "title": TEXT[:29],
        "text": TEXT * 3,
        "published": "2024-09-13",
    },
    {"title": "Bir", "authors": ["Ann", {"name": "Cem"}], "language": "tr", "extra": {"deep": [[[1]]]}},
    {"html": f"<p>{TEXT}</p>", "url": "https://haber.example/2", "published": 1726252440},
]
PAGE = f'<!doctype html><html><head><meta charset="utf-8"><title>T</title></head><p>{TEXT}</p></html>'
FEED = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    f"<title>Haber</title><item><title>{TEXT}</title><link>https://haber.example/3</link>"
    "<pubDate>Fri, 13 Sep 2024 21:34:00 +0300</pubDate>"
    f"<content:encoded><![CDATA[<p>{TEXT * 8}</p>]]></content:encoded></item>"
    "<item><title>&amp;</title></item>"
    "</channel></rss>"
)
ATOM = (
    f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>{TEXT}</title></entry></feed>'
)
SITEMAP = "<urlset><url><loc>file:///etc/passwd</loc></url></urlset>"
HOSTILE = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&a;",
    b"[" * 3000,
    b'{"a":' * 500,
    b'"',
    b"'",
    b"\r",
    b"\n",
    b"<![CDATA[",
    b"<!--",
    b"\\ud800",
    b"\\u0000",
    b"1e999",
    b"NaN",
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"<" * 500,
    b"WARC/1.0\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999999999999\r\n",
    b"]]>",
    b"sep=;\n",
    b"9" * 5000,
    "\u202e\u2028\ufffe".encode(),
    b"{}",
    b"[]",
    b"null",
    b"<rss>",
    b"&" * 300,
    b"</p>" * 200,
    b"=" * 300,
)


def warc() -> bytes:
    """Two HTTP responses, one packed."""
    parts = []
    for body, header in ((PAGE.encode(), b""), (gzip.compress(PAGE.encode()), b"Content-Encoding: gzip\r\n")):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + header + b"\r\n" + body
        parts.append(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://haber.example/4\r\n"
            b"WARC-Date: 2024-09-13T21:34:00Z\r\nContent-Type: application/http\r\n"
            b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
        )
    return b"".join(parts)


def table() -> bytes:
    """A CSV table with a header."""
    text = io.StringIO()
    names = ("id", "url", "title", "text", "published")
    csv.writer(text).writerows([names, *([row.get(name, "") for name in names] for row in ROWS)])
    return text.getvalue().encode()


def archive() -> bytes:
    """A ZIP archive of a page and a record file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.html", PAGE)
        made.writestr("b.jsonl", json.dumps(ROWS[0]))
    return stream.getvalue()


def parquet() -> bytes:
    """A Parquet file of two columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.table({"title": ["Bir", None], "text": [TEXT, TEXT]}), stream)
    return stream.getvalue()


def seeds() -> dict[str, bytes]:
    """A sound source of each kind, by the name it goes under."""
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
    return {
        "p.html": PAGE.encode(),
        "p.txt": TEXT.encode(),
        "u.html": PAGE.encode("utf-16"),
        "r.jsonl": lines,
        "r.json": json.dumps({"articles": ROWS}).encode(),
        "r.csv": table(),
        "f.xml": FEED.encode(),
        "a.xml": ATOM.encode(),
        "s.xml": SITEMAP.encode(),
        "c.warc": warc(),
        "c.warc.gz": gzip.compress(warc()),
        "r.jsonl.gz": gzip.compress(lines),
        "z.zip": archive(),
        "t.parquet": parquet(),
        "unknown": lines,
    }


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content or b"x")
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def inserted(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(HOSTILE) * chance.choice((1, 1, 1, 30)) + content[place:]


def repeated(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:end] + content[start:end] * chance.randint(1, 20) + content[end:]


def noise(_: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(chance.randint(0, 3000))


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut,
    flipped,
    inserted,
    inserted,
    repeated,
    noise,
)


class Named(io.BytesIO):
    """A stream with the name of a file."""

    name = ""


def main(inputs: int, seed: int) -> int:
    """Read `inputs` damaged sources; 1 if any raised, hung or gave nothing, else 0."""
    sound, failures, counts = seeds(), 0, Counter[str]()
    for number in range(inputs):
        chance = random.Random(seed * 1_000_003 + number)
        name = chance.choice(list(sound))
        content = sound[name]
        for _ in range(chance.choice((1, 1, 2, 3))):
            content = chance.choice(DAMAGES)(content, chance)
        stream = Named(content)
        stream.name = name
        start = time.monotonic()
        try:
            items = list(pages(stream, limits=Limits(seconds=1.0, delay=0.0, most_followed=0)))
            for item in items:
                counts[type(item).__name__] += 1
                str(report_of(item) if isinstance(item, Record) else item).encode()
            if not items or any(isinstance(item, SetAside) and not item.reason for item in items):
                raise AssertionError("nothing came out, or no reason")
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            failures += 1
            print(f"input {number} ({name}): {type(error).__name__}: {error}", file=sys.stderr)
        if (took := time.monotonic() - start) > SLOWEST:
            failures += 1
            print(f"input {number} ({name}): {took:.1f} seconds", file=sys.stderr)
    print(f"{inputs} inputs, seed {seed}: {failures} failures; {dict(counts)}")
    return 1 if failures else 0


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [INPUTS, 1][len(given) :])))
