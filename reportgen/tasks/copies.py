"""The profiles that there are, the one that is used, and a workspace's own copy of one that came along.

A copy keeps beside its files what they were when it was made: after an upgrade, what was changed here and what came along
anew can then be told apart.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reportgen.model import CannotRun
from reportgen.profile import check_files
from reportgen.rules import did_you_mean
from reportgen.workspace.outputs import reason, write
from reportgen.workspace.settings import OWN, SHIPPED, Workspace

ORIGINAL = ".原样"  # the folder of a copy that holds the files as they came along
VERSION = "版本.txt"
_TITLE = "README.md"


class Known(NamedTuple):
    """A profile: its name, its title, its folder, whether the settings name it, and whether it lies in the workspace."""

    name: str
    title: str
    folder: Path
    used: bool
    own: bool


class Copied(NamedTuple):
    """A workspace's copy of a profile: its folder, the files that were written, those that were there, and those that have come
    along since it was made and are not in it, with where they lie.
    """

    folder: Path
    written: tuple[str, ...]
    there: tuple[str, ...]
    anew: tuple[str, ...] = ()
    source: Path = Path()


def known(workspace: Workspace) -> list[Known]:
    """Return the profiles of the workspace, and those that came along and that it has no own one of."""
    found: dict[str, Path] = {}
    for above in (workspace.root / OWN, *SHIPPED):
        for folder in _profiles(above):
            found.setdefault(folder.name, folder)
    found.setdefault(workspace.profile.name, workspace.profile)
    return [
        Known(name, title(folder), folder, _same(folder, workspace.profile), is_own(workspace, folder))
        for name, folder in sorted(found.items())
    ]


def is_own(workspace: Workspace, folder: Path) -> bool:
    """Whether a profile lies in the workspace, and is not one that came along."""
    came = any(_same(folder.parent, each) for each in SHIPPED)
    return not came and os.path.abspath(folder).startswith(os.path.join(workspace.root, ""))


def shipped(name: str) -> Path | None:
    """Return the folder of a profile that came along."""
    return next((each / name for each in SHIPPED if (each / name / "sheets.yaml").is_file()), None)


def title(folder: Path) -> str:
    """Return what a profile is for: the heading of its README."""
    with suppress(OSError, UnicodeDecodeError):
        for line in (folder / _TITLE).read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                return line.removeprefix("# ").strip()
    return ""


def copy(root: Path, name: str) -> Copied:
    """Copy a profile that came along into a workspace, whole or not at all; of one that is there, add the files that are
    missing. Raises CannotRun.
    """
    source = shipped(name)
    target = root / OWN / name
    if source is None or _same(source, target):
        names = [folder.name for each in SHIPPED for folder in _profiles(each)]
        there = "就在工作目录里，不用复制" if source else "不是随程序带来的"
        raise CannotRun(f"报告方案“{name}”{there}。{did_you_mean(name, names)}")
    files = _files(source)
    if not target.exists():
        _copy_whole(source, files, target)
        return Copied(target, tuple(files), ())
    original = _original(target, source)
    missing = [each for each in files if not (target / each).exists() and (original / each).is_file()]
    for each in missing:
        write(target / each, (original / each).read_bytes())
    anew = [each for each in files if each not in missing and not (target / each).exists()]
    kept = [each for each in files if each not in missing and each not in anew]
    return Copied(target, tuple(missing), tuple(kept), tuple(anew), source)


def compared(workspace: Workspace, name: str) -> tuple[Path, Path | None, Path]:
    """Return the workspace's copy of a profile, what it was when it was copied, where that is known, and what comes along
    today. Raises CannotRun.
    """
    own, source = workspace.root / OWN / name, shipped(name)
    if not (own / "sheets.yaml").is_file():
        raise CannotRun(
            f"工作目录的 {OWN} 里没有报告方案“{name}”，没有什么可以比较；要改方案，先运行 reportgen profile copy"
        )
    if source is None:
        raise CannotRun(f"报告方案“{name}”是自己写的，不是随程序带来的，没有什么可以比较")
    if _same(source, own):
        raise CannotRun(f"报告方案“{name}”就是随程序带来的那一份，没有什么可以比较")
    original = own / ORIGINAL
    return own, original if (original / "sheets.yaml").is_file() else None, source


def _original(target: Path, source: Path) -> Path:
    """Where the files of a copy are as they came along: beside it, or else with the program."""
    return target / ORIGINAL if (target / ORIGINAL / "sheets.yaml").is_file() else source


def _copy_whole(source: Path, files: list[str], target: Path) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        for folder in (part, part / ORIGINAL):
            for each in files:
                (folder / each).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / each, folder / each)
        (part / ORIGINAL / VERSION).write_text(_digest(part) + "\n", encoding="utf-8")
        os.rename(part, target)
    except OSError as error:
        raise CannotRun(f"报告方案复制不进“{target}”：{reason(error)}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _digest(folder: Path) -> str:
    """A short word for what a profile's files say: two that differ have two."""
    digest = hashlib.sha256()
    for name in _files(folder):
        content = (folder / name).read_bytes()
        digest.update(b"%s %d %b" % (name.encode(), len(content), content))
    return digest.hexdigest()[:12]


def _profiles(above: Path) -> Iterator[Path]:
    """The profiles in a folder."""
    with suppress(OSError):
        for folder in sorted(above.iterdir()):
            if not folder.name.startswith(".") and (folder / "sheets.yaml").is_file():
                yield folder


def _files(folder: Path) -> list[str]:
    """The files of a profile, as paths within its folder."""
    return sorted(
        each.relative_to(folder).as_posix()
        for above in (folder, folder / check_files.FOLDER)
        if above.is_dir()
        for each in above.iterdir()
        if each.is_file() and not each.name.startswith((".", "~$"))
    )


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)
