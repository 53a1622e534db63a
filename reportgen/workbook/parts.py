"""A zip -> its parts by the names that its relations give them, in whatever spelling and encoding."""

from __future__ import annotations

import posixpath
import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from reportgen.patterns import regex
from reportgen.workbook.notes import walk
from reportgen.workbook.zipped import check_names, check_sizes, plain, unpacked

_DECLARATION = regex(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml\b[^>]*\bencoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
)  # fmt: skip


class Relation(NamedTuple):
    """What a part says of another: its id, of which kind the other is, and its name, empty where it names none."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a zip by plain name; `read` holds those whose sizes have been seen to."""

    content: bytes
    parts: dict[str, ZipInfo]
    read: dict[str, ZipInfo]

    def part(self, name: str) -> bytes:
        """Return a part's bytes. Raises FileRefused, KeyError and what else is in UNREADABLE."""
        part = self.parts[plain(name)]
        if plain(name) not in self.read:
            check_sizes([part], self.content)
            self.read[plain(name)] = part
            check_names(list(self.read.values()))
        found = unpacked(self.content, part)
        if zlib.crc32(found) != part.CRC:
            raise BadZipFile
        return found

    def __contains__(self, name: str) -> bool:
        return plain(name) in self.parts

    def relations(self, name: str = "") -> list[Relation]:
        """Return the relations of a part, or without a name those of the package, as far as they stay in it."""
        folder, _, file = name.rpartition("/")
        listed = posixpath.join(folder, "_rels", f"{file}.rels")
        if listed not in self:
            return []
        walker = _Relations()
        walk(utf8(self.part(listed)), walker)
        return [
            Relation(
                each.get("Id", ""), each.get("Type", "").rpartition("/")[2], self._resolved(folder, each)
            )
            for each in walker.found
            if each.get("TargetMode", "").lower() != "external"
        ]

    def main(self) -> str:
        """Return the name of the part that the others hang on; empty where the package has none."""
        return next((each.target for each in self.relations() if each.kind == "officeDocument"), "")

    def _resolved(self, folder: str, relation: dict[str, str]) -> str:
        """The name of a target: from the root, from the part's folder, or, as some write, from the root without saying so."""
        target = relation.get("Target", "").replace("\\", "/")
        if not target:
            return ""
        beside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        for name in (beside, unquote(beside), target.lstrip("/")):
            if name in self:
                return name
        return beside


def open_package(content: bytes) -> Package:
    """Open a zip. Raises FileRefused, and what is in UNREADABLE."""
    with ZipFile(BytesIO(content)) as package:
        parts = package.infolist()
    check_names(parts)
    return Package(content, {plain(each.filename).lstrip("/"): each for each in parts}, {})


def utf8(xml: bytes) -> bytes:
    """Return XML in UTF-8, without a word of another encoding. Raises ValueError, LookupError."""
    encoding = next((name for mark, name in _MARKS if xml.startswith(mark)), "")
    if not encoding:
        said = _ENCODING.match(xml.lstrip())
        encoding = said[1].decode() if said else "utf-8"
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        return xml
    if encoding.lower() in ("gb2312", "gbk"):
        encoding = "gb18030"  # which holds both
    return _DECLARATION.sub("", xml.decode(encoding), count=1).encode()


class _Relations:
    """Walks a list of relations. Feeds `found`."""

    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            self.found.append(attributes)

    def text(self, text: str) -> None: ...

    def end(self, name: str) -> None: ...
