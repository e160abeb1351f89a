"""Fetching addresses: pages, feeds and sitemaps over http and https, within limits.

The user's own word is obeyed as a browser would obey it; addresses that a sitemap, an OPML list or a record
names are fetched only where the host's robots.txt lets them be (RFC 9309), as wget does for what it follows.
Proxies of the environment are not used: through one, the address that is reached could not be checked.
"""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from khabar.intake.items import Opening, Unfetched, Unreadable
from khabar.intake.limits import Limits, setting
from khabar.intake.robots import Robots
from khabar.intake.streams import Unpacked, read_up_to, size_text

if TYPE_CHECKING:
    import httpx

USER_AGENT = "khabar/0.1"
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,text/*;q=0.7"
WEB = re.compile(r"https?://", re.IGNORECASE)

# What a status means for the person who added the address; others say only their number.
_RETRIES: dict[int, str] = {
    401: "the page needs a login: save it from your browser and add the file",
    403: "the site refuses programs: save the page from your browser and add the file",
    404: "check the address",
    410: "the page is gone: look for it in a web archive",
    429: "the site asks for patience: add fewer of its pages at a time, hours apart",
    503: "try again later",
}
_TEXTUAL = re.compile(
    r"text/|application/(?:.*[+-])?(?:xml|json|xhtml|html|jsonl|ndjson|jsonlines|csv|rss|atom|feed|warc|gzip|x-gzip)"
    r"|application/(?:vnd\.apache\.parquet|octet-stream|zip)|binary/octet-stream|$"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: `url` after all redirects, `time` of fetching as ISO with offset."""

    url: str
    content: bytes
    media_type: str | None
    charset: str | None
    time: str


class Fetcher:
    """One run's way to the network: opened at the first address, kind to hosts, closed with the run."""

    def __init__(self, limits: Limits) -> None:
        from khabar.intake.connect import Deadline

        self.limits = limits
        self._deadline = Deadline()
        self._client: httpx.Client | None = None
        self._last: dict[str, float] = {}
        self.followed: set[str] = set()
        """What lists have led to in this run; `follow.py` counts it."""
        self._robots = Robots(self._robots_text, USER_AGENT)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client:
            self._client.close()

    def opened(self, url: str, *, follow: bool = False) -> Opening:
        """The stream of an address. `follow` says that a list named it, so that robots.txt is asked.

        Raises `Unfetched` where it cannot be had or may not be."""
        if follow and not self._robots.allow(url):
            raise Unfetched("the host's robots.txt asks programs not to fetch it", "add the address itself")
        answer = self.answer(url)
        return Opening(
            name=url,
            stream=io.BytesIO(answer.content),
            url=answer.url,
            media_type=answer.media_type,
            charset=answer.charset,
            fetched=answer.time,
        )

    def answer(self, url: str) -> Answer:
        """What the address gives, over all redirects. Raises `Unfetched`."""
        import httpcore
        import httpx

        self._deadline.start(self.limits.seconds)
        try:
            for _ in range(self.limits.redirects + 1):
                location = self._one(url)
                if isinstance(location, Answer):
                    return location
                url = urljoin(url, location)
        except (httpx.TimeoutException, httpcore.TimeoutException):
            reason = f"no whole answer within {self.limits.seconds:g} seconds"
            raise Unfetched(reason, f"try again later, or {setting('fetch_seconds')}") from None
        except _network_errors() as error:
            reason = f"cannot be fetched: {str(error)[:200] or type(error).__name__}"
            raise Unfetched(reason, "check the address and the connection, then add it again") from error
        reason = f"redirects more than {self.limits.redirects} times"
        retry = f"add the address where a browser ends, or {setting('fetch_redirects')}"
        raise Unfetched(reason, retry)

    def _one(self, url: str) -> Answer | str:
        """One request: the answer, or the address it redirects to."""
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            raise Unfetched(f"{url[:200]} is no http or https address", "add a file, or an http(s) address")
        self._rest(parts.hostname)
        request_time = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        headers = {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
        with self._open().stream("GET", url, headers=headers) as response:
            if response.has_redirect_location:
                return str(response.headers["location"])
            if response.status_code != 200:
                reason = f"the server answers {response.status_code} {response.reason_phrase}".strip()
                raise Unfetched(reason, _RETRIES.get(response.status_code, "try again later"))
            media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if not _TEXTUAL.match(media_type):
                raise Unfetched(f"{media_type} is not a text", "add pages, feeds, sitemaps or records")
            content = self._content(response)
            charset = response.charset_encoding
            return Answer(str(response.url), content, media_type or None, charset, request_time)

    def _content(self, response: httpx.Response) -> bytes:
        """The body, unpacked with a bound: `httpx` itself would unpack a bomb whole."""
        most = self.limits.most_bytes
        too_large = Unfetched(f"larger than {size_text(most)}", "download it yourself and add the file")
        packed = bytearray()
        for chunk in response.iter_raw(65_536):
            packed += chunk
            if len(packed) > most:
                raise too_large
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding in ("", "identity", "none") or not packed:
            return bytes(packed)
        if encoding not in ("gzip", "x-gzip", "deflate"):
            reason = f"the server packs its answer as {encoding[:40]}, unasked"
            raise Unfetched(reason, "save the page and add the file")
        wbits = 31 if "gzip" in encoding else 15 if packed[0] & 15 == 8 else -15
        stream: IO[bytes] = Unpacked(io.BytesIO(packed), self.limits, wbits)  # type: ignore[assignment]
        content = read_up_to(stream, most + 1)
        if len(content) > most:
            raise too_large
        return content

    def _open(self) -> httpx.Client:
        if self._client is None:
            import httpx

            from khabar.intake.connect import Transport

            self._client = httpx.Client(
                transport=Transport(self._deadline, self.limits.allow_private),
                timeout=self.limits.seconds,
                follow_redirects=False,
                trust_env=False,
            )
        self._client.cookies.clear()  # what one site sets is nobody else's, and changes pages
        return self._client

    def _rest(self, host: str) -> None:
        """Wait until the host has had its rest; the wait is not counted against the fetch."""
        delay = max(self.limits.delay, self._robots.delay(host))
        wait = self._last.get(host, -delay) + delay - time.monotonic()
        if wait > 0:
            time.sleep(wait)
            self._deadline.extend(wait)
        self._last[host] = time.monotonic()

    def _robots_text(self, url: str) -> str | None:
        """The text of a robots.txt; None where there is none (RFC 9309: then everything is allowed)."""
        try:
            return self.answer(url).content[:500_000].decode("utf-8", "replace")
        except Unreadable:
            return None


def _network_errors() -> tuple[type[Exception], ...]:
    """What a request may raise beyond running out of time; ValueError comes from odd addresses."""
    import httpcore
    import httpx

    return httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError, ValueError


def with_stream(opening: Opening, stream: IO[bytes], name: str) -> Opening:
    """The opening of what lies inside another: one level deeper, under its own name."""
    return replace(opening, stream=stream, name=name, level=opening.level + 1, media_type=None, charset=None)
