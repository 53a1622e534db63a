"""The comments of a Word file with what Word adds to them elsewhere: which are answers, and which are resolved; both ways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from reportgen.word.elements import MC, W14, P, read_text
from reportgen.word.marked_passages import MarkedFile
from reportgen.word.package import TYPES, NotWordError, Package, W, extended, parse, serialise, unpack
from reportgen.workbook.zipped import pack

_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_THREADS = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_PARAGRAPH, _PARENT, _DONE = _W15 + "paraId", _W15 + "paraIdParent", _W15 + "done"
_OURS, _INITIALS = "reportgen", "rg"


class Remark(NamedTuple):
    """What a comment says, whose it is and when it was written, whether it is resolved, and whether it answers another one."""

    text: str
    author: str = _OURS
    initials: str = _INITIALS
    when: str = ""
    done: bool = False
    answers: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it was written by reportgen."""
        return self.author == _OURS and not self.answers


class Thread(NamedTuple):
    """A remark with its answers, and where it stands: in which passage of the file, from where to where; -1 where nowhere."""

    remark: Remark
    answers: Sequence[Remark] = ()
    passage: int = -1
    start: int = 0
    end: int = 0


def read(marked: MarkedFile) -> list[Thread]:
    """Return the comments of a file, in their order; raise NotWordError."""
    said = _comments(marked.package)
    told = _told(marked.package)
    where = {
        each.number: (at, each.start, each.end)
        for at, passage in reversed([*enumerate(marked.passages)])
        for each in passage.comments
    }
    parents = {each: told[each][0] for each in said if each in told and told[each][0] in said}
    found = []
    for id_, (number, remark) in said.items():
        if id_ in parents:
            continue
        answers = [
            each._replace(done=told[other][1], answers=True)
            for other, (_, each) in said.items()
            if other in parents and _first(other, parents) == id_
        ]
        done = told.get(id_, ("", False))[1]
        found.append(Thread(remark._replace(done=done), answers, *where.get(number, (-1, 0, 0))))
    return found


def _first(id_: str, parents: dict[str, str]) -> str:
    """The comment that a thread begins with."""
    seen = {id_}
    while id_ in parents and parents[id_] not in seen:
        id_ = parents[id_]
        seen.add(id_)
    return id_


def _comments(package: Package) -> dict[str, tuple[str, Remark]]:
    """By the name of its last paragraph, or by its number, each comment with its number."""
    found = {}
    for part in package.find("批注"):
        for each in parse(part, package.parts[part]).iter(W + "comment"):
            paragraphs = each.findall(P)
            number = each.get(W + "id", "")
            id_ = (paragraphs[-1].get(W14 + "paraId") if paragraphs else None) or f"#{number}"
            text = "\n".join(map(read_text, paragraphs))
            author, initials, when = (each.get(W + name, "") for name in ("author", "initials", "date"))
            found[id_] = (number, Remark(text, author, initials, when))
    return found


def _told(package: Package) -> dict[str, tuple[str, bool]]:
    """By the name of a comment's last paragraph what it answers, and whether it is resolved."""
    found = {}
    for part in [name for name, kind in package.types.items() if kind == _THREADS]:
        for each in parse(part, package.parts[part]):
            if name := each.get(_PARAGRAPH):
                found[name] = (each.get(_PARENT, ""), each.get(_DONE) in ("1", "true", "on"))
    return found


def write(content: bytes, remarks: Sequence[Remark]) -> bytes:
    """Return a file of which the comments are these, in their order, with what is resolved and what answers what; raise
    NotWordError.
    """
    if not any(each.done or each.answers for each in remarks):
        return content
    package = unpack(content)
    (part,), (body, *_) = package.find("批注"), package.find("正文")
    root = parse(part, package.parts[part])
    if len(root) != len(remarks):
        raise NotWordError("批注的数目不对")
    folder, _, name = body.rpartition("/")
    made, relations = f"{folder}/commentsExtended.xml", f"{folder}/_rels/{name}.rels"
    threads = etree.Element(_W15 + "commentsEx", nsmap={"w15": _W15[1:-1]})
    parent = ""
    for number, (comment, remark) in enumerate(zip(root, remarks, strict=True), 1):
        id_ = f"{number:08X}"
        comment.findall(P)[-1].set(W14 + "paraId", id_)
        told = {
            _PARAGRAPH: id_,
            **({_PARENT: parent} if remark.answers else {}),
            _DONE: str(int(remark.done)),
        }
        etree.SubElement(threads, _W15 + "commentEx", told)
        parent = parent if remark.answers else id_
    parts = {**package.parts, part: serialise(_knowing(root)), made: serialise(threads)}
    if made not in package.parts:
        parts[TYPES] = extended(parts, TYPES, _OVERRIDE, PartName=f"/{made}", ContentType=_THREADS)
        related = {"Type": _RELATION, "Target": made.rpartition("/")[2]}
        parts[relations] = extended(parts, relations, _RELATIONS, Id="", **related)
    return pack(parts)


def _knowing(root: etree._Element) -> etree._Element:
    """The same comments in an element that declares the names of paragraphs as such that old versions of Word may ignore."""
    spaces = {**root.nsmap, "w14": W14[1:-1], "mc": MC[1:-1]}
    known = etree.Element(root.tag, dict(root.attrib), nsmap=spaces)
    ignorable = known.get(MC + "Ignorable", "").split()
    known.set(MC + "Ignorable", " ".join(dict.fromkeys([*ignorable, "w14"])))
    known.extend(list(root))
    etree.cleanup_namespaces(known, keep_ns_prefixes=[*(str(each) for each in spaces if each)])
    return known
