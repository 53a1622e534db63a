"""A web page or a plain text -> its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "tr", "table", "ul", "ol", "br", "hr", "section",
    "article", "main", "header", "footer", "caption", "figcaption", "blockquote", "pre", "body", "dd", "dt", "aside",
}  # fmt: skip
CHART = "chart"  # the class of a table that stands for a chart
_UNSEEN = {"script", "style", "head", "template", "noscript"}
_ENCODINGS = ("utf-8-sig", "gb18030")


def of_page(content: bytes) -> list[str]:
    """Return the paragraphs of a web page, without what nobody sees; the numbers of its charts come last."""
    try:
        root = html.document_fromstring(_decoded(content).encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return []
    charts = [each for each in root.iter("table") if each.get("class") == CHART]
    for each in charts:
        each.drop_tree()
    told = "".join(piece for each in (root, *charts) for piece in _pieces(each))
    return [text for piece in told.split("\n") if (text := " ".join(piece.split()))]


def has_charts(content: bytes) -> bool:
    """Whether a web page has the numbers of charts."""
    return f'<table class="{CHART}">'.encode() in content


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of an element; blocks stand on lines of their own."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag and tag not in _UNSEEN:
        ends = "\n" if tag in _BLOCKS else ""
        yield ends + (element.text or "").replace("\n", " ")
        for child in element:
            yield from _pieces(child)
        yield ends
    yield (element.tail or "").replace("\n", " ")


def of_text(content: bytes) -> list[str]:
    """Return the lines of a plain text, the cells of a table each by itself."""
    return [cell for line in _decoded(content).splitlines() for cell in line.split("\t") if cell.strip()]


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("gb18030", errors="replace")
