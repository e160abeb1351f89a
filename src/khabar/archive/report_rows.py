"""Reports and their versions: what is new, what is known, what takes another's id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..clean.identity import canonical_url
from ..clean.instants import instant
from ..records import Report, SetAside
from .aside_rows import AsideRows, conflict
from .record_json import decode_report, encode, printable, storable
from .rows import AMONG, Row, chunks, listed
from .search_rows import SearchRows
from .versions import CURRENT, SET_ASIDE, Seen, Settled, settle

_AT_ONCE = 500  # reports asked for in one query

CURRENT_REPORT = "v.record, r.repeated, r.story, r.copy_family"
CURRENT_VERSION = f"version v ON v.report = r.id AND v.state = '{CURRENT}'"

_PUT_VERSION = (
    "INSERT INTO version (report, version, address, outlet, state, source, record) "
    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (report, version, address, outlet) "
    "DO UPDATE SET state = excluded.state, source = excluded.source, record = excluded.record"
)
_PUT_REPORT = (
    "INSERT INTO report (id, version, address, outlet, agency, language, title, published, instant, "
    "complete) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) "
    "DO UPDATE SET version = excluded.version, "
    "address = excluded.address, outlet = excluded.outlet, agency = excluded.agency, "
    "language = excluded.language, title = excluded.title, published = excluded.published, "
    "instant = excluded.instant, complete = excluded.complete, repeated = '[]'"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `put_reports` did, by report id; `changed` are those whose current version is another than before.

    `set_aside` holds the given reports that were, and those that were kept until one of the given turned out
    to own their id.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)


class ReportRows(AsideRows, SearchRows):
    """The tables of reports and their versions."""

    def put_reports(self, reports: Sequence[Report], sources: Sequence[str] | None = None) -> Outcome:
        """Store reports as new ones, as new versions, or set aside; those `dropped` are set aside.

        `sources` names for people where each came from (else its URL or id). All versions are kept; which is
        current, and whom an id belongs to, depends on the set of all that was ever given (`versions.settle`).
        """
        names = sources or [report.url or report.id for report in reports]
        given = list(zip(reports, names, strict=True))
        asides = [SetAside(source, report.dropped) for report, source in given if report.dropped]
        self.put_set_aside(asides, [report for report, _ in given if report.dropped])
        kept = [(storable(report), source) for report, source in given if not report.dropped]
        outcome = self._put([seen_at(report, source) for report, source in kept])
        return replace(outcome, set_aside=asides + outcome.set_aside)

    def reports_of(self, ids: Iterable[str]) -> Iterator[Report]:
        """The current versions of these reports, in no order; unknown ids give nothing."""
        for chunk in chunks(ids, _AT_ONCE):
            sql = f"SELECT {CURRENT_REPORT} FROM report r JOIN {CURRENT_VERSION} WHERE r.id {AMONG}"
            for row in self.select(sql, (listed(chunk),)):
                yield decode_report(*row)

    def _put(self, given: list[Seen]) -> Outcome:
        before = self._settled({seen.report.id for seen in given})
        together = {report: list(known.versions.values()) for report, known in before.items()}
        for seen in given:
            together[seen.report.id].append(seen)
        after = {report: settle(versions) for report, versions in together.items()}
        changed = [id for id in after if not _same_current(before[id], after[id])]
        if any(before[id].current for id in changed):
            self.renew_words()
        self.change(_PUT_VERSION, [row for id in after for row in _version_rows(id, before[id], after[id])])
        self._put_current({id: (before[id].current, after[id].current) for id in changed})
        return replace(_outcome(given, before, after), changed=changed)

    def _settled(self, ids: Collection[str]) -> dict[str, Settled]:
        """What stands under each of the ids now, which for a new one is nothing."""
        sql = f"SELECT record, address, outlet, source FROM version WHERE report {AMONG}"
        found: dict[str, list[Seen]] = {id: [] for id in ids}
        for record, address, outlet, source in self.select(sql, (listed(ids),)):
            seen = Seen(decode_report(record), record, address, outlet, source)
            found[seen.report.id].append(seen)
        return {report: settle(versions) for report, versions in found.items()}

    def _put_current(self, changes: dict[str, tuple[Seen | None, Seen | None]]) -> None:
        """Write rows and search words of reports whose current version changed from one to another."""
        self.change(_PUT_REPORT, [_report_row(after) for _, after in changes.values() if after])
        sql = f"SELECT id, number FROM report WHERE id {AMONG}"
        numbers: dict[str, int] = dict(self.select(sql, (listed(changes),)))
        self.drop_words([(numbers[id], old.report) for id, (old, _) in changes.items() if old])
        self.put_words([(numbers[id], new.report) for id, (_, new) in changes.items() if new])


def seen_at(report: Report, source: str) -> Seen:
    """The report with the places by which versions of it are known."""
    address = canonical_url(report.url) if report.url else ""
    return Seen(report, encode(report), printable(address), report.outlet or "", printable(source))


def _version_rows(report: str, before: Settled, after: Settled) -> Iterator[Row]:
    """The rows that are new or differ; the current one last, since only one may be current at a time."""
    for key in sorted(after.versions, key=lambda key: after.states[key] == CURRENT):
        seen, state = after.versions[key], after.states[key]
        if before.versions.get(key) != seen or before.states[key] != state:
            yield (report, *key, state, seen.source, seen.record)


def _same_current(before: Settled, after: Settled) -> bool:
    old, new = before.current, after.current
    return old is not None and new is not None and old.record == new.record


def _report_row(seen: Seen) -> Row:
    report = seen.report
    return (
        report.id, report.version, seen.address, report.outlet, report.agency, report.language, report.title,
        report.published, instant(report.published), report.complete,
    )  # fmt: skip


def _outcome(given: list[Seen], before: dict[str, Settled], after: dict[str, Settled]) -> Outcome:
    """What became of each of the given, and of those that had to make room."""
    outcome = Outcome()
    met: set[tuple[str, str]] = {
        (report, key[0]) for report, known in before.items() for key, state in known.states.items()
        if state != SET_ASIDE
    }  # fmt: skip
    added = {report for report, known in before.items() if not known.versions}
    for seen in given:
        report, version = seen.report.id, seen.report.version
        if after[report].states[seen.key] == SET_ASIDE:
            outcome.set_aside.append(conflict(seen.source, report))
        elif (report, version) in met:
            outcome.unchanged.append(report)
        elif report in added:
            outcome.added.append(report)
            added.remove(report)
        else:
            outcome.updated.append(report)
        met.add((report, version))
    given_keys = {(seen.report.id, seen.key) for seen in given}
    for report, known in before.items():
        for key, state in known.states.items():
            displaced = state != SET_ASIDE and after[report].states[key] == SET_ASIDE
            if displaced and (report, key) not in given_keys:
                outcome.set_aside.append(conflict(known.versions[key].source, report))
    return outcome
