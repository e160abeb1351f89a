"""WARC files: whole, packed, cut, damaged."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.intake import Page, SetAside, pages

BODY = "<html><body><p>Görüşme başladı</p></body></html>"
DATE = "2024-09-13T21:34:00Z"


def http(
    body: bytes, media_type: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def record(
    block: bytes, kind: str = "response", url: str = "https://haber.example/1", **headers: str
) -> bytes:
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"WARC-Date: {DATE}"]
    media_type = "application/http; msgtype=response" if block.startswith(b"HTTP") else "text/plain"
    lines += [f"Content-Type: {headers.get('media_type', media_type)}", f"Content-Length: {len(block)}"]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def responses(count: int) -> list[bytes]:
    return [record(http(BODY.encode()), url=f"https://haber.example/{number}") for number in range(count)]


def test_pages_of_a_crawl(tmp_path, take):
    path = tmp_path / "crawl.warc"
    records = [
        record(b"software: x", "warcinfo", media_type="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", "request", media_type="application/http; msgtype=request"),
        record(http(BODY.encode("cp1254"), "text/html; charset=windows-1254")),
        record(http(gzip.compress(BODY.encode()), Content_Encoding="gzip"), url="https://haber.example/2"),
        record(
            http(
                b"5\r\n"
                + BODY.encode()[:5]
                + b"\r\n%x\r\n" % (len(BODY.encode()) - 5)
                + BODY.encode()[5:]
                + b"\r\n0\r\n\r\n",
                Transfer_Encoding="chunked",
            ),
            url="https://haber.example/3",
        ),
        record(
            http(BODY.encode(), Content_Encoding="gzip", Transfer_Encoding="chunked"),
            url="https://haber.example/4",
        ),
        record(b"Duz metin", "conversion", url="https://haber.example/5"),
        record(http(b"\x89PNG", "image/png")),
        record(http(b"", status="404 Not Found")),
        record(http(b"", status="301 Moved", Location="/x")),
    ]
    path.write_bytes(b"".join(records))
    taken = take(path)
    assert [page.content for page in taken.pages] == [BODY] * 4 + ["Duz metin"]
    assert {page.fetched for page in taken.pages} == {DATE}
    assert taken.pages[1].url == "https://haber.example/2"
    offset = len(b"".join(records[:2]))
    assert taken.pages[0].source == f"{path}#{offset}"
    (entry,) = taken.set_aside
    assert "3 records are no pages" in entry.reason
    assert "image/png" in entry.reason


@pytest.mark.parametrize("each", [True, False])
def test_packed_warc(tmp_path, take, each):
    path = tmp_path / "crawl.warc.gz"
    records = responses(20)
    path.write_bytes(b"".join(map(gzip.compress, records)) if each else gzip.compress(b"".join(records)))
    assert len(take(path).pages) == 20


def test_a_warc_cut_in_the_middle_gives_what_it_has(tmp_path, take):
    path = tmp_path / "crawl.warc"
    records = responses(5)
    start = len(b"".join(records[:4]))
    for cut in (start + 10, start + 150, start + len(records[4]) - 30):
        path.write_bytes(b"".join(records)[:cut])
        taken = take(path)
        assert len(taken.pages) == 4
        (entry,) = taken.set_aside
        assert f"byte {start} " in entry.reason
        assert entry.retry
    path.write_bytes(b"".join(records)[:-2])
    assert len(take(path).items) == 5


def test_a_packed_warc_cut_in_the_middle_gives_what_it_has(tmp_path, take):
    path = tmp_path / "crawl.warc.gz"
    members = [gzip.compress(one) for one in responses(5)]
    path.write_bytes(b"".join(members)[: len(b"".join(members[:3])) + 60])
    taken = take(path)
    assert len(taken.pages) == 3
    assert "cut at byte" in taken.reasons


def test_damage_in_the_middle(tmp_path, take):
    path = tmp_path / "crawl.warc"
    records = responses(5)
    path.write_bytes(b"".join(records[:2]) + b"rubbish\r\n" + b"".join(records[2:]))
    taken = take(path)
    assert len(taken.pages) == 2
    assert f"byte {len(b''.join(records[:2]))} " in taken.reasons


def test_large_records_and_bombs_cost_only_themselves(tmp_path, take):
    path = tmp_path / "crawl.warc"
    bomb = zlib.compress(b"<p>" + b"x" * 50_000_000)
    path.write_bytes(
        record(http(b"<p>" + b"x" * 12_000_000))
        + record(http(bomb, Content_Encoding="deflate"))
        + responses(1)[0]
    )
    taken = take(path)
    assert len(taken.pages) == 1
    assert "larger than 10 MB" in taken.reasons
    assert "bomb" in taken.reasons


def test_long_warcs_are_streamed(tmp_path):
    path = tmp_path / "crawl.warc"
    with path.open("wb") as file:
        for _ in range(2_000):
            file.write(record(http(BODY.encode() + b"x" * 10_000)))
    tracemalloc.start()
    assert sum(1 for _ in pages(path)) == 2_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_warc_without_pages(tmp_path, take):
    path = tmp_path / "crawl.warc"
    path.write_bytes(record(b"x", "warcinfo"))
    assert "without responses" in take(path).reasons


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8), st.booleans())
def test_any_damage_is_taken_or_set_aside(tmp_path_factory, place, damage, packed):
    content = b"".join(responses(4))
    content = gzip.compress(content) if packed else content
    place %= len(content)
    path = tmp_path_factory.mktemp("w") / "crawl.warc"
    path.write_bytes(content[:place] + damage + content[place + len(damage) :])
    items = list(pages(path))
    assert items
    assert all(isinstance(item, Page | SetAside) for item in items)
