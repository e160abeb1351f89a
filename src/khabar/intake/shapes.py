"""The record shapes that other tools write: one row each, their field names to ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """How one tool names the fields of a report.

    `marks` are groups of fields; a row that has all fields of one group is of this shape. `fields` gives for
    each of our fields theirs, the first non-empty one counts; a dot steps into a nested object. Names are
    compared without case, spaces and punctuation. Where they give nothing, the names of `COMMON` count too;
    an empty tuple says that the tool means something else by those. `cut` among them is a text that the tool
    cuts: it is whole only where it has more than `cut_at` characters.
    """

    name: str
    marks: tuple[frozenset[str], ...]
    fields: Mapping[str, tuple[str, ...]]
    cut_at: int = 0


def _marks(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(plain(name) for name in group.split()) for group in groups)


def plain(name: str) -> str:
    """A field name without case and punctuation: publishedAt, published_at and "Published at" are one."""
    return "".join(letter for letter in name.casefold() if letter.isalnum() or letter in ".@")


COMMON: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "url": (
        "url",
        "link",
        "canonical_url",
        "article_url",
        "page_url",
        "web_url",
        "uri",
        "permalink",
        "source_url",
    ),
    "outlet": (
        "outlet",
        "publisher",
        "publication",
        "media_name",
        "site_name",
        "sitename",
        "source_name",
        "source",
        "newspaper",
        "hostname",
        "source_domain",
        "domain",
        "site",
    ),
    "agency": ("agency",),
    "title": ("title", "headline", "heading"),
    "text": (
        "text",
        "maintext",
        "main_text",
        "plain_text",
        "full_text",
        "fulltext",
        "article_text",
        "body_text",
        "content_text",
        "articleBody",
    ),
    "markup": ("html", "rawContent", "raw_html", "page", "page_html", "content_html"),
    "either": ("content", "body", "article", "content.rendered"),
    "teaser": ("summary", "description", "snippet", "excerpt", "abstract", "lead"),
    "published": (
        "published",
        "published_at",
        "publish_date",
        "date_published",
        "publication_date",
        "date_publish",
        "publishing_date",
        "pub_date",
        "published_date",
        "publishedAt",
        "pubDate",
        "datetime",
        "date",
        "timestamp",
    ),
    "updated": ("updated", "updated_at", "modified", "date_modified", "date_modify", "last_modified"),
    "fetched": (
        "fetched",
        "crawled",
        "crawl_date",
        "date_download",
        "date_crawled",
        "scraped_at",
        "download_date",
    ),
    "language": ("language", "lang", "language_code", "locale"),
    "authors": ("authors", "author", "byline", "creator"),
    "tags": ("tags", "keywords", "topics"),
}

SHAPES: tuple[Shape, ...] = (
    Shape(
        "khabar",
        _marks("version body_start"),
        {
            name: (name,)
            for name in (
                "id",
                "url",
                "outlet",
                "agency",
                "title",
                "text",
                "published",
                "updated",
                "fetched",
                "language",
                "authors",
                "tags",
            )
        },
    ),
    Shape(  # github.com/fhamborg/news-please, NewsArticle
        "news-please",
        _marks("maintext", "date_publish source_domain", "title_rss title_page"),
        {
            "url": ("url",),
            "outlet": ("source_domain",),
            "title": ("title", "title_page", "title_rss"),
            "text": ("maintext", "text"),
            "teaser": ("description",),
            "published": ("date_publish",),
            "updated": ("date_modify",),
            "fetched": ("date_download",),
            "language": ("language",),
            "authors": ("authors",),
        },
    ),
    Shape(  # mediacloud.org: story lists of the search tool and of the older API
        "Media Cloud",
        _marks("media_name", "stories_id", "media_url publish_date"),
        {
            "id": ("id", "stories_id"),
            "url": ("url", "story_url"),
            "outlet": ("media_name", "media.name", "media_url"),
            "title": ("title",),
            "text": ("text", "story_text"),
            "markup": ("raw_first_download_file", "html"),
            "published": ("publish_date",),
            "language": ("language",),
        },
    ),
    # GDELT's DOC API, ArtList; `seendate`, when GDELT saw the page, is its best word on the publication
    Shape(
        "GDELT DOC",
        _marks("seendate"),
        {
            "url": ("url",),
            "outlet": ("domain",),
            "title": ("title",),
            "published": ("seendate",),
            "language": ("language",),
        },
    ),
    Shape(  # GDELT Global Knowledge Graph 2.1 codebook; title and language are unpacked by tables.py
        "GDELT GKG",
        _marks("V2DOCUMENTIDENTIFIER", "DocumentIdentifier SourceCommonName"),
        {
            "url": ("V2DOCUMENTIDENTIFIER", "DocumentIdentifier"),
            "outlet": ("V2SOURCECOMMONNAME", "SourceCommonName"),
            "title": ("PAGE_TITLE",),
            "published": ("V2.1DATE", "DATE"),
            "language": ("LANGUAGE",),
            "authors": ("PAGE_AUTHORS",),
        },
    ),
    Shape(  # GDELT Event Database 2.0 codebook: rows are events, with the address of a page
        "GDELT Events",
        _marks("GLOBALEVENTID SOURCEURL", "GlobalEventID SOURCEURL"),
        {"url": ("SOURCEURL",)},
    ),
    Shape(  # newsapi.org/docs; `content` is cut at 200 characters, and "… [+12345 chars]" follows
        "NewsAPI",
        _marks("publishedAt urlToImage", "publishedAt source.name"),
        {
            "url": ("url",),
            "outlet": ("source.name",),
            "title": ("title",),
            "cut": ("content",),
            "published": ("publishedAt",),
            "authors": ("author",),
        },
        cut_at=240,
    ),
    Shape(  # eventregistry.org/documentation
        "Event Registry",
        _marks("dateTimePub", "dateTime body"),
        {
            "id": ("uri",),
            "url": ("url",),
            "outlet": ("source.title", "source.uri"),
            "title": ("title",),
            "text": ("body",),
            "published": ("dateTimePub", "dateTime"),
            "language": ("lang",),
            "authors": ("authors",),
        },
    ),
    Shape(  # docs.webz.io, news posts
        "Webz.io",
        _marks("thread.site", "thread.uuid"),
        {
            "id": ("uuid",),
            "url": ("url", "thread.url"),
            "outlet": ("thread.site",),
            "title": ("title", "thread.title"),
            "text": ("text",),
            "published": ("published",),
            "fetched": ("crawled",),
            "language": ("language",),
            "authors": ("author",),
        },
    ),
    Shape(  # schema.org/NewsArticle
        "schema.org",
        _marks("headline articleBody", "headline datePublished", "@type headline"),
        {
            "url": ("url", "mainEntityOfPage", "@id"),
            "outlet": ("publisher",),
            "title": ("headline", "name"),
            "text": ("articleBody",),
            "teaser": ("description",),
            "published": ("datePublished", "dateCreated"),
            "updated": ("dateModified",),
            "language": ("inLanguage",),
            "authors": ("author",),
            "tags": ("keywords",),
        },
    ),
    Shape(  # trafilatura's JSON output
        "trafilatura",
        _marks("raw_text fingerprint", "hostname sitename"),
        {
            "url": ("source", "url"),
            "outlet": ("source-hostname", "sitename", "hostname"),
            "title": ("title",),
            "text": ("text", "raw_text"),
            "teaser": ("excerpt", "description"),
            "published": ("date",),
            "fetched": ("filedate",),
            "language": ("language",),
            "authors": ("author",),
            "tags": ("tags",),
        },
    ),
    Shape(  # jsonfeed.org/version/1.1, an item
        "JSON Feed",
        _marks(
            "content_html date_published",
            "content_text date_published",
            "content_html external_url",
            "content_text external_url",
        ),
        {
            "id": (),  # theirs is one within its feed, ours one within the archive
            "url": ("url", "external_url", "id"),
            "title": ("title",),
            "text": ("content_text",),
            "markup": ("content_html",),
            "teaser": ("summary",),
            "published": ("date_published",),
            "updated": ("date_modified",),
            "language": ("language",),
            "authors": ("authors", "author"),
            "tags": ("tags",),
        },
    ),
    Shape("common", (frozenset(),), COMMON),  # our own names, and what everybody else writes
)


def _names_of(*ours: str) -> frozenset[str]:
    return frozenset(plain(name) for shape in SHAPES for one in ours for name in shape.fields.get(one, ()))


TEXT_FIELDS = _names_of("title", "text", "markup", "either", "cut") | {"description"}
KNOWN_FIELDS = _names_of(*{ours for shape in SHAPES for ours in shape.fields})
# Names of addresses alone: "source" and "id" mean other things in most tables.
ADDRESS_FIELDS = _names_of("url") - _names_of("id", "outlet")
