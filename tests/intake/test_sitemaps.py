"""Sitemaps, sitemap indexes and OPML."""

from __future__ import annotations

import gzip

PAGE = "<html><body><p>Metin</p></body></html>"
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(*entries: str) -> str:
    return f"<?xml version='1.0'?><urlset {NAMESPACE} {NEWS}>{''.join(entries)}</urlset>"


def test_pages_of_a_sitemap_with_what_it_says_of_them(site, take):
    first, second = site.put("/1", PAGE), site.put("/2", PAGE)
    url = site.put(
        "/sitemap.xml",
        sitemap(
            f"<url><loc>{first}</loc><news:news><news:publication><news:name>Haber</news:name>"
            "<news:language>tr</news:language></news:publication><news:title>Başlık</news:title>"
            "<news:publication_date>2024-09-13T10:00+03:00</news:publication_date></news:news></url>",
            f"<url><loc> {second} </loc></url>",
            f"<url><loc>{first}</loc></url>",
        ),
        "application/xml",
    )
    taken = take(url)
    assert [page.url for page in taken.pages] == [first, second]
    assert taken.pages[0].extra == {
        "title": "Başlık",
        "published": "2024-09-13T10:00+03:00",
        "outlet": "Haber",
        "language": "tr",
        "published_precision": "minute",
    }
    assert not taken.set_aside


def test_an_index_of_packed_sitemaps(site, take):
    page = site.put("/1", PAGE)
    inner = site.put(
        "/s.xml.gz", gzip.compress(sitemap(f"<url><loc>{page}</loc></url>").encode()), "application/gzip"
    )
    index = f"<sitemapindex {NAMESPACE}><sitemap><loc>{inner}</loc></sitemap></sitemapindex>"
    assert [page.source for page in take(site.put("/index.xml", index, "text/xml")).pages] == [page]


def test_an_index_that_names_itself_ends(site, take):
    url = site.address + "/index.xml"
    site.put("/index.xml", f"<sitemapindex><sitemap><loc>{url}</loc></sitemap></sitemapindex>", "text/xml")
    taken = take(url)
    assert not taken.pages
    assert len(site.asked) <= 3


def test_a_sitemap_on_disk_is_fetched_and_its_failures_are_named(tmp_path, site, take):
    page = site.put("/1", PAGE)
    path = tmp_path / "sitemap.xml"
    path.write_text(sitemap(f"<url><loc>{page}</loc></url><url><loc>{site.address}/gone</loc></url>"))
    taken = take(path)
    assert len(taken.pages) == 1
    assert [entry.source for entry in taken.set_aside] == [f"{site.address}/gone"]


def test_the_number_of_pages_is_limited_and_the_rest_is_counted(site, take):
    entries = [f"<url><loc>{site.put(f'/{number}', PAGE)}</loc></url>" for number in range(8)]
    taken = take(site.put("/sitemap.xml", sitemap(*entries), "text/xml"), most_followed=3)
    assert len(taken.pages) == 3
    assert "5 addresses were not fetched" in taken.reasons


def test_opml(tmp_path, site, take):
    feed = site.put(
        "/feed",
        "<rss><channel><title>Haber</title><item><title>Bir</title></item></channel></rss>",
        "text/xml",
    )
    path = tmp_path / "feeds.opml"
    path.write_text(
        f'<opml version="2.0"><body><outline text="A"><outline xmlUrl="{feed}"/></outline>'
        f'<outline text="twice" xmlUrl="{feed}"/><outline text="no feed"/></body></opml>'
    )
    (record,) = take(path).items
    assert (record.title, record.outlet) == ("Bir", "Haber")


def test_lists_without_addresses_are_set_aside(tmp_path, take):
    for name, content in (("s.xml", sitemap()), ("o.opml", "<opml><body/></opml>"), ("x.xml", "<other/>")):
        path = tmp_path / name
        path.write_text(content)
        (entry,) = take(path).items
        assert entry.source == str(path)
        assert entry.retry
