"""Long fuzz of cleaning: damaged demo pages, generated mark-up and dumps, noise. None may raise, hang, or lose
text without a word; each input is checked against the laws below.

    python quality/fuzz_clean.py [--count 10000] [--seed 1] [--keep FOLDER]

Laws: the same page gives the same report; a report is dropped when it has no letters, and only then;
`text[body_start:]` is the body, its paragraphs are never empty; whatever is removed says why; times are ISO
and plausible; every letter and digit of a dump is kept or removed; a dump's text cleaned again stays as it is
(counted apart: a head that is cut away may make a headline of what stood below it).
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import traceback
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from khabar.clean import clean
from khabar.clean.dates import plausible
from khabar.clean.reading import is_html
from khabar.demo import pages
from khabar.records import Report

SLOWEST = 5.0  # seconds of processor time for 100,000 signs at most: slower hides a loop that grows squarely
MOST_CHANGED = 0.02  # share of dumps whose clean text changes when it is cleaned again
ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?)?)?)?")
HOSTILE = (
    "\x00", "\ud800", "\udfff", "\ufeff", "\u202e", "\u2028", "\x85", "\x1b[31m", "&#0;", "&#xD800;", "&lt;p&gt;",
    "<p>", "</p>", "<div>", "</div>" * 30, "<article>", "<h1>", "</h1>", "<!--", "-->", "<![CDATA[", "<script>",
    "</script>", "<title>", "<table><tr><td>", "<br>" * 200, '<meta property="og:title" content="', "<" * 300,
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":[[[', "&" * 300, "]" * 300,
    '<time datetime="2024-05-32">', "01.01.1970", "32 May 2024", "13/13/2031 25:61", "9999-99-99T99:99",
    "31 February 2023", "29.02.2100", "٣٢ مايو ٢٠٢٤", "令和99年13月40日", "0000-00-00", "2024年0月0日", "）（",
    "#" * 200, "@" * 200, "://" * 100, "©" * 50, "1:" * 200, "a." * 200, "\t" * 100, "\n" * 100, "\r", "a" * 5000,
    "字" * 3000, "\u0301" * 500, "\u200b" * 300, "<frameset>", "<svg><p>", "<base href='//['>", "http://[",
)  # fmt: skip
TAGS = (
    "div", "p", "article", "section", "h1", "h2", "h3", "ul", "li", "table", "tr", "td", "figure", "figcaption",
    "aside", "footer", "nav", "span", "a", "b", "time", "blockquote", "br", "pre", "form", "main", "header",
)  # fmt: skip
CLASSES = ("caption", "related", "content", "hidden", "date", "share", "title")
MADE = ("spliced", "spliced", "shuffled", "crossed", "cut", "mark-up", "dump", "dump", "noise")
CODECS = ("utf-8", "utf-16", "utf-32", "cp1251", "cp1252", "gb18030", "shift_jis", "iso-8859-9", "koi8-r", "cp037")
KINDS = (None, None, None, "text/html", "text/plain", "application/xhtml+xml", "", "nonsense")
TIMES = (None, None, "2026-06-01T00:00:00+00:00", "2024-03-01", "never", "1970-01-01", "9999-12-31")
ADDRESSES = (None, None, "https://a.example/2024/05/32/x", "http://[::1", "x", "https://a.example/2024/05/31/y")


@dataclass(frozen=True, slots=True)
class Input:
    """One page to clean, and how it was made."""

    made: str
    page: str | bytes
    media_type: str | None
    url: str | None
    fetched: str | None


def _spliced(chance: random.Random, text: str) -> str:
    """The text with one to eight pieces cut, doubled, moved or replaced by something hostile."""
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((1, 5, 40, 400, 4000)))
        piece = chance.choice(("", text[start:end] * 2, chance.choice(HOSTILE), text[start:end][::-1]))
        text = text[:start] + piece + text[end:]
    return text


def _shuffled(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines[: chance.randint(1, len(lines))])


def _crossed(chance: random.Random, text: str, other: str) -> str:
    """The lines of two pages dealt into one another."""
    lines = [*text.split("\n"), *other.split("\n")]
    return "\n".join(line for line in lines if chance.random() < 0.7)


def _mark_up(chance: random.Random, words: list[str]) -> str:
    """Tags opened and closed as it comes, with words, attributes and hostile pieces between."""
    pieces = ["<html><body>"]
    for _ in range(chance.randint(1, 150)):
        tag = chance.choice(TAGS)
        kind = chance.random()
        if kind < 0.35:
            names = " ".join(chance.sample(CLASSES, 2))
            pieces.append(chance.choice((f"<{tag}>", f'<{tag} class="{names}">', f'<{tag} style="display:none">')))
        elif kind < 0.6:
            pieces.append(f"</{tag}>")
        elif kind < 0.95:
            pieces.append(" ".join(chance.choices(words, k=chance.randint(1, 60))) + chance.choice((".", "", "?")))
        else:
            pieces.append(chance.choice(HOSTILE))
    return "".join(pieces)


def _dump(chance: random.Random, lines: list[str]) -> str:
    """Lines of many pages in many languages, with hostile ones between."""
    chosen = chance.choices(lines, k=chance.randint(0, 60))
    if chance.random() < 0.3:
        chosen.insert(chance.randint(0, len(chosen)), chance.choice(HOSTILE))
    return chance.choice(("\n", "\n\n", "\r\n", "\u2028")).join(chosen)


def _noise(chance: random.Random) -> str | bytes:
    if chance.random() < 0.5:
        return chance.randbytes(chance.randint(0, 3000))
    planes = ((32, 127), (160, 0x2FF), (0x370, 0x1FFF), (0x2000, 0x2FFF), (0x3000, 0x9FFF), (0xA000, 0x10FFFF))
    first, last = chance.choice(planes)
    return "".join(chr(chance.randint(first, last)) for _ in range(chance.randint(0, 3000)))


def _encoded(chance: random.Random, text: str) -> bytes:
    """Bytes in some encoding, right or wrong, perhaps cut or with a few bits turned."""
    content = bytearray(text.encode(chance.choice(CODECS), "replace"))
    if content and chance.random() < 0.5:
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content[: chance.randrange(len(content) + 1)] if chance.random() < 0.3 else content)


def inputs(count: int, seed: int) -> list[Input]:
    """So many inputs, the same for the same seed."""
    chance = random.Random(seed)
    texts = [str(page.content) for page in pages()]
    lines = [line for text in texts for line in text.split("\n")]
    words = " ".join(re.sub("<[^>]*>", " ", text) for text in texts).split()
    found = []
    for _ in range(count):
        text = chance.choice(texts)
        made = chance.choice(MADE)
        page: str | bytes
        match made:
            case "spliced":
                page = _spliced(chance, text)
            case "shuffled":
                page = _shuffled(chance, text)
            case "crossed":
                page = _crossed(chance, text, chance.choice(texts))
            case "cut":
                page = text[: chance.randrange(len(text))]
            case "mark-up":
                page = _mark_up(chance, words)
            case "dump":
                page = _dump(chance, lines)
            case _:
                page = _noise(chance)
        if isinstance(page, str) and chance.random() < 0.3:
            made, page = f"{made}, encoded", _encoded(chance, page)
        known = (chance.choice(KINDS), chance.choice(ADDRESSES), chance.choice(TIMES))
        found.append(Input(made, page, *known))
    return found


def _letters(text: str) -> Counter[str]:
    text = unicodedata.normalize("NFC", text)
    return Counter(sign for sign in text if sign.isalnum())


def broken_laws(given: Input, report: Report) -> list[str]:
    """Which laws a report breaks, by name."""
    body = report.text[report.body_start :]
    paragraphs = body.split("\n\n") if body else []
    head = report.text[: report.body_start].removesuffix("\n\n") if body else report.text
    laws = {
        "dropped without letters, and only then": bool(report.dropped) != any(map(str.isalnum, report.text)),
        "the title stands before the body": head == report.title,
        "no paragraph is empty": all(paragraph.strip() for paragraph in paragraphs),
        "what is removed says why": all(entry.text and entry.reason for entry in report.removed),
        "every text can be stored": report.text.isascii() or _can_be_stored(report),
        "times are ISO and plausible": all(
            ISO.fullmatch(text) and plausible(text, given.fetched if given.fetched in TIMES[2:4] else None)
            for text in (report.published, report.updated)
            if text
        ),
        "passages and paragraphs lie in the text": all(
            0 <= span.start < span.end <= len(report.text) for span in report.passages
        ),
    }
    if isinstance(given.page, str) and not is_html(given.page, given.media_type):
        told = _letters("\n".join((report.text, *(entry.text for entry in report.removed))))
        laws["every letter is kept or removed"] = not _letters(given.page) - told
    return [name for name, holds in laws.items() if not holds]


def _can_be_stored(report: Report) -> bool:
    try:
        "".join((report.text, *(entry.text for entry in report.removed))).encode()
    except UnicodeEncodeError:
        return False
    return True


def stays(report: Report) -> bool:
    """Whether the text of a report, cleaned once more, is kept as it is."""
    return clean(report.text, media_type="text/plain").text == report.text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="how many inputs")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other inputs")
    parser.add_argument("--keep", type=Path, help="folder for the inputs that break a law")
    options = parser.parse_args()
    faults: Counter[str] = Counter()
    made: Counter[str] = Counter()
    slowest, dumps, changed = 0.0, 0, 0
    begun = time.monotonic()
    for number, given in enumerate(inputs(options.count, options.seed)):
        made[given.made.removesuffix(", encoded")] += 1
        start = time.process_time()
        try:
            report, again = (
                clean(given.page, url=given.url, media_type=given.media_type, fetched=given.fetched)
                for _ in range(2)
            )
            found = broken_laws(given, report) + ([] if report == again else ["the same page, the same report"])
        except Exception:
            found = ["raised: " + traceback.format_exc(limit=-2).strip().replace("\n", " | ")]
            report = None
        seconds = (time.process_time() - start) / 2
        slowest = max(slowest, seconds)
        found += [f"slower than {SLOWEST} s"] if seconds > SLOWEST else []
        if report and report.text and not is_html(given.page, given.media_type):
            dumps += 1
            changed += not stays(report)
        faults.update(found)
        if found and options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            content = given.page if isinstance(given.page, bytes) else given.page.encode("utf-8", "surrogatepass")
            (options.keep / f"{options.seed}-{number}.page").write_bytes(content)
    share = changed / max(1, dumps)
    print(f"{options.count} inputs in {time.monotonic() - begun:.0f} s, slowest {slowest:.2f} s: {dict(made)}")
    print(f"cleaned again, {changed} of {dumps} dumps change ({share:.4f})")
    for law, times in faults.most_common():
        print(f"{times:>6}  {law}")
    return 1 if faults or share > MOST_CHANGED else 0


if __name__ == "__main__":
    sys.exit(main())
