"""How often the language is told right, and how fast: the vote of khabar and each identifier by itself.

    python bench/language.py             NTREX documents 1–60 (evaluate only) and the sentences of tests/
    python bench/language.py --develop   NTREX documents 61–123, which numbers in clean/ were chosen on
    python bench/language.py --passages  foreign sentences put into reports: found, and invented ones

Reads ../shared/data/ntrex, which is not part of the project.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from khabar.clean.identifiers import IDENTIFIERS, Identifier
from khabar.clean.language import languages, passages_of
from khabar.evaluate import gold
from khabar.evaluate.language import Labelled, Teller, khabar_tells, texts_of, told
from khabar.records import Span

SENTENCES = Path(__file__).resolve().parents[1] / "tests" / "clean" / "languages.tsv"


def alone(identifier: Identifier) -> Teller:
    """The best guess of one identifier, by its own table of labels."""

    def tell(text: str) -> str | None:
        votes = identifier.votes(" ".join(text.split()))
        return max(votes, key=lambda language: votes[language]) if votes else None

    return tell


def measure(name: str, tell: Teller, labelled: Labelled, per_language: bool) -> None:
    """Print the share told right and the texts told a second."""
    found = told(tell, labelled)
    print(f"  {name:12} {found.share:.4f}  {found.rate:8.0f} texts per processor second")
    for language in found.seen if per_language else ():
        wrong = [f"{answer}:{n}" for (of, answer), n in found.mistakes.most_common() if of == language]
        share = found.right[language] / found.seen[language]
        print(f"    {language} {share:.4f} of {found.seen[language]}  {' '.join(wrong[:5])}")


def identification(develop: bool) -> None:
    documents = gold.ntrex(training=develop)
    texts = {
        "documents": texts_of(documents, whole=True),
        "sentences": texts_of(documents, whole=False),
        SENTENCES.name: [(line[:2], line[3:]) for line in SENTENCES.read_text("utf-8").splitlines()],
    }
    tellers = {"khabar": khabar_tells} | {one.name: alone(one) for one in IDENTIFIERS}
    for subject, labelled in texts.items():
        print(f"{subject}: {len(labelled)} texts in {len({code for code, _ in labelled})} languages")
        for name, tell in tellers.items():
            measure(name, tell, labelled, name == "khabar" and subject != SENTENCES.name)


def paragraphs(lines: Iterable[str]) -> tuple[str, list[Span]]:
    text, spans = "", []
    for line in lines:
        spans.append(Span(len(text), len(text) + len(line)))
        text += line + "\n\n"
    return text, spans


def passages(develop: bool) -> None:
    """Put two lines of another language in the middle of every document; print how much of them is found."""
    found = gold.ntrex(training=develop)
    codes = list(found)
    pure, invented, put_in, hit, beside = 0, 0, 0, 0, 0
    for at, code in enumerate(codes):
        other = codes[(at + 1) % len(codes)]
        for lines, foreign in zip(found[code], found[other], strict=True):
            text, spans = paragraphs(lines)
            pure += len(text)
            invented += sum(one.end - one.start for one in passages_of(text, spans, code))
            middle = len(lines) // 2
            text, spans = paragraphs([*lines[:middle], *foreign[:2], *lines[middle:]])
            start, end = spans[middle].start, spans[middle + len(foreign[:2]) - 1].end
            put_in += end - start
            for one in passages_of(text, spans, code):
                inside = max(0, min(one.end, end) - max(one.start, start)) if one.language == other else 0
                hit += inside
                beside += one.end - one.start - inside
    print(f"passages: {hit / put_in:.4f} of the foreign characters found, {beside / put_in:.4f} beside them")
    print(f"pure reports: {invented / pure:.5f} of the characters taken for foreign")


def main() -> None:
    as_written = argparse.RawDescriptionHelpFormatter
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    arguments.add_argument("--develop", action="store_true")
    arguments.add_argument("--passages", action="store_true")
    chosen = arguments.parse_args()
    try:
        gold.folder()
    except gold.GoldAbsent as absent:
        raise SystemExit(str(absent)) from None
    print(f"{len(languages())} languages can be told")
    if chosen.passages:
        passages(chosen.develop)
    else:
        identification(chosen.develop)


if __name__ == "__main__":
    main()
