"""A Word file with tracked changes -> the same file with those of one author, or of all, accepted or rejected: as Word does it,
written apart from the program that makes them.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _DEL, _INS = W + "p", W + "del", W + "ins"
_ENDS = (W + "bookmarkStart", W + "bookmarkEnd", W + "proofErr")


def settled(content: bytes, *, accept: bool, author: str = "") -> bytes:
    """Return a file with the changes of an author accepted or rejected, or with everybody's."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(made, "w", ZIP_DEFLATED) as other:
        for name in archive.namelist():
            part = archive.read(name)
            if (
                name.startswith("word/")
                and name.endswith(".xml")
                and (b"<w:ins " in part or b"<w:del " in part)
            ):
                root = etree.fromstring(part)
                _settle(root, accept, author)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            other.writestr(name, part)
    return made.getvalue()


def _settle(root: etree._Element, accept: bool, author: str) -> None:
    goes, stays = (_DEL, _INS) if accept else (_INS, _DEL)
    changes = [each for each in root.iter(_INS, _DEL) if not author or each.get(W + "author") == author]
    rows = [each for each in changes if _parent(each).tag == W + "trPr"]
    marks = [each for each in changes if _parent(each).tag == W + "rPr"]
    for each in rows:
        _row(each, gone=each.tag == goes)
    for each in changes:
        if each in rows or each in marks or each.getparent() is None:
            continue
        if each.tag == stays:
            _unwrap(each)
        else:
            _drop(each)
    for each in marks:
        paragraph = next(each.iterancestors(_P), None)
        _parent(each).remove(each)
        if each.tag == goes and paragraph is not None:
            _join(paragraph)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _row(change: etree._Element, *, gone: bool) -> None:
    row = next(change.iterancestors(W + "tr"))
    _parent(change).remove(change)
    if gone:
        table = _parent(row)
        table.remove(row)
        if table.find(W + "tr") is None:
            _parent(table).remove(table)


def _unwrap(change: etree._Element) -> None:
    for each in change.iter(W + "delText", W + "delInstrText"):
        each.tag = W + ("t" if each.tag.endswith("delText") else "instrText")
    for child in list(change):
        change.addprevious(child)
    _parent(change).remove(change)


def _drop(change: etree._Element) -> None:
    for each in list(change.iter(*_ENDS)):
        change.addprevious(each)
    _parent(change).remove(change)


def _join(paragraph: etree._Element) -> None:
    """Let a paragraph whose mark is gone run into the next one."""
    content = [each for each in paragraph if each.tag != W + "pPr"]
    following = paragraph.getnext()
    while following is not None and following.tag in _ENDS:
        following = following.getnext()
    if following is None or following.tag != _P:
        if not any(each.tag not in _ENDS for each in content):
            for each in content:
                paragraph.addprevious(each)
            _parent(paragraph).remove(paragraph)
        return
    at = 1 if len(following) and following[0].tag == W + "pPr" else 0
    for number, each in enumerate(content):
        following.insert(at + number, each)
    _parent(paragraph).remove(paragraph)


def texts(content: bytes) -> list[str]:
    """Return the text of each paragraph of the printed parts, as it is read: what is struck is not, what is inserted is."""
    found = []
    with ZipFile(BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith(("word/document", "word/header", "word/footer", "word/footnotes")):
                found += [_text(each) for each in etree.fromstring(archive.read(name)).iter(_P)]
    return found


def _text(paragraph: etree._Element) -> str:
    said = []
    for each in paragraph.iter(W + "t", W + "tab", W + "br"):
        if next(each.iterancestors(_P)) is not paragraph:
            continue
        if next(each.iterancestors(_DEL, W + "pPr"), None) is None:
            said.append(each.text or "" if each.tag == W + "t" else "\t")
    return "".join(said)
