"""Readers of the gold that figures are measured on: `../shared/data`, beside the repository.

Each reader gives plain records; where the folder is absent, GoldAbsent says so and the caller skips.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..errors import KhabarError

EVALUATED = 60  # NTREX documents that are evaluated on; the rest is for training
LANGUAGES = {
    "amh": "am", "arb": "ar", "deu": "de", "ell": "el", "eng": "en", "fas": "fa", "fra": "fr", "hau": "ha",
    "heb": "he", "hin": "hi", "ind": "id", "ita": "it", "jpn": "ja", "por": "pt", "rus": "ru", "som": "so",
    "spa": "es", "swa": "sw", "tur": "tr", "ukr": "uk", "zho-CN": "zh",
}  # fmt: skip


class GoldAbsent(KhabarError):
    """The folder of gold is not here; set KHABAR_GOLD to it."""


def folder() -> Path:
    """Where the gold is: KHABAR_GOLD, else ../shared/data beside the working folder or its parents."""
    named = os.environ.get("KHABAR_GOLD")
    here = Path.cwd()
    for path in [Path(named)] if named else [parent / "shared/data" for parent in (here, *here.parents)]:
        if path.is_dir():
            return path
    raise GoldAbsent("The folder of gold (../shared/data) is not here. Set KHABAR_GOLD to where it is.")


def document_ids() -> list[str]:
    """The document of each NTREX line."""
    return (folder() / "ntrex/document_ids.tsv").read_text("utf-8").split()


def ntrex(training: bool = False) -> dict[str, list[list[str]]]:
    """Language → documents → lines, in the order of the ids; the first 60 documents, or the others."""
    ids = document_ids()
    order = list(dict.fromkeys(ids))
    wanted = order[EVALUATED:] if training else order[:EVALUATED]
    found = {}
    for file, language in LANGUAGES.items():
        lines = (folder() / f"ntrex/{file}.txt").read_text("utf-8").split("\n")[: len(ids)]
        documents: dict[str, list[str]] = {document: [] for document in wanted}
        for document, line in zip(ids, lines, strict=True):
            if document in documents:
                documents[document].append(line)
        found[language] = list(documents.values())
    return found


def ntrex_names(training: bool = False) -> list[str]:
    """The ids of the documents that `ntrex` gives."""
    order = list(dict.fromkeys(document_ids()))
    return order[EVALUATED:] if training else order[:EVALUATED]


def same_happening() -> dict[str, str]:
    """NTREX documents that report one happening: document → group."""
    rows = (folder() / "ntrex/same_happening.tsv").read_text("utf-8").splitlines()
    return {document: group for group, document in (row.split("\t") for row in rows if row)}


def tagged_sentences(language: str) -> list[str]:
    """The sentences of the NER training data of a language, tokens joined by spaces."""
    text = (folder() / f"ner/train/{language}.train.tsv").read_text("utf-8")
    blocks = [block.splitlines() for block in text.split("\n\n")]
    return [" ".join(row.split("\t")[0] for row in block) for block in blocks if block]


@dataclass(frozen=True, slots=True)
class RatedPair:
    """Two articles and how unlike they are: 1 the same story … 4 unrelated (SemEval-2022 task 8)."""

    id: str
    lang_a: str
    lang_b: str
    text_a: str
    text_b: str
    dissimilarity: float


def rated_pairs() -> list[RatedPair]:
    """The rated pairs of news articles."""
    rows = (folder() / "same_story_pairs/dev.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(row, type=RatedPair) for row in rows]


@dataclass(frozen=True, slots=True)
class Article:
    """An English article and the event it tells of."""

    id: str
    event: str
    title: str
    text: str
    url: str | None
    published: str | None
    outlet: str | None


def english_articles() -> list[Article]:
    """383 articles of 94 outlets on 69 events."""
    rows = (folder() / "news_clusters_en/articles.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(row, type=Article) for row in rows]
