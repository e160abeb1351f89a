"""How much of a source is taken, and how far intake reaches out for it."""

from __future__ import annotations

from dataclasses import dataclass


def setting(name: str, value: str = "") -> str:
    """How to change a setting, for the end of a message: set it to `value`, or raise it."""
    change = f"set {name} = {value}" if value else f"raise {name}"
    return f"{change} in khabar.toml, or by KHABAR_{name.upper()}={value or '…'}"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep a hostile or broken source from filling the memory, the disk or the day.

    Whatever crosses one is set aside with a reason that names the bound; nothing is cut short silently.
    Sizes are bytes, times are seconds.
    """

    most_bytes: int = 10_000_000
    """One page, one record line, one fetched answer. The longest of 130 real news pages has 2.2 MB."""
    most_bytes_whole: int = 200_000_000
    """What can only be read at once: a JSON object, a ZIP or Parquet file that comes through a pipe."""
    most_ratio: int = 200
    """Unpacked over packed bytes. DEFLATE ends at 1032; 130 real news pages stay under 12."""
    most_depth: int = 64
    """Nesting of a JSON value."""
    most_containers: int = 4
    """A page in a gzip in a ZIP named by a sitemap index …: archives and lists around one page."""
    seconds: float = 20.0
    """Name look-up, every redirect and the last byte of one fetch, together."""
    redirects: int = 5
    delay: float = 1.0
    """Rest between two fetches from one host."""
    most_followed: int = 1000
    """Addresses fetched in one run because lists or records named them; the rest is set aside with its
    number."""
    follow_links: bool = False
    """Fetch the pages that records and feed entries without a text point to."""
    allow_private: bool = False
    """Fetch from loopback, private and other addresses that are not of the public internet."""
