"""What is to be written, and what people have made of it since -> the file, and theirs beside it under a name of its own.

What was written is remembered by its digest beside the ledger. A file that has another one has been changed by somebody,
or is not ours at all, and is never lost.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from reportgen.model import CannotRun
from reportgen.workspace.outputs import reason, write
from reportgen.workspace.settings import SETTINGS, Workspace

_LONGEST = 200  # bytes of a file's name, to which a few are added
_NO_LINKS = {
    errno.EPERM,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
    errno.EMLINK,
    errno.EXDEV,
    errno.EINVAL,
}


def issue(workspace: Workspace, file: Path, content: bytes) -> Path | None:
    """Write a file whole or not at all; return where the one is kept that lay there, if people have changed it.

    Raises CannotRun, also where Word, Excel or WPS has the file open.
    """
    _refuse_open(file)
    try:
        there = file.read_bytes() if os.path.lexists(file) else None
    except OSError as error:
        raise CannotRun(f"“{file}”写不进去：{reason(error)}") from None
    if there == content:
        return None
    known = _remembered(workspace)
    kept = None
    if there is not None and _digest(there) not in known:
        kept = _keep(file, there)
    # first: a kill in between then leaves a file that is known, and not one that seems to be changed
    _remember(workspace, file, content)
    write(file, content)
    return kept


def renew(file: Path) -> None:
    """Let a file be as new as what it goes with, also where it says the same as before and was left as it was."""
    with suppress(OSError):
        os.utime(file)


def check_output(workspace: Workspace, output: Path, what: str = "报告", suffix: str = ".docx") -> None:
    """Refuse a place that is no file of ours of this suffix, or where something lies that the report is made from;
    `what` says what is to be written there.

    Raises CannotRun.
    """
    if output.suffix.lower() != suffix or output.is_dir():
        raise CannotRun(f"“{output}”不是 {suffix} 文件名；请写成 某某{what}{suffix}")
    folders = [(workspace.inbox, "来件夹"), (workspace.profile, "报告方案的文件夹")]
    if workspace.ledger_apart:
        folders.append((workspace.ledger.parent, "底账的文件夹"))
    for folder, place in folders:
        if any(_within(path, folder) for path in (output, Path(os.path.abspath(output)))):
            raise CannotRun(f"{what}不能写到{place}里：“{output}”；请另写一个文件名")
    sources = {
        workspace.root / SETTINGS: "设置文件",
        workspace.root / "pyproject.toml": "设置文件",
        workspace.ledger: "底账",
        **dict.fromkeys(workspace.profile.rglob("*"), "报告方案"),
    }
    for source, role in sources.items():
        if _same(output, source):
            raise CannotRun(
                f"“{output}”就是{role}“{workspace.name_of(source)}”，不能写成{what}；请另写一个文件名"
            )
    if os.path.lexists(output) and not _ours(workspace, output):
        raise CannotRun(f"“{output}”已经有了，而且不是 reportgen 写的；请另写一个文件名，或先把它移走")


def written_as(workspace: Workspace, digest: str) -> str:
    """Return the name under which a file with this digest was last written; an empty string where none was."""
    return _remembered(workspace).get(digest, "")


def _within(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder, whatever links lead there, and whether or not the disk tells letters' case."""
    real, inside = os.path.realpath(path), os.path.realpath(folder)
    if real.casefold().startswith(os.path.join(inside, "").casefold()):
        return True
    return any(_same(above, folder) for above in Path(real).parents)


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are one file, by whatever links."""
    if os.path.realpath(one).casefold() == os.path.realpath(other).casefold():
        return True
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _ours(workspace: Workspace, file: Path) -> bool:
    """Whether what lies in a place was written there, or by its bytes anywhere, by reportgen."""
    known = _remembered(workspace)
    try:
        return workspace.name_of(file) in known.values() or _digest(file.read_bytes()) in known
    except OSError:
        return False


def _keep(file: Path, content: bytes) -> Path:
    """Keep a file that people have changed beside itself, named by when they did, and let nothing else go for it."""
    stem, room = file.stem, _LONGEST - len(file.suffix.encode())
    stem = stem.encode(errors="replace")[:room].decode(errors="ignore")
    for number in count(1):
        more = f"({number})" if number > 1 else ""
        kept = file.with_name(f"{stem}（改动 {_changed(file)}）{more}{file.suffix}")
        try:
            if os.path.lexists(kept):
                if kept.read_bytes() == content:  # kept before, and then something went wrong
                    return kept
                continue
            _put_beside(file, kept, content)
            return kept
        except FileExistsError:
            continue
        except OSError as error:
            raise CannotRun(f"“{file}”有人改过，要留一份却写不进去：{reason(error)}") from None
    raise AssertionError("numbers do not end")


def _changed(file: Path) -> str:
    """When a file was changed, as a name takes it."""
    try:
        return datetime.fromtimestamp(os.lstat(file).st_mtime).strftime("%Y-%m-%d %H%M")
    except (OSError, OverflowError, ValueError):
        return "时间不明"


def _put_beside(file: Path, kept: Path, content: bytes) -> None:
    """Give a file another name, or where the disk has no links a copy. Raises FileExistsError, OSError."""
    try:
        os.link(file, kept, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with kept.open("xb") as copy:
            copy.write(content)
        with suppress(OSError):
            stat = file.stat()
            os.utime(kept, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _refuse_open(file: Path) -> None:
    """Refuse a file beside which Word, Excel, WPS or LibreOffice has laid the mark that it is open."""
    name = file.name
    marks = [f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#"]
    found = next((each for each in marks if file.with_name(each).exists()), "")
    if found:
        raise CannotRun(
            f"“{file}”正在 Word、Excel 或 WPS 中打开，没有写；请关闭后再试（早已关闭的，删去旁边的“{found}”）"
        )


def _memory(workspace: Workspace) -> Path:
    return workspace.ledger.with_name(f"{workspace.ledger.name}-已写出.txt")


def _remembered(workspace: Workspace) -> dict[str, str]:
    """By digest the name of each file that was written; a line that a kill has cut short is none."""
    try:
        lines = _memory(workspace).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    said = (line.partition(" ") for line in lines)
    return {digest: name for digest, _, name in said if len(digest) == 64}


def _remember(workspace: Workspace, file: Path, content: bytes) -> None:
    """Add a file to those that were written, in one go. Where that fails, the file will be kept without need."""
    line = f"\n{_digest(content)} {workspace.name_of(file)}\n".encode(errors="replace")
    with suppress(OSError):
        workspace.ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        memory = os.open(_memory(workspace), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(memory, line)
        finally:
            os.close(memory)


def _digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()
