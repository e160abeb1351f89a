"""Connections to public addresses only, within one deadline: what `httpx` fetches through."""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import certifi
import httpcore
import httpx

from khabar.intake.items import Unfetched
from khabar.intake.limits import setting

# Networks that carry an IPv4 address inside an IPv6 one, and where it stands (RFC 6052, RFC 3056).
_CARRIERS: tuple[tuple[ipaddress.IPv6Network, int], ...] = (
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)


_UNICAST = ipaddress.IPv6Network("2000::/3")


def is_public(address: str) -> bool:
    """Whether an IP address, with any IPv4 address it carries, belongs to the public internet."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return is_public(str(parsed.ipv4_mapped))
        if parsed.teredo:
            return False
        for network, shift in _CARRIERS:
            if parsed in network:
                return is_public(str(ipaddress.IPv4Address(int(parsed) >> shift & 0xFFFFFFFF)))
        if parsed not in _UNICAST:  # RFC 4291: everything else is reserved, local or carries something
            return False
    return parsed.is_global and not parsed.is_multicast


class Deadline:
    """The moment at which the fetch under way ends, whatever it is waiting for."""

    def __init__(self) -> None:
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        self._end += seconds

    def left(self, timeout: float | None) -> float:
        """The seconds to wait: `timeout`, or fewer. Raises `httpcore.ReadTimeout` where none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this fetch is over")
        return left if timeout is None else min(timeout, left)


class Backend(httpcore.NetworkBackend):
    """Resolves a host once, checks every address, and connects to one that was checked: a name that resolves
    differently the second time (DNS rebinding) gains nothing."""

    def __init__(self, deadline: Deadline, allow_private: bool) -> None:
        self._deadline, self._allow_private = deadline, allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = resolved(host, port, self._deadline.left(timeout))
        if not self._allow_private and (private := [one for one in addresses if not is_public(one)]):
            raise Unfetched(
                f"{host} is at {private[0]}, which is not an address of the public internet",
                f"if you trust it, {setting('private_addresses', 'true')}",
            )
        last: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses[:4]:
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise Unfetched("sockets of this machine are not fetched from")

    def sleep(self, seconds: float) -> None:
        time.sleep(self._deadline.left(seconds))


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline: a server that drips a byte a second gains
    nothing."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def resolved(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of a host. Raises `httpcore.ConnectError`, or `ConnectTimeout` after `timeout` seconds,
    which the system's own look-up does not know."""
    answers: queue.Queue[list[Any] | OSError | UnicodeError] = queue.Queue()

    def look_up() -> None:
        try:
            answers.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise httpcore.ConnectTimeout(f"the name {host} was not resolved in time") from None
    if isinstance(answer, Exception):
        raise httpcore.ConnectError(f"the name {host} cannot be resolved: {answer}")
    return list(dict.fromkeys(str(entry[4][0]) for entry in answer))


class Transport(httpx.BaseTransport):
    """`httpx` over connections of `Backend`."""

    def __init__(self, deadline: Deadline, allow_private: bool) -> None:
        context = ssl.create_default_context(cafile=certifi.where())
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=8,
            max_keepalive_connections=4,
            keepalive_expiry=10.0,
            network_backend=Backend(deadline, allow_private),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=b"",
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
