"""Our own field names mean themselves in every shape, and no whole text becomes a headline."""

from __future__ import annotations

import pytest
from test_record_shapes import SAMPLES, record_of

from khabar.intake import Page, Record, pages
from khabar.intake.fields import shape_of
from khabar.intake.shapes import SHAPES

URL = "https://haber.example/2"
WHOLE = "Bir olay oldu. " * 60
OWN = {
    "id": "7",
    "url": URL,
    "outlet": "BBC",
    "title": "İki",
    "text": WHOLE,
    "published": "2024-09-10",
    "language": "sw",
}


@pytest.mark.parametrize("name", [shape.name for shape in SHAPES if shape.name not in ("khabar", "common")])
def test_our_own_names_win_in_every_shape(name):
    sample = {**SAMPLES[name], **OWN}
    assert shape_of(sample).name == name
    record = record_of(**sample)
    assert (record.url, record.outlet, record.title, record.text) == (URL, "BBC", "İki", WHOLE)
    assert (record.published, record.language, record.complete) == ("2024-09-10", "sw", True)
    assert record.id == ("7" if name != "JSON Feed" else None)


@pytest.mark.parametrize("name", [shape.name for shape in SHAPES if shape.name != "khabar"])
@pytest.mark.parametrize("text_name", ["text", "body", "full_text", "articleBody"])
def test_a_whole_text_is_found_under_any_known_name(name, text_name):
    texts = ("text", "maintext", "content", "body", "articleBody", "raw_text", "content_text", "Full text")
    sample = {key: value for key, value in SAMPLES[name].items() if key not in texts}
    record = record_of(**{"title": "Bir", **sample, text_name: WHOLE})
    assert (record.text, record.complete) == (WHOLE, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Bir", "text": WHOLE, "publishedAt": "2024-09-13", "source": "BBC"},
        {"title": "Bir", "text": WHOLE, "publishedAt": "2024-09-13", "source": {"name": "BBC"}},
        {"headline": "Bir", "datePublished": "2024-09-13", "body": WHOLE, "source": "BBC"},
        {"title": "Bir", "seendate": "20240913T213400Z", "body": WHOLE, "outlet": "BBC"},
        {"title": "Bir", "text": WHOLE, "published": "2024-09-13", "thread": 5, "outlet": "BBC"},
        {"title": "Bir", "text": WHOLE, "date": "2024-09-13", "thread": {"uuid": "9"}, "outlet": "BBC"},
    ],
)
def test_half_of_a_tools_names(fields):
    record = record_of(**fields)
    assert (record.title, record.text, record.outlet, record.complete) == ("Bir", WHOLE, "BBC", True)
    assert record.published.startswith("2024-09-13")
    assert not {"text", "body", "source", "outlet"} & set(record.extra)


def test_only_the_tools_own_cut_text_is_incomplete():
    news_api = {"title": "Bir", "url": URL, "urlToImage": "x", "publishedAt": "2024-09-13T21:34:13Z"}
    cut = "a" * 200 + "… [+5678 chars]"
    assert not record_of(**news_api, content=cut).complete
    assert record_of(**news_api, content=WHOLE).complete
    assert not record_of(**news_api, description=WHOLE).complete
    both = record_of(**news_api, content=cut, text=WHOLE, description="Kisa")
    assert (both.text, both.complete) == (WHOLE, True)
    assert both.extra == {"urlToImage": "x", "content": cut, "teaser": "Kisa"}


def test_a_teaser_does_not_push_out_markup():
    (page,) = pages([{"title": "Bir", "description": "Kisa", "content": f"<p>{WHOLE}</p>"}])
    assert isinstance(page, Page)
    assert WHOLE in page.content
    assert page.extra["teaser"] == "Kisa"


def test_a_page_of_the_printed_kind_is_no_markup():
    record = record_of(title="Bir", text=WHOLE, page="A4")
    assert (record.text, record.extra) == (WHOLE, {"page": "A4"})
    assert isinstance(record_of(title="Bir", page="A4"), Record)


def test_values_of_another_kind_do_not_win():
    record = record_of(headline="Bir", articleBody=WHOLE, text={"length": 5}, id=[])
    assert (record.title, record.text, record.id) == ("Bir", WHOLE, None)
    assert record.extra == {"text": {"length": 5}}


def test_nothing_of_a_nested_object_is_lost():
    record = record_of(
        title="Bir",
        text="Metin",
        uuid="7",
        thread={"url": URL, "site": "haber.example", "country": "TR", "uuid": None},
    )
    assert (record.url, record.outlet) == (URL, "haber.example")
    assert record.extra["thread"] == {"country": "TR"}


def test_a_text_under_a_second_name_is_kept():
    assert record_of(text="Metin", body="Baska").extra == {"body": "Baska"}
