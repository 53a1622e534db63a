"""A workbook's folders and title lines -> the year and the department that it is of."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.model import Finding, Place
from reportgen.rules import did_you_mean, finding
from reportgen.tables.recognise import Table
from reportgen.workspace.incoming import Incoming

Seen = tuple[str, Table]  # a sheet's name, and a table of it without its rows


def year_of(file: Incoming, asked: int | None, seen: Sequence[Seen]) -> tuple[int | None, list[Finding]]:
    """The year of a workbook: its folder's, else the one asked for, else its title lines'."""
    titled = [(table.year, name) for name, table in seen if table.year]
    year = file.year or asked or (titled[0][0][0] if titled else None)
    if year is None:
        return None, [finding("FIL003", "不知道是哪一年的数据", Place(file.name))]
    findings = []
    for (said, row, column), sheet in titled:
        if said != year:
            message = (
                f"标题写的是{said}年，文件却在{year}年的文件夹里"
                if file.year
                else f"标题写的是{said}年，--year 却是{year}年"
            )
            findings.append(finding("FIL002", message, Place(file.name, sheet, row + 1, column)))
    return year, findings


def department_of(
    file: Incoming, departments: Sequence[str], seen: Sequence[Seen]
) -> tuple[str, list[Finding]]:
    """The department of a workbook: its folder's, else the one its 填报单位 line or its kinds name."""
    folder = file.department
    if folder and departments and folder not in departments:
        hint = did_you_mean(folder, departments) or f"报送部门有：{'、'.join(departments)}。"
        message = f"“{folder}”不是方案里的报送部门"
        return "", [
            finding(
                "FIL004", message, Place(file.name), fix=f"{hint}请改文件夹的名称，或在方案的 from 里加上它"
            )
        ]
    if folder:
        return folder, []
    for _, table in seen:
        for known in departments:
            if known in table.sender:
                return known, []
    owners = {owner for _, table in seen for owner in table.kind.owners}
    if len(owners) == 1:
        return owners.pop(), []
    return "", [finding("FIL004", "不知道是哪个部门报送的", Place(file.name))]
