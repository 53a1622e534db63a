"""A Word file as the parts of its zip, found by content type; written back with nothing of the clock in it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import BadZipFile, ZipFile

from lxml import etree

Node: TypeAlias = Any  # an lxml element; lxml brings no types
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
_LARGEST = 512 * 2**20  # bytes of all parts unpacked; a template has a few million


class NotWordError(ValueError):
    """The file is no Word document that can be read; the text is a sentence for the clerk."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file by name, in the order of the file, and their content types."""

    parts: dict[str, bytes]
    types: dict[str, str]

    def find(self, label: str) -> list[str]:
        """Return the names of the parts with this label, such as 页眉."""
        return [name for name in self.parts if LABELS.get(self.types.get(name, "")) == label]

    @property
    def stories(self) -> list[str]:
        """The names of all parts that hold text: body, headers, footers, notes, comments, properties."""
        return [name for label in dict.fromkeys(LABELS.values()) for name in self.find(label)]


def unpack(file: bytes) -> Package:
    """Return the parts of a Word file; raise NotWordError."""
    if file[:4] == b"\xd0\xcf\x11\xe0":
        raise NotWordError("模板是旧版.doc文件，或者设了打开密码，无法读取")
    try:
        with ZipFile(BytesIO(file)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise NotWordError("模板解压后过大，不像是正常的Word文件")
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise NotWordError("模板不是Word文档（.docx），或者文件已损坏") from error
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in parts):
        raise NotWordError("模板里的文件名越出了文件本身，不像是正常的Word文件")
    package = Package(parts, {})
    if TYPES not in parts:
        raise NotWordError("模板不是Word文档（.docx）：里面没有文档内容")
    defaults = {}
    overrides = {}
    for entry in parse(package, TYPES):
        if entry.get("PartName"):
            overrides[entry.get("PartName").lower()] = entry.get("ContentType", "")
        elif entry.get("Extension"):
            defaults[entry.get("Extension").lower()] = entry.get("ContentType", "")
    for name in parts:
        extension = name.rpartition(".")[2].lower()
        package.types[name] = overrides.get("/" + name.lower(), defaults.get(extension, ""))
    if not package.find("正文"):
        raise NotWordError("模板不是Word文档（.docx）：里面没有文档内容")
    if W[1:-1].encode() not in parts[package.find("正文")[0]]:
        raise NotWordError("模板是“严格Open XML”格式的Word文档，暂不支持")
    return package


def parse(package: Package, name: str) -> Node:
    """Parse a part without fetching or expanding anything; raise NotWordError."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(package.parts[name], parser)
    except etree.XMLSyntaxError as error:
        raise NotWordError(f"模板里的“{name}”已损坏，无法读取") from error
    if root.getroottree().docinfo.doctype:
        raise NotWordError(f"模板里的“{name}”含有文档类型声明，不是Word存出来的文件")
    return root


def need_body(package: Package) -> None:
    """Raise NotWordError for a document without a body, which Word would not open."""
    (name, *_) = package.find("正文")
    if b"body" not in package.parts[name] and parse(package, name).find(W + "body") is None:
        raise NotWordError("模板里没有正文，不像是正常的Word文件")


def serialise(root: Node) -> bytes:
    """Return a part as Word writes it."""
    xml: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml
