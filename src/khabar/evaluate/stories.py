"""How well reports are grouped into stories: NTREX in 21 languages three ways, English outlets, rated pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from ..clean.language import language_of
from ..records import Report
from ..stories.centres import Centres, open_centres
from ..stories.join import links, open_join
from ..stories.pairs import Bundle
from ..stories.partition import partition
from ..stories.profile import Profile, place, profiles
from . import gold
from .metrics import Score, b_cubed, calibration_error, pearson, reliability

Row = dict[str, object]

SEED = 20  # of the dates given to NTREX documents, which have none
WINDOW = 14.0
START = "2024-03-01"


def stories_of(made: Sequence[Profile], centres: Centres | None = None) -> dict[str, str]:
    """Report → its story (named by its first report), as the archive would part them."""
    order = sorted(made, key=place)
    bundle = Bundle(order, centres or open_centres())
    groups = partition(bundle.ids, links(bundle, bundle, WINDOW), open_join().least_mean)
    return {report: group[0] for group in groups for report in group}


def as_report(identifier: str, title: str, paragraphs: Iterable[str], language: str | None, **fields: object) -> Report:
    """A report as cleaning gives it, from title and paragraphs."""
    body = "\n\n".join(paragraphs)
    text = f"{title}\n\n{body}" if title else body
    return Report(
        identifier, "", language=language, title=title, text=text, body_start=len(text) - len(body), **fields  # type: ignore[arg-type]
    )


def _dated(made: Iterable[Profile], outlet: bool) -> list[Profile]:
    """Times within three days, the same for every run; outlets kept or blank."""
    chance = np.random.default_rng(SEED)
    return [
        replace(profile, instant=19_783.0 + float(chance.uniform(0, 3)), outlet=profile.outlet if outlet else None)
        for profile in made
    ]


def ntrex_reports(parts: int) -> Iterator[Report]:
    """Documents 1-60 in all languages, each whole or cut in `parts`; one outlet a language."""
    names = gold.ntrex_names()
    for language, documents in gold.ntrex().items():
        for name, lines in zip(names, documents, strict=True):
            for at, part in enumerate(np.array_split(np.array(lines, dtype=object), parts)):
                title, *rest = part.tolist()
                known, _ = language_of("\n".join(part.tolist()))
                yield as_report(f"{language}/{name}/{at}", title, rest, known, outlet=f"outlet {language}")


def _score(made: Sequence[Profile], only: str | None = None) -> Score:
    found = stories_of(made)
    truth = {report: report.split("/")[1] for report in found}
    happening = gold.same_happening()
    neutral = {report: happening[name] for report, name in truth.items() if name in happening}
    chosen = {report for report in found if report.startswith(f"{only}/")} if only else None
    return b_cubed(found, truth, neutral, chosen)


def ntrex_rows() -> Iterator[Row]:
    """B³ of documents 1-60 in 21 languages: one outlet a language, outlets blank, each document in two."""
    whole, halves = list(profiles(ntrex_reports(1))), list(profiles(ntrex_reports(2)))
    for way, made in (
        ("one outlet a language", _dated(whole, True)),
        ("outlet blank", _dated(whole, False)),
        ("each document in two reports", _dated(halves, True)),
    ):
        score = _score(made)
        yield _row(f"stories, 21 languages: {way}", score)
    yield from _language_rows(_dated(whole, True))


def _language_rows(made: list[Profile]) -> Iterator[Row]:
    """One language among the others, and by itself; and with few of its reports in the archive."""
    languages = sorted(gold.LANGUAGES.values())
    for language in languages:
        own = [profile for profile in made if profile.report.startswith(f"{language}/")]
        yield _row(f"{language} alone", _score(own))
    for few in (1, 5, 50):
        scores = []
        for language in languages:
            rest = [profile for profile in made if not profile.report.startswith(f"{language}/")]
            own = [profile for profile in made if profile.report.startswith(f"{language}/")][:few]
            scores.append(_score(rest + own, language).f1)
        worst = languages[int(np.argmin(scores))]
        yield {
            "figure": f"a language with {few} reports among 20 others",
            "mean": round(float(np.mean(scores)), 4),
            "lowest": round(min(scores), 4),
            "language": worst,
        }


def english_rows() -> Iterator[Row]:
    """B³ of 383 articles of 94 English outlets on 69 events."""
    articles = gold.english_articles()
    made = list(
        profiles(
            as_report(a.id, a.title, _lines(a.text), "en", published=a.published, outlet=a.outlet) for a in articles
        )
    )
    truth = {article.id: article.event for article in articles}
    yield _row("stories, English outlets", b_cubed(stories_of(made), truth))


def rated_rows() -> Iterator[Row]:
    """same_story against ratings: Pearson, by language pair, and the reliability table.

    The shipped join was fitted to these pairs; its cross-validated figures are training/stories/join.py's.
    """
    from ..stories.same import same_story_many

    pairs = gold.rated_pairs()
    given = [
        tuple(as_report("", "", _lines(text), language) for text, language in sides)
        for sides in (((p.text_a, p.lang_a), (p.text_b, p.lang_b)) for p in pairs)
    ]
    found = list(same_story_many(given))
    ratings = [-pair.dissimilarity for pair in pairs]
    yield {"figure": "same_story and ratings, Pearson (fitted)", "value": round(pearson(found, ratings), 4)}
    by_pair: dict[str, list[int]] = {}
    for at, pair in enumerate(pairs):
        by_pair.setdefault(f"{pair.lang_a}-{pair.lang_b}", []).append(at)
    for name, rows in sorted(by_pair.items()):
        value = pearson([found[at] for at in rows], [ratings[at] for at in rows])
        yield {"figure": f"Pearson {name}", "pairs": len(rows), "value": round(value, 4)}
    table = reliability(found, [pair.dissimilarity <= 2 for pair in pairs])
    yield {"figure": "calibration error (fitted)", "value": round(calibration_error(table), 4)}
    for row in table:
        name = f"said {row.low:.1f}-{row.high:.1f}"
        yield {"figure": name, "pairs": row.count, "mean": round(row.mean, 3), "right": round(row.right, 3)}


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _row(name: str, score: Score) -> Row:
    numbers: Mapping[str, float] = {"B3 F1": score.f1, "precision": score.precision, "recall": score.recall}
    return {"figure": name, **{key: round(value, 4) for key, value in numbers.items()}}
