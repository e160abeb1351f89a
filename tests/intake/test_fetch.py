"""Addresses: pages, redirects, slow, large, private and packed answers."""

from __future__ import annotations

import gzip
import re
import time

import pytest

from khabar.intake import pages
from khabar.intake.connect import is_public

PAGE = "<!doctype html><html><head><title>Şehirde görüşme</title></head><body><p>Metin</p></body></html>"


def test_page_of_an_address(site, take):
    url = site.put("/haber", PAGE)
    (page,) = take(url).items
    assert (page.source, page.url, page.media_type, page.content) == (url, url, "text/html", PAGE)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", page.fetched)


def test_declared_charset_is_used(site, take):
    url = site.put("/haber", PAGE.encode("cp1254"), "text/html; charset=iso-8859-9")
    assert take(url).pages[0].content == PAGE


def test_private_addresses_are_refused_unless_allowed(site, take):
    url = site.put("/haber", PAGE)
    (entry,) = take(url, allow_private=False).items
    assert "not an address of the public internet" in entry.reason
    assert entry.source == url
    assert entry.retry
    assert site.asked == []


def test_default_limits_refuse_loopback_names(site):
    port = site.address.rpartition(":")[2]
    for host in ("localhost", "127.1", "[::1]", "0.0.0.0"):
        (entry,) = pages(f"http://{host}:{port}/")
        assert entry.reason
    assert site.asked == []


def test_a_name_with_one_private_address_is_refused(monkeypatch, take):
    answers = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.7", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: answers)
    (entry,) = take("http://news.example/", allow_private=False).items
    assert "10.0.0.7" in entry.reason


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fd00::1", False),
        ("no address", False),
    ],
)
def test_public_addresses(address, public):
    assert is_public(address) is public


def test_redirects_are_followed_to_the_last_address(site, take):
    last = site.put("/son", PAGE)
    first = site.redirect("/bir", "/iki", 301)
    site.redirect("/iki", last)
    (page,) = take(first).items
    assert (page.source, page.url) == (first, last)


def test_a_redirect_loop_ends(site, take):
    first = site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    (entry,) = take(first).items
    assert "redirects more than 5 times" in entry.reason
    assert len(site.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "//"])
def test_redirects_lead_only_to_web_addresses(site, take, target):
    (entry,) = take(site.redirect("/a", target)).items
    assert entry.reason


def test_a_redirect_to_a_private_address_is_checked_again(site, take, monkeypatch):
    monkeypatch.setattr("khabar.intake.connect.is_public", lambda address: address == "127.0.0.1")
    first = site.redirect("/a", "http://10.9.8.7/secret")
    (entry,) = take(first, allow_private=False).items
    assert "10.9.8.7" in entry.reason


def test_a_slow_server_is_given_up(site, take):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    site.answers["/slow"] = drip
    start = time.monotonic()
    (entry,) = take(site.address + "/slow", seconds=0.5).items
    assert "within 0.5 seconds" in entry.reason
    assert time.monotonic() - start < 2


def test_a_server_that_drips_headers_is_given_up(site, take):
    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    site.answers["/slow"] = drip
    start = time.monotonic()
    (entry,) = take(site.address + "/slow", seconds=0.5).items
    assert "within 0.5 seconds" in entry.reason
    assert time.monotonic() - start < 2


def test_a_large_answer_is_cut_off(site, take):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(2000):
            handler.wfile.write(b"<p>word</p>" * 1000)

    site.answers["/large"] = endless
    (entry,) = take(site.address + "/large", most_bytes=100_000).items
    assert "larger than 100 kB" in entry.reason


def test_packed_answers(site, take):
    url = site.put("/gz", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert take(url).pages[0].content == PAGE
    bomb = site.put("/bomb", gzip.compress(b"<p>" + b"a" * 30_000_000), Content_Encoding="gzip")
    assert "bomb" in take(bomb).reasons
    strange = site.put("/br", b"\x0b\x02\x80abc\x03", Content_Encoding="br")
    assert "packs its answer as br" in take(strange).reasons


def test_what_is_no_text_is_set_aside(site, take):
    image = site.put("/image", b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png")
    assert "image/png is not a text" in take(image).reasons
    lie = site.put("/lie", b"\x89PNG\r\n\x1a\n" + bytes(50), "text/html")
    assert "PNG" in take(lie).reasons


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503])
def test_statuses(site, take, status):
    site.answers["/x"] = (status, {}, b"")
    (entry,) = take(site.address + "/x").items
    assert str(status) in entry.reason
    assert entry.retry


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Type: text/html\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
        b"Content-Length: 4\r\n\r\nabcd",
    ],
)
def test_broken_answers_are_set_aside(site, take, answer):
    def broken(handler):
        handler.wfile.write(answer)
        handler.close_connection = True

    site.answers["/x"] = broken
    (entry,) = take(site.address + "/x").items
    assert entry.source.endswith("/x")
    assert entry.reason


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///x",
        "https://[",
        "http://a b/",
        "ftp://example.org/x",
        "http://\udc80/",
        "http://x.invalid/",
        "http://127.0.0.1:1/",
        "http://" + "a" * 300,
    ],
)
def test_addresses_that_cannot_be_fetched(take, url):
    (entry,) = take(url).items
    assert entry.reason


def test_hosts_get_their_rest(site, take):
    urls = [site.put(f"/{number}", PAGE) for number in range(3)]
    start = time.monotonic()
    assert len(take(*urls, delay=0.2).pages) == 3
    assert time.monotonic() - start >= 0.4


def test_records_of_an_address(site, take):
    url = site.put("/records.jsonl", '{"title": "Bir"}\n{"title": "İki"}\n', "application/x-ndjson")
    assert [record.title for record in take(url).records] == ["Bir", "İki"]


def test_pages_behind_records_are_fetched_only_with_follow_links(site, take):
    url = site.put("/haber", PAGE)
    assert "KHABAR_FOLLOW_LINKS=true" in take({"url": url}).set_aside[0].retry
    assert site.asked == []
    (page,) = take({"url": url}, follow_links=True).pages
    assert page.content == PAGE
    assert site.asked == ["/robots.txt", "/haber"]


def test_robots_are_asked_for_what_is_followed_and_not_for_the_users_own_word(site, take):
    site.put("/robots.txt", "User-agent: *\nDisallow: /haber\n", "text/plain")
    url = site.put("/haber", PAGE)
    assert "robots.txt" in take({"url": url}, follow_links=True).reasons
    assert len(take(url).pages) == 1
