"""Every setting once: its name, what it means, and what it is when nobody says otherwise.

The file `khabar.toml` (here, or in the user's configuration folder) is overruled by the environment
(`KHABAR_` + the name in capitals), and that by the command line or by keywords.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from .errors import SettingError


def _setting(default: Any, meaning: str, least: float | None = None) -> Any:
    return field(default=default, metadata={"help": meaning, "least": least})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run; each field's `metadata["help"]` is what `khabar settings` prints."""

    archive: str = _setting("khabar.db", "where the archive is: a file")
    engine: str = _setting("here", "who does the work: here, pool, dask or ray")
    workers: int = _setting(0, "worker processes of the pool; 0: one for each core", 0)
    shard: int = _setting(128, "how many inputs are cleaned, encoded and stored together", 1)
    encoder: str = _setting("default", "the encoder: default, or a folder with an ONNX sentence encoder")
    centres: str = _setting("default", "language centres: default, or a file made by learn-centres")
    # English outlets, B³ with the join of then: 30 days .90, 90 .92, 400 .93, 1,000 .94, none .94
    window_days: float = _setting(1000.0, "two reports further apart in time than this are never linked", 0)
    repeated_from: int = _setting(5, "a paragraph that so many reports of one outlet print is `repeated`", 2)
    most_megabytes: float = _setting(10.0, "a page or record larger than this is set aside", 0)
    fetch_seconds: float = _setting(20.0, "a page that takes longer to fetch is set aside", 0)
    fetch_redirects: int = _setting(5, "how many redirects of a page are followed", 0)
    follow_links: bool = _setting(
        False, "fetch the pages that records and feed entries without text point to"
    )
    most_followed: int = _setting(1000, "how many pages that lists or records point to one run fetches", 0)
    private_addresses: bool = _setting(False, "whether pages may be fetched from private addresses")
    quiet: bool = _setting(False, "no progress and no summary on stderr")


KINDS: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def _file() -> Path | None:
    import platformdirs

    for path in (Path("khabar.toml"), Path(platformdirs.user_config_dir("khabar")) / "khabar.toml"):
        with suppress(
            PermissionError
        ):  # a folder that this user may not look into holds no settings for them
            if path.is_file():
                return path
    return None


def _fitting(setting: Field[Any], value: Any, where: str) -> Any:
    """The value as the setting's kind, or a SettingError that says what would fit."""
    name, kind, least = setting.name, KINDS[str(setting.type)], setting.metadata["least"]
    text = str(value).strip()
    try:
        if isinstance(value, dict | list) or (kind is bool and text.lower() not in TRUE | FALSE):
            raise ValueError(text)
        fitting = text.lower() in TRUE if kind is bool else kind(text)
        if least is not None and not fitting >= least:  # nan is not
            raise ValueError(text)
        return fitting
    except ValueError:
        wanted = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}[kind]
        wanted += "" if least is None else f", at least {least}"
        raise SettingError(
            f"The setting {name} is {text!r} in {where}, but it takes {wanted}. Change it there."
        ) from None


def load(
    overrides: Mapping[str, Any] | None = None, *, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings in force: file < environment < overrides (those that are not None).

    Raises SettingError for an unknown name in the file or the overrides, or a value that does not fit.
    """
    environment = os.environ if environment is None else environment
    known = {setting.name: setting for setting in fields(Settings)}
    values: dict[str, Any] = {}
    path = _file()
    if path is not None:
        try:
            table = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise SettingError(f"{path} cannot be read: {error}. Mend it or move it away.") from None
        values |= {name: (value, str(path)) for name, value in table.items()}
    for name in known:
        variable = f"KHABAR_{name.upper()}"
        if variable in environment:
            values[name] = (environment[variable], f"the environment ({variable})")
    for name, value in (overrides or {}).items():
        if value is not None:
            values[name] = (value, "the call")
    for name, (_, where) in values.items():
        if name not in known:
            raise SettingError(
                f"There is no setting {name!r} (in {where}). `khabar settings` lists them: {', '.join(known)}."
            )
    return Settings(**{name: _fitting(known[name], *found) for name, found in values.items()})
