"""What makes a report the same report: its id, its version, its address without the noise."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

# Parameters that only say how a reader came to the page: click ids and the utm families. courlan's longer list
# also has `ref`, `source`, `uid` and `session`, by which some sites tell their articles apart.
TRACKING = re.compile(
    r"(?:utm|itm|mtm|pk|mc|hsa|vero)_\w+|(?:fb|g|dc|tw|y|msclk|igsh|wbra|gbra)clid|igshid|fbclid"
)


def canonical_url(url: str) -> str:
    """The address by which two links to one page are one: no tracking parameters, default port, scheme, `www.`,
    closing slash or fragment (unless a page script reads it, as `#!/story/1`), parameters in one order."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:  # not an address a parser can read: taken as it is
        return url.strip()
    named = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0])
    ]
    query = f"?{urlencode(sorted(named))}" if named else ""
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~").rstrip("/")
    return f"{host}{port}{path}{query}{fragment}"


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
