"""A Word file as the parts of its zip, found by content type; written back with nothing of the clock in it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from lxml import etree

from reportgen.expressions import expression
from reportgen.workbook.notes import Unusual
from reportgen.workbook.plain_zip import Parts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
LABELS = {
    WORD + "document.main+xml": "正文",
    WORD + "header+xml": "页眉",
    WORD + "footer+xml": "页脚",
    WORD + "footnotes+xml": "脚注",
    WORD + "endnotes+xml": "尾注",
    WORD + "comments+xml": "批注",
    "application/vnd.openxmlformats-package.core-properties+xml": "文档属性",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml": "文档属性",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml": "文档属性",
}
TYPES = "[Content_Types].xml"
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
STYLES = WORD + "styles+xml"
_ENTRY = expression(
    r'<(?:Default Extension="([^"&]*)"|Override PartName="([^"&]*)") ContentType="([^"&]*)" ?/>'
)
_NO_NAME = "\ufffd"  # in the place of a letter of a name that is none of ASCII
_LARGEST = 512 * 2**20  # bytes of all parts unpacked; a template has a few million


class NotWordError(ValueError):
    """The file is no Word document that can be read; the text is a sentence for the clerk."""


PRINTED = ("正文", "页眉", "页脚", "脚注", "尾注")  # the labels of what is printed, the body first


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file by name, in the order of the file, and their content types."""

    parts: Mapping[str, bytes]
    types: Mapping[str, str]

    def label(self, name: str) -> str:
        """Return what a part is called, such as 页眉; an empty string where it holds no text."""
        return LABELS.get(self.types.get(name, ""), "")

    def find(self, label: str) -> list[str]:
        """Return the names of the parts with this label."""
        return [name for name in self.parts if self.label(name) == label]

    @property
    def printed(self) -> list[str]:
        """The names of the parts that are printed, the body first."""
        return [name for label in PRINTED for name in self.find(label)]

    @property
    def stories(self) -> list[str]:
        """The names of all parts that hold text: body, headers, footers, notes, comments, properties."""
        return [name for label in dict.fromkeys(LABELS.values()) for name in self.find(label)]


def unpack(file: bytes, types: Collection[str] = ()) -> Package:
    """Return the parts of a Word file, only those of these content types if any are given; raise NotWordError."""
    if file[:4] == b"\xd0\xcf\x11\xe0":
        raise NotWordError("模板是旧版.doc文件，或者设了打开密码，无法读取")
    try:
        package = _read_plain(file, types) or _read_any(file, types)
    except NotWordError:
        raise
    except (BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise NotWordError("模板不是Word文档（.docx），或者文件已损坏") from error
    body, *_ = package.find("正文") or [""]
    if not body:
        raise NotWordError("模板不是Word文档（.docx）：里面没有文档内容")
    if W[1:-1].encode() not in package.parts[body]:
        raise NotWordError("模板是“严格Open XML”格式的Word文档，暂不支持")
    return package


def _read_plain(file: bytes, types: Collection[str]) -> Package | None:
    """The parts of a file that programs have written as simply as can be; None where it is any other zip, or none."""
    try:
        parts = Parts(file)
        sizes = {name: size for name, size in parts.sizes.items() if not name.endswith("/")}
        return None if _NO_NAME in "".join(sizes) else _read(sizes, parts.part, types)
    except Unusual:
        return None


def _read_any(file: bytes, types: Collection[str]) -> Package:
    with ZipFile(BytesIO(file)) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist() if not info.is_dir()}
        return _read(sizes, archive.read, types)


def _read(sizes: Mapping[str, int], part: Callable[[str], bytes], wanted: Collection[str]) -> Package:
    if sum(sizes.values()) > _LARGEST:
        raise NotWordError("模板解压后过大，不像是正常的Word文件")
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in sizes):
        raise NotWordError("模板里的文件名越出了文件本身，不像是正常的Word文件")
    if TYPES not in sizes:
        raise NotWordError("模板不是Word文档（.docx）：里面没有文档内容")
    types = _read_types(sizes, part(TYPES))
    names = [name for name in sizes if not wanted or types[name] in wanted]
    return Package({name: part(name) for name in names}, types)


def _read_types(names: Collection[str], content: bytes) -> dict[str, str]:
    """Return the content type of each part: its own, or that of its extension."""
    own, by_extension = {}, {}
    for extension, name, content_type in _entries(content):
        if name:
            own[name.lower()] = content_type
        elif extension:
            by_extension[extension.lower()] = content_type
    extensions = {name: name.rpartition(".")[2].lower() for name in names}
    return {name: own.get(f"/{name.lower()}", by_extension.get(extensions[name], "")) for name in names}


def _entries(content: bytes) -> Sequence[tuple[str, str, str]]:
    """What is said of extensions and of parts: the extension, the name of the part, and the content type."""
    text = plain_text(content) or ""
    found = _ENTRY.findall(text)
    if found and len(found) == text.count("ContentType="):
        return found
    return [
        (each.get("Extension", ""), each.get("PartName", ""), each.get("ContentType", ""))
        for each in parse(TYPES, content)
    ]


def plain_text(content: bytes) -> str | None:
    """Return the text of a part that is sound, in UTF-8, and nothing but elements and what they say; else None."""
    unusual: list[object] = []
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = lambda *said: unusual.extend({(said[1] or "UTF-8").upper()} - {"UTF-8"})
    parser.StartDoctypeDeclHandler = lambda *said: unusual.append(said)
    parser.StartCdataSectionHandler = lambda: unusual.append("")
    parser.CommentHandler = unusual.append
    parser.ProcessingInstructionHandler = lambda *said: unusual.append(said)
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return None
    if unusual:
        return None
    text = content.decode()
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def parse(name: str, content: bytes) -> etree._Element:
    """Parse a part without fetching or expanding anything; raise NotWordError."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise NotWordError(f"模板里的“{name}”已损坏，无法读取") from error
    if root.getroottree().docinfo.doctype:
        raise NotWordError(f"模板里的“{name}”含有文档类型声明，不是Word存出来的文件")
    return root


def serialise(root: etree._Element) -> bytes:
    """Return a part as Word writes it."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def extended(parts: Mapping[str, bytes], name: str, tag: str, **attributes: str) -> bytes:
    """Return a part with an element more; a relation gets an id of its own."""
    root = parse(name, parts[name])
    if "Id" in attributes:
        taken = {each.get("Id") for each in root}
        attributes["Id"] = next(id_ for number in count(1) if (id_ := f"rId{number}") not in taken)
    etree.SubElement(root, tag, attributes)
    return serialise(root)
