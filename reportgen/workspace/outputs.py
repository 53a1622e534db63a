"""Bytes and a name -> a file of the user's, written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from reportgen.expressions import expression
from reportgen.model import CannotRun
from reportgen.periods import Period

_RETURNED = expression(r"[(（](?:第\d{1,3}次)?退回[)）]$")


_LONGEST = 60  # signs of a name
DRAFT, REVIEW, EVIDENCE = "（草稿）", "（审阅）", "数据底稿"  # in the names of files that go with a report


def evidence_name(period: Period, paper: str, suffix: str) -> str:
    """Return the name of what lays open the figures of a period, beside the report of a paper."""
    return f"{period.named}{EVIDENCE}{f'（{clean(paper)}）' if paper else ''}{suffix}"


def file_name(title: str, *, paper: str = "", draft: bool) -> str:
    """Return the name of a report's file: its title, which paper it is, and that it is a draft."""
    more = f"（{paper}）" if paper else ""
    return f"{clean(clean(title)[: max(0, _LONGEST - len(more))] + more)}{DRAFT if draft else ''}.docx"


def clean(name: str) -> str:
    """Return a name as every file system takes it: no signs that mean something in a path, and not too long."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(". ")[:_LONGEST]


def form_files(folder: Path, period: Period, departments: Iterable[str]) -> dict[str, Path]:
    """Return the file of each department's form, in a folder of its own whatever the disk makes of their names."""
    folders = department_folders(folder, departments)
    return {who: each / f"{period.named}报送表（{each.name}）.xlsx" for who, each in folders.items()}


def department_folders(folder: Path, departments: Iterable[str]) -> dict[str, Path]:
    """Return a folder for each department, of its own whatever the disk makes of their names."""
    folders: dict[str, Path] = {}
    for department in departments:
        name = clean(department) or "部门"
        while any(name.casefold() == each.name.casefold() for each in folders.values()):
            name += "_"
        folders[department] = folder / name
    return folders


def returned_name(file: str, round: int, copy: int = 1) -> str:
    """Return what a file that goes back is called, without suffix: that it is returned, and from the second time on how
    often; `copy` tells it from others of the same name.
    """
    stem = _RETURNED.sub("", clean(file.rpartition("/")[2].rpartition(".")[0]))
    said = f"第{round}次退回" if round > 1 else "退回"
    return f"{stem}{f'-{copy}' if copy > 1 else ''}（{said}）"


def write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises CannotRun."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, file)
    except OSError as error:
        raise CannotRun(f"“{file}”写不进去：{reason(error)}") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def reason(error: OSError) -> str:
    """Return why a file cannot be written, and what to do."""
    if isinstance(error, PermissionError):
        return "没有写入权限，或文件正在 Word、Excel 或 WPS 中打开；请关闭后再试"
    if isinstance(error, (IsADirectoryError, NotADirectoryError)):
        return "这里是文件夹而不是文件，请换一个文件名"
    return "磁盘已满；请腾出空间后再试" if error.errno == errno.ENOSPC else "请检查路径和文件名"


def unread(error: OSError) -> str:
    """Return why a file cannot be read, and what to do."""
    if isinstance(error, PermissionError):
        return "没有读取权限；请检查权限，或关闭正在打开它的程序后再试"
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return "没有这个文件；请核对路径和文件名"
    return "这里是文件夹而不是文件" if isinstance(error, IsADirectoryError) else "请检查磁盘，或另存一份再试"
