"""A title, lines and a table -> a Word page to hand on: plain paragraphs of our own, which need no template to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.workbook.zipped import pack

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    _HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    _HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{edge} w:val="single" w:sz="4" w:color="808080"/>' for edge in _EDGES)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1304" w:bottom="1021" w:left="1304" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)
_WIDTH = 9298  # twentieths of a point between the margins of A4


def page(
    title: str,
    before: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    after: Sequence[str],
) -> bytes:
    """Return a Word file of a title, lines, a table whose first row is its heading and whose columns have these shares of
    the width, and lines.
    """
    body = [
        _paragraph(title, "黑体", 36, centred=True),
        *map(_line, before),
        "".join(_table(rows, widths)),
        *map(_line, after),
    ]
    document = f"{_HEAD}<w:document {_W}><w:body>{''.join(body)}{_PAGE}</w:body></w:document>"
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    return pack({name: content.encode() for name, content in parts.items()})


def _line(text: str) -> str:
    return _paragraph(text, "仿宋", 24)


def _paragraph(text: str, font: str, size: int, *, centred: bool = False, bold: bool = False) -> str:
    """A paragraph in one font; `size` is in half points."""
    place = '<w:jc w:val="center"/>' if centred else '<w:jc w:val="both"/>'
    look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/>'
    run = f'<w:r><w:rPr>{look}<w:lang w:eastAsia="zh-CN"/></w:rPr><w:t xml:space="preserve">{text.translate(_ESCAPED)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:spacing w:before="0" w:after="60" w:line="320" w:lineRule="atLeast"/>{place}</w:pPr>{run}</w:p>'


def _table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    shares = [_WIDTH * each // sum(widths) for each in widths]
    yield f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    yield '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
    yield "".join(f'<w:gridCol w:w="{each}"/>' for each in shares) + "</w:tblGrid>"
    for number, row in enumerate(rows):
        heading = "" if number else "<w:tblHeader/>"
        yield f"<w:tr><w:trPr><w:cantSplit/>{heading}</w:trPr>"
        for text, share in zip(row, shares, strict=True):
            cell = _paragraph(text, "宋体", 21, bold=not number, centred=not number)
            yield f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        yield "</w:tr>"
    yield "</w:tbl>"
