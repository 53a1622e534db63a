"""A finished Word file -> one web page for a government site: its own structure, and nothing from outside.

Headings, tables with their heads, notes and pictures are told apart for those who listen to the page. The same file
gives the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from reportgen.word.contents import (
    UNKNOWN_SIGN,
    Block,
    Cell,
    Contents,
    Paragraph,
    Piece,
    Table,
    contents,
    paragraphs,
)
from reportgen.word.drawings import Picture
from reportgen.word.shown_charts import ShownChart

_STYLE = """
:root{color-scheme:light}
body{margin:0;background:#fff;color:#1a1a1a;font:1.125rem/1.9 "FangSong","STFangsong","仿宋","Noto Serif CJK SC","SimSun",serif}
main{max-width:46em;margin:0 auto;padding:2rem 1.25rem 4rem}
h1,h2,h3,h4,h5,h6{line-height:1.6;font-weight:bold}
h1{margin:1em 0 1.2em;text-align:center;font-size:1.7rem}
h2{margin:1.4em 0 .4em;font-size:1.25rem}
h3,h4,h5,h6{margin:1em 0 .3em;font-size:1.125rem}
p{margin:.4em 0;text-indent:2em;text-align:justify;overflow-wrap:break-word}
p.center,p.right,p.left,p.flush,td p,th p,caption,.notes p{text-indent:0}
p.center{text-align:center}
p.right{text-align:right}
p.left{text-align:left}
.wide{margin:1em 0;overflow-x:auto}
table{border-collapse:collapse;margin:0 auto;font-size:1rem;line-height:1.6}
caption{padding:.4em;font-weight:bold}
th,td{border:1px solid #555;padding:.3em .6em;vertical-align:middle}
th{background:#f2f2f2;text-align:center}
td p,th p{margin:0;text-align:inherit}
img{max-width:100%;height:auto}
.notes{margin-top:2em;border-top:1px solid #555;font-size:1rem}
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@media print{body{font-size:16pt;line-height:28.95pt}main{max-width:none;padding:0}h1{font-size:22pt}h2,h3,h4,h5,h6{font-size:16pt;break-after:avoid}table{font-size:12pt;line-height:1.4}thead{display:table-header-group}tr,img{break-inside:avoid}p{orphans:2;widows:2}a{color:inherit;text-decoration:none}.wide{overflow:visible}}
""".strip()
_ALIGNED = {"center": "center", "right": "right", "end": "right", "left": "left"}


@dataclass(frozen=True)
class Page:
    """A web page; how many pictures it does not show, as browsers do not know their kind; of how many nothing is said; and
    how many signs of a symbol font no character stands for."""

    html: str
    lost: int
    unsaid: int
    unknown: int


def web_page(file: bytes, name: str = "") -> Page:
    """Return the page of a finished Word file, called `name` where the file does not say its title; raise NotWordError."""
    found = contents(file)
    head = _head(found)
    title = found.title or (head.text if head else name)
    body = "\n".join([*_blocks(found.blocks, head), *_blocks(found.boxes, None), *_notes(found)])
    return Page(
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n",
        sum(1 for each in _pictures(found) if not each.kind),
        sum(1 for each in _pictures(found) if each.kind and not each.said),
        body.count(UNKNOWN_SIGN),
    )


def _pictures(found: Contents) -> Iterator[Picture]:
    notes = [block for note in found.notes for block in note]
    for paragraph in paragraphs([*found.blocks, *found.boxes, *notes]):
        yield from (each.picture for each in paragraph.pieces if each.picture)


def _head(found: Contents) -> Paragraph | None:
    """The paragraph that is the title of the whole: what the file calls itself, or what stands centred at its top."""
    texts = [each for each in found.blocks if isinstance(each, Paragraph) and each.text.strip()]
    named = [each for each in texts if _bare(each.text) == _bare(found.title)]
    first = [each for each in texts[:1] if each.align == "center" or each.style in ("title", "标题")]
    return next(iter(named or first), None)


def _bare(text: str) -> str:
    return "".join(text.split())


def _blocks(blocks: Sequence[Block], head: Paragraph | None) -> Iterator[str]:
    caption: Paragraph | None = None
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            yield _table(block, caption)
            caption = None
            continue
        if block.caption and isinstance(next(iter(blocks[at + 1 :]), None), Table):
            caption = block
            continue
        if block.text.strip() or any(each.picture or each.look == "note" for each in block.pieces):
            yield _paragraph(block, 1 if block is head else block.level + 1 if block.level else 0)
        yield from (_chart(each.chart) for each in block.pieces if each.chart)


def _paragraph(block: Paragraph, level: int) -> str:
    if level:
        name = f"h{min(level, 6)}"
        return f"<{name}>{_inline(block.pieces)}</{name}>"
    side = _ALIGNED.get(block.align, "")
    kept = f' style="padding-right:{block.right:g}em"' if side == "right" and block.right else ""
    side = side or ("" if block.first > 0 else "flush")
    placed = f' class="{side}"{kept}' if side else ""
    return f"<p{placed}>{_inline(block.pieces)}</p>"


def _inline(pieces: Sequence[Piece]) -> str:
    return "".join(map(_piece, pieces)).strip()


def _piece(piece: Piece) -> str:
    if piece.picture:
        said = escape(piece.picture.said)
        if not piece.picture.kind:
            return said
        content = b64encode(piece.picture.content).decode()
        return f'<img src="data:{piece.picture.kind};base64,{content}" alt="{said}">'
    if piece.look == "note":
        mark = piece.text
        return f'<sup><a href="#note-{mark}" id="mark-{mark}" aria-label="注{mark}">{mark}</a></sup>'
    text = escape(piece.text, quote=False).replace("\n", "<br>").replace("\t", "\u2003")
    return f"<{piece.look}>{text}</{piece.look}>" if piece.look and text.strip() else text


def _table(table: Table, caption: Paragraph | None) -> str:
    said = f"<caption>{_inline(caption.pieces)}</caption>\n" if caption else ""
    rows = ["<tr>" + "".join(map(_cell, row)) + "</tr>" for row in table.rows]
    head = "\n".join(rows[: table.heads])
    body = "\n".join(rows[table.heads :])
    parts = [f"<thead>\n{head}\n</thead>"] * bool(head) + [f"<tbody>\n{body}\n</tbody>"] * bool(body)
    return f'<div class="wide">\n<table>\n{said}' + "\n".join(parts) + "\n</table>\n</div>"


def _chart(chart: ShownChart) -> str:
    """A chart as the table of its numbers, which everybody can read and listen to."""
    (_, *heads), *rows = chart.rows
    head = "".join(f'<th scope="col">{escape(each, quote=False)}</th>' for each in heads)
    lines = (
        f'<tr><th scope="row">{escape(label, quote=False)}</th>'
        + "".join(f"<td>{escape(each, quote=False)}</td>" for each in numbers)
        + "</tr>"
        for label, *numbers in rows
    )
    said = escape(chart.said.partition("：")[0] or "图表", quote=False)
    body = "\n".join(lines)
    return (
        f'<div class="wide">\n<table class="chart">\n<caption>{said}</caption>\n<thead>\n<tr><td></td>{head}</tr>\n</thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _cell(cell: Cell) -> str:
    texts = [each for each in cell.blocks if isinstance(each, Table) or each.pieces]
    empty = not any(isinstance(each, Table) or each.text.strip() for each in texts)
    name = "th" if cell.scope and not empty else "td"
    scope = f' scope="{cell.scope}"' if name == "th" else ""
    size = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    )
    lone = texts[0] if len(texts) == 1 and isinstance(texts[0], Paragraph) else None
    align = _ALIGNED.get(lone.align, "") if lone and name == "td" else ""
    side = f' style="text-align:{align}"' if align else ""
    inside = _inline(lone.pieces) if lone else "".join(_blocks(texts, None))
    return f"<{name}{scope}{size}{side}>{inside}</{name}>"


def _notes(found: Contents) -> Iterator[str]:
    if not found.notes:
        return
    yield '<section class="notes" aria-label="注释">'
    for number, blocks in enumerate(found.notes, 1):
        texts = "<br>".join(_inline(each.pieces) for each in blocks if isinstance(each, Paragraph))
        back = f'<a href="#mark-{number}" aria-label="回到正文的注{number}">{number}</a>'
        yield f'<p id="note-{number}">{back} {texts}</p>'
    yield "</section>"
