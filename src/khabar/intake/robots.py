"""What a host's robots.txt asks of programs (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

# A longer Crawl-delay would stop a run for hours: hosts that ask for one are fetched from at this pace.
MOST_DELAY = 10.0


class Robots:
    """Each host's rules, fetched once by `text_at` (address → text, or None where there is no such file)."""

    def __init__(self, text_at: Callable[[str], str | None], user_agent: str) -> None:
        self._text_at, self._user_agent = text_at, user_agent
        self._rules: dict[str, RobotFileParser] = {}
        self._delays: dict[str, float] = {}

    def allow(self, url: str) -> bool:
        """Whether the host lets programs fetch `url`."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            rules = RobotFileParser()
            rules.parse((self._text_at(origin + "/robots.txt") or "").splitlines())
            self._rules[origin] = rules
            delay = rules.crawl_delay(self._user_agent)
            self._delays[parts.hostname or ""] = min(float(delay or 0), MOST_DELAY)
        return self._rules[origin].can_fetch(self._user_agent, url)

    def delay(self, host: str) -> float:
        """The seconds between fetches that the host asks for, as far as its rules are known."""
        return self._delays.get(host, 0.0)
