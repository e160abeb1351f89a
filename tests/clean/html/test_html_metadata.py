"""What a page says of itself: times with their own offset, names, and JSON-LD however badly written."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from khabar.clean.html import article_from_html
from khabar.clean.html.jsonld import article_object, objects_of
from khabar.clean.html.times import moment_of

TEXT = (
    "<p>The council voted on Tuesday to rebuild the landing that a storm destroyed in the month of March.</p>"
    * 1
)


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2024-09-13T21:34:05+03:00", "2024-09-13T21:34:05+03:00", "second"),
        ("2024-09-13T21:34:05.123Z", "2024-09-13T21:34:05+00:00", "second"),
        ("2024-09-13 21:34", "2024-09-13T21:34", "minute"),
        ("2024-09-13T21:34+0530", "2024-09-13T21:34+05:30", "minute"),
        ("20240913", "2024-09-13", "day"),
        ("2024-09-13T00:00:00+08:00", "2024-09-13", "day"),
        ("Fri, 13 Sep 2024 21:34:05 +0300", "2024-09-13T21:34:05+03:00", "second"),
        ("2024/9/3 7:05", "2024-09-03T07:05", "minute"),
    ],
)
def test_times_keep_their_offset(text: str, iso: str, precision: str) -> None:
    moment = moment_of(text)
    assert moment is not None
    assert (moment.iso, moment.precision) == (iso, precision)


@pytest.mark.parametrize("text", ["", "1970-01-01T00:00:00Z", "2024-05-32", "13:45", "soon", "0000-00-00"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert moment_of(text) is None


def test_no_date_is_invented() -> None:
    article = article_from_html(
        f"<html><body><h1>A title of it</h1>{TEXT}<footer>© 2021 Courier</footer></body></html>"
    )
    assert article.published is None
    assert article.published_precision is None


def test_shown_date_is_read_where_nothing_declares_one() -> None:
    body = f'<h1>A title of it</h1><span class="date">13 September 2024, 21:34</span>{TEXT}'
    article = article_from_html(f'<html lang="en"><body>{body}</body></html>')
    assert article.published == "2024-09-13T21:34"


@pytest.mark.parametrize(
    "script",
    [
        '{"@context":"https://schema.org","@type":"NewsArticle","headline":"Tide &amp; time",'
        '"author":"A. Nother"}',
        '[{"@type":"BreadcrumbList"},{"@type":["Article","NewsArticle"],"headline":"Tide & time",'
        '"author":["A. Nother"]}]',
        '{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"Tide & time",'
        '"author":{"@id":"#a"}},'
        '{"@type":"Person","@id":"#a","name":"A. Nother"}]}',
        '{"@type":"NewsArticle","headline":"Tide\n & time","author":[{"name":"A. Nother"},],}',
        '<![CDATA[{"@type":"NewsArticle","headline":"Tide & time","author":{"name":"A. Nother"}}]]>',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Tide &amp; time&quot;,"
        "&quot;author&quot;:&quot;A. Nother&quot;}",
    ],
)
def test_jsonld_however_written(script: str) -> None:
    html = (
        f'<html><head><script type="application/ld+json">{script}</script></head><body>{TEXT}</body></html>'
    )
    article = article_from_html(html)
    assert article.title == "Tide & time"
    assert article.authors == ["A. Nother"]


def test_the_page_s_own_article_is_chosen() -> None:
    tree = document_fromstring(
        '<html><script type="application/ld+json">[{"@type":"NewsArticle","headline":"Teaser"},'
        '{"@type":"NewsArticle","headline":"Own","datePublished":"2024-01-02","author":"X"}]</script></html>'
    )
    assert article_object(objects_of(tree))["headline"] == "Own"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Rain in the hills | Hill Post", "Rain in the hills"),
        ("Rain in the hills - Hill Post", "Rain in the hills"),
        ("Hill Post: news – Rain in the hills — HillPost", "Hill Post: news – Rain in the hills"),
        ("Hill Post | Rain in the hills", "Rain in the hills"),
        ("Hill Post readers ask - a question", "Hill Post readers ask - a question"),
        ("Rain - and snow - in the hills", "Rain - and snow - in the hills"),
    ],
)
def test_title_without_the_site(written: str, title: str) -> None:
    head = f'<title>{written}</title><meta property="og:site_name" content="Hill Post">'
    assert article_from_html(f"<html><head>{head}</head><body>{TEXT}</body></html>").title == title


def test_names_address_language_agency() -> None:
    head = (
        '<link rel="canonical" href="/news/rain?x=1"><meta property="article:tag" content="Rain">'
        '<meta property="article:tag" content="Hills"><meta name="author" content="Reuters">'
        '<script type="application/ld+json">{"@type":"NewsArticle","publisher":{"name":"Hill Post"},'
        '"datePublished":"2024-01-02T10:00:00+02:00","dateModified":"2024-01-02T11:30:00+02:00"}</script>'
    )
    article = article_from_html(
        f'<html lang="pt-BR"><head>{head}</head><body>{TEXT}</body></html>', "https://hill.example/a"
    )
    assert article.url == "https://hill.example/news/rain?x=1"
    assert article.language_hint == "pt-BR"
    assert article.outlet == "Hill Post"
    assert article.tags == ["Rain", "Hills"]
    assert article.agency == "Reuters"
    assert (article.published, article.updated) == ("2024-01-02T10:00:00+02:00", "2024-01-02T11:30:00+02:00")


def test_canonical_front_page_is_not_believed() -> None:
    head = '<link rel="canonical" href="https://hill.example/">'
    article = article_from_html(
        f"<html><head>{head}</head><body>{TEXT}</body></html>", "https://hill.example/a"
    )
    assert article.url == "https://hill.example/a"
