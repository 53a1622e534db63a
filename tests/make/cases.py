"""Every file of the cases under tests/cases/, written anew with the same bytes: `python -m tests.make.cases`.

What is expected of a case stands beside its files, in expected.txt, and is not written here.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx

from tests.make import (
    cases_classes,
    cases_formats,
    cases_judged,
    cases_looks,
    cases_meaning,
    cases_refusals,
    cases_rows,
    cases_tables,
    cases_values,
)
from tests.make.cases_files import pack

CASES = Path(__file__).parent.parent / "cases"
Files = Mapping[str, bytes]
GROUPS: tuple[Mapping[str, Files], ...] = (
    cases_formats.CASES,
    cases_refusals.CASES,
    cases_tables.CASES,
    cases_rows.CASES,
    cases_classes.CASES,
    cases_values.CASES,
    cases_looks.CASES,
    cases_meaning.CASES,
    cases_judged.CASES,
)
MADE_ONCE = {  # by other programs, whose bytes differ from run to run
    "header-in-two-rows-ods/培训.ods",  # LibreOffice, from the .xlsx of the case without the suffix, and so on
    "hidden-rows-ods/台账.ods",
    "hidden-rows-xls/台账.xls",
    "merged-down-ods/台账.ods",
    "merged-down-xls/台账.xls",
    "percent-in-ods/培训.ods",
    "raised-in-part-xls/台账.xls",
    "shown-with-a-unit-ods/台账.ods",
    "shown-with-zeros-before-ods/台账.ods",
    "shown-with-zeros-before-xls/台账.xls",
    "struck-out-in-part-ods/台账.ods",
    "struck-out-in-part-xls/台账.xls",
    "struck-out-row-ods/台账.ods",
    "struck-out-row-xls/台账.xls",
    "password-protected/台账.xlsx",  # msoffcrypto-tool 6.1, password 1234
    "word-named-xls/台账.xls",  # LibreOffice, a letter saved as Word 97
}


def write(folder: Path) -> None:
    """Write the files of all cases and the profile's template below a folder."""
    for group in GROUPS:
        for case, files in group.items():
            for name, content in files.items():
                file = folder / case / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
    (folder / "profile").mkdir(exist_ok=True)
    (folder / "profile" / "report.docx").write_bytes(_template())


def _template() -> bytes:
    """The smallest report there can be: one sentence."""

    document = docx.Document()
    document.core_properties.title = "{{报告.年度}}年度报告"
    document.add_paragraph("共处罚{{处罚.总数}}件，罚没{{处罚.罚没金额}}元，学法{{培训.学时}}小时。")
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as packed:
        return pack({name: packed.read(name) for name in packed.namelist()})


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES)
