"""A small profile without a mistake, for tests that put one in."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import RULE_OF_LAW

from reportgen.model import Finding
from reportgen.profile import load as profile

SHEETS = """
案件:
  title: 案件台账
  from: [司法所]
  fields:
    案号: {type: string, required: true}
    姓名: {type: string, personal: true}
    结果: {type: string, enum: [维持, 撤销]}
    人数: {type: integer}
"""
FIGURES = """
案件:
  总数: {unit: 件}
  维持: {where: 结果 = '维持'}
"""
CHECKS = """
CASE001:
  title: 人数为零
  sheet: 案件
  fails: 人数 = 0
  marks: 人数
  severity: error
  says: "人数是{人数}"
"""


def write(folder: Path, sheets: str = SHEETS, figures: str = FIGURES, checks: str = CHECKS) -> Path:
    """Write the profile, or one with other files, into a folder."""
    for name, text in (("sheets", sheets), ("figures", figures), ("checks", checks)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    shutil.copy(RULE_OF_LAW / "report.docx", folder)
    return folder


def mistake(folder: Path, file: str, old: str, new: str) -> list[Finding]:
    """Return what is wrong with the profile once `old` is replaced in one of its files."""
    texts = {"sheets": SHEETS, "figures": FIGURES, "checks": CHECKS}
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    return profile.load(write(folder, **texts))[1]


def assert_told(found: list[Finding], place: tuple[str, str], message: str, fix: str) -> None:
    """Assert that a finding says so, with a file, the line in it, and a remedy."""
    match = [each for each in found if message in each.message]
    assert match, found
    assert (match[0].place.file, match[0].place.sheet) == place
    assert fix in match[0].fix
