"""A filled Word file and a notice -> the same file with the notice at its top and in the header of every page.

This module opens the file with python-docx, whose import takes longer than the filling: import it only for a draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_HEADER_FOOTER
from docx.enum.text import WD_COLOR_INDEX
from docx.exceptions import PythonDocxError
from docx.opc.constants import CONTENT_TYPE, NAMESPACE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.section import CT_SectPr
from docx.oxml.text.paragraph import CT_P
from docx.parts.hdrftr import HeaderPart
from docx.shared import RGBColor
from lxml import etree

from reportgen.word.package import TYPES, NotWordError, parse, serialise, unpack
from reportgen.workbook.zipped import pack

_RELATION = "rIdDraft"
_RED = RGBColor(0xFF, 0, 0)


def make_draft(report: bytes, notice: str) -> bytes:
    """Return the file with the notice in red; all parts but body and headers as they were; raise NotWordError."""
    saved = BytesIO()
    try:
        document = docx.Document(BytesIO(report))
        if missing := _sections_without_header(document):
            header = _new_header(document)
            document.part.rels.add_relationship(RELATIONSHIP_TYPE.HEADER, header, _RELATION)
            for section, kind in missing:
                etree._Element.insert(section, 0, section.add_headerReference(kind, _RELATION))
        related = document.part.rels.values()
        headers = [each.target_part for each in related if each.reltype == RELATIONSHIP_TYPE.HEADER]
        for story in [document.element.body, *dict.fromkeys(part.element for part in headers)]:
            story.insert(0, _write_notice(document, notice))
        document.save(saved)
    except (PythonDocxError, etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise NotWordError("模板的内部结构不完整，写不进“草稿”字样") from error
    return keep_others(report, saved.getvalue(), ("正文", "页眉"))


def _sections_without_header(document: Document) -> list[tuple[CT_SectPr, WD_HEADER_FOOTER]]:
    """Return the sections of pages, and the kinds of header, where no header would show.

    A section without a header of its own takes the one of the section before it.
    """
    even = document.settings.odd_and_even_pages_header_footer
    document.element.body.get_or_add_sectPr()
    missing: list[tuple[CT_SectPr, WD_HEADER_FOOTER]] = []
    seen: set[WD_HEADER_FOOTER] = set()
    for section in document.element.xpath("//w:sectPr[not(parent::w:sectPrChange)]"):
        seen |= {kind for kind in WD_HEADER_FOOTER if section.get_headerReference(kind) is not None}
        shown = {
            WD_HEADER_FOOTER.PRIMARY: True,
            WD_HEADER_FOOTER.EVEN_PAGE: even,
            WD_HEADER_FOOTER.FIRST_PAGE: section.titlePg_val,
        }
        kinds = [kind for kind, shows in shown.items() if shows and kind not in seen]
        missing += [(section, kind) for kind in kinds]
        seen.update(kinds)
    return missing


def _new_header(document: Document) -> HeaderPart:
    """Return an empty header: one of python-docx's own making would hold a blank line."""
    name, root = PackURI("/word/header_draft.xml"), parse_xml(f"<w:hdr {nsdecls('w')}/>")
    return HeaderPart(name, CONTENT_TYPE.WML_HEADER, root, document.part.package)


def _write_notice(document: Document, notice: str) -> CT_P:
    """Write a paragraph of red, bold and highlighted text at the end of the body, and return it."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(notice)
    run.bold = True
    run.font.color.rgb = _RED
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph._p


def keep_others(report: bytes, saved: bytes, labels: Iterable[str], names: Iterable[str] = ()) -> bytes:
    """Return a file that python-docx has saved with all parts but those of the labels and names byte for byte as in the
    report, and the new ones listed.
    """
    before, after = unpack(report), unpack(saved)
    changed = {name for label in labels for name in after.find(label)} | set(names)
    made = {
        name: content
        for name, content in after.parts.items()
        if name in changed or name not in before.parts or name.endswith(".rels")
    }
    types = parse(TYPES, before.parts[TYPES])
    for name in sorted(after.parts.keys() - before.parts.keys()):
        entry = {"PartName": f"/{name}", "ContentType": after.types[name]}
        etree.SubElement(types, f"{{{NAMESPACE.OPC_CONTENT_TYPES}}}Override", entry)
    return pack({**before.parts, **made, TYPES: serialise(types)})
