"""A workbook file -> its sheets as cells. The only module that knows calamine."""

from __future__ import annotations

from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from reportgen.guard import Refused, refuse_errors, unread_cells
from reportgen.model import Sheet

_DAMAGED = "文件已损坏或不是工作簿；请用 Excel 或 WPS 打开后另存为 .xlsx"


class WorkbookError(Exception):
    """A file that cannot be read as a workbook; the text is a Chinese sentence that says why and what to do."""


def read(content: bytes) -> list[Sheet]:
    """Return the worksheets of a workbook given as bytes, whatever the suffix of its file was.

    Raises WorkbookError.
    """
    _sniff(content)
    try:
        refuse_errors(content)
        unread = unread_cells(content) if content[:4] == b"PK\x03\x04" else {}
    except Refused as refusal:
        raise WorkbookError(str(refusal)) from None
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = []
        for metadata in workbook.sheets_metadata:
            if metadata.typ is SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(metadata.name)
                merged = tuple(sheet.merged_cell_ranges or ())
                hidden = metadata.visible is not SheetVisibleEnum.Visible
                rows = sheet.to_python(skip_empty_area=False)
                sheets.append(Sheet(metadata.name, rows, merged, hidden, unread.get(metadata.name, {})))
        return sheets
    except PasswordError:
        raise WorkbookError("文件有密码，打不开；请取消密码后重新保存") from None
    except CalamineError:
        raise WorkbookError(_DAMAGED) from None
    except BaseException as error:  # calamine's own panics are no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookError(_DAMAGED) from None


def _sniff(content: bytes) -> None:
    """Tell by its first bytes what is no workbook. Raises WorkbookError."""
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content:
        raise WorkbookError("文件是空的（0 字节）；请让部门重新发送")
    if head[:1] == b"<" and b"<html" in content[:4096].lower():
        raise WorkbookError("这是改了后缀的网页，不是工作簿；请用 Excel 或 WPS 打开后另存为 .xlsx")
    if content[:4] == b"PK\x03\x04":
        return
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise WorkbookError("文件有密码，打不开；请取消密码后重新保存")
        return
    raise WorkbookError("这不是 Excel 工作簿；请用 Excel 或 WPS 另存为 .xlsx")
