"""What makes a report the same report: its id, its version, its address without the noise."""

from __future__ import annotations

import hashlib
import unicodedata


def canonical_url(url: str) -> str:
    """The address by which two links to one page are one: no tracking parameters, fragment, scheme, `www.`
    or closing slash (courlan's normalization, then those last three, which name the same page in practice)."""
    from urllib.parse import urldefrag

    from courlan import normalize_url

    try:
        normal = str(normalize_url(urldefrag(url.strip()).url))
    except ValueError:  # not an address a parser can read: taken as it is
        normal = url.strip()
    _, _, rest = normal.rpartition("://")
    return rest.removeprefix("www.").rstrip("/")


def _digest(*parts: str) -> str:
    """A short hash; parts are NFC and parted by NUL, so that no two lists of parts collide by joining."""
    joined = "\x00".join(unicodedata.normalize("NFC", part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def report_id(given: str | None, url: str | None, outlet: str | None, title: str, text: str) -> str:
    """The given id, else the hash of the canonical URL, else of outlet + title + text."""
    if given:
        return given
    if url:
        return _digest("url", canonical_url(url))
    return _digest("text", outlet or "", title, text)


def report_version(title: str, text: str) -> str:
    """The hash of title + text: a page fetched again with changed words is a new version."""
    return _digest("version", title, text)
