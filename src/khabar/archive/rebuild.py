"""Stories made anew: after the encoder, the centres, the window or the join has changed, and after another
process has written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from ..settings import Settings
from ..stories.centres import Centres, centres_for
from ..stories.join import open_join
from ..stories.profile import Profile, profiles, unpacked
from .index import Index
from .settle import settling
from .store import Store

AT_ONCE = 500  # reports settled together


def centres_of(settings: Settings) -> Centres:
    """The centres that the settings ask for."""
    return centres_for(settings.centres, settings.encoder)


def _made_by(settings: Settings) -> str:
    """Everything outside the reports that the stories depend on."""
    centres = centres_of(settings)
    return repr((centres.encoder, centres.digest(), settings.window_days, open_join()))


def rebuild_if_needed(store: Store, settings: Settings, index: Index) -> None:
    """Inside a write transaction: bring the stories to the present settings, and the index to the archive."""
    if store.written_by_others():
        index.forget()
    wanted, known = _made_by(settings), store.fact("stories made by")
    if known == wanted:
        return
    if known is not None:
        rebuild(store, settings, index)
    store.put_fact("stories made by", wanted)


def rebuild(store: Store, settings: Settings, index: Index) -> None:
    """Compare all reports again; profiles of the same encoder are kept."""
    mark = centres_of(settings).encoder
    everything = [id for id, _, _ in store.profiles()]
    store.drop_links(everything)
    index.forget()
    settle = settling(store, index, settings.window_days).settle
    for some in _batches(everything):
        kept = [unpacked(content) for _, _, content in store.profiles_of(some)]
        old = {profile.report for profile in kept if profile.encoder != mark}
        anew: list[Profile] = list(profiles(store.reports_of(old), settings.encoder))
        settle([profile for profile in kept if profile.report not in old] + anew)


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch
