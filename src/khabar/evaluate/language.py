"""How often the language of a text is told right: NTREX documents and their sentences."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..clean.language import language_of
from . import gold

Row = dict[str, object]
Labelled = Sequence[tuple[str, str]]  # language and text
Teller = Callable[[str], str | None]
WARMING = "ha ha una lista"  # opens every model: no two agree on this


@dataclass(frozen=True, slots=True)
class Told:
    """What became of some texts: how many were seen and told right, by language; (language, answer) of the
    others; texts told a second of processor time."""

    seen: Counter[str]
    right: Counter[str]
    mistakes: Counter[tuple[str, str | None]]
    rate: float

    @property
    def share(self) -> float:
        """The share of all texts that was told right."""
        return self.right.total() / self.seen.total()


def khabar_tells(text: str) -> str | None:
    """The language that khabar tells."""
    return language_of(text)[0]


def texts_of(documents: Mapping[str, Sequence[Sequence[str]]], whole: bool) -> Labelled:
    """The documents themselves, or their lines."""
    if whole:
        return [(language, "\n\n".join(lines)) for language, some in documents.items() for lines in some]
    return [(language, line) for language, some in documents.items() for lines in some for line in lines]


def told(tell: Teller, labelled: Labelled) -> Told:
    """Ask for the language of each text."""
    tell(WARMING)
    begin = time.process_time()
    answers = [tell(text) for _, text in labelled]
    rate = len(labelled) / (time.process_time() - begin)
    pairs = [(language, answer) for (language, _), answer in zip(labelled, answers, strict=True)]
    return Told(
        Counter(language for language, _ in pairs),
        Counter(language for language, answer in pairs if answer == language),
        Counter(pair for pair in pairs if pair[0] != pair[1]),
        rate,
    )


def language_rows(every: int = 1) -> Iterator[Row]:
    """The share told right of documents 1-60 and of their sentences, over all 21 languages and in each.

    `every`: only each so many-th document is taken.
    """
    documents = {language: some[::every] for language, some in gold.ntrex().items()}
    for name, whole in (("document", True), ("sentence", False)):
        found = told(khabar_tells, texts_of(documents, whole))
        yield {"figure": f"language of a {name}", "texts": found.seen.total(), "right": round(found.share, 4)}
        for language in sorted(found.seen):
            wrong = [(answer, n) for (of, answer), n in found.mistakes.most_common() if of == language]
            share = found.right[language] / found.seen[language]
            yield {
                "figure": f"{name}, {language}",
                "texts": found.seen[language],
                "right": round(share, 4),
                "taken for": ", ".join(f"{answer or 'unknown'} {n}" for answer, n in wrong[:3]),
            }
