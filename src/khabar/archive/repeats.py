"""Paragraphs that an outlet repeats: from so many distinct reports on they stand in `repeated`.

Which paragraphs these are is a function of the set of current versions. Text and offsets never change.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from ..records import Report, Span
from .record_json import encode
from .report_rows import ReportRows
from .rows import AMONG, chunks, listed

_AT_ONCE = 500  # reports recounted together

_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"[.!?…。！？।۔؟።፧]\W{0,3}$")

Line = tuple[int, int]  # outlet number, hash of the paragraph
LineRow = tuple[int, int, int]  # the same and a report's number


def paragraphs(report: Report) -> Iterator[Span]:
    """The paragraphs of the body: its lines, without the white space round them. Cleaned texts part them by blank
    lines, records often by single ones."""
    start = report.body_start
    for piece in re.split(r"(\n)", report.text[report.body_start :]):
        inside = piece.strip()
        if inside:
            first = start + piece.index(inside)
            yield Span(first, first + len(inside))
        start += len(piece)


def line_hash(paragraph: str) -> int:
    """64 bits of a paragraph, the same whatever its case and its white space, and in a line that is no sentence
    whatever its numbers (5 comments, 12 comments). In a sentence they count: a toll that rises is news."""
    normal = " ".join(paragraph.casefold().split())
    if not _SENTENCE.search(normal):
        normal = _NUMBER.sub("0", normal)
    digest = hashlib.blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


class Repeats(ReportRows):
    """The table of lines, and the column `repeated` that follows from it."""

    def refresh_repeated(self, changed: Collection[str], repeated_from: int) -> list[Report]:
        """Recount the lines of changed reports; give every report whose `repeated` is another now, stored.

        Call it after `put_reports` with its `changed`, in the same transaction.
        """
        affected = set(changed)
        if self._is_new_threshold(repeated_from):
            affected |= {report for (report,) in self.select("SELECT id FROM report")}
        counts: dict[Line, int] = {}
        for chunk in chunks(changed, _AT_ONCE):
            for line, (before, now) in self._recount(chunk, repeated_from).items():
                counts[line] = now
                if (before >= repeated_from) != (now >= repeated_from):
                    affected |= self._reports_with(line)
        return [
            report
            for chunk in chunks(sorted(affected), _AT_ONCE)
            for report in self._remark(chunk, repeated_from, counts)
        ]

    def _is_new_threshold(self, repeated_from: int) -> bool:
        known = self.fact("repeated_from")
        if known != str(repeated_from):
            self.put_fact("repeated_from", str(repeated_from))
        return known not in (None, str(repeated_from))

    def _recount(self, ids: list[str], repeated_from: int) -> dict[Line, tuple[int, int]]:
        """Replace the lines of these reports; for every line that came or went its count before and now.

        Counts go no further than tells on which side of the threshold they are, so that a line on very many
        reports costs as little as another.
        """
        old, new = self._lines_known(ids), self._lines_now(ids)
        self.change("DELETE FROM line WHERE outlet = ? AND hash = ? AND report = ?", old - new)
        self.change("INSERT INTO line (outlet, hash, report) VALUES (?, ?, ?)", sorted(new - old))
        lost = Counter(row[:2] for row in old - new)
        won = Counter(row[:2] for row in new - old)
        counts = {}
        for line in lost | won:
            now = self._count(line, repeated_from + won[line])
            counts[line] = (now - won[line] + lost[line], now)
        return counts

    def _lines_known(self, ids: Collection[str]) -> set[LineRow]:
        sql = (
            "SELECT l.outlet, l.hash, l.report FROM report r JOIN line l ON l.report = r.number "
            f"WHERE r.id {AMONG}"
        )
        return {(outlet, hashed, report) for outlet, hashed, report in self.select(sql, (listed(ids),))}

    def _lines_now(self, ids: Collection[str]) -> set[LineRow]:
        reports = [report for report in self.reports_of(ids) if report.outlet]
        outlets = self._outlet_numbers(reports)
        sql = f"SELECT id, number FROM report WHERE id {AMONG}"
        numbers: dict[str, int] = dict(self.select(sql, (listed(ids),)))
        return {
            (outlets[report.outlet], hashed, numbers[report.id])
            for report in reports
            for _, hashed in _lines(report)
        }

    def _count(self, line: Line, most: int) -> int:
        sql = "SELECT count(*) FROM (SELECT 1 FROM line WHERE outlet = ? AND hash = ? LIMIT ?)"
        return int(self.select(sql, (*line, most))[0][0])

    def _reports_with(self, line: Line) -> set[str]:
        sql = "SELECT r.id FROM line l JOIN report r ON r.number = l.report WHERE l.outlet = ? AND l.hash = ?"
        return {report for (report,) in self.select(sql, line)}

    def _remark(self, ids: list[str], repeated_from: int, known: Mapping[Line, int]) -> Iterator[Report]:
        """The reports whose `repeated` is another than the one stored, which is replaced."""
        reports = list(self.reports_of(ids))
        outlets = self._outlet_numbers(reports)
        counts = dict(known)
        for report in reports:
            spans: list[Span] = []
            for span, hashed in _lines(report) if report.outlet else ():
                line = (outlets[report.outlet], hashed)
                if line not in counts:
                    counts[line] = self._count(line, repeated_from)
                if counts[line] >= repeated_from:
                    spans.append(span)
            if spans != report.repeated:
                self.change("UPDATE report SET repeated = ? WHERE id = ?", [(encode(spans), report.id)])
                yield replace(report, repeated=spans)

    def _outlet_numbers(self, reports: Iterable[Report]) -> dict[str | None, int]:
        names = sorted({report.outlet for report in reports if report.outlet})
        sql = "INSERT INTO outlet (name) VALUES (?) ON CONFLICT (name) DO NOTHING"
        self.change(sql, [(name,) for name in names])
        return dict(self.select(f"SELECT name, number FROM outlet WHERE name {AMONG}", (listed(names),)))


def _lines(report: Report) -> Iterator[tuple[Span, int]]:
    for span in paragraphs(report):
        yield span, line_hash(report.text[span.start : span.end])
