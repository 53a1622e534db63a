"""What may stand in a Word file only once stands there once, however often its part is repeated."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from lxml import etree

from reportgen.word.identities import make_unique
from reportgen.word.package import W
from tests.word.test_fields import pieces, simple
from tests.word.test_fill import NAMES, SLOTS, fill, p, r, row, table

DRAWN = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
BOX = f"<w:txbxContent>{p('{{名}}')}</w:txbxContent>"
PICTURE = (
    f'<w:r><mc:AlternateContent {DRAWN}><mc:Choice Requires="wps"><w:drawing><wp:anchor wp14:anchorId="0A" '
    f'wp14:editId="0B"><wp:docPr id="7" name="文本框 7"/>{BOX}</wp:anchor></w:drawing></mc:Choice><mc:Fallback>'
    f'<w:pict><v:shapetype id="_x0000_t202"/><v:shape id="s7" o:spid="_x0000_s1026" type="#_x0000_t202"><v:textbox>{BOX}'
    "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
EMBEDDED = (
    f'<w:r><w:object {DRAWN}><v:shape id="s8"/><o:OLEObject Type="Embed" ShapeID="s8"/></w:object></w:r>'
)
REVISED = '<w:ins w:id="4"><w:r><w:rPr><w:rPrChange w:id="5"><w:rPr/></w:rPrChange></w:rPr><w:t>甲</w:t></w:r></w:ins>'


def tree(body: str) -> etree._Element:
    return etree.fromstring(f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")


def filled(body: str) -> etree._Element:
    root = fill(body, SLOTS)
    make_unique([root])
    return root


def identities(root: etree._Element) -> Counter[tuple[str, str]]:
    """How often each identity stands in a tree; an end of a range has none of its own."""
    found: Counter[tuple[str, str]] = Counter()
    for each in root.iter("*"):
        local = etree.QName(each).localname
        if local.endswith(("End", "Reference")) or local in ("OLEObject",):
            continue
        for name, value in each.attrib.items():
            attribute = str(name).rpartition("}")[2]
            if attribute in ("id", "paraId", "textId", "anchorId", "editId", "spid", "name"):
                kind = local if local == "docPr" or local.startswith("bookmark") else attribute
                found[f"{kind}@{attribute}", str(value)] += (
                    0 if attribute == "name" and local == "docPr" else 1
                )
    return +found


@pytest.mark.parametrize("content", [PICTURE, EMBEDDED, REVISED], ids=["picture", "object", "revision"])
@pytest.mark.parametrize(
    "around",
    [
        lambda content: p("{{#结果}}") + p("{{名}}", content) + p("{{/结果}}"),
        lambda content: p("前{{#结果}}{{名}}", content, "{{/结果}}后"),
        lambda content: table(row("{{#结果}}{{名}}", p(content, "{{/结果}}"))),
        lambda content: p("{{#结果}}") + p("{{#结果}}") + p("{{名}}", content) + p("{{/结果}}") * 2,
        lambda content: (
            p(re.sub(r' wp14:\w+="\w+"', "", content.replace("名", "总数")))
            + p("{{#结果}}")
            + p("{{名}}", content)
            + p("{{/结果}}")
        ),
    ],
    ids=["paragraphs", "phrase", "rows", "nested", "template-had-it-twice"],
)
def test_nothing_that_may_stand_once_stands_twice(content: str, around: type) -> None:
    root = filled(around(content))  # type: ignore[call-arg]
    found = identities(root)
    assert found
    assert [each for each, times in found.items() if times > 1] == []


def test_shapes_are_referred_to_by_their_new_names() -> None:
    root = filled(p("{{#结果}}") + p("{{名}}", PICTURE, EMBEDDED) + p("{{/结果}}"))
    written = etree.tostring(root, encoding="unicode")
    shapes = re.findall(r'<v:shape id="(s8\w*)"', written)
    assert re.findall(r'ShapeID="(\w+)"', written) == shapes == ["s8", "s8_2"]
    assert re.findall(r'type="#(\w+)"', written) == re.findall(r'shapetype id="(\w+)"', written)


def test_drawings_of_all_parts_are_numbered_apart() -> None:
    body, header = (tree(p(PICTURE) + p(PICTURE)) for _ in range(2))
    other = b'<w:ftr><wp:inline><wp:docPr name="a" id="12"/></wp:inline></w:ftr>'
    make_unique([body, header], [other])
    found = re.findall(
        r'docPr id="(\d+)"', etree.tostring(body, encoding="unicode") + etree.tostring(header).decode()
    )
    assert found[0] == "7"
    assert len({*found, "12"}) == 5


def test_a_tree_without_repetition_stays_as_it_is() -> None:
    root = tree(
        p(PICTURE, EMBEDDED, REVISED, '<w:bookmarkStart w:id="4" w:name="a"/><w:bookmarkEnd w:id="4"/>')
    )
    before = etree.tostring(root)
    make_unique([root])
    assert etree.tostring(root) == before


# Bookmarks that a repeated part refers to


MARKED = ('<w:bookmarkStart w:id="1" w:name="_Ref1"/>', "{{名}}", '<w:bookmarkEnd w:id="1"/>')


@pytest.mark.parametrize(
    "reference",
    [
        pieces(r" REF _Ref1 \h ", r("甲")),
        simple("PAGEREF _ref1", r("1")),
        f'<w:hyperlink w:anchor="_Ref1">{r("甲")}</w:hyperlink>',
        simple('HYPERLINK \\l "_Ref1"', r("1")),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_each_copy_refers_to_its_own_bookmark(reference: str, before: bool) -> None:
    inside = (reference, *MARKED) if before else (*MARKED, reference)
    root = filled(p("{{#结果}}") + p(*inside) + p("{{/结果}}") + p("见", reference))
    written = etree.tostring(root, encoding="unicode").replace("_ref1", "_Ref1")
    names = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w+)"', written)
    assert names == ["_Ref1", "_Ref1_c1"]
    assert len(set(re.findall(r'<w:bookmarkStart w:id="(\d+)"', written))) == 2
    assert re.findall(r'<w:bookmarkStart w:id="(\d+)"', written) == re.findall(
        r'<w:bookmarkEnd w:id="(\d+)"', written
    )
    joined = written.replace("</w:instrText></w:r><w:r><w:instrText>", "").replace(
        "</w:instrText></w:r><w:r><w:instrText/>", ""
    )
    assert re.findall(r'(?:REF |anchor="|\\l "|\\l &quot;)(_Ref1\w*)', joined) == [
        "_Ref1",
        "_Ref1_c1",
        "_Ref1",
    ]


def test_a_bookmark_that_only_others_refer_to_stays_in_the_first_copy() -> None:
    root = filled(p("{{#结果}}") + p(*MARKED) + p("{{/结果}}") + p(simple("REF _Ref1", r("甲"))))
    assert [each.get(W + "name") for each in root.iter(W + "bookmarkStart")] == ["_Ref1"]


def test_a_long_name_stays_within_what_word_keeps() -> None:
    name = "附件表格的名称" * 6
    marked = (f'<w:bookmarkStart w:id="1" w:name="{name[:40]}"/>', "{{名}}", '<w:bookmarkEnd w:id="1"/>')
    root = filled(p("{{#结果}}") + p(*marked, simple(f"REF {name[:40]}", r("甲"))) + p("{{/结果}}"))
    names = [each.get(W + "name", "") for each in root.iter(W + "bookmarkStart")]
    assert [len(each) for each in names] == [40, 40]
    assert len(set(names)) == 2
