"""Stories as the archive keeps them: which report is in which, their ids for ever, their history."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from .record_json import encode
from .rows import AMONG, Row, Rows, listed

Group = Sequence[str]

_PUT_STORY = (
    "INSERT INTO story (id, title, titles, languages, outlets, reports, independent, first_published, "
    "last_published, first_instant, last_instant) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET title = excluded.title, titles = excluded.titles, "
    "languages = excluded.languages, outlets = excluded.outlets, reports = excluded.reports, "
    "independent = excluded.independent, first_published = excluded.first_published, "
    "last_published = excluded.last_published, first_instant = excluded.first_instant, "
    "last_instant = excluded.last_instant"
)


def story_id(earliest_report: str) -> str:
    """The id of the story whose earliest report, by (published, id), has this id."""
    return hashlib.blake2b(f"story\0{earliest_report}".encode(), digest_size=12).hexdigest()


class StoryRows(Rows):
    """Membership of reports, and the rows of stories that follow from it."""

    def members(self, ids: Collection[str]) -> dict[str, str | None]:
        """The story of each of these reports, None where it has none yet; unknown ids are left out."""
        return dict(self.select(f"SELECT id, story FROM report WHERE id {AMONG}", (listed(ids),)))

    def companions(self, ids: Collection[str]) -> set[str]:
        """These reports and all that are in one story with one of them."""
        sql = (
            "SELECT id FROM report WHERE story IN "
            f"(SELECT story FROM report WHERE id {AMONG} AND story IS NOT NULL)"
        )
        return set(ids) | {report for (report,) in self.select(sql, (listed(ids),))}

    def stories_now(self, ids: Collection[str]) -> set[str]:
        """The ids of the stories that answer to these ids today."""
        sql = f"SELECT r.story FROM story_origin o JOIN report r ON r.id = o.report WHERE o.id {AMONG}"
        return {story for (story,) in self.select(sql, (listed(ids),))}

    def put_partition(self, groups: Iterable[Group], families: Mapping[str, str]) -> list[str]:
        """Make each group (report ids, earliest first) one story; gives the ids of all these stories.

        `families` names the copy family of a report, where it is not its own. Reports that were in a touched
        story and stand in no group stay together. What a story was before goes into its history.
        """
        stories = [list(group) for group in groups if group]
        given = {report for story in stories for report in story}
        before = self._placed(given)
        rest = self._left_behind({row[1] for row in before.values() if row[1]}, given)
        before |= {row[0]: row for row in rest}
        families = {row[0]: row[3] for row in rest} | dict(families)
        stories += _by_story(rest)
        after = {report: story_id(story[0]) for story in stories for report in story}
        self._move(stories, before, families)
        moved = {report: (before[report][1], after[report]) for report in after if report in before}
        self._put_history(moved)
        self._refresh({story for pair in moved.values() for story in pair if story})
        return sorted({after[story[0]] for story in stories})

    def _placed(self, ids: Collection[str]) -> dict[str, Row]:
        sql = f"SELECT id, story, position, copy_family FROM report WHERE id {AMONG}"
        return {row[0]: row for row in self.select(sql, (listed(ids),))}

    def _left_behind(self, stories: Collection[str], given: Collection[str]) -> list[Row]:
        sql = (
            f"SELECT id, story, position, copy_family FROM report WHERE story {AMONG} "
            "ORDER BY story, position, id"
        )
        return [row for row in self.select(sql, (listed(stories),)) if row[0] not in given]

    def _move(self, stories: list[list[str]], before: Mapping[str, Row], families: Mapping[str, str]) -> None:
        self.change(
            "INSERT INTO story_origin (id, report) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
            [(story_id(story[0]), story[0]) for story in stories],
        )
        rows = [
            (report, story_id(story[0]), position, families.get(report) or report)
            for story in stories
            for position, report in enumerate(story)
        ]
        self.change(
            "UPDATE report SET story = ?, position = ?, copy_family = ? WHERE id = ?",
            [(*row[1:], row[0]) for row in rows if before.get(row[0]) != row],
        )

    def _put_history(self, moved: Mapping[str, tuple[str | None, str]]) -> None:
        """Append a join where several stories came into one, a split where one went into several."""
        pairs = {(old, new) for old, new in moved.values() if old}
        into: dict[str, set[str]] = {}
        out_of: dict[str, set[str]] = {}
        for old, new in pairs:
            into.setdefault(old, set()).add(new)
            out_of.setdefault(new, set()).add(old)
        splits = {
            (new, "split", encode(sorted({old, *news} - {new})))
            for old, news in into.items()
            if len(news) > 1
            for new in news
        }
        joins = {(new, "join", encode(sorted(olds - {new}))) for new, olds in out_of.items() if len(olds) > 1}
        time = datetime.now(UTC).isoformat(timespec="seconds")
        self.change(
            "INSERT INTO story_change (story, kind, time, others) VALUES (?, ?, ?, ?)",
            [(story, kind, time, others) for story, kind, others in sorted(splits | joins)],
        )

    def _refresh(self, stories: Collection[str]) -> None:
        """Write the rows of these stories anew from their reports; one without reports goes."""
        sql = (
            "SELECT story, copy_family, language, outlet, title, published, instant FROM report "
            f"WHERE story {AMONG} ORDER BY story, position, id"
        )
        reports: dict[str, list[Row]] = {}
        for story, *rest in self.select(sql, (listed(stories),)):
            reports.setdefault(story, []).append(tuple(rest))
        self.change("DELETE FROM story WHERE id = ?", [(story,) for story in stories if story not in reports])
        self.change(_PUT_STORY, [_story_row(story, rows) for story, rows in reports.items()])


def _by_story(rows: Iterable[Row]) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for report, story, _, _ in rows:
        found.setdefault(story, []).append(report)
    return list(found.values())


def _story_row(story: str, reports: Sequence[Row]) -> Row:
    """What lists show of a story; `reports`: (copy family, language, outlet, title, published, instant)."""
    families, languages, outlets, titles, _, _ = zip(*reports, strict=True)
    first_titles: dict[str, str] = {}
    for language, title in zip(languages, titles, strict=True):
        if language and title:
            first_titles.setdefault(language, title)
    dated = [(instant, published) for *_, published, instant in reports if instant is not None]
    first, last = (min(dated), max(dated)) if dated else ((None, None), (None, None))
    return (
        story,
        next((title for title in titles if title), ""),
        encode(first_titles),
        encode(sorted(set(languages) - {None})),
        encode(sorted(set(outlets) - {None, ""})),
        len(reports),
        len(set(families)),
        first[1],
        last[1],
        first[0],
        last[0],
    )
