"""Word templates with charts, small: as Word draws them, with the numbers of an old year."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.model import Slot
from reportgen.plots import DRAWN, KINDS, Plot, Series

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NAMED = f'xmlns:c="{C}" xmlns:a="{A}"'
TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBERS = Series("件数", "件", ("12", None, "0"), tuple(f"处罚.按所#{n}.件数" for n in (1, 2, 3)))
RATES = Series("办结率", "%", ("98.0", None, "0.0"), tuple(f"处罚.按所#{n}.办结率" for n in (1, 2, 3)))
LABELS = ("甲所", "乙所", "丙所")


def plot(kind: str, *series: Series, labels: tuple[str, ...] = LABELS) -> Plot:
    return Plot("处罚.按所", kind, "所", labels, series or (NUMBERS,))


def slots(*series: Series, labels: tuple[str, ...] = LABELS, unfit: str = "") -> dict[str, Slot]:
    """The slots of a list's charts, beside a number and the year."""
    made = {kind: plot(kind, *series, labels=labels)._replace(unfit=unfit) for kind in (*KINDS, DRAWN)}
    charts = {
        f"处罚.按所|{kind}": Slot(each.said if each.is_filled else None, each.is_filled, plot=each)
        for kind, each in made.items()
    }
    return {
        "处罚.按所": Slot(None, True, ({},), ("所", "件数")),
        "处罚.总数": Slot("12", True, figure="处罚.总数"),
        "报告.年度": Slot("2023", True),
        **charts,
    }


def series(name: str, number: int, *numbers: str, more: str = "") -> str:
    """A series of a chart as Word stores it."""
    points = "".join(f'<c:pt idx="{n}"><c:v>{each}</c:v></c:pt>' for n, each in enumerate(numbers))
    labels = "".join(f'<c:pt idx="{n}"><c:v>类别 {n}</c:v></c:pt>' for n, _ in enumerate(numbers))
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache>'
        f'<c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>{more}<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$5</c:f>'
        f"<c:strCache>{labels}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!$B$2:$B$5</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{points}</c:numCache></c:numRef></c:val></c:ser>"
    )


def chart(
    title: str,
    *all_series: str,
    group: str = "barChart",
    axes: int = 1,
    most: str = "6",
    before: str = "",
    axis: str = "",
) -> str:
    """The part of a chart with a title in a Chinese font, cut as Word cuts it; `before` stands first in its group of
    series, `axis` last in its axis of numbers.
    """
    half = len(title) // 2
    look = '<a:rPr lang="zh-CN"><a:latin typeface="Arial"/><a:ea typeface="黑体"/></a:rPr>'
    runs = "".join(f"<a:r>{look}<a:t>{each}</a:t></a:r>" for each in (title[:half], title[half:]))
    cut = all_series if axes > 1 else ("".join(all_series),)  # each group of series has an axis of its own
    groups = "".join(
        f'<c:{group}>{before}{each}<c:axId val="{at}"/></c:{group}>' for at, each in enumerate(cut, 1)
    )
    axis = "".join(
        f'<c:valAx><c:axId val="{at}"/><c:scaling><c:max val="{most}"/></c:scaling>{axis}</c:valAx>'
        for at in range(1, axes + 1)
    )
    return (
        f"<c:chartSpace {NAMED} {nsdecls('r')}><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p>{runs}</a:p></c:rich></c:tx></c:title>"
        f'<c:autoTitleDeleted val="0"/><c:plotArea>{groups}{axis}</c:plotArea></c:chart>'
        '<c:externalData r:id="rId1"/></c:chartSpace>'
    )


def template(
    content: str, *, described: str = "", text: str = "", lines: tuple[str, ...] = ("共{{处罚.总数}}件",)
) -> bytes:
    """A template with a chart, its old workbook, and these paragraphs before it."""
    document = docx.Document()
    for each in lines:
        document.add_paragraph(each)
    package = document.part.package
    part = Part(PackURI("/word/charts/chart1.xml"), TYPE, content.encode(), package)
    book = Part(PackURI("/word/embeddings/book1.xlsx"), BOOK, b"old", package)
    part.relate_to(book, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package")
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    named = f'<c:chart {NAMED} {nsdecls("r")} r:id="{relation}"/>'
    drawing = (
        f'<w:drawing {nsdecls("w", "wp", "a")}><wp:inline><wp:docPr id="1" name="图表 1" descr="{described}"/><a:graphic>'
        f'<a:graphicData uri="{C}">{named}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    document.add_paragraph(text).add_run()._r.append(parse_xml(drawing))
    return save(document)


def lines(*texts: str) -> bytes:
    """A template of paragraphs."""
    document = docx.Document()
    for each in texts:
        document.add_paragraph(each)
    return save(document)


def save(document: docx.document.Document) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def parts(file: bytes | None) -> dict[str, bytes]:
    with ZipFile(BytesIO(file or b"")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
