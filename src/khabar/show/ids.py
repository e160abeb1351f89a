"""From the beginning of an id, as lists show it, to the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import UnknownId
from ..records import Report, Story
from .messages import say
from .terminal import plain

if TYPE_CHECKING:
    from ..archive.archive import Archive

SHORTEST_BEGINNING = 6
MOST_NAMED = 5  # stories named when a beginning fits several


def find_story(archive: Archive, given: str) -> Story:
    """The story of this id (an old id leads to the present one), else the only one whose id begins so.

    Raises UnknownId when none or several do.
    """
    try:
        story = archive.story(given)
        if story.id != given:
            say(f"Story {given} is now story {story.id}.")
        return story
    except UnknownId:
        if len(given) < SHORTEST_BEGINNING:
            raise UnknownId(
                f"No story has the id {given!r}. Give at least {SHORTEST_BEGINNING} characters of it; "
                "`khabar stories` lists them."
            ) from None
    found = list({story.id: story for story in map(archive.story, archive.story_ids(given))}.values())
    if not found:
        raise UnknownId(f"No story has an id that begins with {given!r}. `khabar stories` lists them.")
    if len(found) > 1:
        named = "; ".join(f"{story.id} {plain(story.title, 60)}" for story in found[:MOST_NAMED])
        raise UnknownId(
            f"{len(found)} stories have an id that begins with {given!r}: {named}. Give more of it."
        )
    return found[0]


def reports_of(archive: Archive, story: Story) -> list[Report]:
    """The reports of a story, in its order."""
    told = {report.id: report for report in archive.reports(story=story.id)}
    return [told[one] for one in story.reports if one in told]
