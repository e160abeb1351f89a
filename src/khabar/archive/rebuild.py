"""Stories made anew: after the encoder, the centres, the window or the join has changed, and after another
process has written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from ..encoder import open_encoder
from ..encoder.opening import DEFAULT, fingerprint
from ..settings import Settings
from ..stories.centres import Centres, no_centres, open_centres
from ..stories.join import open_join
from ..stories.profile import Profile, profiles, unpacked
from .index import Index
from .settle import settling
from .store import Store

AT_ONCE = 500  # reports settled together


def encoder_fingerprint(settings: Settings) -> str:
    """What the settings' encoder calls itself; the default's is known without opening it."""
    return fingerprint() if settings.encoder == DEFAULT else open_encoder(settings.encoder).fingerprint


def centres_of(settings: Settings) -> Centres:
    """The settings' centres, or none where they were learned for another encoder."""
    centres = open_centres(settings.centres)
    mark = encoder_fingerprint(settings)
    if centres.encoder == mark:
        return centres
    return no_centres(mark, open_encoder(settings.encoder).dimension)


def _made_by(settings: Settings) -> str:
    """Everything outside the reports that the stories depend on."""
    return repr(
        (encoder_fingerprint(settings), centres_of(settings).digest(), settings.window_days, open_join())
    )


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
    mark = encoder_fingerprint(settings)
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
