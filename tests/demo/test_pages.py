"""The bundled corpus: invented, and says so."""

from khabar.demo import NOTICE, pages


def test_every_page_says_that_it_is_invented() -> None:
    given = list(pages())
    assert len(given) >= 60
    assert all(page.extra["invented"] is True for page in given)
    assert "invented" in NOTICE


def test_every_page_has_an_id_of_its_own_an_outlet_and_an_address_that_cannot_exist() -> None:
    given = list(pages())
    assert len({page.extra["id"] for page in given}) == len(given)
    assert all(page.extra["outlet"] and page.content for page in given)
    assert all(page.url and ".example/" in page.url for page in given)
    assert {page.media_type for page in given} == {"text/plain", "text/html"}
    assert all(page.source == f"demo:{page.extra['id']}" for page in given)


def test_it_is_about_fifteen_events_in_many_languages() -> None:
    given = list(pages())
    assert len({page.extra["event"] for page in given}) >= 15
    assert len({page.extra["id"].split("-")[2] for page in given}) >= 14
