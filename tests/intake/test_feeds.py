"""RSS, Atom and JSON Feed."""

from __future__ import annotations

import pytest

BODY = "<p>" + "Die Gespräche begannen am Freitag in der Hauptstadt. " * 8 + "</p><script>alert(1)</script>"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Der Bote</title><link>https://bote.example/</link><language>de-DE</language>
<item><title>Gespräche &amp; Pläne</title><link>https://bote.example/1?a=1&amp;b=2</link>
<pubDate>Fri, 13 Sep 2024 21:34:00 +0300</pubDate><author>Ann Bee</author><category>Politik</category>
<content:encoded><![CDATA[{BODY}]]></content:encoded></item>
<item><title>Kurz</title><link>/2</link>
<description>&lt;p&gt;Nur ein &lt;b&gt;Satz&lt;/b&gt;.&lt;/p&gt;</description>
<pubDate>Fri, 13 Sep 2024 18:00:00 GMT</pubDate></item>
<item><title>Überschrift</title><guid>https://bote.example/3</guid></item>
<item><link>https://bote.example/4</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sw"><title>Habari</title>
<entry><title>Mazungumzo</title><link href="https://habari.example/1"/><updated>2024-09-13T10:00:00+03:00</updated>
<published>2024-09-12T09:00:00+03:00</published><summary>Maelezo mafupi.</summary>
<author><name>Asha Juma</name></author></entry></feed>"""


def test_entries_of_a_feed_on_disk(tmp_path, take):
    path = tmp_path / "feed.xml"
    path.write_text(RSS, encoding="utf-8")
    taken = take(path)
    (page,) = taken.pages
    assert page.media_type == "text/html"
    assert "Die Gespräche begannen" in page.content
    assert "<script" not in page.content
    assert page.url == "https://bote.example/1?a=1&b=2"
    assert page.source == f"{path}#1"
    assert page.extra["published"] == "2024-09-13T21:34:00+03:00"
    assert page.extra["title"] == "Gespräche & Pläne"
    assert page.extra["outlet"] == "Der Bote"
    assert page.extra["language"] == "de"
    assert page.extra["authors"] == ["Ann Bee"]
    assert page.extra["tags"] == ["Politik"]
    short, headline = taken.records
    assert (short.title, short.text, short.complete) == ("Kurz", "Nur ein Satz.", False)
    assert short.published == "2024-09-13T18:00:00+00:00"
    assert (headline.title, headline.text, headline.url) == ("Überschrift", "", "https://bote.example/3")
    assert [entry.source for entry in taken.set_aside] == [f"{path}#4"]
    assert "https://bote.example/4" in taken.reasons


def test_atom(tmp_path, take):
    path = tmp_path / "atom.rss"
    path.write_text(ATOM, encoding="utf-8")
    (record,) = take(path).items
    assert (record.published, record.updated) == ("2024-09-12T09:00:00+03:00", "2024-09-13T10:00:00+03:00")
    assert (record.language, record.authors, record.outlet) == ("sw", ["Asha Juma"], "Habari")


def test_a_feed_at_an_address_keeps_the_time_of_fetching_and_relative_links(site, take):
    url = site.put("/feed", RSS, "application/rss+xml")
    taken = take(url)
    assert taken.records[0].url == site.address + "/2"
    assert taken.pages[0].fetched
    assert taken.records[0].fetched
    assert site.asked == ["/feed"]


def test_a_feed_served_as_html_is_a_feed(site, take):
    assert len(take(site.put("/feed", RSS, "text/html")).records) == 2


def test_entries_are_followed_when_asked(site, take):
    site.put("/2", "<html><body><p>Der ganze Text.</p></body></html>")
    url = site.put("/feed", RSS.replace("https://bote.example", site.address), "application/rss+xml")
    taken = take(url, follow_links=True)
    (followed,) = [page for page in taken.pages if page.url == site.address + "/2"]
    assert followed.extra["title"] == "Kurz"
    assert followed.extra["published"] == "2024-09-13T18:00:00+00:00"


def test_json_feed(tmp_path, take):
    path = tmp_path / "feed.json"
    path.write_text(
        """{"version": "https://jsonfeed.org/version/1.1", "title": "Blatt", "items": [
        {"id": "1", "url": "https://b.example/1", "title": "Eins", "content_html": "<p>Text</p>",
         "date_published": "2024-09-13T10:00:00+02:00", "authors": [{"name": "Cem"}]},
        {"id": "2", "url": "https://b.example/2", "content_text": "Nur Text."}]}"""
    )
    taken = take(path)
    assert (taken.pages[0].content, taken.pages[0].extra["outlet"]) == ("<p>Text</p>", "Blatt")
    assert taken.pages[0].extra["authors"] == ["Cem"]
    assert taken.records[0].text == "Nur Text."


@pytest.mark.parametrize("cut", [150, 400, 900, 1200])
def test_a_feed_cut_in_the_middle_never_raises(tmp_path, take, cut):
    path = tmp_path / "feed.xml"
    path.write_text(RSS[:cut], encoding="utf-8")
    assert take(path).items


def test_entities_are_not_resolved(tmp_path, take):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for number, doctype in enumerate(
        (
            f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>',
            f'<!DOCTYPE rss [<!ENTITY a0 "ha">{bomb}]>',
        )
    ):
        path = tmp_path / f"{number}.xml"
        path.write_text(
            f"{doctype}<rss><channel><title>T</title><item><title>A &x; &a11;</title>"
            "<description>&x;&a11;</description></item></channel></rss>"
        )
        taken = take(path)
        assert taken.items
        assert "SECRET" not in str(taken.items)
        assert len(str(taken.items)) < 10_000
