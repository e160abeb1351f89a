"""What the mark-up itself says of a region: tags, roles, and the words of class and id names.

Web developers name their boxes in one jargon the world over (`related`, `share`, `caption`), so these words say
nothing about the language or the publisher of a page. A mark is believed only strictly inside the container of
the main text, and only while the marked region holds a minor part of it (see `body`).
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_TAGS = {
    "figure": "caption",
    "figcaption": "caption",
    "caption": "caption",
    "aside": "side box",
    "nav": "navigation",
    "footer": "footer",
    "form": "form",
    "time": "date line",
    "address": "byline",
    "gu-island": "widget",
}
_ROLES = {
    "navigation": "navigation", "banner": "navigation", "menu": "navigation", "menubar": "navigation",
    "search": "form", "form": "form", "contentinfo": "footer", "complementary": "side box", "dialog": "notice",
    "alertdialog": "notice", "alert": "notice", "tooltip": "notice", "tablist": "navigation", "toolbar": "share bar",
    "figure": "caption", "img": "caption", "button": "widget", "listbox": "widget",
}  # fmt: skip
_PROPERTIES = {
    "author": "byline", "creator": "byline", "publisher": "byline", "datepublished": "date line",
    "datemodified": "date line", "datecreated": "date line", "caption": "caption", "copyrightholder": "caption",
    "keywords": "tags", "image": "caption", "video": "caption", "associatedmedia": "caption",
    "comment": "comments", "breadcrumb": "navigation", "hasPart": "",
}  # fmt: skip

# reason -> words of class and id names, as whole words; a hyphen stands for any joining sign
_NAMES = {
    "caption": "caption captions figcaption imgcaption imagecaption photocaption piccaption credit credits "
    "photocredit copyright photographer legend bildunterschrift cutline pie-foto leyenda didascalia legende",
    "related links": "related relate relacionadas relacionados recommend recommended recommendation recommendations "
    "recirc recirculation readmore read-more read-also readalso read-next see-also more-on more-from more-stories "
    "more-news most-read mostread most-popular popular trending latest latest-news outbrain taboola teaser teasers "
    "promo promos linklist link-list linkbox suggested suggestion similar further-reading also-read onward "
    "upnext up-next crosslink cross-link interlink inline-link story-link storylink article-list newslist toplist "
    "top-stories recent-posts recent",
    "share bar": "share shares sharing sharebar sharethis addtoany social socials sns bookmark follow-us followus "
    "whatsapp facebook-share reactions reaction likes like-button",
    "newsletter": "newsletter newsletters subscribe subscription subscriptions signup sign-up optin mailing-list "
    "mailinglist cta call-to-action app-promo notification push-notification donate donation support-us membership",
    "tags": "tag tags taglist tag-list tagcloud topics topic-list keywords keyword hashtags labels categories "
    "category-list terms post-tags",
    "byline": "byline bylines author authors author-box authorbox author-bio bio writer contributor contributors autor "
    "autoren auteur redaktor reporter journalist avatar",
    "comments": "comment comments commentary-list disqus coral discussion respond commentlist replies",
    "advertisement": "ad ads adv advert adverts advertisement advertising advertorial adslot ad-slot adbox sponsor "
    "sponsored promoted affiliate banner commercial dfp gpt-ad anzeige reklama publicidad werbung annonse reklame",
    "notice": "cookie cookies consent gdpr privacy disclaimer legal tooltip popup modal overlay toast",
    # Not `paywall` itself: schema.org's `cssSelector` makes it the name of the text behind the wall.
    "offer": "piano regwall registration-wall premium-offer offer subscribe-box paygate",
    "navigation": "nav navbar navigation breadcrumb breadcrumbs menu submenu pagination pager paging skip-link "
    "toc table-of-contents jump-links sitemap masthead site-header",
    "media": "gallery slideshow carousel slider video videos player jwplayer podcast audio audio-player "
    "thumbnail thumb lightbox swiper",
    "date line": "date dates datetime timestamp dateline pubdate publish-date published post-date updated "
    "reading-time readtime read-time timeago",
    "embed": "embed embedded tweet twitter-tweet instagram-media tiktok-embed fb-post social-embed oembed",
    "pull quote": "pullquote pull-quote",
    "hidden": "sr-only visually-hidden visuallyhidden screen-reader-text screenreader offscreen "
    "print-only noscript",
}

# Longer names for the standfirst, the one paragraph that often stands outside the body's own container.
_STANDFIRST = (
    "standfirst lead lede lead-text intro introduction summary dek deck excerpt abstract subtitle sub-title subhead "
    "subheading subheadline sub-headline teaser-text article-description description vorspann chapo chapeau sapo "
    "sommario entradilla bajada ingress perex zajawka spot kicker-text sinopsis synopsis headline-sub stand-first"
)


def _alternatives(words: str) -> str:
    return "|".join(sorted((word.replace("-", "[ ]") for word in words.split()), key=len, reverse=True))


_NAME = re.compile("|".join(f"(?P<r{place}> (?:{_alternatives(words)}) )" for place, words in enumerate(_NAMES.values())))
_REASONS = tuple(_NAMES)
_STANDFIRST_NAME = re.compile(f" (?:{_alternatives(_STANDFIRST)}) ")
_WALL = re.compile(f" (?:{_alternatives('paywall pay-wall regwall registration-wall paygate premium-offer')}) ")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def name_words(element: HtmlElement) -> str:
    """The words of class, id and test names, lower-cased, each between spaces."""
    names = " ".join(
        filter(None, map(element.get, ("class", "id", "data-component", "data-testid", "data-type", "data-module")))
    )[:400]
    return "  ".join(["", *map(str.lower, _WORD.findall(names)), ""]) if names else ""


def reason_of(element: HtmlElement) -> str | None:
    """Why the mark-up of this element says that it is not main text, or None."""
    tag = element.tag
    if tag in _TAGS:
        return _TAGS[tag]
    role = element.get("role")
    if role and role.strip().lower() in _ROLES:
        return _ROLES[role.strip().lower()]
    named = element.get("itemprop")
    if named and named.strip().lower() in _PROPERTIES:
        return _PROPERTIES[named.strip().lower()]
    words = name_words(element)
    if not words:
        return None
    found = _NAME.search(words.replace("  ", " "))
    if found is None or found.lastgroup is None:
        return None
    return _REASONS[int(found.lastgroup[1:])]


def is_standfirst(element: HtmlElement) -> bool:
    """Whether the names of this element speak of a standfirst."""
    named = (element.get("itemprop") or "").lower()
    return named in ("description", "alternativeheadline", "abstract") or (
        _STANDFIRST_NAME.search(name_words(element).replace("  ", " ")) is not None
    )


def is_wall(element: HtmlElement) -> bool:
    """Whether the names of this element speak of a wall before the rest of the text."""
    return _WALL.search(name_words(element).replace("  ", " ")) is not None
