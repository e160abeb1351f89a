"""XML that is safe to read, and the text of small pieces of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from khabar.intake.items import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote")
)
_SILENT = frozenset(("script", "style", "noscript", "template", "iframe"))


def xml_root(content: bytes) -> _Element:
    """The root of an XML document, repaired where it is cut; no entity is resolved and nothing is loaded.

    Raises `Unreadable` where nothing of it can be read."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"not XML: {str(error)[:200]}", "get the file again") from error
    if root is None:
        raise Unreadable("not XML: nothing of it can be read", "get the file again")
    return root


def local_name(element: _Element) -> str:
    """An element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def child_text(element: _Element, name: str) -> str:
    """The text of the first child of this name, whatever its namespace."""
    for child in element:
        if local_name(child) == name:
            return (child.text or "").strip()
    return ""


def plain_text(markup: str) -> str:
    """The text of a piece of HTML: blocks become paragraphs, scripts and tags go."""
    if "<" not in markup and "&" not in markup:
        return "\n\n".join(filter(None, (line.strip() for line in markup.splitlines())))
    from lxml import etree, html

    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return markup.strip()
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local_name(element)
        if name in _BLOCKS:
            parts.append("\n")
        if event == "start" and name not in _SILENT and isinstance(element.tag, str):
            parts.append(element.text or "")
        elif event == "end" and element is not root:
            parts.append(element.tail or "")
    rows = ("".join(parts)).split("\n")
    return "\n\n".join(filter(None, (" ".join(row.split()) for row in rows)))
