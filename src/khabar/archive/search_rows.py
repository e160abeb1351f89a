"""The words of current versions, as full-text search holds them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ..records import Report
from .fact_rows import FactRows
from .record_json import decode_report
from .rows import chunks
from .searchable import FORM, searchable
from .versions import CURRENT

_AT_ONCE = 500  # reports whose words are made again together


class SearchRows(FactRows):
    """The search table. It keeps no text, so a report's words are taken out by making them once more."""

    def put_words(self, reports: Iterable[tuple[int, Report]]) -> None:
        """Make reports findable, each under its number."""
        if self.fact("search") is None:
            self.put_fact("search", _form())
        sql = "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)"
        self.change(sql, ((number, *_words(report)) for number, report in reports))

    def drop_words(self, reports: list[tuple[int, Report]]) -> None:
        """Take out the words of reports, as `put_words` put them in; `renew_words` has been called before."""
        sql = "INSERT INTO search (search, rowid, title, body) VALUES ('delete', ?, ?, ?)"
        self.change(sql, ((number, *_words(report)) for number, report in reports))

    def renew_words(self) -> None:
        """Make all words again if they were made otherwise than now: by another `FORM`, or another Unicode.

        Words that are taken out must be those put in, or the table is damaged. Call it while `version` still
        has what the table has.
        """
        if self.fact("search") == _form():
            return
        self.put_fact("search", _form())
        self.change("INSERT INTO search (search) VALUES ('delete-all')", [()])
        numbers = [number for (number,) in self.select("SELECT number FROM report ORDER BY number")]
        for chunk in chunks(numbers, _AT_ONCE):
            self.put_words(self._current(chunk[0], chunk[-1]))

    def _current(self, first: int, last: int) -> Iterable[tuple[int, Report]]:
        sql = (
            "SELECT r.number, v.record FROM report r "
            f"JOIN version v ON v.report = r.id AND v.state = '{CURRENT}' WHERE r.number BETWEEN ? AND ?"
        )
        return [(number, decode_report(record)) for number, record in self.select(sql, (first, last))]


def _words(report: Report) -> tuple[str, str]:
    return searchable(report.title), searchable(report.text[report.body_start :])


def _form() -> str:
    import regex

    return f"{FORM} {unicodedata.unidata_version} {regex.__version__}"
