"""Record shapes: one test walks all rows, the others what values may look like."""

from __future__ import annotations

import pytest

from khabar.clean.identity import report_id, report_version
from khabar.intake import Page, Record, page_of, pages, report_of
from khabar.intake.fields import shape_of
from khabar.intake.shapes import SHAPES
from khabar.intake.values import language_code

URL = "https://haber.example/1"
SAMPLES = {
    "khabar": {
        "id": "a",
        "version": "v",
        "url": URL,
        "outlet": "Haber",
        "title": "Bir",
        "text": "Bir\n\nMetin.",
        "body_start": 5,
        "published": "2024-09-13",
        "language": "tr",
        "authors": ["Ann"],
        "extra": {"k": 1},
        "complete": True,
        "story": "s",
    },
    "news-please": {
        "authors": ["Ann"],
        "date_download": "2024-09-14 08:00:00",
        "date_modify": None,
        "date_publish": "2024-09-13 21:34:13",
        "description": "Kisa",
        "filename": "x.json",
        "language": "tr",
        "maintext": "Metin.",
        "source_domain": "haber.example",
        "title": "Bir",
        "title_page": None,
        "title_rss": None,
        "url": URL,
    },
    "Media Cloud": {
        "id": "99",
        "stories_id": 99,
        "title": "Bir",
        "publish_date": "2024-09-13",
        "media_name": "Haber",
        "media_url": "haber.example",
        "language": "tr",
        "url": URL,
        "text": "Metin.",
    },
    "GDELT DOC": {
        "url": URL,
        "url_mobile": "",
        "title": "Bir",
        "seendate": "20240913T213400Z",
        "socialimage": "",
        "domain": "haber.example",
        "language": "Turkish",
        "sourcecountry": "Turkey",
    },
    "GDELT GKG": {
        "V2.1DATE": "20240913213400",
        "V2SOURCECOMMONNAME": "haber.example",
        "V2DOCUMENTIDENTIFIER": URL,
        "PAGE_TITLE": "Bir",
        "LANGUAGE": "tur",
    },
    "GDELT Events": {"GLOBALEVENTID": "1", "SQLDATE": "20240913", "SOURCEURL": URL},
    "NewsAPI": {
        "source": {"id": None, "name": "Haber"},
        "author": "Ann",
        "title": "Bir",
        "description": "Kisa",
        "url": URL,
        "urlToImage": "x",
        "publishedAt": "2024-09-13T21:34:13Z",
        "content": "Metin. [+99 chars]",
    },
    "Event Registry": {
        "uri": "7",
        "lang": "tur",
        "dateTimePub": "2024-09-13T21:34:13Z",
        "url": URL,
        "title": "Bir",
        "body": "Metin.",
        "source": {"uri": "haber.example", "title": "Haber"},
        "authors": [{"name": "Ann"}],
    },
    "Webz.io": {
        "thread": {"site": "haber.example", "title": "Bir"},
        "uuid": "7",
        "url": URL,
        "title": "Bir",
        "text": "Metin.",
        "published": "2024-09-13T21:34:00.000+03:00",
        "language": "turkish",
        "author": "Ann",
    },
    "schema.org": {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Bir",
        "articleBody": "Metin.",
        "datePublished": "2024-09-13T21:34:00+03:00",
        "publisher": {"@type": "Organization", "name": "Haber"},
        "inLanguage": "tr",
        "url": URL,
        "author": [{"@type": "Person", "name": "Ann"}],
    },
    "trafilatura": {
        "title": "Bir",
        "author": "Ann; Cem",
        "hostname": "haber.example",
        "date": "2024-09-13",
        "fingerprint": "f",
        "raw_text": "Metin.",
        "text": "Metin.",
        "language": "tr",
        "source": URL,
        "source-hostname": "Haber",
        "tags": "a;b",
    },
    "JSON Feed": {
        "id": URL,
        "url": URL,
        "title": "Bir",
        "content_text": "Metin.",
        "date_published": "2024-09-13",
        "authors": [{"name": "Ann"}],
    },
    "common": {
        "id": 5,
        "link": URL,
        "publisher": "Haber",
        "Headline": "Bir",
        "Full text": "Metin.",
        "Published at": "2024-09-13",
        "lang": "TR",
        "byline": "Ann",
        "desk": "dış",
    },
}


def record_of(**fields) -> Record:
    (record,) = [item for item in pages([fields]) if isinstance(item, Record)]
    return record


@pytest.mark.parametrize("name", [shape.name for shape in SHAPES])
def test_every_shape_is_recognised(name):
    sample = SAMPLES[name]
    assert shape_of(sample).name == name
    items = list(pages([sample]))
    if name == "GDELT Events":
        (entry,) = items
        assert URL in entry.reason
        assert "follow_links" in entry.retry
        return
    (record,) = items
    assert (record.title, record.url) == ("Bir", URL)
    assert record.published.startswith("2024-09-13")
    assert record.language in ("tr", None)
    assert (record.language is None) == ("lang" not in " ".join(sample).lower())
    assert record.complete is (name not in ("GDELT DOC", "GDELT GKG", "NewsAPI"))
    assert record.outlet in ("Haber", "haber.example", None)
    assert record.text.startswith("Metin.") or name in ("GDELT DOC", "GDELT GKG")
    if "author" in str(sample).lower() or "byline" in sample:
        assert record.authors[0] == "Ann"


def test_unknown_fields_are_kept():
    assert record_of(title="Bir", desk="dış", extra={"k": 1}, n=0, flag=False).extra == {
        "desk": "dış",
        "k": 1,
        "n": 0,
        "flag": False,
    }
    assert record_of(title="Bir", extra='{"k": 1}').extra == {"k": 1}
    assert record_of(title="Bir", extra="a word").extra == {"extra": "a word"}


def test_a_record_becomes_its_report_verbatim():
    text = "  Birinci.\n\n\nİkinci satır.  "
    report = report_of(record_of(title="Bir", text=text, url=URL, published="2024-09-13T21:34+03:00"))
    assert report.text == f"Bir\n\n{text}"
    assert report.text[report.body_start :] == text
    assert report.id == report_id(None, URL, None, "Bir", text)
    assert report.version == report_version("Bir", text)
    assert (report.published, report.published_precision) == ("2024-09-13T21:34+03:00", "minute")
    assert report.complete


@pytest.mark.parametrize(
    ("fields", "text", "start"),
    [
        ({"title": "Bir"}, "Bir", 3),
        ({"text": "Metin"}, "Metin", 0),
        ({"title": " ", "text": "Metin"}, "Metin", 0),
    ],
)
def test_reports_of_one_half(fields, text, start):
    report = report_of(record_of(**fields))
    assert (report.text, report.body_start) == (text, start)
    assert report.complete is ("text" in fields)


def test_an_exported_report_comes_back_the_same():
    first = report_of(record_of(title="Bir", text="Metin.", url=URL, authors=["Ann"], extra={"k": 1}))
    import dataclasses

    (again,) = pages([dataclasses.asdict(first)])
    assert dataclasses.replace(report_of(again), extra={}) == dataclasses.replace(first, extra={})
    assert report_of(again).extra["k"] == 1


def test_a_record_with_markup_is_a_page():
    for name in ("html", "rawContent", "page"):
        (page,) = pages(
            [{name: "<p>Metin</p>", "title": "Bir", "url": URL, "published": "2024-09-13", "desk": "x"}]
        )
        assert isinstance(page, Page)
        assert (page.content, page.url, page.media_type) == ("<p>Metin</p>", URL, "text/html")
        assert page.extra == {
            "title": "Bir",
            "published": "2024-09-13",
            "published_precision": "day",
            "desk": "x",
        }
    (page,) = pages([{"content": {"rendered": "<p>Metin</p>"}, "title": "Bir"}])
    assert isinstance(page, Page)
    record = record_of(text="<p>verbatim</p>", html="<p>Metin</p>")
    assert record.text == "<p>verbatim</p>"


def test_a_record_can_be_cleaned_as_a_page():
    page = page_of(record_of(title="Bir", text="Metin", url=URL, id="7", outlet="Haber", language="tr"))
    assert (page.content, page.media_type, page.url) == ("Metin", "text/plain", URL)
    assert page.extra == {"id": "7", "title": "Bir", "outlet": "Haber", "language": "tr"}


def test_wrong_types():
    record = record_of(
        title=2024, text=["Bir.", "İki."], id=7, authors="Ann; Cem", url=5, tags={"name": "x"}, language=9
    )
    assert (record.title, record.text, record.id) == ("2024", "Bir.\n\nİki.", "7")
    assert (record.authors, record.tags) == (["Ann", "Cem"], ["x"])
    assert (record.url, record.extra["url_given"]) == (None, "5")
    assert (record.language, record.extra["language_given"]) == (None, "9")


@pytest.mark.parametrize(
    ("given", "authors"),
    [
        ("Ann Bee", ["Ann Bee"]),
        ("Bee, Ann", ["Bee, Ann"]),
        ("Ann|Cem", ["Ann", "Cem"]),
        ('["Ann", "Cem"]', ["Ann", "Cem"]),
        ("['Ann', 'Cem']", ["Ann", "Cem"]),
        (["Ann", None, "Ann", {"name": "Cem"}], ["Ann", "Cem"]),
        ({"name": "Ann"}, ["Ann"]),
        ("[" * 5000 + "]" * 5000, ["[" * 5000 + "]" * 5000]),
        ([], []),
    ],
)
def test_authors(given, authors):
    assert record_of(title="Bir", authors=given).authors == authors


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (URL, URL),
        ("haber.example/1", "https://haber.example/1"),
        ("no address", None),
        ("javascript:alert(1)", None),
    ],
)
def test_addresses(url, expected):
    assert record_of(title="Bir", url=url).url == expected


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("en", "en"),
        ("ENG", "en"),
        ("en-GB", "en"),
        ("en_US", "en"),
        ("English", "en"),
        ("Kiswahili", "sw"),
        ("swa", "sw"),
        ("zh-Hans", "zh"),
        ("cmn", "zh"),
        ("türkçe", "tr"),
        ("fil", "tl"),
        ("ckb", "ckb"),
        ("Unknown", None),
        ("und", None),
        ("xx", None),
        ("", None),
        ("fa", "fa"),
        ("per", "fa"),
        ("hausa", "ha"),
        ("sr-Latn", "sr"),
    ],
)
def test_languages(given, code):
    assert language_code(given) == code


def test_gdelt_files_without_header(tmp_path):
    events = [""] * 61
    events[0], events[1], events[60] = "1197", "20240913", URL
    gkg = [""] * 27
    gkg[0], gkg[1], gkg[3], gkg[4] = "20240913213400-1", "20240913213400", "haber.example", URL
    gkg[7], gkg[25], gkg[26] = (
        "KILL;WOUND,1|x",
        "srclc:tur;eng:GT-TUR 1.0",
        "<PAGE_TITLE>A &amp; B</PAGE_TITLE>",
    )
    for name, row in (("20240913.export.CSV", events), ("20240913.gkg.csv", gkg)):
        (tmp_path / name).write_text("\t".join(row) + "\n")
    (entry,) = pages(tmp_path / "20240913.export.CSV")
    assert URL in entry.reason
    (record,) = pages(tmp_path / "20240913.gkg.csv")
    assert (record.title, record.url, record.outlet, record.language) == ("A & B", URL, "haber.example", "tr")
    assert (record.published, record.complete) == ("2024-09-13T21:34:00", False)
