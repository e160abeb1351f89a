"""What khabar says on stderr beside its results: what was done, what was set aside, what to do next."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from ..records import SetAside, Summary
from .terminal import isolated, plain

MOST_LISTED = 20  # set-aside inputs shown one by one; the archive keeps all of them


def say(message: str) -> None:
    """One message to stderr, whatever characters it holds."""
    import click

    indents = [line[: len(line) - len(line.lstrip(" "))] for line in message.split("\n")]
    lines = [plain(line) for line in message.split("\n")]
    text = "\n".join(map("".join, zip(indents, lines, strict=True)))
    coding = getattr(sys.stderr, "encoding", None) or "utf-8"
    click.echo(text.encode(coding, "backslashreplace").decode(coding), err=True)


def khabar_command() -> str:
    """How to call khabar from here: `khabar` where the shell finds it, else the path it was started by."""
    if shutil.which("khabar"):
        return "khabar"
    started = Path(sys.argv[0])
    if started.stem != "khabar":
        return f"{os.path.relpath(sys.executable)} -m khabar"
    return os.path.relpath(started)


def say_summary(summary: Summary, archive: str, named: str | None) -> None:
    """What one `add` did and what to type next; `named` is the ` --archive …` that the reader must add, None
    to leave the next step out."""
    counts = [(summary.added, "added"), (summary.updated, "updated"), (summary.unchanged, "already known")]
    told = ", ".join(f"{count} {word}" for count, word in counts if count) or "none added"
    say(f"Reports: {told}. Stories touched: {summary.stories}. Archive: {archive}.")
    if named is not None and summary.added + summary.updated:
        say(f"Next: {khabar_command()} stories{named}")


def say_set_aside(inputs: Sequence[SetAside], named: str) -> None:
    """Each input set aside, its reason and how to retry; a long list is cut and says where all of it is."""
    if not inputs:
        return
    say(f"Set aside: {len(inputs)} {'input' if len(inputs) == 1 else 'inputs'}.")
    for one in inputs[:MOST_LISTED]:
        retry = f" To retry: {plain(one.retry, 500).rstrip('.')}." if one.retry else ""
        say(f"  {isolated(plain(one.source, 300))}: {plain(one.reason, 500).rstrip('.')}.{retry}")
    if len(inputs) > MOST_LISTED:
        more = len(inputs) - MOST_LISTED
        say(f"  … and {more} more. All of them: {khabar_command()} reports --set-aside{named}")
