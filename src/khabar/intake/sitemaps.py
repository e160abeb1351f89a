"""Lists of addresses: sitemaps and sitemap indexes (sitemaps.org 0.9, with Google's news fields), OPML
(2.0)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from khabar.intake.fetch import WEB, Fetcher
from khabar.intake.follow import followed
from khabar.intake.items import Item, Opening, Unreadable
from khabar.intake.markup import child_text, local_name, xml_root
from khabar.intake.rows import said_of_page
from khabar.intake.streams import whole

if TYPE_CHECKING:
    from lxml.etree import _Element


def sitemap_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The pages that a sitemap names, fetched; those of a sitemap index's sitemaps too."""
    root = xml_root(whole(opening.stream, fetcher.limits.most_bytes))
    found = [
        (child_text(entry, "loc"), _news(entry)) for entry in root if local_name(entry) in ("url", "sitemap")
    ]
    addresses = [(address, known) for address, known in found if WEB.match(address)]
    if not addresses:
        raise Unreadable("a sitemap without addresses", "look at it in a browser; it may be empty or cut")
    yield from followed(addresses, opening.name, opening.level, fetcher)


def opml_items(opening: Opening, fetcher: Fetcher) -> Iterator[Item]:
    """The feeds that an OPML list names, fetched."""
    root = xml_root(whole(opening.stream, fetcher.limits.most_bytes))
    addresses: dict[str, dict[str, Any]] = {}
    for outline in root.iter():
        attributes = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        address = attributes.get("xmlurl", "").strip()
        if WEB.match(address):
            addresses.setdefault(address, {})
    if not addresses:
        raise Unreadable(
            "an OPML list without feeds (no xmlUrl)", "export the list again from your feed reader"
        )
    yield from followed(addresses.items(), opening.name, opening.level, fetcher)


def _news(entry: _Element) -> dict[str, Any]:
    """What Google's news fields say of a page: title, time, outlet, language."""
    for news in entry:
        if local_name(news) != "news":
            continue
        publication = next((child for child in news if local_name(child) == "publication"), None)
        said = {
            "title": child_text(news, "title"),
            "published": child_text(news, "publication_date"),
            "outlet": child_text(publication, "name") if publication is not None else "",
            "language": child_text(publication, "language") if publication is not None else "",
        }
        return said_of_page({name: value for name, value in said.items() if value})
    return {}
