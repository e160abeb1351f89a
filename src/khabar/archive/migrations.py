"""The schema of a new archive, and the steps that bring an older one to it.

`user_version` of the file says how far it is. To change the schema: change schema.sql, append to STEPS the
SQL that turns the last version into the new one; a test holds that both ways give the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

# STEPS[0] leads from version 1 to version 2, and so on.
STEPS: list[str] = [
    # 2: points beside profiles, copies beside scores, marks of inputs instead of shards; the next `add` compares
    # all reports again.
    """
    DROP INDEX profile_instant;
    ALTER TABLE profile DROP COLUMN instant;
    CREATE TABLE point (report TEXT PRIMARY KEY, instant REAL, vector BLOB NOT NULL);
    CREATE INDEX point_instant ON point (instant, report);
    DROP TABLE link;
    CREATE TABLE link (
      lesser TEXT NOT NULL, greater TEXT NOT NULL, score REAL NOT NULL, copy INTEGER NOT NULL,
      PRIMARY KEY (lesser, greater)
    ) WITHOUT ROWID;
    CREATE INDEX link_greater ON link (greater, lesser, score, copy);
    DROP TABLE shard;
    CREATE TABLE input (mark TEXT PRIMARY KEY) WITHOUT ROWID;
    UPDATE fact SET value = 'an older khabar' WHERE name = 'stories made by';
    """,
]


def latest() -> int:
    """The version of the schema that this khabar writes."""
    return 1 + len(STEPS)


def schema() -> str:
    """The SQL that makes the tables of a new archive."""
    return files(__package__).joinpath("schema.sql").read_text("utf-8")


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one, so that they can run inside one transaction."""
    from sqlite3 import complete_statement

    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if complete_statement(statement):
            yield statement
            statement = ""


def steps_from(version: int) -> Iterator[str]:
    """The statements that lead from `version` (0: an empty file) to the latest."""
    scripts = [schema()] if version == 0 else STEPS[version - 1 :]
    for script in scripts:
        yield from statements(script)
