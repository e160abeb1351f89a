"""The archive as people use it: add, list, look up, search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ..errors import ArchiveError, UnknownId
from ..records import Hit, Report, SetAside, Story, Summary
from ..settings import Settings
from . import listing
from .aside_rows import asides
from .filters import REPORT_FILTERS, STORY_FILTERS, condition
from .record_json import printable
from .search import search
from .store import Store

if TYPE_CHECKING:
    import pyarrow

    from .index import Index


class Archive:
    """An open archive; `khabar.open` gives one. Use it in a `with` statement, or call `close`.

    Everything that is listed streams from a snapshot: others may write meanwhile and are not kept waiting.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._index: Index | None = None

    @property
    def index(self) -> Index:
        """What new reports are compared with; one for all that is added through this archive, so that two
        `add`s at once see each other's reports."""
        from .index import Index
        from .rebuild import centres_of

        if self._index is None:
            self._index = Index(self.store, centres_of(self.settings))
        return self._index

    def add(
        self, sources: Any, engine: Any = None, progress: Callable[..., Any] | None = None, **keywords: Any
    ) -> Summary:
        """Add paths, addresses, or iterables of reports, pages or record dicts; say what became of them."""
        from .add import add

        return add(self, sources, engine=engine, progress=progress, **keywords)

    def reports(self, **filters: Any) -> Iterator[Report]:
        """The current versions of reports, newest first.

        Filters: since, until (ISO times, days, months or years, both included), language, outlet, agency, url
        (a text or a list of texts), story (any id it ever had), text (words to find), complete, limit. Raises
        ArchiveError for another name.
        """
        condition(filters, REPORT_FILTERS)  # wrong filters raise at the call, not at the first record
        return self._stream(listing.reports, filters)

    def stories(self, **filters: Any) -> Iterator[Story]:
        """Stories, those with most independent sources first, then newest first.

        Filters: since, until (a story is in if any of its time is), language, outlet, agency, report, text (a
        story is in if one of its reports is), story, independent (at least so many), limit. Raises
        ArchiveError for another name.
        """
        condition(filters, STORY_FILTERS)
        return self._stream(listing.stories, filters)

    def story(self, id: str) -> Story:
        """The story that holds what the story of this id began with; any id ever given answers. UnknownId."""
        for story in self.stories(story=id):
            return story
        raise UnknownId(f"There is no story {id!r} here. `khabar stories` lists them and their ids.")

    def story_ids(self, beginning: str) -> list[str]:
        """Every id a story ever had that begins so; `story` answers to each."""
        with self.store.reading() as select:
            sql = "SELECT id FROM story_origin WHERE id >= ? AND id < ? ORDER BY id"
            return [id for (id,) in select(sql, (beginning, beginning + "\U0010ffff"))]

    def report(self, id: str, version: str | None = None) -> Report:
        """The current version of a report, or the one named. UnknownId."""
        with self.store.reading() as select:
            found = listing.report(select, printable(id), version)
        if found is None:
            which = f"report {id!r}" if version is None else f"version {version!r} of a report {id!r}"
            raise UnknownId(f"There is no {which} here. `khabar reports` lists them and their ids.")
        return found

    def search(self, text: str, **filters: Any) -> Iterator[Hit]:
        """Reports with all words of `text` in title or body, best first; the filters are those of `reports`.

        Words are found whatever their case and accents; in scripts without spaces any stretch is found.
        Nothing in `text` is an operator.
        """
        condition(filters, REPORT_FILTERS)
        return self._stream(lambda select, given: search(select, text, given), filters)

    def set_aside(self) -> Iterator[SetAside]:
        """Every input that did not become a report, with the reason and how to try again."""
        return self._stream(lambda select, _: asides(select), {})

    def table(self, name: str, **filters: Any) -> pyarrow.Table:
        """`reports` or `stories` as an Arrow table, with the same filters; ArchiveError for another name."""
        from .tables import table

        kinds: dict[str, Callable[..., Iterator[Any]]] = {"reports": self.reports, "stories": self.stories}
        if name not in kinds:
            raise ArchiveError(f"There is no table {name!r}. Use {' or '.join(kinds)}.")
        return table(name, kinds[name](**filters))

    def _stream(self, listed: Callable[..., Iterable[Any]], filters: dict[str, Any]) -> Iterator[Any]:
        with self.store.reading() as select:
            yield from listed(select, filters)

    def close(self) -> None:
        """Give up the file; doing it again does nothing."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
