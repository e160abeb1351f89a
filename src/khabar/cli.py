"""The command line: one short function a verb, which only translates.

What verbs share is in `show`: options and the Call they come to in `show.options`, errors and exit codes in
`show.verbs`. Everything heavy is imported inside the verbs, so that `khabar --help` is quick.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .records import Hit, Report, SetAside, Story
from .show.call import Call
from .show.options import (
    ARCHIVE,
    ENGINE,
    FILTERS,
    FORMAT,
    INDEPENDENT,
    INTO,
    LIMIT,
    OUTPUT,
    QUIET,
    READING,
    TEXT,
    WORKERS,
    WRITING,
    filtered,
    takes,
)
from .show.verbs import FAILED, SOME_SET_ASIDE, Verbs

EXIT_CODES = (
    "Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some inputs were set aside (each is listed "
    "with its reason and how to retry)."
)


@click.group(cls=Verbs, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "-V", "--version", package_name="khabar", message="khabar %(version)s")
@ARCHIVE
@FORMAT
@OUTPUT
@QUIET
@WORKERS
@ENGINE
def main(**_: Any) -> None:
    """One event, every language: groups news reports of one happening into stories, across languages and
    scripts, offline.

    \b
    khabar demo                          stories from a bundled, invented corpus
    khabar add page.html dump.txt feeds/ add pages to the archive khabar.db
    khabar stories                       the stories in it
    """


@main.command(epilog=EXIT_CODES)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--clean", is_flag=True, help="Clean the texts of JSON, CSV and Parquet records, too.")
@click.option("--no-reading", is_flag=True, help="Leave the reading of events for later.")
@takes(*WRITING)
def add(call: Call, sources: tuple[str, ...], clean: bool, no_reading: bool) -> None:
    """Add pages to the archive: clean them and group them.

    SOURCE is a file, a folder, a glob, - (standard input), or the http(s) address of a page, feed or sitemap.
    Files: .html .txt .md .json .jsonl .csv .parquet .xml .opml .warc .warc.gz. What is already in the archive
    is recognised, so the same command can be run again, also after it was stopped.

    \b
    khabar add page1.txt page2.html
    khabar add --archive news.db crawl.warc.gz https://example.org/feed.xml
    """
    from .show.adding import add_to_archive

    summary = add_to_archive(call, list(sources), clean=clean)
    if summary.set_aside:
        click.get_current_context().exit(SOME_SET_ASIDE)


@main.command()
@takes(*READING)
@filtered(*FILTERS, TEXT, INDEPENDENT, LIMIT)
def stories(call: Call, filters: dict[str, Any]) -> None:
    """List the stories.

    A story is the reports of one happening, in every language. Those with most independent sources come
    first. A filter finds the stories that have a report it fits.

    \b
    khabar stories --since 2024-06 --language sw
    khabar stories --independent 3 --format csv > stories.csv
    """
    from .show.stories import print_stories

    with call.existing_archive() as archive:
        call.write(archive.stories(**filters), print_stories, Story)


@main.command()
@click.argument("story_id", metavar="ID")
@click.option("--full", is_flag=True, help="Whole texts, not only their first lines.")
@takes(*READING)
def story(call: Call, story_id: str, full: bool) -> None:
    """Show one story with its reports.

    ID is a story's id, or the beginning of it, from six characters on. JSON Lines, CSV and Parquet give the
    story's record; its reports are at `khabar reports --story ID`.

    \b
    khabar story 3f9a2b1c
    khabar story 3f9a2b1c --format jsonl
    """
    from .show.ids import find_story, reports_of
    from .show.stories import print_story

    with call.existing_archive() as archive:
        found = find_story(archive, story_id)
        told = reports_of(archive, found) if call.draws_table() else []
        call.write([found], lambda console, _: print_story(console, found, told, full), Story)


@main.command()
@click.option("--story", "story_id", metavar="ID", help="Of this story; the beginning of its id is enough.")
@click.option("--set-aside", is_flag=True, help="Instead: the inputs that did not become reports, and why.")
@takes(*READING)
@filtered(*FILTERS, TEXT, LIMIT)
def reports(call: Call, filters: dict[str, Any], story_id: str | None, set_aside: bool) -> None:
    """List the reports: articles, cleaned.

    \b
    khabar reports --outlet "Haber Nehri" --since 2024-03-12
    khabar reports --story 3f9a2b1c --format jsonl
    khabar reports --set-aside
    """
    from .show.ids import find_story
    from .show.reports import print_inputs_set_aside, print_reports

    if set_aside and (story_id or filters):
        raise click.UsageError("--set-aside takes no filters: what was set aside has no date or story.")
    with call.existing_archive() as archive:
        if set_aside:
            call.write(archive.set_aside(), print_inputs_set_aside, SetAside)
            return
        if story_id:
            filters["story"] = find_story(archive, story_id).id
        call.write(archive.reports(**filters), print_reports, Report)


@main.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT…")
@takes(*READING)
@filtered(*FILTERS, LIMIT)
def search(call: Call, filters: dict[str, Any], words: tuple[str, ...]) -> None:
    """Find the reports that hold all these words, best first.

    \b
    khabar search barajı --limit 10
    khabar search 地震 --language zh --language ja
    """
    from .show.reports import print_hits

    with call.existing_archive() as archive:
        call.write(archive.search(" ".join(words), **filters), print_hits, Hit)


@main.command()
@takes(INTO, FORMAT, OUTPUT, QUIET, WORKERS, ENGINE)
def demo(call: Call) -> None:
    """Load the bundled, invented corpus and show its stories.

    It goes into khabar-demo.db in this folder, or wherever --archive says; your own archive is not touched.

    \b
    khabar demo
    khabar demo --archive /tmp/example.db
    """
    from .show.demo import show_demo

    show_demo(call)


@main.group(invoke_without_command=True)
@takes(*WRITING)
def settings(call: Call) -> None:
    """Show every setting, its value and its meaning.

    The command line counts first, then the environment (KHABAR_ and the name in capitals), then the file
    khabar.toml (here, or in your configuration folder), then the default.

    \b
    khabar settings
    KHABAR_WINDOW_DAYS=7 khabar settings --format jsonl
    """
    if click.get_current_context().invoked_subcommand is None:
        from .show.rows import print_rows
        from .show.settings import setting_rows

        call.write(setting_rows(call.given), print_rows)


@settings.command("learn-centres")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@takes(ARCHIVE, QUIET)
def learn_centres(call: Call, file: Path) -> None:
    """Learn language centres from your archive.

    The centre of a language is what the vectors of all its reports have in common. They are written to FILE,
    and the archive's reports are grouped again by them.

    \b
    khabar settings learn-centres centres.npz
    """
    from .archive.learn import learn_centres as learn
    from .show.messages import say

    with call.existing_archive(to_write=True) as archive:
        centres = learn(archive, file)
    count = len(centres.languages)
    say(f"The centres of {count} languages are in {file}. To go on with them, set KHABAR_CENTRES to it.")


@main.command(epilog="Exit codes: 0 everything essential works; 1 something essential does not.")
@takes(*READING)
def doctor(call: Call) -> None:
    """Check this installation and say what to do.

    It looks at Python, SQLite, the encoder, the language identifiers, the archive, the disk and the extras.

    \b
    khabar doctor
    """
    from .doctor import Check, checks, works
    from .show.checks import print_checks

    made = checks(call.settings)
    call.write(made, print_checks, Check)
    if not works(made):
        click.get_current_context().exit(FAILED)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("task")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@takes(*READING)
def evaluate(call: Call, task: str, arguments: tuple[str, ...]) -> None:
    """Measure khabar on a TASK, or on gold of your own.

    \b
    khabar evaluate stories gold.jsonl
    """
    from .evaluate import run
    from .show.rows import even, print_rows

    call.write(even(run(task, list(arguments))), print_rows)
