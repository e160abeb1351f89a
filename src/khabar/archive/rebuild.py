"""Stories made anew: after the encoder, the centres, the window or the join has changed, and after another
process has written."""

from __future__ import annotations

from ..settings import Settings
from ..stories.candidates import FAR_RADIUS, NEAR_DAYS, RADIUS
from ..stories.centres import Centres, centres_for
from ..stories.copies import LEAST_CONTAINED
from ..stories.join import LEAST_LINK, open_join
from ..stories.pairs import UNDATED_GAP
from ..stories.partition import MOST_TOGETHER, STRONGEST
from ..stories.profile import Profile, packed, profiles, unpacked
from .index import Index, point_rows
from .rows import chunks
from .settle import settling
from .store import Store

AT_ONCE = 500  # reports whose profiles or links are made together

MADE_BY = "stories made by"
UNDER_WAY = "a rebuild that has not ended"


def centres_of(settings: Settings) -> Centres:
    """The centres that the settings ask for."""
    return centres_for(settings.centres, settings.encoder)


def _made_by(settings: Settings) -> str:
    """Everything outside the reports that the stories depend on."""
    centres = centres_of(settings)
    rules = (RADIUS, NEAR_DAYS, FAR_RADIUS, UNDATED_GAP, LEAST_LINK, LEAST_CONTAINED, MOST_TOGETHER, STRONGEST)
    return repr((centres.encoder, centres.digest(), settings.window_days, open_join(), rules))


def rebuild_if_needed(store: Store, settings: Settings, index: Index) -> None:
    """Bring the stories to the present settings, and the index to the archive.

    Outside a transaction a long rebuild commits as it goes: one that is killed goes on where it was.
    """
    wanted = _made_by(settings)
    with store.write():
        if store.written_by_others():
            index.forget()
        known = store.fact(MADE_BY)
        if known == wanted:
            return
        # Profiles of two encoders may stand side by side until the end; no one may compare them meanwhile.
        store.put_fact(MADE_BY, wanted if known is None else UNDER_WAY)
    if known is not None:
        rebuild(store, settings, index)


def rebuild(store: Store, settings: Settings, index: Index) -> None:
    """Compare all reports again; profiles of the same encoder are kept."""
    _renew_profiles(store, settings)
    with store.write():
        _renew_profiles(store, settings)  # those that another process has stored since
        everything = [id for id, _ in store.profiles()]
        store.drop_links(everything)
        index.forget()
        for some in chunks(everything, AT_ONCE):
            store.put_points(point_rows(_profiles_of(store, some), index.centres))
        settle = settling(store, index, settings.window_days)
        for some in chunks(everything, AT_ONCE):
            settle.link(_profiles_of(store, some))
        for some in chunks(everything, AT_ONCE):
            settle.replay(store.companions(some))
        store.put_fact(MADE_BY, _made_by(settings))


def _profiles_of(store: Store, reports: list[str]) -> list[Profile]:
    return [unpacked(content) for _, content in store.profiles_of(reports)]


def _renew_profiles(store: Store, settings: Settings) -> None:
    """Make the profiles of another encoder anew."""
    mark = centres_of(settings).encoder
    for some in chunks(store.profiles(), AT_ONCE):
        old = [id for id, content in some if unpacked(content).encoder != mark]
        if old:
            made = list(profiles(store.reports_of(old), settings.encoder))
            with store.write():
                store.put_profiles([(profile.report, packed(profile)) for profile in made])
