"""The bundled corpus: reports of invented events that we wrote ourselves, in many languages and scripts.

Every event, person, body and outlet in it is invented; each record says so in `extra["invented"]`. The pages
carry the boilerplate of real ones, so that the whole way from page to story can be seen and tested offline.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page

NOTICE = "The demo corpus is invented: its events, people, bodies and outlets do not exist."


def pages() -> Iterator[Page]:
    """The corpus as pages, the way a source would give them; `source` is `demo:` and the id."""
    import json
    from importlib.resources import files

    for file in sorted(files(__name__).joinpath("corpus").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".jsonl"):
            for line in file.read_text("utf-8").splitlines():
                row = json.loads(line)
                extra = {"id": row["id"], "outlet": row["outlet"], **row["extra"]}
                yield Page(row["page"], f"demo:{row['id']}", row["url"], row["media_type"], extra=extra)
