"""Files of the user's: whole or absent, and named as every file system takes it."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import CannotRun
from reportgen.workspace import outputs


def test_a_file_is_written_in_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    outputs.write(tmp_path / "甲" / "乙" / "报告.docx", b"1")
    outputs.write(tmp_path / "甲" / "乙" / "报告.docx", b"2")
    assert [(each.name, each.read_bytes()) for each in (tmp_path / "甲" / "乙").iterdir()] == [
        ("报告.docx", b"2")
    ]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(errno.EACCES, ""), "没有写入权限，或文件正在"),
        (IsADirectoryError(errno.EISDIR, ""), "这里是文件夹而不是文件"),
        (NotADirectoryError(errno.ENOTDIR, ""), "这里是文件夹而不是文件"),
        (OSError(errno.ENOSPC, ""), "磁盘已满"),
        (OSError(errno.ENAMETOOLONG, ""), "请检查路径和文件名"),
    ],
)
def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    file = tmp_path / "报告.docx"
    file.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(CannotRun, match=sentence):
        outputs.write(file, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("报告.docx", b"old")]


@given(st.text(max_size=90))
def test_a_clean_name_means_nothing_in_a_path(name: str) -> None:
    cleaned = outputs.clean(name)
    assert len(cleaned) <= 60
    assert not set(cleaned) & set('\\/:*?"<>|\0\n')
    assert cleaned.strip(".") == cleaned or len(name) > 60


def test_a_draft_says_so_in_its_name() -> None:
    assert outputs.file_name("甲/乙", draft=True) == "甲_乙（草稿）.docx"
    assert outputs.file_name("甲乙", draft=False) == "甲乙.docx"


def test_a_clean_name_is_cut_to_sixty_signs() -> None:
    assert [len(outputs.clean("字" * length)) for length in (59, 60, 61)] == [59, 60, 60]


@pytest.mark.parametrize(
    ("file", "round", "copy", "name"),
    [("2023/司法所/台账.xls", 1, 1, "台账（退回）"), ("台账（退回）.xlsx", 2, 1, "台账（第2次退回）"), ("台账(第2次退回).xlsx", 3, 1, "台账（第3次退回）"),
     ("2023/司法所.zip/子/台账.xlsx", 1, 2, "台账-2（退回）"), ("退回意见.xlsx", 1, 1, "退回意见（退回）")],
)  # fmt: skip
def test_a_returned_file_says_so_in_its_name_and_from_the_second_time_how_often(
    file: str, round: int, copy: int, name: str
) -> None:
    assert outputs.returned_name(file, round, copy) == name


def test_each_department_has_a_folder_of_its_own(tmp_path: Path) -> None:
    folders = outputs.department_folders(tmp_path, ["甲/乙", "甲:乙", "A", "a", "..."])
    assert [each.name for each in folders.values()] == ["甲_乙", "甲_乙_", "A", "a_", "部门"]


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), FileNotFoundError(2, "No such file"),
                                   IsADirectoryError(21, "Is a directory"), OSError(5, "Input/output error")])  # fmt: skip
def test_why_a_file_cannot_be_read_is_said_in_chinese(error: OSError) -> None:
    assert not re.search("[A-Za-z]", outputs.unread(error))
    assert not re.search("[A-Za-z]", outputs.reason(error).replace("Word、Excel 或 WPS", ""))
