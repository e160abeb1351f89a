"""Fetching addresses: pages, feeds and sitemaps over http and https, within limits.

The user's own word is obeyed as a browser would obey it; addresses that a sitemap, an OPML list or a record
names are fetched only where the host's robots.txt lets them be (RFC 9309), as wget does for what it follows.
Proxies of the environment are not used: through one, the address that is reached could not be checked.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from khabar.intake.items import Item, Opening, Unfetched, Unreadable, set_aside
from khabar.intake.limits import Limits
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
    429: "the site asks for patience: try again later, with a longer delay",
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
        self._followed: set[str] = set()
        self._robots = Robots(self._robots_text, USER_AGENT)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client:
            self._client.close()

    def opened(self, url: str, *, follow: bool = False, level: int = 0, known: Mapping[str, Any] = {}) -> Opening:
        """The stream of an address. `follow` says that a list named it, so that robots.txt is asked.

        Raises `Unfetched` where it cannot be had or may not be."""
        if follow and not self._robots.allow(url):
            raise Unfetched("the host's robots.txt asks programs not to fetch it", "add the address by itself")
        answer = self.answer(url)
        return Opening(
            name=url,
            stream=io.BytesIO(answer.content),
            url=answer.url,
            media_type=answer.media_type,
            charset=answer.charset,
            fetched=answer.time,
            level=level,
            known=dict(known),
        )

    def items(self, url: str, *, follow: bool = False, level: int = 0, known: Mapping[str, Any] = {}) -> Iterator[Item]:
        """Everything at an address; what fails becomes an entry."""
        from khabar.intake.kinds import items_of

        try:
            opening = self.opened(url, follow=follow, level=level, known=known)
        except Exception as error:  # any: the network gives errors nobody has thought of
            yield set_aside(url, error)
            return
        yield from items_of(opening, self)

    def row_items(self, fields: Mapping[str, Any], source: str, known: Mapping[str, Any], level: int) -> Iterator[Item]:
        """A row's items; its page is fetched where the row has no text and `follow_links` is on."""
        from khabar.intake.items import Record
        from khabar.intake.rows import items_of_row

        try:
            items = list(items_of_row(fields, source, self.limits, known))
        except Unreadable:
            address = _address(fields) if self.limits.follow_links else None
            if address is None:
                raise
            yield from self.followed([(address, {})], source, level)
            return
        for item in items:
            if self.limits.follow_links and isinstance(item, Record) and item.url and not item.complete:
                yield from self.followed([(item.url, said_by(item))], source, level)
            else:
                yield item

    def followed(self, addresses: list[tuple[str, dict[str, Any]]], source: str, level: int) -> Iterator[Item]:
        """The pages that a list names, up to the limit of this run; the rest in one entry."""
        room = max(0, self.limits.most_followed - len(self._followed))
        for url, known in addresses[:room]:
            if url in self._followed:
                continue  # a list that names itself, or one page twice
            self._followed.add(url)
            yield from self.items(url, follow=True, level=level + 1, known=known)
        if left := addresses[room:]:
            reason = f"{len(left)} addresses were not fetched: {self.limits.most_followed} were, the most for one run"
            yield set_aside(source, Unreadable(reason, "raise most_followed, or add the list in parts"))

    def answer(self, url: str) -> Answer:
        """What the address gives, over all redirects. Raises `Unfetched`."""
        import httpcore
        import httpx

        self._deadline.start(self.limits.seconds)
        seen = url
        try:
            for _ in range(self.limits.redirects + 1):
                location = self._one(url)
                if isinstance(location, Answer):
                    return location
                url = urljoin(url, location)
        except (httpx.TimeoutException, httpcore.TimeoutException):
            raise Unfetched(f"no whole answer within {self.limits.seconds:g} seconds", "try again later") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError, ValueError) as error:
            raise Unfetched(f"cannot be fetched: {str(error)[:200] or type(error).__name__}", "check the address and "
                            "the connection, then add it again") from error
        raise Unfetched(f"{seen} redirects more than {self.limits.redirects} times", "add the last address itself")

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
                raise Unfetched(f"the server answers {response.status_code} {response.reason_phrase}".strip(),
                                _RETRIES.get(response.status_code, "try again later"))
            media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if not _TEXTUAL.match(media_type):
                raise Unfetched(f"{media_type} is not a text", "add pages, feeds, sitemaps or records")
            content = self._content(response)
            return Answer(str(response.url), content, media_type or None, response.charset_encoding, request_time)

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
            raise Unfetched(f"the server packs its answer as {encoding}, unasked", "save the page and add the file")
        wbits = 31 if "gzip" in encoding else 15 if packed[0] & 15 == 8 else -15  # raw deflate, against RFC 9110
        stream: IO[bytes] = Unpacked(io.BytesIO(bytes(packed)), self.limits, wbits)  # type: ignore[assignment]
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


def said_by(record: Any) -> dict[str, Any]:
    """What a record without its text says of the page it points to."""
    names = ("title", "outlet", "published", "published_precision", "language", "authors")
    return {name: getattr(record, name) for name in names if getattr(record, name)}


def _address(fields: Mapping[str, Any]) -> str | None:
    from khabar.intake.shapes import row_of

    url = row_of(fields).ours.get("url")
    return url if isinstance(url, str) and WEB.match(url) else None


def with_stream(opening: Opening, stream: IO[bytes], name: str) -> Opening:
    """The opening of what lies inside another: one level deeper, under its own name."""
    return replace(opening, stream=stream, name=name, level=opening.level + 1, media_type=None, charset=None)
