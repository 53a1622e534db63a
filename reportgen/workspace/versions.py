"""Two files that hold the same rows -> which of them is the later version, where that can be told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reportgen.characters import half
from reportgen.expressions import expression
from reportgen.numerals import counted

if TYPE_CHECKING:
    from reportgen.workspace.incoming import Incoming

_WORDS = (  # in a file's name, each later than those before it
    expression(
        r"更正|订正|修正|修改|修订|改正|改后|补正|重报|新版|\((?:第\d{1,3}次)?退回\)|(?<=[(_ -])改(?=[)]?$)"
    ),
    expression("最终|终稿|定稿|最新|final", re.IGNORECASE),
)
_NUMBER = expression(r"v\s*(\d{1,2}(?:\.\d{1,2})?)|第(\d{1,2})[版稿次]|\((\d{1,2})\)", re.IGNORECASE)
_ORDINAL = expression("(?<=第)[一二三四五六七八九十]{1,3}(?=[版稿次])")
_EDITION = expression(r"v\s*\d|第\d{1,2}[版稿]", re.IGNORECASE)  # a (2) may as well be the second part
_SAVED = re.compile(rb"<(?:dcterms:modified|dc:date)[^>]*>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")


def later_by_name(one: str, two: str) -> int:
    """Return 1 where the second file's name says that it is the later version (更正, 最终, v2), -1 where the first one's
    does, 0 where neither says so.
    """
    return _order(_version(one), _version(two))


def same_but_for_version(one: str, two: str) -> bool:
    """Return whether two files are called the same, but for what says which version each is: 培训 and 培训（更正）v2."""
    return _plain(one) == _plain(two) and _folders(one) == _folders(two)


def corrects_by_name(old: str, new: str) -> bool:
    """Return whether the name of a file says in words that it is a later version than another."""
    stem = _stem(new)
    worded = _EDITION.search(stem) or any(pattern.search(stem) for pattern in _WORDS)
    return bool(worded) and later_by_name(old, new) > 0


def _folders(name: str) -> list[str]:
    """The folders of a file, but for those that say a version only."""
    folders = half(name).split("/")[:-1]
    return [each for each in folders if _plain(f"{each}.")]


def _plain(name: str) -> str:
    stem = _NUMBER.sub("", _stem(name))
    for pattern in _WORDS:
        stem = pattern.sub("", stem)
    return re.sub("^后的?|[版稿件后]$", "", re.sub(r"[\W_]", "", stem))


def later(one: Incoming | None, two: Incoming | None, one_since: str, two_since: str) -> int:
    """Return as `later_by_name` which of two files is later, by when they say they were last saved, where they are at
    hand, then by when they arrived: `one_since` and `two_since`.
    """
    saved = _order(_saved(one), _saved(two)) if one and two else 0
    return saved or _order(one_since, two_since)


def _order(first: Any, second: Any) -> int:
    return 0 if not first or not second or first == second else 1 if first < second else -1


def _stem(name: str) -> str:
    stem = half(name.rpartition("/")[2].rpartition(".")[0])
    return _ORDINAL.sub(lambda match: str(counted(match[0])), stem)


def _version(name: str) -> tuple[int, float]:
    stem = _stem(name)
    word = max((rank for rank, pattern in enumerate(_WORDS, 1) if pattern.search(stem)), default=0)
    numbers = [
        float(next((group for group in each.groups() if group), "1")) for each in _NUMBER.finditer(stem)
    ]
    return word, max(numbers, default=0.0)


def _saved(file: Incoming) -> str:
    """When a file was last saved, as it says itself; empty where it does not."""
    from io import BytesIO
    from zipfile import ZipFile

    from reportgen.model import FileRefused
    from reportgen.workbook.zipped import UNREADABLE

    try:
        with ZipFile(BytesIO(file.read())) as package:
            for part in ("docProps/core.xml", "meta.xml"):
                if part in package.namelist() and package.getinfo(part).file_size < 2**20:
                    match = _SAVED.search(package.read(part))
                    return match[1].decode() if match else ""
    except (*UNREADABLE, FileRefused):
        return ""
    return ""
