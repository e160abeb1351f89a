"""A web server on loopback, and short ways to ask intake for everything in a source."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from khabar.intake import Item, Limits, Page, Record, SetAside, pages

LOOPBACK = Limits(allow_private=True, delay=0.0, seconds=5.0)


@dataclass
class Taken:
    """What intake made of a source, by kind."""

    items: list[Item]

    @property
    def pages(self) -> list[Page]:
        return [item for item in self.items if isinstance(item, Page)]

    @property
    def records(self) -> list[Record]:
        return [item for item in self.items if isinstance(item, Record)]

    @property
    def set_aside(self) -> list[SetAside]:
        return [item for item in self.items if isinstance(item, SetAside)]

    @property
    def reasons(self) -> str:
        return "\n".join(f"{entry.source}: {entry.reason}" for entry in self.set_aside)


@pytest.fixture
def take() -> Callable[..., Taken]:
    """Everything in the sources; keywords change the limits."""

    def taken(*sources: Any, **limits: Any) -> Taken:
        return Taken(list(pages(list(sources), limits=replace(LOOPBACK, **limits))))

    return taken


@dataclass
class Site:
    """A site whose pages the test writes: path → (status, headers, body) or a function of the handler."""

    address: str
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(
        self, path: str, body: str | bytes, media_type: str = "text/html; charset=utf-8", **headers: str
    ) -> str:
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (200, {"Content-Type": media_type, **named}, content)
        return self.address + path

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        self.answers[path] = (status, {"Location": location}, b"")
        return self.address + path


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.asked.append(self.path)
            answer = made.answers.get(self.path, (404, {}, b"not here"))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that gives up in the middle is what some tests are about
    made = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
