"""How well reports are grouped into stories: NTREX three ways, English outlets, rated pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from ..clean.language import language_of
from ..records import Report
from ..settings import Settings
from ..stories.centres import Centres, open_centres
from ..stories.join import links, open_join, parted, rest_of
from ..stories.links import Link
from ..stories.pairs import Bundle, part_of
from ..stories.partition import components, partition
from ..stories.profile import Profile, place, profiles
from . import gold
from .metrics import Score, b_cubed, calibration_error, pearson, reliability, score_row

Row = dict[str, object]

SEED = 20  # of the dates given to NTREX documents, which have none
WINDOW = Settings().window_days
FEW = {1: 20, 5: 12, 50: 2}  # so many reports of a language → how often they are drawn


def stories_of(made: Sequence[Profile], centres: Centres | None = None) -> dict[str, str]:
    """Report → its story (named by its first report), as the archive would part them."""
    order = sorted(made, key=place)
    bundle = Bundle(order, centres or open_centres())
    groups = parted(bundle.points.ids, links(bundle, bundle, WINDOW), partial(part_of, bundle))
    return {report: group[0] for group in groups for report in group}


def as_report(
    identifier: str, title: str, paragraphs: Iterable[str], language: str | None, **fields: object
) -> Report:
    """A report as cleaning gives it, from title and paragraphs."""
    body = "\n\n".join(paragraphs)
    text = f"{title}\n\n{body}" if title else body
    return Report(
        identifier,
        "",
        language=language,
        title=title,
        text=text,
        body_start=len(text) - len(body),
        **fields,  # type: ignore[arg-type]
    )


def dated(made: Iterable[Profile], outlet: bool) -> list[Profile]:
    """Times within three days, the same for every run; outlets kept or blank."""
    chance = np.random.default_rng(SEED)
    return [
        replace(
            profile,
            instant=19_783.0 + float(chance.uniform(0, 3)),
            outlet=profile.outlet if outlet else None,
        )
        for profile in made
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of NTREX 1-60 is looked at: so many documents, in some languages (empty: all)."""

    documents: int = gold.EVALUATED
    languages: tuple[str, ...] = ()


def ntrex_reports(parts: int, of: Part = Part()) -> Iterator[Report]:
    """Documents 1-60 in all languages, each whole or cut in `parts`; one outlet a language."""
    names = gold.ntrex_names()[: of.documents]
    for language, documents in gold.ntrex().items():
        if of.languages and language not in of.languages:
            continue
        for name, lines in zip(names, documents, strict=False):
            for at, part in enumerate(np.array_split(np.array(lines, dtype=object), parts)):
                title, *rest = part.tolist()
                known, _ = language_of("\n".join(part.tolist()))
                yield as_report(f"{language}/{name}/{at}", title, rest, known, outlet=f"outlet {language}")


class _Linked:
    """Reports with the scores of all pairs that may come together, which depend on each pair alone: any part of
    them is grouped quickly."""

    def __init__(self, made: Sequence[Profile]) -> None:
        self.order = [profile.report for profile in sorted(made, key=place)]
        bundle, self.join = Bundle(made, open_centres()), open_join()
        self.links = links(bundle, bundle, WINDOW, self.join)
        rest = rest_of(partial(part_of, bundle), self.join)
        for members, scores in components(self.order, self.links, self.join.least_best):
            rows, columns = np.nonzero(np.triu(np.isnan(scores), 1))
            for row, column, score in zip(rows, columns, rest(members, rows, columns), strict=True):
                self.links.append(Link(members[row], members[column], float(score)))
        self.truth = {report: report.split("/")[1] for report in self.order}
        happening = gold.same_happening()
        self.neutral = {report: happening[name] for report, name in self.truth.items() if name in happening}

    def score(self, chosen: set[str] | None = None, judged: set[str] | None = None) -> Score:
        """B³ of all reports or the chosen ones, averaged over these or the judged ones."""
        reports = [report for report in self.order if chosen is None or report in chosen]
        groups = partition(reports, self.links, self.join.least_mean, self.join.least_best)
        found = {report: group[0] for group in groups for report in group}
        truth = {report: self.truth[report] for report in reports}
        return b_cubed(found, truth, self.neutral, judged)


def ntrex_rows(of: Part = Part()) -> Iterator[Row]:
    """B³ of documents 1-60 in 21 languages: one outlet a language, outlets blank, each document in two."""
    whole, halves = list(profiles(ntrex_reports(1, of))), list(profiles(ntrex_reports(2, of)))
    linked = _Linked(dated(whole, True))
    yield score_row("stories across languages: one outlet a language", linked.score())
    yield score_row("stories across languages: outlet blank", _Linked(dated(whole, False)).score())
    yield score_row("stories across languages: each document in two", _Linked(dated(halves, True)).score())
    if of == Part():
        yield from _alone_rows(linked)
        yield from _few_rows(linked)


def _own(linked: _Linked, language: str) -> list[str]:
    return sorted(report for report in linked.order if report.startswith(f"{language}/"))


def _alone_rows(linked: _Linked) -> Iterator[Row]:
    """The reports of each language with no others beside them."""
    scores = {language: linked.score(set(own), set(own)) for language, own in _languages(linked)}
    yield _lowest_row("one language alone", {language: score.f1 for language, score in scores.items()})
    for language, score in scores.items():
        yield score_row(f"{language} alone", score)


def _few_rows(linked: _Linked) -> Iterator[Row]:
    """1, 5 or 50 reports of a language among all those of the others, judged by themselves.

    Fewer than 50 are drawn several times: a mean over one report would say nothing of its language.
    """
    everything = set(linked.order)
    for few, draws in FEW.items():
        scores = {}
        for language, own in _languages(linked):
            found = []
            for draw in range(draws):
                chosen = {own[(draw * few + at) % len(own)] for at in range(few)}
                found.append(linked.score(everything - set(own) | chosen, chosen).f1)
            scores[language] = float(np.mean(found))
        yield _lowest_row(f"a language with {few} of its reports", scores)
        for language, value in scores.items():
            yield {"figure": f"{language}, {few} of its reports", "B3 F1": round(value, 4)}


def _languages(linked: _Linked) -> list[tuple[str, list[str]]]:
    return [(language, _own(linked, language)) for language in sorted(gold.LANGUAGES.values())]


def _lowest_row(figure: str, scores: Mapping[str, float]) -> Row:
    """The mean over languages, and how far below it the lowest language is."""
    average, worst = float(np.mean(list(scores.values()))), min(scores, key=lambda language: scores[language])
    return {
        "figure": figure,
        "B3 F1": round(average, 4),
        "lowest": round(scores[worst], 4),
        "language": worst,
        "below the mean": round(average - scores[worst], 4),
    }


def english_rows() -> Iterator[Row]:
    """B³ of 383 articles of 94 English outlets on 69 events."""
    articles = gold.english_articles()
    reports = (
        as_report(a.id, a.title, _lines(a.text), "en", published=a.published, outlet=a.outlet)
        for a in articles
    )
    made = list(profiles(reports))
    truth = {article.id: article.event for article in articles}
    yield score_row("stories, English outlets", b_cubed(stories_of(made), truth))


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
    table = reliability(found, [pair.dissimilarity <= 2 for pair in pairs])
    yield {
        "figure": "same_story and ratings (fitted)",
        "pairs": len(pairs),
        "Pearson": round(pearson(found, ratings), 4),
        "calibration error": round(calibration_error(table), 4),
    }
    by_pair: dict[str, list[int]] = {}
    for at, pair in enumerate(pairs):
        by_pair.setdefault(f"{pair.lang_a}-{pair.lang_b}", []).append(at)
    for name, rows in sorted(by_pair.items()):
        value = pearson([found[at] for at in rows], [ratings[at] for at in rows])
        yield {"figure": f"{name} (fitted)", "pairs": len(rows), "Pearson": round(value, 4)}
    for row in table:
        name = f"said {row.low:.1f}-{row.high:.1f}"
        yield {"figure": name, "pairs": row.count, "mean": round(row.mean, 3), "right": round(row.right, 3)}


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
