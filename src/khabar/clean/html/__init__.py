"""HTML page → article: `article_from_html` is the door, everything heavy stays behind it."""

from khabar.clean.html.page import article_from_html

__all__ = ["article_from_html"]
