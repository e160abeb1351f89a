"""How often the language is told right, and how fast: the vote of khabar and each identifier by itself.

    python bench/language.py             NTREX documents 1–60 (evaluate only) and the sentences of tests/
    python bench/language.py --develop   NTREX documents 61–123, which numbers in clean/ were chosen on
    python bench/language.py --passages  foreign sentences put into reports: found, and invented ones

Reads ../shared/data/ntrex, which is not part of the project.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from khabar.clean.identifiers import IDENTIFIERS, Identifier
from khabar.clean.language import language_of, languages, passages_of
from khabar.records import Span

ROOT = Path(__file__).resolve().parent.parent
NTREX = ROOT.parent / "shared" / "data" / "ntrex"
SENTENCES = ROOT / "tests" / "clean" / "languages.tsv"
EVALUATED_DOCUMENTS = 60
CODES = {
    "amh": "am", "arb": "ar", "deu": "de", "ell": "el", "eng": "en", "fas": "fa", "fra": "fr",
    "hau": "ha", "heb": "he", "hin": "hi", "ind": "id", "ita": "it", "jpn": "ja", "por": "pt",
    "rus": "ru", "som": "so", "spa": "es", "swa": "sw", "tur": "tr", "ukr": "uk", "zho-CN": "zh",
}

Labelled = list[tuple[str, str]]
Teller = Callable[[str], str | None]


def documents(develop: bool) -> dict[str, list[list[str]]]:
    """The lines of the documents of each language, by ISO code."""
    ids = (NTREX / "document_ids.tsv").read_text("utf-8").splitlines()
    order = list(dict.fromkeys(ids))
    chosen = set(order[EVALUATED_DOCUMENTS:] if develop else order[:EVALUATED_DOCUMENTS])
    found: dict[str, list[list[str]]] = {}
    for name, code in CODES.items():
        by_document: dict[str, list[str]] = defaultdict(list)
        lines = (NTREX / f"{name}.txt").read_text("utf-8").split("\n")
        for document, line in zip(ids, lines, strict=False):
            if document in chosen:
                by_document[document].append(line)
        found[code] = list(by_document.values())
    return found


def alone(identifier: Identifier) -> Teller:
    """The best guess of one identifier, by its own table of labels."""

    def tell(text: str) -> str | None:
        votes = identifier.votes(" ".join(text.split()))
        return max(votes, key=lambda language: votes[language]) if votes else None

    return tell


def measure(name: str, tell: Teller, labelled: Labelled, per_language: bool) -> None:
    """Print the share told right and the texts told a second."""
    tell("ha ha una lista")  # opens every model: no two agree on this
    right, seen, mistakes = Counter[str](), Counter[str](), Counter[tuple[str, str | None]]()
    begin = time.process_time()
    told = [tell(text) for _, text in labelled]
    rate = len(labelled) / (time.process_time() - begin)
    for (code, _), answer in zip(labelled, told, strict=True):
        seen[code] += 1
        right[code] += answer == code
        mistakes[code, answer] += answer != code
    print(f"  {name:12} {right.total() / seen.total():.4f}  {rate:8.0f} texts per processor second")
    if per_language:
        for code in seen:
            wrong = [f"{a}:{n}" for (c, a), n in mistakes.most_common() if c == code and n]
            print(f"    {code} {right[code] / seen[code]:.4f} of {seen[code]}  {' '.join(wrong[:5])}")


def identification(develop: bool) -> None:
    found = documents(develop)
    texts = {
        "documents": [(code, "\n\n".join(lines)) for code in found for lines in found[code]],
        "sentences": [(code, line) for code in found for lines in found[code] for line in lines],
        SENTENCES.name: [(line[:2], line[3:]) for line in SENTENCES.read_text("utf-8").splitlines()],
    }
    tellers = {"khabar": lambda text: language_of(text)[0]} | {one.name: alone(one) for one in IDENTIFIERS}
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
    found = documents(develop)
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
    if not NTREX.exists():
        raise SystemExit("bench/language.py needs ../shared/data/ntrex beside the repository; it is absent")
    print(f"{len(languages())} languages can be told")
    if chosen.passages:
        passages(chosen.develop)
    else:
        identification(chosen.develop)


if __name__ == "__main__":
    main()
