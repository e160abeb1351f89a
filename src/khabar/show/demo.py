"""The demo: the bundled corpus in an archive of its own, its stories, and three commands to type next."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..records import Story
from .adding import add_to_archive
from .messages import khabar_command, say
from .stories import print_stories, short_ids
from .terminal import is_right_to_left

if TYPE_CHECKING:
    from .call import Call

DEMO_ARCHIVE = "khabar-demo.db"


def show_demo(call: Call) -> None:
    """Load the corpus, write its stories, say what to type next."""
    from ..archive import open as open_archive
    from ..demo import NOTICE, pages

    archive_name = call.given.get("archive") or _place()
    named = {**call.given, "archive": archive_name}
    call = replace(call, settings=replace(call.settings, archive=archive_name), given=named)
    if not call.settings.quiet:
        say(f"{NOTICE} It goes into {archive_name}.")
    add_to_archive(replace(call, output_format=None, output=None), list(pages()), next_steps=False)
    with open_archive(archive_name, settings=call.settings, read_only=True) as archive:
        stories = list(archive.stories())
    call.write(stories, print_stories, Story)
    if not call.settings.quiet and stories:
        say("\n".join(["", "Type next:", *next_commands(stories, call.archive_option)]))


def _place() -> str:
    """khabar-demo.db here, or in a fresh folder where this one cannot be written."""
    if os.access(".", os.W_OK):
        return DEMO_ARCHIVE
    return str(Path(tempfile.mkdtemp(prefix="khabar-")) / DEMO_ARCHIVE)


def next_commands(stories: Sequence[Story], archive_option: str) -> list[str]:
    """Three commands that work on these stories: look at one, search for its word, take its reports."""
    command = khabar_command()
    told_most = max(stories, key=lambda story: (len(story.languages), len(story.reports), story.id))
    short = short_ids([story.id for story in stories])[told_most.id]
    spaced = [title.split() for title in told_most.titles.values() if not is_right_to_left(title)]
    words = [word for title in spaced for word in title if len(title) > 2 and word.isalpha()]
    word = max(words, key=len, default="2024")
    return [
        f"  {command} story {short}{archive_option}",
        f"  {command} search {word}{archive_option}",
        f"  {command} reports --story {short} --format jsonl{archive_option}",
    ]
