"""`add` with someone watching: progress while it lasts, a summary, what is stored if it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..records import Summary
from .messages import say, say_set_aside, say_summary
from .progress import watch
from .verbs import INTERRUPTED

if TYPE_CHECKING:
    from ..archive.archive import Archive
    from .call import Call


def add_to_archive(call: Call, sources: list[Any], clean: bool = False, next_steps: bool = True) -> Summary:
    """Add the sources to the archive of this call and tell about it on stderr.

    The Summary goes to stdout only when a format is asked for. Ctrl-C ends the call, after a word about what
    is stored. `next_steps` is whether the reader is told what to type next.
    """
    from ..archive import open as open_archive

    settings = call.settings
    with open_archive(settings.archive, settings=settings) as archive:
        try:
            with watch(settings.quiet) as watching:
                summary = archive.add(sources, clean=clean, progress=watching)
        except KeyboardInterrupt:
            say(f"Stopped. {_stored(archive)} The same command again goes on from there.")
            raise click.exceptions.Exit(INTERRUPTED) from None
    if not settings.quiet:
        say_summary(summary, settings.archive, call.archive_option if next_steps else None)
    say_set_aside(summary.set_aside, call.archive_option)
    if call.output_format not in (None, "table") or call.output:
        call.write([summary], lambda console, rows: None, Summary)
    return summary


def _stored(archive: Archive) -> str:
    count = sum(len(story.reports) for story in archive.stories())
    return f"What was finished is stored: the archive holds {count} reports."
