"""The settings in force, each with where it comes from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ..settings import Settings, _file, load


def setting_rows(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """For every setting its name, value, origin (default, a file, environment, command line) and meaning;
    `given` is what the command line says."""
    settings = load(given)
    path = _file()
    in_file = set(tomllib.loads(path.read_text("utf-8"))) if path else set()
    rows = []
    for item in fields(Settings):
        variable = f"KHABAR_{item.name.upper()}"
        if given.get(item.name) is not None:
            origin = "command line"
        elif variable in os.environ:
            origin = variable
        else:
            origin = str(path) if item.name in in_file else "default"
        row = {"setting": item.name, "value": getattr(settings, item.name), "from": origin}
        rows.append(row | {"meaning": item.metadata["help"]})
    return rows
